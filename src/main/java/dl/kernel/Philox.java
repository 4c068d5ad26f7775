package dl.kernel;

/// Random bits as a pure function of a key and a position: Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011),
/// "Parallel random numbers: as easy as 1, 2, 3".
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /// The 64 random bits of element `position`, for the `attempt`-th try of that element.
    ///
    /// Elements 2 b and 2 b + 1 are the first and last two words of block b, the first word being the low one.
    public static long bits(long key, long position, int attempt) {
        long block = position >>> 1;
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = attempt;
        int c3 = 0;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (c0 & LOW);
            long p1 = M1 * (c2 & LOW);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        return (position & 1) == 0 ? (c0 & LOW) | (long) c1 << 32 : (c2 & LOW) | (long) c3 << 32;
    }
}

package dl.kernel;

/// A place in a stream of random numbers: a key, and how many elements were drawn so far.
///
/// The stream itself is a pure function of (key, position), see [Philox]; this object only hands out positions.
public final class RandomStream {
    private final long key;
    private long position;

    public RandomStream(long key, long position) {
        this.key = key;
        this.position = position;
    }

    public static RandomStream of(long seed) {
        return new RandomStream(seed, 0);
    }

    public long key() {
        return key;
    }

    public long position() {
        return position;
    }

    public void position(long position) {
        this.position = position;
    }

    /// Reserves the next `n` elements and gives the position of the first.
    public long take(long n) {
        long first = position;
        position += n;
        return first;
    }

    /// An independent stream, the same for the same key and index.
    public RandomStream split(long index) {
        return new RandomStream(Philox.bits(Philox.bits(key, index, 2), index, 2), 0);
    }
}

package dl.kernel;

/// Draws from distributions: element `i` depends on the key and on `position + i` alone, so a draw may be cut anywhere.
///
/// The f32 form of a draw is the f64 form of the same element with fewer digits.
public final class RandomFill {
    /// Elements whose logarithms, sines and cosines are computed together.
    private static final int TILE = 1024;

    private static final int GRAIN = 1 << 12;

    private RandomFill() {}

    /// Uniform in [0, 1): multiples of 2^-24.
    public static void uniform(Parallel parallel, long key, long position, float[] out) {
        parallel.forRange(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (Philox.bits(key, position + i, 0) >>> 40) * 0x1p-24f;
            }
        });
    }

    /// Uniform in [0, 1): multiples of 2^-53.
    public static void uniform(Parallel parallel, long key, long position, double[] out) {
        parallel.forRange(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (Philox.bits(key, position + i, 0) >>> 11) * 0x1p-53;
            }
        });
    }

    /// Standard normal.
    public static void normal(Kernels kernels, Parallel parallel, long key, long position, float[] out) {
        parallel.forRange(out.length, GRAIN, (from, to) -> {
            double[] tile = new double[Math.min(TILE, to - from)];
            double[][] work = work(tile.length);
            for (int start = from; start < to; start += TILE) {
                int n = Math.min(TILE, to - start);
                normal(kernels, key, position + start, tile, 0, n, work);
                for (int i = 0; i < n; i++) {
                    out[start + i] = (float) tile[i];
                }
            }
        });
    }

    public static void normal(Kernels kernels, Parallel parallel, long key, long position, double[] out) {
        parallel.forRange(out.length, GRAIN, (from, to) -> {
            double[][] work = work(Math.min(TILE, to - from));
            for (int start = from; start < to; start += TILE) {
                normal(kernels, key, position + start, out, start, Math.min(TILE, to - start), work);
            }
        });
    }

    /// Integers in `low` (included) to `high` (excluded), all equally likely: a draw that would favour some is tried again.
    public static void integers(Parallel parallel, long key, long position, long low, long high, long[] out) {
        long range = high - low;
        parallel.forRange(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = low + below(key, position + i, range);
            }
        });
    }

    /// A random order of 0..n, by Fisher and Yates; takes `n` positions.
    public static long[] permutation(long key, long position, int n) {
        long[] order = new long[n];
        for (int i = 0; i < n; i++) {
            int j = (int) below(key, position + i, i + 1L);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// A number in 0..range; `range` is unsigned, and 0 means 2^64.
    private static long below(long key, long position, long range) {
        if (range == 0) {
            return Philox.bits(key, position, 0);
        }
        // Lemire's multiplication: the high word is the number; a low word under 2^64 mod range would be one too many.
        for (int attempt = 0; ; attempt++) {
            long bits = Philox.bits(key, position, attempt);
            long low = bits * range;
            if (Long.compareUnsigned(low, range) >= 0 || Long.compareUnsigned(low, Long.remainderUnsigned(-range, range)) >= 0) {
                return Math.unsignedMultiplyHigh(bits, range);
            }
        }
    }

    private static double[][] work(int n) {
        return new double[3][n / 2 + 1];
    }

    /// Box and Muller: a pair of uniforms u, v gives r cos and r sin with r = sqrt(-2 log u) and the angle 2 pi v.
    private static void normal(
            Kernels kernels, long key, long position, double[] out, int at, int n, double[][] work) {
        long firstPair = position >> 1;
        int pairs = (int) ((position + n - 1 >> 1) - firstPair) + 1;
        double[] radius = work[0];
        double[] cosine = work[1];
        double[] sine = work[2];
        for (int i = 0; i < pairs; i++) {
            long element = firstPair + i << 1;
            // In (0, 1], because log 0 is no number.
            radius[i] = ((Philox.bits(key, element, 0) >>> 11) + 1) * 0x1p-53;
            cosine[i] = (Philox.bits(key, element + 1, 0) >>> 11) * (0x1p-53 * 2 * Math.PI);
        }
        kernels.unary(UnaryOperator.LOG, radius, 0, radius, 0, pairs);
        kernels.unary(UnaryOperator.SIN, cosine, 0, sine, 0, pairs);
        kernels.unary(UnaryOperator.COS, cosine, 0, cosine, 0, pairs);
        for (int i = 0; i < pairs; i++) {
            radius[i] = Math.sqrt(-2 * radius[i]);
        }
        for (int i = 0; i < n; i++) {
            int pair = (int) ((position + i >> 1) - firstPair);
            out[at + i] = radius[pair] * ((position + i & 1) == 0 ? cosine[pair] : sine[pair]);
        }
    }
}

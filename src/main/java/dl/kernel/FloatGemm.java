package dl.kernel;

/// The matrix product in f32, one chain of fused multiply-adds per element.
final class FloatGemm {
    /// Multiply-adds worth handing to another thread.
    private static final int GRAIN = 1 << 16;

    private FloatGemm() {}

    static void run(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            float[] c,
            int cOffset,
            Parallel parallel) {
        long perRow = Math.max(1, (long) n * k);
        parallel.forRange(m, (int) Math.max(1, GRAIN / perRow), (from, to) -> {
            for (int i = from; i < to; i++) {
                int left = aOffset + i * aRowStride;
                int out = cOffset + i * n;
                if (bColumnStride == 1) {
                    row(n, k, a, left, aColumnStride, b, bOffset, bRowStride, c, out);
                } else {
                    dots(n, k, a, left, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, out);
                }
            }
        });
    }

    /// Adds rows of b to a row of c: C2 makes vector code of the inner loop.
    private static void row(
            int n, int k, float[] a, int left, int aColumnStride, float[] b, int bOffset, int bRowStride, float[] c, int out) {
        java.util.Arrays.fill(c, out, out + n, 0);
        for (int p = 0; p < k; p++) {
            float factor = a[left + p * aColumnStride];
            int from = bOffset + p * bRowStride;
            for (int j = 0; j < n; j++) {
                c[out + j] = Math.fma(factor, b[from + j], c[out + j]);
            }
        }
    }

    private static void dots(
            int n,
            int k,
            float[] a,
            int left,
            int aColumnStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            float[] c,
            int out) {
        for (int j = 0; j < n; j++) {
            int from = bOffset + j * bColumnStride;
            float sum = 0;
            for (int p = 0; p < k; p++) {
                sum = Math.fma(a[left + p * aColumnStride], b[from + p * bRowStride], sum);
            }
            c[out + j] = sum;
        }
    }
}

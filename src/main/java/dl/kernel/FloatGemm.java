package dl.kernel;

import java.util.Arrays;

/// The matrix product in f32, one chain of fused multiply-adds per element; 4 x 4 elements at a time, to use what is read.
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
            boolean add,
            Parallel parallel) {
        long perRow = Math.max(1, (long) n * k);
        int grain = (int) Math.clamp(GRAIN / perRow, 1, 1 << 20) + 3 & ~3;
        if (m <= grain) {
            rows(0, m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, add);
        } else {
            parallel.forRange(m, grain, (from, to) ->
                    rows(from, to, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, add));
        }
    }

    private static void rows(
            int first,
            int last,
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
            boolean add) {
        int i = first;
        for (; i + 4 <= last; i += 4) {
            int left = aOffset + i * aRowStride;
            int j = 0;
            for (; j + 4 <= n; j += 4) {
                square(k, a, left, aRowStride, aColumnStride, b, bOffset + j * bColumnStride, bRowStride, bColumnStride, c,
                        cOffset + i * n + j, n, add);
            }
            for (; j < n; j++) {
                for (int r = 0; r < 4; r++) {
                    int at = cOffset + (i + r) * n + j;
                    c[at] = chain(
                            k, a, left + r * aRowStride, aColumnStride, b, bOffset + j * bColumnStride, bRowStride, add ? c[at] : 0);
                }
            }
        }
        for (; i < last; i++) {
            int left = aOffset + i * aRowStride;
            if (bColumnStride == 1) {
                row(n, k, a, left, aColumnStride, b, bOffset, bRowStride, c, cOffset + i * n, add);
            } else {
                for (int j = 0; j < n; j++) {
                    int at = cOffset + i * n + j;
                    c[at] = chain(k, a, left, aColumnStride, b, bOffset + j * bColumnStride, bRowStride, add ? c[at] : 0);
                }
            }
        }
    }

    private static void square(
            int k,
            float[] a,
            int at,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
        float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
        float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        if (add) {
            c00 = c[cAt];
            c01 = c[cAt + 1];
            c02 = c[cAt + 2];
            c03 = c[cAt + 3];
            c10 = c[cAt + cRow];
            c11 = c[cAt + cRow + 1];
            c12 = c[cAt + cRow + 2];
            c13 = c[cAt + cRow + 3];
            c20 = c[cAt + 2 * cRow];
            c21 = c[cAt + 2 * cRow + 1];
            c22 = c[cAt + 2 * cRow + 2];
            c23 = c[cAt + 2 * cRow + 3];
            c30 = c[cAt + 3 * cRow];
            c31 = c[cAt + 3 * cRow + 1];
            c32 = c[cAt + 3 * cRow + 2];
            c33 = c[cAt + 3 * cRow + 3];
        }
        for (int p = 0; p < k; p++, at += aColumn, bAt += bRow) {
            float b0 = b[bAt];
            float b1 = b[bAt + bColumn];
            float b2 = b[bAt + 2 * bColumn];
            float b3 = b[bAt + 3 * bColumn];
            float v = a[at];
            c00 = Math.fma(v, b0, c00);
            c01 = Math.fma(v, b1, c01);
            c02 = Math.fma(v, b2, c02);
            c03 = Math.fma(v, b3, c03);
            v = a[at + aRow];
            c10 = Math.fma(v, b0, c10);
            c11 = Math.fma(v, b1, c11);
            c12 = Math.fma(v, b2, c12);
            c13 = Math.fma(v, b3, c13);
            v = a[at + 2 * aRow];
            c20 = Math.fma(v, b0, c20);
            c21 = Math.fma(v, b1, c21);
            c22 = Math.fma(v, b2, c22);
            c23 = Math.fma(v, b3, c23);
            v = a[at + 3 * aRow];
            c30 = Math.fma(v, b0, c30);
            c31 = Math.fma(v, b1, c31);
            c32 = Math.fma(v, b2, c32);
            c33 = Math.fma(v, b3, c33);
        }
        c[cAt] = c00;
        c[cAt + 1] = c01;
        c[cAt + 2] = c02;
        c[cAt + 3] = c03;
        c[cAt + cRow] = c10;
        c[cAt + cRow + 1] = c11;
        c[cAt + cRow + 2] = c12;
        c[cAt + cRow + 3] = c13;
        c[cAt + 2 * cRow] = c20;
        c[cAt + 2 * cRow + 1] = c21;
        c[cAt + 2 * cRow + 2] = c22;
        c[cAt + 2 * cRow + 3] = c23;
        c[cAt + 3 * cRow] = c30;
        c[cAt + 3 * cRow + 1] = c31;
        c[cAt + 3 * cRow + 2] = c32;
        c[cAt + 3 * cRow + 3] = c33;
    }

    /// Adds rows of b to a row of c.
    private static void row(
            int n, int k, float[] a, int left, int aColumn, float[] b, int bOffset, int bRow, float[] c, int out, boolean add) {
        if (!add) {
            Arrays.fill(c, out, out + n, 0);
        }
        for (int p = 0; p < k; p++) {
            float factor = a[left + p * aColumn];
            int from = bOffset + p * bRow;
            for (int j = 0; j < n; j++) {
                c[out + j] = Math.fma(factor, b[from + j], c[out + j]);
            }
        }
    }

    private static float chain(int k, float[] a, int at, int aColumn, float[] b, int bAt, int bRow, float begin) {
        float sum = begin;
        for (int p = 0; p < k; p++, at += aColumn, bAt += bRow) {
            sum = Math.fma(a[at], b[bAt], sum);
        }
        return sum;
    }
}

package dl.kernel.vector;

import dl.kernel.Parallel;
import dl.kernel.ScalarKernels;
import dl.kernel.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The matrix product in f32: B is packed into panels that a micro-kernel walks, rows of A are shared among the threads.
///
/// Blocks of k go on from what C holds, so that each element is one chain in ascending k whatever the blocking.
final class FloatProduct {
    private static final int L = Lanes.FLOATS;
    private static final int WIDE = 2 * L;
    /// Rows of the largest micro-kernel: with 16 registers 8 rows of 2 vectors would spill.
    private static final int ROWS = Lanes.BITS == 512 ? 8 : 6;
    /// Steps of k in a block: its panel of B stays in the first-level cache.
    private static final int KC = 256;
    /// Rows in a block: its part of A stays in the second-level cache.
    private static final int MC = 192;
    /// Below so many multiply-adds the scalar loop is quicker.
    private static final int TINY = 1024;
    /// Multiply-adds worth handing to another thread.
    private static final int SHARED = 1 << 18;

    private final int n;
    private final int k;
    private final float[] a;
    private final int aOffset;
    private final int aRow;
    private final int aColumn;
    private final float[] b;
    private final int bOffset;
    private final int bRow;
    private final int bColumn;
    private final float[] c;
    private final int cOffset;
    private final float[] panels;
    private final Scratch scratch;

    private FloatProduct(
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            float[] panels,
            Scratch scratch) {
        this.n = n;
        this.k = k;
        this.a = a;
        this.aOffset = aOffset;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bOffset = bOffset;
        this.bRow = bRow;
        this.bColumn = bColumn;
        this.c = c;
        this.cOffset = cOffset;
        this.panels = panels;
        this.scratch = scratch;
    }

    static void run(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            Parallel parallel) {
        long work = (long) m * n * k;
        // Few rows do not repay the packing of B.
        if (work <= TINY || m < 4 && bColumn == 1) {
            ScalarKernels.INSTANCE.gemm(
                    m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, parallel);
            return;
        }
        int count = (n + WIDE - 1) / WIDE;
        int rest = n % WIDE;
        int width = rest == 0 || rest > L ? count * WIDE : (count - 1) * WIDE + L;
        Scratch scratch = parallel.scratch();
        float[] panels = scratch.floats(Math.multiplyExact(width, k));
        FloatProduct product =
                new FloatProduct(n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, panels, scratch);
        if (parallel.threads() == 1 || work <= SHARED) {
            product.packPanels(0, count);
            product.rows(0, m);
        } else {
            parallel.forRange(count, Math.max(1, (1 << 14) / (WIDE * k)), product::packPanels);
            // Pieces of whole micro-kernels, at least two per thread where there are rows enough.
            long share = Math.max(SHARED / 2 / Math.max(1, (long) n * k), m / (2L * parallel.threads()));
            int grain = (int) Math.clamp((share + ROWS - 1) / ROWS * ROWS, ROWS, MC);
            parallel.forRange(m, grain, product::rows);
        }
        scratch.release(panels);
    }

    /// Copies panels of B: for each k the panel's columns side by side, the last panel filled up with zeros.
    private void packPanels(int first, int last) {
        for (int panel = first; panel < last; panel++) {
            int column = panel * WIDE;
            int used = Math.min(WIDE, n - column);
            int width = used > L ? WIDE : L;
            int to = column * k;
            if (bColumn != 1) {
                transposePanel(bOffset + column * bColumn, used, width, to);
            } else if (used == WIDE) {
                int from = bOffset + column;
                for (int p = 0; p < k; p++) {
                    FloatVector.fromArray(Lanes.FLOAT, b, from + p * bRow).intoArray(panels, to + p * WIDE);
                    FloatVector.fromArray(Lanes.FLOAT, b, from + p * bRow + L).intoArray(panels, to + p * WIDE + L);
                }
            } else {
                for (int p = 0; p < k; p++) {
                    int at = to + p * width;
                    System.arraycopy(b, bOffset + p * bRow + column, panels, at, used);
                    Arrays.fill(panels, at + used, at + width, 0);
                }
            }
        }
    }

    private void transposePanel(int from, int used, int width, int to) {
        for (int start = 0; start < k; start += 16) {
            int end = Math.min(k, start + 16);
            for (int j = 0; j < used; j++) {
                int source = from + j * bColumn;
                int target = to + j;
                for (int p = start; p < end; p++) {
                    panels[target + p * width] = b[source + p * bRow];
                }
            }
        }
        if (used < width) {
            for (int p = 0; p < k; p++) {
                Arrays.fill(panels, to + p * width + used, to + (p + 1) * width, 0);
            }
        }
    }

    private void rows(int first, int last) {
        boolean packed = aColumn != 1;
        float[] columns = packed ? scratch.floats(Math.min(last - first, MC) * Math.min(k, KC)) : a;
        float[] tile = new float[ROWS * WIDE];
        for (int top = first; top < last; top += MC) {
            int bottom = Math.min(last, top + MC);
            if (k == 0) {
                Arrays.fill(c, cOffset + top * n, cOffset + bottom * n, 0);
            }
            for (int start = 0; start < k; start += KC) {
                int depth = Math.min(KC, k - start);
                if (packed) {
                    packRows(top, bottom, start, depth, columns);
                }
                for (int column = 0; column < n; column += WIDE) {
                    panel(top, bottom, start, depth, column, packed, columns, tile);
                }
            }
        }
        if (packed) {
            scratch.release(columns);
        }
    }

    /// How many rows the micro-kernel takes that comes next.
    static int group(int left, boolean wide) {
        int most = wide ? ROWS : 8;
        return left >= most ? most : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /// Copies rows of A, one group after the other: the group's column at each k, side by side.
    private void packRows(int top, int bottom, int start, int depth, float[] columns) {
        boolean wide = n > L;
        int to = 0;
        for (int row = top, group; row < bottom; row += group, to += group * depth) {
            group = group(bottom - row, wide);
            int from = aOffset + row * aRow + start * aColumn;
            if (group == 8) {
                for (int p = 0; p < depth; p++) {
                    int source = from + p * aColumn;
                    int target = to + p * 8;
                    columns[target] = a[source];
                    columns[target + 1] = a[source + aRow];
                    columns[target + 2] = a[source + 2 * aRow];
                    columns[target + 3] = a[source + 3 * aRow];
                    columns[target + 4] = a[source + 4 * aRow];
                    columns[target + 5] = a[source + 5 * aRow];
                    columns[target + 6] = a[source + 6 * aRow];
                    columns[target + 7] = a[source + 7 * aRow];
                }
            } else {
                for (int p = 0; p < depth; p++) {
                    for (int r = 0; r < group; r++) {
                        columns[to + p * group + r] = a[from + p * aColumn + r * aRow];
                    }
                }
            }
        }
    }

    private void panel(
            int top, int bottom, int start, int depth, int column, boolean packed, float[] columns, float[] tile) {
        int used = Math.min(WIDE, n - column);
        int width = used > L ? WIDE : L;
        int bAt = column * k + start * width;
        boolean add = start > 0;
        boolean direct = used == width;
        // A narrow last panel behind wide ones meets groups that were cut for these.
        boolean wide = n > L;
        int packedAt = 0;
        for (int row = top, group; row < bottom; row += group, packedAt += group * depth) {
            group = group(bottom - row, wide);
            int cAt = cOffset + row * n + column;
            if (!direct && add) {
                for (int r = 0; r < group; r++) {
                    System.arraycopy(c, cAt + r * n, tile, r * width, used);
                }
            }
            float[] out = direct ? c : tile;
            int outAt = direct ? cAt : 0;
            int outRow = direct ? n : width;
            if (packed) {
                packed(group, width, depth, columns, packedAt, bAt, out, outAt, outRow, add);
            } else {
                rows(group, width, depth, a, aOffset + row * aRow + start, aRow, panels, bAt, out, outAt, outRow, add);
            }
            if (!direct) {
                for (int r = 0; r < group; r++) {
                    System.arraycopy(tile, r * width, c, cAt + r * n, used);
                }
            }
        }
    }

    /// Some rows of A, as many as [#group] says, times a panel.
    static void rows(
            int group, int width, int depth, float[] a, int aAt, int aRow, float[] panels, int bAt, float[] out, int at, int row, boolean add) {
        if (width == WIDE) {
            switch (group) {
                case 8 -> FloatRows.rows8x2(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 6 -> FloatRows.rows6x2(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 4 -> FloatRows.rows4x2(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 2 -> FloatRows.rows2x2(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                default -> FloatRows.rows1x2(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
            }
        } else {
            switch (group) {
                case 8 -> FloatRows.rows8x1(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 6 -> FloatRows.rows6x1(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 4 -> FloatRows.rows4x1(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                case 2 -> FloatRows.rows2x1(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
                default -> FloatRows.rows1x1(depth, a, aAt, aRow, panels, bAt, out, at, row, add);
            }
        }
    }

    private void packed(
            int group, int width, int depth, float[] from, int aAt, int bAt, float[] out, int at, int row, boolean add) {
        if (width == WIDE) {
            switch (group) {
                case 8 -> FloatPacked.packed8x2(depth, from, aAt, panels, bAt, out, at, row, add);
                case 6 -> FloatPacked.packed6x2(depth, from, aAt, panels, bAt, out, at, row, add);
                case 4 -> FloatPacked.packed4x2(depth, from, aAt, panels, bAt, out, at, row, add);
                case 2 -> FloatPacked.packed2x2(depth, from, aAt, panels, bAt, out, at, row, add);
                default -> FloatPacked.packed1x2(depth, from, aAt, panels, bAt, out, at, row, add);
            }
        } else {
            switch (group) {
                case 8 -> FloatPacked.packed8x1(depth, from, aAt, panels, bAt, out, at, row, add);
                case 6 -> FloatPacked.packed6x1(depth, from, aAt, panels, bAt, out, at, row, add);
                case 4 -> FloatPacked.packed4x1(depth, from, aAt, panels, bAt, out, at, row, add);
                case 2 -> FloatPacked.packed2x1(depth, from, aAt, panels, bAt, out, at, row, add);
                default -> FloatPacked.packed1x1(depth, from, aAt, panels, bAt, out, at, row, add);
            }
        }
    }
}

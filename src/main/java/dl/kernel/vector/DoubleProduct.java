package dl.kernel.vector;

import dl.kernel.Parallel;
import dl.kernel.ScalarKernels;
import dl.kernel.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/// The matrix product in f64: micro-kernels walk panels of B, one or two vectors wide, below some rows of A.
///
/// Panels are shared among the threads, each of which copies those that it needs; where they are few, or rows of A must be copied
/// too, the rows of A are shared, after all have copied B together. With few rows each panel is copied just before its only use.
/// Small products, and those of a few rows, read both operands where they lie.
/// Blocks of k go on from what C holds, so that each element is one chain in ascending k whatever the blocking.
final class DoubleProduct {
    private static final int L = Lanes.DOUBLES;
    private static final int WIDE = 2 * L;
    /// Rows of the largest micro-kernel: with 16 registers 8 rows of 2 vectors would spill.
    private static final int ROWS = Lanes.BITS == 512 ? 8 : 6;
    /// Steps of k in a block: its panel of B stays in the first-level cache.
    private static final int KC = 256;
    /// Up to so many multiply-adds, operands are read where they lie: 1.2 times faster at 32 x 32 x 32, equal at 100 x 100 x 100.
    private static final int SMALL = 1 << 18;
    /// Rows of A that no copy of B repays.
    private static final int FEW = 7;
    private static final double[] NOTHING = {};
    /// Rows in a block: its part of A stays in the second-level cache.
    private static final int MC = 192;
    /// Panels in a piece of a shared product at most.
    private static final int STRIP = 16;
    /// Below so many multiply-adds the scalar loop is quicker.
    private static final int TINY = 1024;
    /// Multiply-adds worth handing to another thread.
    private static final int SHARED = 1 << 18;

    private final int m;
    private final int n;
    private final int k;
    private final double[] a;
    private final int aOffset;
    private final int aRow;
    private final int aColumn;
    private final double[] b;
    private final int bOffset;
    private final int bRow;
    private final int bColumn;
    private final double[] c;
    private final int cOffset;
    private final boolean add;
    private final double[] panels;
    private final Scratch scratch;

    private DoubleProduct(
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset,
            boolean add,
            double[] panels,
            Scratch scratch) {
        this.m = m;
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
        this.add = add;
        this.panels = panels;
        this.scratch = scratch;
    }

    static void run(
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset,
            boolean add,
            Parallel parallel) {
        long work = (long) m * n * k;
        if (work <= TINY) {
            ScalarKernels.INSTANCE.gemm(
                    m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, add, parallel);
            return;
        }
        if (n == 1 && m > 1) {
            // One column is one row of the transposed product, which fills its vectors.
            run(1, m, k, b, bOffset, bColumn, bRow, a, aOffset, aColumn, aRow, c, cOffset, add, parallel);
            return;
        }
        Scratch scratch = parallel.scratch();
        if (m > 1 && aColumn == 1 && bRow == 1 && bColumn != 1 && 2L * m * (k + 2L * n) < (long) n * k) {
            // A is small beside B, so it is the one to be turned around for the panels: the transposed product, and that turned back.
            double[] turned = scratch.doubles(n * m);
            double[] tile = tile();
            if (add) {
                DoubleTranspose.run(c, cOffset, n, 1, turned, 0, m, m, n, tile);
            }
            run(n, m, k, b, bOffset, bColumn, bRow, a, aOffset, aColumn, aRow, turned, 0, add, parallel);
            DoubleTranspose.run(turned, 0, m, 1, c, cOffset, n, n, m, tile);
            scratch.release(turned);
            return;
        }
        int count = (n + WIDE - 1) / WIDE;
        boolean shared = parallel.threads() > 1 && work > SHARED;
        // One thread per panel leaves threads idle where panels are few.
        if (m <= MC && (!shared || count >= 2 * parallel.threads() || m < 2 * ROWS)) {
            DoubleProduct product =
                    new DoubleProduct(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, add, NOTHING, scratch);
            if (shared) {
                long grain = Math.max(SHARED / 2 / Math.max(1, work / count), count / (2L * parallel.threads()));
                parallel.forRange(count, (int) Math.clamp(grain, 1, count), product::columns);
            } else {
                product.columns(0, count);
            }
            return;
        }
        if (shared && aColumn == 1 && count >= 2 * parallel.threads()) {
            // Each thread copies the columns of B that it alone needs: what another core has just written is dear to read.
            DoubleProduct product =
                    new DoubleProduct(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, add, NOTHING, scratch);
            parallel.forRange(count, Math.clamp(count / (2L * parallel.threads()), 1, STRIP), product::strip);
            return;
        }
        int rest = n % WIDE;
        int width = rest == 0 || rest > L ? count * WIDE : (count - 1) * WIDE + L;
        double[] panels = scratch.doubles(Math.multiplyExact(width, k));
        DoubleProduct product =
                new DoubleProduct(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, add, panels, scratch);
        if (shared) {
            parallel.forRange(count, Math.max(1, (1 << 14) / (WIDE * k)), product::packPanels);
            // Pieces of whole micro-kernels, at least two per thread where there are rows enough.
            long share = Math.max(SHARED / 2 / Math.max(1, (long) n * k), m / (2L * parallel.threads()));
            int grain = (int) Math.clamp((share + ROWS - 1) / ROWS * ROWS, ROWS, MC);
            parallel.forRange(m, grain, product::rows);
        } else {
            product.packPanels(0, count);
            product.rows(0, m);
        }
        scratch.release(panels);
    }

    /// Few rows: panel by panel, each copied just before its only use, if at all.
    private void columns(int first, int last) {
        boolean direct = direct();
        boolean packed = !direct && aColumn != 1;
        double[] left = packed ? scratch.doubles(m * Math.min(k, KC)) : a;
        // Only what is copied needs room.
        boolean roomy = !direct || n % L != 0;
        double[] strip = roomy ? scratch.doubles(WIDE * Math.min(k, KC)) : NOTHING;
        double[] tile = roomy ? tile() : NOTHING;
        for (int start = 0; start < k; start += KC) {
            int depth = Math.min(KC, k - start);
            if (packed) {
                packRows(0, m, start, depth, left, tile);
            }
            for (int panel = first; panel < last; panel++) {
                int column = panel * WIDE;
                int used = Math.min(WIDE, n - column);
                if (direct && (used == L || used == WIDE)) {
                    strided(start, depth, column, used, b, bOffset + start * bRow + column, bRow, tile);
                } else {
                    pack(column, start, depth, strip, 0, tile);
                    if (direct) {
                        strided(start, depth, column, used, strip, 0, used > L ? WIDE : L, tile);
                    } else {
                        panel(0, m, depth, column, strip, 0, left, packed ? 0 : aOffset + start, packed ? depth : aRow, add || start > 0, tile);
                    }
                }
            }
        }
        if (roomy) {
            scratch.release(strip);
        }
        if (packed) {
            scratch.release(left);
        }
    }

    /// Whether operands are read where they lie.
    private boolean direct() {
        return bColumn == 1 && (m <= FEW || n > L && (long) m * n * k <= SMALL);
    }

    /// Room for a result of the largest micro-kernel, or for a block that is being transposed.
    private static double[] tile() {
        return new double[Math.max(ROWS * WIDE, L * L)];
    }

    private void packPanels(int first, int last) {
        double[] tile = tile();
        for (int panel = first; panel < last; panel++) {
            pack(panel * WIDE, 0, k, panels, panel * WIDE * k, tile);
        }
    }

    /// Copies some rows of a panel of B: for each k the panel's columns side by side, filled up with zeros.
    private void pack(int column, int start, int depth, double[] to, int at, double[] tile) {
        int used = Math.min(WIDE, n - column);
        int width = used > L ? WIDE : L;
        int from = bOffset + start * bRow + column * bColumn;
        if (bColumn != 1) {
            DoubleTranspose.run(b, from, bColumn, bRow, to, at, width, used, depth, tile);
            if (used < width) {
                for (int p = 0; p < depth; p++) {
                    Arrays.fill(to, at + p * width + used, at + (p + 1) * width, 0);
                }
            }
        } else if (width == WIDE) {
            VectorMask<Double> mask = Lanes.DOUBLE.indexInRange(0, used - L);
            for (int p = 0; p < depth; p++) {
                DoubleVector.fromArray(Lanes.DOUBLE, b, from + p * bRow).intoArray(to, at + p * WIDE);
                DoubleVector.fromArray(Lanes.DOUBLE, b, from + p * bRow + L, mask).intoArray(to, at + p * WIDE + L);
            }
        } else {
            VectorMask<Double> mask = Lanes.DOUBLE.indexInRange(0, used);
            for (int p = 0; p < depth; p++) {
                DoubleVector.fromArray(Lanes.DOUBLE, b, from + p * bRow, mask).intoArray(to, at + p * L);
            }
        }
    }

    /// All rows of C below some panels of B.
    private void strip(int first, int last) {
        double[] own = scratch.doubles(Math.multiplyExact((last - first) * WIDE, k));
        double[] tile = tile();
        for (int panel = first; panel < last; panel++) {
            pack(panel * WIDE, 0, k, own, (panel - first) * WIDE * k, tile);
        }
        rows(0, m, first * WIDE, Math.min(n, last * WIDE), own);
        scratch.release(own);
    }

    private void rows(int first, int last) {
        rows(first, last, 0, n, panels);
    }

    /// Some rows of C below the columns of B from `from` to `to`, which lie in `right`.
    private void rows(int first, int last, int from, int to, double[] right) {
        boolean packed = aColumn != 1;
        double[] left = packed ? scratch.doubles(Math.min(last - first, MC) * Math.min(k, KC)) : a;
        double[] tile = tile();
        for (int top = first; top < last; top += MC) {
            int bottom = Math.min(last, top + MC);
            for (int start = 0; start < k; start += KC) {
                int depth = Math.min(KC, k - start);
                if (packed) {
                    packRows(top, bottom, start, depth, left, tile);
                }
                int aAt = packed ? 0 : aOffset + top * aRow + start;
                for (int column = from; column < to; column += WIDE) {
                    int width = n - column > L ? WIDE : L;
                    panel(top, bottom, depth, column, right, (column - from) * k + start * width, left, aAt, packed ? depth : aRow, add || start > 0, tile);
                }
            }
        }
        if (packed) {
            scratch.release(left);
        }
    }

    /// Copies some columns of rows of A that lie with gaps, one row after the other.
    private void packRows(int top, int bottom, int start, int depth, double[] to, double[] tile) {
        int from = aOffset + top * aRow + start * aColumn;
        DoubleTranspose.run(a, from, aColumn, aRow, to, 0, depth, depth, bottom - top, tile);
    }

    /// How many rows the micro-kernel takes that comes next.
    static int group(int left) {
        return left >= ROWS ? ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /// Rows of C below a panel of B, which lies in `right`; rows of A lie in `left` from `aAt` on, `step` apart.
    private void panel(
            int top,
            int bottom,
            int depth,
            int column,
            double[] right,
            int bAt,
            double[] left,
            int aAt,
            int step,
            boolean add,
            double[] tile) {
        int used = Math.min(WIDE, n - column);
        int width = used > L ? WIDE : L;
        if (used == width) {
            for (int row = top, group; row < bottom; row += group, aAt += group * step) {
                group = group(bottom - row);
                rows(group, width, depth, left, aAt, step, right, bAt, c, cOffset + row * n + column, n, add);
            }
            return;
        }
        for (int row = top, group; row < bottom; row += group, aAt += group * step) {
            group = group(bottom - row);
            int cAt = cOffset + row * n + column;
            if (add) {
                move(c, cAt, n, tile, 0, width, group, used);
            }
            rows(group, width, depth, left, aAt, step, right, bAt, tile, 0, width, add);
            move(tile, 0, width, c, cAt, n, group, used);
        }
    }

    /// All rows of C below a panel of B, with A where it lies.
    private void strided(int start, int depth, int column, int used, double[] right, int bAt, int step, double[] tile) {
        int width = used > L ? WIDE : L;
        boolean whole = used == width;
        boolean goOn = add || start > 0;
        for (int row = 0, group; row < m; row += group) {
            group = group(m - row);
            int aAt = aOffset + row * aRow + start * aColumn;
            int cAt = cOffset + row * n + column;
            if (whole) {
                strided(group, width, depth, aAt, right, bAt, step, c, cAt, n, goOn);
                continue;
            }
            if (goOn) {
                move(c, cAt, n, tile, 0, width, group, used);
            }
            strided(group, width, depth, aAt, right, bAt, step, tile, 0, width, goOn);
            move(tile, 0, width, c, cAt, n, group, used);
        }
    }

    /// Copies the used columns of some rows.
    private static void move(double[] from, int at, int step, double[] to, int toAt, int toStep, int rows, int used) {
        if (used > L) {
            VectorMask<Double> mask = Lanes.DOUBLE.indexInRange(0, used - L);
            for (int r = 0; r < rows; r++) {
                DoubleVector.fromArray(Lanes.DOUBLE, from, at + r * step).intoArray(to, toAt + r * toStep);
                DoubleVector.fromArray(Lanes.DOUBLE, from, at + r * step + L, mask).intoArray(to, toAt + r * toStep + L, mask);
            }
        } else {
            VectorMask<Double> mask = Lanes.DOUBLE.indexInRange(0, used);
            for (int r = 0; r < rows; r++) {
                DoubleVector.fromArray(Lanes.DOUBLE, from, at + r * step, mask).intoArray(to, toAt + r * toStep, mask);
            }
        }
    }

    /// Some rows of A, as many as [#group] says, times a panel.
    static void rows(
            int group,
            int width,
            int depth,
            double[] left,
            int aAt,
            int step,
            double[] right,
            int bAt,
            double[] out,
            int at,
            int row,
            boolean add) {
        if (width == WIDE) {
            switch (group) {
                case 8 -> DoubleRows.rows8x2(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 6 -> DoubleRows.rows6x2(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 4 -> DoubleRows.rows4x2(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 2 -> DoubleRows.rows2x2(depth, left, aAt, step, right, bAt, out, at, row, add);
                default -> DoubleRows.rows1x2(depth, left, aAt, step, right, bAt, out, at, row, add);
            }
        } else {
            switch (group) {
                case 8 -> DoubleRows.rows8x1(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 6 -> DoubleRows.rows6x1(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 4 -> DoubleRows.rows4x1(depth, left, aAt, step, right, bAt, out, at, row, add);
                case 2 -> DoubleRows.rows2x1(depth, left, aAt, step, right, bAt, out, at, row, add);
                default -> DoubleRows.rows1x1(depth, left, aAt, step, right, bAt, out, at, row, add);
            }
        }
    }

    private void strided(
            int group, int width, int depth, int aAt, double[] right, int bAt, int step, double[] out, int at, int row, boolean add) {
        if (width == WIDE) {
            switch (group) {
                case 8 -> DoubleStrided.strided8x2(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 6 -> DoubleStrided.strided6x2(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 4 -> DoubleStrided.strided4x2(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 2 -> DoubleStrided.strided2x2(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                default -> DoubleStrided.strided1x2(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
            }
        } else {
            switch (group) {
                case 8 -> DoubleStrided.strided8x1(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 6 -> DoubleStrided.strided6x1(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 4 -> DoubleStrided.strided4x1(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                case 2 -> DoubleStrided.strided2x1(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
                default -> DoubleStrided.strided1x1(depth, a, aAt, aRow, aColumn, right, bAt, step, out, at, row, add);
            }
        }
    }
}

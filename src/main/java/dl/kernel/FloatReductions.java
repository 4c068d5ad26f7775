package dl.kernel;

import java.util.Arrays;

/// Reductions in f32, in the fixed order that every implementation follows.
///
/// A run is cut into blocks of [#BLOCK] elements, and these into groups of [#GROUP]. In a group, element `i` goes to partial sum
/// `i mod 64` (4 accumulators of 16 lanes); the groups' partial sums are added up in order, and so are, last, the elements that
/// fill no row of 64. Then the 4 accumulators are added as (0 + 1) + (2 + 3), and the lanes are folded in halves: 8, 4, 2, 1.
/// The blocks' sums are added in f64, in order. A column's sum takes 4 accumulators over row `i mod 4` of every [#ROWS] rows.
public final class FloatReductions {
    /// Elements per block of a sum.
    public static final int BLOCK = 4096;
    /// Elements per group: no chain of additions is longer than 8, so that a sum is good to some 2^-22 of its terms.
    public static final int GROUP = 512;
    public static final int LANES = 16;
    /// Accumulators of a block: 4 of 16 lanes.
    public static final int TREE = 4 * LANES;
    /// Rows per block of a column sum.
    public static final int ROWS = 64;

    private FloatReductions() {}

    public static float reduce(Reduction reduction, float[] x, int xOffset, int n) {
        return switch (reduction) {
            case SUM -> sum(x, xOffset, n);
            case PRODUCT -> product(x, xOffset, n);
            case MAXIMUM -> maximum(x, xOffset, n);
            case MINIMUM -> minimum(x, xOffset, n);
        };
    }

    public static float sum(float[] x, int xOffset, int n) {
        if (n <= 16) {
            return few(x, xOffset, n);
        }
        float[] accumulators = new float[TREE];
        double total = 0;
        for (int start = 0; start < n; start += BLOCK) {
            total += block(x, xOffset + start, Math.min(BLOCK, n - start), accumulators);
        }
        return (float) total;
    }

    private static float block(float[] x, int at, int n, float[] accumulators) {
        Arrays.fill(accumulators, 0);
        int whole = n / TREE * TREE;
        if (whole > 0) {
            float[] partial = new float[TREE];
            for (int i = 0; i < whole; ) {
                Arrays.fill(partial, 0);
                for (int end = Math.min(whole, i + GROUP); i < end; i += TREE) {
                    for (int lane = 0; lane < TREE; lane++) {
                        partial[lane] += x[at + i + lane];
                    }
                }
                for (int lane = 0; lane < TREE; lane++) {
                    accumulators[lane] += partial[lane];
                }
            }
        }
        return finish(x, at + whole, n - whole, accumulators);
    }

    /// Adds the last, fewer than 64 elements of a block, and the accumulators along the tree, which uses them up.
    private static float finish(float[] x, int at, int n, float[] accumulators) {
        for (int lane = 0; lane < n; lane++) {
            accumulators[lane] += x[at + lane];
        }
        for (int lane = 0; lane < 16; lane++) {
            accumulators[lane] = (accumulators[lane] + accumulators[lane + 16])
                    + (accumulators[lane + 32] + accumulators[lane + 48]);
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                accumulators[lane] += accumulators[lane + half];
            }
        }
        return accumulators[0];
    }

    /// The tree of one block of at most 16 elements, where the other accumulators stay zero; adding +0 changes no sum
    /// that began at +0.
    private static float few(float[] x, int at, int n) {
        float e0 = 0, e1 = 0, e2 = 0, e3 = 0, e4 = 0, e5 = 0, e6 = 0, e7 = 0;
        switch (Math.min(n, 8)) {
            case 8:
                e7 += x[at + 7];
            case 7:
                e6 += x[at + 6];
            case 6:
                e5 += x[at + 5];
            case 5:
                e4 += x[at + 4];
            case 4:
                e3 += x[at + 3];
            case 3:
                e2 += x[at + 2];
            case 2:
                e1 += x[at + 1];
            case 1:
                e0 += x[at];
            default:
        }
        switch (n) {
            case 16:
                e7 += x[at + 15];
            case 15:
                e6 += x[at + 14];
            case 14:
                e5 += x[at + 13];
            case 13:
                e4 += x[at + 12];
            case 12:
                e3 += x[at + 11];
            case 11:
                e2 += x[at + 10];
            case 10:
                e1 += x[at + 9];
            case 9:
                e0 += x[at + 8];
            default:
        }
        return ((e0 + e4) + (e2 + e6)) + ((e1 + e5) + (e3 + e7));
    }

    private static float product(float[] x, int xOffset, int n) {
        double product = 1;
        for (int i = 0; i < n; i++) {
            product *= x[xOffset + i];
        }
        return (float) product;
    }

    private static float maximum(float[] x, int xOffset, int n) {
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            best = Math.max(best, x[xOffset + i]);
        }
        return best;
    }

    private static float minimum(float[] x, int xOffset, int n) {
        float best = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            best = Math.min(best, x[xOffset + i]);
        }
        return best;
    }

    public static void reduceColumns(
            Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        switch (reduction) {
            case SUM -> sumColumns(x, xOffset, rows, columns, out, outOffset);
            case PRODUCT -> productColumns(x, xOffset, rows, columns, out, outOffset);
            case MAXIMUM -> bestColumns(true, x, xOffset, rows, columns, out, outOffset);
            case MINIMUM -> bestColumns(false, x, xOffset, rows, columns, out, outOffset);
        }
    }

    private static void sumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        float[] accumulators = new float[4 * columns];
        double[] totals = new double[columns];
        for (int start = 0; start < rows; start += ROWS) {
            addRows(x, xOffset + start * columns, Math.min(ROWS, rows - start), columns, accumulators, totals);
        }
        for (int j = 0; j < columns; j++) {
            out[outOffset + j] = (float) totals[j];
        }
    }

    /// Adds one block of at most [#ROWS] rows to the totals, of which there is one per column.
    public static void addRows(float[] x, int at, int rows, int columns, float[] accumulators, double[] totals) {
        Arrays.fill(accumulators, 0, 4 * columns, 0);
        for (int i = 0; i < rows; i++) {
            int to = (i & 3) * columns;
            int from = at + i * columns;
            for (int j = 0; j < columns; j++) {
                accumulators[to + j] += x[from + j];
            }
        }
        addAccumulators(accumulators, totals);
    }

    /// Adds what the 4 accumulators of each column hold to the totals.
    public static void addAccumulators(float[] accumulators, double[] totals) {
        int width = totals.length;
        for (int j = 0; j < width; j++) {
            totals[j] += (accumulators[j] + accumulators[width + j])
                    + (accumulators[2 * width + j] + accumulators[3 * width + j]);
        }
    }

    /// The largest (else smallest) element of each column.
    public static void bestColumns(
            boolean largest, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        Arrays.fill(out, outOffset, outOffset + columns, largest ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY);
        for (int i = 0, at = xOffset; i < rows; i++, at += columns) {
            for (int j = 0; j < columns; j++) {
                float old = out[outOffset + j];
                out[outOffset + j] = largest ? Math.max(old, x[at + j]) : Math.min(old, x[at + j]);
            }
        }
    }

    private static void productColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        for (int j = 0; j < columns; j++) {
            double product = 1;
            for (int i = 0; i < rows; i++) {
                product *= x[xOffset + i * columns + j];
            }
            out[outOffset + j] = (float) product;
        }
    }

    public static int argument(boolean largest, float[] x, int xOffset, int n) {
        int at = 0;
        float best = x[xOffset];
        if (best != best) {
            return 0;
        }
        for (int i = 1; i < n; i++) {
            float value = x[xOffset + i];
            if (value != value) {
                return i;
            }
            if (largest ? value > best : value < best) {
                best = value;
                at = i;
            }
        }
        return at;
    }
}

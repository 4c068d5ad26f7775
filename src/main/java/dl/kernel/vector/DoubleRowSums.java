package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LT;

import dl.kernel.DoubleReductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/// Sums of several rows, each along the tree of [DoubleReductions].
///
/// The lanes of all rows are summed first and folded then, so that no row waits for the one before, and the ends of rows are
/// added under masks that all rows share.
final class DoubleRowSums {
    private static final int L = Lanes.DOUBLES;
    private static final int LANES = DoubleReductions.LANES;
    private static final int TREE = DoubleReductions.TREE;
    private static final int BLOCK = DoubleReductions.BLOCK;
    /// Elements of the rows whose lanes lie in the cache together.
    private static final int SOME = 4096;
    /// 0, 1, 2, ...
    private static final DoubleVector PLACE = DoubleVector.zero(Lanes.DOUBLE).addIndex(1);

    private DoubleRowSums() {}

    /// Room for a number for each row, in whole vectors.
    static double[] perRow(int rows) {
        return new double[(rows + L - 1) / L * L];
    }

    /// Writes one sum per row, some rows at a time.
    static void run(double[] x, int at, int rows, int columns, double[] out, int to) {
        int most = Math.clamp(SOME / columns, 1, Math.max(1, rows));
        double[] lanes = new double[most * LANES];
        double[] sums = perRow(most);
        for (int row = 0; row < rows; row += most) {
            int count = Math.min(most, rows - row);
            run(x, at + row * columns, count, columns, lanes, sums);
            System.arraycopy(sums, 0, out, to + row, count);
        }
    }

    /// Writes one sum per row.
    ///
    /// @param lanes room for [DoubleReductions#LANES] elements per row
    static void run(double[] x, int at, int rows, int columns, double[] lanes, double[] sums) {
        if (columns <= BLOCK) {
            blocks(x, at, rows, columns, lanes);
            fold(rows, lanes, sums);
            return;
        }
        for (int row = 0; row < rows; row++, at += columns) {
            double total = 0;
            for (int start = 0; start < columns; start += BLOCK) {
                blocks(x, at + start, 1, Math.min(BLOCK, columns - start), lanes);
                fold(1, lanes, sums);
                total += sums[0];
            }
            sums[row] = (double) total;
        }
    }

    /// The lanes of blocks of `n` elements. Where the array ends there is nothing to read behind them, so they are copied.
    private static void blocks(double[] x, int at, int rows, int n, double[] lanes) {
        int safe = Math.clamp((x.length - TREE - at) / n, 0, rows);
        lanes(x, at, safe, n, lanes, 0);
        if (safe < rows) {
            double[] padded = new double[(rows - safe) * n + TREE];
            System.arraycopy(x, at + safe * n, padded, 0, (rows - safe) * n);
            lanes(padded, 0, rows - safe, n, lanes, safe * LANES);
        }
    }

    private static void lanes(double[] x, int at, int rows, int n, double[] lanes, int to) {
        int whole = n / TREE * TREE;
        int left = n - whole;
        int group = Math.min(whole, DoubleReductions.GROUP);
        DoubleVector zero = DoubleVector.zero(Lanes.DOUBLE);
        for (int first = 0; first < LANES; first += L) {
            VectorMask<Double> m0 = PLACE.compare(LT, left - first);
            VectorMask<Double> m1 = PLACE.compare(LT, left - first - LANES);
            VectorMask<Double> m2 = PLACE.compare(LT, left - first - 2 * LANES);
            VectorMask<Double> m3 = PLACE.compare(LT, left - first - 3 * LANES);
            for (int row = 0; row < rows; row++) {
                int from = at + row * n + first;
                DoubleVector t0 = zero;
                DoubleVector t1 = zero;
                DoubleVector t2 = zero;
                DoubleVector t3 = zero;
                for (int i = from; i < from + group; i += TREE) {
                    t0 = t0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i));
                    t1 = t1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + LANES));
                    t2 = t2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + 2 * LANES));
                    t3 = t3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + 3 * LANES));
                }
                for (int start = group; start < whole; start += DoubleReductions.GROUP) {
                    DoubleVector s0 = zero;
                    DoubleVector s1 = zero;
                    DoubleVector s2 = zero;
                    DoubleVector s3 = zero;
                    int end = from + Math.min(whole, start + DoubleReductions.GROUP);
                    for (int i = from + start; i < end; i += TREE) {
                        s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i));
                        s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + LANES));
                        s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + 2 * LANES));
                        s3 = s3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, i + 3 * LANES));
                    }
                    t0 = t0.add(s0);
                    t1 = t1.add(s1);
                    t2 = t2.add(s2);
                    t3 = t3.add(s3);
                }
                if (left > 0) {
                    int end = from + whole;
                    t0 = t0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, end), m0);
                    t1 = t1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, end + LANES), m1);
                    t2 = t2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, end + 2 * LANES), m2);
                    t3 = t3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, end + 3 * LANES), m3);
                }
                t0.add(t1).add(t2.add(t3)).intoArray(lanes, to + row * LANES + first);
            }
        }
    }

    private static void fold(int rows, double[] lanes, double[] sums) {
        for (int row = 0, at = 0; row < rows; row++, at += LANES) {
            for (int half = LANES / 2; half >= L; half /= 2) {
                for (int i = at; i < at + half; i += L) {
                    DoubleVector.fromArray(Lanes.DOUBLE, lanes, i).add(DoubleVector.fromArray(Lanes.DOUBLE, lanes, i + half)).intoArray(lanes, i);
                }
            }
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, lanes, at);
            if (L > 8) {
                v = v.add(v.rearrange(DoubleReduceLoops.SWAP_8));
            }
            if (L > 4) {
                v = v.add(v.rearrange(DoubleReduceLoops.SWAP_4));
            }
            if (L > 2) {
                v = v.add(v.rearrange(DoubleReduceLoops.SWAP_2));
            }
            sums[row] = v.add(v.rearrange(DoubleReduceLoops.SWAP_1)).lane(0);
        }
    }
}

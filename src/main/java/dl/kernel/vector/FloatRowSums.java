package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LT;

import dl.kernel.FloatReductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Sums of several rows, each along the tree of [FloatReductions].
///
/// The lanes of all rows are summed first and folded then, so that no row waits for the one before, and the ends of rows are
/// added under masks that all rows share.
final class FloatRowSums {
    private static final int L = Lanes.FLOATS;
    private static final int LANES = FloatReductions.LANES;
    private static final int TREE = FloatReductions.TREE;
    private static final int BLOCK = FloatReductions.BLOCK;
    /// Elements of the rows whose lanes lie in the cache together.
    private static final int SOME = 4096;
    /// 0, 1, 2, ...
    private static final FloatVector PLACE = FloatVector.zero(Lanes.FLOAT).addIndex(1);

    private FloatRowSums() {}

    /// Room for a number for each row, in whole vectors.
    static float[] perRow(int rows) {
        return new float[(rows + L - 1) / L * L];
    }

    /// Writes one sum per row, some rows at a time.
    static void run(float[] x, int at, int rows, int columns, float[] out, int to) {
        int most = Math.clamp(SOME / columns, 1, Math.max(1, rows));
        float[] lanes = new float[most * LANES];
        float[] sums = perRow(most);
        for (int row = 0; row < rows; row += most) {
            int count = Math.min(most, rows - row);
            run(x, at + row * columns, count, columns, lanes, sums);
            System.arraycopy(sums, 0, out, to + row, count);
        }
    }

    /// Writes one sum per row.
    ///
    /// @param lanes room for [FloatReductions#LANES] elements per row
    static void run(float[] x, int at, int rows, int columns, float[] lanes, float[] sums) {
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
            sums[row] = (float) total;
        }
    }

    /// The lanes of blocks of `n` elements. Where the array ends there is nothing to read behind them, so they are copied.
    private static void blocks(float[] x, int at, int rows, int n, float[] lanes) {
        int safe = Math.clamp((x.length - TREE - at) / n, 0, rows);
        lanes(x, at, safe, n, lanes, 0);
        if (safe < rows) {
            float[] padded = new float[(rows - safe) * n + TREE];
            System.arraycopy(x, at + safe * n, padded, 0, (rows - safe) * n);
            lanes(padded, 0, rows - safe, n, lanes, safe * LANES);
        }
    }

    private static void lanes(float[] x, int at, int rows, int n, float[] lanes, int to) {
        int whole = n / TREE * TREE;
        int left = n - whole;
        int group = Math.min(whole, FloatReductions.GROUP);
        FloatVector zero = FloatVector.zero(Lanes.FLOAT);
        for (int first = 0; first < LANES; first += L) {
            VectorMask<Float> m0 = PLACE.compare(LT, left - first);
            VectorMask<Float> m1 = PLACE.compare(LT, left - first - LANES);
            VectorMask<Float> m2 = PLACE.compare(LT, left - first - 2 * LANES);
            VectorMask<Float> m3 = PLACE.compare(LT, left - first - 3 * LANES);
            for (int row = 0; row < rows; row++) {
                int from = at + row * n + first;
                FloatVector t0 = zero;
                FloatVector t1 = zero;
                FloatVector t2 = zero;
                FloatVector t3 = zero;
                for (int i = from; i < from + group; i += TREE) {
                    t0 = t0.add(FloatVector.fromArray(Lanes.FLOAT, x, i));
                    t1 = t1.add(FloatVector.fromArray(Lanes.FLOAT, x, i + LANES));
                    t2 = t2.add(FloatVector.fromArray(Lanes.FLOAT, x, i + 2 * LANES));
                    t3 = t3.add(FloatVector.fromArray(Lanes.FLOAT, x, i + 3 * LANES));
                }
                for (int start = group; start < whole; start += FloatReductions.GROUP) {
                    FloatVector s0 = zero;
                    FloatVector s1 = zero;
                    FloatVector s2 = zero;
                    FloatVector s3 = zero;
                    int end = from + Math.min(whole, start + FloatReductions.GROUP);
                    for (int i = from + start; i < end; i += TREE) {
                        s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, i));
                        s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, i + LANES));
                        s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, i + 2 * LANES));
                        s3 = s3.add(FloatVector.fromArray(Lanes.FLOAT, x, i + 3 * LANES));
                    }
                    t0 = t0.add(s0);
                    t1 = t1.add(s1);
                    t2 = t2.add(s2);
                    t3 = t3.add(s3);
                }
                if (left > 0) {
                    int end = from + whole;
                    t0 = t0.add(FloatVector.fromArray(Lanes.FLOAT, x, end), m0);
                    t1 = t1.add(FloatVector.fromArray(Lanes.FLOAT, x, end + LANES), m1);
                    t2 = t2.add(FloatVector.fromArray(Lanes.FLOAT, x, end + 2 * LANES), m2);
                    t3 = t3.add(FloatVector.fromArray(Lanes.FLOAT, x, end + 3 * LANES), m3);
                }
                t0.add(t1).add(t2.add(t3)).intoArray(lanes, to + row * LANES + first);
            }
        }
    }

    private static void fold(int rows, float[] lanes, float[] sums) {
        for (int row = 0, at = 0; row < rows; row++, at += LANES) {
            for (int half = LANES / 2; half >= L; half /= 2) {
                for (int i = at; i < at + half; i += L) {
                    FloatVector.fromArray(Lanes.FLOAT, lanes, i).add(FloatVector.fromArray(Lanes.FLOAT, lanes, i + half)).intoArray(lanes, i);
                }
            }
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, lanes, at);
            if (L > 8) {
                v = v.add(v.rearrange(FloatReduceLoops.SWAP_8));
            }
            if (L > 4) {
                v = v.add(v.rearrange(FloatReduceLoops.SWAP_4));
            }
            if (L > 2) {
                v = v.add(v.rearrange(FloatReduceLoops.SWAP_2));
            }
            sums[row] = v.add(v.rearrange(FloatReduceLoops.SWAP_1)).lane(0);
        }
    }
}

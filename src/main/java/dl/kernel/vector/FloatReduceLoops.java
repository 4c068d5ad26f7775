package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.NE;

import dl.kernel.FloatReductions;
import dl.kernel.Reduction;
import jdk.incubator.vector.FloatVector;

/// [FloatReductions] on vectors, in the same fixed order whatever the width.
final class FloatReduceLoops {
    private static final int L = Lanes.FLOATS;
    private static final int TREE = FloatReductions.TREE;

    private FloatReduceLoops() {}

    static float sum(float[] x, int xOffset, int n) {
        float[] accumulators = new float[TREE];
        double total = 0;
        for (int start = 0; start < n; start += FloatReductions.BLOCK) {
            int size = Math.min(FloatReductions.BLOCK, n - start);
            int whole = size / TREE * TREE;
            int at = xOffset + start;
            for (int first = 0; first < TREE; first += 4 * L) {
                accumulate(x, at + first, whole, accumulators, first);
            }
            total += FloatReductions.finish(x, at + whole, size - whole, accumulators);
        }
        return (float) total;
    }

    /// Four vectors' worth of the 64 accumulators.
    private static void accumulate(float[] x, int at, int n, float[] accumulators, int first) {
        FloatVector zero = FloatVector.zero(Lanes.FLOAT);
        FloatVector t0 = zero;
        FloatVector t1 = zero;
        FloatVector t2 = zero;
        FloatVector t3 = zero;
        for (int i = 0; i < n; ) {
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector s2 = zero;
            FloatVector s3 = zero;
            for (int end = Math.min(n, i + FloatReductions.GROUP); i < end; i += TREE) {
                s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i));
                s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + L));
                s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + 2 * L));
                s3 = s3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + 3 * L));
            }
            t0 = t0.add(s0);
            t1 = t1.add(s1);
            t2 = t2.add(s2);
            t3 = t3.add(s3);
        }
        t0.intoArray(accumulators, first);
        t1.intoArray(accumulators, first + L);
        t2.intoArray(accumulators, first + 2 * L);
        t3.intoArray(accumulators, first + 3 * L);
    }

    static float maximum(float[] x, int xOffset, int n) {
        FloatVector m0 = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
            m1 = m1.max(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i + L));
        }
        float[] lanes = m0.max(m1).toArray();
        float best = FloatReductions.reduce(Reduction.MAXIMUM, x, xOffset + i, n - i);
        return Math.max(best, FloatReductions.reduce(Reduction.MAXIMUM, lanes, 0, L));
    }

    static float minimum(float[] x, int xOffset, int n) {
        FloatVector m0 = FloatVector.broadcast(Lanes.FLOAT, Float.POSITIVE_INFINITY);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.min(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
            m1 = m1.min(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i + L));
        }
        float[] lanes = m0.min(m1).toArray();
        float best = FloatReductions.reduce(Reduction.MINIMUM, x, xOffset + i, n - i);
        return Math.min(best, FloatReductions.reduce(Reduction.MINIMUM, lanes, 0, L));
    }

    /// The first NaN, else the first place of the best value: found by value, then by place.
    static int argument(boolean largest, float[] x, int xOffset, int n) {
        float best = largest ? maximum(x, xOffset, n) : minimum(x, xOffset, n);
        boolean nan = best != best;
        FloatVector wanted = FloatVector.broadcast(Lanes.FLOAT, best);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            if ((nan ? v.compare(NE, v) : v.eq(wanted)).anyTrue()) {
                break;
            }
        }
        for (; i < n; i++) {
            float v = x[xOffset + i];
            if (nan ? v != v : v == best) {
                return i;
            }
        }
        throw new AssertionError();
    }

    static void sumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        int bound = Lanes.FLOAT.loopBound(columns);
        double[] totals = new double[bound];
        float[] sums = new float[bound];
        for (int start = 0; start < rows; start += FloatReductions.ROWS) {
            int count = Math.min(FloatReductions.ROWS, rows - start);
            int block = xOffset + start * columns;
            for (int j = 0; j < bound; j += L) {
                FloatVector s0 = FloatVector.zero(Lanes.FLOAT);
                FloatVector s1 = s0;
                FloatVector s2 = s0;
                FloatVector s3 = s0;
                int i = 0;
                int at = block + j;
                for (; i <= count - 4; i += 4, at += 4 * columns) {
                    s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
                    s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + columns));
                    s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * columns));
                    s3 = s3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * columns));
                }
                if (i < count) {
                    s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
                }
                if (i + 1 < count) {
                    s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + columns));
                }
                if (i + 2 < count) {
                    s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * columns));
                }
                s0.add(s1).add(s2.add(s3)).intoArray(sums, j);
            }
            for (int j = 0; j < bound; j++) {
                totals[j] += sums[j];
            }
        }
        for (int j = 0; j < bound; j++) {
            out[outOffset + j] = (float) totals[j];
        }
        FloatReductions.sumColumns(x, xOffset, rows, columns, bound, out, outOffset);
    }

    static void maximumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        int bound = Lanes.FLOAT.loopBound(columns);
        for (int j = 0; j < bound; j += L) {
            FloatVector m = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.max(FloatVector.fromArray(Lanes.FLOAT, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
        FloatReductions.bestColumns(true, x, xOffset, rows, columns, bound, out, outOffset);
    }

    static void minimumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        int bound = Lanes.FLOAT.loopBound(columns);
        for (int j = 0; j < bound; j += L) {
            FloatVector m = FloatVector.broadcast(Lanes.FLOAT, Float.POSITIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.min(FloatVector.fromArray(Lanes.FLOAT, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
        FloatReductions.bestColumns(false, x, xOffset, rows, columns, bound, out, outOffset);
    }
}

package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.NE;

import dl.kernel.DoubleReductions;
import dl.kernel.Reduction;
import jdk.incubator.vector.DoubleVector;

/// [DoubleReductions] on vectors, in the same fixed order whatever the width.
final class DoubleReduceLoops {
    private static final int L = Lanes.DOUBLES;
    private static final int TREE = DoubleReductions.TREE;

    private DoubleReduceLoops() {}

    static double sum(double[] x, int xOffset, int n) {
        double[] accumulators = new double[TREE];
        double total = 0;
        for (int start = 0; start < n; start += DoubleReductions.BLOCK) {
            int size = Math.min(DoubleReductions.BLOCK, n - start);
            int whole = size / TREE * TREE;
            int at = xOffset + start;
            for (int first = 0; first < TREE; first += 4 * L) {
                accumulate(x, at + first, whole, accumulators, first);
            }
            total += DoubleReductions.finish(x, at + whole, size - whole, accumulators);
        }
        return total;
    }

    /// Four vectors' worth of the 64 accumulators.
    private static void accumulate(double[] x, int at, int n, double[] accumulators, int first) {
        DoubleVector zero = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector t0 = zero;
        DoubleVector t1 = zero;
        DoubleVector t2 = zero;
        DoubleVector t3 = zero;
        for (int i = 0; i < n; ) {
            DoubleVector s0 = zero;
            DoubleVector s1 = zero;
            DoubleVector s2 = zero;
            DoubleVector s3 = zero;
            for (int end = Math.min(n, i + DoubleReductions.GROUP); i < end; i += TREE) {
                s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i));
                s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + L));
                s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + 2 * L));
                s3 = s3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + 3 * L));
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

    static double maximum(double[] x, int xOffset, int n) {
        DoubleVector m0 = DoubleVector.broadcast(Lanes.DOUBLE, Double.NEGATIVE_INFINITY);
        DoubleVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
            m1 = m1.max(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i + L));
        }
        double[] lanes = m0.max(m1).toArray();
        double best = DoubleReductions.reduce(Reduction.MAXIMUM, x, xOffset + i, n - i);
        return Math.max(best, DoubleReductions.reduce(Reduction.MAXIMUM, lanes, 0, L));
    }

    static double minimum(double[] x, int xOffset, int n) {
        DoubleVector m0 = DoubleVector.broadcast(Lanes.DOUBLE, Double.POSITIVE_INFINITY);
        DoubleVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.min(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
            m1 = m1.min(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i + L));
        }
        double[] lanes = m0.min(m1).toArray();
        double best = DoubleReductions.reduce(Reduction.MINIMUM, x, xOffset + i, n - i);
        return Math.min(best, DoubleReductions.reduce(Reduction.MINIMUM, lanes, 0, L));
    }

    /// The first NaN, else the first place of the best value: found by value, then by place.
    static int argument(boolean largest, double[] x, int xOffset, int n) {
        double best = largest ? maximum(x, xOffset, n) : minimum(x, xOffset, n);
        boolean nan = best != best;
        DoubleVector wanted = DoubleVector.broadcast(Lanes.DOUBLE, best);
        int i = 0;
        for (; i <= n - L; i += L) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            if ((nan ? v.compare(NE, v) : v.eq(wanted)).anyTrue()) {
                break;
            }
        }
        for (; i < n; i++) {
            double v = x[xOffset + i];
            if (nan ? v != v : v == best) {
                return i;
            }
        }
        throw new AssertionError();
    }

    static void sumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        int bound = Lanes.DOUBLE.loopBound(columns);
        double[] totals = new double[bound];
        double[] sums = new double[bound];
        for (int start = 0; start < rows; start += DoubleReductions.ROWS) {
            int count = Math.min(DoubleReductions.ROWS, rows - start);
            int block = xOffset + start * columns;
            for (int j = 0; j < bound; j += L) {
                DoubleVector s0 = DoubleVector.zero(Lanes.DOUBLE);
                DoubleVector s1 = s0;
                DoubleVector s2 = s0;
                DoubleVector s3 = s0;
                int i = 0;
                int at = block + j;
                for (; i <= count - 4; i += 4, at += 4 * columns) {
                    s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
                    s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + columns));
                    s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * columns));
                    s3 = s3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * columns));
                }
                if (i < count) {
                    s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
                }
                if (i + 1 < count) {
                    s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + columns));
                }
                if (i + 2 < count) {
                    s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * columns));
                }
                s0.add(s1).add(s2.add(s3)).intoArray(sums, j);
            }
            for (int j = 0; j < bound; j++) {
                totals[j] += sums[j];
            }
        }
        for (int j = 0; j < bound; j++) {
            out[outOffset + j] = totals[j];
        }
        DoubleReductions.sumColumns(x, xOffset, rows, columns, bound, out, outOffset);
    }

    static void maximumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        int bound = Lanes.DOUBLE.loopBound(columns);
        for (int j = 0; j < bound; j += L) {
            DoubleVector m = DoubleVector.broadcast(Lanes.DOUBLE, Double.NEGATIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.max(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
        DoubleReductions.bestColumns(true, x, xOffset, rows, columns, bound, out, outOffset);
    }

    static void minimumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        int bound = Lanes.DOUBLE.loopBound(columns);
        for (int j = 0; j < bound; j += L) {
            DoubleVector m = DoubleVector.broadcast(Lanes.DOUBLE, Double.POSITIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.min(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
        DoubleReductions.bestColumns(false, x, xOffset, rows, columns, bound, out, outOffset);
    }
}

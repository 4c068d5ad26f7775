package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;

import dl.kernel.DoubleReductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;

/// [DoubleReductions] on vectors, in the same fixed order whatever the width.
final class DoubleReduceLoops {
    private static final int L = Lanes.DOUBLES;
    private static final int TREE = DoubleReductions.TREE;

    /// Columns that are summed side by side.
    private static final int STRIP = 4 * L;

    /// 0, 1, 2, ...
    private static final DoubleVector PLACE = DoubleVector.zero(Lanes.DOUBLE).addIndex(1);
    static final VectorShuffle<Double> SWAP_8 = swap(8);
    static final VectorShuffle<Double> SWAP_4 = swap(4);
    static final VectorShuffle<Double> SWAP_2 = swap(2);
    static final VectorShuffle<Double> SWAP_1 = swap(1);

    private DoubleReduceLoops() {}

    private static VectorShuffle<Double> swap(int distance) {
        return VectorShuffle.fromOp(Lanes.DOUBLE, i -> (i ^ distance) % L);
    }

    static double sum(double[] x, int xOffset, int n) {
        return sum(x, xOffset, n, new double[DoubleReductions.LANES]);
    }

    /// @param lanes room for [DoubleReductions#LANES] elements
    static double sum(double[] x, int xOffset, int n, double[] lanes) {
        double total = 0;
        for (int start = 0; start < n; start += DoubleReductions.BLOCK) {
            total += block(x, xOffset + start, Math.min(DoubleReductions.BLOCK, n - start), lanes);
        }
        return (double) total;
    }

    /// The sum of at most [DoubleReductions#BLOCK] elements.
    private static double block(double[] x, int at, int n, double[] lanes) {
        int whole = n / TREE * TREE;
        double[] rest = x;
        int restAt = at + whole;
        if (n > whole && restAt > x.length - TREE) {
            // where the array ends there is nothing to read behind the elements
            rest = new double[TREE];
            System.arraycopy(x, restAt, rest, 0, n - whole);
            restAt = 0;
        }
        for (int first = 0; first < DoubleReductions.LANES; first += L) {
            lanes(x, at + first, whole, rest, restAt + first, n - whole - first, lanes, first);
        }
        return fold(lanes);
    }

    /// The sums of as many logical lanes as there are real ones: of each of the 4 accumulators one vector.
    private static void lanes(double[] x, int at, int whole, double[] rest, int restAt, int left, double[] lanes, int first) {
        DoubleVector zero = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector t0 = zero;
        DoubleVector t1 = zero;
        DoubleVector t2 = zero;
        DoubleVector t3 = zero;
        for (int i = 0; i < whole; ) {
            DoubleVector s0 = zero;
            DoubleVector s1 = zero;
            DoubleVector s2 = zero;
            DoubleVector s3 = zero;
            for (int end = Math.min(whole, i + DoubleReductions.GROUP); i < end; i += TREE) {
                s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i));
                s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + DoubleReductions.LANES));
                s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + 2 * DoubleReductions.LANES));
                s3 = s3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + i + 3 * DoubleReductions.LANES));
            }
            t0 = t0.add(s0);
            t1 = t1.add(s1);
            t2 = t2.add(s2);
            t3 = t3.add(s3);
        }
        // what is read behind the last element counts as zero, which changes no sum that began at +0
        if (left > 0) {
            t0 = t0.add(DoubleVector.fromArray(Lanes.DOUBLE, rest, restAt).blend(zero, PLACE.compare(GE, left)));
            int more = left - DoubleReductions.LANES;
            if (more > 0) {
                t1 = t1.add(DoubleVector.fromArray(Lanes.DOUBLE, rest, restAt + DoubleReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
            more -= DoubleReductions.LANES;
            if (more > 0) {
                t2 = t2.add(DoubleVector.fromArray(Lanes.DOUBLE, rest, restAt + 2 * DoubleReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
            more -= DoubleReductions.LANES;
            if (more > 0) {
                t3 = t3.add(DoubleVector.fromArray(Lanes.DOUBLE, rest, restAt + 3 * DoubleReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
        }
        t0.add(t1).add(t2.add(t3)).intoArray(lanes, first);
    }

    /// Folds the lanes in halves: between vectors, then within one, where every lane has the sum in the end.
    private static double fold(double[] lanes) {
        for (int half = DoubleReductions.LANES / 2; half >= L; half /= 2) {
            for (int i = 0; i < half; i += L) {
                DoubleVector.fromArray(Lanes.DOUBLE, lanes, i).add(DoubleVector.fromArray(Lanes.DOUBLE, lanes, i + half)).intoArray(lanes, i);
            }
        }
        DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, lanes, 0);
        if (L > 8) {
            v = v.add(v.rearrange(SWAP_8));
        }
        if (L > 4) {
            v = v.add(v.rearrange(SWAP_4));
        }
        if (L > 2) {
            v = v.add(v.rearrange(SWAP_2));
        }
        return v.add(v.rearrange(SWAP_1)).lane(0);
    }

    /// Of at least as many elements as there are lanes; the last vector may meet some of them again.
    static double maximum(double[] x, int xOffset, int n) {
        DoubleVector m0 = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + n - L);
        DoubleVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
            m1 = m1.max(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i + L));
        }
        if (i < n - L) {
            m0 = m0.max(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
        }
        return m0.max(m1).reduceLanes(MAX);
    }

    static double minimum(double[] x, int xOffset, int n) {
        DoubleVector m0 = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + n - L);
        DoubleVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.min(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
            m1 = m1.min(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i + L));
        }
        if (i < n - L) {
            m0 = m0.min(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i));
        }
        return m0.min(m1).reduceLanes(MIN);
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
        if (columns < L) {
            sumNarrow(x, xOffset, rows, columns, out, outOffset);
            return;
        }
        double[] totals = new double[columns];
        double[] sums = new double[columns];
        for (int start = 0; start < rows; start += DoubleReductions.ROWS) {
            int count = Math.min(DoubleReductions.ROWS, rows - start);
            int block = xOffset + start * columns;
            // only the last block may end with fewer than four rows
            int strips = count % 4 == 0 ? columns / STRIP * STRIP : 0;
            for (int j = 0; j < strips; j += STRIP) {
                sumStrip(x, block + j, count, columns, sums, j);
            }
            for (int next = strips; next < columns; next += L) {
                // the last vector may hold columns that the one before has had
                int j = Math.min(next, columns - L);
                sumVector(x, block + j, count, columns, sums, j);
            }
            for (int j = 0; j < columns; j++) {
                totals[j] += sums[j];
            }
        }
        for (int j = 0; j < columns; j++) {
            out[outOffset + j] = (double) totals[j];
        }
    }

    /// The sums of one vector of columns over at most [DoubleReductions#ROWS] rows.
    private static void sumVector(double[] x, int from, int rows, int columns, double[] sums, int to) {
        DoubleVector s0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = 0;
        int at = from;
        for (; i <= rows - 4; i += 4, at += 4 * columns) {
            s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + columns));
            s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * columns));
            s3 = s3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * columns));
        }
        if (i < rows) {
            s0 = s0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
        }
        if (i + 1 < rows) {
            s1 = s1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + columns));
        }
        if (i + 2 < rows) {
            s2 = s2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * columns));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(sums, to);
    }

    /// [#sumVector] for four vectors side by side and whole fours of rows: with 256 bytes of each row in a row the processor reads
    /// 74 instead of 58 GB/s (1000 x 1000).
    private static void sumStrip(double[] x, int from, int rows, int columns, double[] sums, int to) {
        DoubleVector a0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector a1 = a0, a2 = a0, a3 = a0;
        DoubleVector b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        DoubleVector c0 = a0, c1 = a0, c2 = a0, c3 = a0;
        DoubleVector d0 = a0, d1 = a0, d2 = a0, d3 = a0;
        for (int i = 0, at = from; i < rows; i += 4) {
            a0 = a0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            b0 = b0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + L));
            c0 = c0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * L));
            d0 = d0.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * L));
            at += columns;
            a1 = a1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            b1 = b1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + L));
            c1 = c1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * L));
            d1 = d1.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * L));
            at += columns;
            a2 = a2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            b2 = b2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + L));
            c2 = c2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * L));
            d2 = d2.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * L));
            at += columns;
            a3 = a3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            b3 = b3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + L));
            c3 = c3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 2 * L));
            d3 = d3.add(DoubleVector.fromArray(Lanes.DOUBLE, x, at + 3 * L));
            at += columns;
        }
        a0.add(a1).add(a2.add(a3)).intoArray(sums, to);
        b0.add(b1).add(b2.add(b3)).intoArray(sums, to + L);
        c0.add(c1).add(c2.add(c3)).intoArray(sums, to + 2 * L);
        d0.add(d1).add(d2.add(d3)).intoArray(sums, to + 3 * L);
    }

    /// Of fewer columns than lanes: 4 rows, which go to the 4 accumulators, lie side by side and fill up to 4 vectors. What the
    /// last vector reads behind them is added up in vain.
    private static void sumNarrow(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        int width = 4 * columns;
        double[] accumulators = new double[4 * L];
        double[] totals = new double[columns];
        int start = 0;
        int most = x.length - (DoubleReductions.ROWS - 4) * columns - 4 * L;
        for (int at = xOffset; start <= rows - DoubleReductions.ROWS && at <= most; start += DoubleReductions.ROWS, at += DoubleReductions.ROWS * columns) {
            for (int lane = 0; lane < width; lane += L) {
                DoubleVector s = DoubleVector.zero(Lanes.DOUBLE);
                for (int i = 0, from = at + lane; i < DoubleReductions.ROWS; i += 4, from += width) {
                    s = s.add(DoubleVector.fromArray(Lanes.DOUBLE, x, from));
                }
                s.intoArray(accumulators, lane);
            }
            DoubleReductions.addAccumulators(accumulators, totals);
        }
        for (; start < rows; start += DoubleReductions.ROWS) {
            DoubleReductions.addRows(x, xOffset + start * columns, Math.min(DoubleReductions.ROWS, rows - start), columns, accumulators, totals);
        }
        for (int j = 0; j < columns; j++) {
            out[outOffset + j] = (double) totals[j];
        }
    }

    static void maximumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        if (columns < L) {
            bestNarrow(true, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        for (int next = 0; next < columns; next += L) {
            int j = Math.min(next, columns - L);
            DoubleVector m = DoubleVector.broadcast(Lanes.DOUBLE, Double.NEGATIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.max(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
    }

    static void minimumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        if (columns < L) {
            bestNarrow(false, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        for (int next = 0; next < columns; next += L) {
            int j = Math.min(next, columns - L);
            DoubleVector m = DoubleVector.broadcast(Lanes.DOUBLE, Double.POSITIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.min(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
    }

    /// As many rows as there are lanes fill whole vectors, one per column, whose best lanes are compared in the end.
    private static void bestNarrow(boolean largest, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        int period = L * columns;
        int whole = rows / L * L;
        double[] lanes = new double[period];
        for (int lane = 0; lane < period && whole > 0; lane += L) {
            DoubleVector m = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + lane);
            if (largest) {
                for (int i = L, at = xOffset + lane + period; i < whole; i += L, at += period) {
                    m = m.max(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
                }
            } else {
                for (int i = L, at = xOffset + lane + period; i < whole; i += L, at += period) {
                    m = m.min(DoubleVector.fromArray(Lanes.DOUBLE, x, at));
                }
            }
            m.intoArray(lanes, lane);
        }
        DoubleReductions.bestColumns(largest, x, xOffset + whole * columns, rows - whole, columns, out, outOffset);
        for (int i = 0; i < period && whole > 0; i++) {
            double old = out[outOffset + i % columns];
            out[outOffset + i % columns] = largest ? Math.max(old, lanes[i]) : Math.min(old, lanes[i]);
        }
    }
}

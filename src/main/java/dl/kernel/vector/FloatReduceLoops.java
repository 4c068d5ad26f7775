package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;

import dl.kernel.FloatReductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// [FloatReductions] on vectors, in the same fixed order whatever the width.
final class FloatReduceLoops {
    private static final int L = Lanes.FLOATS;
    private static final int TREE = FloatReductions.TREE;

    /// Columns that are summed side by side.
    private static final int STRIP = 4 * L;

    /// 0, 1, 2, ...
    private static final FloatVector PLACE = FloatVector.zero(Lanes.FLOAT).addIndex(1);
    static final VectorShuffle<Float> SWAP_8 = swap(8);
    static final VectorShuffle<Float> SWAP_4 = swap(4);
    static final VectorShuffle<Float> SWAP_2 = swap(2);
    static final VectorShuffle<Float> SWAP_1 = swap(1);

    private FloatReduceLoops() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(Lanes.FLOAT, i -> (i ^ distance) % L);
    }

    static float sum(float[] x, int xOffset, int n) {
        return sum(x, xOffset, n, new float[FloatReductions.LANES]);
    }

    /// @param lanes room for [FloatReductions#LANES] elements
    static float sum(float[] x, int xOffset, int n, float[] lanes) {
        double total = 0;
        for (int start = 0; start < n; start += FloatReductions.BLOCK) {
            total += block(x, xOffset + start, Math.min(FloatReductions.BLOCK, n - start), lanes);
        }
        return (float) total;
    }

    /// The sum of at most [FloatReductions#BLOCK] elements.
    private static float block(float[] x, int at, int n, float[] lanes) {
        int whole = n / TREE * TREE;
        float[] rest = x;
        int restAt = at + whole;
        if (n > whole && restAt > x.length - TREE) {
            // where the array ends there is nothing to read behind the elements
            rest = new float[TREE];
            System.arraycopy(x, restAt, rest, 0, n - whole);
            restAt = 0;
        }
        for (int first = 0; first < FloatReductions.LANES; first += L) {
            lanes(x, at + first, whole, rest, restAt + first, n - whole - first, lanes, first);
        }
        return fold(lanes);
    }

    /// The sums of as many logical lanes as there are real ones: of each of the 4 accumulators one vector.
    private static void lanes(float[] x, int at, int whole, float[] rest, int restAt, int left, float[] lanes, int first) {
        FloatVector zero = FloatVector.zero(Lanes.FLOAT);
        FloatVector t0 = zero;
        FloatVector t1 = zero;
        FloatVector t2 = zero;
        FloatVector t3 = zero;
        for (int i = 0; i < whole; ) {
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector s2 = zero;
            FloatVector s3 = zero;
            for (int end = Math.min(whole, i + FloatReductions.GROUP); i < end; i += TREE) {
                s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i));
                s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + FloatReductions.LANES));
                s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + 2 * FloatReductions.LANES));
                s3 = s3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + i + 3 * FloatReductions.LANES));
            }
            t0 = t0.add(s0);
            t1 = t1.add(s1);
            t2 = t2.add(s2);
            t3 = t3.add(s3);
        }
        // what is read behind the last element counts as zero, which changes no sum that began at +0
        if (left > 0) {
            t0 = t0.add(FloatVector.fromArray(Lanes.FLOAT, rest, restAt).blend(zero, PLACE.compare(GE, left)));
            int more = left - FloatReductions.LANES;
            if (more > 0) {
                t1 = t1.add(FloatVector.fromArray(Lanes.FLOAT, rest, restAt + FloatReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
            more -= FloatReductions.LANES;
            if (more > 0) {
                t2 = t2.add(FloatVector.fromArray(Lanes.FLOAT, rest, restAt + 2 * FloatReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
            more -= FloatReductions.LANES;
            if (more > 0) {
                t3 = t3.add(FloatVector.fromArray(Lanes.FLOAT, rest, restAt + 3 * FloatReductions.LANES).blend(zero, PLACE.compare(GE, more)));
            }
        }
        t0.add(t1).add(t2.add(t3)).intoArray(lanes, first);
    }

    /// Folds the lanes in halves: between vectors, then within one, where every lane has the sum in the end.
    private static float fold(float[] lanes) {
        for (int half = FloatReductions.LANES / 2; half >= L; half /= 2) {
            for (int i = 0; i < half; i += L) {
                FloatVector.fromArray(Lanes.FLOAT, lanes, i).add(FloatVector.fromArray(Lanes.FLOAT, lanes, i + half)).intoArray(lanes, i);
            }
        }
        FloatVector v = FloatVector.fromArray(Lanes.FLOAT, lanes, 0);
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
    static float maximum(float[] x, int xOffset, int n) {
        FloatVector m0 = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + n - L);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
            m1 = m1.max(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i + L));
        }
        if (i < n - L) {
            m0 = m0.max(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
        }
        return m0.max(m1).reduceLanes(MAX);
    }

    static float minimum(float[] x, int xOffset, int n) {
        FloatVector m0 = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + n - L);
        FloatVector m1 = m0;
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.min(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
            m1 = m1.min(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i + L));
        }
        if (i < n - L) {
            m0 = m0.min(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i));
        }
        return m0.min(m1).reduceLanes(MIN);
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
        if (columns < L) {
            sumNarrow(x, xOffset, rows, columns, out, outOffset);
            return;
        }
        double[] totals = new double[columns];
        float[] sums = new float[columns];
        for (int start = 0; start < rows; start += FloatReductions.ROWS) {
            int count = Math.min(FloatReductions.ROWS, rows - start);
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
            out[outOffset + j] = (float) totals[j];
        }
    }

    /// The sums of one vector of columns over at most [FloatReductions#ROWS] rows.
    private static void sumVector(float[] x, int from, int rows, int columns, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        int at = from;
        for (; i <= rows - 4; i += 4, at += 4 * columns) {
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
            s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + columns));
            s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * columns));
            s3 = s3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * columns));
        }
        if (i < rows) {
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
        }
        if (i + 1 < rows) {
            s1 = s1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + columns));
        }
        if (i + 2 < rows) {
            s2 = s2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * columns));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(sums, to);
    }

    /// [#sumVector] for four vectors side by side and whole fours of rows: with 256 bytes of each row in a row the processor reads
    /// 74 instead of 58 GB/s (1000 x 1000).
    private static void sumStrip(float[] x, int from, int rows, int columns, float[] sums, int to) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector a1 = a0, a2 = a0, a3 = a0;
        FloatVector b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        FloatVector c0 = a0, c1 = a0, c2 = a0, c3 = a0;
        FloatVector d0 = a0, d1 = a0, d2 = a0, d3 = a0;
        for (int i = 0, at = from; i < rows; i += 4) {
            a0 = a0.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
            b0 = b0.add(FloatVector.fromArray(Lanes.FLOAT, x, at + L));
            c0 = c0.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * L));
            d0 = d0.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * L));
            at += columns;
            a1 = a1.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
            b1 = b1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + L));
            c1 = c1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * L));
            d1 = d1.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * L));
            at += columns;
            a2 = a2.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
            b2 = b2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + L));
            c2 = c2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * L));
            d2 = d2.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * L));
            at += columns;
            a3 = a3.add(FloatVector.fromArray(Lanes.FLOAT, x, at));
            b3 = b3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + L));
            c3 = c3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * L));
            d3 = d3.add(FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * L));
            at += columns;
        }
        a0.add(a1).add(a2.add(a3)).intoArray(sums, to);
        b0.add(b1).add(b2.add(b3)).intoArray(sums, to + L);
        c0.add(c1).add(c2.add(c3)).intoArray(sums, to + 2 * L);
        d0.add(d1).add(d2.add(d3)).intoArray(sums, to + 3 * L);
    }

    /// Of fewer columns than lanes: 4 rows, which go to the 4 accumulators, lie side by side and fill up to 4 vectors. What the
    /// last vector reads behind them is added up in vain.
    private static void sumNarrow(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        int width = 4 * columns;
        float[] accumulators = new float[4 * L];
        double[] totals = new double[columns];
        int start = 0;
        int most = x.length - (FloatReductions.ROWS - 4) * columns - 4 * L;
        for (int at = xOffset; start <= rows - FloatReductions.ROWS && at <= most; start += FloatReductions.ROWS, at += FloatReductions.ROWS * columns) {
            for (int lane = 0; lane < width; lane += L) {
                FloatVector s = FloatVector.zero(Lanes.FLOAT);
                for (int i = 0, from = at + lane; i < FloatReductions.ROWS; i += 4, from += width) {
                    s = s.add(FloatVector.fromArray(Lanes.FLOAT, x, from));
                }
                s.intoArray(accumulators, lane);
            }
            FloatReductions.addAccumulators(accumulators, totals);
        }
        for (; start < rows; start += FloatReductions.ROWS) {
            FloatReductions.addRows(x, xOffset + start * columns, Math.min(FloatReductions.ROWS, rows - start), columns, accumulators, totals);
        }
        for (int j = 0; j < columns; j++) {
            out[outOffset + j] = (float) totals[j];
        }
    }

    static void maximumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        if (columns < L) {
            bestNarrow(true, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        for (int next = 0; next < columns; next += L) {
            int j = Math.min(next, columns - L);
            FloatVector m = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.max(FloatVector.fromArray(Lanes.FLOAT, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
    }

    static void minimumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        if (columns < L) {
            bestNarrow(false, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        for (int next = 0; next < columns; next += L) {
            int j = Math.min(next, columns - L);
            FloatVector m = FloatVector.broadcast(Lanes.FLOAT, Float.POSITIVE_INFINITY);
            for (int i = 0, at = xOffset + j; i < rows; i++, at += columns) {
                m = m.min(FloatVector.fromArray(Lanes.FLOAT, x, at));
            }
            m.intoArray(out, outOffset + j);
        }
    }

    /// As many rows as there are lanes fill whole vectors, one per column, whose best lanes are compared in the end.
    private static void bestNarrow(boolean largest, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        int period = L * columns;
        int whole = rows / L * L;
        float[] lanes = new float[period];
        for (int lane = 0; lane < period && whole > 0; lane += L) {
            FloatVector m = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + lane);
            if (largest) {
                for (int i = L, at = xOffset + lane + period; i < whole; i += L, at += period) {
                    m = m.max(FloatVector.fromArray(Lanes.FLOAT, x, at));
                }
            } else {
                for (int i = L, at = xOffset + lane + period; i < whole; i += L, at += period) {
                    m = m.min(FloatVector.fromArray(Lanes.FLOAT, x, at));
                }
            }
            m.intoArray(lanes, lane);
        }
        FloatReductions.bestColumns(largest, x, xOffset + whole * columns, rows - whole, columns, out, outOffset);
        for (int i = 0; i < period && whole > 0; i++) {
            float old = out[outOffset + i % columns];
            out[outOffset + i % columns] = largest ? Math.max(old, lanes[i]) : Math.min(old, lanes[i]);
        }
    }
}

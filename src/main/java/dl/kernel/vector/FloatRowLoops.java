package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dl.kernel.BinaryOperator;
import dl.kernel.FloatMath;
import dl.kernel.FloatReductions;
import dl.kernel.RowOperator;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.FloatVector;

/// Functions of rows in f32, by passes over some rows that stay in the first-level cache together: no row waits for the numbers
/// of the one before, and exponentials fill the vectors whatever the length of a row. Rows end with a vector that meets some
/// elements of the one before again.
final class FloatRowLoops {
    private static final int L = Lanes.FLOATS;
    /// Elements of the rows that go through together; 16 kB.
    private static final int BLOCK = 2048;

    private final int columns;
    /// What the passes give each other: elements, with some more behind them that sums read in vain; lanes; numbers of rows.
    private final float[] tile;
    private final float[] lanes;
    private final float[] first;
    private final float[] second;
    private final float[] third;

    private FloatRowLoops(RowOperator operator, int rows, int columns) {
        this.columns = columns;
        boolean isInResult = operator == RowOperator.SOFTMAX || operator == RowOperator.SOFTMAX_GRADIENT;
        tile = new float[isInResult ? 0 : rows * columns + FloatReductions.TREE];
        lanes = new float[rows * FloatReductions.LANES];
        first = FloatRowSums.perRow(rows);
        second = FloatRowSums.perRow(rows);
        third = FloatRowSums.perRow(rows);
    }

    static void run(
            RowOperator operator,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon) {
        int most = Math.clamp(BLOCK / Math.max(1, columns), 1, Math.max(1, rows));
        FloatRowLoops loops = new FloatRowLoops(operator, most, columns);
        for (int row = 0; row < rows && columns > 0; row += most) {
            int count = Math.min(most, rows - row);
            int from = xOffset + row * columns;
            int other = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> loops.softmax(x, from, out, to, count);
                case LOG_SOFTMAX -> loops.logSoftmax(x, from, out, to, count);
                case NORMALIZE -> loops.normalize(x, from, out, to, count, (float) epsilon);
                case SOFTMAX_GRADIENT -> loops.softmaxGradient(x, from, y, other, out, to, count);
                case LOG_SOFTMAX_GRADIENT -> loops.logSoftmaxGradient(x, from, y, other, out, to, count);
                case NORMALIZE_GRADIENT -> loops.normalizeGradient(x, from, y, other, out, to, count, (float) epsilon);
            }
        }
    }

    private void softmax(float[] x, int from, float[] out, int to, int rows) {
        maxima(x, from, rows, columns, first);
        subtract(x, from, out, to, rows, columns, first);
        FloatUnaryLoops.run(UnaryOperator.EXP, out, to, out, to, rows * columns);
        FloatRowSums.run(out, to, rows, columns, lanes, first);
        divide(out, to, rows, columns, first);
    }

    private void logSoftmax(float[] x, int from, float[] out, int to, int rows) {
        maxima(x, from, rows, columns, first);
        subtract(x, from, out, to, rows, columns, first);
        FloatUnaryLoops.run(UnaryOperator.EXP, out, to, tile, 0, rows * columns);
        FloatRowSums.run(tile, 0, rows, columns, lanes, first);
        for (int row = 0; row < rows; row++) {
            first[row] = FloatMath.log(first[row]);
        }
        subtract(out, to, out, to, rows, columns, first);
    }

    private void normalize(float[] x, int from, float[] out, int to, int rows, float epsilon) {
        means(x, from, rows, first);
        squares(x, from, tile, rows, columns, first);
        means(tile, 0, rows, second);
        for (int row = 0; row < rows; row += L) {
            FloatVector.fromArray(Lanes.FLOAT, second, row).add(epsilon).sqrt().intoArray(second, row);
        }
        standardize(x, from, out, to, rows, columns, first, second);
    }

    private void means(float[] x, int at, int rows, float[] means) {
        FloatRowSums.run(x, at, rows, columns, lanes, means);
        for (int row = 0; row < rows; row += L) {
            FloatVector.fromArray(Lanes.FLOAT, means, row).div(columns).intoArray(means, row);
        }
    }

    private void softmaxGradient(float[] g, int from, float[] y, int other, float[] out, int to, int rows) {
        FloatBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, y, other, 1, out, to, rows * columns);
        FloatRowSums.run(out, to, rows, columns, lanes, first);
        subtractProduct(out, to, y, other, first, out, to, rows, columns);
    }

    private void logSoftmaxGradient(float[] g, int from, float[] y, int other, float[] out, int to, int rows) {
        FloatUnaryLoops.run(UnaryOperator.EXP, y, other, tile, 0, rows * columns);
        FloatRowSums.run(g, from, rows, columns, lanes, first);
        subtractProduct(g, from, tile, 0, first, out, to, rows, columns);
    }

    private void normalizeGradient(float[] g, int from, float[] y, int other, float[] out, int to, int rows, float epsilon) {
        normalize(y, other, out, to, rows, epsilon);
        FloatBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, out, to, 1, tile, 0, rows * columns);
        means(tile, 0, rows, third);
        means(g, from, rows, first);
        standardizeGradient(g, from, out, to, rows, columns, first, third, second);
    }

    // The last vector of a row is read before the others are written, and written after them: where it covers elements twice, it
    // writes what is there.

    private static void maxima(float[] x, int from, int rows, int n, float[] maxima) {
        if (n < L) {
            for (int row = 0; row < rows; row++, from += n) {
                float best = x[from];
                for (int i = 1; i < n; i++) {
                    best = Math.max(best, x[from + i]);
                }
                maxima[row] = best;
            }
            return;
        }
        // Neither which zero is larger nor a missed NaN changes the result: the sum of the exponentials is NaN all the same.
        for (int row = 0; row < rows; row++, from += n) {
            FloatVector m = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L);
            for (int i = 0; i < n - L; i += L) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, from + i);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 8) {
                FloatVector v = m.rearrange(FloatReduceLoops.SWAP_8);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 4) {
                FloatVector v = m.rearrange(FloatReduceLoops.SWAP_4);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 2) {
                FloatVector v = m.rearrange(FloatReduceLoops.SWAP_2);
                m = m.blend(v, v.compare(GT, m));
            }
            FloatVector v = m.rearrange(FloatReduceLoops.SWAP_1);
            maxima[row] = m.blend(v, v.compare(GT, m)).lane(0);
        }
    }

    private static void subtract(float[] x, int from, float[] out, int to, int rows, int n, float[] y) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            float value = y[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = x[from + i] - value;
                }
                continue;
            }
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L).sub(value);
            for (int i = 0; i < n - L; i += L) {
                FloatVector.fromArray(Lanes.FLOAT, x, from + i).sub(value).intoArray(out, to + i);
            }
            last.intoArray(out, to + n - L);
        }
    }

    private static void divide(float[] x, int at, int rows, int n, float[] y) {
        for (int row = 0; row < rows; row++, at += n) {
            float value = y[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    x[at + i] /= value;
                }
                continue;
            }
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, at + n - L).div(value);
            for (int i = 0; i < n - L; i += L) {
                FloatVector.fromArray(Lanes.FLOAT, x, at + i).div(value).intoArray(x, at + i);
            }
            last.intoArray(x, at + n - L);
        }
    }

    /// The squared differences from the means.
    private static void squares(float[] x, int from, float[] out, int rows, int n, float[] means) {
        for (int row = 0, to = 0; row < rows; row++, from += n, to += n) {
            float mean = means[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    float difference = x[from + i] - mean;
                    out[to + i] = difference * difference;
                }
                continue;
            }
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L).sub(mean);
            for (int i = 0; i < n - L; i += L) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, from + i).sub(mean);
                v.mul(v).intoArray(out, to + i);
            }
            last.mul(last).intoArray(out, to + n - L);
        }
    }

    /// The differences from the means, divided by the deviations.
    private static void standardize(float[] x, int from, float[] out, int to, int rows, int n, float[] means, float[] deviations) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            float mean = means[row];
            float deviation = deviations[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = (x[from + i] - mean) / deviation;
                }
                continue;
            }
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L).sub(mean).div(deviation);
            for (int i = 0; i < n - L; i += L) {
                FloatVector.fromArray(Lanes.FLOAT, x, from + i).sub(mean).div(deviation).intoArray(out, to + i);
            }
            last.intoArray(out, to + n - L);
        }
    }

    /// `out = (g - mean - out * slope) / deviation`.
    private static void standardizeGradient(
            float[] g, int from, float[] out, int to, int rows, int n, float[] means, float[] slopes, float[] deviations) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            float mean = means[row];
            float slope = slopes[row];
            float deviation = deviations[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = (g[from + i] - mean - out[to + i] * slope) / deviation;
                }
                continue;
            }
            int end = n - L;
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, g, from + end)
                    .sub(mean)
                    .sub(FloatVector.fromArray(Lanes.FLOAT, out, to + end).mul(slope))
                    .div(deviation);
            for (int i = 0; i < end; i += L) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, g, from + i).sub(mean);
                v.sub(FloatVector.fromArray(Lanes.FLOAT, out, to + i).mul(slope)).div(deviation).intoArray(out, to + i);
            }
            last.intoArray(out, to + end);
        }
    }

    /// `out = x - y * factor`.
    private static void subtractProduct(
            float[] x, int from, float[] y, int other, float[] factors, float[] out, int to, int rows, int n) {
        for (int row = 0; row < rows; row++, from += n, other += n, to += n) {
            float factor = factors[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = x[from + i] - y[other + i] * factor;
                }
                continue;
            }
            int end = n - L;
            FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + end)
                    .sub(FloatVector.fromArray(Lanes.FLOAT, y, other + end).mul(factor));
            for (int i = 0; i < end; i += L) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, from + i);
                v.sub(FloatVector.fromArray(Lanes.FLOAT, y, other + i).mul(factor)).intoArray(out, to + i);
            }
            last.intoArray(out, to + end);
        }
    }
}

package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dl.kernel.BinaryOperator;
import dl.kernel.DoubleMath;
import dl.kernel.DoubleReductions;
import dl.kernel.RowOperator;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;

/// Functions of rows in f64, by passes over some rows that stay in the first-level cache together: no row waits for the numbers
/// of the one before, and exponentials fill the vectors whatever the length of a row. Rows end with a vector that meets some
/// elements of the one before again.
final class DoubleRowLoops {
    private static final int L = Lanes.DOUBLES;
    /// Elements of the rows that go through together; 16 kB.
    private static final int BLOCK = 2048;

    private final int columns;
    /// What the passes give each other: elements, with some more behind them that sums read in vain; lanes; numbers of rows.
    private final double[] tile;
    private final double[] lanes;
    private final double[] first;
    private final double[] second;
    private final double[] third;

    private DoubleRowLoops(RowOperator operator, int rows, int columns) {
        this.columns = columns;
        boolean isInResult = operator == RowOperator.SOFTMAX || operator == RowOperator.SOFTMAX_GRADIENT;
        tile = new double[isInResult ? 0 : rows * columns + DoubleReductions.TREE];
        lanes = new double[rows * DoubleReductions.LANES];
        first = DoubleRowSums.perRow(rows);
        second = DoubleRowSums.perRow(rows);
        third = DoubleRowSums.perRow(rows);
    }

    static void run(
            RowOperator operator,
            double[] x,
            int xOffset,
            double[] y,
            int yOffset,
            double[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon) {
        int most = Math.clamp(BLOCK / Math.max(1, columns), 1, Math.max(1, rows));
        DoubleRowLoops loops = new DoubleRowLoops(operator, most, columns);
        for (int row = 0; row < rows && columns > 0; row += most) {
            int count = Math.min(most, rows - row);
            int from = xOffset + row * columns;
            int other = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> loops.softmax(x, from, out, to, count);
                case LOG_SOFTMAX -> loops.logSoftmax(x, from, out, to, count);
                case NORMALIZE -> loops.normalize(x, from, out, to, count, (double) epsilon);
                case SOFTMAX_GRADIENT -> loops.softmaxGradient(x, from, y, other, out, to, count);
                case LOG_SOFTMAX_GRADIENT -> loops.logSoftmaxGradient(x, from, y, other, out, to, count);
                case NORMALIZE_GRADIENT -> loops.normalizeGradient(x, from, y, other, out, to, count, (double) epsilon);
            }
        }
    }

    private void softmax(double[] x, int from, double[] out, int to, int rows) {
        maxima(x, from, rows, columns, first);
        subtract(x, from, out, to, rows, columns, first);
        DoubleUnaryLoops.run(UnaryOperator.EXP, out, to, out, to, rows * columns);
        DoubleRowSums.run(out, to, rows, columns, lanes, first);
        divide(out, to, rows, columns, first);
    }

    private void logSoftmax(double[] x, int from, double[] out, int to, int rows) {
        maxima(x, from, rows, columns, first);
        subtract(x, from, out, to, rows, columns, first);
        DoubleUnaryLoops.run(UnaryOperator.EXP, out, to, tile, 0, rows * columns);
        DoubleRowSums.run(tile, 0, rows, columns, lanes, first);
        for (int row = 0; row < rows; row++) {
            first[row] = DoubleMath.log(first[row]);
        }
        subtract(out, to, out, to, rows, columns, first);
    }

    private void normalize(double[] x, int from, double[] out, int to, int rows, double epsilon) {
        means(x, from, rows, first);
        squares(x, from, tile, rows, columns, first);
        means(tile, 0, rows, second);
        for (int row = 0; row < rows; row += L) {
            DoubleVector.fromArray(Lanes.DOUBLE, second, row).add(epsilon).sqrt().intoArray(second, row);
        }
        standardize(x, from, out, to, rows, columns, first, second);
    }

    private void means(double[] x, int at, int rows, double[] means) {
        DoubleRowSums.run(x, at, rows, columns, lanes, means);
        for (int row = 0; row < rows; row += L) {
            DoubleVector.fromArray(Lanes.DOUBLE, means, row).div(columns).intoArray(means, row);
        }
    }

    private void softmaxGradient(double[] g, int from, double[] y, int other, double[] out, int to, int rows) {
        DoubleBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, y, other, 1, out, to, rows * columns);
        DoubleRowSums.run(out, to, rows, columns, lanes, first);
        subtractProduct(out, to, y, other, first, out, to, rows, columns);
    }

    private void logSoftmaxGradient(double[] g, int from, double[] y, int other, double[] out, int to, int rows) {
        DoubleUnaryLoops.run(UnaryOperator.EXP, y, other, tile, 0, rows * columns);
        DoubleRowSums.run(g, from, rows, columns, lanes, first);
        subtractProduct(g, from, tile, 0, first, out, to, rows, columns);
    }

    private void normalizeGradient(double[] g, int from, double[] y, int other, double[] out, int to, int rows, double epsilon) {
        normalize(y, other, out, to, rows, epsilon);
        DoubleBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, out, to, 1, tile, 0, rows * columns);
        means(tile, 0, rows, third);
        means(g, from, rows, first);
        standardizeGradient(g, from, out, to, rows, columns, first, third, second);
    }

    // The last vector of a row is read before the others are written, and written after them: where it covers elements twice, it
    // writes what is there.

    private static void maxima(double[] x, int from, int rows, int n, double[] maxima) {
        if (n < L) {
            for (int row = 0; row < rows; row++, from += n) {
                double best = x[from];
                for (int i = 1; i < n; i++) {
                    best = Math.max(best, x[from + i]);
                }
                maxima[row] = best;
            }
            return;
        }
        // Neither which zero is larger nor a missed NaN changes the result: the sum of the exponentials is NaN all the same.
        for (int row = 0; row < rows; row++, from += n) {
            DoubleVector m = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L);
            for (int i = 0; i < n - L; i += L) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, from + i);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 8) {
                DoubleVector v = m.rearrange(DoubleReduceLoops.SWAP_8);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 4) {
                DoubleVector v = m.rearrange(DoubleReduceLoops.SWAP_4);
                m = m.blend(v, v.compare(GT, m));
            }
            if (L > 2) {
                DoubleVector v = m.rearrange(DoubleReduceLoops.SWAP_2);
                m = m.blend(v, v.compare(GT, m));
            }
            DoubleVector v = m.rearrange(DoubleReduceLoops.SWAP_1);
            maxima[row] = m.blend(v, v.compare(GT, m)).lane(0);
        }
    }

    private static void subtract(double[] x, int from, double[] out, int to, int rows, int n, double[] y) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            double value = y[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = x[from + i] - value;
                }
                continue;
            }
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L).sub(value);
            for (int i = 0; i < n - L; i += L) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, from + i).sub(value).intoArray(out, to + i);
            }
            last.intoArray(out, to + n - L);
        }
    }

    private static void divide(double[] x, int at, int rows, int n, double[] y) {
        for (int row = 0; row < rows; row++, at += n) {
            double value = y[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    x[at + i] /= value;
                }
                continue;
            }
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, at + n - L).div(value);
            for (int i = 0; i < n - L; i += L) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, at + i).div(value).intoArray(x, at + i);
            }
            last.intoArray(x, at + n - L);
        }
    }

    /// The squared differences from the means.
    private static void squares(double[] x, int from, double[] out, int rows, int n, double[] means) {
        for (int row = 0, to = 0; row < rows; row++, from += n, to += n) {
            double mean = means[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    double difference = x[from + i] - mean;
                    out[to + i] = difference * difference;
                }
                continue;
            }
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L).sub(mean);
            for (int i = 0; i < n - L; i += L) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, from + i).sub(mean);
                v.mul(v).intoArray(out, to + i);
            }
            last.mul(last).intoArray(out, to + n - L);
        }
    }

    /// The differences from the means, divided by the deviations.
    private static void standardize(double[] x, int from, double[] out, int to, int rows, int n, double[] means, double[] deviations) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            double mean = means[row];
            double deviation = deviations[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = (x[from + i] - mean) / deviation;
                }
                continue;
            }
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L).sub(mean).div(deviation);
            for (int i = 0; i < n - L; i += L) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, from + i).sub(mean).div(deviation).intoArray(out, to + i);
            }
            last.intoArray(out, to + n - L);
        }
    }

    /// `out = (g - mean - out * slope) / deviation`.
    private static void standardizeGradient(
            double[] g, int from, double[] out, int to, int rows, int n, double[] means, double[] slopes, double[] deviations) {
        for (int row = 0; row < rows; row++, from += n, to += n) {
            double mean = means[row];
            double slope = slopes[row];
            double deviation = deviations[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = (g[from + i] - mean - out[to + i] * slope) / deviation;
                }
                continue;
            }
            int end = n - L;
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, g, from + end)
                    .sub(mean)
                    .sub(DoubleVector.fromArray(Lanes.DOUBLE, out, to + end).mul(slope))
                    .div(deviation);
            for (int i = 0; i < end; i += L) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, g, from + i).sub(mean);
                v.sub(DoubleVector.fromArray(Lanes.DOUBLE, out, to + i).mul(slope)).div(deviation).intoArray(out, to + i);
            }
            last.intoArray(out, to + end);
        }
    }

    /// `out = x - y * factor`.
    private static void subtractProduct(
            double[] x, int from, double[] y, int other, double[] factors, double[] out, int to, int rows, int n) {
        for (int row = 0; row < rows; row++, from += n, other += n, to += n) {
            double factor = factors[row];
            if (n < L) {
                for (int i = 0; i < n; i++) {
                    out[to + i] = x[from + i] - y[other + i] * factor;
                }
                continue;
            }
            int end = n - L;
            DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + end)
                    .sub(DoubleVector.fromArray(Lanes.DOUBLE, y, other + end).mul(factor));
            for (int i = 0; i < end; i += L) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, from + i);
                v.sub(DoubleVector.fromArray(Lanes.DOUBLE, y, other + i).mul(factor)).intoArray(out, to + i);
            }
            last.intoArray(out, to + end);
        }
    }
}

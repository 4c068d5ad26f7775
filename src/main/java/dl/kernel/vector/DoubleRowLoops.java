package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.DoubleMath;
import dl.kernel.DoubleReductions;
import dl.kernel.Reduction;
import dl.kernel.RowOperator;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;

/// Functions of rows in f64, by passes over some rows that stay in the first-level cache together, so that exponentials fill
/// the vectors whatever the length of a row. Rows end with a vector that meets some elements of the one before again.
final class DoubleRowLoops {
    private static final int L = Lanes.DOUBLES;
    /// Elements of the rows that go through together; 16 kB.
    private static final int BLOCK = 4096;

    private DoubleRowLoops() {}

    static void run(
            VectorKernels kernels,
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
        double[] lanes = new double[DoubleReductions.LANES];
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        double[] tile = switch (operator) {
            case SOFTMAX, SOFTMAX_GRADIENT -> lanes;
            case NORMALIZE, NORMALIZE_GRADIENT -> new double[columns];
            case LOG_SOFTMAX, LOG_SOFTMAX_GRADIENT -> new double[Math.min(most, rows) * columns];
        };
        for (int row = 0; row < rows; row += most) {
            int count = Math.min(most, rows - row);
            int from = xOffset + row * columns;
            int second = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> softmax(kernels, x, from, out, to, count, columns, lanes);
                case LOG_SOFTMAX -> logSoftmax(kernels, x, from, out, to, count, columns, tile, lanes);
                case NORMALIZE -> normalize(x, from, out, to, count, columns, epsilon, tile, lanes);
                case SOFTMAX_GRADIENT -> softmaxGradient(x, from, y, second, out, to, count, columns, lanes);
                case LOG_SOFTMAX_GRADIENT -> logSoftmaxGradient(x, from, y, second, out, to, count, columns, tile, lanes);
                case NORMALIZE_GRADIENT ->
                    normalizeGradient(x, from, y, second, out, to, count, columns, epsilon, tile, lanes);
            }
        }
    }

    private static void softmax(
            VectorKernels kernels, double[] x, int from, double[] out, int to, int rows, int columns, double[] lanes) {
        shift(kernels, x, from, out, to, rows, columns);
        DoubleUnaryLoops.run(UnaryOperator.EXP, out, to, out, to, rows * columns);
        for (int row = 0, at = to; row < rows; row++, at += columns) {
            divide(out, at, columns, DoubleReduceLoops.sum(out, at, columns, lanes));
        }
    }

    private static void logSoftmax(
            VectorKernels kernels, double[] x, int from, double[] out, int to, int rows, int columns, double[] tile, double[] lanes) {
        shift(kernels, x, from, out, to, rows, columns);
        DoubleUnaryLoops.run(UnaryOperator.EXP, out, to, tile, 0, rows * columns);
        for (int row = 0, at = to; row < rows; row++, at += columns) {
            double sum = DoubleReduceLoops.sum(tile, row * columns, columns, lanes);
            subtract(out, at, out, at, columns, DoubleMath.log(sum));
        }
    }

    private static void normalize(
            double[] x, int from, double[] out, int to, int rows, int columns, double epsilon, double[] squares, double[] lanes) {
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            divide(out, to, columns, centre(x, from, out, to, columns, epsilon, squares, lanes));
        }
    }

    /// The differences from the mean; gives their deviation.
    private static double centre(
            double[] x, int from, double[] out, int to, int n, double epsilon, double[] squares, double[] lanes) {
        subtract(x, from, out, to, n, DoubleReduceLoops.sum(x, from, n, lanes) / n);
        DoubleBinaryLoops.run(BinaryOperator.MULTIPLY, out, to, 1, out, to, 1, squares, 0, n);
        return Math.sqrt(DoubleReduceLoops.sum(squares, 0, n, lanes) / n + epsilon);
    }

    private static void softmaxGradient(
            double[] g, int from, double[] y, int second, double[] out, int to, int rows, int columns, double[] lanes) {
        DoubleBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, y, second, 1, out, to, rows * columns);
        for (int row = 0; row < rows; row++, second += columns, to += columns) {
            subtractProduct(out, to, y, second, DoubleReduceLoops.sum(out, to, columns, lanes), out, to, columns);
        }
    }

    private static void logSoftmaxGradient(
            double[] g, int from, double[] y, int second, double[] out, int to, int rows, int columns, double[] tile, double[] lanes) {
        DoubleUnaryLoops.run(UnaryOperator.EXP, y, second, tile, 0, rows * columns);
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            subtractProduct(g, from, tile, row * columns, DoubleReduceLoops.sum(g, from, columns, lanes), out, to, columns);
        }
    }

    private static void normalizeGradient(
            double[] g, int from, double[] y, int second, double[] out, int to, int rows, int columns, double epsilon, double[] tile, double[] lanes) {
        for (int row = 0; row < rows; row++, from += columns, second += columns, to += columns) {
            double deviation = centre(y, second, out, to, columns, epsilon, tile, lanes);
            divide(out, to, columns, deviation);
            DoubleBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, out, to, 1, tile, 0, columns);
            double mean = DoubleReduceLoops.sum(g, from, columns, lanes) / columns;
            double slope = DoubleReduceLoops.sum(tile, 0, columns, lanes) / columns;
            subtract(g, from, tile, 0, columns, mean);
            subtractProduct(tile, 0, out, to, slope, out, to, columns);
            divide(out, to, columns, deviation);
        }
    }

    /// Takes each row's maximum away.
    private static void shift(
            VectorKernels kernels, double[] x, int from, double[] out, int to, int rows, int columns) {
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            subtract(x, from, out, to, columns, kernels.reduce(Reduction.MAXIMUM, x, from, columns));
        }
    }

    // The last vector is read before the others are written, and written after them: where it covers elements twice, it writes
    // what is there.

    private static void subtract(double[] x, int from, double[] out, int to, int n, double y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[to + i] = x[from + i] - y;
            }
            return;
        }
        DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L).sub(y);
        for (int i = 0; i <= n - L; i += L) {
            DoubleVector.fromArray(Lanes.DOUBLE, x, from + i).sub(y).intoArray(out, to + i);
        }
        last.intoArray(out, to + n - L);
    }

    private static void divide(double[] x, int at, int n, double y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                x[at + i] /= y;
            }
            return;
        }
        DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, at + n - L).div(y);
        for (int i = 0; i <= n - L; i += L) {
            DoubleVector.fromArray(Lanes.DOUBLE, x, at + i).div(y).intoArray(x, at + i);
        }
        last.intoArray(x, at + n - L);
    }

    /// `out = x - y * factor`.
    private static void subtractProduct(
            double[] x, int from, double[] y, int second, double factor, double[] out, int to, int n) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[to + i] = x[from + i] - y[second + i] * factor;
            }
            return;
        }
        int end = n - L;
        DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + end)
                .sub(DoubleVector.fromArray(Lanes.DOUBLE, y, second + end).mul(factor));
        for (int i = 0; i <= end; i += L) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, from + i);
            v.sub(DoubleVector.fromArray(Lanes.DOUBLE, y, second + i).mul(factor)).intoArray(out, to + i);
        }
        last.intoArray(out, to + end);
    }
}

package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.FloatMath;
import dl.kernel.FloatReductions;
import dl.kernel.Reduction;
import dl.kernel.RowOperator;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.FloatVector;

/// Functions of rows in f32, by passes over some rows that stay in the first-level cache together, so that exponentials fill
/// the vectors whatever the length of a row. Rows end with a vector that meets some elements of the one before again.
final class FloatRowLoops {
    private static final int L = Lanes.FLOATS;
    /// Elements of the rows that go through together; 16 kB.
    private static final int BLOCK = 4096;

    private FloatRowLoops() {}

    static void run(
            VectorKernels kernels,
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
        float[] lanes = new float[FloatReductions.LANES];
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        float[] tile = switch (operator) {
            case SOFTMAX, SOFTMAX_GRADIENT -> lanes;
            case NORMALIZE, NORMALIZE_GRADIENT -> new float[columns];
            case LOG_SOFTMAX, LOG_SOFTMAX_GRADIENT -> new float[Math.min(most, rows) * columns];
        };
        for (int row = 0; row < rows; row += most) {
            int count = Math.min(most, rows - row);
            int from = xOffset + row * columns;
            int second = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> softmax(kernels, x, from, out, to, count, columns, lanes);
                case LOG_SOFTMAX -> logSoftmax(kernels, x, from, out, to, count, columns, tile, lanes);
                case NORMALIZE -> normalize(x, from, out, to, count, columns, (float) epsilon, tile, lanes);
                case SOFTMAX_GRADIENT -> softmaxGradient(x, from, y, second, out, to, count, columns, lanes);
                case LOG_SOFTMAX_GRADIENT -> logSoftmaxGradient(x, from, y, second, out, to, count, columns, tile, lanes);
                case NORMALIZE_GRADIENT ->
                    normalizeGradient(x, from, y, second, out, to, count, columns, (float) epsilon, tile, lanes);
            }
        }
    }

    private static void softmax(
            VectorKernels kernels, float[] x, int from, float[] out, int to, int rows, int columns, float[] lanes) {
        shift(kernels, x, from, out, to, rows, columns);
        FloatUnaryLoops.run(UnaryOperator.EXP, out, to, out, to, rows * columns);
        for (int row = 0, at = to; row < rows; row++, at += columns) {
            divide(out, at, columns, FloatReduceLoops.sum(out, at, columns, lanes));
        }
    }

    private static void logSoftmax(
            VectorKernels kernels, float[] x, int from, float[] out, int to, int rows, int columns, float[] tile, float[] lanes) {
        shift(kernels, x, from, out, to, rows, columns);
        FloatUnaryLoops.run(UnaryOperator.EXP, out, to, tile, 0, rows * columns);
        for (int row = 0, at = to; row < rows; row++, at += columns) {
            float sum = FloatReduceLoops.sum(tile, row * columns, columns, lanes);
            subtract(out, at, out, at, columns, FloatMath.log(sum));
        }
    }

    private static void normalize(
            float[] x, int from, float[] out, int to, int rows, int columns, float epsilon, float[] squares, float[] lanes) {
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            divide(out, to, columns, centre(x, from, out, to, columns, epsilon, squares, lanes));
        }
    }

    /// The differences from the mean; gives their deviation.
    private static float centre(
            float[] x, int from, float[] out, int to, int n, float epsilon, float[] squares, float[] lanes) {
        subtract(x, from, out, to, n, FloatReduceLoops.sum(x, from, n, lanes) / n);
        FloatBinaryLoops.run(BinaryOperator.MULTIPLY, out, to, 1, out, to, 1, squares, 0, n);
        return (float) Math.sqrt(FloatReduceLoops.sum(squares, 0, n, lanes) / n + epsilon);
    }

    private static void softmaxGradient(
            float[] g, int from, float[] y, int second, float[] out, int to, int rows, int columns, float[] lanes) {
        FloatBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, y, second, 1, out, to, rows * columns);
        for (int row = 0; row < rows; row++, second += columns, to += columns) {
            subtractProduct(out, to, y, second, FloatReduceLoops.sum(out, to, columns, lanes), out, to, columns);
        }
    }

    private static void logSoftmaxGradient(
            float[] g, int from, float[] y, int second, float[] out, int to, int rows, int columns, float[] tile, float[] lanes) {
        FloatUnaryLoops.run(UnaryOperator.EXP, y, second, tile, 0, rows * columns);
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            subtractProduct(g, from, tile, row * columns, FloatReduceLoops.sum(g, from, columns, lanes), out, to, columns);
        }
    }

    private static void normalizeGradient(
            float[] g, int from, float[] y, int second, float[] out, int to, int rows, int columns, float epsilon, float[] tile, float[] lanes) {
        for (int row = 0; row < rows; row++, from += columns, second += columns, to += columns) {
            float deviation = centre(y, second, out, to, columns, epsilon, tile, lanes);
            divide(out, to, columns, deviation);
            FloatBinaryLoops.run(BinaryOperator.MULTIPLY, g, from, 1, out, to, 1, tile, 0, columns);
            float mean = FloatReduceLoops.sum(g, from, columns, lanes) / columns;
            float slope = FloatReduceLoops.sum(tile, 0, columns, lanes) / columns;
            subtract(g, from, tile, 0, columns, mean);
            subtractProduct(tile, 0, out, to, slope, out, to, columns);
            divide(out, to, columns, deviation);
        }
    }

    /// Takes each row's maximum away.
    private static void shift(
            VectorKernels kernels, float[] x, int from, float[] out, int to, int rows, int columns) {
        for (int row = 0; row < rows; row++, from += columns, to += columns) {
            subtract(x, from, out, to, columns, kernels.reduce(Reduction.MAXIMUM, x, from, columns));
        }
    }

    // The last vector is read before the others are written, and written after them: where it covers elements twice, it writes
    // what is there.

    private static void subtract(float[] x, int from, float[] out, int to, int n, float y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[to + i] = x[from + i] - y;
            }
            return;
        }
        FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L).sub(y);
        for (int i = 0; i <= n - L; i += L) {
            FloatVector.fromArray(Lanes.FLOAT, x, from + i).sub(y).intoArray(out, to + i);
        }
        last.intoArray(out, to + n - L);
    }

    private static void divide(float[] x, int at, int n, float y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                x[at + i] /= y;
            }
            return;
        }
        FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, at + n - L).div(y);
        for (int i = 0; i <= n - L; i += L) {
            FloatVector.fromArray(Lanes.FLOAT, x, at + i).div(y).intoArray(x, at + i);
        }
        last.intoArray(x, at + n - L);
    }

    /// `out = x - y * factor`.
    private static void subtractProduct(
            float[] x, int from, float[] y, int second, float factor, float[] out, int to, int n) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[to + i] = x[from + i] - y[second + i] * factor;
            }
            return;
        }
        int end = n - L;
        FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + end)
                .sub(FloatVector.fromArray(Lanes.FLOAT, y, second + end).mul(factor));
        for (int i = 0; i <= end; i += L) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, from + i);
            v.sub(FloatVector.fromArray(Lanes.FLOAT, y, second + i).mul(factor)).intoArray(out, to + i);
        }
        last.intoArray(out, to + end);
    }
}

package dl.kernel.vector;

import dl.kernel.FloatMath;
import dl.kernel.FloatReductions;
import dl.kernel.Reduction;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.FloatVector;

/// Softmax and its logarithm in f32, by passes over a block that stays in the first-level cache: of many short rows, so that the
/// exponentials fill the vectors whatever the length of a row, or a part of a long one.
final class FloatSoftmaxLoops {
    private static final int L = Lanes.FLOATS;
    /// What sums are cut into; 16 kB.
    private static final int BLOCK = FloatReductions.BLOCK;

    private FloatSoftmaxLoops() {}

    static void softmax(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        if (columns > BLOCK) {
            for (int row = 0; row < rows; row++) {
                softmaxLong(kernels, x, xOffset + row * columns, out, outOffset + row * columns, columns);
            }
            return;
        }
        float[] lanes = new float[FloatReductions.LANES];
        int most = BLOCK / Math.max(1, columns);
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            int at = outOffset + first * columns;
            shift(kernels, x, xOffset + first * columns, out, at, count, columns);
            FloatUnaryLoops.run(UnaryOperator.EXP, out, at, out, at, count * columns);
            for (int row = 0; row < count; row++, at += columns) {
                float sum = FloatReduceLoops.block(out, at, columns, lanes);
                divide(out, at, columns, sum);
            }
        }
    }

    private static void softmaxLong(VectorKernels kernels, float[] x, int from, float[] out, int at, int n) {
        float[] lanes = new float[FloatReductions.LANES];
        float maximum = kernels.reduce(Reduction.MAXIMUM, x, from, n);
        double sum = 0;
        for (int start = 0; start < n; start += BLOCK) {
            int size = Math.min(BLOCK, n - start);
            subtract(x, from + start, out, at + start, size, maximum);
            FloatUnaryLoops.run(UnaryOperator.EXP, out, at + start, out, at + start, size);
            sum += FloatReduceLoops.block(out, at + start, size, lanes);
        }
        divide(out, at, n, (float) sum);
    }

    static void logSoftmax(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        float[] exponentials = new float[BLOCK];
        if (columns > BLOCK) {
            for (int row = 0; row < rows; row++) {
                logSoftmaxLong(kernels, x, xOffset + row * columns, out, outOffset + row * columns, columns, exponentials);
            }
            return;
        }
        float[] lanes = new float[FloatReductions.LANES];
        int most = BLOCK / Math.max(1, columns);
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            int at = outOffset + first * columns;
            shift(kernels, x, xOffset + first * columns, out, at, count, columns);
            FloatUnaryLoops.run(UnaryOperator.EXP, out, at, exponentials, 0, count * columns);
            for (int row = 0; row < count; row++, at += columns) {
                float sum = FloatReduceLoops.block(exponentials, row * columns, columns, lanes);
                subtract(out, at, out, at, columns, FloatMath.log(sum));
            }
        }
    }

    private static void logSoftmaxLong(
            VectorKernels kernels, float[] x, int from, float[] out, int at, int n, float[] exponentials) {
        float[] lanes = new float[FloatReductions.LANES];
        float maximum = kernels.reduce(Reduction.MAXIMUM, x, from, n);
        double sum = 0;
        for (int start = 0; start < n; start += BLOCK) {
            int size = Math.min(BLOCK, n - start);
            subtract(x, from + start, out, at + start, size, maximum);
            FloatUnaryLoops.run(UnaryOperator.EXP, out, at + start, exponentials, 0, size);
            sum += FloatReduceLoops.block(exponentials, 0, size, lanes);
        }
        subtract(out, at, out, at, n, FloatMath.log((float) sum));
    }

    /// Takes each row's maximum away.
    private static void shift(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            float maximum = kernels.reduce(Reduction.MAXIMUM, x, from, columns);
            subtract(x, from, out, outOffset + row * columns, columns, maximum);
        }
    }

    /// The last vector is read before the others are written, and written after them: where it covers elements twice, it writes
    /// what is there.
    private static void subtract(float[] x, int from, float[] out, int at, int n, float y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[at + i] = x[from + i] - y;
            }
            return;
        }
        FloatVector last = FloatVector.fromArray(Lanes.FLOAT, x, from + n - L).sub(y);
        for (int i = 0; i <= n - L; i += L) {
            FloatVector.fromArray(Lanes.FLOAT, x, from + i).sub(y).intoArray(out, at + i);
        }
        last.intoArray(out, at + n - L);
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
}

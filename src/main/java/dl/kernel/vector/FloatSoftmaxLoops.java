package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.FloatMath;
import dl.kernel.Reduction;
import dl.kernel.UnaryOperator;

/// Softmax and its logarithm in f32, by passes over all rows, so that narrow rows fill the vectors too.
final class FloatSoftmaxLoops {
    private FloatSoftmaxLoops() {}

    static void softmax(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        shift(kernels, x, xOffset, out, outOffset, rows, columns);
        FloatUnaryLoops.run(UnaryOperator.EXP, out, outOffset, out, outOffset, rows * columns);
        float[] sum = new float[1];
        for (int row = 0; row < rows; row++) {
            int at = outOffset + row * columns;
            sum[0] = kernels.reduce(Reduction.SUM, out, at, columns);
            kernels.binary(BinaryOperator.DIVIDE, out, at, 1, sum, 0, 0, out, at, columns);
        }
    }

    static void logSoftmax(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        shift(kernels, x, xOffset, out, outOffset, rows, columns);
        float[] exponentials = new float[rows * columns];
        FloatUnaryLoops.run(UnaryOperator.EXP, out, outOffset, exponentials, 0, rows * columns);
        float[] logarithm = new float[1];
        for (int row = 0; row < rows; row++) {
            int at = outOffset + row * columns;
            logarithm[0] = FloatMath.log(kernels.reduce(Reduction.SUM, exponentials, row * columns, columns));
            kernels.binary(BinaryOperator.SUBTRACT, out, at, 1, logarithm, 0, 0, out, at, columns);
        }
    }

    /// Takes each row's maximum away.
    private static void shift(
            VectorKernels kernels, float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        float[] maximum = new float[1];
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            maximum[0] = kernels.reduce(Reduction.MAXIMUM, x, from, columns);
            kernels.binary(BinaryOperator.SUBTRACT, x, from, 1, maximum, 0, 0, out, outOffset + row * columns, columns);
        }
    }
}

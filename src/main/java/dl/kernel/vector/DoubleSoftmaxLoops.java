package dl.kernel.vector;

import dl.kernel.DoubleMath;
import dl.kernel.DoubleReductions;
import dl.kernel.Reduction;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;

/// Softmax and its logarithm in f64, by passes over a block that stays in the first-level cache: of many short rows, so that the
/// exponentials fill the vectors whatever the length of a row, or a part of a long one.
final class DoubleSoftmaxLoops {
    private static final int L = Lanes.DOUBLES;
    /// What sums are cut into; 16 kB.
    private static final int BLOCK = DoubleReductions.BLOCK;

    private DoubleSoftmaxLoops() {}

    static void softmax(
            VectorKernels kernels, double[] x, int xOffset, double[] out, int outOffset, int rows, int columns) {
        if (columns > BLOCK) {
            for (int row = 0; row < rows; row++) {
                softmaxLong(kernels, x, xOffset + row * columns, out, outOffset + row * columns, columns);
            }
            return;
        }
        double[] lanes = new double[DoubleReductions.LANES];
        int most = BLOCK / Math.max(1, columns);
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            int at = outOffset + first * columns;
            shift(kernels, x, xOffset + first * columns, out, at, count, columns);
            DoubleUnaryLoops.run(UnaryOperator.EXP, out, at, out, at, count * columns);
            for (int row = 0; row < count; row++, at += columns) {
                double sum = DoubleReduceLoops.block(out, at, columns, lanes);
                divide(out, at, columns, sum);
            }
        }
    }

    private static void softmaxLong(VectorKernels kernels, double[] x, int from, double[] out, int at, int n) {
        double[] lanes = new double[DoubleReductions.LANES];
        double maximum = kernels.reduce(Reduction.MAXIMUM, x, from, n);
        double sum = 0;
        for (int start = 0; start < n; start += BLOCK) {
            int size = Math.min(BLOCK, n - start);
            subtract(x, from + start, out, at + start, size, maximum);
            DoubleUnaryLoops.run(UnaryOperator.EXP, out, at + start, out, at + start, size);
            sum += DoubleReduceLoops.block(out, at + start, size, lanes);
        }
        divide(out, at, n, sum);
    }

    static void logSoftmax(
            VectorKernels kernels, double[] x, int xOffset, double[] out, int outOffset, int rows, int columns) {
        double[] exponentials = new double[BLOCK];
        if (columns > BLOCK) {
            for (int row = 0; row < rows; row++) {
                logSoftmaxLong(kernels, x, xOffset + row * columns, out, outOffset + row * columns, columns, exponentials);
            }
            return;
        }
        double[] lanes = new double[DoubleReductions.LANES];
        int most = BLOCK / Math.max(1, columns);
        for (int first = 0; first < rows; first += most) {
            int count = Math.min(most, rows - first);
            int at = outOffset + first * columns;
            shift(kernels, x, xOffset + first * columns, out, at, count, columns);
            DoubleUnaryLoops.run(UnaryOperator.EXP, out, at, exponentials, 0, count * columns);
            for (int row = 0; row < count; row++, at += columns) {
                double sum = DoubleReduceLoops.block(exponentials, row * columns, columns, lanes);
                subtract(out, at, out, at, columns, DoubleMath.log(sum));
            }
        }
    }

    private static void logSoftmaxLong(
            VectorKernels kernels, double[] x, int from, double[] out, int at, int n, double[] exponentials) {
        double[] lanes = new double[DoubleReductions.LANES];
        double maximum = kernels.reduce(Reduction.MAXIMUM, x, from, n);
        double sum = 0;
        for (int start = 0; start < n; start += BLOCK) {
            int size = Math.min(BLOCK, n - start);
            subtract(x, from + start, out, at + start, size, maximum);
            DoubleUnaryLoops.run(UnaryOperator.EXP, out, at + start, exponentials, 0, size);
            sum += DoubleReduceLoops.block(exponentials, 0, size, lanes);
        }
        subtract(out, at, out, at, n, DoubleMath.log(sum));
    }

    /// Takes each row's maximum away.
    private static void shift(
            VectorKernels kernels, double[] x, int xOffset, double[] out, int outOffset, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            double maximum = kernels.reduce(Reduction.MAXIMUM, x, from, columns);
            subtract(x, from, out, outOffset + row * columns, columns, maximum);
        }
    }

    /// The last vector is read before the others are written, and written after them: where it covers elements twice, it writes
    /// what is there.
    private static void subtract(double[] x, int from, double[] out, int at, int n, double y) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                out[at + i] = x[from + i] - y;
            }
            return;
        }
        DoubleVector last = DoubleVector.fromArray(Lanes.DOUBLE, x, from + n - L).sub(y);
        for (int i = 0; i <= n - L; i += L) {
            DoubleVector.fromArray(Lanes.DOUBLE, x, from + i).sub(y).intoArray(out, at + i);
        }
        last.intoArray(out, at + n - L);
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
}

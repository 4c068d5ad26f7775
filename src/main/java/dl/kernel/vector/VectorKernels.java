package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.ConvolutionShape;
import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.kernel.Reduction;
import dl.kernel.RowOperator;
import dl.kernel.ScalarKernels;
import dl.kernel.UnaryOperator;
import dl.kernel.Windows;

/// The kernels on vectors of one width; small work goes to the scalar kernels, which give the same bits.
public final class VectorKernels implements Kernels {
    public static final VectorKernels INSTANCE = new VectorKernels();

    /// From so many elements on a vector loop repays its entry.
    private static final int SMALL = 32;

    private static final ScalarKernels SCALAR = ScalarKernels.INSTANCE;

    private VectorKernels() {}

    /// The width in bits.
    @Override
    public String toString() {
        return Integer.toString(Lanes.BITS);
    }

    @Override
    public void unary(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        if (n < SMALL) {
            SCALAR.unary(operator, x, xOffset, out, outOffset, n);
        } else {
            FloatUnaryLoops.run(operator, x, xOffset, out, outOffset, n);
        }
    }

    @Override
    public void binary(
            BinaryOperator operator,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            float[] out,
            int outOffset,
            int n) {
        if (n < SMALL) {
            SCALAR.binary(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        } else {
            FloatBinaryLoops.run(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        }
    }

    @Override
    public void select(
            boolean[] condition,
            int conditionOffset,
            int conditionStep,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            float[] out,
            int outOffset,
            int n) {
        int done = n < SMALL || conditionStep == 0
                ? 0
                : FloatBinaryLoops.select(condition, conditionOffset, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        SCALAR.select(
                condition,
                conditionOffset + done * conditionStep,
                conditionStep,
                x,
                xOffset + done * xStep,
                xStep,
                y,
                yOffset + done * yStep,
                yStep,
                out,
                outOffset + done,
                n - done);
    }

    @Override
    public float reduce(Reduction reduction, float[] x, int xOffset, int n) {
        if (n <= 16) {
            return SCALAR.reduce(reduction, x, xOffset, n);
        }
        return switch (reduction) {
            case SUM -> FloatReduceLoops.sum(x, xOffset, n);
            case MAXIMUM -> FloatReduceLoops.maximum(x, xOffset, n);
            case MINIMUM -> FloatReduceLoops.minimum(x, xOffset, n);
            case PRODUCT -> SCALAR.reduce(reduction, x, xOffset, n);
        };
    }

    @Override
    public void reduceColumns(
            Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        if (rows * columns < 4 * SMALL) {
            SCALAR.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        switch (reduction) {
            case SUM -> FloatReduceLoops.sumColumns(x, xOffset, rows, columns, out, outOffset);
            case MAXIMUM -> FloatReduceLoops.maximumColumns(x, xOffset, rows, columns, out, outOffset);
            case MINIMUM -> FloatReduceLoops.minimumColumns(x, xOffset, rows, columns, out, outOffset);
            case PRODUCT -> SCALAR.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
        }
    }

    @Override
    public void reduceRows(Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        if (reduction == Reduction.SUM && columns > 16 && rows > 1) {
            FloatRowSums.run(x, xOffset, rows, columns, out, outOffset);
        } else {
            Kernels.super.reduceRows(reduction, x, xOffset, rows, columns, out, outOffset);
        }
    }

    @Override
    public int argument(boolean largest, float[] x, int xOffset, int n) {
        return n < 2 * SMALL
                ? SCALAR.argument(largest, x, xOffset, n)
                : FloatReduceLoops.argument(largest, x, xOffset, n);
    }

    @Override
    public void rows(
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
        FloatRowLoops.run(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
    }

    @Override
    public void gemm(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            float[] c,
            int cOffset,
            boolean add,
            Parallel parallel) {
        FloatProduct.run(
                m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, add, parallel);
    }

    @Override
    public void unary(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        if (n < SMALL) {
            SCALAR.unary(operator, x, xOffset, out, outOffset, n);
        } else {
            DoubleUnaryLoops.run(operator, x, xOffset, out, outOffset, n);
        }
    }

    @Override
    public void binary(
            BinaryOperator operator,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            double[] out,
            int outOffset,
            int n) {
        if (n < SMALL) {
            SCALAR.binary(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        } else {
            DoubleBinaryLoops.run(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        }
    }

    @Override
    public void select(
            boolean[] condition,
            int conditionOffset,
            int conditionStep,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            double[] out,
            int outOffset,
            int n) {
        int done = n < SMALL || conditionStep == 0
                ? 0
                : DoubleBinaryLoops.select(condition, conditionOffset, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        SCALAR.select(
                condition,
                conditionOffset + done * conditionStep,
                conditionStep,
                x,
                xOffset + done * xStep,
                xStep,
                y,
                yOffset + done * yStep,
                yStep,
                out,
                outOffset + done,
                n - done);
    }

    @Override
    public double reduce(Reduction reduction, double[] x, int xOffset, int n) {
        if (n <= 16) {
            return SCALAR.reduce(reduction, x, xOffset, n);
        }
        return switch (reduction) {
            case SUM -> DoubleReduceLoops.sum(x, xOffset, n);
            case MAXIMUM -> DoubleReduceLoops.maximum(x, xOffset, n);
            case MINIMUM -> DoubleReduceLoops.minimum(x, xOffset, n);
            case PRODUCT -> SCALAR.reduce(reduction, x, xOffset, n);
        };
    }

    @Override
    public void reduceColumns(
            Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        if (rows * columns < 4 * SMALL) {
            SCALAR.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
            return;
        }
        switch (reduction) {
            case SUM -> DoubleReduceLoops.sumColumns(x, xOffset, rows, columns, out, outOffset);
            case MAXIMUM -> DoubleReduceLoops.maximumColumns(x, xOffset, rows, columns, out, outOffset);
            case MINIMUM -> DoubleReduceLoops.minimumColumns(x, xOffset, rows, columns, out, outOffset);
            case PRODUCT -> SCALAR.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
        }
    }

    @Override
    public void reduceRows(Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        if (reduction == Reduction.SUM && columns > 16 && rows > 1) {
            DoubleRowSums.run(x, xOffset, rows, columns, out, outOffset);
        } else {
            Kernels.super.reduceRows(reduction, x, xOffset, rows, columns, out, outOffset);
        }
    }

    @Override
    public int argument(boolean largest, double[] x, int xOffset, int n) {
        return n < 2 * SMALL
                ? SCALAR.argument(largest, x, xOffset, n)
                : DoubleReduceLoops.argument(largest, x, xOffset, n);
    }

    @Override
    public void rows(
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
        DoubleRowLoops.run(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
    }

    @Override
    public void gemm(
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            double[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            double[] c,
            int cOffset,
            boolean add,
            Parallel parallel) {
        DoubleProduct.run(
                m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, add, parallel);
    }

    @Override
    public void convolve(
            ConvolutionShape shape, float[] x, int xOffset, float[] w, int wOffset, float[] y, Parallel parallel) {
        FloatConvolution.forward(shape, x, xOffset, w, wOffset, y, parallel);
    }

    @Override
    public void convolveTransposed(
            ConvolutionShape shape, float[] y, int yOffset, float[] w, int wOffset, float[] x, Parallel parallel) {
        FloatConvolution.transposed(shape, y, yOffset, w, wOffset, x, parallel);
    }

    @Override
    public void convolveWeights(
            ConvolutionShape shape, float[] x, int xOffset, float[] y, int yOffset, float[] w, Parallel parallel) {
        FloatConvolution.weights(shape, x, xOffset, y, yOffset, w, parallel);
    }

    @Override
    public void convolve(
            ConvolutionShape shape, double[] x, int xOffset, double[] w, int wOffset, double[] y, Parallel parallel) {
        DoubleConvolution.forward(shape, x, xOffset, w, wOffset, y, parallel);
    }

    @Override
    public void convolveTransposed(
            ConvolutionShape shape, double[] y, int yOffset, double[] w, int wOffset, double[] x, Parallel parallel) {
        DoubleConvolution.transposed(shape, y, yOffset, w, wOffset, x, parallel);
    }

    @Override
    public void convolveWeights(
            ConvolutionShape shape, double[] x, int xOffset, double[] y, int yOffset, double[] w, Parallel parallel) {
        DoubleConvolution.weights(shape, x, xOffset, y, yOffset, w, parallel);
    }

    @Override
    public void poolMaximum(Windows windows, int planes, float[] x, int xOffset, float[] out, Parallel parallel) {
        FloatPooling.maximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, float[] x, int xOffset, long[] out, Parallel parallel) {
        FloatPooling.positions(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolMaximum(Windows windows, int planes, double[] x, int xOffset, double[] out, Parallel parallel) {
        DoublePooling.maximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, double[] x, int xOffset, long[] out, Parallel parallel) {
        DoublePooling.positions(windows, planes, x, xOffset, out, parallel);
    }
}

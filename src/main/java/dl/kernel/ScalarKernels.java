package dl.kernel;

/// The kernels as plain loops: the reference for the vector ones, the fallback, and the quicker choice for tiny work.
public final class ScalarKernels implements Kernels {
    public static final ScalarKernels INSTANCE = new ScalarKernels();

    private ScalarKernels() {}

    @Override
    public void unary(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        FloatUnary.run(operator, x, xOffset, out, outOffset, n);
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
        FloatBinary.run(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
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
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = condition[conditionOffset + i * conditionStep]
                    ? x[xOffset + i * xStep]
                    : y[yOffset + i * yStep];
        }
    }

    @Override
    public float reduce(Reduction reduction, float[] x, int xOffset, int n) {
        return FloatReductions.reduce(reduction, x, xOffset, n);
    }

    @Override
    public void reduceColumns(
            Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        FloatReductions.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public int argument(boolean largest, float[] x, int xOffset, int n) {
        return FloatReductions.argument(largest, x, xOffset, n);
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
        FloatRows.run(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
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
        FloatGemm.run(
                m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, add, parallel);
    }

    @Override
    public void unary(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        DoubleUnary.run(operator, x, xOffset, out, outOffset, n);
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
        DoubleBinary.run(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
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
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = condition[conditionOffset + i * conditionStep]
                    ? x[xOffset + i * xStep]
                    : y[yOffset + i * yStep];
        }
    }

    @Override
    public double reduce(Reduction reduction, double[] x, int xOffset, int n) {
        return DoubleReductions.reduce(reduction, x, xOffset, n);
    }

    @Override
    public void reduceColumns(
            Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        DoubleReductions.reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public int argument(boolean largest, double[] x, int xOffset, int n) {
        return DoubleReductions.argument(largest, x, xOffset, n);
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
        DoubleRows.run(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
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
        DoubleGemm.run(
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
        FloatPool.maximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, float[] x, int xOffset, long[] out, Parallel parallel) {
        FloatPool.positions(windows, planes, x, xOffset, false, out, parallel);
    }

    @Override
    public void poolMaximum(Windows windows, int planes, double[] x, int xOffset, double[] out, Parallel parallel) {
        DoublePool.maximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, double[] x, int xOffset, long[] out, Parallel parallel) {
        DoublePool.positions(windows, planes, x, xOffset, false, out, parallel);
    }
}

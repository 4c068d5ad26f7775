package dl.kernel;

import java.util.Optional;
import java.util.function.Supplier;

/// Vector kernels that begin as scalar ones: code that is not compiled yet runs a hundred times slower on vectors.
///
/// An operation that has done some work is practised in the background ([WarmUp]); when its vector loop has become quicker than
/// the scalar one, it takes over. Both give the same bits, so that nobody sees more than the speed.
final class WarmingKernels implements Kernels {
    private static final Kernels SCALAR = ScalarKernels.INSTANCE;
    /// Places of the operations in the table of states.
    static final int UNARY = 0;
    static final int BINARY = UNARY + UnaryOperator.values().length;
    static final int REDUCE = BINARY + BinaryOperator.values().length;
    static final int COLUMNS = REDUCE + Reduction.values().length;
    static final int SELECT = COLUMNS + Reduction.values().length;
    static final int ARGUMENT = SELECT + 1;
    static final int ROWS = ARGUMENT + 1;
    /// Products where the rows of A lie without gaps; the others copy A, and run through other loops.
    static final int GEMM = ROWS + RowOperator.values().length;
    static final int GEMM_PACKED = GEMM + 1;
    static final int CONVOLVE = GEMM_PACKED + 1;
    static final int CONVOLVE_TRANSPOSED = CONVOLVE + 1;
    static final int CONVOLVE_WEIGHTS = CONVOLVE_TRANSPOSED + 1;
    static final int POOL = CONVOLVE_WEIGHTS + 1;
    /// So many operations there are; those in f64 follow those in f32.
    static final int COUNT = POOL + 1;

    /// Work, in elements or eighths of a multiply-add, after which an operation is worth practising: some 20 ms on scalar
    /// kernels. Scripts that end earlier should not pay for compiling vector loops.
    private static final int WORTH = 1 << 24;

    /// Scalar until the first operation is practised; who reads it late computes the same bits.
    private Kernels vector = SCALAR;
    private final WarmUp warmUp;
    /// The work done so far; negative once the vector kernel is ready. Races lose counts, never correctness.
    private final int[] work = new int[2 * COUNT];

    /// @param load finds the vector kernels; asked once, in the thread that practises
    WarmingKernels(Supplier<Optional<Kernels>> load) {
        this.warmUp = new WarmUp(load, operation -> work[operation], this::ready);
    }

    private void ready(Kernels practised, int operation) {
        vector = practised;
        work[operation] = Integer.MIN_VALUE;
    }

    private Kernels of(int operation, int n) {
        int done = work[operation];
        if (done < 0) {
            return vector;
        }
        int sum = (int) Math.min(Integer.MAX_VALUE, (long) done + n);
        work[operation] = sum;
        if (done < WORTH && sum >= WORTH) {
            warmUp.practise(operation);
        }
        return SCALAR;
    }

    @Override
    public String toString() {
        return "auto";
    }

    @Override
    public void unary(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        of(UNARY + operator.ordinal(), n).unary(operator, x, xOffset, out, outOffset, n);
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
        of(BINARY + operator.ordinal(), n)
                .binary(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
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
        of(SELECT, n)
                .select(
                        condition, conditionOffset, conditionStep, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
    }

    @Override
    public float reduce(Reduction reduction, float[] x, int xOffset, int n) {
        return of(REDUCE + reduction.ordinal(), n).reduce(reduction, x, xOffset, n);
    }

    @Override
    public void reduceColumns(
            Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        of(COLUMNS + reduction.ordinal(), rows * columns)
                .reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public void reduceRows(Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        of(REDUCE + reduction.ordinal(), rows * columns).reduceRows(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public int argument(boolean largest, float[] x, int xOffset, int n) {
        return of(ARGUMENT, n).argument(largest, x, xOffset, n);
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
        of(ROWS + operator.ordinal(), rows * columns)
                .rows(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
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
        int effort = (int) Math.min(WORTH, (long) m * n * k / 8);
        of(aColumnStride == 1 ? GEMM : GEMM_PACKED, effort)
                .gemm(
                        m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                        add, parallel);
    }

    @Override
    public void unary(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        of(COUNT + UNARY + operator.ordinal(), n).unary(operator, x, xOffset, out, outOffset, n);
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
        of(COUNT + BINARY + operator.ordinal(), n)
                .binary(operator, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
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
        of(COUNT + SELECT, n)
                .select(
                        condition, conditionOffset, conditionStep, x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
    }

    @Override
    public double reduce(Reduction reduction, double[] x, int xOffset, int n) {
        return of(COUNT + REDUCE + reduction.ordinal(), n).reduce(reduction, x, xOffset, n);
    }

    @Override
    public void reduceColumns(
            Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        of(COUNT + COLUMNS + reduction.ordinal(), rows * columns)
                .reduceColumns(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public void reduceRows(Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        of(COUNT + REDUCE + reduction.ordinal(), rows * columns).reduceRows(reduction, x, xOffset, rows, columns, out, outOffset);
    }

    @Override
    public int argument(boolean largest, double[] x, int xOffset, int n) {
        return of(COUNT + ARGUMENT, n).argument(largest, x, xOffset, n);
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
        of(COUNT + ROWS + operator.ordinal(), rows * columns)
                .rows(operator, x, xOffset, y, yOffset, out, outOffset, rows, columns, epsilon);
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
        int effort = (int) Math.min(WORTH, (long) m * n * k / 8);
        of(COUNT + (aColumnStride == 1 ? GEMM : GEMM_PACKED), effort)
                .gemm(
                        m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                        add, parallel);
    }

    @Override
    public void convolve(
            ConvolutionShape shape, float[] x, int xOffset, float[] w, int wOffset, float[] y, Parallel parallel) {
        of(CONVOLVE, effort(shape)).convolve(shape, x, xOffset, w, wOffset, y, parallel);
    }

    @Override
    public void convolveTransposed(
            ConvolutionShape shape, float[] y, int yOffset, float[] w, int wOffset, float[] x, Parallel parallel) {
        of(CONVOLVE_TRANSPOSED, effort(shape)).convolveTransposed(shape, y, yOffset, w, wOffset, x, parallel);
    }

    @Override
    public void convolveWeights(
            ConvolutionShape shape, float[] x, int xOffset, float[] y, int yOffset, float[] w, Parallel parallel) {
        of(CONVOLVE_WEIGHTS, effort(shape)).convolveWeights(shape, x, xOffset, y, yOffset, w, parallel);
    }

    @Override
    public void convolve(
            ConvolutionShape shape, double[] x, int xOffset, double[] w, int wOffset, double[] y, Parallel parallel) {
        of(COUNT + CONVOLVE, effort(shape)).convolve(shape, x, xOffset, w, wOffset, y, parallel);
    }

    @Override
    public void convolveTransposed(
            ConvolutionShape shape, double[] y, int yOffset, double[] w, int wOffset, double[] x, Parallel parallel) {
        of(COUNT + CONVOLVE_TRANSPOSED, effort(shape)).convolveTransposed(shape, y, yOffset, w, wOffset, x, parallel);
    }

    @Override
    public void convolveWeights(
            ConvolutionShape shape, double[] x, int xOffset, double[] y, int yOffset, double[] w, Parallel parallel) {
        of(COUNT + CONVOLVE_WEIGHTS, effort(shape)).convolveWeights(shape, x, xOffset, y, yOffset, w, parallel);
    }

    private static int effort(ConvolutionShape shape) {
        return (int) Math.min(WORTH, shape.work() / 8);
    }

    @Override
    public void poolMaximum(Windows windows, int planes, float[] x, int xOffset, float[] out, Parallel parallel) {
        of(POOL, effort(windows, planes)).poolMaximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, float[] x, int xOffset, long[] out, Parallel parallel) {
        of(POOL, effort(windows, planes)).poolPositions(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolMaximum(Windows windows, int planes, double[] x, int xOffset, double[] out, Parallel parallel) {
        of(COUNT + POOL, effort(windows, planes)).poolMaximum(windows, planes, x, xOffset, out, parallel);
    }

    @Override
    public void poolPositions(Windows windows, int planes, double[] x, int xOffset, long[] out, Parallel parallel) {
        of(COUNT + POOL, effort(windows, planes)).poolPositions(windows, planes, x, xOffset, out, parallel);
    }

    private static int effort(Windows windows, int planes) {
        return (int) Math.min(WORTH, (long) planes * windows.outputs() * windows.taps());
    }
}

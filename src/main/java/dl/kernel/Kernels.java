package dl.kernel;

/// The inner loops of float tensors, on flat arrays: the part that runs on vectors where the machine has them.
///
/// All implementations give the same bits (NaNs are alike): sums run in a fixed tree of 64 accumulators whatever the
/// width of the hardware, matrix products accumulate each element in one order of k with fused multiply-adds,
/// elementary functions are fixed polynomials. `n` counts elements; `out` may be an input at the same offset.
/// A step of 0 repeats one element, a step of 1 walks; no other step occurs.
public interface Kernels {
    void unary(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n);

    void unary(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n);

    void binary(
            BinaryOperator operator,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            float[] out,
            int outOffset,
            int n);

    void binary(
            BinaryOperator operator,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            double[] out,
            int outOffset,
            int n);

    /// `out[i] = x[i] if condition[i] else y[i]`.
    void select(
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
            int n);

    void select(
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
            int n);

    /// One value from a run of elements: 0, 1 and minus or plus infinity from none.
    float reduce(Reduction reduction, float[] x, int xOffset, int n);

    double reduce(Reduction reduction, double[] x, int xOffset, int n);

    /// Reduces the first axis of a row-major matrix: `out` has one element per column.
    void reduceColumns(Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset);

    void reduceColumns(Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset);

    /// Reduces each of `rows` rows of `columns` elements to one number; `out` is another array.
    default void reduceRows(Reduction reduction, float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
        for (int row = 0; row < rows; row++) {
            out[outOffset + row] = reduce(reduction, x, xOffset + row * columns, columns);
        }
    }

    default void reduceRows(Reduction reduction, double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
        for (int row = 0; row < rows; row++) {
            out[outOffset + row] = reduce(reduction, x, xOffset + row * columns, columns);
        }
    }

    /// The index of the first largest (else smallest) element, or of the first NaN; `n` is at least 1.
    int argument(boolean largest, float[] x, int xOffset, int n);

    int argument(boolean largest, double[] x, int xOffset, int n);

    /// A function of each of the `rows` rows of `columns` elements. `y` is read by gradients only, and then `out` is neither of
    /// the operands; `epsilon` by those that have one.
    void rows(
            RowOperator operator,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon);

    void rows(
            RowOperator operator,
            double[] x,
            int xOffset,
            double[] y,
            int yOffset,
            double[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon);

    /// `c = a b` for `a` of m rows and k columns, `b` of k rows and n columns, at any strides (transposes need no copy);
    /// `c` is row-major without gaps. Each element is one chain of fused multiply-adds in ascending k, from +0 or, if `add`,
    /// from what `c` holds.
    void gemm(
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
            Parallel parallel);

    default void gemm(
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
            Parallel parallel) {
        gemm(m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, false, parallel);
    }

    void gemm(
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
            Parallel parallel);

    default void gemm(
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
            Parallel parallel) {
        gemm(m, n, k, a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset, false, parallel);
    }

    /// The convolution `y` of `x` and `w`; see [ConvolutionShape]. Each element is one chain of fused multiply-adds from +0, in
    /// ascending order of channel and place in the window; padding is +0 and takes part.
    void convolve(ConvolutionShape shape, float[] x, int xOffset, float[] w, int wOffset, float[] y, Parallel parallel);

    /// The transposed convolution: `x` from `y` and `w`. To each element the windows that hold it add what they have for it, in
    /// ascending order of its place in them, beginning at +0; that is one chain of fused multiply-adds from +0, in ascending
    /// order of the channel of `y`.
    void convolveTransposed(ConvolutionShape shape, float[] y, int yOffset, float[] w, int wOffset, float[] x, Parallel parallel);

    /// The derivative of the convolution by its weights: `w`, which holds zeros, from `x` and `y`. Each element is one chain of
    /// fused multiply-adds from +0, in ascending order of image and position of `y`.
    void convolveWeights(ConvolutionShape shape, float[] x, int xOffset, float[] y, int yOffset, float[] w, Parallel parallel);

    void convolve(ConvolutionShape shape, double[] x, int xOffset, double[] w, int wOffset, double[] y, Parallel parallel);

    void convolveTransposed(ConvolutionShape shape, double[] y, int yOffset, double[] w, int wOffset, double[] x, Parallel parallel);

    void convolveWeights(ConvolutionShape shape, double[] x, int xOffset, double[] y, int yOffset, double[] w, Parallel parallel);

    /// The largest element of each window of some planes; NaN wins, and of equal ones the first. Padding is never the largest.
    void poolMaximum(Windows windows, int planes, float[] x, int xOffset, float[] out, Parallel parallel);

    /// Where in its plane the largest element of each window is.
    void poolPositions(Windows windows, int planes, float[] x, int xOffset, long[] out, Parallel parallel);

    void poolMaximum(Windows windows, int planes, double[] x, int xOffset, double[] out, Parallel parallel);

    void poolPositions(Windows windows, int planes, double[] x, int xOffset, long[] out, Parallel parallel);
}

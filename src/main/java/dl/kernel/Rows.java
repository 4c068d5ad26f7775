package dl.kernel;

import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Gathers and scatters of whole rows (everything behind the first axis) by index.
///
/// Indices are flat, row by row, already non-negative and in range: the caller checks, because it can name them.
public final class Rows {
    private Rows() {}

    /// Rows `index[0]`, `index[1]`, ... of `x`, side by side: a row-major array of `index.length` rows.
    public static Object gather(Tensor x, int[] index) {
        Tensor from = x.contiguousCopy();
        int length = length(x);
        int width = width(x);
        Object out = Tensor.allocate(x.dtype(), Shape.of(index.length, length).count());
        for (int i = 0; i < index.length; i++) {
            System.arraycopy(
                    from.storage(), (from.offset() + index[i] * length) * width, out, i * length * width, length * width);
        }
        return out;
    }

    /// Copies row i of `values` (contiguous) onto row `index[i]` of `target`; of duplicates the last stays.
    public static void scatter(Tensor values, int[] index, Object target, int rowLength) {
        int width = width(values);
        for (int i = 0; i < index.length; i++) {
            System.arraycopy(
                    values.storage(),
                    (values.offset() + i * rowLength) * width,
                    target,
                    index[i] * rowLength * width,
                    rowLength * width);
        }
    }

    /// Adds row i of `values` (contiguous) to row `index[i]` of `target`, in order, so duplicates accumulate.
    ///
    /// @throws dl.tensor.OpError `value/int-overflow`
    public static void scatterAdd(Kernels kernels, Tensor values, int[] index, Object target, int rowLength) {
        for (int i = 0; i < index.length; i++) {
            int from = values.offset() + i * rowLength;
            int to = index[i] * rowLength;
            switch (values.dtype()) {
                case F32 -> {
                    float[] out = (float[]) target;
                    if (rowLength == 1) {
                        out[to] += values.floats()[from];
                    } else {
                        kernels.binary(BinaryOperator.ADD, out, to, 1, values.floats(), from, 1, out, to, rowLength);
                    }
                }
                case F64 -> {
                    double[] out = (double[]) target;
                    if (rowLength == 1) {
                        out[to] += values.doubles()[from];
                    } else {
                        kernels.binary(BinaryOperator.ADD, out, to, 1, values.doubles(), from, 1, out, to, rowLength);
                    }
                }
                case I64 -> {
                    long[] out = (long[]) target;
                    LongKernels.binary(BinaryOperator.ADD, out, to, 1, values.longs(), from, 1, out, to, rowLength);
                }
                case C128 -> {
                    double[] out = (double[]) target;
                    for (int j = 0; j < 2 * rowLength; j++) {
                        out[2 * to + j] += values.doubles()[2 * from + j];
                    }
                }
                case BOOL -> throw new IllegalArgumentException("sum of bools");
            }
        }
    }

    private static int length(Tensor x) {
        int length = 1;
        for (int axis = 1; axis < x.rank(); axis++) {
            length *= x.shape().size(axis);
        }
        return length;
    }

    private static int width(Tensor x) {
        return x.dtype() == dl.tensor.DType.C128 ? 2 : 1;
    }
}

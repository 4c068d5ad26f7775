package dl.kernel;

import dl.tensor.Tensor;

/// Functions of rows along any axis of float tensors.
public final class RowMap {
    private RowMap() {}

    /// @param x the argument, or for a gradient the gradient of the result
    /// @param y for a gradient what it needs besides, in the shape and type of `x`; else `x` again
    public static Tensor along(
            Kernels kernels, Parallel parallel, RowOperator operator, Tensor x, Tensor y, int axis, double epsilon) {
        if (axis != x.rank() - 1) {
            int[] back = new int[x.rank()];
            for (int i = 0; i < back.length; i++) {
                back[i] = i < axis ? i : i - 1;
            }
            back[axis] = x.rank() - 1;
            Tensor result = along(
                    kernels, parallel, operator, Reduce.toLast(x, axis), Reduce.toLast(y, axis), x.rank() - 1, epsilon);
            return result.permute(back).contiguousCopy();
        }
        Tensor first = x.contiguousCopy();
        Tensor second = x == y ? first : y.contiguousCopy();
        int columns = x.shape().size(axis);
        int rows = columns == 0 ? 0 : x.count() / columns;
        Object out = parallel.results().of(x.dtype(), x.count());
        parallel.forRange(rows, Math.max(1, (1 << 13) / Math.max(1, columns)), (start, end) -> {
            int at = start * columns;
            int from = first.offset() + at;
            int other = second.offset() + at;
            switch (first.dtype()) {
                case F32 ->
                    kernels.rows(
                            operator, first.floats(), from, second.floats(), other, (float[]) out, at, end - start, columns, epsilon);
                case F64 ->
                    kernels.rows(
                            operator, first.doubles(), from, second.doubles(), other, (double[]) out, at, end - start, columns, epsilon);
                case BOOL, I64, C128 -> throw new IllegalArgumentException(operator + " of " + first.dtype());
            }
        });
        return Tensor.over(x.dtype(), x.shape(), out);
    }
}

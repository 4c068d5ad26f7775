package dl.tensor;

/// Walks over views whose elements do not lie side by side.
final class Strided {
    /// A square of this many rows and columns stays in the first-level cache while it is transposed.
    private static final int TILE = 16;

    private Strided() {}

    /// Writes the elements of `source` in row-major order to `target`, from element `at` on.
    static void copy(Tensor source, Object target, int at) {
        int n = source.count();
        if (n == 0) {
            return;
        }
        boolean complex = source.dtype() == DType.C128;
        if (source.contiguous()) {
            int width = complex ? 2 : 1;
            System.arraycopy(source.storage(), source.offset() * width, target, at * width, n * width);
            return;
        }
        // Adjacent axes that step evenly are one axis: fewer, longer inner loops.
        int rank = 0;
        int[] sizes = new int[source.rank()];
        int[] strides = new int[source.rank()];
        for (int axis = 0; axis < source.rank(); axis++) {
            int size = source.shape().size(axis);
            int stride = source.stride(axis);
            if (size == 1) {
                continue;
            }
            if (rank > 0 && strides[rank - 1] == stride * size) {
                sizes[rank - 1] *= size;
                strides[rank - 1] = stride;
            } else {
                sizes[rank] = size;
                strides[rank++] = stride;
            }
        }
        if (rank == 0) {
            block(source, source.offset(), target, at, 1, 1, 0, 0);
            return;
        }
        int columns = sizes[rank - 1];
        int columnStride = strides[rank - 1];
        int rows = rank > 1 ? sizes[rank - 2] : 1;
        int rowStride = rank > 1 ? strides[rank - 2] : 0;
        int outer = Math.max(0, rank - 2);
        int[] index = new int[outer];
        int from = source.offset();
        int to = at;
        while (true) {
            block(source, from, target, to, rows, columns, rowStride, columnStride);
            to += rows * columns;
            int axis = outer - 1;
            while (axis >= 0 && ++index[axis] == sizes[axis]) {
                from -= (sizes[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            from += strides[axis];
        }
    }

    private static void block(
            Tensor source, int from, Object target, int to, int rows, int columns, int rowStride, int columnStride) {
        if (columnStride == 1 && source.dtype() != DType.C128) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(source.storage(), from + row * rowStride, target, to + row * columns, columns);
            }
            return;
        }
        for (int top = 0; top < rows; top += TILE) {
            int bottom = Math.min(rows, top + TILE);
            switch (source.dtype()) {
                case BOOL -> {
                    boolean[] x = source.booleans();
                    boolean[] y = (boolean[]) target;
                    for (int row = top; row < bottom; row++) {
                        for (int j = 0, p = from + row * rowStride, q = to + row * columns; j < columns; j++) {
                            y[q + j] = x[p + j * columnStride];
                        }
                    }
                }
                case I64 -> {
                    long[] x = source.longs();
                    long[] y = (long[]) target;
                    for (int row = top; row < bottom; row++) {
                        for (int j = 0, p = from + row * rowStride, q = to + row * columns; j < columns; j++) {
                            y[q + j] = x[p + j * columnStride];
                        }
                    }
                }
                case F32 -> floats(source.floats(), from, (float[]) target, to, top, bottom, columns, rowStride, columnStride);
                case F64 -> {
                    double[] x = source.doubles();
                    double[] y = (double[]) target;
                    for (int row = top; row < bottom; row++) {
                        for (int j = 0, p = from + row * rowStride, q = to + row * columns; j < columns; j++) {
                            y[q + j] = x[p + j * columnStride];
                        }
                    }
                }
                case C128 -> {
                    double[] x = source.doubles();
                    double[] y = (double[]) target;
                    for (int row = top; row < bottom; row++) {
                        for (int j = 0, p = from + row * rowStride, q = to + row * columns; j < columns; j++) {
                            y[2 * (q + j)] = x[2 * (p + j * columnStride)];
                            y[2 * (q + j) + 1] = x[2 * (p + j * columnStride) + 1];
                        }
                    }
                }
            }
        }
    }

    private static void floats(
            float[] x, int from, float[] y, int to, int top, int bottom, int columns, int rowStride, int columnStride) {
        // Column tiles: a transposed source is read along its rows, 16 cache lines at a time.
        for (int left = 0; left < columns; left += TILE) {
            int right = Math.min(columns, left + TILE);
            for (int row = top; row < bottom; row++) {
                for (int j = left, p = from + row * rowStride, q = to + row * columns; j < right; j++) {
                    y[q + j] = x[p + j * columnStride];
                }
            }
        }
    }

    /// Strides that show the elements of (`shape`, `strides`) as `target`, or an array of another length where none exist.
    static int[] reshape(Shape shape, int[] strides, Shape target) {
        int[] result = new int[target.rank()];
        int[] none = new int[target.rank() + 1];
        if (target.count() == 0) {
            return target.strides();
        }
        int from = 0;
        int to = 0;
        while (to < target.rank()) {
            if (target.size(to) == 1) {
                to++;
                continue;
            }
            while (shape.size(from) == 1) {
                from++;
            }
            // One group: the fewest axes on both sides that hold the same number of elements.
            int old = shape.size(from);
            int made = target.size(to);
            int fromEnd = from + 1;
            int toEnd = to + 1;
            while (old != made) {
                if (old < made) {
                    old *= shape.size(fromEnd++);
                } else {
                    made *= target.size(toEnd++);
                }
            }
            int step = strides[fromEnd - 1];
            int expected = step * shape.size(fromEnd - 1);
            for (int axis = fromEnd - 2; axis >= from; axis--) {
                if (shape.size(axis) == 1) {
                    continue;
                }
                if (strides[axis] != expected) {
                    return none;
                }
                expected *= shape.size(axis);
            }
            for (int axis = toEnd - 1; axis >= to; axis--) {
                result[axis] = step;
                step *= target.size(axis);
            }
            from = fromEnd;
            to = toEnd;
        }
        return result;
    }
}

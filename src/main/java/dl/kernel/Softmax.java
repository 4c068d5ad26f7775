package dl.kernel;

import dl.tensor.Tensor;

/// Softmax and its logarithm along any axis of a float tensor.
public final class Softmax {
    private Softmax() {}

    public static Tensor softmax(Kernels kernels, Parallel parallel, Tensor x, int axis) {
        return along(kernels, parallel, x, axis, false);
    }

    public static Tensor logSoftmax(Kernels kernels, Parallel parallel, Tensor x, int axis) {
        return along(kernels, parallel, x, axis, true);
    }

    private static Tensor along(Kernels kernels, Parallel parallel, Tensor x, int axis, boolean logarithm) {
        if (axis != x.rank() - 1) {
            int[] back = new int[x.rank()];
            for (int i = 0; i < back.length; i++) {
                back[i] = i < axis ? i : i - 1;
            }
            back[axis] = x.rank() - 1;
            Tensor result = along(kernels, parallel, Reduce.toLast(x, axis), x.rank() - 1, logarithm);
            return result.permute(back).contiguousCopy();
        }
        Tensor from = x.contiguousCopy();
        int columns = x.shape().size(axis);
        int rows = columns == 0 ? 0 : x.count() / columns;
        int at = from.offset();
        Object out = Tensor.allocate(x.dtype(), x.count());
        parallel.forRange(rows, Math.max(1, (1 << 13) / Math.max(1, columns)), (start, end) -> {
            int source = at + start * columns;
            int target = start * columns;
            switch (from.dtype()) {
                case F32 -> {
                    if (logarithm) {
                        kernels.logSoftmax(from.floats(), source, (float[]) out, target, end - start, columns);
                    } else {
                        kernels.softmax(from.floats(), source, (float[]) out, target, end - start, columns);
                    }
                }
                case F64 -> {
                    if (logarithm) {
                        kernels.logSoftmax(from.doubles(), source, (double[]) out, target, end - start, columns);
                    } else {
                        kernels.softmax(from.doubles(), source, (double[]) out, target, end - start, columns);
                    }
                }
                case BOOL, I64, C128 -> throw new IllegalArgumentException("softmax of " + from.dtype());
            }
        });
        return Tensor.over(x.dtype(), x.shape(), out);
    }
}

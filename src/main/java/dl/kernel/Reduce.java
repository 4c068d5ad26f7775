package dl.kernel;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;

/// Reductions of whole tensors along any axes, shared among threads without changing a bit.
///
/// Axes are given non-negative and without repetition. What an empty axis means (an error for the maximum) is the
/// caller's to decide; here it gives the neutral element.
public final class Reduce {
    private Reduce() {}

    /// Reduces `axes`; with `keep` they stay as axes of size 1. Bool tensors are not accepted: convert to i64 first.
    ///
    /// @throws dl.tensor.OpError `value/int-overflow`
    public static Tensor along(
            Kernels kernels, Parallel parallel, Reduction reduction, Tensor x, int[] axes, boolean keep) {
        Shape result = shape(x.shape(), axes, keep);
        Tensor rest = x;
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return x.copy().weak(false);
        }
        if (x.dtype() == DType.C128 && reduction == Reduction.SUM) {
            return ComplexKernels.join(
                    along(kernels, parallel, reduction, x.real(), axes, keep),
                    along(kernels, parallel, reduction, x.imaginary(), axes, keep));
        }
        // Groups of neighbouring axes, the last first, so that earlier positions stay valid.
        for (int last = sorted.length - 1; last >= 0; ) {
            int first = last;
            while (first > 0 && sorted[first - 1] == sorted[first] - 1) {
                first--;
            }
            rest = group(kernels, parallel, reduction, rest, sorted[first], sorted[last]);
            last = first - 1;
        }
        return rest.reshapeView(result);
    }

    /// The shape that remains.
    public static Shape shape(Shape shape, int[] axes, boolean keep) {
        boolean[] reduced = new boolean[shape.rank()];
        for (int axis : axes) {
            reduced[axis] = true;
        }
        int[] sizes = new int[shape.rank()];
        int rank = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!reduced[axis]) {
                sizes[rank++] = shape.size(axis);
            } else if (keep) {
                sizes[rank++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, rank));
    }

    /// The index of the first largest (else smallest) element along an axis, which has at least one; ints.
    public static Tensor argument(Kernels kernels, Parallel parallel, boolean largest, Tensor x, int axis) {
        int n = x.shape().size(axis);
        Tensor moved = toLast(x, axis).contiguousCopy();
        Shape result = shape(x.shape(), new int[] {axis}, false);
        long[] out = new long[result.count()];
        int at = moved.offset();
        parallel.forRange(out.length, Math.max(1, Walk.GRAIN / Math.max(1, n)), (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = at + row * n;
                out[row] = switch (moved.dtype()) {
                    case BOOL -> bools(largest, moved.booleans(), start, n);
                    case I64 -> LongKernels.argument(largest, moved.longs(), start, n);
                    case F32 -> kernels.argument(largest, moved.floats(), start, n);
                    case F64 -> kernels.argument(largest, moved.doubles(), start, n);
                    case C128 -> throw new IllegalArgumentException("argument of c128");
                };
            }
        });
        return Tensor.of(result, out);
    }

    /// Running sums, products, maxima or minima along an axis; floats accumulate in f64.
    public static Tensor cumulative(Reduction reduction, Tensor x, int axis) {
        Tensor from = x.contiguousCopy();
        int n = x.shape().size(axis);
        int inner = inner(x.shape(), axis);
        int count = x.count();
        Object out = Tensor.allocate(x.dtype(), count);
        int lines = n == 0 ? 0 : count / n;
        for (int line = 0; line < lines; line++) {
            int start = line / inner * inner * n + line % inner;
            cumulate(reduction, from, start, inner, n, out);
        }
        return Tensor.over(x.dtype(), x.shape(), out);
    }

    private static void cumulate(Reduction reduction, Tensor x, int start, int stride, int n, Object out) {
        int at = x.offset() + start;
        switch (x.dtype()) {
            case I64 -> {
                long[] source = x.longs();
                long[] target = (long[]) out;
                long sum = source[at];
                target[start] = sum;
                for (int i = 1; i < n; i++) {
                    long value = source[at + i * stride];
                    sum = switch (reduction) {
                        case SUM -> LongKernels.add(sum, value);
                        case PRODUCT -> LongKernels.multiply(sum, value);
                        case MAXIMUM -> Math.max(sum, value);
                        case MINIMUM -> Math.min(sum, value);
                    };
                    target[start + i * stride] = sum;
                }
            }
            case F32 -> {
                float[] source = x.floats();
                float[] target = (float[]) out;
                double sum = source[at];
                target[start] = (float) sum;
                for (int i = 1; i < n; i++) {
                    sum = combine(reduction, sum, source[at + i * stride]);
                    target[start + i * stride] = (float) sum;
                }
            }
            case F64 -> {
                double[] source = x.doubles();
                double[] target = (double[]) out;
                double sum = source[at];
                target[start] = sum;
                for (int i = 1; i < n; i++) {
                    sum = combine(reduction, sum, source[at + i * stride]);
                    target[start + i * stride] = sum;
                }
            }
            case C128 -> ComplexKernels.cumulate(reduction, x.doubles(), at, stride, n, (double[]) out, start);
            case BOOL -> throw new IllegalArgumentException(reduction + " of " + x.dtype());
        }
    }

    private static double combine(Reduction reduction, double a, double b) {
        return switch (reduction) {
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
        };
    }

    /// Reduces neighbouring axes to one of size 1 each.
    private static Tensor group(
            Kernels kernels, Parallel parallel, Reduction reduction, Tensor x, int first, int last) {
        Tensor from = x.contiguousCopy();
        int[] sizes = x.shape().toArray();
        int n = 1;
        for (int axis = first; axis <= last; axis++) {
            n *= sizes[axis];
            sizes[axis] = 1;
        }
        Shape result = Shape.of(sizes);
        int inner = inner(x.shape(), last);
        int count = result.count();
        int length = n;
        int at = from.offset();
        Object out = Tensor.allocate(x.dtype(), count);
        if (count == 0) {
            return Tensor.over(x.dtype(), result, out);
        }
        if (inner == 1 && count < parallel.threads() && length >= LONG && x.dtype().isFloat() && reduction != Reduction.PRODUCT) {
            blocks(kernels, parallel, reduction, from, length, out);
        } else if (x.dtype() == DType.I64) {
            long[] target = (long[]) out;
            for (int i = 0; i < count; i++) {
                target[i] = LongKernels.reduce(
                        reduction, from.longs(), at + i / inner * inner * length + i % inner, inner, length);
            }
        } else if (x.dtype() == DType.F32) {
            float[] source = from.floats();
            float[] target = (float[]) out;
            if (inner == 1) {
                parallel.forRange(count, Math.max(1, Walk.GRAIN / Math.max(1, length)), (start, end) ->
                        kernels.reduceRows(reduction, source, at + start * length, end - start, length, target, start));
            } else {
                parallel.forRange(count / inner, Math.max(1, Walk.GRAIN / Math.max(1, length * inner)), (start, end) -> {
                    for (int i = start; i < end; i++) {
                        kernels.reduceColumns(
                                reduction, source, at + i * length * inner, length, inner, target, i * inner);
                    }
                });
            }
        } else if (x.dtype() == DType.F64) {
            double[] source = from.doubles();
            double[] target = (double[]) out;
            if (inner == 1) {
                parallel.forRange(count, Math.max(1, Walk.GRAIN / Math.max(1, length)), (start, end) ->
                        kernels.reduceRows(reduction, source, at + start * length, end - start, length, target, start));
            } else {
                parallel.forRange(count / inner, Math.max(1, Walk.GRAIN / Math.max(1, length * inner)), (start, end) -> {
                    for (int i = start; i < end; i++) {
                        kernels.reduceColumns(
                                reduction, source, at + i * length * inner, length, inner, target, i * inner);
                    }
                });
            }
        } else if (x.dtype() == DType.C128 && reduction == Reduction.PRODUCT) {
            for (int i = 0; i < count; i++) {
                ComplexKernels.product(
                        from.doubles(), at + i / inner * inner * length + i % inner, inner, length, (double[]) out, i);
            }
        } else {
            throw new IllegalArgumentException(reduction + " of " + x.dtype());
        }
        return Tensor.over(x.dtype(), result, out);
    }

    /// Rows of so many elements are shared block by block where there are fewer of them than threads.
    private static final int LONG = 2 * Walk.GRAIN;

    /// Reduces few long rows: the blocks of each, in the order in which a single thread adds them.
    private static void blocks(Kernels kernels, Parallel parallel, Reduction reduction, Tensor x, int length, Object out) {
        int block = FloatReductions.BLOCK;
        int many = (length + block - 1) / block;
        int rows = x.count() / length;
        double[] parts = new double[rows * many];
        parallel.forRange(parts.length, Walk.GRAIN / block, (first, last) -> {
            for (int part = first; part < last; part++) {
                int start = part % many * block;
                int at = x.offset() + part / many * length + start;
                int n = Math.min(block, length - start);
                parts[part] = x.dtype() == DType.F32 ? kernels.reduce(reduction, x.floats(), at, n) : kernels.reduce(reduction, x.doubles(), at, n);
            }
        });
        for (int row = 0; row < rows; row++) {
            double whole = combine(reduction, parts, row * many, many);
            if (out instanceof float[] floats) {
                floats[row] = (float) whole;
            } else {
                ((double[]) out)[row] = whole;
            }
        }
    }

    /// What the blocks of a row have together, in their order.
    static double combine(Reduction reduction, double[] parts, int from, int count) {
        double whole = reduction == Reduction.SUM ? 0 : parts[from];
        for (int i = from; i < from + count; i++) {
            whole = combine(reduction, whole, parts[i]);
        }
        return whole;
    }

    private static int bools(boolean largest, boolean[] x, int at, int n) {
        for (int i = 0; i < n; i++) {
            if (x[at + i] == largest) {
                return i;
            }
        }
        return 0;
    }

    private static int inner(Shape shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        return inner;
    }

    static Tensor toLast(Tensor x, int axis) {
        int[] order = new int[x.rank()];
        for (int i = 0, next = 0; i < order.length; i++) {
            if (i != axis) {
                order[next++] = i;
            }
        }
        order[order.length - 1] = axis;
        return x.permute(order);
    }
}

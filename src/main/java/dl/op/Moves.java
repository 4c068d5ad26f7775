package dl.op;

import dl.kernel.BinaryOperator;
import dl.kernel.Kernels;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;

/// Copies elements from place to place, whatever their type.
final class Moves {
    private Moves() {}

    /// The places in the storage of a view's elements, in row-major order.
    static int[] places(Tensor view) {
        int n = view.count();
        int[] places = new int[n];
        int rank = view.rank();
        int[] index = new int[rank];
        for (int i = 0, at = view.offset(); i < n; i++) {
            places[i] = at;
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += view.stride(axis);
                if (++index[axis] < view.shape().size(axis)) {
                    break;
                }
                at -= index[axis] * view.stride(axis);
                index[axis] = 0;
            }
        }
        return places;
    }

    /// The elements of the storage at these places.
    static Tensor pick(Tensor from, int[] places, Shape shape) {
        Object out = Tensor.allocate(from.dtype(), shape.count());
        int n = places.length;
        switch (from.dtype()) {
            case BOOL -> {
                boolean[] x = from.booleans();
                boolean[] y = (boolean[]) out;
                for (int i = 0; i < n; i++) {
                    y[i] = x[places[i]];
                }
            }
            case I64 -> {
                long[] x = from.longs();
                long[] y = (long[]) out;
                for (int i = 0; i < n; i++) {
                    y[i] = x[places[i]];
                }
            }
            case F32 -> {
                float[] x = from.floats();
                float[] y = (float[]) out;
                for (int i = 0; i < n; i++) {
                    y[i] = x[places[i]];
                }
            }
            case F64 -> {
                double[] x = from.doubles();
                double[] y = (double[]) out;
                for (int i = 0; i < n; i++) {
                    y[i] = x[places[i]];
                }
            }
            case C128 -> {
                double[] x = from.doubles();
                double[] y = (double[]) out;
                for (int i = 0; i < n; i++) {
                    y[2 * i] = x[2 * places[i]];
                    y[2 * i + 1] = x[2 * places[i] + 1];
                }
            }
        }
        return Tensor.over(from.dtype(), shape, out);
    }

    /// Runs of `length` neighbours, each beginning at one of the places.
    static Tensor pickRuns(Tensor from, int[] places, int length, Shape shape) {
        Object out = Tensor.allocate(from.dtype(), shape.count());
        int width = from.dtype() == DType.C128 ? 2 : 1;
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(from.storage(), places[i] * width, out, i * length * width, length * width);
        }
        return Tensor.over(from.dtype(), shape, out);
    }

    /// Writes `source`, which has the same type and shape, into the storage behind `view`.
    static void put(Tensor view, Tensor source) {
        int n = view.count();
        if (n == 0) {
            return;
        }
        Tensor from = source.contiguousCopy();
        int width = view.dtype() == DType.C128 ? 2 : 1;
        if (view.contiguous()) {
            System.arraycopy(from.storage(), from.offset() * width, view.storage(), view.offset() * width, n * width);
            return;
        }
        int inner = view.shape().size(-1);
        if (view.stride(-1) == 1 && inner >= 8) {
            int[] sizes = view.shape().toArray();
            sizes[sizes.length - 1] = 1;
            int[] starts = places(view.view(Shape.of(sizes), view.offset(), view.strides()));
            for (int i = 0; i < starts.length; i++) {
                System.arraycopy(
                        from.storage(), (from.offset() + i * inner) * width, view.storage(), starts[i] * width, inner * width);
            }
            return;
        }
        put(view, places(view), from);
    }

    /// Writes the elements of `source`, which is contiguous, to these places; of equal places the last stays.
    static void put(Tensor target, int[] places, Tensor source) {
        int at = source.offset();
        switch (target.dtype()) {
            case BOOL -> {
                for (int i = 0; i < places.length; i++) {
                    target.booleans()[places[i]] = source.booleans()[at + i];
                }
            }
            case I64 -> {
                for (int i = 0; i < places.length; i++) {
                    target.longs()[places[i]] = source.longs()[at + i];
                }
            }
            case F32 -> {
                float[] x = source.floats();
                float[] y = target.floats();
                for (int i = 0; i < places.length; i++) {
                    y[places[i]] = x[at + i];
                }
            }
            case F64 -> {
                double[] x = source.doubles();
                double[] y = target.doubles();
                for (int i = 0; i < places.length; i++) {
                    y[places[i]] = x[at + i];
                }
            }
            case C128 -> {
                for (int i = 0; i < places.length; i++) {
                    target.doubles()[2 * places[i]] = source.doubles()[2 * (at + i)];
                    target.doubles()[2 * places[i] + 1] = source.doubles()[2 * (at + i) + 1];
                }
            }
        }
    }

    /// Adds to runs of `length` neighbours, each beginning at one of the places, the elements of `source`, which is contiguous;
    /// floats only.
    static void addRuns(Kernels kernels, Tensor target, int[] starts, int length, Tensor source) {
        int at = source.offset();
        for (int start : starts) {
            if (target.dtype() == DType.F32) {
                kernels.binary(BinaryOperator.ADD, target.floats(), start, 1, source.floats(), at, 1, target.floats(), start, length);
            } else {
                kernels.binary(BinaryOperator.ADD, target.doubles(), start, 1, source.doubles(), at, 1, target.doubles(), start, length);
            }
            at += length;
        }
    }

    /// The elements of a view that lie side by side, from the first one on: the last axes, as many as have no gaps.
    static Tensor run(Tensor view) {
        return part(view, gapless(view), view.rank());
    }

    /// The view with the first element of each [#run].
    static Tensor starts(Tensor view) {
        return part(view, 0, gapless(view));
    }

    private static int gapless(Tensor view) {
        int axis = view.rank();
        for (int step = 1; axis > 0 && (view.stride(axis - 1) == step || view.shape().size(axis - 1) == 1); axis--) {
            step *= view.shape().size(axis - 1);
        }
        return axis;
    }

    private static Tensor part(Tensor view, int from, int to) {
        return view.view(Shape.of(Arrays.copyOfRange(view.shape().toArray(), from, to)), view.offset(), Arrays.copyOfRange(view.strides(), from, to));
    }

    /// Adds the elements of `source`, which is contiguous, at these places, one after the other.
    static void add(Tensor target, int[] places, Tensor source) {
        int at = source.offset();
        switch (target.dtype()) {
            case I64 -> {
                int done = 0;
                try {
                    for (; done < places.length; done++) {
                        target.longs()[places[done]] =
                                dl.kernel.LongKernels.add(target.longs()[places[done]], source.longs()[at + done]);
                    }
                } catch (OpError overflow) {
                    // the target may be a variable's own tensor, which an error must leave as it was
                    while (--done >= 0) {
                        target.longs()[places[done]] -= source.longs()[at + done];
                    }
                    throw overflow;
                }
            }
            case F32 -> {
                float[] x = source.floats();
                float[] y = target.floats();
                for (int i = 0; i < places.length; i++) {
                    y[places[i]] += x[at + i];
                }
            }
            case F64 -> {
                double[] x = source.doubles();
                double[] y = target.doubles();
                for (int i = 0; i < places.length; i++) {
                    y[places[i]] += x[at + i];
                }
            }
            case C128 -> {
                for (int i = 0; i < 2 * places.length; i++) {
                    target.doubles()[2 * places[i / 2] + i % 2] += source.doubles()[2 * at + i];
                }
            }
            case BOOL -> throw new IllegalStateException("sum of bools");
        }
    }
}

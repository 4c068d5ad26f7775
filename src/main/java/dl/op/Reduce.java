package dl.op;

import dl.kernel.Kernels;
import dl.kernel.LongKernels;
import dl.kernel.Reduction;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Reduces axes: the work around the flat kernels.
///
/// Inputs are laid out row-major first, so that a view and its copy give the same bits.
final class Reduce {
    /// Elements that are worth a thread.
    private static final int GRAIN = 1 << 15;

    private Reduce() {}

    static Tensor run(OpContext context, Reduction reduction, Tensor x, Attributes attributes) {
        boolean[] marked = Axes.marked(attributes, x.rank(), x.shape());
        Tensor result = run(context, reduction, x, marked, attributes.bool("keepdims"));
        return x.weak() && !result.weak() ? result.weak(true) : result;
    }

    static Tensor run(OpContext context, Reduction reduction, Tensor x, boolean[] marked, boolean keep) {
        Promotion.real(reduction.name().toLowerCase(java.util.Locale.ROOT), x, 0);
        Shape shape = Axes.without(x.shape(), marked, keep);
        Rows rows = Rows.of(x, marked);
        if (rows.length == 0 && (reduction == Reduction.MAXIMUM || reduction == Reduction.MINIMUM) && shape.count() > 0) {
            throw empty(reduction == Reduction.MAXIMUM ? "max" : "min", x);
        }
        return Tensor.over(x.dtype(), shape, rows.reduce(context, reduction));
    }

    static OpError empty(String what, Tensor x) {
        return OpError.value("value/empty", what + " of no elements: " + Describe.type(x) + " has none to choose from")
                .label(0, Describe.type(x));
    }

    /// The gradient of a reduction with its lost axes back as size 1.
    static Operand restore(Operand g, Saved s) {
        if (s.attributes().bool("keepdims") || g.shape().rank() == 0) {
            return g;
        }
        Shape shape = s.shape(0);
        return s.reshape(g, Axes.without(shape, Axes.marked(s.attributes(), shape.rank(), shape), true));
    }

    static Tensor sumTo(OpContext context, Tensor x, Shape target) {
        if (x.shape().equals(target)) {
            return x;
        }
        int lead = x.rank() - target.rank();
        boolean[] marked = new boolean[x.rank()];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = i < lead || target.size(i - lead) == 1 && x.shape().size(i) != 1;
            if (lead < 0 || !marked[i] && target.size(i - lead) != x.shape().size(i)) {
                throw OpError.shape("shape/broadcast", "shape " + target + " does not stretch to " + x.shape());
            }
        }
        if (lead < 0) {
            throw OpError.shape("shape/broadcast", "shape " + target + " does not stretch to " + x.shape());
        }
        return run(context, Reduction.SUM, x, marked, true).reshapeView(target);
    }

    /// A tensor seen as outer x length x inner, of which the middle is reduced.
    private record Rows(Tensor x, int outer, int length, int inner) {
        static Rows of(Tensor x, boolean[] marked) {
            int first = 0;
            int rank = x.rank();
            while (first < rank && !marked[first]) {
                first++;
            }
            int last = rank;
            while (last > first && !marked[last - 1]) {
                last--;
            }
            boolean block = true;
            for (int i = first; i < last; i++) {
                block &= marked[i] || x.shape().size(i) == 1;
            }
            if (block) {
                return new Rows(x.contiguousCopy(), product(x.shape(), 0, first), product(x.shape(), first, last),
                        product(x.shape(), last, rank));
            }
            // reduced axes that do not lie together go last
            int[] order = new int[rank];
            int at = 0;
            int outer = 1;
            for (int i = 0; i < rank; i++) {
                if (!marked[i]) {
                    order[at++] = i;
                    outer *= x.shape().size(i);
                }
            }
            int length = 1;
            for (int i = 0; i < rank; i++) {
                if (marked[i]) {
                    order[at++] = i;
                    length *= x.shape().size(i);
                }
            }
            return new Rows(x.permute(order).contiguousCopy(), outer, length, 1);
        }

        private static int product(Shape shape, int from, int to) {
            int product = 1;
            for (int i = from; i < to; i++) {
                product *= shape.size(i);
            }
            return product;
        }

        Object reduce(OpContext context, Reduction reduction) {
            Object out = Tensor.allocate(x.dtype(), outer * inner);
            int work = Math.max(1, length * inner);
            if ((long) outer * work <= GRAIN || outer == 1) {
                reduce(context.kernels(), reduction, out, 0, outer);
            } else {
                context.parallel().forRange(
                        outer, Math.max(1, GRAIN / work), (from, to) -> reduce(context.kernels(), reduction, out, from, to));
            }
            return out;
        }

        private void reduce(Kernels kernels, Reduction reduction, Object out, int from, int to) {
            int block = length * inner;
            for (int i = from; i < to; i++) {
                int at = x.offset() + i * block;
                switch (x.dtype()) {
                    case F32 -> {
                        float[] result = (float[]) out;
                        if (inner == 1) {
                            result[i] = kernels.reduce(reduction, x.floats(), at, length);
                        } else {
                            kernels.reduceColumns(reduction, x.floats(), at, length, inner, result, i * inner);
                        }
                    }
                    case F64 -> {
                        double[] result = (double[]) out;
                        if (inner == 1) {
                            result[i] = kernels.reduce(reduction, x.doubles(), at, length);
                        } else {
                            kernels.reduceColumns(reduction, x.doubles(), at, length, inner, result, i * inner);
                        }
                    }
                    case I64 -> {
                        for (int j = 0; j < inner; j++) {
                            ((long[]) out)[i * inner + j] = LongKernels.reduce(reduction, x.longs(), at + j, inner, length);
                        }
                    }
                    case BOOL, C128 -> throw new IllegalStateException(reduction + " of " + x.dtype());
                }
            }
        }
    }

    /// The number of elements that the marked axes hold.
    static int length(Shape shape, boolean[] marked) {
        int length = 1;
        for (int i = 0; i < marked.length; i++) {
            length *= marked[i] ? shape.size(i) : 1;
        }
        return length;
    }

    /// A tensor whose marked axes are last, laid out row-major, and how many elements they hold.
    static Tensor lastAxes(Tensor x, boolean[] marked) {
        int rank = x.rank();
        int[] order = new int[rank];
        int at = 0;
        for (int i = 0; i < rank; i++) {
            if (!marked[i]) {
                order[at++] = i;
            }
        }
        for (int i = 0; i < rank; i++) {
            if (marked[i]) {
                order[at++] = i;
            }
        }
        return x.permute(order).contiguousCopy();
    }

    /// Bools as ints, everything else as it is.
    static Tensor counted(Tensor x) {
        return x.dtype() == DType.BOOL ? x.to(DType.I64) : x;
    }
}

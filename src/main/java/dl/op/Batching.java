package dl.op;

import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an operation takes all examples of a batch in one go.
///
/// What has no rule runs example by example.
@FunctionalInterface
interface Batching {
    /// The inputs of one application, of which some have the axis of the examples in front.
    record Call(Algebra algebra, Op op, Operand[] inputs, boolean[] batched, int examples, Attributes attributes) {
        /// The rank of an input of one example.
        int rank(int input) {
            return inputs[input].shape().rank() - (batched[input] ? 1 : 0);
        }

        /// The shape of an input of one example.
        Shape shape(int input) {
            int[] sizes = inputs[input].shape().toArray();
            return Shape.of(batched[input] ? Arrays.copyOfRange(sizes, 1, sizes.length) : sizes);
        }

        boolean onlyFirst() {
            for (int i = 1; i < batched.length; i++) {
                if (batched[i]) {
                    return false;
                }
            }
            return batched[0];
        }

        Operand run(Operand[] given) {
            return op.apply(algebra.context(), given, attributes);
        }

        /// With another value for one attribute.
        Operand run(Operand[] given, String attribute, Object value) {
            return op.apply(algebra.context(), given, attributes.with(attribute, value));
        }

        /// A batched input whose examples get axes of size 1 in front, up to a rank; others stretch by themselves.
        Operand aligned(int input, int rank) {
            Operand x = inputs[input];
            return batched[input] && rank(input) < rank ? algebra.reshape(x, lengthened(x.shape(), rank + 1)) : x;
        }

        /// The shape of all examples, each of this shape.
        Shape all(Shape one) {
            return Shape.of(examples).join(one);
        }

        /// An input with the axis of the examples, also where it is the same for all.
        Operand stretched(int input) {
            return batched[input] ? inputs[input] : algebra.broadcastTo(inputs[input], all(inputs[input].shape()));
        }
    }

    /// The result with the axis of the examples in front; null where the examples are to run one by one.
    @Nullable Operand run(Call call);

    /// `[n, ...]` with axes of size 1 behind the first, up to a rank.
    private static Shape lengthened(Shape shape, int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        int inner = shape.rank() - 1;
        sizes[0] = shape.size(0);
        for (int i = 0; i < inner; i++) {
            sizes[rank - inner + i] = shape.size(i + 1);
        }
        return Shape.of(sizes);
    }

    // ---- the rules

    /// Element by element, with broadcasting.
    Batching ELEMENTWISE = call -> {
        int rank = 0;
        for (int i = 0; i < call.inputs.length; i++) {
            rank = Math.max(rank, call.rank(i));
        }
        Operand[] given = new Operand[call.inputs.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = call.aligned(i, rank);
        }
        return call.run(given);
    };

    /// Works on the last axes, whatever stands in front.
    Batching LEADING = call -> call.run(call.inputs);

    /// Has one attribute `axis`, an int.
    Batching ALONG = call -> {
        int rank = 0;
        for (int i = 0; i < call.inputs.length; i++) {
            rank = Math.max(rank, call.rank(i));
        }
        long axis = call.attributes.integer("axis");
        if (axis < -rank || axis >= rank) {
            return null;
        }
        Operand[] given = new Operand[call.inputs.length];
        for (int i = 0; i < given.length; i++) {
            if (call.rank(i) != rank) {
                return null;
            }
            given[i] = call.stretched(i);
        }
        return call.run(given, "axis", axis < 0 ? axis : axis + 1);
    };

    /// Has an attribute `axis` that names axes, or means all of them.
    Batching REDUCING = call -> {
        int rank = call.rank(0);
        if (rank == 0) {
            return null;
        }
        boolean[] marked = Axes.marked(call.attributes, rank, call.shape(0));
        int[] axes = new int[rank];
        int count = 0;
        for (int i = 0; i < rank; i++) {
            if (marked[i]) {
                axes[count++] = i + 1;
            }
        }
        return count == 0 ? null : call.run(call.inputs, "axis", Arrays.copyOf(axes, count));
    };

    /// Has an attribute `sizes`, the shape of the result, which has as many elements as the input.
    Batching RESHAPING = call -> {
        int[] sizes = call.attributes.integers("sizes");
        // one of them may be -1, so that they are no shape
        int[] all = new int[sizes.length + 1];
        all[0] = call.examples;
        System.arraycopy(sizes, 0, all, 1, sizes.length);
        return call.examples == 0 ? null : call.run(call.inputs, "sizes", all);
    };

    /// Has an attribute `sizes`, to which the input stretches.
    Batching STRETCHING = call -> {
        int[] sizes = call.attributes.integers("sizes");
        return call.rank(0) > sizes.length ? null
                : call.run(new Operand[] {call.aligned(0, sizes.length)}, "sizes", call.all(Shape.of(sizes)).toArray());
    };

    /// Has an attribute `sizes`, to which the input is summed.
    Batching SUMMING = call -> {
        int[] sizes = call.attributes.integers("sizes");
        int rank = call.rank(0);
        if (rank < sizes.length) {
            return null;
        }
        int[] all = new int[rank + 1];
        Arrays.fill(all, 1);
        all[0] = call.examples;
        System.arraycopy(sizes, 0, all, rank + 1 - sizes.length, sizes.length);
        return call.algebra.reshape(call.run(call.inputs, "sizes", all), call.all(Shape.of(sizes)));
    };

    /// Has an attribute `axes`, the order of all axes.
    Batching PERMUTING = call -> {
        int rank = call.rank(0);
        int[] axes = call.attributes.integers("axes");
        int[] all = new int[axes.length + 1];
        for (int i = 0; i < axes.length; i++) {
            all[i + 1] = axes[i] < 0 ? axes[i] + rank + 1 : axes[i] + 1;
        }
        return axes.length != rank ? null : call.run(call.inputs, "axes", all);
    };

    /// `swapaxes`.
    Batching SWAPPING = call -> {
        int rank = call.rank(0);
        long first = call.attributes.integer("first");
        long second = call.attributes.integer("second");
        if (Math.min(first, second) < -rank || Math.max(first, second) >= rank) {
            return null;
        }
        return call.algebra.swapaxes(call.inputs[0], (int) (first < 0 ? first : first + 1), (int) (second < 0 ? second : second + 1));
    };

    /// `expand_dims`.
    Batching EXPANDING = call -> {
        long axis = call.attributes.integer("axis");
        return axis < -call.rank(0) - 1 || axis > call.rank(0) ? null : call.run(call.inputs, "axis", axis < 0 ? axis : axis + 1);
    };

    /// `squeeze`: without an axis, all axes of size 1 but that of the examples.
    Batching SQUEEZING = call -> {
        Shape shape = call.shape(0);
        boolean[] marked = Axes.marked(call.attributes, shape.rank(), shape);
        int[] axes = new int[marked.length];
        int count = 0;
        for (int i = 0; i < marked.length; i++) {
            if (marked[i] && (shape.size(i) == 1 || call.attributes.has("axis"))) {
                axes[count++] = i + 1;
            }
        }
        return call.run(call.inputs, "axis", Arrays.copyOf(axes, count));
    };

    /// `argmax` and its like, with an axis or, without one, of a vector.
    Batching POSITION = call -> call.attributes.has("axis") ? ALONG.run(call)
            : call.rank(0) == 1 ? call.run(call.inputs, "axis", 1L) : null;

    /// The first inputs have a first axis of their own, which that of the examples joins; the others are the same for all examples.
    static Batching merging(int inputs) {
        return call -> {
            for (int i = 0; i < call.inputs.length; i++) {
                if (call.batched[i] != i < inputs) {
                    return null;
                }
            }
            Operand[] given = call.inputs.clone();
            for (int i = 0; i < inputs; i++) {
                int[] sizes = given[i].shape().toArray();
                int[] merged = Arrays.copyOfRange(sizes, 1, sizes.length);
                if (merged.length == 0) {
                    return null;
                }
                merged[0] *= sizes[0];
                given[i] = call.algebra.reshape(given[i], Shape.of(merged));
            }
            Operand result = call.run(given);
            int[] parted = call.all(result.shape()).toArray();
            parted[1] = call.inputs[0].shape().size(1);
            return call.algebra.reshape(result, Shape.of(parted));
        };
    }

    /// The matrix product: a vector counts as a row on the left, as a column on the right.
    Batching PRODUCT = call -> {
        Operand x = call.inputs[0];
        Operand y = call.inputs[1];
        int p = call.rank(0);
        int q = call.rank(1);
        if (p == 0 || q == 0) {
            return null;
        }
        Algebra o = call.algebra;
        if (p == 1 && call.onlyFirst() && q == 2) {
            return o.run(LinearAlgebra.MATMUL, x, y);
        }
        if (q == 1 && !call.batched[0] && p == 2) {
            return o.run(LinearAlgebra.MATMUL, y, o.swapaxes(x, 0, 1));
        }
        if (p == 1) {
            x = o.expandDims(x, -2);
        }
        if (q == 1) {
            y = o.expandDims(y, -1);
        }
        int rank = Math.max(Math.max(p, q), 2);
        x = call.batched[0] ? o.reshape(x, lengthened(x.shape(), rank + 1)) : x;
        y = call.batched[1] ? o.reshape(y, lengthened(y.shape(), rank + 1)) : y;
        Operand result = o.run(LinearAlgebra.MATMUL, x, y);
        int last = result.shape().rank();
        boolean[] gone = new boolean[last];
        gone[last - 2] = p == 1;
        gone[last - 1] = q == 1;
        return o.reshape(result, Axes.without(result.shape(), gone, false));
    };

    /// A matrix product, and a vector that is added to its rows.
    Batching AFFINE = call -> {
        boolean many = call.batched[0] || call.batched[1];
        Operand[] factors = {call.inputs[0], call.inputs[1]};
        Operand product = many ? PRODUCT.run(new Call(call.algebra, LinearAlgebra.MATMUL, factors,
                new boolean[] {call.batched[0], call.batched[1]}, call.examples, Attributes.EMPTY))
                : call.algebra.run(LinearAlgebra.MATMUL, factors[0], factors[1]);
        if (product == null) {
            return null;
        }
        Operand b = call.inputs[2];
        return call.algebra.add(product, !call.batched[2] ? b
                : call.algebra.reshape(b, lengthened(b.shape(), product.shape().rank() + (many ? 0 : 1))));
    };

    /// `x[...]`.
    Batching GETTING = call -> Indexing.run(call.algebra.context(), call.op, call.inputs, behindExamples(call.attributes));

    /// `x[...] = value` and its like.
    Batching SETTING = call -> {
        Index index = (Index) call.attributes.get(0);
        int selected = index.shape(Tensor.zeros(DType.BOOL, Shape.SCALAR).broadcastTo(call.shape(0))).rank();
        return call.rank(1) > selected ? null : Indexing.run(call.algebra.context(), call.op,
                new Operand[] {call.stretched(0), call.aligned(1, selected)}, behindExamples(call.attributes));
    };

    private static List<IndexItem> behindExamples(Attributes attributes) {
        List<IndexItem> items = new ArrayList<>();
        items.add(IndexItem.Slice.ALL);
        items.addAll(((Index) attributes.get(0)).items());
        return items;
    }
}

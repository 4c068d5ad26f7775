package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Putting tensors together, repeating them, surrounding them.
final class Joining {
    static final Op CONCAT = op("concat(tensors: tensors; axis: int = 0)")
            .doc("The tensors one after the other along `axis`; their other sizes must agree.")
            .example("concat(list([1, 2], [3]))", "[1, 2, 3]")
            .kernels((k, in, a) -> concat(k, in, a))
            .rule(Joining::joined)
            .derivative(vjp(0, (g, s) -> {
                int axis = Axes.at(s.attributes().integer("axis"), s.shape(0));
                long start = 0;
                for (int i = 0; i < s.which(); i++) {
                    start += s.shape(i).size(axis);
                }
                return s.slice(g, axis, start, start + s.shape(s.which()).size(axis));
            }))
            .samples("normal[2, 3], normal[1, 3]", "normal[2, 3], normal[2, 1], normal[2, 0]; axis = 1", "normal[2]")
            .fails("concat(list(zeros(2, 3), zeros(2, 4)))", "shape/concat")
            .batch(Batching.ALONG)
            .build();

    static final Op STACK = op("stack(tensors: tensors; axis: int = 0)")
            .doc("The tensors, all of one shape, along a new axis.")
            .example("stack(list([1, 2], [3, 4]))", "[[1, 2],\n [3, 4]]")
            .parts((o, in, a) -> stack(o, in, a))
            .rule(Joining::stacked)
            .samples("normal[2, 3], normal[2, 3]", "normal[2], normal[2]; axis = -1", "normal[], normal[]")
            .fails("stack(list(zeros(2), zeros(3)))", "shape/stack")
            .build();

    static final Op TILE = op("tile(x: [...s], ...counts: int)")
            .doc("The whole tensor repeated, `counts[i]` times along axis `i`; fewer counts than axes mean the last axes.")
            .example("tile([1, 2], 2)", "[1, 2, 1, 2]")
            .parts((o, in, a) -> tile(o, in[0], a.integers("counts")))
            .rule((in, a) -> Type.tensor(Sizes.any()))
            .samples("normal[2, 3]; counts = [2, 1]", "normal[2]; counts = [2, 2]", "normal[2, 2]; counts = [3]")
            .fails("tile([1, 2], -1)", "value/size")
            .build();

    static final Op REPEAT = op("repeat(x: [...s], count: int; axis: int = nil)")
            .doc("Each element `count` times along `axis`; without an axis those of the flattened tensor.")
            .example("repeat([1, 2], 2)", "[1, 1, 2, 2]")
            .parts((o, in, a) -> repeat(o, in[0], a))
            .rule((in, a) -> Type.tensor(Sizes.any()))
            .samples("normal[2, 3]; count = 2", "normal[2, 3]; count = 2, axis = 1")
            .fails("repeat([1, 2], -1)", "value/size")
            .build();

    static final Op ROLL = op("roll(x: [...s], shift: int; axis: int = nil) -> [...s]")
            .doc("The elements moved on by `shift` along `axis`, those pushed out at the end enter at the start.")
            .example("roll([1, 2, 3], 1)", "[3, 1, 2]")
            .parts((o, in, a) -> roll(o, in[0], a))
            .samples("normal[2, 3]; shift = 1", "normal[2, 3]; shift = -1, axis = 1")
            .fails("roll([1, 2], 1, axis = 1)", "shape/axis-range")
            .build();

    static final Op PAD = op("pad(x: [...s], widths: ints; value: float = 0)")
            .doc("The tensor surrounded by `value`: `widths` is one int for all sides, or before and after for each axis in turn.")
            .example("pad([1, 2], 1)", "[0, 1, 2, 0]")
            .example("pad([[1, 2]], [0, 1, 2, 0])", "[[0, 0, 1, 2],\n [0, 0, 0, 0]]")
            .kernel((k, x, a) -> pad(x, a))
            .rule((in, a) -> {
                if (!in.getFirst().sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
                int[] widths = widths(axes.size(), a.integers("widths"));
                for (int i = 0; i < axes.size(); i++) {
                    axes.set(i, axes.get(i).plus(Dim.of(widths[2 * i] + widths[2 * i + 1])));
                }
                return Type.tensor(Sizes.of(axes));
            })
            .derivative(vjp(0, (g, s) -> {
                int[] widths = widths(s.shape(0).rank(), s.attributes().integers("widths"));
                Operand inner = g;
                for (int i = 0; i < s.shape(0).rank(); i++) {
                    inner = s.slice(inner, i, widths[2 * i], widths[2 * i] + s.shape(0).size(i));
                }
                return inner;
            }))
            .samples("normal[2, 3]; widths = 1", "normal[2, 3]; widths = [0, 1, 2, 0]")
            .fails("pad([1, 2], [1, 2, 3])", "shape/pad")
            .build();

    static final List<Op> ALL = List.of(CONCAT, STACK, TILE, REPEAT, ROLL, PAD);

    private Joining() {}

    private static Type.Tensor joined(List<Type.Tensor> in, Attributes a) {
        if (in.isEmpty() || in.stream().anyMatch(each -> !each.sizes().ranked())) {
            return Type.tensor(Sizes.any());
        }
        List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
        int axis = Axes.at(a.integer("axis"), axes.size(), in.getFirst().sizes());
        for (Type.Tensor each : in.subList(1, in.size())) {
            List<Dim> next = each.sizes().axes();
            if (next.size() != axes.size()) {
                throw OpError.shape("shape/concat", "cannot join " + in.getFirst().sizes() + " and " + each.sizes() + " along axis " + axis);
            }
            Optional<Shape> first = in.getFirst().sizes().shape();
            Optional<Shape> other = each.sizes().shape();
            if (first.isPresent() && other.isPresent() && !joins(first.get(), other.get(), axis)) {
                throw unjoinable(first.get(), other.get(), axis);
            }
            axes.set(axis, axes.get(axis).plus(next.get(axis)));
        }
        return Type.tensor(Sizes.of(axes));
    }

    private static Type.Tensor stacked(List<Type.Tensor> in, Attributes a) {
        if (in.isEmpty() || !in.getFirst().sizes().ranked()) {
            return Type.tensor(Sizes.any());
        }
        Optional<Shape> first = in.getFirst().sizes().shape();
        for (Type.Tensor each : in) {
            Optional<Shape> other = each.sizes().shape();
            if (first.isPresent() && other.isPresent() && !first.equals(other)) {
                throw unstackable(first.get(), other.get());
            }
        }
        List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
        axes.add(Axes.at(a.integer("axis"), axes.size() + 1, in.getFirst().sizes()), Dim.of(in.size()));
        return Type.tensor(Sizes.of(axes));
    }

    private static OpError none(String name) {
        return OpError.value("value/empty", name + " of no tensors: the list is empty").labelParameter("tensors", "empty")
                .hint("test len(xs) > 0 first, or start with an empty tensor such as zeros(0)");
    }

    private static Tensor concat(OpContext context, Operand[] inputs, Attributes attributes) {
        if (inputs.length == 0) {
            throw none("concat");
        }
        Tensor[] all = new Tensor[inputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (Tensor) inputs[i];
        }
        Shape first = all[0].shape();
        int axis = Axes.at(attributes.integer("axis"), first);
        DType type = Promotion.common(context, all);
        long total = 0;
        for (int i = 0; i < all.length; i++) {
            Shape shape = all[i].shape();
            if (!joins(first, shape, axis)) {
                throw unjoinable(first, shape, axis).label(0, Describe.type(all[0])).label(i, Describe.type(all[i]));
            }
            total += shape.size(axis);
        }
        int[] sizes = first.toArray();
        sizes[axis] = Creation.size(total);
        Shape shape = Shape.of(sizes);
        Object out = Tensor.allocate(type, shape.count());
        int outer = 1;
        for (int d = 0; d < axis; d++) {
            outer *= sizes[d];
        }
        int width = type == DType.C128 ? 2 : 1;
        int row = outer == 0 ? 0 : shape.count() / outer * width;
        int at = 0;
        for (Tensor each : all) {
            Tensor from = Promotion.to(each, type).contiguousCopy();
            int block = outer == 0 ? 0 : from.count() / outer * width;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(from.storage(), from.offset() * width + o * block, out, o * row + at, block);
            }
            at += block;
        }
        return Tensor.over(type, shape, out);
    }

    private static boolean joins(Shape first, Shape other, int axis) {
        boolean fits = other.rank() == first.rank();
        for (int d = 0; fits && d < first.rank(); d++) {
            fits = d == axis || other.size(d) == first.size(d);
        }
        return fits;
    }

    private static OpError unjoinable(Shape first, Shape other, int axis) {
        String message = "cannot join " + first + " and " + other + " along axis " + axis + ": ";
        if (other.rank() != first.rank()) {
            return OpError.shape("shape/concat", message + "one has " + Describe.axes(first.rank()) + ", the other " + Describe.axes(other.rank()))
                    .hint("expand_dims(x, 0) or x[None] adds an axis; stack joins along a new one");
        }
        int differs = -1;
        int count = 0;
        for (int d = 0; d < first.rank(); d++) {
            if (d != axis && first.size(d) != other.size(d)) {
                differs = differs < 0 ? d : differs;
            }
            count += first.size(d) != other.size(d) ? 1 : 0;
        }
        return OpError.shape("shape/concat", message + "axis " + differs + " has " + first.size(differs) + " and " + other.size(differs))
                .hint(count == 1 ? "they fit along axis " + differs + ": axis = " + differs : "all sizes but that of axis " + axis + " must agree");
    }

    private static OpError unstackable(Shape first, Shape other) {
        return OpError.shape("shape/stack", "cannot stack " + first + " and " + other + ": all must have one shape")
                .hint("concat joins along an axis that is there already");
    }

    private static Operand stack(Algebra o, Operand[] inputs, Attributes attributes) {
        if (inputs.length == 0) {
            throw none("stack");
        }
        Shape first = inputs[0].shape();
        int axis = Axes.at(attributes.integer("axis"), first.rank() + 1, first);
        Operand[] expanded = new Operand[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            if (!inputs[i].shape().equals(first)) {
                throw unstackable(first, inputs[i].shape()).label(0, Describe.type(inputs[0])).label(i, Describe.type(inputs[i]));
            }
            expanded[i] = o.expandDims(inputs[i], axis);
        }
        return o.run(CONCAT, expanded, (long) axis);
    }

    private static Operand tile(Algebra o, Operand x, int[] counts) {
        int rank = Math.max(counts.length, x.shape().rank());
        // every axis as (1, size), stretched to (count, size), and the pairs joined again
        int[] split = new int[2 * rank];
        int[] stretched = new int[2 * rank];
        int[] joined = new int[rank];
        for (int i = 0; i < rank; i++) {
            int from = i - rank + x.shape().rank();
            int which = i - rank + counts.length;
            int size = from < 0 ? 1 : x.shape().size(from);
            int count = which < 0 ? 1 : Creation.size(counts[which]);
            split[2 * i] = 1;
            split[2 * i + 1] = size;
            stretched[2 * i] = count;
            stretched[2 * i + 1] = size;
            joined[i] = Creation.size((long) count * size);
        }
        return o.reshape(o.broadcastTo(o.reshape(x, Shape.of(split)), Shape.of(stretched)), Shape.of(joined));
    }

    private static Operand repeat(Algebra o, Operand x, Attributes attributes) {
        int count = Creation.size(attributes.integer("count"));
        boolean flat = !attributes.has("axis");
        Operand from = flat ? o.reshape(x, Shape.of(x.shape().count())) : x;
        int axis = flat ? 0 : Axes.at(attributes.integer("axis"), x.shape());
        int[] sizes = from.shape().toArray();
        int[] stretched = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, stretched, 0, axis + 1);
        stretched[axis + 1] = count;
        System.arraycopy(sizes, axis + 1, stretched, axis + 2, sizes.length - axis - 1);
        sizes[axis] = Creation.size((long) sizes[axis] * count);
        return o.reshape(o.broadcastTo(o.expandDims(from, axis + 1), Shape.of(stretched)), Shape.of(sizes));
    }

    private static Operand roll(Algebra o, Operand x, Attributes attributes) {
        boolean flat = !attributes.has("axis");
        Operand from = flat ? o.reshape(x, Shape.of(x.shape().count())) : x;
        int axis = flat ? 0 : Axes.at(attributes.integer("axis"), x.shape());
        int size = from.shape().size(axis);
        if (size == 0) {
            return x;
        }
        int cut = size - (int) Math.floorMod(attributes.integer("shift"), (long) size);
        Operand[] parts = {o.slice(from, axis, cut, size), o.slice(from, axis, 0, cut)};
        return o.reshape(o.run(CONCAT, parts, (long) axis), x.shape());
    }

    private static int[] widths(int rank, int[] given) {
        int[] widths = given;
        if (given.length == 1) {
            widths = new int[2 * rank];
            Arrays.fill(widths, given[0]);
        }
        if (widths.length != 2 * rank) {
            throw OpError.shape("shape/pad", given.length + " widths for " + Describe.axes(rank) + ": pad takes one for all sides, or a pair for each axis")
                    .labelParameter("widths", "")
                    .hint(rank == 1 ? "for one axis: [before, after]" : "for " + Describe.axes(rank) + ": " + 2 * rank + " widths, [before, after, before, after, ...]");
        }
        for (int width : widths) {
            Creation.size(width);
        }
        return widths;
    }

    private static Tensor pad(Tensor x, Attributes attributes) {
        int[] widths = widths(x.rank(), attributes.integers("widths"));
        int[] sizes = x.shape().toArray();
        int[] strides;
        int offset = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Creation.size((long) sizes[i] + widths[2 * i] + widths[2 * i + 1]);
        }
        Shape shape = Shape.of(sizes);
        double value = attributes.floating("value");
        if (x.dtype() == DType.I64 && value != Math.rint(value)) {
            throw OpError.type("type/lossy", "cannot pad ints with " + Describe.number(value)).labelParameter("value", "").label(0, Describe.type(x))
                    .hint("convert the tensor: f32($0)");
        }
        Tensor result = Creation.filled(shape, x.dtype(), value);
        strides = shape.strides();
        for (int i = 0; i < sizes.length; i++) {
            offset += widths[2 * i] * strides[i];
        }
        Moves.put(result.view(x.shape(), offset, strides), x);
        return result;
    }
}

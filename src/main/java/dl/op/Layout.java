package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

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

/// The same elements under other axes: views wherever strides allow it.
final class Layout {
    static final Op RESHAPE = op("reshape(x: [...s], ...sizes: int)")
            .doc("The same elements in row-major order under another shape; one size may be -1 and follows from the others.")
            .example("reshape([1, 2, 3, 4, 5, 6], 2, -1)", "[[1, 2, 3],\n [4, 5, 6]]")
            .kernel((k, x, a) -> x.reshapeView(target(x.shape(), a.integers("sizes"))))
            .rule((in, a) -> reshaped(in.getFirst(), a.integers("sizes")))
            .derivative(vjp(0, (g, s) -> s.reshape(g, s.shape(0))))
            .samples("normal[2, 3]; sizes = [3, 2]", "normal[4]; sizes = [2, -1]", "normal[0, 3]; sizes = [3, 0]")
            .fails("reshape([1, 2, 3], 2, 2)", "shape/reshape")
            .batch(Batching.RESHAPING)
            .build();

    static final Op FLATTEN = op("flatten(x: [...s]; start: int = 0)")
            .doc("The axes from `start` on as one, in row-major order: `flatten(x, start = 1)` keeps a batch apart.")
            .example("flatten([[1, 2], [3, 4]])", "[1, 2, 3, 4]")
            .parts((o, in, a) -> {
                Shape shape = in[0].shape();
                int start = shape.rank() == 0 && a.integer("start") == 0 ? 0 : Axes.at("start", a.integer("start"), shape);
                int[] sizes = Arrays.copyOf(shape.toArray(), start + 1);
                sizes[start] = 1;
                for (int i = start; i < shape.rank(); i++) {
                    sizes[start] *= shape.size(i);
                }
                return o.reshape(in[0], Shape.of(sizes));
            })
            .rule((in, a) -> flattened(in.getFirst().sizes(), a.integer("start")))
            .samples("normal[2, 3]", "normal[2, 3, 2]; start = 1")
            .fails("flatten(zeros(2), start = 3)", "shape/axis-range")
            .build();

    static final Op BROADCAST_TO = op("broadcast_to(x: [...], ...sizes: int)")
            .doc("A view of a larger shape, in which axes of size 1 and new leading axes repeat.")
            .example("broadcast_to([1, 2], 2, 2)", "[[1, 2],\n [1, 2]]")
            .kernel((k, x, a) -> {
                try {
                    return x.broadcastTo(Creation.shape(a));
                } catch (OpError e) {
                    throw e.code().equals("shape/broadcast") ? e.labelParameter("sizes", "").label(0, x.shape().toString()) : e;
                }
            })
            .rule((in, a) -> Creation.sized(a))
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[3]; sizes = [2, 3]", "normal[2, 1]; sizes = [2, 3]")
            .fails("broadcast_to([1, 2, 3], 2, 2)", "shape/broadcast")
            .batch(Batching.STRETCHING)
            .build();

    static final Op EXPAND_DIMS = op("expand_dims(x: [...s], axis: int)")
            .doc("A new axis of size 1 at position `axis` of the result.")
            .example("expand_dims([1, 2], 1)", "[[1],\n [2]]")
            .kernel((k, x, a) -> expand(x, a.integer("axis")))
            .rule((in, a) -> {
                if (!in.getFirst().sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
                axes.add(Axes.at(a.integer("axis"), axes.size() + 1, in.getFirst().sizes()), Dim.ONE);
                return Type.tensor(Sizes.of(axes));
            })
            .derivative(vjp(0, (g, s) -> s.reshape(g, s.shape(0))))
            .samples("normal[2, 3]; axis = 1", "normal[3]; axis = -1")
            .fails("expand_dims([1, 2], 3)", "shape/axis-range")
            .batch(Batching.EXPANDING)
            .build();

    static final Op SQUEEZE = op("squeeze(x: [...s]; axis: ints = nil)")
            .doc("Without the axes of size 1, or without those named by `axis`, which must have size 1.")
            .example("squeeze([[1, 2]])", "[1, 2]")
            .kernel((k, x, a) -> squeeze(x, a))
            .rule((in, a) -> in.getFirst().sizes().shape().isPresent()
                    ? Type.tensor(Sizes.of(squeezed(in.getFirst().sizes().shape().get(), a)))
                    : Type.tensor(Sizes.any()))
            .derivative(vjp(0, (g, s) -> s.reshape(g, s.shape(0))))
            .samples("normal[1, 3, 1]", "normal[1, 3, 1]; axis = 0")
            .fails("squeeze(zeros(2, 1), axis = 0)", "shape/squeeze")
            .batch(Batching.SQUEEZING)
            .build();

    static final Op PERMUTE = op("permute(x: [...s], ...axes: int)")
            .doc("The axes in another order: axis `i` of the result is axis `axes[i]` of `x`.")
            .example("permute(zeros(2, 3, 4), 2, 0, 1).shape", "(4, 2, 3)")
            .kernel((k, x, a) -> x.permute(order(x.rank(), a.integers("axes"), x.shape())))
            .rule((in, a) -> permuted(in, a.integers("axes")))
            .derivative(vjp(0, (g, s) -> s.permute(g, inverse(order(s.shape(0).rank(), s.attributes().integers("axes"), s.shape(0))))))
            .samples("normal[2, 3, 2]; axes = [2, 0, 1]", "normal[2, 3]; axes = [-1, 0]")
            .fails("permute(zeros(2, 3), 0, 0)", "shape/axis-twice")
            .fails("permute(zeros(2, 3), 0)", "shape/permute")
            .batch(Batching.PERMUTING)
            .build();

    static final Op TRANSPOSE = op("transpose(x: [...s], ...axes: int)")
            .doc("The axes in reverse order, or in the given order as with `permute`.")
            .example("transpose([[1, 2], [3, 4]])", "[[1, 3],\n [2, 4]]")
            .parts((o, in, a) -> {
                int[] axes = a.integers("axes");
                int rank = in[0].shape().rank();
                if (axes.length == 0) {
                    axes = new int[rank];
                    for (int i = 0; i < rank; i++) {
                        axes[i] = rank - 1 - i;
                    }
                }
                return o.permute(in[0], axes);
            })
            .rule((in, a) -> {
                if (a.integers("axes").length > 0 || !in.getFirst().sizes().ranked()) {
                    return permuted(in, a.integers("axes"));
                }
                return Type.tensor(Sizes.of(in.getFirst().sizes().axes().reversed()));
            })
            .samples("normal[2, 3]; axes = []", "normal[2, 3, 2]; axes = [0, 2, 1]")
            .fails("transpose(zeros(2, 3), 0)", "shape/permute")
            .build();

    static final Op SWAPAXES = op("swapaxes(x: [...s], first: int, second: int)")
            .doc("The same with two axes exchanged: `swapaxes(x, -1, -2)` transposes each matrix of a stack.")
            .example("swapaxes([[1, 2], [3, 4]], 0, 1)", "[[1, 3],\n [2, 4]]")
            .kernel((k, x, a) -> x.transpose(Axes.at("first", a.integer("first"), x.shape()), Axes.at("second", a.integer("second"), x.shape())))
            .rule((in, a) -> {
                if (!in.getFirst().sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
                java.util.Collections.swap(
                        axes, Axes.at(a.integer("first"), axes.size(), axes), Axes.at(a.integer("second"), axes.size(), axes));
                return Type.tensor(Sizes.of(axes));
            })
            .derivative(vjp(0, (g, s) -> s.swapaxes(g, s.attributes().small("first"), s.attributes().small("second"))))
            .samples("normal[2, 3, 2]; first = 0, second = -1")
            .fails("swapaxes(zeros(2), 0, 1)", "shape/axis-range")
            .batch(Batching.SWAPPING)
            .build();

    static final Op FLIP = op("flip(x: [...s]; axis: ints = nil) -> [...s]")
            .doc("The elements in reverse order along every axis, or along `axis`: a view.")
            .example("flip([1, 2, 3])", "[3, 2, 1]")
            .kernel((k, x, a) -> flip(x, Axes.marked(a, x.rank(), x.shape())))
            .derivative(vjp(0, (g, s) -> s.run(Layout.FLIP, new Operand[] {g}, s.attributes().get("axis"))))
            .samples("normal[2, 3]", "normal[2, 3]; axis = 0")
            .fails("flip(zeros(2), axis = 1)", "shape/axis-range")
            .batch(Batching.REDUCING)
            .build();

    static final List<Op> ALL =
            List.of(RESHAPE, FLATTEN, BROADCAST_TO, EXPAND_DIMS, SQUEEZE, PERMUTE, TRANSPOSE, SWAPAXES, FLIP);

    private Layout() {}

    private static Type.Tensor flattened(Sizes sizes, long start) {
        if (!sizes.ranked()) {
            return Type.tensor(Sizes.any());
        }
        List<Dim> axes = sizes.axes();
        int from = axes.isEmpty() && start == 0 ? 0 : Axes.at("start", start, axes.size(), sizes);
        Dim product = Dim.ONE;
        for (Dim axis : axes.subList(from, axes.size())) {
            product = product.times(axis);
        }
        List<Dim> result = new ArrayList<>(axes.subList(0, from));
        result.add(product);
        return Type.tensor(Sizes.of(result));
    }

    private static Shape target(Shape shape, int[] sizes) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else if (sizes[i] < 0) {
                throw reshapes(shape, sizes, sizes[i] == -1 ? "only one size may be -1" : "a size is negative");
            } else {
                known *= sizes[i];
            }
        }
        int[] result = sizes.clone();
        if (open >= 0) {
            if (known == 0 || shape.count() % known != 0) {
                throw reshapes(shape, sizes, known == 0 ? "the size -1 could be anything" : elements(shape) + " not divide by " + known);
            }
            result[open] = (int) (shape.count() / known);
        } else if (known != shape.count()) {
            throw reshapes(shape, sizes, elements(shape) + " not fill " + known + (known == 1 ? " place" : " places"));
        }
        return Shape.of(result);
    }

    private static String elements(Shape shape) {
        return shape.count() == 1 ? "1 element does" : shape.count() + " elements do";
    }

    private static OpError reshapes(Shape shape, int[] sizes, String reason) {
        return OpError.shape("shape/reshape", "cannot reshape " + shape + " to " + Arrays.toString(sizes) + ": " + reason)
                .labelParameter("sizes", "")
                .label(0, shape.toString())
                .hint("the sizes multiply to the number of elements, " + shape.count() + "; one of them may be -1 and follows from the others");
    }

    private static Type.Tensor reshaped(Type.Tensor x, int[] sizes) {
        if (x.sizes().shape().isPresent()) {
            return Type.tensor(Sizes.of(target(x.sizes().shape().get(), sizes)));
        }
        List<Dim> axes = new ArrayList<>();
        for (int size : sizes) {
            axes.add(size == -1 ? Dim.UNKNOWN : Dim.of(size));
        }
        return Type.tensor(Sizes.of(axes));
    }

    static Tensor expand(Tensor x, long axis) {
        int at = Axes.at(axis, x.rank() + 1, x.shape());
        int[] sizes = new int[x.rank() + 1];
        int[] strides = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == at ? 1 : x.shape().size(i < at ? i : i - 1);
            strides[i] = i == at ? 0 : x.stride(i < at ? i : i - 1);
        }
        return x.view(Shape.of(sizes), x.offset(), strides);
    }

    private static Tensor squeeze(Tensor x, Attributes attributes) {
        return x.reshapeView(squeezed(x.shape(), attributes));
    }

    private static Shape squeezed(Shape shape, Attributes attributes) {
        boolean[] marked = Axes.marked(attributes, shape.rank(), shape);
        for (int i = 0; i < marked.length; i++) {
            if (marked[i] && shape.size(i) != 1) {
                if (attributes.has("axis")) {
                    throw OpError.shape("shape/squeeze", "cannot squeeze axis " + i + " of " + shape + ": its size is " + shape.size(i) + ", not 1")
                            .labelParameter("axis", "")
                            .label(0, shape.toString())
                            .hint("only axes of size 1 can be left out; " + (i == 0 ? "$0[0]" : "$0[" + ":, ".repeat(i) + "0]") + " takes one element of the axis, mean($0, axis = " + i + ") makes one of all");
                }
                marked[i] = false;
            }
        }
        return Axes.without(shape, marked, false);
    }

    private static int[] order(int rank, int[] axes, Object shape) {
        if (axes.length != rank) {
            throw OpError.shape("shape/permute", "permute needs all axes of " + shape + ", which has " + Describe.axes(rank) + ", and got "
                            + (axes.length == 0 ? "none" : axes.length))
                    .labelParameter("axes", "")
                    .label(0, shape.toString())
                    .hint(rank == 0 ? "a value of rank 0 has no axes" : "name every axis once: some order of 0 to " + (rank - 1));
        }
        int[] order = new int[rank];
        boolean[] seen = new boolean[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = Axes.at("axes", axes[i], rank, shape);
            if (seen[order[i]]) {
                throw Axes.twice("axes", axes[i], shape);
            }
            seen[order[i]] = true;
        }
        return order;
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    private static Type.Tensor permuted(List<Type.Tensor> in, int[] axes) {
        Sizes sizes = in.getFirst().sizes();
        if (!sizes.ranked()) {
            return Type.tensor(Sizes.any());
        }
        List<Dim> result = new ArrayList<>();
        for (int axis : order(sizes.axes().size(), axes, sizes)) {
            result.add(sizes.axes().get(axis));
        }
        return Type.tensor(Sizes.of(result));
    }

    private static Tensor flip(Tensor x, boolean[] marked) {
        int[] strides = x.strides();
        int offset = x.offset();
        for (int i = 0; i < marked.length; i++) {
            if (marked[i] && x.shape().size(i) > 0) {
                offset += (x.shape().size(i) - 1) * strides[i];
                strides[i] = -strides[i];
            }
        }
        return x.count() == 0 ? x : x.view(x.shape(), offset, strides);
    }
}

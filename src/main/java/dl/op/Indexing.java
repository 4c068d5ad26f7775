package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Sizes;
import dl.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `x[...]` and `x[...] = value`. The brackets themselves are one attribute, an [Index].
final class Indexing {
    static final Op GET = op("getindex(x: [...s], items: str)")
            .internal()
            .doc("The elements that the brackets of `x[...]` name.")
            .example("[5, 6, 7][1]", "6")
            .kernel((k, x, a) -> index(a).get(x))
            .rule((in, a) -> Type.tensor(Sizes.any()))
            .derivative(vjp(0, (g, s) -> s.run(
                    Indexing.ADD, new Operand[] {Tensor.zeros(g.dtype(), s.shape(0)), g}, index(s.attributes()))))
            .build();

    static final Op SET = op("setindex(x: [...s], value: [...], items: str) -> [...s]")
            .internal()
            .doc("The tensor with `value` at the elements that the brackets of `x[...] = value` name.")
            .example("{ var a = [1, 2, 3]; a[0] = 9; a }", "[9, 2, 3]")
            .kernel((k, x, value, a) -> set(x.copy(), index(a), value))
            .derivative(
                    vjp(0, (g, s) -> s.run(Indexing.SET, new Operand[] {g, s.whole(0)}, index(s.attributes()))),
                    vjp(0, (g, s) -> {
                        Operand part = s.run(GET, new Operand[] {g}, index(s.attributes()));
                        return index(s.attributes()).gathers()
                                ? s.where(last(index(s.attributes()), s.shape(0), part.shape()), part, s.whole(0))
                                : part;
                    }))
            .build();

    static final Op ADD = op("addindex(x: [...s], value: [...], items: str) -> [...s]")
            .internal()
            .doc("The tensor with `value` added at the elements that the brackets name; equal positions add up.")
            .example("{ var a = [1, 2, 3]; a[[0, 0]] += 5; a }", "[11, 2, 3]")
            .kernel((k, x, value, a) -> add(x.copy(), index(a), value))
            .derivative(
                    vjp(0, (g, s) -> g),
                    vjp(0, (g, s) -> s.run(GET, new Operand[] {g}, index(s.attributes()))))
            .build();

    private Indexing() {}

    private static Index index(Attributes attributes) {
        return (Index) attributes.get(0);
    }

    /// Writes into the storage of `x`, which nobody else may hold.
    static Tensor set(Tensor x, Index index, Tensor value) {
        index.put(x, fit(x, value, index.shape(x)));
        return x;
    }

    static Tensor add(Tensor x, Index index, Tensor value) {
        if (x.dtype() == DType.BOOL) {
            throw OpError.type("type/lossy", "cannot add to the elements of a bool tensor")
                    .label(0, Describe.type(x))
                    .hint("convert it: i64($0)");
        }
        Tensor source = fit(x, value, index.shape(x)).contiguousCopy();
        Moves.add(x, index.places(x), source);
        return x;
    }

    /// The value in the type of the tensor and the shape of its place.
    private static Tensor fit(Tensor x, Tensor value, Shape shape) {
        if (value.dtype().compareTo(x.dtype()) > 0 && !(x.dtype() == DType.F32 && value.dtype() == DType.F64)) {
            throw OpError.type("type/lossy", "cannot put " + Describe.a(value) + " into " + (x.dtype() == DType.BOOL || x.dtype() == DType.C128 ? "a " : "an ") + x.dtype() + " tensor")
                    .label(1, Describe.type(value))
                    .hint(value.dtype() == DType.C128
                            ? "c128(x) makes the tensor complex, real(value) takes the real part"
                            : "make the tensor " + value.dtype() + " first, " + value.dtype() + "(x), or convert the value: "
                                    + (x.dtype() == DType.I64 && value.weak() ? "int(...) cuts fractions off" : x.dtype() + "(...)"));
        }
        try {
            return Promotion.to(value, x.dtype()).broadcastTo(shape);
        } catch (OpError e) {
            if (!e.code().startsWith("shape/")) {
                throw e;
            }
            throw OpError.shape("shape/assign", "cannot put " + value.shape() + " into a place of shape " + shape)
                    .label(1, Describe.type(value))
                    .hint("the value must have the shape of the place, or stretch to it: one number fits everywhere");
        }
    }

    /// Where the elements of a gathered place are the last that was written.
    private static Tensor last(Index index, Shape shape, Shape part) {
        int[] places = index.places(Tensor.zeros(DType.BOOL, shape));
        Map<Integer, Integer> winners = new HashMap<>();
        for (int i = 0; i < places.length; i++) {
            winners.put(places[i], i);
        }
        boolean[] last = new boolean[places.length];
        winners.values().forEach(i -> last[i] = true);
        return Tensor.of(part, last);
    }

    static Operand run(OpContext context, Op op, Operand[] inputs, List<IndexItem> items) {
        return op.apply(context, inputs, op.attributes(new Index(items)));
    }
}

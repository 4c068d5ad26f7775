package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            .batch(Batching.GETTING)
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
            .batch(Batching.SETTING)
            .build();

    static final Op ADD = op("addindex(x: [...s], value: [...], items: str) -> [...s]")
            .internal()
            .doc("The tensor with `value` added at the elements that the brackets name; equal positions add up.")
            .example("{ var a = [1, 2, 3]; a[[0, 0]] += 5; a }", "[11, 2, 3]")
            .kernel((k, x, value, a) -> add(k, x.copy(), index(a), value))
            .derivative(
                    vjp(0, (g, s) -> g),
                    vjp(0, (g, s) -> s.run(GET, new Operand[] {g}, index(s.attributes()))))
            .batch(Batching.SETTING)
            .build();

    /// As [#GET], with positions that differ among the examples of a batch.
    static final Op GET_AT = op("getindex_at(x: [...s], ...positions: i64[...]; items: str = nil)")
            .internal()
            .doc("The elements that the brackets of `x[...]` name, with positions that are inputs.")
            .kernels((k, in, a) -> filled(a, in, 1).get((Tensor) in[0]))
            .rule((in, a) -> Type.tensor(Sizes.any()))
            .derivative(
                    vjp(Derivative.ALL_INPUTS & ~Derivative.X, (g, s) ->
                            at(s, Indexing.ADD_AT, 1, s.inputCount(), Tensor.zeros(g.dtype(), s.shape(0)), g)),
                    zero("positions do not change smoothly"))
            .batch(Indexing::getBatch)
            .build();

    static final Op SET_AT = op("setindex_at(x: [...s], value: [...], ...positions: i64[...]; items: str = nil) -> [...s]")
            .internal()
            .doc("The tensor with `value` at the elements that the brackets of `x[...] = value` name, with positions that are inputs.")
            .kernels((k, in, a) -> set(((Tensor) in[0]).copy(), filled(a, in, 2), (Tensor) in[1]))
            .derivative(
                    vjp(Derivative.ALL_INPUTS & ~Derivative.X & ~Derivative.Y, (g, s) -> at(s, Indexing.SET_AT, 2, s.inputCount(), g, s.whole(0))),
                    vjp(Derivative.ALL_INPUTS & ~Derivative.X & ~Derivative.Y, (g, s) -> s.where(
                            at(s, Indexing.LAST_AT, 2, s.inputCount(), Tensor.zeros(DType.BOOL, s.shape(0))),
                            at(s, Indexing.GET_AT, 2, s.inputCount(), g), s.whole(0))),
                    zero("positions do not change smoothly"))
            .batch(Indexing::setBatch)
            .build();

    static final Op ADD_AT = op("addindex_at(x: [...s], value: [...], ...positions: i64[...]; items: str = nil) -> [...s]")
            .internal()
            .doc("The tensor with `value` added at the elements that the brackets name, with positions that are inputs.")
            .kernels((k, in, a) -> add(k, ((Tensor) in[0]).copy(), filled(a, in, 2), (Tensor) in[1]))
            .derivative(
                    vjp(0, (g, s) -> g),
                    vjp(Derivative.ALL_INPUTS & ~Derivative.X & ~Derivative.Y, (g, s) -> at(s, GET_AT, 2, s.inputCount(), g)),
                    zero("positions do not change smoothly"))
            .batch(Indexing::setBatch)
            .build();

    private static final Op LAST_AT = op("lastindex_at(x: [...s], ...positions: i64[...]; items: str = nil) -> bool[...]")
            .internal()
            .doc("Where an element that the brackets name is the last of its position.")
            .kernels((k, in, a) -> {
                Index index = filled(a, in, 1);
                return last(index, in[0].shape(), index.shape((Tensor) in[0]));
            })
            .derivative(zero("positions do not change smoothly"))
            .build();

    private Indexing() {}

    /// Runs an operation with the positions that stand behind the first inputs of the one that is differentiated.
    private static Operand at(Saved s, Op op, int behind, int count, Operand... first) {
        Operand[] inputs = java.util.Arrays.copyOf(first, first.length + count - behind);
        for (int i = behind; i < count; i++) {
            inputs[first.length + i - behind] = s.input(i);
        }
        return s.run(op, inputs, index(s.attributes()));
    }

    /// The brackets with the positions of the inputs.
    private static Index filled(Attributes attributes, Operand[] inputs, int behind) {
        List<IndexItem> items = new ArrayList<>();
        for (IndexItem item : index(attributes).items()) {
            items.add(item instanceof IndexItem.GatherInput(int input) ? new IndexItem.Gather(inputs[behind + input]) : item);
        }
        return new Index(items);
    }

    /// For a tensor that is the same for all examples and one index into it, or brackets that begin with positions only.
    private static @Nullable Operand getBatch(Batching.Call call) {
        List<IndexItem> items = index(call.attributes()).items();
        if (!call.batched()[0]) {
            boolean whole = items.stream().allMatch(item -> item instanceof IndexItem.GatherInput || item.equals(IndexItem.Slice.ALL));
            int axis = items.indexOf(new IndexItem.GatherInput(0));
            if (!whole || call.inputs().length != 2) {
                return null;
            }
            Operand result = call.run(call.inputs());
            int[] order = new int[result.shape().rank()];
            order[0] = axis;
            for (int i = 1; i < order.length; i++) {
                order[i] = i <= axis ? i - 1 : i;
            }
            return call.algebra().permute(result, order);
        }
        return call.examples() > 0 && paired(items) ? call.algebra().run(GET_AT, pairs(call, 1, call.inputs()[0]), new Index(behindExample(items))) : null;
    }

    private static @Nullable Operand setBatch(Batching.Call call) {
        List<IndexItem> items = index(call.attributes()).items();
        if (call.examples() == 0 || !paired(items)) {
            return null;
        }
        int gathered = 0;
        for (int i = 2; i < call.inputs().length; i++) {
            gathered = Math.max(gathered, call.rank(i));
        }
        int selected = gathered + call.rank(0) - (int) items.stream().filter(IndexItem.GatherInput.class::isInstance).count();
        if (selected < call.rank(1)) {
            return null;
        }
        return call.algebra().run(call.op(), pairs(call, 2, call.stretched(0), call.aligned(1, selected)), new Index(behindExample(items)));
    }

    /// Whether the brackets are positions, and nothing else but whole axes behind them.
    private static boolean paired(List<IndexItem> items) {
        boolean whole = false;
        for (IndexItem item : items) {
            if (item.equals(IndexItem.Slice.ALL)) {
                whole = true;
            } else if (whole || !(item instanceof IndexItem.GatherInput)) {
                return false;
            }
        }
        return true;
    }

    private static List<IndexItem> behindExample(List<IndexItem> items) {
        List<IndexItem> all = new ArrayList<>();
        all.add(new IndexItem.GatherInput(0));
        for (IndexItem item : items) {
            all.add(item instanceof IndexItem.GatherInput(int input) ? new IndexItem.GatherInput(input + 1) : item);
        }
        return all;
    }

    /// The inputs with the number of the example as the first position.
    private static Operand[] pairs(Batching.Call call, int behind, Operand... first) {
        int rank = 0;
        for (int i = behind; i < call.inputs().length; i++) {
            rank = Math.max(rank, call.rank(i));
        }
        long[] numbers = new long[call.examples()];
        java.util.Arrays.setAll(numbers, i -> i);
        int[] sizes = new int[rank + 1];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = numbers.length;
        Operand[] all = java.util.Arrays.copyOf(first, call.inputs().length + 1);
        all[behind] = Tensor.of(Shape.of(sizes), numbers);
        for (int i = behind; i < call.inputs().length; i++) {
            all[i + 1] = call.aligned(i, rank);
        }
        return all;
    }

    private static Index index(Attributes attributes) {
        return (Index) attributes.get(0);
    }

    /// Writes into the storage of `x`, which nobody else may hold.
    static Tensor set(Tensor x, Index index, Tensor value) {
        index.put(x, fit(x, value, index.shape(x)));
        return x;
    }

    static Tensor add(OpContext context, Tensor x, Index index, Tensor value) {
        if (x.dtype() == DType.BOOL) {
            throw OpError.type("type/lossy", "cannot add to the elements of a bool tensor")
                    .label(0, Describe.type(x))
                    .hint("convert it: i64($0)");
        }
        Tensor source = fit(x, value, index.shape(x)).contiguousCopy();
        index.add(context.kernels(), x, source);
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
        for (IndexItem item : items) {
            if (item instanceof IndexItem.Gather(Operand positions) && !(positions instanceof Tensor)) {
                return runAt(context, op == GET ? GET_AT : op == SET ? SET_AT : ADD_AT, inputs, items);
            }
        }
        return op.apply(context, inputs, op.attributes(new Index(items)));
    }

    private static Operand runAt(OpContext context, Op op, Operand[] inputs, List<IndexItem> items) {
        List<Operand> all = new ArrayList<>(List.of(inputs));
        List<IndexItem> open = new ArrayList<>();
        for (IndexItem item : items) {
            if (item instanceof IndexItem.Gather(Operand positions)) {
                open.add(new IndexItem.GatherInput(all.size() - inputs.length));
                all.add(positions);
            } else {
                open.add(item);
            }
        }
        return op.apply(context, all.toArray(Operand[]::new), op.attributes(new Index(open)));
    }
}

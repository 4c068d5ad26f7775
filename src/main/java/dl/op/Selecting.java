package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
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

/// Picking elements by position, and putting them in order.
final class Selecting {
    private static final Derivative POSITIONS = zero("positions do not change smoothly");

    static final Op TAKE = op("take(x: [...s], positions: i64[...]; axis: int = 0)")
            .doc("The parts of `x` at `positions` along `axis`: `take(x, i)` is `x[i]`.")
            .example("take([5, 6, 7], [2, 0])", "[7, 5]")
            .parts((o, in, a) -> {
                int axis = Axes.at(a.integer("axis"), in[0].shape());
                List<IndexItem> items = new ArrayList<>();
                for (int i = 0; i < axis; i++) {
                    items.add(IndexItem.Slice.ALL);
                }
                items.add(new IndexItem.Gather(in[1]));
                return Indexing.run(o.context(), Indexing.GET, new Operand[] {in[0]}, items);
            })
            .rule((in, a) -> {
                if (!in.get(0).sizes().ranked() || !in.get(1).sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.get(0).sizes().axes());
                int axis = Axes.at(a.integer("axis"), axes.size(), in.get(0).sizes());
                axes.remove(axis);
                axes.addAll(axis, in.get(1).sizes().axes());
                return Type.tensor(Sizes.of(axes));
            })
            .samples("normal[3, 2], index[4]", "normal[2, 3], index[2]; axis = 1")
            .fails("take([1, 2, 3], [3])", "index/range")
            .build();

    static final Op GATHER = op("gather(x: [...], positions: i64[...]; axis: int = -1)")
            .doc("For each position the element of `x` there along `axis`, with the other indices its own: `gather(log_p, labels[:, None])`.")
            .example("gather([[1, 2], [3, 4]], [[1], [0]])", "[[2],\n [3]]")
            .kernel((k, x, positions, a) -> gather(x, positions, a.integer("axis")))
            .rule((in, a) -> Type.tensor(in.get(1).sizes()))
            .derivative(
                    vjp(Y, (g, s) -> s.run(
                            Selecting.SCATTER_ADD,
                            new Operand[] {Tensor.zeros(g.dtype(), s.shape(0)), s.input(1), g},
                            s.attributes().get("axis"))),
                    POSITIONS)
            .samples("normal[3, 2], index[3, 1]", "normal[3, 2], index[2, 2]; axis = 0")
            .fails("gather([1, 2, 3], [3])", "index/range")
            .batch(Batching.ALONG)
            .build();

    static final Op SCATTER_ADD = op("scatter_add(x: [...s], positions: i64[...], source: [...]; axis: int = -1) -> [...s]")
            .doc("`x` with each element of `source` added at its position along `axis`: the reverse of `gather`.")
            .example("scatter_add([0, 0, 0], [1, 1], [5, 6])", "[0, 11, 0]")
            .kernel((k, x, positions, source, a) -> scatter(x, positions, source, a.integer("axis")))
            .derivative(
                    vjp(0, (g, s) -> g),
                    POSITIONS,
                    vjp(Y, (g, s) -> s.run(GATHER, new Operand[] {g, s.input(1)}, s.attributes().get("axis"))))
            .samples("normal[3, 3], index[3, 2], normal[3, 2]")
            .fails("scatter_add([1, 2], [2], [1])", "index/range")
            .build();

    static final Op ONE_HOT = op("one_hot(x: i64[...s], classes: int; dtype: dtype = nil) -> [...s, _]")
            .doc("For each class number a vector of zeros with a one there.")
            .example("one_hot([1, 0], 3)", "[[0.0, 1.0, 0.0],\n [1.0, 0.0, 0.0]]")
            .kernel((k, x, a) -> oneHot(x, a.integer("classes"), Creation.type(k, a)))
            .rule((in, a) -> {
                if (!in.getFirst().sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
                axes.add(Dim.of(a.integer("classes")));
                return Type.tensor(Sizes.of(axes));
            })
            .derivative(POSITIONS)
            .samples("index[3]; classes = 4")
            .fails("one_hot([3], 3)", "index/range")
            .batch(Batching.LEADING)
            .build();

    static final Op ARGSORT = op("argsort(x: [...s]; axis: int = -1, descending: bool = false) -> i64[...s]")
            .doc("The positions that put the elements in order along `axis`; equal elements keep theirs, NaN comes last.")
            .example("argsort([3, 1, 2])", "[1, 2, 0]")
            .kernel((k, x, a) -> argsort(x, a.integer("axis"), a.bool("descending")))
            .rule(RowFunctions::along)
            .derivative(POSITIONS)
            .samples("distinct[4]", "distinct[2, 3]; axis = 0", "distinct[2, 3]; descending = true")
            .fails("argsort(zeros(2), axis = 1)", "shape/axis-range")
            .batch(Batching.ALONG)
            .build();

    static final Op SORT = op("sort(x: [...s]; axis: int = -1, descending: bool = false) -> [...s]")
            .doc("The elements in order along `axis`; NaN comes last.")
            .example("sort([3, 1, 2])", "[1, 2, 3]")
            .parts((o, in, a) -> o.run(
                    GATHER, new Operand[] {in[0], ARGSORT.apply(o.context(), new Operand[] {in[0].detached()}, a)}, a.get("axis")))
            .rule(RowFunctions::along)
            .samples("distinct[4]", "distinct[2, 3]; axis = 0", "distinct[2, 3]; descending = true")
            .fails("sort(zeros(2), axis = 1)", "shape/axis-range")
            .build();

    static final Op NONZERO = op("nonzero(x: [...]) -> i64[_, _]")
            .doc("The indices of the elements that are not 0 (not false), one row each, in row-major order.")
            .example("nonzero([0, 3, 5])", "[[1],\n [2]]")
            .kernel((k, x, a) -> {
                Tensor[] found = nonzero(x.to(DType.BOOL));
                int n = found.length == 0 ? x.booleanAt(0) ? 1 : 0 : found[0].count();
                long[] rows = new long[n * found.length];
                for (int axis = 0; axis < found.length; axis++) {
                    for (int i = 0; i < n; i++) {
                        rows[i * found.length + axis] = found[axis].longs()[i];
                    }
                }
                return Tensor.of(Shape.of(n, found.length), rows);
            })
            .rule((in, a) -> Type.tensor(Sizes.of(Dim.UNKNOWN, Dim.UNKNOWN)))
            .derivative(POSITIONS)
            .samples("bool[2, 3]")
            .build();

    static final Op UNIQUE = op("unique(x: [...]) -> [_]")
            .doc("The different elements, in order.")
            .example("unique([3, 1, 3])", "[1, 3]")
            .parts((o, in, a) -> {
                Tensor x = in[0].plain();
                Tensor flat = x.reshapeView(Shape.of(x.count())).weak(false);
                Tensor sorted = o.run(SORT, new Operand[] {flat}).plain();
                int[] kept = new int[sorted.count()];
                int n = 0;
                for (int i = 0; i < kept.length; i++) {
                    if (i == 0 || sorted.doubleAt(i) != sorted.doubleAt(i - 1)
                            || sorted.dtype() == DType.I64 && sorted.longAt(i) != sorted.longAt(i - 1)) {
                        kept[n++] = sorted.position(i);
                    }
                }
                return Moves.pick(sorted, Arrays.copyOf(kept, n), Shape.of(n));
            })
            .rule((in, a) -> Type.tensor(Sizes.of(Dim.UNKNOWN)))
            .samples("whole[2, 3]")
            .build();

    static final List<Op> ALL = List.of(TAKE, GATHER, SCATTER_ADD, ONE_HOT, ARGSORT, SORT, NONZERO, UNIQUE);

    private Selecting() {}

    /// For each axis the positions of the true elements, in row-major order.
    static Tensor[] nonzero(Tensor condition) {
        Tensor flat = condition.contiguousCopy();
        boolean[] x = flat.booleans();
        int n = dl.kernel.BooleanKernels.count(x, flat.offset(), flat.count());
        int rank = flat.rank();
        long[][] found = new long[rank][n];
        int at = 0;
        for (int i = 0; i < flat.count(); i++) {
            if (x[flat.offset() + i]) {
                for (int axis = rank - 1, rest = i; axis >= 0; axis--) {
                    found[axis][at] = rest % flat.shape().size(axis);
                    rest /= flat.shape().size(axis);
                }
                at++;
            }
        }
        Tensor[] result = new Tensor[rank];
        for (int axis = 0; axis < rank; axis++) {
            result[axis] = Tensor.of(Shape.of(n), found[axis]);
        }
        return result;
    }

    /// The places in `x` that positions along an axis name, the other indices being those of the position itself.
    private static int[] places(Tensor x, Tensor positions, long axisGiven) {
        int axis = Axes.at(axisGiven, x.shape());
        if (positions.dtype() != DType.I64) {
            throw OpError.type("type/not-int", "positions are ints, and these are " + Describe.type(positions))
                    .label(1, Describe.type(positions))
                    .hint("convert them: i64($1)");
        }
        boolean fits = positions.rank() == x.rank();
        for (int i = 0; fits && i < x.rank(); i++) {
            fits = i == axis || positions.shape().size(i) <= x.shape().size(i);
        }
        if (!fits) {
            throw OpError.shape("shape/gather", "positions " + positions.shape() + " do not fit " + x.shape()
                            + ": they need as many axes, none larger except axis " + axis)
                    .label(0, Describe.type(x))
                    .label(1, Describe.type(positions))
                    .hint("gather takes a position for each element of the result; take($0, $1, axis = " + axis + ") picks whole slices");
        }
        // a view of x over the shape of the positions, standing still along the axis
        int[] strides = x.strides();
        int stride = strides[axis];
        strides[axis] = 0;
        int[] places = Moves.places(x.view(positions.shape(), x.offset(), strides));
        int size = x.shape().size(axis);
        for (int i = 0; i < places.length; i++) {
            places[i] += Index.at(positions.longAt(i), size, axis) * stride;
        }
        return places;
    }

    private static Tensor gather(Tensor x, Tensor positions, long axis) {
        return Moves.pick(x, places(x, positions, axis), positions.shape());
    }

    private static Tensor scatter(Tensor x, Tensor positions, Tensor source, long axis) {
        Tensor result = x.copy().weak(false);
        if (x.dtype() == DType.BOOL) {
            throw OpError.type("type/not-number", "scatter_add adds numbers, not bools").label(0, Describe.type(x)).hint("convert them: i64($0)");
        }
        Tensor added = Promotion.to(source, x.dtype()).broadcastTo(positions.shape()).contiguousCopy();
        Moves.add(result, places(result, positions, axis), added);
        return result;
    }

    private static Tensor oneHot(Tensor x, long classesGiven, DType type) {
        if (x.dtype() != DType.I64) {
            throw OpError.type("type/not-int", "class numbers are ints, and these are " + Describe.type(x))
                    .label(0, Describe.type(x))
                    .hint("convert them: i64($0)");
        }
        int classes = Creation.size(classesGiven);
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.rank() + 1);
        sizes[x.rank()] = classes;
        Tensor result = Tensor.zeros(type, Shape.of(sizes));
        int[] places = new int[x.count()];
        for (int i = 0; i < places.length; i++) {
            long label = x.longAt(i);
            if (label < 0 || label >= classes) {
                throw OpError.index("index/range", "class " + label + " is not among " + classes + (classes == 1 ? " class" : " classes"))
                        .label(0, Describe.type(x))
                        .labelParameter("classes", "")
                        .hint(label < 0 ? "classes are counted from 0" : "classes are 0 to " + (classes - 1));
            }
            places[i] = i * classes + (int) label;
        }
        Moves.put(result, places, Creation.filled(x.shape(), type, 1));
        return result;
    }

    private static Tensor argsort(Tensor x, long axisGiven, boolean descending) {
        Promotion.ordered("sorting", x, 0);
        int axis = Axes.at(axisGiven, x.shape());
        int n = x.shape().size(axis);
        Tensor rows = x.transpose(axis, x.rank() - 1).contiguousCopy();
        int count = n == 0 ? 0 : rows.count() / n;
        long[] out = new long[rows.count()];
        for (int row = 0; row < count; row++) {
            if (rows.dtype() == DType.F32) {
                sortFloats(rows.floats(), rows.offset() + row * n, out, row * n, n, descending);
            } else {
                sortOthers(rows, out, row * n, n, descending);
            }
        }
        return Tensor.of(rows.shape(), out).transpose(axis, x.rank() - 1).contiguousCopy();
    }

    /// As ints that order like the floats, with the position below: sorted without a comparison of objects.
    private static void sortFloats(float[] x, int at, long[] out, int to, int n, boolean descending) {
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            // -0.0 + 0.0 is 0.0: the zeros are equal, and keep their order
            int bits = Float.floatToIntBits(x[at + i] + 0f);
            int ordered = bits < 0 ? bits ^ 0x7fff_ffff : bits;
            boolean last = x[at + i] != x[at + i];
            int key = last ? Integer.MAX_VALUE : descending ? ~ordered : ordered;
            keys[i] = (long) key << 32 | i;
        }
        Arrays.sort(keys);
        for (int i = 0; i < n; i++) {
            out[to + i] = (int) keys[i];
        }
    }

    private static void sortOthers(Tensor rows, long[] out, int at, int n, boolean descending) {
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> compare(rows, at + a, at + b, descending));
        for (int i = 0; i < n; i++) {
            out[at + i] = order[i];
        }
    }

    private static int compare(Tensor x, int a, int b, boolean descending) {
        if (x.dtype() == DType.I64 || x.dtype() == DType.BOOL) {
            int order = Long.compare(x.longAt(a), x.longAt(b));
            return descending ? -order : order;
        }
        double p = x.doubleAt(a);
        double q = x.doubleAt(b);
        if (Double.isNaN(p) || Double.isNaN(q)) {
            return Boolean.compare(Double.isNaN(p), Double.isNaN(q));
        }
        int order = p < q ? -1 : p > q ? 1 : 0;
        return descending ? -order : order;
    }
}

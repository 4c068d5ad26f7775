package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.kernel.DoublePool;
import dl.kernel.FloatPool;
import dl.kernel.LongPool;
import dl.kernel.Windows;
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
import java.util.Set;
import java.util.TreeSet;

/// Windows that slide over the axes behind the first two and become one element each: the largest, the mean, the p-norm.
final class Pooling {
    private static final String STEPS = "window: ints, stride: ints, before: ints, dilation: ints, sizes: ints";
    private static final String OPTIONS =
            "stride: ints = nil, padding: padding = 0, dilation: ints = 1, ceil_mode: bool = false";
    private static final String SLIDES = "`stride` is how far the window moves, by default its own size; `padding` goes around (see `conv2d`) and "
            + "`dilation` between the elements of a window; with `ceil_mode` the last window may reach beyond the end. ";
    private static final String[] IMAGES = {"", "[n, c, length]", "[n, c, height, width]", "[n, c, depth, height, width]"};
    private static final String STEPS_EXAMPLE = "window = [2], stride = [1], before = [0], dilation = [1], sizes = ";

    static final Op SUM = op("pool_sum(x: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("The sum of each window; `sizes` are those of the result behind its first two axes.")
            .example("pool_sum([[[1.0, 2.0, 4.0]]], " + STEPS_EXAMPLE + "[2])", "[[[3.0, 6.0]]]")
            .kernel((k, x, a) -> sum(k, x, a))
            .rule(Pooling::sized)
            .derivative(vjp(0, (g, s) -> linear(s, Pooling.SPREAD, g)))
            .samples("normal[1, 2, 5]; window = [3], stride = [2], before = [1], dilation = [1], sizes = [3]")
            .fails("pool_sum(zeros(3), " + STEPS_EXAMPLE + "[2])", "shape/rank")
            .batch(Batching.merging(1))
            .build();

    static final Op SPREAD = op("pool_spread(x: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("The transpose of `pool_sum`: adds each element to all elements of its window.")
            .example("pool_spread([[[1.0, 2.0]]], " + STEPS_EXAMPLE + "[3])", "[[[1.0, 3.0, 2.0]]]")
            .kernel((k, x, a) -> spread(k, x, a))
            .rule(Pooling::sized)
            .derivative(vjp(0, (g, s) -> linear(s, SUM, g)))
            .samples("normal[1, 2, 3]; window = [3], stride = [2], before = [1], dilation = [1], sizes = [5]")
            .fails("pool_spread(zeros(3), " + STEPS_EXAMPLE + "[2])", "shape/rank")
            .batch(Batching.merging(1))
            .build();

    static final Op MAXIMUM = op("pool_max(x: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("The largest element of each window; of equal ones the first gets the derivative.")
            .example("pool_max([[[1.0, 4.0, 2.0]]], " + STEPS_EXAMPLE + "[2])", "[[[4.0, 4.0]]]")
            .kernel((k, x, a) -> maximum(k, x, a))
            .rule(Pooling::sized)
            .derivative(vjp(X, (g, s) -> {
                Operand positions = s.apply(Pooling.POSITIONS, new Operand[] {s.input(0).detached()}, s.attributes());
                if (s.context().strictGradients()) {
                    noTies(s, images(s.input(0)), images(positions));
                }
                return s.run(Pooling.PUT, new Operand[] {g, positions}, (Object) Sliding.spatial(s.shape(0)));
            }))
            .samples("distinct[1, 2, 5]; window = [3], stride = [2], before = [1], dilation = [1], sizes = [3]")
            .fails("pool_max(zeros(3), " + STEPS_EXAMPLE + "[2])", "shape/rank")
            .batch(Batching.merging(1))
            .build();

    static final Op POSITIONS = op("pool_positions(x: [...]; " + STEPS + ") -> i64[...]")
            .internal()
            .doc("Where the largest element of each window is, the first of equal ones, counted in row-major order behind the first two axes.")
            .example("pool_positions([[[1.0, 4.0, 2.0]]], " + STEPS_EXAMPLE + "[2])", "[[[1, 1]]]")
            .kernel((k, x, a) -> positions(k, x, a, false))
            .rule(Pooling::sized)
            .derivative(zero("positions do not change smoothly"))
            .samples("distinct[1, 2, 5]; window = [3], stride = [2], before = [1], dilation = [1], sizes = [3]")
            .fails("pool_positions(zeros(3), " + STEPS_EXAMPLE + "[2])", "shape/rank")
            .batch(Batching.merging(1))
            .build();

    static final Op PICK = op("pool_pick(x: [...], positions: i64[...]) -> [...]")
            .internal()
            .doc("For each image and channel the elements at `positions`, counted in row-major order behind the first two axes.")
            .example("pool_pick([[[5.0, 6.0, 7.0]]], [[[2, 0]]])", "[[[7.0, 5.0]]]")
            .kernel((k, x, positions, a) -> pick(x, positions))
            .rule((in, a) -> new Type.Tensor(in.get(0).element(), in.get(1).sizes()))
            .derivative(
                    vjp(Y, (g, s) -> s.run(Pooling.PUT, new Operand[] {g, s.input(1)}, (Object) Sliding.spatial(s.shape(0)))),
                    zero("positions do not change smoothly"))
            .samples("normal[2, 2, 3], index[2, 2, 2]")
            .fails("pool_pick([[[5.0]]], [[[1]]])", "index/range")
            .batch(Batching.merging(2))
            .build();

    static final Op PUT = op("pool_put(x: [...], positions: i64[...]; sizes: ints) -> [...]")
            .internal()
            .doc("The transpose of `pool_pick`: zeros of `sizes` behind the first two axes, with each element added at its position.")
            .example("pool_put([[[7.0, 5.0]]], [[[2, 2]]], sizes = [3])", "[[[ 0.0,  0.0, 12.0]]]")
            .kernel((k, x, positions, a) -> put(x, positions, a.integers("sizes")))
            .rule((in, a) -> sized(in, a))
            .derivative(
                    vjp(Y, (g, s) -> s.run(PICK, g, s.input(1))),
                    zero("positions do not change smoothly"))
            .samples("normal[2, 2, 3], index[2, 2, 3]; sizes = [4]")
            .fails("pool_put([[[5.0]]], [[[1]]], sizes = [1])", "index/range")
            .batch(Batching.merging(2))
            .build();

    static final List<Op> ALL = all();

    private Pooling() {}

    private static List<Op> all() {
        List<Op> all = new ArrayList<>(List.of(SUM, SPREAD, MAXIMUM, POSITIONS, PICK, PUT));
        for (int rank = 1; rank <= 3; rank++) {
            all.add(max(rank));
            all.add(average(rank));
            all.add(norm(rank));
        }
        return List.copyOf(all);
    }

    private static String signature(String name, int rank, String before, String after) {
        String blanks = ", _".repeat(rank);
        return name + "(x: [n, c" + blanks + "], window: ints; " + before + OPTIONS + after + ") -> [n, c" + blanks + "]";
    }

    private static String[] samples(int rank, String domain, String more) {
        return switch (rank) {
            case 1 -> new String[] {domain + "[2, 2, 5]; window = 2" + more, domain + "[1, 2, 5]; window = 3, stride = 2, padding = [1, 2]" + more,
                domain + "[1, 1, 5]; window = 2, stride = 2, ceil_mode = true" + more};
            case 2 -> new String[] {domain + "[1, 2, 4, 3]; window = 2" + more,
                domain + "[1, 1, 4, 5]; window = [3, 2], stride = [1, 2], padding = \"same\"" + more,
                domain + "[1, 1, 5, 4]; window = 2, dilation = 2, stride = 1, padding = 1" + more};
            default -> new String[] {domain + "[1, 1, 2, 3, 4]; window = 2, stride = 1" + more};
        };
    }

    private static Op.Builder failing(String name, int rank, Op.Builder builder) {
        String small = ", 3".repeat(rank);
        return builder
                .fails(name + "(zeros(1, 2" + small + "), 4)", "shape/window")
                .fails(name + "(zeros(1, 2" + small + "), 2, padding = 2)", "shape/window")
                .fails(name + "(zeros(2" + small + "), 2)", "shape/rank")
                .fails(name + "(zeros(1, 2" + small + "), 0)", "value/window")
                .fails(name + "(zeros(1, 2" + small + "), 2, padding = \"full\")", "value/window");
    }

    private static Op max(int rank) {
        String name = "max_pool" + rank + "d";
        return failing(name, rank, op(signature(name, rank, "", ""))
                .doc("The largest element of each window of the images `x` `" + IMAGES[rank] + "`; NaN wins. " + SLIDES
                        + "Padding is never the largest. Of equal elements the first gets the derivative."))
                .example(switch (rank) {
                    case 1 -> "max_pool1d([[[1, 5, 2, 3]]], 2)";
                    case 2 -> "max_pool2d([[[[1, 5], [2, 3]]]], 2)";
                    default -> "max_pool3d(ones(1, 1, 2, 2, 2), 2)";
                }, switch (rank) {
                    case 1 -> "[[[5, 3]]]";
                    case 2 -> "[[[[5]]]]";
                    default -> "[[[[[1.0]]]]]";
                })
                .parts((o, in, a) -> run(o, MAXIMUM, in[0], plan(name, rank, in[0], a)))
                .rule((in, a) -> rule(name, rank, in.getFirst(), a))
                .samples(samples(rank, "distinct", ""))
                .build();
    }

    private static Op average(int rank) {
        String name = "avg_pool" + rank + "d";
        return failing(name, rank, op(signature(name, rank, "", ", count_include_pad: bool = true"))
                .doc("The mean of each window of the images `x` `" + IMAGES[rank] + "`. " + SLIDES
                        + "Padding counts as zeros, or with `count_include_pad = false` not at all; what is beyond the padding never counts."))
                .example(switch (rank) {
                    case 1 -> "avg_pool1d([[[1, 5, 2, 3]]], 2)";
                    case 2 -> "avg_pool2d([[[[1, 5], [2, 4]]]], 2)";
                    default -> "avg_pool3d(ones(1, 1, 2, 2, 2), 2)";
                }, switch (rank) {
                    case 1 -> "[[[3.0, 2.5]]]";
                    case 2 -> "[[[[3.0]]]]";
                    default -> "[[[[[1.0]]]]]";
                })
                .parts((o, in, a) -> {
                    Sliding plan = plan(name, rank, in[0], a);
                    Operand x = floating(o, in[0]);
                    return o.divide(run(o, SUM, x, plan), counts(o, plan, a.bool("count_include_pad"), x.dtype()));
                })
                .rule((in, a) -> rule(name, rank, in.getFirst(), a))
                .samples(samples(rank, "normal", ""))
                .samples(samples(rank, "normal", ", count_include_pad = false"))
                .build();
    }

    private static Op norm(int rank) {
        String name = "lp_pool" + rank + "d";
        return failing(name, rank, op(signature(name, rank, "p: float = 2, ", ""))
                .doc("The p-norm of each window of the images `x` `" + IMAGES[rank] + "`: the sum of `abs(x)^p`, to the power of `1/p`; with `p` `inf` "
                        + "the largest absolute value. " + SLIDES + "The derivative of a window of zeros is taken as 0."))
                .example(switch (rank) {
                    case 1 -> "lp_pool1d([[[3, 4, 0, -2]]], 2)";
                    case 2 -> "lp_pool2d([[[[3.0, 4.0]]]], [1, 2])";
                    default -> "lp_pool3d(ones(1, 1, 1, 2, 2), [1, 2, 2])";
                }, switch (rank) {
                    case 1 -> "[[[5.0, 2.0]]]";
                    case 2 -> "[[[[5.0]]]]";
                    default -> "[[[[[2.0]]]]]";
                })
                .parts((o, in, a) -> {
                    Sliding plan = plan(name, rank, in[0], a);
                    double p = a.floating("p");
                    if (!(p > 0)) {
                        throw OpError.value("value/norm-order", name + " needs a positive p, not " + Describe.number(p)).labelParameter("p", "")
                                .hint("2 is the length of a vector, 1 the sum of the absolute values, inf the largest of them");
                    }
                    Operand sizes = o.abs(floating(o, in[0]));
                    if (p == 1) {
                        return run(o, SUM, sizes, plan);
                    }
                    if (p == Double.POSITIVE_INFINITY) {
                        return run(o, MAXIMUM, sizes, plan);
                    }
                    Operand sums = run(o, SUM, p == 2 ? o.square(sizes) : o.power(sizes, o.number(p)), plan);
                    Kinks.traced(o, sums, name, 0);
                    Operand none = o.equal(sums.detached(), o.whole(0));
                    Operand some = o.where(none, o.whole(1), sums);
                    return o.where(none, o.whole(0), p == 2 ? o.sqrt(some) : o.power(some, o.number(1 / p)));
                })
                .rule((in, a) -> rule(name, rank, in.getFirst(), a))
                .samples(samples(rank, "nonzero", ", p = 3"))
                .samples(samples(rank, "nonzero", ""))
                .samples("nonzero[1, 1" + ", 3".repeat(rank) + "]; window = 2, p = 1")
                .fails(name + "(zeros(1, 2" + ", 3".repeat(rank) + "), 2, p = 0)", "value/norm-order")
                .build();
    }

    private static Operand floating(Algebra o, Operand x) {
        return x.dtype().isFloat() ? x : o.astype(x, o.context().defaultFloat());
    }

    private static Operand run(Algebra o, Op op, Operand x, Sliding plan) {
        return o.run(op, new Operand[] {x}, plan.window(), plan.stride(), plan.before(), plan.dilation(), plan.out());
    }

    // ---- what users give

    private static Sliding plan(String name, int rank, Operand x, Attributes a) {
        Sliding plan = plan(name, rank, x.shape(), Describe.type(x), a);
        real(name, x);
        return plan;
    }

    private static Sliding plan(String name, int rank, Shape x, String text, Attributes a) {
        rank(name, rank, x.rank(), text);
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        Sliding plan = Sliding.over(steps, x, Sliding.window(steps), a.bool("ceil_mode"));
        plan.full(name, x);
        return plan;
    }

    private static void rank(String name, int rank, int has, String text) {
        if (has != rank + 2) {
            throw OpError.shape("shape/rank", name + " takes images " + IMAGES[rank] + ", and this is " + text)
                    .label(0, text)
                    .hint(has == rank + 1 ? "$0[None] is a batch of one; $0[:, None] has one channel"
                            : "the first axis is the batch, the second the channels");
        }
    }

    private static void real(String name, Operand x) {
        if (x.dtype() == DType.C128) {
            throw OpError.type("type/complex", name + " is not defined for complex numbers")
                    .label(0, Describe.type(x))
                    .hint("take abs(x), real(x) or imag(x) first");
        }
    }

    private static Type.Tensor rule(String name, int rank, Type.Tensor x, Attributes a) {
        if (!x.sizes().ranked()) {
            return Type.tensor(Sizes.any());
        }
        List<Dim> axes = x.sizes().axes();
        rank(name, rank, axes.size(), x.toString());
        if (x.sizes().shape().isPresent()) {
            Shape shape = x.sizes().shape().get();
            return Type.tensor(Sizes.of(Sliding.join(shape.size(0), shape.size(1), plan(name, rank, shape, x.toString(), a).out())));
        }
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        int[] window = Sliding.window(steps);
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            sizes.add(Sliding.size(steps, axes.get(i + 2), Dim.of(window[i]), i, a.bool("ceil_mode"), steps.stride(window)[i]));
        }
        return Type.tensor(Sizes.of(Sliding.join(axes.get(0), axes.get(1), sizes)));
    }

    private static Type.Tensor sized(List<Type.Tensor> in, Attributes a) {
        Sizes x = in.getFirst().sizes();
        boolean known = x.ranked() && x.axes().size() >= 2;
        return Type.tensor(Sizes.of(Sliding.join(known ? x.axes().get(0) : Dim.UNKNOWN, known ? x.axes().get(1) : Dim.UNKNOWN,
                Arrays.stream(a.integers("sizes")).mapToObj(Dim::of).toList())));
    }

    /// How many elements each window has: one number where all have as many.
    private static Operand counts(Algebra o, Sliding plan, boolean padding, DType type) {
        int rank = plan.out().length;
        Tensor counts = Tensor.of(Shape.SCALAR, new double[] {1});
        Set<Long> different = new TreeSet<>();
        for (int axis = 0; axis < rank; axis++) {
            double[] along = new double[plan.out()[axis]];
            for (int i = 0; i < along.length; i++) {
                for (int tap = 0; tap < plan.window()[axis]; tap++) {
                    long at = (long) i * plan.stride()[axis] + (long) tap * plan.dilation()[axis] - plan.before()[axis];
                    int low = padding ? -plan.before()[axis] : 0;
                    long high = plan.in()[axis] + (padding ? (long) plan.after()[axis] : 0);
                    along[i] += at >= low && at < high ? 1 : 0;
                }
                different.add((long) axis << 32 | (long) along[i]);
            }
            int[] sizes = new int[axis + 1];
            Arrays.fill(sizes, 1);
            sizes[axis] = along.length;
            int[] before = Arrays.copyOf(counts.shape().toArray(), axis + 1);
            before[axis] = 1;
            counts = (Tensor) o.multiply(counts.reshapeView(Shape.of(before)), Tensor.of(Shape.of(sizes), along));
        }
        return different.size() == rank && counts.count() > 0 ? o.number(counts.doubleAt(0)) : counts.to(type);
    }

    private static Operand linear(Saved s, Op op, Operand g) {
        Attributes a = s.attributes();
        return s.run(op, new Operand[] {g}, a.get("window"), a.get("stride"), a.get("before"), a.get("dilation"), Sliding.spatial(s.shape(0)));
    }

    /// Under strict_grad a window with several largest elements has no derivative.
    private static void noTies(Saved s, Tensor x, Tensor positions) {
        Tensor others = positions(s.context(), x, s.attributes(), true);
        for (int i = 0; i < positions.count(); i++) {
            if (positions.longAt(i) != others.longAt(i)) {
                throw Kinks.tie("max_pool" + (x.rank() - 2) + "d", positions, i);
            }
        }
    }

    /// All images of a value, those of batches one after the other.
    private static Tensor images(Operand x) {
        Tensor all = x.elements();
        int[] sizes = x.shape().toArray();
        sizes[0] *= all.count() == 0 ? 1 : all.count() / x.shape().count();
        return all.reshapeView(Shape.of(sizes));
    }

    // ---- kernels

    /// The windows over `in`, or those whose results are `in` where `transposed`.
    private static Windows windows(String name, Tensor x, Attributes a, boolean transposed) {
        int[] sizes = a.integers("sizes");
        int rank = sizes.length;
        if (rank < 1 || rank > 3 || x.rank() != rank + 2) {
            throw OpError.shape("shape/rank", name + " takes a tensor with two axes more than sizes, and this is " + Describe.type(x))
                    .label(0, Describe.type(x));
        }
        real(name, x);
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        int[] spatial = Sliding.spatial(x.shape());
        steps.each("sizes", sizes, 0);
        return Windows.of(transposed ? sizes : spatial, Sliding.window(steps), transposed ? spatial : sizes, steps.each("stride", a.integers("stride"), 1),
                steps.each("dilation", a.integers("dilation"), 1), steps.each("before", a.integers("before"), 0));
    }

    private static Shape result(Tensor x, int[] sizes) {
        return Sliding.join(x.shape().size(0), x.shape().size(1), sizes);
    }

    private static int planes(Tensor x) {
        return x.shape().size(0) * x.shape().size(1);
    }

    /// The input as it is computed with: f32 or f64 without gaps.
    private static Tensor floats(OpContext context, Tensor x) {
        return x.to(Promotion.floating(context, x)).contiguousCopy();
    }

    private static Tensor sum(OpContext context, Tensor given, Attributes a) {
        Windows windows = windows("pool_sum", given, a, false);
        Tensor x = floats(context, given);
        Shape shape = result(x, a.integers("sizes"));
        Object out = Tensor.allocate(x.dtype(), shape.count());
        if (x.dtype() == DType.F32) {
            FloatPool.sum(windows, planes(x), x.floats(), x.offset(), (float[]) out, context.parallel());
        } else {
            DoublePool.sum(windows, planes(x), x.doubles(), x.offset(), (double[]) out, context.parallel());
        }
        return Tensor.over(x.dtype(), shape, out);
    }

    private static Tensor spread(OpContext context, Tensor given, Attributes a) {
        Windows windows = windows("pool_spread", given, a, true);
        Tensor x = floats(context, given);
        Shape shape = result(x, a.integers("sizes"));
        Object out = Tensor.allocate(x.dtype(), shape.count());
        if (x.dtype() == DType.F32) {
            FloatPool.spread(windows, planes(x), x.floats(), x.offset(), (float[]) out, context.parallel());
        } else {
            DoublePool.spread(windows, planes(x), x.doubles(), x.offset(), (double[]) out, context.parallel());
        }
        return Tensor.over(x.dtype(), shape, out);
    }

    private static Tensor maximum(OpContext context, Tensor given, Attributes a) {
        Windows windows = windows("pool_max", given, a, false);
        if (!given.dtype().isFloat()) {
            // ints keep their type: found by position, which also serves those that no float can hold
            Tensor x = given.to(DType.I64).contiguousCopy();
            return pick(x, positions(context, x, a, false));
        }
        Tensor x = given.contiguousCopy();
        Shape shape = result(x, a.integers("sizes"));
        Object out = Tensor.allocate(x.dtype(), shape.count());
        if (x.dtype() == DType.F32) {
            context.kernels().poolMaximum(windows, planes(x), x.floats(), x.offset(), (float[]) out, context.parallel());
        } else {
            context.kernels().poolMaximum(windows, planes(x), x.doubles(), x.offset(), (double[]) out, context.parallel());
        }
        return Tensor.over(x.dtype(), shape, out);
    }

    private static Tensor positions(OpContext context, Tensor given, Attributes a, boolean last) {
        Windows windows = windows("pool_max", given, a, false);
        Tensor x = given.contiguousCopy();
        Shape shape = result(x, a.integers("sizes"));
        long[] out = new long[shape.count()];
        if (x.dtype() == DType.F32 && last) {
            FloatPool.positions(windows, planes(x), x.floats(), x.offset(), true, out, context.parallel());
        } else if (x.dtype() == DType.F32) {
            context.kernels().poolPositions(windows, planes(x), x.floats(), x.offset(), out, context.parallel());
        } else if (x.dtype() == DType.F64 && last) {
            DoublePool.positions(windows, planes(x), x.doubles(), x.offset(), true, out, context.parallel());
        } else if (x.dtype() == DType.F64) {
            context.kernels().poolPositions(windows, planes(x), x.doubles(), x.offset(), out, context.parallel());
        } else {
            LongPool.positions(windows, planes(x), x.longs(), x.offset(), out);
        }
        return Tensor.of(shape, out);
    }

    private static void check(Tensor x, Tensor positions, long size) {
        if (positions.dtype() != DType.I64 || x.rank() < 3 || positions.rank() < 3 || x.shape().size(0) != positions.shape().size(0)
                || x.shape().size(1) != positions.shape().size(1)) {
            throw OpError.shape("shape/gather", "positions " + positions.shape() + " do not fit " + x.shape() + ": they need the same first two axes")
                    .label(0, Describe.type(x))
                    .label(1, Describe.type(positions));
        }
        Tensor plain = positions.contiguousCopy();
        for (int i = plain.offset(); i < plain.offset() + plain.count(); i++) {
            long at = plain.longs()[i];
            if (at < 0 || at >= size) {
                throw OpError.index("index/range", "position " + at + " is not among " + size + (size == 1 ? " element" : " elements"))
                        .label(1, Describe.type(positions));
            }
        }
    }

    private static int elements(int[] sizes) {
        return Shape.of(sizes).count();
    }

    private static Tensor pick(Tensor given, Tensor positions) {
        Promotion.real("pool_pick", given, 0);
        int size = given.rank() < 3 ? 0 : elements(Sliding.spatial(given.shape()));
        check(given, positions, size);
        Tensor x = (given.dtype() == DType.BOOL ? given.to(DType.I64) : given).contiguousCopy();
        Tensor at = positions.contiguousCopy();
        int count = elements(Sliding.spatial(at.shape()));
        Object out = Tensor.allocate(x.dtype(), at.count());
        switch (x.dtype()) {
            case F32 -> FloatPool.pick(planes(x), size, x.floats(), x.offset(), at.longs(), at.offset(), count, (float[]) out);
            case F64 -> DoublePool.pick(planes(x), size, x.doubles(), x.offset(), at.longs(), at.offset(), count, (double[]) out);
            case I64 -> LongPool.pick(planes(x), size, x.longs(), x.offset(), at.longs(), at.offset(), count, (long[]) out);
            case BOOL, C128 -> throw new IllegalStateException("positions in " + x.dtype());
        }
        return Tensor.over(x.dtype(), at.shape(), out);
    }

    private static Tensor put(Tensor given, Tensor positions, int[] sizes) {
        Promotion.real("pool_put", given, 0);
        Shape shape = given.rank() < 2 ? given.shape() : result(given, sizes);
        check(given, positions, elements(sizes));
        if (!given.shape().equals(positions.shape())) {
            throw OpError.shape("shape/gather", "positions " + positions.shape() + " are not those of " + given.shape())
                    .label(0, Describe.type(given))
                    .label(1, Describe.type(positions));
        }
        Tensor x = given.dtype().isFloat() ? given.contiguousCopy() : given.to(DType.F64).contiguousCopy();
        Tensor at = positions.contiguousCopy();
        int count = elements(Sliding.spatial(at.shape()));
        Object out = Tensor.allocate(x.dtype(), shape.count());
        if (x.dtype() == DType.F32) {
            FloatPool.put(planes(x), elements(sizes), x.floats(), x.offset(), at.longs(), at.offset(), count, (float[]) out);
        } else {
            DoublePool.put(planes(x), elements(sizes), x.doubles(), x.offset(), at.longs(), at.offset(), count, (double[]) out);
        }
        return Tensor.over(x.dtype(), shape, out);
    }
}

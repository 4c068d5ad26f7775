package dl.op;

import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.kernel.Reduce;
import dl.kernel.Reduction;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Sizes;
import dl.type.Type;
import java.util.List;

/// Many elements to one, over all axes or some.
final class Reductions {
    private static final String AXES = "axis: ints = nil, keepdims: bool = false)";

    static final Op SUM = op("sum(x: [...s]; " + AXES)
            .doc("The sum of all elements, or along `axis`; bools count as ints.")
            .example("sum([[1, 2], [3, 4]])", "10")
            .example("sum([[1, 2], [3, 4]], axis = 0)", "[4, 6]")
            .kernel((k, x, a) -> reduce(k, Reduction.SUM, x, a))
            .rule(Rules::reduce)
            .derivative(vjp(0, (g, s) -> s.broadcastTo(restore(g, s), s.shape(0))))
            .samples("normal[2, 3]", "normal[2, 3, 4]; axis = 1", "normal[2, 3, 4]; axis = [0, 2], keepdims = true", "normal[0, 3]; axis = 0")
            .fails("sum(zeros(2, 3), axis = 2)", "shape/axis-range")
            .batch(Batching.REDUCING)
            .build();

    static final Op SUM_TO = op("sum_to(x: [...], sizes: ints)")
            .internal()
            .doc("Sums the axes along which a tensor of shape `sizes` was stretched: the reverse of broadcasting.")
            .example("sum_to([[1, 2], [3, 4]], [2])", "[4, 6]")
            .kernel((k, x, a) -> sumTo(k, x, Shape.of(a.integers("sizes"))))
            .rule((in, a) -> Type.tensor(Sizes.of(Shape.of(a.integers("sizes")))))
            .derivative(vjp(0, (g, s) -> s.broadcastTo(g, s.shape(0))))
            .samples("normal[2, 3]; sizes = [3]", "normal[2, 3]; sizes = [2, 1]")
            .fails("sum_to(zeros(2, 3), [4])", "shape/broadcast")
            .batch(Batching.SUMMING)
            .build();

    static final Op MEAN = op("mean(x: f[...s]; " + AXES)
            .doc("The mean of all elements, or along `axis`. No elements have no mean: a ValueError.")
            .example("mean([1, 2, 6])", "3.0")
            .example("mean([[1.0, 2.0], [3.0, 4.0]], axis = 0)", "[2.0, 3.0]")
            .kernel((k, x, a) -> {
                requireElements("mean", x, a);
                Tensor floating = x.to(Promotion.floating(k, x));
                Tensor sum = reduce(k, Reduction.SUM, floating, a);
                return Maps.binary(k, dl.kernel.BinaryOperator.DIVIDE, "divide", "/", sum, Tensor.number((long) length(x.shape(), a)));
            })
            .rule(Rules::reduce)
            .derivative(vjp(0, (g, s) -> s.broadcastTo(
                    restore(s.divide(g, s.whole(length(s.shape(0), s.attributes()))), s), s.shape(0))))
            .samples("normal[2, 3]", "normal[2, 3, 4]; axis = 1", "normal[2, 3]; axis = [0, 1], keepdims = true")
            .fails("mean(zeros(2, 3), axis = 2)", "shape/axis-range")
            .fails("mean(zeros(0, 3), axis = 0)", "value/empty")
            .batch(Batching.REDUCING)
            .build();

    static final Op PROD = op("prod(x: [...s]; " + AXES)
            .doc("The product of all elements, or along `axis`; bools count as ints.")
            .example("prod([2, 3, 4])", "24")
            .kernel((k, x, a) -> reduce(k, Reduction.PRODUCT, x, a))
            .rule(Rules::reduce)
            .derivative(vjp(X | OUTPUT, Reductions::prodOfOthers))
            .samples("nonzero[2, 3]", "nonzero[2, 3, 2]; axis = 1", "nonzero[0, 2]; axis = 0")
            .tolerance(1e-5)
            .fails("prod(zeros(2, 3), axis = 2)", "shape/axis-range")
            .batch(Batching.REDUCING)
            .build();

    static final Op AMAX = op("amax(x: [...s]; " + AXES)
            .doc("The largest element, or those along `axis`; NaN wins. Equal largest elements share the derivative evenly.")
            .example("amax([3, 1, 2])", "3")
            .kernel((k, x, a) -> extreme(k, Reduction.MAXIMUM, x, a))
            .rule(Rules::reduce)
            .derivative(vjp(X | OUTPUT, Reductions::shareAmongTies))
            .samples("distinct[2, 3]", "distinct[2, 3, 2]; axis = 1", "distinct[2, 3]; axis = [0, 1], keepdims = true", "distinct[2, 0]; axis = 0")
            .fails("amax(zeros(0))", "value/empty")
            .batch(Batching.REDUCING)
            .build();

    static final Op AMIN = op("amin(x: [...s]; " + AXES)
            .doc("The smallest element, or those along `axis`; NaN wins. Equal smallest elements share the derivative evenly.")
            .example("amin([3, 1, 2])", "1")
            .kernel((k, x, a) -> extreme(k, Reduction.MINIMUM, x, a))
            .rule(Rules::reduce)
            .derivative(vjp(X | OUTPUT, Reductions::shareAmongTies))
            .samples("distinct[2, 3]", "distinct[2, 3, 2]; axis = 1", "distinct[2, 0]; axis = 0")
            .fails("amin(zeros(0))", "value/empty")
            .batch(Batching.REDUCING)
            .build();

    static final Op MAX = op("max(x: [...s], ...others: [...]; " + AXES)
            .doc("The largest element, or those along `axis`; of several arguments the elementwise maximum.")
            .example("max([3, 1, 2])", "3")
            .example("max([3, 1], [2, 2])", "[3, 2]")
            .parts((o, in, a) -> in.length == 1 ? o.apply(AMAX, in, a) : fold(o, Arithmetic.MAXIMUM, in, a))
            .rule((in, a) -> in.size() == 1 ? Rules.reduce(in, a) : Rules.broadcast(in, a))
            .samples("distinct[2, 3]", "distinct[2, 3]; axis = 0", "distinct[2, 3], normal[3]")
            .fails("max(zeros(2), zeros(2), axis = 0)", "type/axis-of-several")
            .build();

    static final Op MIN = op("min(x: [...s], ...others: [...]; " + AXES)
            .doc("The smallest element, or those along `axis`; of several arguments the elementwise minimum.")
            .example("min([3, 1, 2])", "1")
            .example("min([3, 1], [2, 2])", "[2, 1]")
            .parts((o, in, a) -> in.length == 1 ? o.apply(AMIN, in, a) : fold(o, Arithmetic.MINIMUM, in, a))
            .rule((in, a) -> in.size() == 1 ? Rules.reduce(in, a) : Rules.broadcast(in, a))
            .samples("distinct[2, 3]", "distinct[2, 3]; axis = 0", "distinct[2, 3], normal[3]")
            .fails("min(zeros(2), zeros(2), axis = 0)", "type/axis-of-several")
            .build();

    static final Op ALL_TRUE = op("all(x: bool[...s]; " + AXES + " -> bool[...]")
            .doc("Whether all elements are true, or all along `axis`; true of none.")
            .example("all([true, false])", "false")
            .kernel((k, x, a) -> truth(k, Reduction.MINIMUM, "all", x, a))
            .rule(Rules::reduce)
            .derivative(zero("its result is true or false"))
            .samples("bool[2, 3]", "bool[2, 3]; axis = 0", "bool[0, 3]; axis = 0")
            .fails("all([1, 2])", "type/not-bool")
            .batch(Batching.REDUCING)
            .build();

    static final Op ANY_TRUE = op("any(x: bool[...s]; " + AXES + " -> bool[...]")
            .doc("Whether an element is true, or one along `axis`; false of none.")
            .example("any([true, false])", "true")
            .kernel((k, x, a) -> truth(k, Reduction.MAXIMUM, "any", x, a))
            .rule(Rules::reduce)
            .derivative(zero("its result is true or false"))
            .samples("bool[2, 3]", "bool[2, 3]; axis = 0", "bool[0, 3]; axis = 0")
            .fails("any([1, 2])", "type/not-bool")
            .batch(Batching.REDUCING)
            .build();

    static final Op COUNT_NONZERO = op("count_nonzero(x: [...s]; " + AXES + " -> i64[...]")
            .doc("How many elements are not 0 (not false), or how many along `axis`.")
            .example("count_nonzero([0, 3, 5])", "2")
            .kernel((k, x, a) -> reduce(k, Reduction.SUM, x.to(DType.BOOL), a))
            .rule(Rules::reduce)
            .derivative(zero("a count does not change smoothly"))
            .samples("normal[2, 3]", "bool[2, 3]; axis = 0")
            .batch(Batching.REDUCING)
            .build();

    static final Op ARGMAX = arg("argmax", "largest", true, "0");
    static final Op ARGMIN = arg("argmin", "smallest", false, "1");

    static final List<Op> ALL =
            List.of(SUM, SUM_TO, MEAN, PROD, AMAX, AMIN, MAX, MIN, ALL_TRUE, ANY_TRUE, COUNT_NONZERO, ARGMAX, ARGMIN);

    private Reductions() {}

    private static Op arg(String name, String which, boolean largest, String expected) {
        return op(name + "(x: [...s]; axis: int = nil, keepdims: bool = false) -> i64[...]")
                .doc("The position of the first " + which + " element, counted in row-major order, or along `axis`; NaN wins.")
                .example(name + "([3, 1, 2])", expected)
                .kernel((k, x, a) -> argument(k, largest, x, a))
                .rule(Rules::reduce)
                .derivative(zero("a position does not change smoothly"))
                .samples("distinct[2, 3]", "distinct[2, 3, 4]; axis = 1", "distinct[2, 3]; axis = 0, keepdims = true")
                .fails(name + "(zeros(0))", "value/empty")
                .batch(Batching.POSITION)
                .build();
    }

    static int[] axes(Shape shape, Attributes attributes) {
        boolean[] marked = Axes.marked(attributes, shape.rank(), shape);
        int count = 0;
        int[] axes = new int[marked.length];
        for (int i = 0; i < marked.length; i++) {
            if (marked[i]) {
                axes[count++] = i;
            }
        }
        return count == axes.length ? axes : java.util.Arrays.copyOf(axes, count);
    }

    /// How many elements become one.
    static int length(Shape shape, Attributes attributes) {
        int length = 1;
        for (int axis : axes(shape, attributes)) {
            length *= shape.size(axis);
        }
        return length;
    }

    static Tensor reduce(OpContext context, Reduction reduction, Tensor x, Attributes attributes) {
        switch (reduction) {
            case MAXIMUM -> Promotion.ordered("max", x, 0);
            case MINIMUM -> Promotion.ordered("min", x, 0);
            case SUM, PRODUCT -> { }
        }
        Tensor numbers = x.dtype() == DType.BOOL ? x.to(DType.I64) : x;
        if (numbers.dtype() == DType.F32 && numbers.contiguous() && !attributes.has("axis") && !attributes.bool("keepdims")) {
            // everything at once is one run of the kernel
            float all = context.kernels().reduce(reduction, numbers.floats(), numbers.offset(), numbers.count());
            return Tensor.of(Shape.SCALAR, new float[] {all});
        }
        Tensor result = Reduce.along(
                context.kernels(), context.parallel(), reduction, numbers, axes(x.shape(), attributes), attributes.bool("keepdims"));
        return Maps.as(x.weak(), result);
    }

    private static Tensor extreme(OpContext context, Reduction reduction, Tensor x, Attributes attributes) {
        requireElements(reduction == Reduction.MAXIMUM ? "max" : "min", x, attributes);
        Tensor result = reduce(context, reduction, x, attributes);
        return x.dtype() == DType.BOOL ? result.to(DType.BOOL) : result;
    }

    private static void requireElements(String what, Tensor x, Attributes attributes) {
        if (length(x.shape(), attributes) == 0 && Reduce.shape(x.shape(), axes(x.shape(), attributes), false).count() > 0) {
            throw empty(what, x);
        }
    }

    private static OpError empty(String what, Tensor x) {
        return OpError.value("value/empty", what + " of no elements: " + Describe.type(x) + (what.equals("mean") ? " has none" : " has none to choose from"))
                .label(0, Describe.type(x))
                .hint("test $0.size > 0 first");
    }

    private static Tensor truth(OpContext context, Reduction reduction, String name, Tensor x, Attributes attributes) {
        Maps.requireBool(name, x, 0);
        // of none the neutral elements: the largest int for all, the smallest for any
        Tensor counts = reduce(context, reduction, x, attributes);
        boolean weak = counts.weak();
        return Maps.as(weak, Maps.compare(context, dl.kernel.Comparison.GREATER, ">", counts, Tensor.number(0)));
    }

    private static Tensor argument(OpContext context, boolean largest, Tensor x, Attributes attributes) {
        Promotion.ordered(largest ? "argmax" : "argmin", x, 0);
        boolean keep = attributes.bool("keepdims");
        if (!attributes.has("axis")) {
            if (x.count() == 0) {
                throw empty(largest ? "argmax" : "argmin", x);
            }
            Tensor flat = x.reshapeView(Shape.of(x.count()));
            Tensor result = Reduce.argument(context.kernels(), context.parallel(), largest, flat, 0);
            int[] ones = new int[keep ? x.rank() : 0];
            java.util.Arrays.fill(ones, 1);
            return Maps.as(x.weak(), result.reshapeView(Shape.of(ones)));
        }
        int axis = Axes.at(attributes.integer("axis"), x.shape());
        if (x.shape().size(axis) == 0) {
            throw empty(largest ? "argmax" : "argmin", x);
        }
        Tensor result = Reduce.argument(context.kernels(), context.parallel(), largest, x, axis);
        return keep ? result.reshapeView(Reduce.shape(x.shape(), new int[] {axis}, true)) : result;
    }

    private static Operand fold(Algebra o, Op op, Operand[] inputs, Attributes attributes) {
        if (attributes.has("axis") || attributes.bool("keepdims")) {
            throw OpError.type("type/axis-of-several", "axis and keepdims have no meaning for the elementwise " + op.name()
                            + " of several values")
                    .labelParameter("axis", "")
                    .labelParameter("keepdims", "")
                    .hint("to reduce several values together stack them: " + op.name().replace("imum", "") + "(stack(list($0, $1)), axis = 0)");
        }
        Operand result = inputs[0];
        for (int i = 1; i < inputs.length; i++) {
            result = o.run(op, result, inputs[i]);
        }
        return result;
    }

    /// The gradient of a reduction with its lost axes back as size 1.
    static Operand restore(Operand g, Saved s) {
        if (s.attributes().bool("keepdims") || !s.attributes().has("axis")) {
            return g;
        }
        return restoreAxes(g, s);
    }

    private static Operand restoreAxes(Operand g, Saved s) {
        Shape shape = s.shape(0);
        return s.reshape(g, Axes.without(shape, Axes.marked(s.attributes(), shape.rank(), shape), true));
    }

    static Tensor sumTo(OpContext context, Tensor x, Shape target) {
        int lead = x.rank() - target.rank();
        int count = 0;
        int[] axes = new int[x.rank()];
        for (int i = 0; i < x.rank(); i++) {
            boolean stretched = i < lead || lead >= 0 && target.size(i - lead) == 1 && x.shape().size(i) != 1;
            if (stretched) {
                axes[count++] = i;
            }
            if (lead < 0 || !stretched && target.size(i - lead) != x.shape().size(i)) {
                throw OpError.shape("shape/broadcast", "shape " + target + " does not stretch to " + x.shape());
            }
        }
        if (lead < 0) {
            throw OpError.shape("shape/broadcast", "shape " + target + " does not stretch to " + x.shape());
        }
        if (count == 0) {
            return x;
        }
        return Reduce.along(context.kernels(), context.parallel(), Reduction.SUM, x, java.util.Arrays.copyOf(axes, count), true)
                .reshapeView(target);
    }

    private static Operand shareAmongTies(Operand g, Saved s) {
        Operand best = restore(s.output(), s);
        Operand ties = s.equal(s.input(0), best);
        Operand shared = restore(g, s);
        Tensor plain = ties.elements();
        int winners = 0;
        for (int i = 0; i < plain.count(); i++) {
            winners += plain.booleanAt(i) ? 1 : 0;
        }
        if (winners > 0 && winners > g.shape().count() * plain.count() / ties.shape().count()) {
            if (s.context().strictGradients()) {
                throw OpError.grad("grad/kink", s.op().name().replace("amax", "max").replace("amin", "min") + " has no derivative here: it has a tie")
                        .hint("without strict_grad equal elements share the derivative evenly");
            }
            Object axis = s.attributes().get("axis");
            Operand many = s.run(SUM, new Operand[] {ties}, axis, true);
            shared = s.divide(s.attributes().has("axis") || s.attributes().bool("keepdims") ? shared : s.reshape(shared, many.shape()), many);
        }
        return s.where(ties, shared, s.whole(0));
    }

    /// For each element the product of the others: by division, or where a 0 is among them by leaving each out in turn.
    private static Operand prodOfOthers(Operand g, Saved s) {
        Operand x = s.input(0);
        Tensor plain = x.elements();
        boolean zeros = false;
        for (int i = 0; i < plain.count() && !zeros; i++) {
            zeros = plain.doubleAt(i) == 0;
        }
        Operand weight = s.attributes().has("axis") ? restore(g, s) : g;
        if (!zeros) {
            Operand product = s.attributes().has("axis") ? restore(s.output(), s) : s.output();
            return s.divide(s.multiply(weight, product), x);
        }
        Shape shape = s.shape(0);
        boolean[] marked = Axes.marked(s.attributes(), shape.rank(), shape);
        int[] order = new int[shape.rank()];
        int at = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < order.length; i++) {
                if (marked[i] == (pass == 1)) {
                    order[at++] = i;
                }
            }
        }
        int n = length(shape, s.attributes());
        int rows = shape.count() / n;
        Operand last = s.permute(x, order);
        Operand lines = s.reshape(last, Shape.of(rows, 1, n));
        Operand others = s.where(Creation.identity(n), s.whole(1), lines);
        Operand products = s.run(PROD, new Operand[] {others}, new int[] {2}, false);
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        return s.multiply(weight, s.permute(s.reshape(products, last.shape()), back));
    }
}

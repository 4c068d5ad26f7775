package dl.op;

import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.BinaryOperator;
import dl.kernel.Reduce;
import dl.kernel.Reduction;
import dl.kernel.TileProgram;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.List;

/// Spread, length and running totals.
final class Statistics {
    static final Op VARIANCE = variance("variance");

    /// The same under NumPy's name, which in dl is also a keyword and so stands after a point: `x.var()`.
    static final Op VAR = variance("var");

    static final Op STD = op("std(x: f[...s]; axis: ints = nil, keepdims: bool = false, ddof: int = 0)")
            .doc("The standard deviation: the root of `variance`, with the same parameters.")
            .example("std([1.0, 3.0])", "1.0")
            .parts((o, in, a) -> {
                Promotion.real("std", in[0], 0, "its square is variance(real(x)) + variance(imag(x))");
                return o.sqrt(o.apply(VARIANCE, in, a));
            })
            .rule(Rules::reduce)
            .samples("normal[2, 3]", "normal[2, 3]; axis = 1, ddof = 1")
            .fails("std(zeros(2, 3), axis = 2)", "shape/axis-range")
            .build();

    static final Op LOGSUMEXP = op("logsumexp(x: f[...s]; axis: ints = nil, keepdims: bool = false)")
            .doc("`log(sum(exp(x)))`, without overflow.")
            .example("logsumexp([1000.0, 1000.0])", "1000.6932")
            .kernel(Statistics::logsumexp)
            .rule(Rules::reduce)
            .batch(Batching.REDUCING)
            .derivative(vjp(X | OUTPUT, (g, s) -> s.multiply(
                    Reductions.restore(g, s), s.exp(s.subtract(s.input(0), Reductions.restore(s.output(), s))))))
            .samples("normal[2, 3]", "normal[2, 3]; axis = 0", "normal[2, 3]; axis = 1, keepdims = true")
            .fails("logsumexp(zeros(2, 3), axis = 2)", "shape/axis-range")
            .build();

    /// The Euclidean length alone: the derivative at 0 is its business.
    static final Op LENGTH = op("length2(x: f[...s]; axis: ints = nil, keepdims: bool = false)")
            .internal()
            .doc("The Euclidean length of all elements, or along `axis`; its derivative at 0 is taken as 0.")
            .example("length2([3.0, 4.0])", "5.0")
            .kernel((k, x, a) -> {
                Promotion.real("length2", x, 0);
                Tensor floating = x.to(Promotion.floating(k, x));
                Tensor squares = Maps.preserving(k, dl.kernel.UnaryOperator.SQUARE, floating);
                return Maps.floating(k, dl.kernel.UnaryOperator.SQRT, Reductions.reduce(k, Reduction.SUM, squares, a));
            })
            .rule(Rules::reduce)
            .derivative(vjp(X | OUTPUT, (g, s) -> {
                Operand length = Reductions.restore(s.output(), s);
                Kinks.atZero(s, length);
                Operand zero = s.equal(length, s.whole(0));
                Operand part = s.divide(s.input(0), s.where(zero, s.whole(1), length));
                return s.multiply(Reductions.restore(g, s), part);
            }))
            .samples("nonzero[2, 3]", "nonzero[2, 3]; axis = 1", "nonzero[2, 3]; axis = 0, keepdims = true")
            .build();

    static final Op NORM = op("norm(x: f[...s]; ord: float = 2, axis: ints = nil, keepdims: bool = false)")
            .doc("The length of all elements, or along `axis`: Euclidean, or with `ord` 1 the sum and with `ord` `inf` the largest of the absolute values.")
            .example("norm([3.0, 4.0])", "5.0")
            .parts((o, in, a) -> {
                Object axis = a.get("axis");
                boolean keep = a.bool("keepdims");
                double order = a.floating("ord");
                if (order == 2) {
                    boolean complex = in[0].dtype() == dl.tensor.DType.C128;
                    return o.run(LENGTH, new Operand[] {complex ? o.abs(in[0]) : in[0]}, axis, keep);
                }
                Operand[] sizes = {o.abs(in[0])};
                if (order == 1) {
                    return o.run(Reductions.SUM, sizes, axis, keep);
                }
                if (order == Double.POSITIVE_INFINITY) {
                    return o.run(Reductions.AMAX, sizes, axis, keep);
                }
                if (order <= 0 || Double.isNaN(order)) {
                    throw OpError.value("value/norm-order", "norm needs a positive ord, not " + Describe.number(order)).labelParameter("ord", "").hint("2 is the length of a vector, 1 the sum of the absolute values, inf the largest of them");
                }
                Operand powers = o.power(sizes[0], o.number(order));
                return o.power(o.run(Reductions.SUM, new Operand[] {powers}, axis, keep), o.number(1 / order));
            })
            .rule(Rules::reduce)
            .samples("nonzero[2, 3]", "nonzero[2, 3]; ord = 1, axis = 0", "nonzero[4]; ord = 3")
            .fails("norm(zeros(2), ord = -1)", "value/norm-order")
            .build();

    static final Op CUMSUM = op("cumsum(x: [...s]; axis: int = -1) -> [...s]")
            .doc("The running sum along `axis`.")
            .example("cumsum([1, 2, 3])", "[1, 3, 6]")
            .kernel((k, x, a) -> cumulative(Reduction.SUM, x, a))
            .rule(RowFunctions::along)
            .derivative(vjp(0, (g, s) -> {
                int axis = s.attributes().small("axis");
                return s.flip(s.run(Statistics.CUMSUM, new Operand[] {s.flip(g, axis)}, (long) axis), axis);
            }))
            .samples("normal[4]", "normal[2, 3]; axis = 0", "normal[0]")
            .fails("cumsum(zeros(2), axis = 1)", "shape/axis-range")
            .batch(Batching.ALONG)
            .build();

    static final Op CUMPROD = op("cumprod(x: [...s]; axis: int = -1) -> [...s]")
            .doc("The running product along `axis`.")
            .example("cumprod([1, 2, 3])", "[1, 2, 6]")
            .kernel((k, x, a) -> cumulative(Reduction.PRODUCT, x, a))
            .rule(RowFunctions::along)
            .derivative(vjp(X | OUTPUT, (g, s) -> {
                int axis = s.attributes().small("axis");
                Tensor zero = s.equal(s.input(0).detached(), s.whole(0)).elements();
                for (int i = 0; i < zero.count(); i++) {
                    if (zero.booleanAt(i)) {
                        throw OpError.grad("grad/refused", "cumprod cannot be differentiated where an element is 0")
                                .hint("take prod of the parts that are needed, or keep zeros away with where");
                    }
                }
                Operand weighted = s.flip(s.multiply(g, s.output()), axis);
                Operand sums = s.flip(s.run(Statistics.CUMSUM, new Operand[] {weighted}, (long) axis), axis);
                return s.divide(sums, s.input(0));
            }))
            .samples("nonzero[4]", "nonzero[2, 3]; axis = 0")
            .tolerance(1e-5)
            .fails("cumprod(zeros(2), axis = 1)", "shape/axis-range")
            .batch(Batching.ALONG)
            .build();

    static final List<Op> ALL = List.of(VARIANCE, VAR, STD, LOGSUMEXP, LENGTH, NORM, CUMSUM, CUMPROD);

    private Statistics() {}

    private static Op variance(String name) {
        return op(name + "(x: f[...s]; axis: ints = nil, keepdims: bool = false, ddof: int = 0)")
                .doc("The mean squared distance from the mean, or along `axis`; the sum is divided by the count minus `ddof`.")
                .example("[1.0, 3.0]." + name + "()", "1.0")
                .parts((o, in, a) -> {
                    Promotion.real(name, in[0], 0, "it is that of the real parts plus that of the imaginary parts");
                    int n = Reductions.length(in[0].shape(), a);
                    Operand mean = o.run(Reductions.MEAN, in, a.get("axis"), true);
                    Operand squares = o.square(o.subtract(in[0], mean));
                    Operand sum = o.run(Reductions.SUM, new Operand[] {squares}, a.get("axis"), a.bool("keepdims"));
                    return o.divide(sum, o.whole(Math.max(0, n - a.integer("ddof"))));
                })
                .rule(Rules::reduce)
                .samples("normal[2, 3]", "normal[2, 3]; axis = 1, ddof = 1", "normal[2, 3]; axis = 0, keepdims = true")
                .fails("zeros(2, 3)." + name + "(axis = 2)", "shape/axis-range")
                .build();
    }

    /// `exp(x - top)` on two registers.
    private static TileProgram shifted(DType dtype) {
        return new TileProgram(dtype, 2, new double[0],
                List.of(new TileProgram.Binary(BinaryOperator.SUBTRACT, 0, 1), new TileProgram.Unary(UnaryOperator.EXP, 2)), new int[] {3});
    }

    /// The exponentials are added up block by block and never stored.
    private static Tensor logsumexp(OpContext context, Tensor x, Attributes attributes) {
        Promotion.real("logsumexp", x, 0, "write log(sum(exp(x)))");
        Tensor floating = x.to(Promotion.floating(context, x)).weak(false);
        int[] axes = Reductions.axes(x.shape(), attributes);
        Algebra o = new Algebra(context);
        Operand top = o.run(Reductions.AMAX, new Operand[] {floating}, axes, true);
        Tensor shift = (Tensor) o.where(o.run(Comparisons.ISFINITE, top), top, o.whole(0));
        int length = 1;
        boolean last = true;
        for (int i = 0; i < axes.length; i++) {
            length *= x.shape().size(axes[i]);
            last &= axes[i] == x.rank() - axes.length + i;
        }
        Operand sum = last && axes.length > 0
                ? shifted(floating.dtype()).reduce(
                        context.kernels(), context.parallel(), Reduction.SUM, x.shape(), length, shift.shape(), floating, shift)
                : o.run(Reductions.SUM, new Operand[] {o.exp(o.subtract(floating, shift))}, axes, true);
        Tensor result = (Tensor) o.add(o.log(sum), shift);
        return result.reshapeView(Reduce.shape(x.shape(), axes, attributes.bool("keepdims")));
    }

    private static Tensor cumulative(Reduction reduction, Tensor x, Attributes attributes) {
        Tensor numbers = x.dtype() == dl.tensor.DType.BOOL ? x.to(dl.tensor.DType.I64) : x;
        return Reduce.cumulative(reduction, numbers, Axes.at(attributes.integer("axis"), x.shape()));
    }
}

package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.DoubleMath;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.List;

/// The logarithm of the gamma function and its derivatives, elementwise; ints are taken as floats.
final class GammaFunctions {
    static final Op LGAMMA = op("lgamma(x: f[...s]) -> f[...s]")
            .doc("`log(abs(gamma(x)))`, elementwise, where `gamma(n) = (n - 1)!` for whole `n`; `inf` at 0, -1, -2, ...")
            .example("lgamma([1.0, 11.0])", "[0.0, 15.104413]")
            .kernels(new Maps.Floating(UnaryOperator.LGAMMA))
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.run(GammaFunctions.DIGAMMA, s.input(0)))))
            .samples("positive[2, 3]", "large[2]", "positive[0]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op DIGAMMA = op("digamma(x: f[...s]) -> f[...s]")
            .doc("The derivative of `lgamma`, elementwise; NaN at -1, -2, ...")
            .example("digamma([1.0])", "[-0.5772157]")
            .kernels(new Maps.Floating(UnaryOperator.DIGAMMA))
            .derivative(vjp(X, (g, s) -> s.multiply(g, polygamma(s, 1))))
            .samples("positive[2, 3]", "large[2]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op POLYGAMMA = op("polygamma(x: f[...s]; order: int) -> f[...s]")
            .doc("The derivative of `digamma` of the given order, elementwise.")
            .example("polygamma([1.0], order = 1)", "[1.644934]")
            .kernel((k, x, a) -> polygamma(k, x, order(a)))
            .derivative(vjp(X, (g, s) -> s.multiply(g, polygamma(s, order(s.attributes()) + 1))))
            .samples("positive[2, 3]; order = 1", "large[2]; order = 3", "large[2]; order = 0")
            .fails("polygamma([1.0], order = -1)", "value/polygamma-order")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final List<Op> ALL = List.of(LGAMMA, DIGAMMA, POLYGAMMA);

    private GammaFunctions() {}

    private static Operand polygamma(Saved s, long order) {
        return s.run(POLYGAMMA, new Operand[] {s.input(0)}, order);
    }

    private static int order(Attributes attributes) {
        int order = attributes.small("order");
        if (order < 0) {
            throw OpError.value("value/polygamma-order", "polygamma needs an order of 0 or more, not " + order)
                    .labelParameter("order", "")
                    .hint("order 0 is digamma, and lgamma is what it is the derivative of");
        }
        return order;
    }

    private static Tensor polygamma(OpContext context, Tensor x, int order) {
        Promotion.real("polygamma", x, 0);
        DType type = Promotion.floating(context, x);
        Tensor from = x.to(DType.F64).contiguousCopy();
        double[] out = new double[from.count()];
        context.parallel().forRange(out.length, 1 << 10, (start, end) -> {
            for (int i = start; i < end; i++) {
                out[i] = DoubleMath.polygamma(order, from.doubles()[from.offset() + i]);
            }
        });
        return Maps.as(x.weak(), Tensor.of(x.shape(), out).to(type));
    }
}

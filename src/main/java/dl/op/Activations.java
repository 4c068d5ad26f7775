package dl.op;

import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.Comparison;
import dl.kernel.Gate;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.List;

/// What stands between the layers of a network.
final class Activations {
    static final Op RELU = op("relu(x: [...s]) -> [...s]")
            .doc("`x` where it is positive, else 0; the derivative at 0 is taken as 0.")
            .example("relu([-1.0, 2.0])", "[0.0, 2.0]")
            .kernels(new Maps.Preserving(UnaryOperator.RELU))
            .derivative(vjp(X, (g, s) -> {
                Kinks.atZero(s, s.input(0));
                return s.run(Activations.RELU_GRADIENT, g, s.input(0));
            }))
            .samples("nonzero[2, 3]", "nonzero[0]")
            .build();

    static final Op RELU_GRADIENT = op("relu_gradient(g: [...s], x: [...s]) -> [...s]")
            .internal()
            .doc("`g` where `x` is positive, else 0: what flows back through `relu`.")
            .example("relu_gradient([5.0, 6.0], [-1.0, 1.0])", "[0.0, 6.0]")
            .kernel((k, g, x, a) -> reluGradient(k, g, x))
            .derivative(
                    vjp(Y, (g, s) -> s.run(Activations.RELU_GRADIENT, g, s.input(1))),
                    Derivative.zero("it only chooses"))
            .samples("normal[2, 3], nonzero[2, 3]", "normal[0], nonzero[0]")
            .fails("relu_gradient([1.0, 2.0], [1.0, 2.0, 3.0])", "shape/broadcast")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op LEAKY_RELU = op("leaky_relu(x: f[...s]; slope: float = 0.01) -> f[...s]")
            .doc("`x` where it is positive, else `slope * x`.")
            .example("leaky_relu([-1.0, 2.0], slope = 0.5)", "[-0.5, 2.0]")
            .elementwise()
            .parts((o, in, a) -> {
                Kinks.traced(o, in[0], "leaky_relu", 0);
                return o.where(o.greater(in[0].detached(), o.whole(0)), in[0], o.multiply(in[0], a.floating("slope")));
            })
            .samples("nonzero[2, 3]; slope = 0.1")
            .build();

    static final Op ELU = op("elu(x: f[...s]; alpha: float = 1) -> f[...s]")
            .doc("`x` where it is positive, else `alpha * (exp(x) - 1)`.")
            .example("elu([0.0, 2.0])", "[0.0, 2.0]")
            .elementwise()
            .parts((o, in, a) -> {
                if (a.floating("alpha") != 1) {
                    Kinks.traced(o, in[0], "elu", 0);
                }
                Operand positive = o.greater(in[0].detached(), o.whole(0));
                Operand below = o.run(Elementary.EXPM1, o.where(positive, o.whole(0), in[0]));
                return o.where(positive, in[0], o.multiply(below, a.floating("alpha")));
            })
            .samples("nonzero[2, 3]; alpha = 1.3")
            .build();

    static final Op SIGMOID = op("sigmoid(x: f[...s]) -> f[...s]")
            .doc("`1 / (1 + exp(-x))`, elementwise.")
            .example("sigmoid([0.0])", "[0.5]")
            .kernels(new Maps.Floating(UnaryOperator.SIGMOID))
            .derivative(vjp(OUTPUT, (g, s) -> s.multiply(g, s.multiply(s.output(), s.subtract(s.whole(1), s.output())))))
            .samples("normal[2, 3]", "normal[0]")
            .build();

    static final Op SILU = op("silu(x: f[...s]) -> f[...s]")
            .doc("`x * sigmoid(x)`, also called swish.")
            .example("silu([0.0])", "[0.0]")
            .elementwise()
            .parts((o, in, a) -> o.multiply(in[0], o.run(SIGMOID, in[0])))
            .samples("normal[2, 3]")
            .build();

    static final Op SOFTPLUS = op("softplus(x: f[...s]) -> f[...s]")
            .doc("`log(1 + exp(x))`, elementwise, without overflow.")
            .example("softplus([100.0])", "[100.0]")
            .kernels(new Maps.Floating(UnaryOperator.SOFTPLUS))
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.run(SIGMOID, s.input(0)))))
            .samples("normal[2, 3]")
            .build();

    static final Op GELU = op("gelu(x: f[...s]) -> f[...s]")
            .doc("`x` times the probability that a standard normal variable is below `x`.")
            .example("gelu([0.0])", "[0.0]")
            .elementwise()
            .parts((o, in, a) -> o.multiply(
                    o.multiply(in[0], 0.5),
                    o.add(o.run(Elementary.ERF, o.multiply(in[0], Math.sqrt(0.5))), o.whole(1))))
            .samples("normal[2, 3]")
            .build();

    static final List<Op> ALL =
            List.of(RELU, RELU_GRADIENT, LEAKY_RELU, ELU, SIGMOID, SILU, SOFTPLUS, GELU);

    private Activations() {}

    private static Tensor reluGradient(OpContext context, Tensor g, Tensor x) {
        if (g.dtype() != DType.F32 || x.dtype() != DType.F32 || !g.shape().equals(x.shape())) {
            Tensor zero = Tensor.number(0);
            return Maps.select(context, Maps.compare(context, Comparison.GREATER, ">", x, zero), g, zero);
        }
        Tensor from = g.contiguousCopy();
        Tensor at = x.contiguousCopy();
        float[] out = new float[from.count()];
        context.parallel().forRange(out.length, 1 << 15, (start, end) -> Gate.run(
                from.floats(), from.offset() + start, 1, at.floats(), at.offset() + start, 1, out, start, end - start));
        return Tensor.of(g.shape(), out);
    }
}

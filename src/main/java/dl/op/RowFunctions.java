package dl.op;

import static dl.op.Derivative.ALL_INPUTS;
import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.RowMap;
import dl.kernel.RowOperator;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Type;
import java.util.List;

/// Functions along an axis that keep the shape. Their derivatives are operations too, because each is one pass over rows that
/// stay in the cache.
final class RowFunctions {
    static final Op SOFTMAX = op("softmax(x: f[...s]; axis: int = -1) -> f[...s]")
            .doc("Exponentials along `axis`, scaled to sum to one; the maximum is subtracted first.")
            .example("softmax([0, 0])", "[0.5, 0.5]")
            .kernel((k, x, a) -> map(k, RowOperator.SOFTMAX, "softmax", x, a, 0))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            .derivative(vjp(OUTPUT, (g, s) ->
                    s.run(RowFunctions.SOFTMAX_GRADIENT, new Operand[] {g, s.output()}, s.attributes().integer("axis"))))
            .samples("normal[5]", "normal[2, 3]", "normal[2, 3]; axis = 0", "normal[2, 0]")
            .fails("softmax(zeros(2, 3), axis = 5)", "shape/axis-range")
            .build();

    static final Op SOFTMAX_GRADIENT = op("softmax_gradient(g: f[...s], y: f[...s]; axis: int = -1) -> f[...s]")
            .internal()
            .doc("`y * (g - sum(g * y))` along `axis`: what flows back through `softmax` with the result `y`.")
            .example("softmax_gradient([1.0, 0.0], [0.5, 0.5])", "[0.25, -0.25]")
            .kernel((k, g, y, a) -> gradient(k, RowOperator.SOFTMAX_GRADIENT, g, y, a, 0))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            .derivative(
                    vjp(Y, (v, s) -> s.run(RowFunctions.SOFTMAX_GRADIENT, new Operand[] {v, s.input(1)}, s.attributes().integer("axis"))),
                    vjp(ALL_INPUTS, (v, s) -> {
                        Operand g = s.input(0);
                        Operand y = s.input(1);
                        int axis = s.attributes().small("axis");
                        Operand direct = s.multiply(v, s.subtract(g, s.sum(s.multiply(g, y), true, axis)));
                        return s.subtract(direct, s.multiply(g, s.sum(s.multiply(v, y), true, axis)));
                    }))
            .samples("normal[5], normal[5]", "normal[2, 3], normal[2, 3]; axis = 0")
            .fails("softmax_gradient([1.0, 2.0], [1.0, 2.0, 3.0])", "shape/broadcast")
            .build();

    static final Op LOG_SOFTMAX = op("log_softmax(x: f[...s]; axis: int = -1) -> f[...s]")
            .doc("The logarithm of `softmax`, without the loss of digits of computing one after the other.")
            .example("log_softmax([1000.0, 0.0])", "[0.0, -1000.0]")
            .kernel((k, x, a) -> map(k, RowOperator.LOG_SOFTMAX, "log_softmax", x, a, 0))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            .derivative(vjp(OUTPUT, (g, s) ->
                    s.run(RowFunctions.LOG_SOFTMAX_GRADIENT, new Operand[] {g, s.output()}, s.attributes().integer("axis"))))
            .samples("normal[5]", "normal[2, 3]", "normal[2, 3]; axis = 0", "normal[2, 0]")
            .fails("log_softmax(zeros(2, 3), axis = 5)", "shape/axis-range")
            .build();

    static final Op LOG_SOFTMAX_GRADIENT = op("log_softmax_gradient(g: f[...s], y: f[...s]; axis: int = -1) -> f[...s]")
            .internal()
            .doc("`g - exp(y) * sum(g)` along `axis`: what flows back through `log_softmax` with the result `y`.")
            .example("log_softmax_gradient([1.0, 2.0], [0.0, 0.0])", "[-2.0, -1.0]")
            .kernel((k, g, y, a) -> gradient(k, RowOperator.LOG_SOFTMAX_GRADIENT, g, y, a, 0))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            .derivative(
                    vjp(Y, (v, s) -> s.subtract(
                            v, s.sum(s.multiply(v, s.exp(s.input(1))), true, s.attributes().small("axis")))),
                    vjp(X | Y, (v, s) -> s.negate(s.multiply(
                            s.multiply(v, s.exp(s.input(1))), s.sum(s.input(0), true, s.attributes().small("axis"))))))
            .samples("normal[5], normal[5]", "normal[2, 3], normal[2, 3]; axis = 0")
            .fails("log_softmax_gradient([1.0, 2.0], [1.0, 2.0, 3.0])", "shape/broadcast")
            .build();

    static final Op LAYER_NORM = op("layer_norm(x: f[...s]; axis: int = -1, eps: float = 1e-5) -> f[...s]")
            .doc("`(x - mean(x)) / sqrt(var(x) + eps)` along `axis` (Ba, Kiros and Hinton, 2016, without gain and bias, which are"
                    + " the business of the layer `LayerNorm`).")
            .example("layer_norm([1.0, 3.0], eps = 0)", "[-1.0, 1.0]")
            .kernel((k, x, a) -> map(k, RowOperator.NORMALIZE, "layer_norm", x, a, a.floating("eps")))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            .derivative(vjp(X, (g, s) -> s.run(RowFunctions.LAYER_NORM_GRADIENT, new Operand[] {g, s.input(0)},
                    s.attributes().integer("axis"), s.attributes().floating("eps"))))
            .samples("normal[5]", "normal[2, 3]", "normal[2, 3]; axis = 0, eps = 0.1", "normal[2, 0]")
            .fails("layer_norm(zeros(2, 3), axis = 5)", "shape/axis-range")
            .build();

    static final Op LAYER_NORM_GRADIENT = op("layer_norm_gradient(g: f[...s], x: f[...s]; axis: int = -1, eps: float = 1e-5) -> f[...s]")
            .internal()
            .doc("`(g - mean(g) - z * mean(g * z)) / sqrt(var(x) + eps)` along `axis`, where `z` is `layer_norm(x)`: what flows back"
                    + " through it.")
            .example("layer_norm_gradient([1.0, 1.0], [1.0, 3.0])", "[0.0, 0.0]")
            .kernel((k, g, x, a) -> gradient(k, RowOperator.NORMALIZE_GRADIENT, g, x, a, a.floating("eps")))
            .rule(RowFunctions::along)
            .batch(Batching.ALONG)
            // the Jacobian is symmetric
            .derivative(
                    vjp(Y, (v, s) -> layerNormGradient(s, v)),
                    vjp(ALL_INPUTS | OUTPUT, (v, s) -> {
                        Operand g = s.input(0);
                        Operand x = s.input(1);
                        if (x.shape().count() == 0) {
                            // nothing has no mean
                            return v;
                        }
                        int axis = s.attributes().small("axis");
                        double eps = s.attributes().floating("eps");
                        Operand z = s.run(RowFunctions.LAYER_NORM, new Operand[] {x}, (long) axis, eps);
                        Operand variance = s.run(Statistics.VARIANCE, new Operand[] {x}, new int[] {axis}, true, 0L);
                        Operand deviation = s.sqrt(s.add(variance, s.number(eps)));
                        // by z, the deviation held, and then by the deviation, whose derivative is z / n
                        Operand byZ = s.negate(s.divide(
                                s.add(s.multiply(v, mean(s, s.multiply(g, z), axis)), s.multiply(g, mean(s, s.multiply(v, z), axis))),
                                deviation));
                        Operand rest = s.multiply(z, s.divide(mean(s, s.multiply(v, s.output()), axis), deviation));
                        return s.subtract(layerNormGradient(s, byZ), rest);
                    }))
            .samples("normal[5], normal[5]", "normal[2, 3], normal[2, 3]; axis = 0, eps = 0.1")
            .fails("layer_norm_gradient([1.0, 2.0], [1.0, 2.0, 3.0])", "shape/broadcast")
            .build();

    static final List<Op> ALL =
            List.of(SOFTMAX, SOFTMAX_GRADIENT, LOG_SOFTMAX, LOG_SOFTMAX_GRADIENT, LAYER_NORM, LAYER_NORM_GRADIENT);

    private RowFunctions() {}

    private static Operand layerNormGradient(Saved s, Operand g) {
        return s.run(LAYER_NORM_GRADIENT, new Operand[] {g, s.input(1)}, s.attributes().integer("axis"), s.attributes().floating("eps"));
    }

    private static Operand mean(Saved s, Operand x, int axis) {
        return s.run(Reductions.MEAN, new Operand[] {x}, new int[] {axis}, true);
    }

    private static Tensor map(OpContext context, RowOperator operator, String name, Tensor x, Attributes attributes, double epsilon) {
        Promotion.real(name, x, 0);
        int axis = Axes.at(attributes.integer("axis"), x.shape());
        Tensor floating = x.to(Promotion.floating(context, x));
        return RowMap.along(context.kernels(), context.parallel(), operator, floating, floating, axis, epsilon);
    }

    private static Tensor gradient(OpContext context, RowOperator operator, Tensor g, Tensor y, Attributes attributes, double epsilon) {
        Promotion.real("a gradient", g, 0);
        Promotion.real("a gradient", y, 1);
        Shape shape = Shape.broadcast(g.shape(), y.shape());
        DType type = DType.highest(Promotion.floating(context, g), Promotion.floating(context, y));
        int axis = Axes.at(attributes.integer("axis"), shape);
        return RowMap.along(context.kernels(), context.parallel(), operator,
                g.broadcastTo(shape).to(type), y.broadcastTo(shape).to(type), axis, epsilon);
    }

    /// The shape of the first input, in which the axis must exist.
    static Type.Tensor along(List<Type.Tensor> inputs, Attributes attributes) {
        Type.Tensor x = inputs.getFirst();
        if (x.sizes().ranked()) {
            Axes.at(attributes.integer("axis"), x.sizes().axes().size(), x.sizes());
        }
        return Type.tensor(x.sizes());
    }
}

package dl.grad;

import dl.op.Algebra;
import dl.op.OpContext;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/// Compares gradients with central differences in f64.
///
/// A function of tensors is made a number by weighting its elements with fixed random numbers. Order 2 does the same to
/// its gradient.
public final class GradCheck {
    /// A function of tensors, written in operations.
    @FunctionalInterface
    public interface Function {
        Operand apply(OpContext context, Operand[] inputs);
    }

    /// The step of the differences: the error of the formula and that of rounding are then both near 1e-10.
    private static final double STEP = 1e-5;

    private final OpContext context;
    private final Algebra algebra;

    public GradCheck(OpContext context) {
        this.context = context;
        this.algebra = new Algebra(context);
    }

    /// Checks the derivatives with respect to those inputs whose flag is set, which are f64.
    ///
    /// @param order 1, or 2 for the derivative of the gradient
    /// @return what is wrong, or nothing
    public Optional<String> check(Function function, Tensor[] inputs, boolean[] differentiate, int order, double tolerance) {
        Function number = number(function);
        for (int i = 2; i <= order; i++) {
            number = number(gradient(number, differentiate));
        }
        Operand[] found = gradients(number, inputs, differentiate);
        for (int i = 0; i < inputs.length; i++) {
            if (!differentiate[i]) {
                continue;
            }
            Tensor analytic = found[i].plain();
            if (!analytic.shape().equals(inputs[i].shape())) {
                return Optional.of("input " + i + " has shape " + inputs[i].shape() + " and its gradient " + analytic.shape());
            }
            for (int j = 0; j < inputs[i].count(); j++) {
                double x = inputs[i].doubleAt(j);
                double step = STEP * Math.max(1, Math.abs(x));
                double above = evaluate(number, inputs, i, j, x + step);
                double below = evaluate(number, inputs, i, j, x - step);
                double numeric = (above - below) / (2 * step);
                double exact = analytic.doubleAt(j);
                double scale = 1 + Math.abs(numeric) + Math.max(Math.abs(above), Math.abs(below)) * 1e-2;
                if (!(Math.abs(exact - numeric) <= tolerance * scale)) {
                    return Optional.of("order " + order + ", input " + i + ", element " + j + ": the rule gives " + exact
                            + ", differences " + numeric);
                }
            }
        }
        return Optional.empty();
    }

    private Function number(Function function) {
        return (context, inputs) -> {
            Operand result = function.apply(context, inputs);
            return algebra.sum(algebra.multiply(result, weights(result.shape())), false);
        };
    }

    /// The gradients as one vector.
    private Function gradient(Function number, boolean[] differentiate) {
        return (_, inputs) -> {
            Operand[] gradients = gradients(number, inputs, differentiate);
            Operand sum = Tensor.zeros(DType.F64, Shape.of(1));
            for (int i = 0; i < gradients.length; i++) {
                if (differentiate[i]) {
                    Operand weighted = algebra.multiply(gradients[i], weights(gradients[i].shape()));
                    sum = algebra.add(sum, algebra.sum(weighted, false));
                }
            }
            return sum;
        };
    }

    private Operand[] gradients(Function number, Operand[] inputs, boolean[] differentiate) {
        try (Tape tape = Tape.open(context)) {
            Operand[] traced = Arrays.copyOf(inputs, inputs.length, Operand[].class);
            for (int i = 0; i < inputs.length; i++) {
                traced[i] = differentiate[i] ? tape.input(inputs[i]) : inputs[i];
            }
            Operand result = number.apply(context, traced);
            return tape.pull(result, Tensor.of(Shape.SCALAR, new double[] {1}), traced);
        }
    }

    private double evaluate(Function number, Tensor[] inputs, int which, int element, double value) {
        Tensor changed = inputs[which].copy();
        changed.doubles()[element] = value;
        Tensor[] all = inputs.clone();
        all[which] = changed;
        return number.apply(context, all).plain().doubleAt(0);
    }

    private static Tensor weights(Shape shape) {
        SplittableRandom random = new SplittableRandom(7 + shape.count());
        double[] weights = new double[shape.count()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextDouble(0.5, 1.5);
        }
        return Tensor.of(shape, weights);
    }
}

package dl.grad;

import dl.op.Algebra;
import dl.op.Derivative;
import dl.op.Op;
import dl.op.OpContext;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// What reverse and forward mode have in common.
final class Rules {
    private Rules() {}

    /// A value as differentiation takes it: ints become floats.
    ///
    /// @throws OpError `grad/element-type` for bools and complex numbers
    static Operand floating(Algebra algebra, Operand value) {
        return switch (value.dtype()) {
            case F32, F64 -> value;
            case I64 -> value.weak()
                    ? Tensor.number((double) value.plain().longs()[value.plain().offset()])
                    : algebra.astype(value, algebra.context().defaultFloat());
            case BOOL, C128 -> throw elementType(value);
        };
    }

    private static OpError elementType(Operand value) {
        OpError error = OpError.grad("grad/element-type", "cannot differentiate with respect to " + value.dtype() + " values");
        return value.dtype() == DType.C128
                ? error.hint("derivatives are with respect to real numbers: write it as a function of the real and the imaginary part")
                : error;
    }

    /// Whether the result of an operation is followed; if not, the cut is remembered. Flags of inputs through which nothing passes
    /// are cleared.
    ///
    /// @throws OpError `grad/refused`
    static boolean follows(Op op, OpContext context, boolean[] followed, Operand result, Cuts cuts) {
        if (!context.recording()) {
            cuts.remember(op, Cuts.NO_GRAD, context.site());
            return false;
        }
        boolean connected = false;
        String reason = "";
        for (int i = 0; i < followed.length; i++) {
            if (!followed[i]) {
                continue;
            }
            switch (op.derivative(i)) {
                case Derivative.Rule _, Derivative.Joint _ -> connected = true;
                case Derivative.Zero zero -> {
                    followed[i] = false;
                    reason = zero.reason();
                }
                case Derivative.Refuse refuse -> throw OpError.grad("grad/refused",
                        op.name() + " cannot be differentiated: " + refuse.reason());
                case Derivative.Parts _ -> throw new IllegalStateException(op.name() + " is written in operations and reached a derivative");
            }
        }
        if (connected && result.dtype() == DType.C128) {
            // plain from here on it would silently miss in the derivative
            throw OpError.grad("grad/refused", op.name() + " cannot be differentiated here: its result is complex")
                    .hint("write it with real numbers, the real and the imaginary part each; stop_gradient(x) leaves it out");
        }
        if (!connected || !result.dtype().isFloat()) {
            cuts.remember(op, connected ? "its result is " + result.dtype() : reason, context.site());
            return false;
        }
        return true;
    }

    /// Brings a gradient to the shape and element type of the value that it belongs to.
    static Operand fit(Algebra algebra, Operand gradient, Shape shape, DType dtype, boolean weak) {
        Operand summed = gradient.shape().equals(shape) ? gradient : algebra.sumTo(gradient, shape);
        if (summed.dtype() != dtype) {
            summed = algebra.astype(summed, dtype);
        }
        return weak && !summed.weak() ? algebra.asNumber(summed) : summed;
    }
}

package dl.op;

import dl.tensor.Operand;
import org.jspecify.annotations.Nullable;

/// What an operation says about its derivative with respect to one input.
public sealed interface Derivative {
    /// Bits of what a rule needs of the forward pass: input 0 is the lowest bit.
    int NOTHING = 0;
    int X = 1;
    int Y = 2;
    int Z = 4;
    int OUTPUT = 1 << 30;
    int ALL_INPUTS = OUTPUT - 1;

    /// Multiplies the gradient of the result with the transposed Jacobian of one input.
    ///
    /// The result may have the broadcast shape and the promoted element type: the tape sums and converts it back.
    @FunctionalInterface
    interface Vjp {
        Operand apply(Operand gradient, Saved saved);
    }

    /// A rule written in operations, so that it can be differentiated again; `saves` says what it reads.
    record Rule(int saves, Vjp vjp) implements Derivative {}

    /// Multiplies the gradient of the result with the transposed Jacobians of all inputs that have this derivative.
    @FunctionalInterface
    interface JointVjp {
        @Nullable Operand[] apply(Operand gradient, Saved saved);
    }

    /// A rule for several inputs at once, which share what they compute; null for the other inputs.
    record Joint(int saves, JointVjp vjp) implements Derivative {}

    /// The derivative is zero wherever it exists; an answer that depends on nothing else is an error with this reason.
    record Zero(String reason) implements Derivative {}

    /// The derivative exists, but not here.
    record Refuse(String reason) implements Derivative {}

    /// The operation is written in other operations, and so is its derivative.
    record Parts() implements Derivative {}

    static Derivative vjp(int saves, Vjp vjp) {
        return new Rule(saves, vjp);
    }

    static Derivative zero(String reason) {
        return new Zero(reason);
    }

    static Derivative refuse(String reason) {
        return new Refuse(reason);
    }
}

package dl.op;

import dl.tensor.Operand;
import dl.tensor.Tensor;

/// Computes an operation on plain tensors.
@FunctionalInterface
interface Forward {
    Tensor run(OpContext context, Operand[] inputs, Attributes attributes);

    /// Of one tensor.
    @FunctionalInterface
    interface OfOne {
        Tensor run(OpContext context, Tensor x, Attributes attributes);
    }

    @FunctionalInterface
    interface OfTwo {
        Tensor run(OpContext context, Tensor x, Tensor y, Attributes attributes);
    }

    @FunctionalInterface
    interface OfThree {
        Tensor run(OpContext context, Tensor x, Tensor y, Tensor z, Attributes attributes);
    }

    /// Of no tensor: creation and random numbers.
    @FunctionalInterface
    interface OfNone {
        Tensor run(OpContext context, Attributes attributes);
    }

    /// Written in other operations.
    @FunctionalInterface
    interface Composite {
        Operand run(Algebra algebra, Operand[] inputs, Attributes attributes);
    }
}

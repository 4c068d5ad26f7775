package dl.op;

import dl.tensor.Operand;

/// A value that takes over every operation it goes into, in order to record it.
public interface Traced extends Operand {
    /// The nesting of the transformation that it belongs to; the highest among the inputs takes over.
    int level();

    Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes);
}

package dl.grad;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.OpContext;
import dl.tensor.Operand;

/// A value with its derivative along one direction, which have the same shape and element type.
record DualValue(Tangents tangents, Operand value, Operand tangent) implements Followed {
    @Override
    public int level() {
        return tangents.level();
    }

    @Override
    public Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        return tangents.push(op, context, inputs, attributes);
    }
}

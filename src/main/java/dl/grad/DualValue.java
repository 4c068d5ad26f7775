package dl.grad;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Traced;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// A value with its derivative along one direction, which have the same shape and element type.
record DualValue(Tangents tangents, Operand value, Operand tangent) implements Traced {
    @Override
    public int level() {
        return tangents.level();
    }

    @Override
    public DType dtype() {
        return value.dtype();
    }

    @Override
    public Shape shape() {
        return value.shape();
    }

    @Override
    public boolean weak() {
        return value.weak();
    }

    @Override
    public Tensor plain() {
        return value.plain();
    }

    @Override
    public Operand detached() {
        return value.detached();
    }

    @Override
    public Tensor elements() {
        return value.elements();
    }

    @Override
    public int[] batches() {
        return value.batches();
    }

    @Override
    public Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        return tangents.push(op, context, inputs, attributes);
    }
}

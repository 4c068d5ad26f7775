package dl.grad;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Traced;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;

/// One value for each example of a batch, which a program sees as the value of one example.
final class BatchedValue implements Traced {
    private final Batch batch;
    /// With the axis of the examples in front.
    private final Operand stacked;
    private final boolean weak;
    private final Shape shape;

    /// @param weak whether the values are numbers, which take the element type of the tensor that they meet
    BatchedValue(Batch batch, Operand stacked, boolean weak) {
        this.batch = batch;
        this.stacked = stacked;
        this.weak = weak;
        int[] sizes = stacked.shape().toArray();
        this.shape = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    Batch batch() {
        return batch;
    }

    Operand stacked() {
        return stacked;
    }

    @Override
    public int level() {
        return batch.level();
    }

    @Override
    public DType dtype() {
        return stacked.dtype();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean weak() {
        return weak;
    }

    @Override
    public Tensor plain() {
        throw batch.notOne(this);
    }

    @Override
    public Operand detached() {
        return new BatchedValue(batch, stacked.detached(), weak);
    }

    @Override
    public Tensor elements() {
        batch.checkOpen();
        return stacked.elements();
    }

    @Override
    public int[] batches() {
        int[] inner = stacked.batches();
        int[] all = Arrays.copyOf(inner, inner.length + 1);
        all[inner.length] = batch.examples();
        return all;
    }

    @Override
    public Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        batch.checkOpen();
        return batch.run(op, context, inputs, attributes);
    }
}

package dl.op;

import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// A placeholder that goes through operations in the place of a tensor, so that a [Sketch] learns what they do.
final class Symbol implements Traced {
    /// Thrown where a computation needs more than elementwise steps; not an error.
    static final class NotElementwise extends RuntimeException {
        NotElementwise() {
            super("not elementwise", null, false, false);
        }
    }

    final Sketch sketch;
    /// Its position among the entries of the sketch.
    final int index;
    /// Whether a derivative stops here.
    final boolean detached;
    private final DType dtype;
    private final Shape shape;
    private final boolean weak;

    Symbol(Sketch sketch, int index, DType dtype, Shape shape, boolean weak, boolean detached) {
        this.sketch = sketch;
        this.index = index;
        this.dtype = dtype;
        this.shape = shape;
        this.weak = weak;
        this.detached = detached;
    }

    @Override
    public DType dtype() {
        return dtype;
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
    public Operand detached() {
        return new Symbol(sketch, index, dtype, shape, weak, true);
    }

    /// A rule that looks at values cannot be written down once for all values.
    @Override
    public Tensor plain() {
        throw new NotElementwise();
    }

    /// Symbols stand above every differentiation that is going on.
    @Override
    public int level() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        return sketch.record(op, inputs, attributes);
    }
}

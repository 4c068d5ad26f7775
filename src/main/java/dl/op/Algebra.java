package dl.op;

import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Operations as methods, in which derivative rules and composed operations are written.
public class Algebra {
    private final OpContext context;

    public Algebra(OpContext context) {
        this.context = context;
    }

    public final OpContext context() {
        return context;
    }

    /// An operation of one tensor, with every attribute at its default.
    public final Operand run(Op op, Operand x) {
        return op.apply(context, new Operand[] {x}, op.signature().defaults());
    }

    /// An operation of two tensors, with every attribute at its default.
    public final Operand run(Op op, Operand x, Operand y) {
        return op.apply(context, new Operand[] {x, y}, op.signature().defaults());
    }

    /// Any operation, with attributes at hand.
    public final Operand apply(Op op, Operand[] inputs, Attributes attributes) {
        return op.apply(context, inputs, op.signature().attributeNames().length == attributes.count()
                ? attributes : op.attributes(attributes.values(op.signature().attributeNames().length)));
    }

    /// Any operation, with the attributes in the order of its signature.
    public final Operand run(Op op, Operand[] inputs, Object... attributes) {
        return op.apply(context, inputs, op.attributes(attributes));
    }

    /// A float number, which takes the element type of what it meets.
    public final Operand number(double value) {
        return Tensor.number(value);
    }

    /// An int number.
    public final Operand whole(long value) {
        return Tensor.number(value);
    }

    public final Operand add(Operand x, Operand y) {
        return run(Arithmetic.ADD, x, y);
    }

    public final Operand subtract(Operand x, Operand y) {
        return run(Arithmetic.SUBTRACT, x, y);
    }

    public final Operand multiply(Operand x, Operand y) {
        return run(Arithmetic.MULTIPLY, x, y);
    }

    public final Operand multiply(Operand x, double y) {
        return run(Arithmetic.MULTIPLY, x, Tensor.number(y));
    }

    public final Operand divide(Operand x, Operand y) {
        return run(Arithmetic.DIVIDE, x, y);
    }

    public final Operand floorDivide(Operand x, Operand y) {
        return run(Arithmetic.FLOOR_DIVIDE, x, y);
    }

    public final Operand power(Operand x, Operand y) {
        return run(Arithmetic.POWER, x, y);
    }

    public final Operand negate(Operand x) {
        return run(Arithmetic.NEGATE, x);
    }

    public final Operand abs(Operand x) {
        return run(Arithmetic.ABS, x);
    }

    public final Operand sign(Operand x) {
        return run(Arithmetic.SIGN, x);
    }

    public final Operand square(Operand x) {
        return run(Arithmetic.SQUARE, x);
    }

    public final Operand maximum(Operand x, Operand y) {
        return run(Arithmetic.MAXIMUM, x, y);
    }

    public final Operand minimum(Operand x, Operand y) {
        return run(Arithmetic.MINIMUM, x, y);
    }

    public final Operand equal(Operand x, Operand y) {
        return run(Comparisons.EQUAL, x, y);
    }

    public final Operand less(Operand x, Operand y) {
        return run(Comparisons.LESS, x, y);
    }

    public final Operand greater(Operand x, Operand y) {
        return run(Comparisons.GREATER, x, y);
    }

    public final Operand greaterEqual(Operand x, Operand y) {
        return run(Comparisons.GREATER_EQUAL, x, y);
    }

    public final Operand logicalAnd(Operand x, Operand y) {
        return run(Comparisons.LOGICAL_AND, x, y);
    }

    public final Operand where(Operand condition, Operand x, Operand y) {
        return Comparisons.WHERE.apply(context, new Operand[] {condition, x, y}, Attributes.EMPTY);
    }

    public final Operand astype(Operand x, DType type) {
        return x.dtype() == type && !x.weak() ? x : run(Casts.ASTYPE, new Operand[] {x}, type);
    }

    /// The value of a rank-0 tensor as a number.
    public final Operand asNumber(Operand x) {
        return x.weak() && x.dtype() != DType.F32 ? x : run(Casts.AS_NUMBER, x);
    }

    /// A number as a rank-0 tensor of its own element type.
    public final Operand strong(Operand x) {
        return x.weak() ? run(Casts.ASTYPE, new Operand[] {x}, x.dtype()) : x;
    }

    /// The part at a position of the first axis.
    public final Operand at(Operand x, long position) {
        return Indexing.run(context, Indexing.GET, new Operand[] {x}, List.of(new IndexItem.At(position)));
    }

    public final Operand reshape(Operand x, Shape shape) {
        return x.shape().equals(shape) ? x : run(Layout.RESHAPE, new Operand[] {x}, (Object) shape.toArray());
    }

    public final Operand broadcastTo(Operand x, Shape shape) {
        return x.shape().equals(shape) ? x : run(Layout.BROADCAST_TO, new Operand[] {x}, (Object) shape.toArray());
    }

    /// Sums the axes along which a value of this shape was stretched.
    public final Operand sumTo(Operand x, Shape shape) {
        return x.shape().equals(shape) ? x : run(Reductions.SUM_TO, new Operand[] {x}, (Object) shape.toArray());
    }

    /// Sums along axes, or all of them where none is given.
    public final Operand sum(Operand x, boolean keep, int... axes) {
        return run(Reductions.SUM, new Operand[] {x}, axes.length == 0 ? Attributes.NONE : axes, keep);
    }

    /// A tensor that repeats one value.
    public final Operand full(Shape shape, DType type, double value) {
        Tensor one = Tensor.zeros(type, Shape.SCALAR);
        if (value != 0) {
            one = Tensor.number(value).to(type).weak(false);
        }
        return one.broadcastTo(shape);
    }

    public final Operand log(Operand x) {
        return run(Elementary.LOG, x);
    }

    public final Operand exp(Operand x) {
        return run(Elementary.EXP, x);
    }

    public final Operand sqrt(Operand x) {
        return run(Elementary.SQRT, x);
    }

    public final Operand permute(Operand x, int... axes) {
        return run(Layout.PERMUTE, new Operand[] {x}, (Object) axes);
    }

    public final Operand swapaxes(Operand x, int first, int second) {
        return run(Layout.SWAPAXES, new Operand[] {x}, (long) first, (long) second);
    }

    public final Operand expandDims(Operand x, int axis) {
        return run(Layout.EXPAND_DIMS, new Operand[] {x}, (long) axis);
    }

    public final Operand flip(Operand x, int axis) {
        return run(Layout.FLIP, new Operand[] {x}, (Object) new int[] {axis});
    }

    /// The elements from `start` to `stop` along one axis.
    public final Operand slice(Operand x, int axis, long start, long stop) {
        List<IndexItem> items = new ArrayList<>();
        for (int i = 0; i < axis; i++) {
            items.add(IndexItem.Slice.ALL);
        }
        items.add(new IndexItem.Slice(OptionalLong.of(start), OptionalLong.of(stop), OptionalLong.empty()));
        return Indexing.run(context, Indexing.GET, new Operand[] {x}, items);
    }
}

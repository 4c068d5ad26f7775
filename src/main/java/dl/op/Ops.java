package dl.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All operations.
public final class Ops {
    public static final Op ADD = Arithmetic.ADD;
    public static final Op SUBTRACT = Arithmetic.SUBTRACT;
    public static final Op MULTIPLY = Arithmetic.MULTIPLY;
    public static final Op DIVIDE = Arithmetic.DIVIDE;
    public static final Op FLOOR_DIVIDE = Arithmetic.FLOOR_DIVIDE;
    public static final Op REMAINDER = Arithmetic.REMAINDER;
    public static final Op POWER = Arithmetic.POWER;
    public static final Op NEGATE = Arithmetic.NEGATE;
    public static final Op EQUAL = Comparisons.EQUAL;
    public static final Op NOT_EQUAL = Comparisons.NOT_EQUAL;
    public static final Op LESS = Comparisons.LESS;
    public static final Op LESS_EQUAL = Comparisons.LESS_EQUAL;
    public static final Op GREATER = Comparisons.GREATER;
    public static final Op GREATER_EQUAL = Comparisons.GREATER_EQUAL;
    public static final Op LOGICAL_AND = Comparisons.LOGICAL_AND;
    public static final Op LOGICAL_OR = Comparisons.LOGICAL_OR;
    public static final Op LOGICAL_NOT = Comparisons.LOGICAL_NOT;

    public static final Op MATMUL = LinearAlgebra.MATMUL;
    public static final Op TRANSPOSE = Layout.TRANSPOSE;
    public static final Op STACK = Joining.STACK;
    public static final Op EYE = Creation.EYE;
    public static final Op WHERE = Comparisons.WHERE;
    public static final Op SAME = Closeness.SAME;
    public static final Op ASTYPE = Casts.ASTYPE;
    public static final Op AS_NUMBER = Casts.AS_NUMBER;
    public static final Op STOP_GRADIENT = Casts.STOP_GRADIENT;
    public static final Op RESHAPE = Layout.RESHAPE;
    public static final Op SUM = Reductions.SUM;
    public static final Op REAL = Complexes.REAL;
    public static final Op IMAG = Complexes.IMAG;

    /// Every operation, family by family.
    public static final List<Op> ALL = all();

    private static final Map<String, Op> BY_NAME = byName();

    private Ops() {}

    public static Optional<Op> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// `x[items]`: a view where no tensor is among the items.
    public static Operand getIndex(OpContext context, Operand x, List<IndexItem> items) {
        return Indexing.run(context, Indexing.GET, new Operand[] {x}, items);
    }

    /// `x` with `value` at `x[items]`, as a new tensor; of duplicate positions the last in row-major order stays.
    public static Operand setIndex(OpContext context, Operand x, List<IndexItem> items, Operand value) {
        return Indexing.run(context, Indexing.SET, new Operand[] {x, value}, items);
    }

    /// `x` with `value` added at `x[items]`, as a new tensor; duplicate positions add up.
    public static Operand addAtIndex(OpContext context, Operand x, List<IndexItem> items, Operand value) {
        return Indexing.run(context, Indexing.ADD, new Operand[] {x, value}, items);
    }

    /// `x[items] = value` in the storage of `x`, which nobody else may hold; neither is traced.
    public static void setIndexInPlace(Tensor x, List<IndexItem> items, Tensor value) {
        Indexing.set(x, new Index(items), value);
    }

    /// `x[items] += value` in the storage of `x`, which nobody else may hold; neither is traced.
    public static void addAtIndexInPlace(OpContext context, Tensor x, List<IndexItem> items, Tensor value) {
        Indexing.add(context, x, new Index(items), value);
    }

    /// Whether an operation is `x[items]`, whose gradients can be added up in one tensor: see [#addPicked].
    public static boolean isPick(Op op) {
        return op == Indexing.GET;
    }

    /// Adds what flows back through `x[items]` to the gradient of `x`, in storage that nobody else may hold.
    ///
    /// @param attributes those that `x[items]` had
    public static void addPicked(OpContext context, Tensor gradient, Attributes attributes, Tensor part) {
        Indexing.add(context, gradient, (Index) attributes.get(0), part);
    }

    /// Whether the gradient of a product of these by one of them can be added to others in place: see [#addProduct].
    ///
    /// @param which the input of the product that the gradient is of
    /// @param other the other input
    public static boolean isSummable(Op op, int which, @Nullable Operand other, Operand gradient, Shape shape, DType dtype) {
        return (op == MATMUL || op == LinearAlgebra.AFFINE) && other instanceof Tensor && gradient instanceof Tensor
                && shape.rank() == 2 && other.shape().rank() == 2 && gradient.shape().rank() == 2
                && dtype.isFloat() && other.dtype() == dtype && gradient.dtype() == dtype;
    }

    /// Adds what flows back through a product of matrices to the gradient of one of them, in storage that nobody else may hold.
    public static void addProduct(OpContext context, Tensor sum, int which, Tensor other, Tensor gradient) {
        LinearAlgebra.addGradient(context, sum, which, other, gradient);
    }

    /// Parts of equal size along an axis: views.
    ///
    /// @throws OpError `shape/split` when the size does not divide
    public static Operand[] split(OpContext context, Operand x, int parts, int axis) {
        int at = Axes.at(axis, x.shape());
        int size = x.shape().size(at);
        if (parts < 1 || size % parts != 0) {
            throw OpError.shape("shape/split", "cannot split axis " + at + " of " + x.shape() + " into " + parts + " equal parts")
                    .label(0, Describe.type(x));
        }
        Algebra algebra = new Algebra(context);
        Operand[] result = new Operand[parts];
        for (int i = 0; i < parts; i++) {
            result[i] = algebra.slice(x, at, (long) i * (size / parts), (i + 1L) * (size / parts));
        }
        return result;
    }

    private static List<Op> all() {
        List<Op> all = new ArrayList<>(160);
        all.addAll(Arithmetic.ALL);
        all.addAll(Wrapping.ALL);
        all.addAll(Comparisons.ALL);
        all.addAll(Casts.ALL);
        all.addAll(Elementary.ALL);
        all.addAll(GammaFunctions.ALL);
        all.addAll(Complexes.ALL);
        all.addAll(Reductions.ALL);
        all.addAll(Statistics.ALL);
        all.addAll(LinearAlgebra.ALL);
        all.addAll(Convolutions.ALL);
        all.addAll(Pooling.ALL);
        all.addAll(Layout.ALL);
        all.addAll(Joining.ALL);
        all.addAll(Selecting.ALL);
        all.addAll(Activations.ALL);
        all.addAll(RowFunctions.ALL);
        all.addAll(Creation.ALL);
        all.addAll(Randoms.ALL);
        all.addAll(Closeness.ALL);
        return List.copyOf(all);
    }

    private static Map<String, Op> byName() {
        Map<String, Op> names = new HashMap<>();
        for (Op op : ALL) {
            if (names.put(op.name(), op) != null) {
                throw new IllegalStateException("two operations are called " + op.name());
            }
        }
        return names;
    }
}

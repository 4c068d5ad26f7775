package dl.grad;

import dl.op.Algebra;
import dl.op.Attributes;
import dl.op.Derivative;
import dl.op.Fusion;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Saved;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Forward mode: carries the derivative along one direction with every value, and remembers nothing.
///
/// Operations declare only how gradients go backward. That rule is linear in the gradient, and the derivative forward is its
/// transpose; where the operation works element by element it is its own transpose, otherwise a tape of its own over the rule
/// transposes it.
public final class Tangents implements AutoCloseable {
    private final OpContext context;
    private final int level;
    private final Algebra algebra;
    private final Cuts cuts = new Cuts();
    private boolean open = true;

    private Tangents(OpContext context) {
        this.context = context;
        this.level = context.levels().enter();
        this.algebra = new Algebra(context);
    }

    public static Tangents open(OpContext context) {
        return new Tangents(context);
    }

    int level() {
        return level;
    }

    /// A value as [#input] will take it: ints become floats.
    public Operand floating(Operand value) {
        return Rules.floating(algebra, value);
    }

    /// Starts to follow a value along a direction of the same shape.
    public Operand input(Operand value, Operand tangent) {
        return new DualValue(this, value, Rules.fit(algebra, tangent, value.shape(), value.dtype(), value.weak()));
    }

    public boolean follows(Object value) {
        return value instanceof DualValue dual && dual.tangents() == this;
    }

    /// Where the path from the inputs was cut.
    public Cuts cuts() {
        return cuts;
    }

    /// A value as those around see it.
    public Operand value(Operand value) {
        return value instanceof DualValue dual && dual.tangents() == this ? dual.value() : value;
    }

    /// The derivative of a value along the direction of the inputs; zeros where it does not depend on them.
    public Operand tangent(Operand value) {
        return value instanceof DualValue dual && dual.tangents() == this ? dual.tangent() : zeros(value);
    }

    private Operand zeros(Operand value) {
        return value.weak() ? Tensor.number(0.0) : algebra.full(value.shape(), value.dtype(), 0);
    }

    Operand push(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        int n = inputs.length;
        Operand[] values = new Operand[n];
        Operand[] tangents = new Operand[n];
        boolean[] followed = new boolean[n];
        for (int i = 0; i < n; i++) {
            values[i] = value(inputs[i]);
            followed[i] = follows(inputs[i]);
            tangents[i] = followed[i] ? ((DualValue) inputs[i]).tangent() : values[i];
        }
        Operand result = op.apply(context, values, attributes);
        // a value that is kept beyond its differentiation counts as a plain one
        if (!open || !Rules.follows(op, context, followed, result, cuts)) {
            return result;
        }
        Shape[] shapes = new Shape[n];
        DType[] dtypes = new DType[n];
        for (int i = 0; i < n; i++) {
            shapes[i] = values[i].shape();
            dtypes[i] = values[i].dtype();
        }
        Forward forward = new Forward(op, context, values, result, shapes, dtypes, attributes, followed, tangents);
        Operand tangent = Fusion.isElementwise(op, n) ? forward.elementwise() : null;
        tangent = tangent == null ? forward.transposed() : tangent;
        return new DualValue(this, result, Rules.fit(algebra, tangent, result.shape(), result.dtype(), result.weak()));
    }

    /// The derivative of one application of an operation.
    private record Forward(Op op, OpContext context, Operand[] values, Operand result, Shape[] shapes, DType[] dtypes,
            Attributes attributes, boolean[] followed, Operand[] tangents) {
        private Saved saved(int which) {
            return new Saved(context, op, which, values, result, shapes, dtypes, attributes);
        }

        /// Of an operation whose Jacobians are diagonal; null when a rule does not show them.
        @Nullable Operand elementwise() {
            Algebra algebra = new Algebra(context);
            Operand sum = null;
            for (int i = 0; i < values.length; i++) {
                if (!followed[i]) {
                    continue;
                }
                if (!(op.derivative(i) instanceof Derivative.Rule rule)) {
                    return null;
                }
                Operand stretched = algebra.broadcastTo(tangents[i], result.shape());
                Operand part = rule.vjp().apply(stretched.dtype() == result.dtype() || result.weak() ? stretched
                        : algebra.astype(stretched, result.dtype()), saved(i));
                if (!part.shape().equals(result.shape())) {
                    return null;
                }
                sum = sum == null ? part : algebra.add(sum, part);
            }
            return sum;
        }

        /// Of any operation: the rule that takes gradients back is linear, and a tape over it gives its transpose.
        Operand transposed() {
            Algebra algebra = new Algebra(context);
            try (Tape tape = Tape.open(context)) {
                Operand zero = result.weak() ? Tensor.number(0.0) : algebra.full(result.shape(), result.dtype(), 0);
                Operand gradient = tape.input(zero);
                Operand[] parts = new Operand[values.length];
                Operand[] directions = new Operand[values.length];
                @Nullable Operand[] joint = {};
                int count = 0;
                for (int i = 0; i < values.length; i++) {
                    if (!followed[i]) {
                        continue;
                    }
                    Operand part = null;
                    if (op.derivative(i) instanceof Derivative.Rule rule) {
                        part = rule.vjp().apply(gradient, saved(i));
                    } else if (op.derivative(i) instanceof Derivative.Joint all) {
                        joint = joint.length == 0 ? all.vjp().apply(gradient, saved(i)) : joint;
                        part = joint[i];
                    }
                    if (part != null) {
                        parts[count] = Rules.fit(algebra, part, shapes[i], dtypes[i], values[i].weak());
                        directions[count++] = tangents[i];
                    }
                }
                return tape.pull(java.util.Arrays.copyOf(parts, count), java.util.Arrays.copyOf(directions, count),
                        new Operand[] {gradient})[0];
            }
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            context.levels().leave(level);
        }
    }
}

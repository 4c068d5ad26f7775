package dl.grad;

import dl.op.Algebra;
import dl.op.Attributes;
import dl.op.Derivative;
import dl.op.Numerics;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Saved;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records the operations on its inputs, and gives the gradients of a result with respect to them.
///
/// Tapes nest: rules are written in operations, so the backward pass of an inner tape is recorded by the outer one, and
/// derivatives of any order follow. The record is a graph that hangs on the results, so what no result needs is freed.
public final class Tape implements AutoCloseable {
    /// An operation that gave a plain result for a traced input, and where it ran.
    public record Cut(Op op, String reason, Object site) {
        /// The operation as a user would call it.
        String word() {
            return op.infersBool() ? "the comparison" : op.name().equals("astype") ? "the conversion" : op.name();
        }

        /// What to write where a derivative is wanted.
        String instead() {
            return switch (op.name()) {
                case "argmax", "argmin" -> "softmax(x) is its smooth relative; differentiate the loss, and take " + op.name() + " of the result afterwards";
                case "floor", "ceil", "round", "sign" -> "x + stop_gradient(" + op.name() + "(x) - x) has this value and the derivative of x";
                case "stop_gradient" -> "leave stop_gradient away where the derivative is wanted";
                default -> op.infersBool() ? "sigmoid(k * (x - t)) is a smooth step; where(c, a, b) passes the derivatives of a and b"
                        : "compute what is to be differentiated from floats alone; grad needs a path from the argument to the result";
            };
        }
    }

    private static final String NO_GRAD = "no_grad was on";

    private final OpContext context;
    private final int level;
    private final Algebra algebra;
    private boolean open = true;
    private long clock;
    private @Nullable Cut cut;

    private Tape(OpContext context) {
        this.context = context;
        this.level = context.levels().enter();
        this.algebra = new Algebra(context);
    }

    public static Tape open(OpContext context) {
        return new Tape(context);
    }

    /// Starts to follow a value. Ints become floats, as differentiation needs them; bools are not differentiable.
    public Operand input(Operand value) {
        Operand floating = switch (value.dtype()) {
            case F32, F64 -> value;
            case I64 -> value.weak()
                    ? Tensor.number((double) value.plain().longs()[value.plain().offset()])
                    : algebra.astype(value, context.defaultFloat());
            case BOOL, C128 -> throw elementType(value);
        };
        return new TracedValue(this, floating, Node.leaf(clock++, floating));
    }

    private static OpError elementType(Operand value) {
        OpError error = OpError.grad("grad/element-type", "cannot differentiate with respect to " + value.dtype() + " values");
        return value.dtype() == DType.C128
                ? error.hint("derivatives are with respect to real numbers: write it as a function of the real and the imaginary part")
                : error;
    }

    int level() {
        return level;
    }

    boolean isOpen() {
        return open;
    }

    /// The cut that is the likeliest reason when nothing arrives.
    public Optional<Cut> cut() {
        return Optional.ofNullable(cut);
    }

    /// Runs an operation of which at least one input is traced here.
    Operand record(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        int n = inputs.length;
        Operand[] inner = new Operand[n];
        Node[] parents = new Node[n];
        for (int i = 0; i < n; i++) {
            if (inputs[i] instanceof TracedValue traced && traced.tape() == this) {
                inner[i] = traced.value();
                parents[i] = traced.node();
            } else {
                inner[i] = inputs[i];
            }
        }
        Operand result = op.apply(context, inner, attributes);
        if (!context.recording()) {
            remember(new Cut(op, NO_GRAD, context.site()));
            return result;
        }
        int saves = 0;
        boolean connected = false;
        String reason = "";
        for (int i = 0; i < n; i++) {
            if (parents[i] == null) {
                continue;
            }
            switch (op.derivative(i)) {
                case Derivative.Rule rule -> {
                    saves |= rule.saves();
                    connected = true;
                }
                case Derivative.Joint joint -> {
                    saves |= joint.saves();
                    connected = true;
                }
                case Derivative.Zero zero -> {
                    parents[i] = null;
                    reason = zero.reason();
                }
                case Derivative.Refuse refuse -> throw OpError.grad("grad/refused",
                        op.name() + " cannot be differentiated: " + refuse.reason());
                case Derivative.Parts _ -> throw new IllegalStateException(op.name() + " is written in operations and reached a tape");
            }
        }
        if (connected && result.dtype() == DType.C128) {
            // plain from here on it would silently miss in the derivative
            throw OpError.grad("grad/refused", op.name() + " cannot be differentiated here: its result is complex")
                    .hint("write it with real numbers, the real and the imaginary part each; stop_gradient(x) leaves it out");
        }
        if (!connected || !result.dtype().isFloat()) {
            remember(new Cut(op, connected ? "its result is " + result.dtype() : reason, context.site()));
            return result;
        }
        return new TracedValue(this, result, new Node(clock++, op, attributes, parents, inner, saves, result, context.site()));
    }

    /// A value as those around this tape see it: without this tape's tracing.
    public Operand below(Operand value) {
        return value instanceof TracedValue traced && traced.tape() == this ? traced.value() : value;
    }

    /// The last cut is the likeliest to matter; a comparison only where there is nothing else, as it mostly steers.
    private void remember(Cut next) {
        boolean compares = next.op.infersBool();
        if (cut == null || !compares || cut.op.infersBool()) {
            cut = next;
        }
    }

    /// The gradients of a rank-0 result with respect to inputs of this tape; zeros where the result does not depend on one.
    ///
    /// @throws OpError `grad/not-scalar`, `grad/not-connected`
    public Operand[] gradients(Operand result, Operand[] inputs) {
        if (result.shape().rank() != 0) {
            throw OpError.grad("grad/not-scalar", "grad needs a result of rank 0, and this one is "
                            + result.dtype() + result.shape())
                    .hint("reduce it to one number, for example with sum or mean");
        }
        if (!(result instanceof TracedValue traced) || traced.tape() != this) {
            throw notConnected();
        }
        Operand seed = result.weak() ? Tensor.number(1.0) : algebra.full(result.shape(), result.dtype(), 1);
        return pull(result, seed, inputs);
    }

    /// The products of a gradient of `result` with the Jacobians of the inputs; zeros where nothing depends on one.
    public Operand[] pull(Operand result, Operand seed, Operand[] inputs) {
        Operand[] gradients = new Operand[inputs.length];
        if (result instanceof TracedValue traced && traced.tape() == this) {
            backward(traced.node(), seed, inputs, gradients);
        }
        for (int i = 0; i < inputs.length; i++) {
            if (gradients[i] == null) {
                Operand input = inputs[i];
                gradients[i] = input.weak() ? Tensor.number(0.0) : algebra.full(input.shape(), input.dtype(), 0);
            }
        }
        return gradients;
    }

    private OpError notConnected() {
        String message = "the result does not depend on what grad differentiates";
        if (cut == null) {
            return OpError.grad("grad/not-connected", message)
                    .hint("use the function's own parameter inside it, not a value from outside");
        }
        boolean off = cut.reason().equals(NO_GRAD);
        return OpError.grad("grad/not-connected", message + ": " + (off ? "the path was cut here, because " : cut.word() + " cut the path, because ") + cut.reason())
                .causedAt(cut.site(), off ? "not recorded" : "no derivative passes through this")
                .hint(off ? "let the block of no_grad hold only what is not differentiated" : cut.instead());
    }

    private void backward(Node last, Operand seed, Operand[] inputs, @Nullable Operand[] gradients) {
        List<Node> order = reachable(last);
        last.gradient = seed;
        boolean checked = context.checkNumerics();
        Footprint footprint = new Footprint(order);
        for (int at = order.size() - 1; at >= 0; at--) {
            Node node = order.get(at);
            Operand gradient = node.gradient;
            if (node.isLeaf() || gradient == null) {
                continue;
            }
            node.gradient = null;
            @Nullable Operand[] joint = {};
            for (int i = 0; i < node.parents.length; i++) {
                Node parent = node.parents[i];
                if (parent == null) {
                    continue;
                }
                OpContext inside = checked ? Numerics.unchecked(context) : context;
                Operand part = null;
                if (node.op.derivative(i) instanceof Derivative.Rule rule) {
                    part = pull(rule, gradient, node.saved(inside, i), node, checked);
                } else if (node.op.derivative(i) instanceof Derivative.Joint all) {
                    joint = joint.length == 0 ? all.vjp().apply(gradient, node.saved(inside, i)) : joint;
                    part = joint[i];
                }
                if (part != null) {
                    Operand fitting = fit(part, parent);
                    if (parent.gradient == null) {
                        footprint.arrives(fitting);
                    }
                    parent.gradient = parent.gradient == null ? fitting : algebra.add(parent.gradient, fitting);
                }
            }
            footprint.leaves(gradient);
        }
        context.usage().pass(footprint.bytes());
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] instanceof TracedValue input && input.tape() == this) {
                gradients[i] = input.node().gradient;
            }
        }
        for (Node node : order) {
            node.gradient = null;
        }
    }

    /// Applies a rule; what goes wrong in it is told with the place where the operation ran.
    private static Operand pull(Derivative.Rule rule, Operand gradient, Saved saved, Node node, boolean checked) {
        try {
            Operand part = rule.vjp().apply(gradient, saved);
            if (checked) {
                Numerics.gradient(node.op, gradient, part);
            }
            return part;
        } catch (OpError e) {
            if (e.related().isEmpty() && node.site != null) {
                e.causedAt(node.site, e.code().equals("grad/kink") ? "" : "the derivative of this");
            }
            throw e;
        }
    }

    /// Brings a gradient to the shape and element type of the value that it belongs to.
    private Operand fit(Operand gradient, Node target) {
        Operand summed = gradient.shape().equals(target.shape) ? gradient : algebra.sumTo(gradient, target.shape);
        if (summed.dtype() != target.dtype) {
            summed = algebra.astype(summed, target.dtype);
        }
        return target.weak && !summed.weak() ? algebra.asNumber(summed) : summed;
    }

    /// What a result depends on, in the order in which it was computed.
    private static List<Node> reachable(Node last) {
        List<Node> found = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        last.seen = true;
        open.push(last);
        while (!open.isEmpty()) {
            Node node = open.pop();
            found.add(node);
            for (Node parent : node.parents) {
                if (parent != null && !parent.seen) {
                    parent.seen = true;
                    open.push(parent);
                }
            }
        }
        found.sort(Comparator.comparingLong(node -> node.time));
        for (Node node : found) {
            node.seen = false;
        }
        return found;
    }

    /// Values that are still around behave as their plain values from now on.
    @Override
    public void close() {
        if (open) {
            open = false;
            context.levels().leave(level);
        }
    }

    /// One recorded operation, or an input.
    static final class Node {
        private static final Node[] NO_PARENTS = {};

        final long time;
        final @Nullable Op op;
        final Attributes attributes;
        final @Nullable Node[] parents;
        final @Nullable Operand[] inputs;
        final Shape[] shapes;
        final DType[] dtypes;
        final @Nullable Operand output;
        final Shape shape;
        final DType dtype;
        final boolean weak;
        final @Nullable Object site;
        @Nullable Operand gradient;
        boolean seen;

        private Node(long time, Operand value) {
            this.time = time;
            op = null;
            attributes = Attributes.EMPTY;
            parents = NO_PARENTS;
            inputs = new Operand[0];
            shapes = new Shape[0];
            dtypes = new DType[0];
            output = null;
            shape = value.shape();
            dtype = value.dtype();
            weak = value.weak();
            site = null;
        }

        static Node leaf(long time, Operand value) {
            return new Node(time, value);
        }

        /// Keeps of `inputs` what `saves` names; the array is given away.
        Node(
                long time,
                Op op,
                Attributes attributes,
                @Nullable Node[] parents,
                Operand[] inputs,
                int saves,
                Operand result,
                @Nullable Object site) {
            this.time = time;
            this.op = op;
            this.attributes = attributes;
            this.parents = parents;
            this.inputs = inputs;
            this.site = site;
            int n = inputs.length;
            shapes = new Shape[n];
            dtypes = new DType[n];
            for (int i = 0; i < n; i++) {
                shapes[i] = inputs[i].shape();
                dtypes[i] = inputs[i].dtype();
                if ((saves & Derivative.ALL_INPUTS) != Derivative.ALL_INPUTS && (saves >> i & 1) == 0) {
                    this.inputs[i] = null;
                }
            }
            output = (saves & Derivative.OUTPUT) != 0 ? result : null;
            shape = result.shape();
            dtype = result.dtype();
            weak = result.weak();
        }

        boolean isLeaf() {
            return op == null;
        }

        Saved saved(OpContext context, int which) {
            return new Saved(context, op, which, inputs, output, shapes, dtypes, attributes);
        }
    }
}

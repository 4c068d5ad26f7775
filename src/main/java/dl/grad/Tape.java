package dl.grad;

import dl.op.Algebra;
import dl.op.Attributes;
import dl.op.Derivative;
import dl.op.Numerics;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Ops;
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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records the operations on its inputs, and gives the gradients of a result with respect to them.
///
/// Tapes nest: rules are written in operations, so the backward pass of an inner tape is recorded by the outer one, and
/// derivatives of any order follow. The record is a graph that hangs on the results, so what no result needs is freed.
public final class Tape implements AutoCloseable {
    private final OpContext context;
    private int level;
    private final Algebra algebra;
    private boolean open = true;
    private final Cuts cuts = new Cuts();

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
        Operand floating = Rules.floating(algebra, value);
        return new TracedValue(this, floating, Node.leaf(context.levels().tick(), floating));
    }

    int level() {
        return level;
    }

    boolean isOpen() {
        return open;
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
        boolean[] followed = new boolean[n];
        for (int i = 0; i < n; i++) {
            followed[i] = parents[i] != null;
        }
        if (!Rules.follows(op, context, followed, result, cuts)) {
            return result;
        }
        int saves = 0;
        for (int i = 0; i < n; i++) {
            if (followed[i]) {
                saves |= switch (op.derivative(i)) {
                    case Derivative.Rule rule -> rule.saves();
                    case Derivative.Joint joint -> joint.saves();
                    case Derivative.Zero _, Derivative.Refuse _, Derivative.Parts _ -> Derivative.NOTHING;
                };
            } else {
                parents[i] = null;
            }
        }
        return new TracedValue(this, result, new Node(context.levels().tick(), op, attributes, parents, inner, saves, result, context.site()));
    }

    /// Lets go of what was recorded since `start` on the way to these results: the backward pass records it again.
    ///
    /// @param start what [Levels#now] said before
    /// @param site  where the part stands in the program
    /// @param again computes the results again, with the same values
    public static Operand[] recompute(OpContext context, long start, Object site, Operand[] results, Supplier<Operand[]> again) {
        Operand[] kept = results.clone();
        Map<Tape, Segment> segments = new IdentityHashMap<>();
        for (int i = 0; i < results.length; i++) {
            if (results[i] instanceof TracedValue traced && traced.tape().isOpen() && traced.node().time >= start) {
                Tape tape = traced.tape();
                Segment segment = segments.computeIfAbsent(tape, _ -> new Segment(tape, start, site, results, again));
                kept[i] = new TracedValue(tape, traced.value(), Node.output(context.levels().tick(), traced.value(), segment, i));
            }
        }
        return kept;
    }

    /// A part of a computation of which only the results are kept.
    private static final class Segment {
        private final Object site;
        private final Supplier<Operand[]> again;
        private final Tensor[] values;
        private final boolean[] own;
        /// Gives its gradients to what the part depends on.
        private final Node node;
        private final @Nullable Operand[] gradients;

        Segment(Tape tape, long start, Object site, Operand[] results, Supplier<Operand[]> again) {
            this.site = site;
            this.again = again;
            values = new Tensor[results.length];
            own = new boolean[results.length];
            gradients = new Operand[results.length];
            List<Node> last = new ArrayList<>();
            for (int i = 0; i < results.length; i++) {
                values[i] = results[i].elements();
                own[i] = results[i] instanceof TracedValue traced && traced.tape() == tape && traced.node().time >= start;
                if (own[i]) {
                    last.add(((TracedValue) results[i]).node());
                }
            }
            List<Node> outside = reachable(last, start).stream().filter(found -> found.time < start).toList();
            node = Node.segment(tape.context.levels().tick(), this, outside.toArray(Node[]::new));
        }

        /// Records the part once more and takes the gradients through it.
        void backward(Tape tape) {
            Tape.Reopened reopened = tape.reopen();
            long start = tape.context.levels().now();
            try {
                Operand[] results = again.get();
                List<Node> last = new ArrayList<>();
                for (int i = 0; i < values.length; i++) {
                    if (!alike(values[i], results[i].elements())) {
                        throw OpError.grad("grad/checkpoint", "the function of checkpoint gave another value when it was computed again")
                                .causedAt(site, "computed again in the backward pass")
                                .hint("it may depend on its arguments and on random numbers alone; pass what changes between as an argument");
                    }
                    Operand gradient = gradients[i];
                    gradients[i] = null;
                    if (own[i] && gradient != null && tape.follows(results[i])) {
                        Node end = ((TracedValue) results[i]).node();
                        end.gradient = end.gradient == null ? gradient : tape.algebra.add(end.gradient, gradient);
                        last.add(end);
                    }
                }
                tape.propagate(reachable(last, start), start, true);
            } finally {
                reopened.close();
            }
        }

        private static boolean alike(Tensor x, Tensor y) {
            if (!x.shape().equals(y.shape()) || x.dtype() != y.dtype()) {
                return false;
            }
            for (int i = 0; i < x.count(); i++) {
                if (Double.doubleToLongBits(x.doubleAt(i)) != Double.doubleToLongBits(y.doubleAt(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private interface Reopened extends AutoCloseable {
        @Override
        void close();
    }

    /// Records again, also where this was closed.
    private Reopened reopen() {
        if (open) {
            return () -> {};
        }
        int before = level;
        level = context.levels().enter();
        open = true;
        return () -> {
            close();
            level = before;
        };
    }

    /// A value as those around this tape see it: without this tape's tracing.
    public Operand below(Operand value) {
        return value instanceof TracedValue traced && traced.tape() == this ? traced.value() : value;
    }

    /// The gradients of a rank-0 result with respect to inputs of this tape; zeros where the result does not depend on one.
    /// That is the end of this record: what it has saved is let go of on the way, so that memory shrinks as the gradients come.
    ///
    /// @throws OpError `grad/not-scalar`, `grad/not-connected`
    public Operand[] gradients(Operand result, Operand[] inputs) {
        if (result.shape().rank() != 0) {
            throw OpError.grad("grad/not-scalar", "grad needs a result of rank 0, and this one is "
                            + result.dtype() + result.shape())
                    .hint("reduce it to one number, for example with sum or mean");
        }
        if (!follows(result)) {
            throw cuts.notConnected("grad");
        }
        Operand seed = result.weak() ? Tensor.number(1.0) : algebra.full(result.shape(), result.dtype(), 1);
        return pull(new Operand[] {result}, new Operand[] {seed}, inputs, true);
    }

    /// Whether a value depends on the inputs of this tape.
    public boolean follows(Object value) {
        return value instanceof TracedValue traced && traced.tape() == this;
    }

    /// Where the path from the inputs was cut.
    public Cuts cuts() {
        return cuts;
    }

    /// The products of a gradient of `result` with the Jacobians of the inputs; zeros where nothing depends on one.
    public Operand[] pull(Operand result, Operand seed, Operand[] inputs) {
        return pull(new Operand[] {result}, new Operand[] {seed}, inputs);
    }

    /// As [#pull(Operand, Operand, Operand[])], summed over several results.
    public Operand[] pull(Operand[] results, Operand[] seeds, Operand[] inputs) {
        return pull(results, seeds, inputs, false);
    }

    private Operand[] pull(Operand[] results, Operand[] seeds, Operand[] inputs, boolean once) {
        Operand[] gradients = new Operand[inputs.length];
        List<Node> last = new ArrayList<>(results.length);
        for (int i = 0; i < results.length; i++) {
            if (follows(results[i])) {
                Node node = ((TracedValue) results[i]).node();
                last.add(node);
                node.gradient = node.gradient == null ? seeds[i] : algebra.add(node.gradient, seeds[i]);
            }
        }
        if (!last.isEmpty()) {
            backward(last, inputs, gradients, once);
        }
        for (int i = 0; i < inputs.length; i++) {
            if (gradients[i] == null) {
                Operand input = inputs[i];
                gradients[i] = input.weak() ? Tensor.number(0.0) : algebra.full(input.shape(), input.dtype(), 0);
            }
        }
        return gradients;
    }

    private void backward(List<Node> last, Operand[] inputs, @Nullable Operand[] gradients, boolean once) {
        List<Node> order = reachable(last, Long.MIN_VALUE);
        propagate(order, Long.MIN_VALUE, once);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] instanceof TracedValue input && input.tape() == this) {
                gradients[i] = input.node().gradient;
            }
        }
        for (Node node : order) {
            node.gradient = null;
            node.owned = false;
        }
    }

    /// Takes the gradients of the last nodes back through those that were recorded since `start`.
    ///
    /// @param once whether nobody will come this way again
    private void propagate(List<Node> order, long start, boolean once) {
        boolean checked = context.checkNumerics();
        Footprint footprint = new Footprint(order);
        for (int at = order.size() - 1; at >= 0; at--) {
            Node node = order.get(at);
            Operand gradient = node.gradient;
            if (gradient == null || node.isLeaf() || node.time < start) {
                continue;
            }
            node.gradient = null;
            node.owned = false;
            if (node.segment != null) {
                node.pass(this, gradient);
                footprint.leaves(gradient);
                continue;
            }
            @Nullable Operand[] joint = {};
            for (int i = 0; i < node.parents.length; i++) {
                Node parent = node.parents[i];
                if (parent == null) {
                    continue;
                }
                if (Ops.isPick(node.op) && !checked && gradient instanceof Tensor picked && (parent.gradient == null || parent.gradient instanceof Tensor)) {
                    parent.collect(context, picked, node.attributes, footprint);
                    continue;
                }
                if (!checked && i < 2 && node.inputs.length > 1 && parent.holdsMatrix()
                        && Ops.isSummable(node.op, i, node.inputs[1 - i], gradient, parent.shape, parent.dtype)) {
                    parent.collect(context, i, (Tensor) node.inputs[1 - i], (Tensor) gradient);
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
                    Operand fitting = Rules.fit(algebra, part, parent.shape, parent.dtype, parent.weak);
                    if (parent.gradient == null) {
                        footprint.arrives(fitting);
                    }
                    parent.gradient = parent.gradient == null ? fitting : algebra.add(parent.gradient, fitting);
                    parent.owned = false;
                }
            }
            footprint.leaves(gradient);
            if (once) {
                node.forget();
            }
        }
        context.usage().pass(footprint.bytes());
    }

    /// Applies a rule; what goes wrong in it is told with the place where the operation ran.
    private static Operand pull(Derivative.Rule rule, Operand gradient, Saved saved, Node node, boolean checked) {
        try {
            Operand part = rule.vjp().apply(gradient, saved);
            if (checked) {
                Numerics.gradient(node.op, gradient, part);
                // a rule runs unchecked, so what it makes of directions around it shows only here
                for (Operand at = part; at instanceof DualValue dual; at = dual.value()) {
                    Numerics.gradient(node.op, gradient, dual.tangent());
                }
            }
            return part;
        } catch (OpError e) {
            if (e.related().isEmpty() && node.site != null) {
                e.causedAt(node.site, e.code().equals("grad/kink") ? "" : "the derivative of this");
            }
            throw e;
        }
    }

    /// What results depend on, in the order in which it was computed.
    ///
    /// @param start nothing behind what was recorded before it is looked for
    private static List<Node> reachable(List<Node> last, long start) {
        List<Node> found = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Node node : last) {
            if (!node.seen) {
                node.seen = true;
                open.push(node);
            }
        }
        while (!open.isEmpty()) {
            Node node = open.pop();
            found.add(node);
            if (node.time < start) {
                continue;
            }
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
        @Nullable Operand output;
        final Shape shape;
        final DType dtype;
        final boolean weak;
        final @Nullable Object site;
        /// The segment that this is a result of, or, at position -1, that this stands for.
        final @Nullable Segment segment;
        private final int position;
        @Nullable Operand gradient;
        /// Whether nobody else holds the gradient.
        boolean owned;
        boolean seen;

        private Node(long time, Operand value, @Nullable Segment segment, int place, Node[] parents) {
            this.time = time;
            this.segment = segment;
            this.position = place;
            this.parents = parents;
            op = null;
            attributes = Attributes.EMPTY;
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
            return new Node(time, value, null, 0, NO_PARENTS);
        }

        /// A result of a segment.
        static Node output(long time, Operand value, Segment segment, int position) {
            return new Node(time, value, segment, position, new Node[] {segment.node});
        }

        static Node segment(long time, Segment segment, Node[] outside) {
            return new Node(time, Tensor.number(0.0), segment, -1, outside);
        }

        /// Collects the gradient of a result of a segment, or takes all of them through it.
        void pass(Tape tape, Operand gradient) {
            if (position < 0) {
                segment.backward(tape);
                return;
            }
            Operand before = segment.gradients[position];
            segment.gradients[position] = before == null ? gradient : tape.algebra.add(before, gradient);
            // wakes the segment up, which comes later as it was recorded earlier
            parents[0].gradient = gradient;
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
            segment = null;
            position = 0;
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

        /// Adds what flows back through `x[items]`, in place: a loop over the elements of `x` stays linear.
        void collect(OpContext context, Tensor part, Attributes items, Footprint footprint) {
            if (gradient == null) {
                gradient = Tensor.zeros(dtype, shape);
                footprint.arrives(gradient);
            } else if (!owned) {
                gradient = ((Tensor) gradient).copy();
            }
            owned = true;
            Ops.addPicked(context, (Tensor) gradient, items, part);
        }

        /// Whether a gradient has been here that is one plain matrix.
        boolean holdsMatrix() {
            return gradient instanceof Tensor matrix && matrix.rank() == 2;
        }

        /// Adds what flows back through a product of matrices, in place: no step of a recurrent network makes a gradient of its own for
        /// the weights. They are one chain of multiplications and additions then, in the order of the backward pass.
        void collect(OpContext context, int which, Tensor other, Tensor part) {
            if (!owned) {
                gradient = ((Tensor) gradient).copy();
            }
            owned = true;
            Ops.addProduct(context, (Tensor) gradient, which, other, part);
        }

        /// Lets go of what was saved for the backward pass.
        void forget() {
            java.util.Arrays.fill(inputs, null);
            output = null;
        }

        boolean isLeaf() {
            return op == null && segment == null;
        }

        Saved saved(OpContext context, int which) {
            return new Saved(context, op, which, inputs, output, shapes, dtypes, attributes);
        }
    }
}

package dl.run.node;

import dl.op.Fusion;
import dl.op.Op;
import dl.op.OpContext;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Kind;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Elementwise operations one after the other, as in `relu(a * b + c)`: on large tensors they are one pass ([Fusion]).
///
/// The operands are evaluated first, then the operations; so an operand that may do more than compute a value stands before
/// the first operation, or it ends the chain. Whether the operations are fused depends on the operands alone, and not on what
/// came before: the same operands always give the same bits, in gradients too.
public final class Chain extends Node {
    /// Longer chains are several: each is looked at whole when the next operation is added to it.
    private static final int MOST_OPERATIONS = 48;
    /// Plans are kept for so many kinds of operands.
    private static final int MOST_PLANS = 4;

    /// The operations as they stand in the program.
    private final Node source;
    private final Node[] leaves;
    private final int operations;
    /// The operations, with a [Leaf] in the place of each operand; made when first needed.
    private @Nullable Node root;
    private Leaf[] placeholders = {};
    private Fusion[] plans = {};

    private Chain(Node source, Node[] leaves, int operations) {
        this.source = source;
        this.leaves = leaves;
        this.operations = operations;
    }

    /// The node as a chain with those of its operands, or the node itself where there is nothing to gain.
    public static Node around(Node node) {
        if (!(node instanceof Fusible fusible) || fusible.elementwise().isEmpty()) {
            return node;
        }
        Node[] operands = fusible.operands();
        Node[] sources = new Node[operands.length];
        int operations = weight(fusible.elementwise().get());
        for (int i = 0; i < sources.length; i++) {
            Chain inner = operands[i] instanceof Chain chain && !chain.reduces() ? chain : null;
            sources[i] = inner == null ? operands[i] : inner.source;
            operations += inner != null ? inner.operations
                    : operands[i] instanceof Fusible each && each.elementwise().isPresent() && !each.reduces() ? weight(each.elementwise().get()) : 0;
        }
        if (operations < 2 || operations > MOST_OPERATIONS) {
            return node;
        }
        Node source = fusible.with(sources);
        List<Node> leaves = new ArrayList<>();
        return collect(source, true, leaves, new boolean[1]) ? new Chain(source, leaves.toArray(Node[]::new), operations) : node;
    }

    /// An operation written in others is a chain by itself.
    private static int weight(Op op) {
        return op.composite() ? 2 : 1;
    }

    /// Finds the operands in the order of their evaluation. False when one that may do more than compute stands behind an operation.
    private static boolean collect(Node node, boolean top, List<Node> leaves, boolean[] begun) {
        if (isOperation(node, top)) {
            Fusible fusible = (Fusible) node;
            for (Node operand : fusible.operands()) {
                if (!collect(operand, false, leaves, begun)) {
                    return false;
                }
            }
            begun[0] = true;
            return true;
        }
        if (!(node instanceof Node.Constant)) {
            leaves.add(node);
        }
        return !begun[0] || node.isPure();
    }

    private static boolean isOperation(Node node, boolean top) {
        return node instanceof Fusible fusible && fusible.elementwise().isPresent() && (top || !fusible.reduces());
    }

    private boolean reduces() {
        return ((Fusible) source).reduces();
    }

    @Override
    boolean isPure() {
        return Arrays.stream(leaves).allMatch(Node::isPure);
    }

    private Node root() {
        Node made = root;
        if (made == null) {
            List<Leaf> found = new ArrayList<>();
            made = rebuilt(source, true, found);
            placeholders = found.toArray(Leaf[]::new);
            root = made;
        }
        return made;
    }

    private static Node rebuilt(Node node, boolean top, List<Leaf> found) {
        if (isOperation(node, top)) {
            Fusible fusible = (Fusible) node;
            Node[] operands = fusible.operands();
            Node[] changed = new Node[operands.length];
            for (int i = 0; i < changed.length; i++) {
                changed[i] = rebuilt(operands[i], false, found);
            }
            return fusible.with(changed);
        }
        if (node instanceof Node.Constant) {
            return node;
        }
        Leaf leaf = new Leaf(node, found.size());
        found.add(leaf);
        return leaf;
    }

    /// Stands for an operand whose value is known.
    static final class Leaf extends Node {
        private final Node source;
        private final int index;

        Leaf(Node source, int index) {
            this.source = source;
            this.index = index;
        }

        @Override
        public byte run(Machine machine) {
            Object value = machine.operands[index];
            if (value instanceof Tensor tensor && !tensor.weak()) {
                machine.ref = tensor;
                return Kind.OBJECT;
            }
            return machine.give(value);
        }

        @Override
        byte kindIn(Emitter emitter) {
            Emitter.Temp value = emitter.leaf(this);
            return value == null ? source.kindIn(emitter) : value.kind();
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.push(emitter.leaf(this));
        }
    }

    @Override
    public byte run(Machine machine) {
        Object[] values = new Object[leaves.length];
        boolean large = false;
        for (int i = 0; i < values.length; i++) {
            byte kind = leaves[i].run(machine);
            if (kind < 0) {
                return kind;
            }
            values[i] = machine.take(kind);
            large |= kind == Kind.OBJECT && isLarge(machine.ref);
        }
        return large ? fused(machine, values) : oneByOne(machine, values);
    }

    /// Runs the operations on operands of any kind.
    byte finish(Machine machine, Object[] values) {
        for (Object value : values) {
            if (isLarge(value)) {
                return fused(machine, values);
            }
        }
        return oneByOne(machine, values);
    }

    /// Whether all operations become bytecode.
    private static boolean emits(Node node, boolean top) {
        return !isOperation(node, top)
                || ((Fusible) node).emits() && Arrays.stream(((Fusible) node).operands()).allMatch(operand -> emits(operand, false));
    }

    static boolean isLarge(@Nullable Object value) {
        return value instanceof Operand operand && operand.shape().count() >= Fusion.WORTH;
    }

    /// Runs the operations on operands of which one is large.
    byte fused(Machine machine, Object[] values) {
        OpContext context = machine.interpreter;
        // What is looked for at every operation needs every operation.
        if (!context.strictGradients() && !context.checkNumerics()) {
            Operand[] operands = new Operand[values.length];
            for (int i = 0; i < operands.length; i++) {
                if (!Machine.isOperand(values[i])) {
                    return oneByOne(machine, values);
                }
                operands[i] = Machine.operand(values[i]);
            }
            Node top = root();
            machine.interpreter.at(((Fusible) top).site());
            try {
                Fusion fusion = plan(machine, operands);
                if (fusion.isFused()) {
                    return machine.give(fusion.run(context, operands));
                }
            } catch (OpError _) {
                // the operation that fails tells where and why
            }
        }
        return oneByOne(machine, values);
    }

    private Fusion plan(Machine machine, Operand[] operands) {
        for (Fusion plan : plans) {
            if (plan.fits(operands)) {
                return plan;
            }
        }
        Fusion made = Fusion.plan(machine.interpreter, operands, symbols -> (Operand) evaluated(machine, symbols));
        Fusion[] kept = new Fusion[Math.min(MOST_PLANS, plans.length + 1)];
        kept[0] = made;
        System.arraycopy(plans, 0, kept, 1, kept.length - 1);
        plans = kept;
        return made;
    }

    private Object evaluated(Machine machine, Object[] values) {
        return machine.take(oneByOne(machine, values));
    }

    private byte oneByOne(Machine machine, Object[] values) {
        Node operations = root();
        Object[] around = machine.operands;
        machine.operands = values;
        try {
            return operations.run(machine);
        } finally {
            machine.operands = around;
        }
    }

    private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Chain");

    @Override
    byte kindIn(Emitter emitter) {
        return emits(source, true) ? source.kindIn(emitter) : Emitter.UNKNOWN;
    }

    @Override
    byte emit(Emitter emitter) {
        Node operations = root();
        Emitter.Temp[] values = new Emitter.Temp[leaves.length];
        boolean numbers = true;
        for (int i = 0; i < values.length; i++) {
            Emitter.Temp value = emitter.keep(leaves[i]);
            if (value == null) {
                return Emitter.NEVER;
            }
            values[i] = value;
            emitter.leaf(placeholders[i], value);
            numbers &= values[i].kind() != Emitter.UNKNOWN;
        }
        if (!emits(operations, true)) {
            return call(emitter, "finish", values);
        }
        if (numbers) {
            return operations.emit(emitter);
        }
        Label large = emitter.code.newLabel();
        Label end = emitter.code.newLabel();
        if (!emitter.isCompact()) {
            emitDoubles(emitter, operations, values, end);
        }
        for (Emitter.Temp value : values) {
            if (value.kind() == Emitter.UNKNOWN) {
                emitter.code.iload(value.first()).aload(value.ref());
                emitter.hot("large", ConstantDescs.CD_boolean, ConstantDescs.CD_int, Emitter.OBJECT);
                emitter.code.ifne(large);
            }
        }
        emitter.toUnknown(operations.emit(emitter));
        emitter.code.goto_(end);
        emitter.code.labelBinding(large);
        call(emitter, "fused", values);
        emitter.code.labelBinding(end);
        return Emitter.UNKNOWN;
    }

    /// The operations for the case that all operands of unknown kind are floats: then nothing goes through the machine on the way.
    private void emitDoubles(Emitter emitter, Node operations, Emitter.Temp[] values, Label end) {
        Label others = emitter.code.newLabel();
        Emitter.Temp[] doubles = values.clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i].kind() == Emitter.UNKNOWN) {
                doubles[i] = emitter.asDouble(values[i], others);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].kind() == Emitter.UNKNOWN) {
                emitter.toDouble(values[i], doubles[i]);
            }
            emitter.leaf(placeholders[i], doubles[i]);
        }
        emitter.toUnknown(operations.emit(emitter));
        emitter.code.goto_(end);
        emitter.code.labelBinding(others);
        for (int i = 0; i < values.length; i++) {
            emitter.leaf(placeholders[i], values[i]);
        }
    }

    private byte call(Emitter emitter, String method, Emitter.Temp[] values) {
        emitter.constant(this, DESC);
        emitter.machine();
        emitter.array(values);
        emitter.code.invokevirtual(DESC, method, MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT.arrayType()));
        return Emitter.UNKNOWN;
    }
}

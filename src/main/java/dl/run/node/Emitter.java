package dl.run.node;

import dl.run.Machine;
import dl.run.value.Kind;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the bytecode of one function body or loop.
///
/// Nodes emit themselves; a node that cannot is called, so every program can be compiled. Numbers whose kind is known
/// stay on the JVM's stack and in its locals; what is not known is left in the machine's registers, its kind on the
/// stack. A variable lives in a JVM local when every place that touches it is emitted and all agree on its kind.
/// Between two operands the first is kept in locals, so that control may leave anywhere with an empty stack.
final class Emitter {
    /// The kind of the value is an int on the stack, the value itself in the machine's registers.
    static final byte UNKNOWN = Kind.OBJECT;
    /// The value is nil, and nowhere.
    static final byte NIL = 10;
    /// Control does not come out of the node.
    static final byte NEVER = 11;

    static final ClassDesc MACHINE = ClassDesc.of("dl.run.Machine");
    static final ClassDesc NODE = ClassDesc.of("dl.run.node.Node");
    static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    private static final ClassDesc HOT = ClassDesc.of("dl.run.node.Hot");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_byte, MACHINE);
    private static final DirectMethodHandleDesc CLASS_DATA = MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC,
            ClassDesc.of("java.lang.invoke.MethodHandles"), "classDataAt", MethodTypeDesc.of(OBJECT,
                    ConstantDescs.CD_MethodHandles_Lookup, ConstantDescs.CD_String, ConstantDescs.CD_Class, ConstantDescs.CD_int));

    /// Starts the compilation again with other assumptions, which the plan has noted.
    static final class Again extends RuntimeException {
        private static final long serialVersionUID = 1;

        Again() {
            super(null, null, false, false);
        }
    }

    /// What is known before emitting, refined from one attempt to the next.
    static final class Plan {
        final byte[] entryKinds;
        final Mention[] mentions;
        final boolean loop;
        /// Variables that stay in the machine's arrays.
        final Set<Integer> memory = new HashSet<>();
        /// Variables in JVM locals whose kind is only known at run time.
        final Set<Integer> open = new HashSet<>();
        /// Variables that begin in the compiled code.
        final Set<Integer> declared = new HashSet<>();
        /// Whether the method would be too large with two forms of each chain.
        boolean compact;

        /// @param entryKinds the kinds of the frame's slots at the moment of compilation
        Plan(byte[] entryKinds, Mention[] mentions, boolean loop) {
            this.entryKinds = entryKinds;
            this.mentions = mentions;
            this.loop = loop;
            for (Mention mention : mentions) {
                if (mention.by() instanceof Variables.LocalTarget target && target.declares()) {
                    declared.add(mention.slot());
                }
            }
        }
    }

    /// A variable that lives in a JVM local, or in three when its kind is not known.
    private record Register(int slot, byte kind, int local, boolean outer, Temp open) {}

    /// A value kept aside in JVM locals.
    record Temp(byte kind, int first, int bits, int ref) {}

    private static final Temp NOWHERE = new Temp(NEVER, -1, -1, -1);

    private record Loop(Label next, Label end) {}

    private final Map<Chain.Leaf, Temp> leaves = new IdentityHashMap<>();

    /// Notes where the operand of a chain is kept.
    void leaf(Chain.Leaf leaf, Temp value) {
        leaves.put(leaf, value);
    }

    Temp leaf(Chain.Leaf leaf) {
        return leaves.get(leaf);
    }

    final CodeBuilder code;
    final List<Object> constants;
    private final Plan plan;
    private final Map<Integer, Register> registers = new HashMap<>();
    private final Set<Object> covered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Loop> loops = new ArrayDeque<>();
    private final int base;
    private final int leaving;
    private final Label exit;

    Emitter(CodeBuilder code, List<Object> constants, Plan plan) {
        this.code = code;
        this.constants = constants;
        this.plan = plan;
        base = code.allocateLocal(TypeKind.INT);
        leaving = code.allocateLocal(TypeKind.INT);
        exit = code.newLabel();
    }

    // ---- the whole method

    /// Emits `run`: the guards, the root, the ways out.
    ///
    /// @param interpreted what runs instead when a variable has another kind than at the time of compilation
    void method(Node root, Node interpreted) {
        machine();
        code.getfield(MACHINE, "base", ConstantDescs.CD_int).istore(base);
        Label wrong = code.newLabel();
        Label begin = code.newLabel();
        Label end = code.newLabel();
        Label caught = code.newLabel();
        machine();
        hot("watched", ConstantDescs.CD_boolean, MACHINE);
        code.ifne(wrong);
        enter(wrong);
        code.labelBinding(begin);
        byte kind = plan.loop ? root.emitHot(this) : root.emit(this);
        toUnknown(kind);
        code.istore(leaving);
        code.labelBinding(exit);
        writeBack();
        code.iload(leaving).ireturn();
        code.labelBinding(end);
        boolean writes = plan.loop && registers.values().stream().anyMatch(Register::outer);
        if (writes) {
            code.labelBinding(caught);
            int thrown = code.allocateLocal(TypeKind.REFERENCE);
            code.astore(thrown);
            writeBack();
            code.aload(thrown).athrow();
            code.exceptionCatchAll(begin, end, caught);
        }
        code.labelBinding(wrong);
        constant(interpreted, NODE);
        machine();
        code.invokevirtual(NODE, "runInterpreted", RUN).ireturn();
        check();
    }

    /// Loads the variables that exist already.
    private void enter(Label wrong) {
        for (Mention mention : plan.mentions) {
            int slot = mention.slot();
            if (plan.memory.contains(slot) || registers.containsKey(slot) || plan.declared.contains(slot)) {
                continue;
            }
            byte kind = slot < plan.entryKinds.length ? plan.entryKinds[slot] : Kind.UNSET;
            if (kind != Kind.LONG && kind != Kind.DOUBLE && kind != Kind.BOOL) {
                plan.memory.add(slot);
                continue;
            }
            Register register = register(slot, kind, true);
            machine();
            slotIndex(slot);
            code.loadConstant((int) kind);
            hot("has", ConstantDescs.CD_boolean, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_int);
            code.ifeq(wrong);
            machine();
            slotIndex(slot);
            switch (kind) {
                case Kind.LONG -> hot("loadLong", ConstantDescs.CD_long, MACHINE, ConstantDescs.CD_int);
                case Kind.DOUBLE -> hot("loadDouble", ConstantDescs.CD_double, MACHINE, ConstantDescs.CD_int);
                default -> hot("loadBool", ConstantDescs.CD_boolean, MACHINE, ConstantDescs.CD_int);
            }
            storeLocal(kind, register.local());
        }
    }

    private Register register(int slot, byte kind, boolean outer) {
        Temp open = kind == UNKNOWN ? unknown() : NOWHERE;
        Register register = new Register(slot, kind, kind == UNKNOWN ? open.first() : code.allocateLocal(typeOf(kind)), outer, open);
        registers.put(slot, register);
        return register;
    }

    private void writeBack() {
        if (!plan.loop) {
            return;
        }
        for (Register register : registers.values()) {
            if (register.outer()) {
                machine();
                slotIndex(register.slot());
                loadLocal(register.kind(), register.local());
                storeTyped(register.kind());
            }
        }
    }

    /// Whether every place that touches a register was emitted.
    private void check() {
        boolean again = false;
        for (Mention mention : plan.mentions) {
            if (registers.containsKey(mention.slot()) && !covered.contains(mention.by())) {
                again |= plan.memory.add(mention.slot());
            }
        }
        if (again) {
            throw new Again();
        }
    }

    // ---- values

    void machine() {
        code.aload(1);
    }

    void constant(Object value, ClassDesc type) {
        int index = constants.indexOf(value);
        if (index < 0 || constants.get(index) != value) {
            index = constants.size();
            constants.add(value);
        }
        code.ldc(DynamicConstantDesc.ofNamed(CLASS_DATA, ConstantDescs.DEFAULT_NAME, type, index));
    }

    /// Calls a static helper.
    void hot(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(HOT, name, MethodTypeDesc.of(result, parameters));
    }

    /// Runs a node that does not emit itself.
    byte interpret(Node node) {
        constant(node, NODE);
        machine();
        code.invokevirtual(NODE, "run", RUN);
        leaveIfNegative();
        return UNKNOWN;
    }

    /// Follows a kind on the stack out when control leaves.
    void leaveIfNegative() {
        Label stays = code.newLabel();
        code.istore(leaving).iload(leaving).ifge(stays);
        if (!loops.isEmpty()) {
            code.iload(leaving).loadConstant((int) Kind.BREAK).if_icmpeq(loops.peek().end());
            code.iload(leaving).loadConstant((int) Kind.CONTINUE).if_icmpeq(loops.peek().next());
        }
        code.goto_(exit).labelBinding(stays).iload(leaving);
    }

    /// Makes what a kind says of the top of the stack an unknown.
    void toUnknown(byte kind) {
        switch (kind) {
            case Kind.LONG -> {
                machine();
                hot("give", ConstantDescs.CD_byte, ConstantDescs.CD_long, MACHINE);
            }
            case Kind.DOUBLE -> {
                machine();
                hot("give", ConstantDescs.CD_byte, ConstantDescs.CD_double, MACHINE);
            }
            case Kind.BOOL -> {
                machine();
                hot("give", ConstantDescs.CD_byte, ConstantDescs.CD_boolean, MACHINE);
            }
            case NIL -> {
                machine();
                hot("nil", ConstantDescs.CD_byte, MACHINE);
            }
            case NEVER -> code.iconst_0();
            default -> { }
        }
    }

    /// Boxes the top of the stack.
    void toObject(byte kind) {
        if (kind == Kind.BOOL) {
            code.invokestatic(ConstantDescs.CD_Boolean, "valueOf", MethodTypeDesc.of(ConstantDescs.CD_Boolean, ConstantDescs.CD_boolean));
            return;
        }
        toUnknown(kind);
        machine();
        hot("take", OBJECT, ConstantDescs.CD_byte, MACHINE);
    }

    void drop(byte kind) {
        switch (kind) {
            case Kind.LONG, Kind.DOUBLE -> code.pop2();
            case Kind.BOOL, UNKNOWN -> code.pop();
            default -> { }
        }
    }

    /// Emits a node for its effect.
    byte effect(Node node) {
        byte kind = node.emitEffect(this);
        drop(kind);
        return kind == NEVER ? NEVER : NIL;
    }

    /// Keeps the top of the stack aside.
    Temp save(byte kind) {
        switch (kind) {
            case Kind.LONG, Kind.DOUBLE, Kind.BOOL -> {
                int local = code.allocateLocal(typeOf(kind));
                storeLocal(kind, local);
                return new Temp(kind, local, -1, -1);
            }
            default -> {
                toUnknown(kind);
                Temp temp = unknown();
                code.istore(temp.first());
                machine();
                code.getfield(MACHINE, "bits", ConstantDescs.CD_long).lstore(temp.bits());
                machine();
                code.getfield(MACHINE, "ref", OBJECT).astore(temp.ref());
                return temp;
            }
        }
    }

    private Temp unknown() {
        return new Temp(UNKNOWN, code.allocateLocal(TypeKind.INT), code.allocateLocal(TypeKind.LONG), code.allocateLocal(TypeKind.REFERENCE));
    }

    /// Keeps the value of a node aside; null when control does not come out of it.
    @Nullable Temp keep(Node node) {
        if (node instanceof Variables.Local local && openRegister(local.slot()) instanceof Register register) {
            covered.add(local);
            Temp copy = unknown();
            spread(register.open());
            spreadInto(copy);
            return copy;
        }
        byte kind = node.emit(this);
        return kind == NEVER ? null : save(kind);
    }

    private @Nullable Register openRegister(int slot) {
        return plan.open.contains(slot) && !plan.memory.contains(slot) ? registers.get(slot) : null;
    }

    /// Stores kind, bits and reference from the stack.
    private void spreadInto(Temp temp) {
        code.astore(temp.ref()).lstore(temp.bits()).istore(temp.first());
    }

    /// A kept value of unknown kind as the double that it is at run time; goes elsewhere if it is something else.
    Temp asDouble(Temp temp, Label elsewhere) {
        code.iload(temp.first()).loadConstant((int) Kind.DOUBLE).if_icmpne(elsewhere);
        return new Temp(Kind.DOUBLE, code.allocateLocal(TypeKind.DOUBLE), -1, -1);
    }

    void toDouble(Temp from, Temp to) {
        code.lload(from.bits()).invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
        code.dstore(to.first());
    }

    boolean isCompact() {
        return plan.compact;
    }

    void load(Temp temp) {
        loadLocal(temp.kind(), temp.first());
    }

    /// Puts a kept value back where it was.
    byte push(Temp temp) {
        if (temp.kind() == UNKNOWN) {
            machine();
            spread(temp);
            hot("again", ConstantDescs.CD_byte, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_long, OBJECT);
        } else {
            load(temp);
        }
        return temp.kind();
    }

    void loadDouble(Temp temp) {
        load(temp);
        if (temp.kind() != Kind.DOUBLE) {
            code.l2d();
        }
    }

    /// Puts a kept value on the stack as kind, bits and reference.
    void spread(Temp temp) {
        switch (temp.kind()) {
            case Kind.LONG -> code.loadConstant((int) Kind.LONG).lload(temp.first()).aconst_null();
            case Kind.DOUBLE -> {
                code.loadConstant((int) Kind.DOUBLE).dload(temp.first());
                code.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double)).aconst_null();
            }
            case Kind.BOOL -> code.loadConstant((int) Kind.BOOL).iload(temp.first()).i2l().aconst_null();
            default -> code.iload(temp.first()).lload(temp.bits()).aload(temp.ref());
        }
    }

    void box(Temp temp) {
        if (temp.kind() == Kind.DOUBLE) {
            code.dload(temp.first());
            code.invokestatic(ConstantDescs.CD_Double, "valueOf", MethodTypeDesc.of(ConstantDescs.CD_Double, ConstantDescs.CD_double));
            return;
        }
        spread(temp);
        hot("box", OBJECT, ConstantDescs.CD_int, ConstantDescs.CD_long, OBJECT);
    }

    /// Puts an array of kept values on the stack.
    void array(Temp[] values) {
        code.loadConstant(values.length).anewarray(OBJECT);
        for (int i = 0; i < values.length; i++) {
            code.dup().loadConstant(i);
            box(values[i]);
            code.aastore();
        }
    }

    private static TypeKind typeOf(byte kind) {
        return kind == Kind.LONG ? TypeKind.LONG : kind == Kind.DOUBLE ? TypeKind.DOUBLE : TypeKind.INT;
    }

    private void storeLocal(byte kind, int local) {
        code.storeLocal(typeOf(kind), local);
    }

    private void loadLocal(byte kind, int local) {
        code.loadLocal(typeOf(kind), local);
    }

    // ---- variables

    /// Leaves the place of a slot in the machine's arrays on the stack.
    void slotIndex(int slot) {
        code.iload(base).loadConstant(slot).iadd();
    }

    /// The kind of a variable, when it is a number and known.
    byte kindOf(int slot) {
        Register register = plan.memory.contains(slot) ? null : registers.get(slot);
        return register == null ? UNKNOWN : register.kind();
    }

    /// Stores an unknown somewhere.
    void store(Variables.Target target) {
        int kind = code.allocateLocal(TypeKind.INT);
        code.istore(kind);
        constant(target, ClassDesc.of("dl.run.node.Variables$Target"));
        machine();
        code.iload(kind);
        code.invokevirtual(ClassDesc.of("dl.run.node.Variables$Target"), "store", MethodTypeDesc.of(ConstantDescs.CD_void, MACHINE, ConstantDescs.CD_byte));
    }

    byte read(int slot, Object by) {
        covered.add(by);
        Register register = plan.memory.contains(slot) ? null : registers.get(slot);
        if (register == null) {
            if (!plan.memory.contains(slot)) {
                // read before any store was emitted: not a number that is known
                plan.memory.add(slot);
                throw new Again();
            }
            machine();
            slotIndex(slot);
            code.invokevirtual(MACHINE, "load", MethodTypeDesc.of(ConstantDescs.CD_byte, ConstantDescs.CD_int));
            return UNKNOWN;
        }
        if (register.kind() == UNKNOWN) {
            return push(register.open());
        }
        loadLocal(register.kind(), register.local());
        return register.kind();
    }

    /// Stores the top of the stack in a variable.
    void write(int slot, Object by, byte kind) {
        covered.add(by);
        if (kind == NEVER) {
            return;
        }
        boolean number = kind == Kind.LONG || kind == Kind.DOUBLE || kind == Kind.BOOL;
        if (!plan.memory.contains(slot)) {
            Register register = registers.get(slot);
            boolean open = plan.open.contains(slot);
            if (!open && (!number || register != null && register.kind() != kind)) {
                (plan.declared.contains(slot) && !plan.compact ? plan.open : plan.memory).add(slot);
                throw new Again();
            }
            if (register == null) {
                register = register(slot, open ? UNKNOWN : kind, false);
            }
            if (open) {
                spread(save(kind));
                spreadInto(register.open());
            } else {
                storeLocal(kind, register.local());
            }
            return;
        }
        Temp value = save(kind);
        machine();
        slotIndex(slot);
        if (number) {
            load(value);
            storeTyped(kind);
        } else {
            spread(value);
            hot("store", ConstantDescs.CD_void, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_long, OBJECT);
        }
    }

    /// Stores into a slot of the machine; machine, index and value are on the stack.
    void storeTyped(byte kind) {
        switch (kind) {
            case Kind.LONG -> hot("store", ConstantDescs.CD_void, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_long);
            case Kind.DOUBLE -> hot("store", ConstantDescs.CD_void, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_double);
            default -> hot("store", ConstantDescs.CD_void, MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_boolean);
        }
    }

    // ---- control

    void loop(Label next, Label end, Runnable body) {
        loops.push(new Loop(next, end));
        body.run();
        loops.pop();
    }

    byte jump(byte kind) {
        if (loops.isEmpty()) {
            leave(kind);
        } else {
            code.goto_(kind == Kind.BREAK ? loops.peek().end() : loops.peek().next());
        }
        return NEVER;
    }

    private void leave(byte kind) {
        code.loadConstant((int) kind).istore(leaving).goto_(exit);
    }

    /// Returns the value on the stack from the function.
    byte leaveFunction(byte kind) {
        toUnknown(kind);
        if (plan.loop) {
            Temp value = save(UNKNOWN);
            machine();
            code.iload(value.first()).putfield(MACHINE, "returned", ConstantDescs.CD_byte);
            leave(Kind.RETURN);
        } else {
            code.istore(leaving).goto_(exit);
        }
        return NEVER;
    }

    void checkInterrupt() {
        machine();
        code.invokevirtual(MACHINE, "checkInterrupt", MethodTypeDesc.of(ConstantDescs.CD_void));
    }
}

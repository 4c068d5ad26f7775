package dl.run.node;

import dl.op.Op;
import dl.op.Ops;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Cell;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// Sequences, branches, loops and the ways out of them. Control leaves by negative kinds, never by exceptions.
public final class Control {
    private Control() {}

    static byte nil(Machine machine) {
        machine.ref = Nil.NIL;
        return Kind.OBJECT;
    }

    /// Statements one after the other; the value is that of the last.
    public static final class Block extends Node {
        private final int[] cells;
        private final Node[] statements;

        /// @param cells slots of this block's variables that closures share: fresh cells each time the block is entered
        public Block(int[] cells, Node[] statements) {
            this.cells = cells;
            this.statements = statements;
        }

        @Override
        public byte run(Machine machine) {
            for (int slot : cells) {
                machine.kinds[machine.base + slot] = Kind.OBJECT;
                machine.refs[machine.base + slot] = new Cell();
            }
            if (statements.length == 0) {
                return nil(machine);
            }
            int last = statements.length - 1;
            for (int i = 0; i < last; i++) {
                byte kind = statements[i].run(machine);
                if (kind < 0) {
                    return kind;
                }
            }
            return statements[last].run(machine);
        }

        @Override
        byte kindIn(Emitter emitter) {
            return statements.length == 0 ? Emitter.NIL : statements[statements.length - 1].kindIn(emitter);
        }

        @Override
        byte emit(Emitter emitter) {
            return emit(emitter, true);
        }

        @Override
        byte emitEffect(Emitter emitter) {
            return emit(emitter, false);
        }

        private byte emit(Emitter emitter, boolean wanted) {
            for (int slot : cells) {
                emitter.machine();
                emitter.slotIndex(slot);
                emitter.hot("cell", ConstantDescs.CD_void, Emitter.MACHINE, ConstantDescs.CD_int);
            }
            for (int i = 0; i < statements.length; i++) {
                boolean last = i == statements.length - 1;
                byte kind = last && wanted ? statements[i].emit(emitter) : emitter.effect(statements[i]);
                if (last || kind == Emitter.NEVER) {
                    return kind;
                }
            }
            return Emitter.NIL;
        }
    }

    /// Runs a node for its effect.
    public static final class Effect extends Node {
        private final Node node;

        public Effect(Node node) {
            this.node = node;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = node.run(machine);
            return kind < 0 ? kind : nil(machine);
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.effect(node);
        }
    }

    /// A value that must be one bool.
    public static final class Condition {
        private final Node node;
        private final Site site;

        public Condition(Node node, Site site) {
            this.node = node;
            this.site = site;
        }

        /// 1, 0, or a negative kind.
        int test(Machine machine) {
            byte kind = node.run(machine);
            if (kind == Kind.BOOL) {
                return machine.bits == 0 ? 0 : 1;
            }
            if (kind < 0) {
                return kind;
            }
            return truth(machine, kind) ? 1 : 0;
        }

        boolean truth(Machine machine, byte kind) {
            return Control.truth(machine, machine.take(kind), site);
        }

        /// Leaves a bool on the stack. False when control never comes to it.
        boolean emit(Emitter emitter) {
            byte kind = node.emit(emitter);
            if (kind == Emitter.NEVER) {
                return false;
            }
            if (kind != Kind.BOOL) {
                ClassDesc own = ClassDesc.of("dl.run.node.Control$Condition");
                emitter.toUnknown(kind);
                emitter.machine();
                emitter.constant(this, own);
                emitter.hot("truth", ConstantDescs.CD_boolean, ConstantDescs.CD_byte, Emitter.MACHINE, own);
            }
            return true;
        }
    }

    /// One bool, or an error that says what to write.
    public static boolean truth(Machine machine, Object value, Site site) {
        return Convert.bool(value).orElseThrow(() -> {
            String text = site.source().slice(site.span());
            String hint = switch (value) {
                case Long _, Double _ -> "write " + text + " != 0";
                case Nil _ -> "write " + text + " != nil";
                case Sequence _, String _, DlRecord _ -> "write len(" + text + ") > 0";
                case Operand batched when batched.batches().length > 0 ->
                        "under vmap it differs among the examples: where(c, a, b) chooses for each of them";
                case Operand operand when operand.dtype() == dl.tensor.DType.BOOL ->
                        "all(...), any(...) make one bool of many; & and | combine and where(c, a, b) chooses elementwise";
                case Operand operand when operand.shape().rank() == 0 -> "write " + text + " != 0";
                case Operand _ -> "a comparison makes bools of numbers: " + text + " != 0; all(...) or any(...) makes one bool of many";
                default -> "only true and false are conditions: compare it with something";
            };
            return site.error("type/condition", ErrorKind.TYPE, "a condition must be one bool, this is " + machine.interpreter.describe(value), hint);
        });
    }

    public static final class If extends Node {
        private final Condition[] conditions;
        private final Node[] bodies;
        private final Node otherwise;

        public If(Condition[] conditions, Node[] bodies, Node otherwise) {
            this.conditions = conditions;
            this.bodies = bodies;
            this.otherwise = otherwise;
        }

        @Override
        public byte run(Machine machine) {
            for (int i = 0; i < conditions.length; i++) {
                int test = conditions[i].test(machine);
                if (test < 0) {
                    return (byte) test;
                }
                if (test == 1) {
                    return bodies[i].run(machine);
                }
            }
            return otherwise.run(machine);
        }

        @Override
        byte kindIn(Emitter emitter) {
            byte kind = otherwise.kindIn(emitter);
            for (Node body : bodies) {
                kind = body.kindIn(emitter) == kind ? kind : Emitter.UNKNOWN;
            }
            return kind;
        }

        @Override
        byte emit(Emitter emitter) {
            return emit(emitter, kindIn(emitter));
        }

        @Override
        byte emitEffect(Emitter emitter) {
            return emit(emitter, Emitter.NIL);
        }

        private byte emit(Emitter emitter, byte wanted) {
            java.lang.classfile.Label end = emitter.code.newLabel();
            boolean comesOut = false;
            for (int i = 0; i <= bodies.length; i++) {
                java.lang.classfile.Label next = emitter.code.newLabel();
                if (i < bodies.length) {
                    if (!conditions[i].emit(emitter)) {
                        return Emitter.NEVER;
                    }
                    emitter.code.ifeq(next);
                }
                Node body = i < bodies.length ? bodies[i] : otherwise;
                byte kind = wanted == Emitter.NIL ? emitter.effect(body) : body.emit(emitter);
                if (kind != Emitter.NEVER) {
                    comesOut = true;
                    if (wanted == Emitter.UNKNOWN) {
                        emitter.toUnknown(kind);
                    }
                    emitter.code.goto_(end);
                }
                emitter.code.labelBinding(next);
            }
            emitter.code.labelBinding(end);
            return comesOut ? wanted : Emitter.NEVER;
        }
    }

    /// The `i`-th part of a tensor along its first axis.
    public static Object row(Machine machine, Operand tensor, long i) {
        return Ops.getIndex(machine.interpreter, tensor, java.util.List.of(new dl.op.IndexItem.At(i)));
    }

    public static final class Return extends Node {
        private final Node value;

        public Return(Node value) {
            this.value = value;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            machine.returned = kind;
            return Kind.RETURN;
        }

        @Override
        byte emit(Emitter emitter) {
            byte kind = value.emit(emitter);
            return kind == Emitter.NEVER ? kind : emitter.leaveFunction(kind);
        }
    }

    /// `and`, `or` on single bools.
    public static final class Logical extends Node {
        private final boolean isAnd;
        private final Condition left;
        private final Condition right;

        public Logical(boolean isAnd, Condition left, Condition right) {
            this.isAnd = isAnd;
            this.left = left;
            this.right = right;
        }

        @Override
        public byte run(Machine machine) {
            int first = left.test(machine);
            if (first < 0) {
                return (byte) first;
            }
            if ((first == 1) != isAnd) {
                return machine.give(first == 1);
            }
            int second = right.test(machine);
            return second < 0 ? (byte) second : machine.give(second == 1);
        }

        @Override
        byte kindIn(Emitter emitter) {
            return Kind.BOOL;
        }

        @Override
        byte emit(Emitter emitter) {
            if (!left.emit(emitter)) {
                return Emitter.NEVER;
            }
            java.lang.classfile.Label decided = emitter.code.newLabel();
            Emitter.Temp result = emitter.save(Kind.BOOL);
            emitter.load(result);
            if (isAnd) {
                emitter.code.ifeq(decided);
            } else {
                emitter.code.ifne(decided);
            }
            if (right.emit(emitter)) {
                emitter.code.istore(result.first());
            }
            emitter.code.labelBinding(decided);
            emitter.load(result);
            return Kind.BOOL;
        }
    }

    /// `not`, elementwise on bool tensors.
    public static final class Not extends Node {
        private final Node operand;
        private final Site site;

        public Not(Node operand, Site site) {
            this.operand = operand;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = operand.run(machine);
            if (kind < 0) {
                return kind;
            }
            return kind == Kind.BOOL ? machine.give(machine.bits == 0) : finish(machine, kind);
        }

        @Override
        byte kindIn(Emitter emitter) {
            return operand.kindIn(emitter) == Kind.BOOL ? Kind.BOOL : Emitter.UNKNOWN;
        }

        @Override
        byte emit(Emitter emitter) {
            byte kind = operand.emit(emitter);
            if (kind == Emitter.NEVER) {
                return kind;
            }
            if (kind == Kind.BOOL) {
                emitter.hot("not", ConstantDescs.CD_boolean, ConstantDescs.CD_boolean);
                return kind;
            }
            ClassDesc own = ClassDesc.of("dl.run.node.Control$Not");
            emitter.toUnknown(kind);
            Emitter.Temp value = emitter.save(Emitter.UNKNOWN);
            emitter.constant(this, own);
            emitter.machine();
            emitter.code.iload(value.first());
            emitter.code.invokevirtual(own, "finish", java.lang.constant.MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte));
            return Emitter.UNKNOWN;
        }

        byte finish(Machine machine, byte kind) {
            if (kind == Kind.BOOL) {
                return machine.give(machine.bits == 0);
            }
            Object value = machine.take(kind);
            if (value instanceof Operand tensor && tensor.dtype() == dl.tensor.DType.BOOL) {
                Op op = Ops.LOGICAL_NOT;
                machine.interpreter.at(site);
                try {
                    return machine.give(op.apply(machine.interpreter, new Operand[] {tensor}, op.signature().defaults()));
                } catch (OpError error) {
                    throw site.locate(error);
                }
            }
            return machine.give(!truth(machine, value, site));
        }
    }

    /// `from..to`.
    public static final class Range extends Node {
        private final Node from;
        private final Node to;
        private final boolean inclusive;
        private final Site site;

        public Range(Node from, Node to, boolean inclusive, Site site) {
            this.from = from;
            this.to = to;
            this.inclusive = inclusive;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = from.run(machine);
            if (kind < 0) {
                return kind;
            }
            long start = end(machine, machine.take(kind), 0);
            kind = to.run(machine);
            if (kind < 0) {
                return kind;
            }
            long stop = end(machine, machine.take(kind), 1);
            if (inclusive && stop == Long.MAX_VALUE) {
                throw site.locate(OpError.value("value/int-overflow", "the range ends beyond the largest int"));
            }
            return machine.give(new DlRange(start, inclusive ? stop + 1 : stop));
        }

        boolean isInclusive() {
            return inclusive;
        }

        Emitter.Temp emitFrom(Emitter emitter) {
            return emitEnd(emitter, from, 0);
        }

        Emitter.Temp emitTo(Emitter emitter) {
            return emitEnd(emitter, to, 1);
        }

        /// Keeps an end of the range as a long.
        private Emitter.Temp emitEnd(Emitter emitter, Node node, int operand) {
            byte kind = node.emit(emitter);
            if (kind != Kind.LONG) {
                ClassDesc own = ClassDesc.of("dl.run.node.Control$Range");
                emitter.toObject(kind);
                int value = emitter.code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
                emitter.code.astore(value);
                emitter.constant(this, own);
                emitter.machine();
                emitter.code.aload(value).loadConstant(operand);
                emitter.code.invokevirtual(own, "end", java.lang.constant.MethodTypeDesc.of(ConstantDescs.CD_long, Emitter.MACHINE, Emitter.OBJECT,
                        ConstantDescs.CD_int));
            }
            return emitter.save(Kind.LONG);
        }

        long end(Machine machine, Object value, int operand) {
            return Convert.integer(value).orElseThrow(() -> {
                String text = site.source().slice(site.operands().get(operand));
                boolean halves = value instanceof Double && text.contains("/") && !text.contains("//");
                OpError error = OpError.type("type/range-end", "a range goes from int to int, this end is " + machine.interpreter.describe(value))
                        .label(operand, machine.interpreter.describe(value));
                return site.locate(halves ? error.hint("/ gives a float; write " + text.replace("/", "//"))
                        : error.hint(value instanceof Operand batched && batched.batches().length > 0
                                ? "under vmap it differs among the examples: the number of turns must be the same for all" : "int(x) makes an int of a float"));
            });
        }
    }

    /// `throw value`.
    public static final class Throw extends Node {
        private final Node value;
        private final Site site;

        public Throw(Node value, Site site) {
            this.value = value;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            throw dl.run.Errors.thrown(machine, machine.take(kind), site);
        }
    }

    /// `try { ... } catch e { ... }`.
    public static final class Try extends Node {
        private final Node body;
        private final Variables.Target target;
        private final Node handler;

        public Try(Node body, Variables.Target target, Node handler) {
            this.body = body;
            this.target = target;
            this.handler = handler;
        }

        @Override
        public byte run(Machine machine) {
            Machine.Mark mark = machine.mark();
            var context = machine.interpreter.context();
            try {
                return body.run(machine);
            } catch (DlError error) {
                if (!error.diagnostic().kind().catchable()) {
                    throw error;
                }
                machine.reset(mark);
                machine.interpreter.context(context);
                target.store(machine, machine.give(dl.run.Errors.record(error)));
            }
            return handler.run(machine);
        }
    }
}

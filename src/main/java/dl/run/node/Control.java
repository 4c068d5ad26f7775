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
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import dl.tensor.Operand;

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
            return truth(machine, machine.take(kind), site) ? 1 : 0;
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
                case Operand operand when operand.dtype() == dl.tensor.DType.BOOL ->
                        "all(...), any(...) make one bool of many; & and | combine and where(c, a, b) chooses elementwise";
                case Operand operand when operand.shape().rank() == 0 -> "write " + text + " != 0";
                default -> "compare it with something";
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
    }

    public static final class While extends Node {
        private final Condition condition;
        private final Node body;

        public While(Condition condition, Node body) {
            this.condition = condition;
            this.body = body;
        }

        @Override
        public byte run(Machine machine) {
            while (true) {
                int test = condition.test(machine);
                if (test < 0) {
                    return (byte) test;
                }
                if (test == 0) {
                    return nil(machine);
                }
                byte kind = body.run(machine);
                if (kind < 0 && kind != Kind.CONTINUE) {
                    return kind == Kind.BREAK ? nil(machine) : kind;
                }
                machine.checkInterrupt();
            }
        }
    }

    public static final class For extends Node {
        private final Bind target;
        private final Node iterable;
        private final Node body;
        private final Site site;

        public For(Bind target, Node iterable, Node body, Site site) {
            this.target = target;
            this.iterable = iterable;
            this.body = body;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = iterable.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object collection = machine.take(kind);
            if (collection instanceof DlRange range) {
                return range(machine, range);
            }
            return switch (collection) {
                case Sequence elements -> elements(machine, elements);
                case Operand tensor when tensor.shape().rank() > 0 -> rows(machine, tensor);
                case DlRecord fields -> fields(machine, fields);
                case String text -> text(machine, text);
                case Object other -> throw site.error("type/iterate", ErrorKind.TYPE, "cannot loop over " + machine.interpreter.describe(other),
                        other instanceof Long ? "to count, write 0..n" : "for goes over ranges, lists, tuples, records, strings and the first axis of tensors");
            };
        }

        /// Runs the body; true when the loop goes on, else the kind to leave with is in `leaving`.
        private byte turn(Machine machine) {
            byte kind = body.run(machine);
            machine.checkInterrupt();
            return kind == Kind.CONTINUE || kind >= 0 ? 0 : kind;
        }

        private byte range(Machine machine, DlRange range) {
            int slot = target.slot();
            for (long i = range.from(); i < range.to(); i++) {
                machine.bits = i;
                if (slot >= 0) {
                    machine.store(machine.base + slot, Kind.LONG);
                } else {
                    target.bind(machine, Kind.LONG);
                }
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return nil(machine);
        }

        private byte elements(Machine machine, Sequence elements) {
            int size = elements.size();
            for (int i = 0; i < size; i++) {
                target.bind(machine, machine.give(elements.get(i)));
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return nil(machine);
        }

        private byte rows(Machine machine, Operand tensor) {
            int size = tensor.shape().size(0);
            for (int i = 0; i < size; i++) {
                target.bind(machine, machine.give(row(machine, tensor, i)));
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return nil(machine);
        }

        private byte fields(Machine machine, DlRecord fields) {
            for (int i = 0; i < fields.size(); i++) {
                target.bind(machine, machine.give(new DlTuple(fields.key(i), fields.value(i))));
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return nil(machine);
        }

        private byte text(Machine machine, String text) {
            for (int i = 0; i < text.length(); ) {
                int next = text.offsetByCodePoints(i, 1);
                target.bind(machine, machine.give(text.substring(i, next)));
                i = next;
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return nil(machine);
        }

        private static byte leave(Machine machine, byte kind) {
            return kind == Kind.BREAK ? nil(machine) : kind;
        }
    }

    /// The `i`-th part of a tensor along its first axis.
    public static Object row(Machine machine, Operand tensor, long i) {
        return Ops.getIndex(machine.interpreter, tensor, java.util.List.of(new dl.op.IndexItem.At(i)));
    }

    public static final class Break extends Node {
        @Override
        public byte run(Machine machine) {
            return Kind.BREAK;
        }
    }

    public static final class Continue extends Node {
        @Override
        public byte run(Machine machine) {
            return Kind.CONTINUE;
        }
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

        private long end(Machine machine, Object value, int operand) {
            return Convert.integer(value).orElseThrow(() -> {
                String text = site.source().slice(site.operands().get(operand));
                boolean halves = value instanceof Double && text.contains("/") && !text.contains("//");
                OpError error = OpError.type("type/range-end", "a range goes from int to int, this end is " + machine.interpreter.describe(value))
                        .label(operand, machine.interpreter.describe(value));
                return site.locate(halves ? error.hint("/ gives a float; write " + text.replace("/", "//"))
                        : error.hint("int(x) makes an int of a float"));
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

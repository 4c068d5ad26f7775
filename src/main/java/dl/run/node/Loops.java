package dl.run.node;

import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.Operand;
import java.lang.constant.ConstantDescs;
import org.jspecify.annotations.Nullable;

/// Loops, and the ways to leave a turn of one.
public final class Loops {
    private Loops() {}

    public static final class While extends Node {
        private final Control.Condition condition;
        private final Node body;
        private final Mention[] mentions;
        private int turns;
        private @Nullable Node compiled;

        public While(Control.Condition condition, Node body, Mention[] mentions) {
            this.condition = condition;
            this.body = body;
            this.mentions = mentions;
        }

        @Override
        byte emit(Emitter emitter) {
            java.lang.classfile.Label next = emitter.code.newLabel();
            java.lang.classfile.Label begin = emitter.code.newLabel();
            java.lang.classfile.Label end = emitter.code.newLabel();
            emitter.code.labelBinding(begin);
            if (!condition.emit(emitter)) {
                return Emitter.NEVER;
            }
            emitter.code.ifeq(end);
            emitter.loop(next, end, () -> emitter.effect(body));
            emitter.code.labelBinding(next);
            emitter.checkInterrupt();
            emitter.code.goto_(begin);
            emitter.code.labelBinding(end);
            return Emitter.NIL;
        }

        @Override
        public byte run(Machine machine) {
            return compiled != null ? compiled.run(machine) : runInterpreted(machine);
        }

        @Override
        byte runInterpreted(Machine machine) {
            while (true) {
                if (++turns == Hot.TURNS) {
                    compiled = Hot.loop(this, mentions, machine).orElse(null);
                    if (compiled != null) {
                        return compiled.run(machine);
                    }
                }
                int test = condition.test(machine);
                if (test < 0) {
                    return (byte) test;
                }
                if (test == 0) {
                    return Control.nil(machine);
                }
                byte kind = body.run(machine);
                if (kind < 0 && kind != Kind.CONTINUE) {
                    return kind == Kind.BREAK ? Control.nil(machine) : kind;
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
        private final Mention[] mentions;
        private int turns;
        private @Nullable Node compiled;

        public For(Bind target, Node iterable, Node body, Site site, Mention[] mentions) {
            this.target = target;
            this.iterable = iterable;
            this.body = body;
            this.site = site;
            this.mentions = mentions;
        }

        @Override
        byte emit(Emitter emitter) {
            if (target.slot() < 0 || !(iterable instanceof Control.Range range) || range.isInclusive()) {
                return emitter.interpret(this);
            }
            Emitter.Temp from = range.emitFrom(emitter);
            Emitter.Temp to = range.emitTo(emitter);
            return turns(emitter, from, to);
        }

        @Override
        byte emitHot(Emitter emitter) {
            emitter.machine();
            emitter.code.getfield(Emitter.MACHINE, "rangeFrom", ConstantDescs.CD_long);
            Emitter.Temp from = emitter.save(Kind.LONG);
            emitter.machine();
            emitter.code.getfield(Emitter.MACHINE, "rangeTo", ConstantDescs.CD_long);
            return turns(emitter, from, emitter.save(Kind.LONG));
        }

        private byte turns(Emitter emitter, Emitter.Temp i, Emitter.Temp to) {
            java.lang.classfile.Label next = emitter.code.newLabel();
            java.lang.classfile.Label begin = emitter.code.newLabel();
            java.lang.classfile.Label end = emitter.code.newLabel();
            emitter.code.labelBinding(begin);
            emitter.load(i);
            emitter.load(to);
            emitter.code.lcmp().ifge(end);
            emitter.load(i);
            emitter.write(target.slot(), target.target(), Kind.LONG);
            emitter.loop(next, end, () -> emitter.effect(body));
            emitter.code.labelBinding(next);
            emitter.checkInterrupt();
            emitter.code.lload(i.first()).lconst_1().ladd().lstore(i.first());
            emitter.code.goto_(begin);
            emitter.code.labelBinding(end);
            return Emitter.NIL;
        }

        /// For compiled code, whose assumptions fail: the range is in the machine.
        @Override
        byte runInterpreted(Machine machine) {
            return interpreted(machine, machine.rangeFrom, machine.rangeTo);
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
            return compiled != null ? continued(machine, range.from(), range.to()) : interpreted(machine, range.from(), range.to());
        }

        private byte continued(Machine machine, long from, long to) {
            machine.rangeFrom = from;
            machine.rangeTo = to;
            return compiled.run(machine);
        }

        private byte interpreted(Machine machine, long from, long to) {
            int slot = target.slot();
            for (long i = from; i < to; i++) {
                if (++turns == Hot.TURNS && slot >= 0) {
                    compiled = Hot.loop(this, mentions, machine).orElse(null);
                    if (compiled != null) {
                        return continued(machine, i, to);
                    }
                }
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
            return Control.nil(machine);
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
            return Control.nil(machine);
        }

        private byte rows(Machine machine, Operand tensor) {
            int size = tensor.shape().size(0);
            for (int i = 0; i < size; i++) {
                target.bind(machine, machine.give(Control.row(machine, tensor, i)));
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return Control.nil(machine);
        }

        private byte fields(Machine machine, DlRecord fields) {
            for (int i = 0; i < fields.size(); i++) {
                target.bind(machine, machine.give(new DlTuple(fields.key(i), fields.value(i))));
                byte leaving = turn(machine);
                if (leaving < 0) {
                    return leave(machine, leaving);
                }
            }
            return Control.nil(machine);
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
            return Control.nil(machine);
        }

        private static byte leave(Machine machine, byte kind) {
            return kind == Kind.BREAK ? Control.nil(machine) : kind;
        }
    }

    public static final class Break extends Node {
        @Override
        public byte run(Machine machine) {
            return Kind.BREAK;
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.jump(Kind.BREAK);
        }
    }

    public static final class Continue extends Node {
        @Override
        public byte run(Machine machine) {
            return Kind.CONTINUE;
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.jump(Kind.CONTINUE);
        }
    }
}

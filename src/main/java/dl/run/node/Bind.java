package dl.run.node;

import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the value in the registers apart and stores the pieces.
public abstract class Bind {
    public abstract void bind(Machine machine, byte kind);

    /// A plain name.
    public static Bind name(Variables.Target target) {
        return new Name(target);
    }

    private static final class Name extends Bind {
        private final Variables.Target target;

        Name(Variables.Target target) {
            this.target = target;
        }

        @Override
        public void bind(Machine machine, byte kind) {
            target.store(machine, kind);
        }
    }

    /// The slot of the running frame that this fills and nothing else, or -1.
    int slot() {
        return this instanceof Name name ? name.target.slot() : -1;
    }

    /// The patterns of a tuple of exactly that many elements.
    Bind @Nullable [] parts() {
        return null;
    }

    /// The target of a plain name.
    Variables.Target target() {
        return ((Name) this).target;
    }

    /// `(a, b, ...rest)`; also opens lists, ranges and the first axis of tensors, of exactly that length.
    public static Bind tuple(Bind[] elements, Optional<Bind> rest, Site site) {
        return new Bind() {
            @Override
            Bind @Nullable [] parts() {
                return rest.isEmpty() ? elements : null;
            }

            @Override
            public void bind(Machine machine, byte kind) {
                Object value = machine.take(kind);
                int size = switch (value) {
                    case Sequence sequence -> sequence.size();
                    case Operand tensor when tensor.shape().rank() > 0 -> tensor.shape().size(0);
                    default -> throw site.error("type/destructure", ErrorKind.TYPE,
                            "cannot take " + machine.interpreter.describe(value) + " apart into " + elements.length + " names",
                            "a pattern in parentheses opens tuples, lists and the first axis of tensors");
                };
                if (rest.isEmpty() ? size != elements.length : size < elements.length) {
                    throw site.error("value/destructure", ErrorKind.VALUE,
                            "the pattern has " + elements.length + " names" + (rest.isPresent() ? " and a rest" : "") + ", the value "
                                    + size + (size == 1 ? " element" : " elements"),
                            size > elements.length ? "...rest as the last name takes what is left" : "");
                }
                for (int i = 0; i < elements.length; i++) {
                    elements[i].bind(machine, machine.give(element(machine, value, i)));
                }
                if (rest.isPresent()) {
                    Object[] left = new Object[size - elements.length];
                    for (int i = 0; i < left.length; i++) {
                        left[i] = element(machine, value, elements.length + i);
                    }
                    rest.get().bind(machine, machine.give(new DlList(left)));
                }
            }
        };
    }

    private static Object element(Machine machine, Object value, int index) {
        return value instanceof Sequence sequence ? sequence.get(index) : Machine.number(Control.row(machine, (Operand) value, index));
    }

    /// `{x, y: z, ...rest}`.
    public static Bind fields(String[] keys, Bind[] targets, Optional<Bind> rest, Site site) {
        return new Bind() {
            @Override
            public void bind(Machine machine, byte kind) {
                Object value = machine.take(kind);
                if (!(value instanceof DlRecord fields)) {
                    throw site.error("type/destructure", ErrorKind.TYPE,
                            "cannot take fields out of " + machine.interpreter.describe(value), "a pattern in braces opens records");
                }
                for (int i = 0; i < keys.length; i++) {
                    if (!fields.has(keys[i])) {
                        throw Fields.missing(machine, fields, keys[i], site);
                    }
                    targets[i].bind(machine, machine.give(fields.get(keys[i])));
                }
                if (rest.isPresent()) {
                    rest.get().bind(machine, machine.give(fields.without(List.copyOf(Arrays.asList(keys)))));
                }
            }
        };
    }

    /// `let pattern = value`.
    public static Node let(Bind target, Node value) {
        return target instanceof Name name ? Variables.assign(name.target, value) : new Let(target, value);
    }

    private static final class Let extends Node {
        private final Bind target;
        private final Node value;

        Let(Bind target, Node value) {
            this.target = target;
            this.value = value;
        }

        /// `(a, b) = (x, y)` needs no tuple.
        @Override
        byte emit(Emitter emitter) {
            Bind[] parts = target.parts();
            if (parts == null || !(value instanceof Literals.Tuple tuple) || tuple.elements().length != parts.length) {
                return emitter.interpret(this);
            }
            for (Bind part : parts) {
                if (!(part instanceof Name)) {
                    return emitter.interpret(this);
                }
            }
            Emitter.Temp[] values = new Emitter.Temp[parts.length];
            for (int i = 0; i < parts.length; i++) {
                byte kind = tuple.elements()[i].emit(emitter);
                if (kind == Emitter.NEVER) {
                    return kind;
                }
                values[i] = emitter.save(kind);
            }
            for (int i = 0; i < parts.length; i++) {
                Variables.Target into = parts[i].target();
                if (into.slot() >= 0) {
                    emitter.push(values[i]);
                    emitter.write(into.slot(), into, values[i].kind());
                } else {
                    emitter.toUnknown(emitter.push(values[i]));
                    emitter.store(into);
                }
            }
            return Emitter.NIL;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            target.bind(machine, kind);
            return Control.nil(machine);
        }
    }

    /// Takes destructured parameters apart, before the body runs.
    public static final class Prologue extends Node {
        private final int[] slots;
        private final Bind[] targets;

        public Prologue(int[] slots, Bind[] targets) {
            this.slots = slots;
            this.targets = targets;
        }

        @Override
        public byte run(Machine machine) {
            for (int i = 0; i < slots.length; i++) {
                targets[i].bind(machine, machine.load(machine.base + slots[i]));
            }
            return Kind.OBJECT;
        }
    }
}

package dl.run.node;

import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Cell;
import dl.run.value.Kind;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import java.util.List;
import java.util.Optional;

/// Reading and writing of variables, by where they are kept.
public final class Variables {
    private Variables() {}

    /// A variable in the running frame.
    public static final class Local extends Node {
        private final int slot;

        public Local(int slot) {
            this.slot = slot;
        }

        int slot() {
            return slot;
        }

        @Override
        boolean isPure() {
            return true;
        }

        @Override
        public byte run(Machine machine) {
            return machine.load(machine.base + slot);
        }

        @Override
        byte kindIn(Emitter emitter) {
            return emitter.kindOf(slot);
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.read(slot, this);
        }
    }

    /// A size that the annotations of the running function bind: unset when the parameter that has it is nil.
    public static final class Size extends Node {
        private final int slot;
        private final Unset unset;

        public Size(int slot, Unset unset) {
            this.slot = slot;
            this.unset = unset;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = machine.load(machine.base + slot);
            if (kind == Kind.UNSET) {
                throw unset.error(machine);
            }
            return kind;
        }

        @Override
        byte kindIn(Emitter emitter) {
            return emitter.kindOf(slot);
        }

        @Override
        byte emit(Emitter emitter) {
            return emitter.kindOf(slot) == Emitter.UNKNOWN ? emitter.interpret(this) : emitter.read(slot, this);
        }
    }

    /// A variable of the running frame that a closure shares.
    public static final class LocalCell extends Node {
        private final int slot;
        private final Unset unset;

        public LocalCell(int slot, Unset unset) {
            this.slot = slot;
            this.unset = unset;
        }

        @Override
        boolean isPure() {
            return true;
        }

        @Override
        public byte run(Machine machine) {
            return load(machine, (Cell) machine.refs[machine.base + slot], unset);
        }
    }

    /// A variable of an enclosing function.
    public static final class Captured extends Node {
        private final int index;
        private final Unset unset;

        public Captured(int index, Unset unset) {
            this.index = index;
            this.unset = unset;
        }

        @Override
        boolean isPure() {
            return true;
        }

        @Override
        public byte run(Machine machine) {
            return load(machine, machine.captures[index], unset);
        }
    }

    /// A name of the module.
    public static final class Global extends Node {
        private final Cell cell;
        private final Unset unset;

        public Global(Cell cell, Unset unset) {
            this.cell = cell;
            this.unset = unset;
        }

        @Override
        boolean isPure() {
            return true;
        }

        @Override
        public byte run(Machine machine) {
            return load(machine, cell, unset);
        }
    }

    /// What to say when a variable is read that has no value: before its definition ran, or a size that no argument has.
    ///
    /// @param definition where it is defined, if that is known
    public record Unset(String name, Site site, Optional<Label> definition, Why why) {
        /// Whether the definition comes later, no argument has the size, or there was no such name when the program was read.
        public enum Why { LATER, SIZE, UNKNOWN }

        DlError error(Machine machine) {
            if (why == Why.UNKNOWN) {
                return site.error("name/unknown", ErrorKind.NAME, "'" + name + "' is not defined", machine.interpreter.suggest(name)
                        .map(close -> "did you mean " + close + "?").orElse("define it before the call: fn " + name + "(x) = ..., or let " + name + " = ..."));
            }
            Label here = new Label(site.source(), site.span(), "used here");
            return new DlError(Diagnostic.of("name/before-definition", ErrorKind.NAME,
                            why == Why.SIZE ? "the size '" + name + "' is not known: the argument that has it is nil, or comes later"
                                    : "'" + name + "' is used before its definition has run", here)
                    .labels(definition.map(label -> List.of(here, label)).orElse(List.of(here)))
                    .hint(why == Why.SIZE ? "ask first whether that argument is there: if x != nil { ... }"
                            : "move the definition above the statement that leads here"));
        }
    }

    static byte load(Machine machine, Cell cell, Unset unset) {
        byte kind = cell.kind;
        if (kind == Kind.OBJECT) {
            machine.ref = cell.ref;
        } else if (kind == Kind.UNSET) {
            throw unset.error(machine);
        } else {
            machine.bits = cell.bits;
        }
        return kind;
    }

    static void store(Machine machine, Cell cell, byte kind) {
        cell.kind = kind;
        if (kind == Kind.OBJECT) {
            cell.ref = machine.ref;
        } else {
            cell.bits = machine.bits;
        }
    }

    /// Takes the value in the registers.
    public abstract static class Target {
        public abstract void store(Machine machine, byte kind);

        /// The slot of the running frame that this stores into, or -1 when it is more than that.
        int slot() {
            return -1;
        }

        /// @param declares whether this is the variable's definition
        public static Target local(int slot, boolean declares) {
            return new LocalTarget(slot, declares);
        }

        /// The first store of a variable whose cell nobody has yet: each turn of a loop has its own.
        public static Target newCell(int slot) {
            return new Target() {
                @Override
                public void store(Machine machine, byte kind) {
                    Cell cell = new Cell();
                    Variables.store(machine, cell, kind);
                    machine.kinds[machine.base + slot] = Kind.OBJECT;
                    machine.refs[machine.base + slot] = cell;
                }
            };
        }

        public static Target localCell(int slot) {
            return new Target() {
                @Override
                public void store(Machine machine, byte kind) {
                    Variables.store(machine, (Cell) machine.refs[machine.base + slot], kind);
                }
            };
        }

        public static Target captured(int index) {
            return new Target() {
                @Override
                public void store(Machine machine, byte kind) {
                    Variables.store(machine, machine.captures[index], kind);
                }
            };
        }

        public static Target global(Cell cell) {
            return new Target() {
                @Override
                public void store(Machine machine, byte kind) {
                    Variables.store(machine, cell, kind);
                }
            };
        }

        public static Target nowhere() {
            return new Target() {
                @Override
                public void store(Machine machine, byte kind) {}
            };
        }
    }

    static final class LocalTarget extends Target {
        private final int slot;
        private final boolean declares;

        LocalTarget(int slot, boolean declares) {
            this.slot = slot;
            this.declares = declares;
        }

        boolean declares() {
            return declares;
        }

        @Override
        public void store(Machine machine, byte kind) {
            machine.store(machine.base + slot, kind);
        }

        @Override
        int slot() {
            return slot;
        }
    }

    /// Stores the value of a node in the frame; the value of that is nil.
    static final class StoreLocal extends Node {
        private final Node value;
        private final Target target;
        private final int slot;

        StoreLocal(Node value, Target target) {
            this.value = value;
            this.target = target;
            this.slot = target.slot();
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            machine.store(machine.base + slot, kind);
            return Control.nil(machine);
        }

        @Override
        byte emit(Emitter emitter) {
            byte kind = value.emit(emitter);
            emitter.write(slot, target, kind);
            return kind == Emitter.NEVER ? kind : Emitter.NIL;
        }
    }

    /// Stores the value of a node somewhere; the value of that is nil.
    private static final class Store extends Node {
        private final Node value;
        private final Target target;

        Store(Node value, Target target) {
            this.value = value;
            this.target = target;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            target.store(machine, kind);
            return Control.nil(machine);
        }

        @Override
        byte emit(Emitter emitter) {
            byte kind = value.emit(emitter);
            if (kind == Emitter.NEVER) {
                return kind;
            }
            emitter.toUnknown(kind);
            emitter.store(target);
            return Emitter.NIL;
        }
    }

    /// `x = value`, also at its definition.
    public static Node assign(Target target, Node value) {
        return target.slot() >= 0 ? new StoreLocal(value, target) : new Store(value, target);
    }
}

package dl.run.node;

import dl.op.Ops;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Cell;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.run.value.Module;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import dl.source.Suggest;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `x.key` without a call, and the fields of the layer that a method belongs to.
public final class Fields {
    private Fields() {}

    public static final class Get extends Node {
        private final Node target;
        private final String key;
        private final @Nullable Ownership owner;
        private final Site site;
        /// Where the field was in records like the last one.
        private String @Nullable [] layout;
        private int index;

        /// @param owner the claims of the variable that the path to the target begins with, if it has any
        public Get(Node target, String key, Optional<Ownership> owner, Site site) {
            this.target = target;
            this.key = key;
            this.owner = owner.orElse(null);
            this.site = site;
        }

        @Override
        boolean isPure() {
            return target.isPure();
        }

        @Override
        public byte run(Machine machine) {
            byte kind = target.run(machine);
            if (kind < 0) {
                return kind;
            }
            return finish(machine, kind);
        }

        @Override
        byte emit(Emitter emitter) {
            ClassDesc own = ClassDesc.of("dl.run.node.Fields$Get");
            if (target instanceof Indexing.Get element && element.emitOperands(emitter) instanceof Indexing.Get.Operands operands) {
                if (operands.never()) {
                    return Emitter.NEVER;
                }
                emitter.constant(this, own);
                emitter.machine();
                emitter.code.aload(operands.value());
                emitter.load(operands.position());
                emitter.constant(element, ClassDesc.of("dl.run.node.Indexing$Get"));
                emitter.code.invokevirtual(own, "ofElement", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT,
                        ConstantDescs.CD_long, ClassDesc.of("dl.run.node.Indexing$Get")));
                return Emitter.UNKNOWN;
            }
            byte kind = target.emit(emitter);
            if (kind == Emitter.NEVER) {
                return kind;
            }
            emitter.toUnknown(kind);
            Emitter.Temp value = emitter.save(Emitter.UNKNOWN);
            emitter.constant(this, own);
            emitter.machine();
            emitter.code.iload(value.first());
            emitter.code.invokevirtual(own, "finish", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte));
            return Emitter.UNKNOWN;
        }

        /// `xs[i].key`, with nothing on the way for the number of a record in a list.
        byte ofElement(Machine machine, Object list, long position, Indexing.Get element) {
            if (list instanceof DlList elements && position >= 0 && position < elements.size()
                    && elements.get((int) position) instanceof DlRecord record && record.layout() == layout && index >= 0
                    && record.value(index) instanceof Double number) {
                machine.bits = Double.doubleToRawLongBits(number);
                return Kind.DOUBLE;
            }
            return finish(machine, element.element(machine, list, position));
        }

        byte finish(Machine machine, byte kind) {
            if (kind == Kind.OBJECT && machine.ref instanceof DlRecord record) {
                int at = record.layout() == layout ? index : find(record);
                if (at >= 0) {
                    return give(machine, record, record.value(at));
                }
            }
            Object value = machine.take(kind);
            return give(machine, value, get(machine, value, key, site));
        }

        private byte give(Machine machine, Object value, Object part) {
            return machine.give(owner == null || part instanceof Long || part instanceof Double || part instanceof Boolean
                    ? part : owner.settled(machine, value, part));
        }

        private int find(DlRecord record) {
            int at = record.indexOf(key);
            layout = record.layout();
            index = at;
            return at;
        }
    }

    /// The value of a field.
    ///
    /// @throws DlError when there is none
    public static Object get(Machine machine, Object value, String key, Site site) {
        return switch (value) {
            case DlRecord fields -> {
                int at = fields.indexOf(key);
                if (at < 0) {
                    throw missing(machine, fields, key, site);
                }
                yield fields.value(at);
            }
            case LayerInstance layer -> layer.get(key).orElseThrow(() -> {
                List<String> names = layer.type().fields().stream().map(field -> field.name()).toList();
                String hint = Suggest.closest(key, names).map(close -> "did you mean " + close + "?")
                        .orElse(names.isEmpty() ? "it has no fields" : "it has " + String.join(", ", names));
                return site.error("name/no-field", ErrorKind.NAME, "the layer " + layer.type().name() + " has no field '" + key + "'", hint);
            });
            case Module module -> module.member(key).orElseThrow(() -> noMember(machine, module, key, site));
            case Operand tensor -> ofTensor(machine, tensor, key, site);
            case Long _, Double _, Boolean _ -> ofTensor(machine, Machine.operand(value), key, site);
            case Nil _ -> throw site.error("type/nil-field", ErrorKind.TYPE, "nil has no field '" + key + "'", "the value left of the dot is nil: was it ever set?");
            default -> throw noField(machine, value, key, site);
        };
    }

    private static DlError noField(Machine machine, Object value, String key, Site site) {
        boolean function = machine.interpreter.builtins().defines(key);
        String text = site.source().slice(site.operands().getFirst());
        return site.error("name/no-field", ErrorKind.NAME, machine.interpreter.describe(value) + " has no field '" + key + "'",
                function ? "to call the function write " + text + "." + key + "()" : "records, layers and modules have fields");
    }

    static DlError noMember(Machine machine, Module module, String key, Site site) {
        if (key.startsWith("_")) {
            return site.error("name/private", ErrorKind.NAME, "'" + key + "' is private to " + module.name(), "names that begin with _ are not visible from outside");
        }
        List<String> names = module.cells().keySet().stream().filter(name -> !name.startsWith("_")).toList();
        String hint = machine.interpreter.builtins().defines(key) ? key + " is a builtin: it is there without an import"
                : Suggest.closest(key, names).map(close -> "did you mean " + close + "?").orElse("it has " + String.join(", ", names));
        return site.error("name/no-member", ErrorKind.NAME, "the module " + module.name() + " has no '" + key + "'", hint);
    }

    static DlError missing(Machine machine, DlRecord fields, String key, Site site) {
        String hint = Suggest.closest(key, fields.keys()).map(close -> "did you mean " + close + "? Where")
                .orElse((fields.size() == 0 ? "the record is empty" : "it has " + String.join(", ", fields.keys())) + "; where")
                + " it may be missing, get(" + text(site) + ", \"" + key + "\", default) gives a default";
        return site.error("name/no-field", ErrorKind.NAME, "the record has no field '" + key + "'", hint);
    }

    private static String text(Site site) {
        return site.operands().isEmpty() ? "r" : site.source().slice(site.operands().getFirst());
    }

    private static Object ofTensor(Machine machine, Operand tensor, String key, Site site) {
        return switch (key) {
            case "shape" -> {
                Object[] sizes = new Object[tensor.shape().rank()];
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = (long) tensor.shape().size(i);
                }
                yield new dl.run.value.DlTuple(sizes);
            }
            case "dtype" -> new dl.run.value.ElementType(tensor.dtype());
            case "rank" -> (long) tensor.shape().rank();
            case "size" -> (long) tensor.shape().count();
            case "T" -> transpose(machine, tensor, site);
            case "real" -> Machine.number(Ops.REAL.apply(machine.interpreter, tensor));
            case "imag" -> Machine.number(Ops.IMAG.apply(machine.interpreter, tensor));
            default -> throw noField(machine, tensor.weak() ? Machine.number(tensor) : tensor, key, site);
        };
    }

    private static Object transpose(Machine machine, Operand tensor, Site site) {
        int rank = tensor.shape().rank();
        if (rank != 2) {
            String text = site.source().slice(site.operands().getFirst());
            throw site.error("shape/transpose-rank", ErrorKind.SHAPE, ".T is for matrices, this has rank " + rank + ": " + machine.interpreter.describe(tensor),
                    rank == 1 ? "for a dot product write x @ y, for all products outer(x, y), for a column " + text + "[:, None]"
                            : rank == 0 ? "a number has no axes to swap" : "write swapaxes(" + text + ", -1, -2)");
        }
        try {
            return machine.interpreter.transpose(tensor);
        } catch (OpError error) {
            throw site.locate(error);
        }
    }

    /// A field of the layer whose method is running.
    public static final class OfSelf extends Node {
        private final Node self;
        private final int index;
        private final Variables.Unset unset;

        public OfSelf(Node self, int index, Variables.Unset unset) {
            this.self = self;
            this.index = index;
            this.unset = unset;
        }

        @Override
        boolean isPure() {
            return self.isPure();
        }

        @Override
        public byte run(Machine machine) {
            self.run(machine);
            return Variables.load(machine, ((LayerInstance) machine.ref).cell(index), unset);
        }
    }

    /// A method of the layer whose method is running, as a value.
    public static final class MethodOfSelf extends Node {
        private final Node self;
        private final String name;

        public MethodOfSelf(Node self, String name) {
            this.self = self;
            this.name = name;
        }

        @Override
        public byte run(Machine machine) {
            self.run(machine);
            return machine.give(((LayerInstance) machine.ref).get(name).orElseThrow());
        }
    }

    /// Stores into a field of the layer that is being built or whose method is running.
    public static Variables.Target intoSelf(Node self, int index, boolean state) {
        return new Variables.Target() {
            @Override
            public void store(Machine machine, byte kind) {
                Object value = machine.take(kind);
                self.run(machine);
                // what outlives the call must not keep a derivative alive
                Cell cell = ((LayerInstance) machine.ref).cell(index);
                if (state) {
                    machine.interpreter.setState(cell, value);
                } else {
                    cell.set(value);
                }
            }
        };
    }

    /// Stores the first value of a `param`, which must be a tensor, or nil for none.
    public static Variables.Target parameter(Node self, int index, String name, Site site) {
        Variables.Target store = intoSelf(self, index, false);
        return new Variables.Target() {
            @Override
            public void store(Machine machine, byte kind) {
                Object value = machine.take(kind);
                store.store(machine, machine.give(machine.interpreter.initialParameter(name, value, site)));
            }
        };
    }

    static Optional<Object> find(Object value, String key) {
        return switch (value) {
            case DlRecord fields -> fields.has(key) ? Optional.of(fields.get(key)) : Optional.empty();
            case LayerInstance layer -> layer.get(key);
            default -> Optional.empty();
        };
    }
}

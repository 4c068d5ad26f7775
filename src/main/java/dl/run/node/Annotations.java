package dl.run.node;

import dl.run.Convert;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Callable;
import dl.run.value.Cell;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Optional;

/// Shape annotations as they are checked at each call: `x: f32[n, 2*d]`.
///
/// The names of sizes are slots of the frame: unset until the first tensor that has them binds them, then compared.
public final class Annotations {
    private Annotations() {}

    /// One size of an annotation.
    public sealed interface Size {
        /// `_`.
        record Any() implements Size {}

        record Exactly(long size) implements Size {}

        /// A name that this call binds, or that is bound already.
        record Named(String name, int slot) implements Size {}

        /// Anything else: computed from what is bound, or solved for the one slot that is not.
        ///
        /// @param unknowns slots of the names in it that this call binds
        record Computed(String text, Node value, int[] unknowns) implements Size {}
    }

    /// What a value must be.
    public sealed interface Type {
        String text();

        /// `int`, `float`, `bool`, `str`, `fn`, `list`, `tuple`, `record`, `tensor`.
        record Plain(String text) implements Type {}

        /// @param floating `f[...]`: either float type
        /// @param rest     the place of `...` among the sizes, or -1
        /// @param restSlot the slot of `...s`, or -1
        record OfTensor(String text, Optional<DType> element, boolean floating, Size[] sizes, int rest, int restSlot) implements Type {}

        record OfTuple(String text, Type[] elements) implements Type {}
    }

    /// An annotated parameter.
    ///
    /// @param position the place among the positional parameters, or -1 for a named one
    public record Parameter(String name, int slot, int position, Type type, boolean acceptsNil, Site site) {}

    /// Checks the parameters of a call, binding sizes.
    public static final class Parameters extends Node {
        private final Parameter[] parameters;
        private final int[] sizeSlots;

        /// @param sizeSlots the slots that this function's annotations bind
        public Parameters(Parameter[] parameters, int[] sizeSlots) {
            this.parameters = parameters;
            this.sizeSlots = sizeSlots;
        }

        @Override
        public byte run(Machine machine) {
            return run(machine, false);
        }

        /// Checks the parameters that have a value already, so that defaults may use the sizes; [#run] then checks all.
        public void given(Machine machine) {
            run(machine, true);
        }

        private byte run(Machine machine, boolean givenOnly) {
            for (int slot : sizeSlots) {
                machine.kinds[machine.base + slot] = Kind.UNSET;
            }
            boolean later = false;
            for (int i = 0; i < parameters.length; i++) {
                later |= !(givenOnly && isOpen(machine, i)) && check(machine, i, false);
            }
            if (later) {
                for (int i = 0; i < parameters.length; i++) {
                    if (!(givenOnly && isOpen(machine, i))) {
                        check(machine, i, true);
                    }
                }
            }
            return Kind.OBJECT;
        }

        private boolean isOpen(Machine machine, int index) {
            return machine.kinds[machine.base + parameters[index].slot] == Kind.UNSET;
        }

        private boolean check(Machine machine, int index, boolean computed) {
            Parameter parameter = parameters[index];
            int at = machine.base + parameter.slot;
            Object value = machine.take(machine.load(at));
            boolean inCell = value instanceof Cell;
            Object plain = inCell ? ((Cell) value).get() : value;
            if (plain == Nil.NIL && parameter.acceptsNil) {
                return false;
            }
            try {
                Checker checker = new Checker(machine, computed);
                Object checked = checker.check(parameter.type, plain);
                if (checked != plain) {
                    if (inCell) {
                        ((Cell) value).set(checked);
                    } else {
                        machine.store(at, checked);
                    }
                }
                return checker.later;
            } catch (Mismatch mismatch) {
                throw explain(machine, index, plain, mismatch);
            }
        }

        private OpError explain(Machine machine, int index, Object value, Mismatch mismatch) {
            Parameter parameter = parameters[index];
            String given = machine.interpreter.describe(value);
            String code = mismatch.shape ? "shape/annotation" : "type/annotation";
            String message = "'" + parameter.name + "' must be " + parameter.type.text() + ", got " + given + ": " + mismatch.reason;
            OpError error = mismatch.shape ? OpError.shape(code, message) : OpError.type(code, message);
            error.label(index, given);
            hint(parameter.type, value, index < 10 ? "$" + index : "x").ifPresent(error::hint);
            mismatch.size.ifPresent(name -> origin(machine, index, name, error));
            return error.related(parameter.site, "declared here");
        }

        /// Points at the argument that gave a size its value.
        private void origin(Machine machine, int before, String name, OpError error) {
            for (int i = 0; i < before; i++) {
                if (parameters[i].type instanceof Type.OfTensor tensor) {
                    for (Size size : tensor.sizes) {
                        if (size instanceof Size.Named(String other, int slot) && other.equals(name)) {
                            Object value = machine.take(machine.load(machine.base + parameters[i].slot));
                            error.label(i, name + " = " + machine.prims[machine.base + slot] + " comes from "
                                    + machine.interpreter.describe(value instanceof Cell cell ? cell.get() : value));
                            return;
                        }
                    }
                }
            }
        }

        /// How many parameters are annotated; error labels name them by index.
        public int count() {
            return parameters.length;
        }

        /// The parameter at an index.
        public Parameter parameter(int index) {
            return parameters[index];
        }
    }

    /// Moves the sizes that closures share to cells, once they are bound.
    public static final class ShareSizes extends Node {
        private final int[] slots;

        public ShareSizes(int[] slots) {
            this.slots = slots;
        }

        @Override
        public byte run(Machine machine) {
            for (int slot : slots) {
                int at = machine.base + slot;
                Cell cell = new Cell();
                if (machine.kinds[at] != Kind.UNSET) {
                    cell.set(machine.take(machine.load(at)));
                }
                machine.kinds[at] = Kind.OBJECT;
                machine.refs[at] = cell;
            }
            return Kind.OBJECT;
        }
    }

    /// Whose value is checked.
    public enum Of { RESULT, VARIABLE }

    /// Checks a value on its way to a `let` or out of a function.
    public static final class Value extends Node {
        private final Node value;
        private final Type type;
        private final Of of;
        private final String what;
        private final int[] sizeSlots;
        private final Site site;
        private final Site declared;

        /// @param what      how the message calls the value: `the result of f`
        /// @param sizeSlots slots that only this annotation binds
        public Value(Node value, Type type, Of of, String what, int[] sizeSlots, Site site, Site declared) {
            this.value = value;
            this.type = type;
            this.of = of;
            this.what = what;
            this.sizeSlots = sizeSlots;
            this.site = site;
            this.declared = declared;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            // `return` leaves past a variable, but what it brings is a result
            boolean returned = kind == Kind.RETURN && of == Of.RESULT;
            if (kind < 0 && !returned) {
                return kind;
            }
            for (int slot : sizeSlots) {
                machine.kinds[machine.base + slot] = Kind.UNSET;
            }
            Object given = machine.take(returned ? machine.returned : kind);
            try {
                Checker first = new Checker(machine, false);
                Object checked = first.check(type, given);
                if (first.later) {
                    new Checker(machine, true).check(type, given);
                }
                byte checkedKind = machine.give(checked);
                return checkedKind;
            } catch (Mismatch mismatch) {
                String message = what + " must be " + type.text() + ", got " + machine.interpreter.describe(given) + ": " + mismatch.reason;
                String code = mismatch.shape ? "shape/annotation" : "type/annotation";
                throw site.locate((mismatch.shape ? OpError.shape(code, message) : OpError.type(code, message)).label(-1, machine.interpreter.describe(given))
                        .related(declared, "declared here"));
            }
        }
    }

    /// How a value of another element type or kind gets to the right one.
    private static Optional<String> hint(Type type, Object value, String text) {
        if (type instanceof Type.OfTensor tensor && Machine.isOperand(value)) {
            dl.tensor.DType given = Machine.operand(value).dtype();
            if (tensor.element.isPresent() && tensor.element.get() != given) {
                return Optional.of("convert it: " + tensor.element.get() + "(" + text + ")");
            }
            return tensor.floating && !given.isFloat() ? Optional.of("convert it: f32(" + text + ")") : Optional.empty();
        }
        boolean whole = type instanceof Type.Plain(String name) && name.equals("int") && value instanceof Double;
        return whole ? Optional.of("int(" + text + ") cuts the fraction off, int(round(" + text + ")) rounds to the nearest") : Optional.empty();
    }

    /// Why a value does not fit. Never leaves this class.
    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;
        final transient String reason;
        final transient boolean shape;
        final transient Optional<String> size;

        Mismatch(String reason, boolean shape, Optional<String> size) {
            super(reason, null, false, false);
            this.reason = reason;
            this.shape = shape;
            this.size = size;
        }
    }

    /// One pass over one value. Computed sizes come in a second pass, when every plain name is bound.
    private static final class Checker {
        private final Machine machine;
        private final boolean computed;
        boolean later;

        Checker(Machine machine, boolean computed) {
            this.machine = machine;
            this.computed = computed;
        }

        /// The value, converted where the annotation allows it.
        Object check(Type type, Object value) {
            return switch (type) {
                case Type.Plain plain -> plain(plain.text, value);
                case Type.OfTensor tensor -> tensor(tensor, value);
                case Type.OfTuple tuple -> {
                    if (!(value instanceof DlTuple values) || values.size() != tuple.elements.length) {
                        throw new Mismatch("it is not a tuple of " + tuple.elements.length, false, Optional.empty());
                    }
                    Object[] checked = new Object[values.size()];
                    for (int i = 0; i < checked.length; i++) {
                        checked[i] = check(tuple.elements[i], values.get(i));
                    }
                    yield new DlTuple(checked);
                }
            };
        }

        private Object plain(String name, Object value) {
            boolean fits = switch (name) {
                case "int" -> value instanceof Long || value instanceof Operand x && x.shape().rank() == 0 && x.dtype() == DType.I64;
                case "float" -> value instanceof Double || value instanceof Long || value instanceof Operand x && x.shape().rank() == 0
                        && x.dtype() != DType.BOOL && x.dtype() != DType.C128;
                case "bool" -> Convert.bool(value).isPresent();
                case "str" -> value instanceof String;
                case "fn" -> value instanceof Callable;
                case "list" -> value instanceof DlList;
                case "tuple" -> value instanceof DlTuple;
                case "record" -> value instanceof DlRecord;
                case "tensor" -> Machine.isOperand(value);
                default -> value instanceof LayerInstance layer && layer.type().name().equals(name);
            };
            if (!fits) {
                throw new Mismatch("it is not " + (name.equals("int") ? "an int" : name.equals("fn") ? "a function" : "a " + name), false, Optional.empty());
            }
            return name.equals("float") && value instanceof Long number ? (Object) (double) number
                    : name.equals("int") && value instanceof Tensor tensor ? (Object) tensor.longAt(0) : value;
        }

        private Object tensor(Type.OfTensor type, Object value) {
            Object converted = value;
            if (!Machine.isOperand(value) && value instanceof Sequence) {
                converted = Convert.tensor(machine, value).map(operand -> (Object) operand).orElse(value);
            }
            if (!Machine.isOperand(converted)) {
                throw new Mismatch("it is not a tensor", false, Optional.empty());
            }
            Operand operand = Machine.operand(converted);
            if (operand.weak() && operand instanceof Tensor number && type.element.isPresent()) {
                boolean allowed = number.dtype().compareTo(type.element.get()) <= 0 || number.dtype().isFloat() && type.element.get().isFloat();
                if (allowed) {
                    converted = number.weak(false).to(type.element.get());
                    operand = (Operand) converted;
                }
            }
            if (type.element.isPresent() && operand.dtype() != type.element.get() || type.floating && !operand.dtype().isFloat()) {
                throw new Mismatch("its element type is " + operand.dtype(), false, Optional.empty());
            }
            sizes(type, operand.shape());
            return converted;
        }

        private void sizes(Type.OfTensor type, Shape shape) {
            int fixed = type.sizes.length;
            if (type.rest < 0 ? shape.rank() != fixed : shape.rank() < fixed) {
                throw new Mismatch("it has rank " + shape.rank() + ", not " + fixed + (type.rest < 0 ? "" : " or more"), true, Optional.empty());
            }
            int skipped = shape.rank() - fixed;
            for (int i = 0; i < fixed; i++) {
                size(type.sizes[i], shape, type.rest >= 0 && i >= type.rest ? i + skipped : i);
            }
            if (type.restSlot >= 0 && !computed) {
                rest(type, shape, skipped);
            }
        }

        private void rest(Type.OfTensor type, Shape shape, int count) {
            Object[] sizes = new Object[count];
            for (int i = 0; i < count; i++) {
                sizes[i] = (long) shape.size(type.rest + i);
            }
            int at = machine.base + type.restSlot;
            if (machine.kinds[at] == Kind.UNSET) {
                machine.store(at, new DlList(sizes));
                return;
            }
            Object held = machine.take(machine.load(at));
            Object[] bound = ((DlList) (held instanceof Cell cell ? cell.get() : held)).toArray();
            if (!java.util.Arrays.equals(bound, sizes)) {
                throw new Mismatch("its leading sizes are " + java.util.Arrays.toString(sizes) + ", elsewhere " + java.util.Arrays.toString(bound), true, Optional.empty());
            }
        }

        private void size(Size size, Shape shape, int axis) {
            long actual = shape.size(axis);
            switch (size) {
                case Size.Any() -> { }
                case Size.Exactly(long wanted) -> {
                    if (actual != wanted) {
                        throw new Mismatch("axis " + axis + " is " + actual + ", not " + wanted, true, Optional.empty());
                    }
                }
                case Size.Named(String name, int slot) -> {
                    int at = machine.base + slot;
                    if (machine.kinds[at] == Kind.UNSET) {
                        machine.kinds[at] = Kind.LONG;
                        machine.prims[at] = actual;
                    } else if (bound(at) != actual) {
                        throw new Mismatch("axis " + axis + " is " + actual + ", but " + name + " = " + bound(at), true, Optional.of(name));
                    }
                }
                case Size.Computed expression -> {
                    if (computed) {
                        computed(expression, actual, axis);
                    } else {
                        later = true;
                    }
                }
            }
        }

        /// The size in a slot; once the body runs, closures may share it through a cell.
        private long bound(int at) {
            return machine.kinds[at] == Kind.OBJECT && machine.refs[at] instanceof Cell cell ? cell.bits : machine.prims[at];
        }

        private void computed(Size.Computed size, long actual, int axis) {
            int unknown = -1;
            for (int slot : size.unknowns) {
                if (machine.kinds[machine.base + slot] == Kind.UNSET) {
                    if (unknown >= 0 && unknown != slot) {
                        throw new Mismatch(size.text + " has two sizes that nothing binds", true, Optional.empty());
                    }
                    unknown = slot;
                }
            }
            if (unknown < 0) {
                long wanted = value(size);
                if (wanted != actual) {
                    throw new Mismatch("axis " + axis + " is " + actual + ", but " + size.text + " = " + wanted, true, Optional.empty());
                }
                return;
            }
            // linear in the unknown: two values give the line, a third confirms it
            long offset = valueWith(size, unknown, 0);
            long factor = valueWith(size, unknown, 1) - offset;
            if (valueWith(size, unknown, 2) != offset + 2 * factor || factor == 0) {
                throw new Mismatch(size.text + " cannot be solved for its unknown size", true, Optional.empty());
            }
            long solved = (actual - offset) / factor;
            if (solved < 0 || offset + solved * factor != actual) {
                throw new Mismatch("axis " + axis + " is " + actual + ", not " + size.text, true, Optional.empty());
            }
            valueWith(size, unknown, solved);
        }

        private long valueWith(Size.Computed size, int slot, long assumed) {
            machine.kinds[machine.base + slot] = Kind.LONG;
            machine.prims[machine.base + slot] = assumed;
            return value(size);
        }

        private long value(Size.Computed size) {
            byte kind = size.value.run(machine);
            Object value = machine.take(kind);
            return Convert.integer(value).orElseThrow(() ->
                    new Mismatch(size.text + " is " + machine.interpreter.describe(value) + ", not an int", true, Optional.empty()));
        }
    }
}

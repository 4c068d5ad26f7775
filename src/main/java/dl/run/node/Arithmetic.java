package dl.run.node;

import dl.op.Memory;
import dl.op.Op;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.syntax.BinaryOperator;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/// The operators of two operands. Numbers are computed in place; whatever holds a tensor goes to its operation.
public abstract class Arithmetic extends Node implements Fusible {
    final Node left;
    final Node right;
    final Site site;
    private final BinaryOperator operator;
    private final Op op;

    Arithmetic(BinaryOperator operator, Op op, Node left, Node right, Site site) {
        this.operator = operator;
        this.op = op;
        this.left = left;
        this.right = right;
        this.site = site;
    }

    public static Node of(BinaryOperator operator, Op op, Node left, Node right, Site site) {
        return switch (operator) {
            case ADD -> new Add(op, left, right, site);
            case SUBTRACT -> new Subtract(op, left, right, site);
            case MULTIPLY -> new Multiply(op, left, right, site);
            case DIVIDE, FLOOR_DIVIDE, REMAINDER, POWER -> new Other(operator, op, left, right, site);
            case MATMUL, AND, OR -> new Tensors(operator, op, left, right, site);
        };
    }

    @Override
    public Optional<Op> elementwise() {
        return operator == BinaryOperator.MATMUL ? Optional.empty() : Optional.of(op);
    }

    @Override
    public boolean emits() {
        return true;
    }

    @Override
    public Node[] operands() {
        return new Node[] {left, right};
    }

    @Override
    public Node with(Node[] operands) {
        return of(operator, op, operands[0], operands[1], site);
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    boolean isPure() {
        return left.isPure() && right.isPure();
    }

    /// The value of two numbers of the same or of mixed kinds, or `false` when it takes the operation.
    abstract byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b);

    static final byte NO_NUMBERS = 127;

    @Override
    public byte run(Machine machine) {
        byte leftKind = left.run(machine);
        if (leftKind < 0) {
            return leftKind;
        }
        long a = machine.bits;
        Object leftValue = machine.ref;
        byte rightKind = right.run(machine);
        return finish(machine, leftKind, a, leftValue, rightKind);
    }

    @Override
    byte kindIn(Emitter emitter) {
        byte a = left.kindIn(emitter);
        byte b = right.kindIn(emitter);
        boolean numbers = (a == Kind.LONG || a == Kind.DOUBLE) && (b == Kind.LONG || b == Kind.DOUBLE);
        boolean ints = a == Kind.LONG && b == Kind.LONG;
        return numbers ? switch (operator) {
            case ADD, SUBTRACT, MULTIPLY -> ints ? Kind.LONG : Kind.DOUBLE;
            case DIVIDE -> Kind.DOUBLE;
            case FLOOR_DIVIDE, REMAINDER -> ints ? Kind.LONG : Emitter.UNKNOWN;
            case POWER, MATMUL, AND, OR -> Emitter.UNKNOWN;
        } : Emitter.UNKNOWN;
    }

    private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Arithmetic");

    @Override
    byte emit(Emitter emitter) {
        CodeBuilder code = emitter.code;
        byte leftKind = left.emit(emitter);
        if (leftKind == Emitter.NEVER) {
            return leftKind;
        }
        Emitter.Temp a = emitter.save(leftKind);
        byte rightKind = right.emit(emitter);
        if (rightKind == Emitter.NEVER) {
            return rightKind;
        }
        boolean numbers = (leftKind == Kind.LONG || leftKind == Kind.DOUBLE) && (rightKind == Kind.LONG || rightKind == Kind.DOUBLE);
        boolean ints = leftKind == Kind.LONG && rightKind == Kind.LONG;
        String helper = switch (operator) {
            case ADD -> "add";
            case SUBTRACT -> "subtract";
            case MULTIPLY -> "multiply";
            case FLOOR_DIVIDE -> "floorDivide";
            case REMAINDER -> "remainder";
            case DIVIDE, POWER, MATMUL, AND, OR -> "";
        };
        if (ints && !helper.isEmpty()) {
            Emitter.Temp b = emitter.save(rightKind);
            emitter.load(a);
            emitter.load(b);
            emitter.constant(this, DESC);
            emitter.hot(helper, ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long, DESC);
            return Kind.LONG;
        }
        boolean inline = operator == BinaryOperator.ADD || operator == BinaryOperator.SUBTRACT || operator == BinaryOperator.MULTIPLY
                || operator == BinaryOperator.DIVIDE;
        if (numbers && inline) {
            Emitter.Temp b = emitter.save(rightKind);
            emitter.loadDouble(a);
            emitter.loadDouble(b);
            switch (operator) {
                case ADD -> code.dadd();
                case SUBTRACT -> code.dsub();
                case MULTIPLY -> code.dmul();
                default -> code.ddiv();
            }
            return Kind.DOUBLE;
        }
        emitter.toUnknown(rightKind);
        Emitter.Temp b = emitter.save(Emitter.UNKNOWN);
        if (inline) {
            emitter.spread(a);
            code.iload(b.first());
            emitter.constant(this, DESC);
            emitter.machine();
            emitter.hot(operator == BinaryOperator.DIVIDE ? "divide" : helper, ConstantDescs.CD_byte, ConstantDescs.CD_int, ConstantDescs.CD_long,
                    Emitter.OBJECT, ConstantDescs.CD_int, DESC, Emitter.MACHINE);
            return Emitter.UNKNOWN;
        }
        emitter.constant(this, DESC);
        emitter.machine();
        emitter.spread(a);
        code.iload(b.first());
        code.invokevirtual(DESC, "finish", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte,
                ConstantDescs.CD_long, Emitter.OBJECT, ConstantDescs.CD_byte));
        return Emitter.UNKNOWN;
    }

    final DlError overflowed(long a, long b) {
        return site.locate(overflow(a, b));
    }

    /// Division of ints where it may fail.
    final long divided(long a, long b, boolean quotient) {
        if (b == 0) {
            throw site.locate(OpError.domain("domain/division-by-zero", "an int cannot be divided by zero with " + operator.text())
                    .label(1, "this is 0").hint("test for zero first; / of floats gives inf or nan"));
        }
        if (quotient && a == Long.MIN_VALUE && b == -1) {
            throw overflowed(a, b);
        }
        return quotient ? Math.floorDiv(a, b) : Math.floorMod(a, b);
    }

    final byte finish(Machine machine, byte leftKind, long a, Object leftValue, byte rightKind) {
        if (rightKind < 0) {
            return rightKind;
        }
        long b = machine.bits;
        if (leftKind != Kind.OBJECT && rightKind != Kind.OBJECT) {
            byte kind = numbers(machine, leftKind, a, rightKind, b);
            if (kind != NO_NUMBERS) {
                return kind;
            }
        }
        Object x = Machine.box(leftKind, a, leftValue);
        Object y = Machine.box(rightKind, b, machine.ref);
        return machine.give(objects(machine, operator, op, x, y, site));
    }

    /// The operator on boxed values of any kind.
    public static Object objects(Machine machine, BinaryOperator operator, Op op, Object x, Object y, Site site) {
        if (Machine.isOperand(x) && Machine.isOperand(y)) {
            machine.interpreter.at(site);
            try {
                return Machine.number(op.apply(machine.interpreter, new Operand[] {Machine.operand(x), Machine.operand(y)}, op.signature().defaults()));
            } catch (OpError error) {
                throw site.locate(error);
            }
        }
        try {
            return others(machine, operator, op, x, y, site);
        } catch (OutOfMemoryError full) {
            machine.interpreter.usage().spendReserve();
            throw site.locate(Memory.exhausted("there is no room for the result of " + operator.text(), 0));
        }
    }

    private static Object others(Machine machine, BinaryOperator operator, Op op, Object x, Object y, Site site) {
        if (operator == BinaryOperator.ADD && x instanceof String a && y instanceof String b) {
            return a + b;
        }
        if (operator == BinaryOperator.MULTIPLY && x instanceof String text && count(y).isPresent()) {
            return repeated(text, count(y).get(), site);
        }
        if (operator == BinaryOperator.MULTIPLY && y instanceof String text && count(x).isPresent()) {
            return repeated(text, count(x).get(), site);
        }
        if (operator == BinaryOperator.ADD && x instanceof DlList a && y instanceof DlList b) {
            return a.concat(b);
        }
        if (TreeArithmetic.applies(operator, x, y)) {
            return TreeArithmetic.apply(machine, operator, op, x, y, site);
        }
        throw mismatch(machine, operator, x, y, site);
    }

    private static Optional<Long> count(Object value) {
        return value instanceof Boolean ? Optional.empty() : Convert.integer(value);
    }

    /// A text again and again; no text for a count below 1, as in Python.
    private static String repeated(String text, long count, Site site) {
        if (count > 0 && text.length() > Integer.MAX_VALUE / 2 / count) {
            throw site.locate(OpError.limit("limit/memory", "a string of " + text.length() + " characters times " + count + " is too long")
                    .hint("a string has at most 2^30 characters: write it in parts"));
        }
        return text.repeat((int) Math.max(0, count));
    }

    private static DlError mismatch(Machine machine, BinaryOperator operator, Object x, Object y, Site site) {
        String left = machine.interpreter.describe(x);
        String right = machine.interpreter.describe(y);
        Diagnostic diagnostic = Diagnostic.of("type/operands", ErrorKind.TYPE,
                "cannot compute " + left + " " + operator.text() + " " + right).labels(List.of(
                        new Label(site.source(), site.operands().get(0), left), new Label(site.source(), site.operands().get(1), right)));
        String hint = hint(operator, x, y, site);
        return new DlError(hint.isEmpty() ? diagnostic : diagnostic.hint(hint));
    }

    private static String hint(BinaryOperator operator, Object x, Object y, Site site) {
        if (operator == BinaryOperator.ADD && (x instanceof String || y instanceof String)) {
            String a = site.source().slice(site.operands().get(0));
            String b = site.source().slice(site.operands().get(1));
            return x instanceof String ? "an f-string joins text and values: f\"" + inner(a, true) + inner(b, false) + "\""
                    : "an f-string joins text and values: f\"" + inner(a, false) + inner(b, true) + "\"";
        }
        if (x instanceof DlTuple || y instanceof DlTuple) {
            return "tuples have no arithmetic: tree_map((a, b) -> a " + operator.text() + " b, x, y) goes through their leaves";
        }
        if (x instanceof LayerInstance || y instanceof LayerInstance) {
            return "params(" + site.source().slice(site.operands().get(x instanceof LayerInstance ? 0 : 1)) + ") is the record of the layer's parameters, which has arithmetic";
        }
        if (x instanceof DlRecord || y instanceof DlRecord) {
            return "a record goes with a number or with a record of the same fields";
        }
        if (x instanceof String && operator == BinaryOperator.REMAINDER) {
            return "an f-string puts values into text: f\"{x:.2f}\"; format(x, \".2f\") takes the format from a variable";
        }
        if (operator == BinaryOperator.MULTIPLY && (x instanceof String && y instanceof Double || x instanceof Double && y instanceof String)) {
            return "a string is repeated an int number of times: " + (x instanceof String ? "text * int(x)" : "int(x) * text");
        }
        if (x instanceof DlRange || y instanceof DlRange) {
            String code = site.source().slice(site.operands().get(x instanceof DlRange ? 0 : 1));
            String range = code.startsWith("(") && code.endsWith(")") ? code.substring(1, code.length() - 1) : code;
            return "a range has no arithmetic: tensor(" + range + ") makes a tensor of it, map(" + range + ", i -> ...) a list";
        }
        if (x instanceof DlList || y instanceof DlList) {
            return "lists are not tensors: tensor(xs) makes one of a list of numbers, stack(xs) of a list of tensors";
        }
        if (x == dl.run.value.Nil.NIL || y == dl.run.value.Nil.NIL) {
            String name = site.source().slice(site.operands().get(x == dl.run.value.Nil.NIL ? 0 : 1));
            return name.equals("nil") ? "nil stands for no value and has no arithmetic" : "one side is nil: was it ever set? Test it first: " + name + " != nil";
        }
        return "";
    }

    /// What stands for a piece of code in an f-string: the characters of a text, or a hole.
    private static String inner(String code, boolean text) {
        boolean literal = text && code.matches("\"(?:[^\"\\\\]|\\\\.)*\"");
        return literal ? code.substring(1, code.length() - 1).replace("{", "{{").replace("}", "}}") : "{" + code + "}";
    }

    final OpError overflow(long a, long b) {
        return OpError.value("value/int-overflow", a + " " + operator.text() + " " + b + " does not fit into a 64-bit int")
                .hint("write one of them as a float: " + a + ".0 " + operator.text() + " " + b);
    }

    static double asDouble(byte kind, long bits) {
        return kind == Kind.DOUBLE ? Double.longBitsToDouble(bits) : (double) bits;
    }

    /// Gives a float; under `check_numerics` one that is not finite goes to the operation, which tells what made it.
    final byte finite(Machine machine, double result) {
        if (result - result != 0 && machine.interpreter.checkNumerics()) {
            return NO_NUMBERS;
        }
        return machine.give(result);
    }

    private static final class Add extends Arithmetic {
        Add(Op op, Node left, Node right, Site site) {
            super(BinaryOperator.ADD, op, left, right, site);
        }

        @Override
        public byte run(Machine machine) {
            byte leftKind = left.run(machine);
            if (leftKind != Kind.LONG) {
                long a = machine.bits;
                Object leftValue = machine.ref;
                return leftKind < 0 ? leftKind : finish(machine, leftKind, a, leftValue, right.run(machine));
            }
            long a = machine.bits;
            byte rightKind = right.run(machine);
            if (rightKind == Kind.LONG) {
                return longs(machine, a, machine.bits);
            }
            return finish(machine, leftKind, a, dl.run.value.Nil.NIL, rightKind);
        }

        private byte longs(Machine machine, long a, long b) {
            long sum = a + b;
            if (((a ^ sum) & (b ^ sum)) < 0) {
                throw site.locate(overflow(a, b));
            }
            return machine.give(sum);
        }

        @Override
        byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b) {
            return leftKind == Kind.DOUBLE || rightKind == Kind.DOUBLE
                    ? finite(machine, asDouble(leftKind, a) + asDouble(rightKind, b)) : longs(machine, a, b);
        }
    }

    private static final class Subtract extends Arithmetic {
        Subtract(Op op, Node left, Node right, Site site) {
            super(BinaryOperator.SUBTRACT, op, left, right, site);
        }

        @Override
        public byte run(Machine machine) {
            byte leftKind = left.run(machine);
            if (leftKind != Kind.LONG) {
                long a = machine.bits;
                Object leftValue = machine.ref;
                return leftKind < 0 ? leftKind : finish(machine, leftKind, a, leftValue, right.run(machine));
            }
            long a = machine.bits;
            byte rightKind = right.run(machine);
            if (rightKind == Kind.LONG) {
                return longs(machine, a, machine.bits);
            }
            return finish(machine, leftKind, a, dl.run.value.Nil.NIL, rightKind);
        }

        private byte longs(Machine machine, long a, long b) {
            long difference = a - b;
            if (((a ^ b) & (a ^ difference)) < 0) {
                throw site.locate(overflow(a, b));
            }
            return machine.give(difference);
        }

        @Override
        byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b) {
            return leftKind == Kind.DOUBLE || rightKind == Kind.DOUBLE
                    ? finite(machine, asDouble(leftKind, a) - asDouble(rightKind, b)) : longs(machine, a, b);
        }
    }

    private static final class Multiply extends Arithmetic {
        Multiply(Op op, Node left, Node right, Site site) {
            super(BinaryOperator.MULTIPLY, op, left, right, site);
        }

        @Override
        byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b) {
            if (leftKind == Kind.DOUBLE || rightKind == Kind.DOUBLE) {
                return finite(machine, asDouble(leftKind, a) * asDouble(rightKind, b));
            }
            long high = Math.multiplyHigh(a, b);
            long low = a * b;
            if (high != low >> 63) {
                throw site.locate(overflow(a, b));
            }
            return machine.give(low);
        }
    }

    /// Division, floor division, remainder, power.
    private static final class Other extends Arithmetic {
        private final BinaryOperator operator;

        Other(BinaryOperator operator, Op op, Node left, Node right, Site site) {
            super(operator, op, left, right, site);
            this.operator = operator;
        }

        @Override
        byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b) {
            boolean ints = leftKind != Kind.DOUBLE && rightKind != Kind.DOUBLE;
            double x = asDouble(leftKind, a);
            double y = asDouble(rightKind, b);
            return switch (operator) {
                case DIVIDE -> finite(machine, x / y);
                case FLOOR_DIVIDE -> {
                    if (!ints) {
                        yield NO_NUMBERS;
                    }
                    yield machine.give(divided(a, b, true));
                }
                case REMAINDER -> {
                    if (!ints) {
                        yield NO_NUMBERS;
                    }
                    yield machine.give(divided(a, b, false));
                }
                case POWER -> ints && b >= 0 ? machine.give(power(a, b)) : NO_NUMBERS;
                case ADD, SUBTRACT, MULTIPLY, MATMUL, AND, OR -> NO_NUMBERS;
            };
        }

        private long power(long base, long exponent) {
            long result = 1;
            long factor = base;
            for (long left = exponent; left > 0; left >>= 1) {
                if ((left & 1) == 1) {
                    result = times(result, factor, base, exponent);
                }
                if (left > 1) {
                    factor = times(factor, factor, base, exponent);
                }
            }
            return result;
        }

        private long times(long a, long b, long base, long exponent) {
            if (Math.multiplyHigh(a, b) != a * b >> 63) {
                throw site.locate(overflow(base, exponent));
            }
            return a * b;
        }
    }

    /// Operators that always go to the operation.
    private static final class Tensors extends Arithmetic {
        Tensors(BinaryOperator operator, Op op, Node left, Node right, Site site) {
            super(operator, op, left, right, site);
        }

        @Override
        byte numbers(Machine machine, byte leftKind, long a, byte rightKind, long b) {
            return NO_NUMBERS;
        }
    }
}

package dl.run;

import dl.op.Attributes;
import dl.op.Ops;
import dl.op.Parameter;
import dl.run.value.DlRange;
import dl.run.value.ElementType;
import dl.run.value.Sequence;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From dl values to what operations take.
public final class Convert {
    private Convert() {}

    /// A number, tensor, range, or (nested) list of numbers as an operand.
    public static Optional<Operand> tensor(Machine machine, Object value) {
        return switch (value) {
            case Operand operand -> Optional.of(operand);
            case Long number -> Optional.of(Tensor.number(number));
            case Double number -> Optional.of(Tensor.number(number));
            case Boolean truth -> Optional.of(Tensor.number(truth));
            case DlRange range -> Optional.of(range(range));
            case Sequence elements -> sequence(machine, elements);
            default -> Optional.empty();
        };
    }

    /// What keeps a list from being a tensor: the first element, however deep, that is no number.
    public static Optional<Object> noNumber(Object value) {
        if (value instanceof DlRange || !(value instanceof Sequence elements)) {
            return value instanceof Long || value instanceof Double || value instanceof Boolean || value instanceof Operand || value instanceof DlRange
                    ? Optional.empty() : Optional.of(value);
        }
        for (int i = 0; i < elements.size(); i++) {
            Optional<Object> inside = noNumber(elements.get(i));
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    private static Tensor range(DlRange range) {
        long[] values = new long[range.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = range.from() + i;
        }
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Optional<Operand> sequence(Machine machine, Sequence elements) {
        List<Operand> parts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Optional<Operand> part = tensor(machine, elements.get(i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(stack(machine, parts));
    }

    /// Operands of equal shape along a new first axis; numbers alone make an i64, bool, default-float or c128 tensor.
    ///
    /// @throws OpError `shape/ragged` when the shapes differ, `type/mixed-bool` for bools among numbers
    public static Operand stack(Machine machine, List<Operand> parts) {
        int count = parts.size();
        if (count == 0) {
            return Tensor.zeros(machine.interpreter.defaultFloat(), Shape.of(0));
        }
        boolean allWeak = true;
        boolean allPlain = true;
        int bools = 0;
        DType highest = DType.BOOL;
        for (Operand part : parts) {
            allWeak &= part.weak();
            allPlain &= part instanceof Tensor;
            bools += part.dtype() == DType.BOOL ? 1 : 0;
            highest = DType.highest(highest, part.dtype());
        }
        if (bools > 0 && bools < count) {
            throw OpError.type("type/mixed-bool", "bools and numbers are mixed in one tensor")
                    .hint("write 1 for true, or make a list: list(...)");
        }
        if (allWeak && allPlain) {
            return numbers(machine, parts, highest);
        }
        Shape shape = parts.getFirst().shape();
        for (int i = 0; i < count; i++) {
            Shape other = parts.get(i).shape();
            if (!other.equals(shape)) {
                throw OpError.shape("shape/ragged", "the rows of a tensor must have equal shapes: row 0 " + row(shape) + ", row " + i + " " + row(other))
                        .hint("list([1, 2], [3]) makes a list of tensors of any shapes");
            }
        }
        Operand[] inputs = parts.toArray(new Operand[0]);
        return Ops.STACK.apply(machine.interpreter, inputs, Ops.STACK.signature().defaults());
    }

    private static String row(Shape shape) {
        return shape.rank() == 0 ? "is a number" : shape.rank() > 1 ? "has the shape " + shape
                : "has " + shape.size(0) + (shape.size(0) == 1 ? " element" : " elements");
    }

    private static Tensor numbers(Machine machine, List<Operand> parts, DType highest) {
        int count = parts.size();
        Shape shape = Shape.of(count);
        switch (highest) {
            case BOOL -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (Boolean) Machine.number(parts.get(i));
                }
                return Tensor.of(shape, values);
            }
            case I64 -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (Long) Machine.number(parts.get(i));
                }
                return Tensor.of(shape, values);
            }
            case C128 -> {
                double[] values = new double[2 * count];
                for (int i = 0; i < count; i++) {
                    Tensor part = parts.get(i).plain();
                    values[2 * i] = part.doubleAt(0);
                    values[2 * i + 1] = part.imaginaryAt(0);
                }
                return Tensor.complex(shape, values);
            }
            case F32, F64 -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = ((Number) Machine.number(parts.get(i))).doubleValue();
                }
                if (machine.interpreter.defaultFloat() == DType.F64) {
                    return Tensor.of(shape, values);
                }
                float[] floats = new float[count];
                for (int i = 0; i < count; i++) {
                    floats[i] = Convert.toFloat(values[i]);
                }
                return Tensor.of(shape, floats);
            }
        }
        throw new IllegalStateException();
    }

    /// Rounds to f32.
    ///
    /// @throws OpError `value/number-range` when a finite number would become infinite or a nonzero one zero
    public static float toFloat(double value) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value) || rounded == 0 && value != 0) {
            throw OpError.value("value/number-range", Display.number(value) + (rounded == 0 ? " is zero in f32, whose smallest number is about 1.4e-45"
                            : " is too large for f32, whose largest number is about 3.4e38"))
                    .hint("use f64: with dtype(f64) { ... }");
        }
        return rounded;
    }

    /// The Java form of an attribute, if the value has one.
    public static Optional<Object> attribute(Parameter.Kind kind, boolean variadic, Object value) {
        return switch (kind) {
            case INT -> integer(value).map(number -> (Object) number);
            case INTS -> variadic ? sizes(value) : size(value).<Object>map(number -> new int[] {number}).or(() -> sizes(value));
            case PADDING -> value instanceof String ? Optional.of(value) : attribute(Parameter.Kind.INTS, variadic, value);
            case FLOAT -> floating(value).map(number -> (Object) number);
            case BOOL -> bool(value).map(truth -> (Object) truth);
            case STRING -> value instanceof String ? Optional.of(value) : Optional.empty();
            case DTYPE -> value instanceof ElementType type ? Optional.of(type.dtype()) : Optional.empty();
            case TENSOR, TENSORS -> Optional.empty();
        };
    }

    private static Optional<Object> sizes(Object value) {
        if (value instanceof Tensor tensor && tensor.rank() == 1 && tensor.dtype() == DType.I64) {
            int[] ints = new int[tensor.count()];
            for (int i = 0; i < ints.length; i++) {
                long size = tensor.longAt(i);
                if (size != (int) size) {
                    return Optional.empty();
                }
                ints[i] = (int) size;
            }
            return Optional.of(ints);
        }
        if (!(value instanceof Sequence elements)) {
            return Optional.empty();
        }
        int[] ints = new int[elements.size()];
        for (int i = 0; i < ints.length; i++) {
            Optional<Integer> size = size(elements.get(i));
            if (size.isEmpty()) {
                return Optional.empty();
            }
            ints[i] = size.get();
        }
        return Optional.of(ints);
    }

    /// An int number or rank-0 i64 tensor.
    public static Optional<Long> integer(Object value) {
        if (value instanceof Long number) {
            return Optional.of(number);
        }
        if (value instanceof Operand operand && isOne(operand) && operand.dtype() == DType.I64) {
            Tensor tensor = operand.plain();
            return Optional.of(tensor.longs()[tensor.offset()]);
        }
        return Optional.empty();
    }

    /// Whether there is one value, and not one for each example of a batch.
    private static boolean isOne(Operand operand) {
        return operand.shape().rank() == 0 && operand.batches().length == 0;
    }

    /// An int that fits into 32 bits.
    public static Optional<Integer> size(Object value) {
        return integer(value).filter(number -> number == number.intValue()).map(Long::intValue);
    }

    /// An int or float number, or a rank-0 tensor of these.
    public static Optional<Double> floating(Object value) {
        if (value instanceof Double number) {
            return Optional.of(number);
        }
        if (value instanceof Operand operand && isOne(operand) && operand.dtype().isFloat()) {
            Tensor tensor = operand.plain();
            return Optional.of(tensor.dtype() == DType.F32 ? tensor.floats()[tensor.offset()] : tensor.doubles()[tensor.offset()]);
        }
        return integer(value).map(Long::doubleValue);
    }

    /// A bool or rank-0 bool tensor.
    public static Optional<Boolean> bool(Object value) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth);
        }
        if (value instanceof Operand operand && isOne(operand) && operand.dtype() == DType.BOOL) {
            Tensor tensor = operand.plain();
            return Optional.of(tensor.booleans()[tensor.offset()]);
        }
        return Optional.empty();
    }

    public static String describe(Parameter.Kind kind) {
        return switch (kind) {
            case TENSOR -> "a tensor";
            case TENSORS -> "a list of tensors";
            case INT -> "an int";
            case INTS -> "an int or a list of ints";
            case PADDING -> "an int, a list of ints, \"same\" or \"valid\"";
            case FLOAT -> "a number";
            case BOOL -> "a bool";
            case STRING -> "a string";
            case DTYPE -> "an element type (f32, f64, i64, bool, c128)";
        };
    }
}

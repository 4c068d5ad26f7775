package dl.run;

import dl.run.value.Callable;
import dl.run.value.Closure;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.LayerType;
import dl.run.value.Module;
import dl.run.value.NativeFunction;
import dl.run.value.OpFunction;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/// Values as text that pastes back as dl.
public final class Display {
    /// Tensors with more elements show only the edges of each axis.
    private static final int SUMMARY_FROM = 1000;
    private static final int EDGE = 3;
    /// Lists and records wider than this go over several lines.
    private static final int LINE = 100;

    private Display() {}

    /// A value as `print` shows it inside of other values: strings with quotes.
    public static String show(Object value) {
        return switch (value) {
            case Double number -> number(number);
            case String text -> quote(text);
            case Operand batched when batched.batches().length > 0 -> "batch of " + examples(batched.batches()) + ": " + tensor(batched.elements());
            case Operand operand -> tensor(operand.plain());
            case DlList list -> list(list.toArray(), "[", "]");
            case DlTuple tuple -> tuple.size() == 1 ? "(" + show(tuple.get(0)) + ",)" : list(tuple.toArray(), "(", ")");
            case DlRecord fields -> record(fields);
            case DlRange range -> range.from() + ".." + range.to();
            case Closure closure -> closure.name().equals("<lambda>") ? "<lambda " + closure.code().signature() + ">" : "<fn " + closure.code().signature() + ">";
            case OpFunction op -> "<fn " + op.op().signature().text() + ">";
            case NativeFunction function -> "<fn " + function.header() + ">";
            case LayerType type -> "<layer " + type.constructor().signature() + ">";
            case LayerInstance layer -> Summary.head(layer);
            case Module module -> "<module " + module.name() + ">";
            case dl.run.value.ElementType type -> type.toString();
            case Callable callable -> "<fn " + callable.name() + ">";
            default -> value.toString();
        };
    }

    /// How a value is told from one that is the same for all examples.
    static String examples(Operand batched) {
        int[] sizes = batched.batches();
        return " for each of " + examples(sizes) + (sizes.length == 1 && sizes[0] == 1 ? " example" : " examples");
    }

    private static String examples(int[] sizes) {
        return java.util.Arrays.stream(sizes).mapToObj(Integer::toString).collect(java.util.stream.Collectors.joining(" x "));
    }

    /// A value that is printed by itself: a model as its table, everything else as inside of other values.
    public static String alone(Object value) {
        return value instanceof LayerInstance layer ? Summary.of(layer).orElseGet(() -> show(layer)) : show(value);
    }

    /// Floats always show that they are floats.
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String digits = Double.toString(value);
        return shorten(oneDigit(digits).filter(one -> Double.parseDouble(one) == value).orElse(digits));
    }

    static String number(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return number((double) value);
        }
        String digits = Float.toString(value);
        return shorten(oneDigit(digits).filter(one -> Float.parseFloat(one) == value).orElse(digits));
    }

    /// Java writes two digits at least; the least numbers need only one of them: `4.9E-324` is `5e-324`.
    private static Optional<String> oneDigit(String java) {
        return java.indexOf('E') > 0 && java.replace("-", "").indexOf('E') == 3 && !java.contains(".0")
                ? Optional.of(new BigDecimal(java).round(new MathContext(1)).toString()) : Optional.empty();
    }

    /// Java's shortest digits in the form that Python uses: `1e+20` becomes `1e20`, up to 16 digits stay plain.
    private static String shorten(String java) {
        int e = java.indexOf('E');
        if (e < 0) {
            return java;
        }
        int exponent = Integer.parseInt(java.substring(e + 1));
        String mantissa = java.substring(0, e);
        if (exponent >= -4 && exponent < 16) {
            String plain = new BigDecimal(java).stripTrailingZeros().toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
        return digits + "e" + exponent;
    }

    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append("\\u{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static String list(Object[] elements, String open, String close) {
        List<String> parts = new ArrayList<>(elements.length);
        for (Object element : elements) {
            parts.add(show(element));
        }
        return enclose(parts, open, close);
    }

    private static String record(DlRecord fields) {
        List<String> parts = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            String key = fields.key(i);
            boolean plain = !key.isEmpty() && (Character.isUnicodeIdentifierStart(key.codePointAt(0)) || key.charAt(0) == '_')
                    && key.codePoints().allMatch(point -> Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point));
            String label = (plain ? key : quote(key)) + ": ";
            String value = show(fields.value(i));
            parts.add(label + (fields.value(i) instanceof Operand ? value.replace("\n", "\n" + " ".repeat(label.length())) : value));
        }
        return enclose(parts, "{", "}");
    }

    private static String enclose(List<String> parts, String open, String close) {
        int length = 2;
        boolean lines = false;
        for (String part : parts) {
            length += part.length() + 2;
            lines |= part.indexOf('\n') >= 0;
        }
        if (!lines && length <= LINE) {
            return open + String.join(", ", parts) + close;
        }
        StringBuilder text = new StringBuilder(open);
        for (String part : parts) {
            text.append("\n  ").append(part.replace("\n", "\n  ")).append(',');
        }
        return text.append('\n').append(close).toString();
    }

    // ---- tensors

    static String tensor(Tensor tensor) {
        if (tensor.rank() == 0) {
            return element(tensor, 0);
        }
        return nested(tensor, index -> element(tensor, index));
    }

    static String element(Tensor tensor, int index) {
        return switch (tensor.dtype()) {
            case BOOL -> Boolean.toString(tensor.booleanAt(index));
            case I64 -> Long.toString(tensor.longAt(index));
            case F32 -> number((float) tensor.doubleAt(index));
            case F64 -> number(tensor.doubleAt(index));
            case C128 -> complex(tensor.doubleAt(index), tensor.imaginaryAt(index));
        };
    }

    /// `1.0 + 2.0i`; infinite and NaN parts have no such literal.
    private static String complex(double real, double imaginary) {
        if (!Double.isFinite(imaginary)) {
            return "complex(" + number(real) + ", " + number(imaginary) + ")";
        }
        boolean negative = Double.doubleToRawLongBits(imaginary) < 0;
        return number(real) + (negative ? " - " : " + ") + number(Math.abs(imaginary)) + "i";
    }

    /// Brackets in brackets, the elements aligned in columns from rank 2 on.
    static String nested(Tensor tensor, IntFunction<String> element) {
        boolean summary = tensor.count() > SUMMARY_FROM;
        int columns = 0;
        if (tensor.rank() > 1) {
            for (int index : shown(tensor, summary)) {
                columns = Math.max(columns, element.apply(index).length());
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, tensor, 0, 0, element, summary, columns);
        if (tensor.count() == 0) {
            return "zeros(" + join(tensor) + (tensor.dtype() == DType.F32 ? "" : "; dtype = " + tensor.dtype()) + ")";
        }
        return text.toString();
    }

    private static String join(Tensor tensor) {
        String shape = tensor.shape().toString();
        return shape.substring(1, shape.length() - 1);
    }

    private static int[] shown(Tensor tensor, boolean summary) {
        List<Integer> indices = new ArrayList<>();
        collect(tensor, 0, 0, summary, indices);
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void collect(Tensor tensor, int axis, int from, boolean summary, List<Integer> indices) {
        if (axis == tensor.rank()) {
            indices.add(from);
            return;
        }
        int size = tensor.shape().size(axis);
        int step = 1;
        for (int i = axis + 1; i < tensor.rank(); i++) {
            step *= tensor.shape().size(i);
        }
        for (int i = 0; i < size; i++) {
            if (!summary || size <= 2 * EDGE || i < EDGE || i >= size - EDGE) {
                collect(tensor, axis + 1, from + i * step, summary, indices);
            }
        }
    }

    private static void append(StringBuilder text, Tensor tensor, int axis, int from, IntFunction<String> element, boolean summary, int width) {
        if (axis == tensor.rank()) {
            String value = element.apply(from);
            text.repeat(' ', Math.max(0, width - value.length())).append(value);
            return;
        }
        int size = tensor.shape().size(axis);
        int step = 1;
        for (int i = axis + 1; i < tensor.rank(); i++) {
            step *= tensor.shape().size(i);
        }
        boolean last = axis == tensor.rank() - 1;
        String separator = last ? ", " : "," + "\n".repeat(tensor.rank() - 1 - axis) + " ".repeat(axis + 1);
        text.append('[');
        boolean cut = summary && size > 2 * EDGE;
        for (int i = 0; i < size; i++) {
            if (cut && i == EDGE) {
                text.append(separator).append("...");
                i = size - EDGE;
            }
            text.append(i == 0 ? "" : separator);
            append(text, tensor, axis + 1, from + i * step, element, summary, width);
        }
        text.append(']');
    }

    /// The type line that the prompt adds below tensors of rank 1 and more; empty for everything else.
    public static String typeLine(Object value) {
        if (value instanceof Operand operand && operand.shape().rank() > 0) {
            return "# " + operand.dtype() + operand.shape();
        }
        return "";
    }
}

package dl.run;

import dl.run.value.DlRecord;
import dl.run.value.LayerInstance;
import dl.run.value.Sequence;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Where two values differ, in words: for assertions, and for whoever compares trees.
public final class Differences {
    /// Values whose text is longer are described by their kind.
    private static final int SHORT = 60;
    /// Characters of a string that are shown from where two strings part.
    private static final int EXCERPT = 24;

    private Differences() {}

    /// The text of a value when it is short, else what kind of value it is.
    public static String brief(Machine machine, Object value) {
        String text = Display.show(value);
        return text.length() <= SHORT && text.indexOf('\n') < 0 ? text : machine.interpreter.describe(value);
    }

    /// The first place where two values are unequal in the sense of deep equality, with what stands there.
    public static Optional<String> first(Machine machine, Object x, Object y) {
        return first(machine, x, y, "");
    }

    private static Optional<String> first(Machine machine, Object x, Object y, String path) {
        if (Equality.same(machine, x, y)) {
            return Optional.empty();
        }
        if (Machine.isOperand(x) && Machine.isOperand(y)) {
            return Optional.of(tensors(Machine.operand(x).plain(), Machine.operand(y).plain(), path));
        }
        if (x instanceof DlRecord a && y instanceof DlRecord b) {
            return Optional.of(records(machine, a, b, path));
        }
        boolean alike = x instanceof Sequence && y instanceof Sequence && (x instanceof dl.run.value.DlTuple) == (y instanceof dl.run.value.DlTuple);
        if (alike) {
            return Optional.of(sequences(machine, (Sequence) x, (Sequence) y, path));
        }
        if (x instanceof String a && y instanceof String b) {
            return Optional.of(texts(a, b, path));
        }
        if (x instanceof LayerInstance a && y instanceof LayerInstance b && a.type() == b.type()) {
            return Optional.of(at(path) + "they are two different " + a.type().name() + " layers");
        }
        return Optional.of(at(path) + brief(machine, x) + " and " + brief(machine, y));
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : "at " + path + ": ";
    }

    private static String records(Machine machine, DlRecord a, DlRecord b, String path) {
        for (String key : a.keys()) {
            if (!b.has(key)) {
                return at(path) + "only the left one has '" + key + "'";
            }
            Optional<String> inside = first(machine, a.get(key), b.get(key), path + "." + key);
            if (inside.isPresent()) {
                return inside.get();
            }
        }
        for (String key : b.keys()) {
            if (!a.has(key)) {
                return at(path) + "only the right one has '" + key + "'";
            }
        }
        throw new IllegalStateException("equal records");
    }

    private static String sequences(Machine machine, Sequence a, Sequence b, String path) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Optional<String> inside = first(machine, a.get(i), b.get(i), path + "[" + i + "]");
            if (inside.isPresent()) {
                return inside.get() + (a.size() == b.size() ? "" : "; " + a.size() + " and " + b.size() + " elements");
            }
        }
        boolean left = a.size() > b.size();
        return at(path) + a.size() + " and " + b.size() + " elements, the first that only the " + (left ? "left" : "right") + " one has is "
                + brief(machine, left ? a.get(b.size()) : b.get(a.size()));
    }

    private static String texts(String a, String b, String path) {
        int same = 0;
        int limit = Math.min(a.length(), b.length());
        while (same < limit && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        if (a.length() <= SHORT / 2 && b.length() <= SHORT / 2) {
            return at(path) + Display.quote(a) + " and " + Display.quote(b);
        }
        long line = a.substring(0, same).chars().filter(c -> c == '\n').count() + 1;
        int start = a.lastIndexOf('\n', same - 1) + 1;
        String where = a.indexOf('\n') >= 0 || b.indexOf('\n') >= 0 ? "line " + line + ", character " + (same - start + 1) : "character " + (same + 1);
        return at(path) + where + ": " + excerpt(a, same) + " and " + excerpt(b, same);
    }

    private static String excerpt(String text, int from) {
        return from == text.length() ? "the end" : Display.quote(text.substring(from, Math.min(text.length(), from + EXCERPT)));
    }

    private static String tensors(Tensor a, Tensor b, String path) {
        if (!a.shape().equals(b.shape())) {
            return at(path) + "shapes " + a.shape() + " and " + b.shape();
        }
        return elements(a, b, path, i -> !equal(a, b, i));
    }

    private static boolean equal(Tensor a, Tensor b, int i) {
        return a.doubleAt(i) == b.doubleAt(i) && a.imaginaryAt(i) == b.imaginaryAt(i)
                && (a.dtype() != dl.tensor.DType.I64 || b.dtype() != dl.tensor.DType.I64 || a.longAt(i) == b.longAt(i));
    }

    /// As `same` compares two tensors.
    public static String same(Operand x, Operand y) {
        Tensor a = x.plain();
        Tensor b = y.plain();
        if (!a.shape().equals(b.shape())) {
            return "shapes " + a.shape() + " and " + b.shape();
        }
        if (a.dtype() != b.dtype()) {
            return "element types " + a.dtype() + " and " + b.dtype();
        }
        return elements(a, b, "", i -> !equal(a, b, i)
                && !(alike(a.doubleAt(i), b.doubleAt(i)) && alike(a.imaginaryAt(i), b.imaginaryAt(i)) && isNan(a, i)));
    }

    private static boolean alike(double p, double q) {
        return p == q || Double.isNaN(p) && Double.isNaN(q);
    }

    private static boolean isNan(Tensor x, int i) {
        return Double.isNaN(x.doubleAt(i)) || Double.isNaN(x.imaginaryAt(i));
    }

    /// As `close` compares two tensors; `close` has what `isclose` gave.
    public static String close(Operand x, Operand y, Tensor close) {
        boolean number = x.weak() || y.weak();
        if (!x.shape().equals(y.shape()) && !number) {
            return "shapes " + x.shape() + " and " + y.shape();
        }
        Tensor a = x.plain().broadcastTo(close.shape());
        Tensor b = y.plain().broadcastTo(close.shape());
        double largest = 0;
        for (int i = 0; i < close.count(); i++) {
            largest = Math.max(largest, Math.hypot(a.doubleAt(i) - b.doubleAt(i), a.imaginaryAt(i) - b.imaginaryAt(i)));
        }
        String first = elements(a, b, "", i -> !close.booleanAt(i));
        return first + (largest > 0 ? ", the largest difference is " + Display.number((float) largest) : "");
    }

    /// The first element for which a comparison does not hold, of operands that broadcast.
    public static String broadcast(Operand x, Operand y, Tensor holds) {
        Tensor a = x.plain().broadcastTo(holds.shape());
        Tensor b = y.plain().broadcastTo(holds.shape());
        return elements(a, b, "", i -> !holds.booleanAt(i));
    }

    /// The first false element of a mask.
    public static String mask(Tensor mask) {
        int first = -1;
        int count = 0;
        for (int i = 0; i < mask.count(); i++) {
            if (!mask.booleanAt(i)) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        return "false at " + index(mask.shape(), first) + part(count, mask.count());
    }

    private static String elements(Tensor a, Tensor b, String path, IntPredicate differs) {
        int first = -1;
        int count = 0;
        for (int i = 0; i < a.count(); i++) {
            if (differs.test(i)) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        if (first < 0) {
            return at(path) + "no element";
        }
        String values = Display.element(a, first) + " and " + Display.element(b, first);
        return a.rank() == 0 ? at(path) + values : "at " + path + index(a.shape(), first) + ": " + values + part(count, a.count());
    }

    private static String part(int count, int all) {
        return all == 1 ? "" : "; " + count + " of " + all + " elements";
    }

    private static String index(Shape shape, int flat) {
        int[] index = new int[shape.rank()];
        for (int axis = index.length - 1, rest = flat; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Arrays.toString(index);
    }

    /// Whether a value is or holds NaN, which equals nothing, itself included.
    public static boolean isNan(Object value) {
        return value instanceof Double number && number.isNaN()
                || value instanceof Operand operand && operand.shape().rank() == 0 && isNan(operand.plain(), 0);
    }
}

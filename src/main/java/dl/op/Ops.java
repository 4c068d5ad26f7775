package dl.op;

import dl.tensor.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All operations.
public final class Ops {
    public static final Op ADD = Arithmetic.ADD;
    public static final Op SUBTRACT = Arithmetic.SUBTRACT;
    public static final Op MULTIPLY = Arithmetic.MULTIPLY;
    public static final Op DIVIDE = Arithmetic.DIVIDE;
    public static final Op FLOOR_DIVIDE = Arithmetic.FLOOR_DIVIDE;
    public static final Op REMAINDER = Arithmetic.REMAINDER;
    public static final Op POWER = Arithmetic.POWER;
    public static final Op NEGATE = Arithmetic.NEGATE;
    public static final Op EQUAL = Comparisons.EQUAL;
    public static final Op NOT_EQUAL = Comparisons.NOT_EQUAL;
    public static final Op LESS = Comparisons.LESS;
    public static final Op LESS_EQUAL = Comparisons.LESS_EQUAL;
    public static final Op GREATER = Comparisons.GREATER;
    public static final Op GREATER_EQUAL = Comparisons.GREATER_EQUAL;
    public static final Op LOGICAL_AND = Comparisons.LOGICAL_AND;
    public static final Op LOGICAL_OR = Comparisons.LOGICAL_OR;
    public static final Op LOGICAL_NOT = Comparisons.LOGICAL_NOT;

    /// Every operation, family by family.
    public static final List<Op> ALL = all();

    private static final Map<String, Op> BY_NAME = byName();

    private Ops() {}

    public static Optional<Op> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// `x[items]`: a view where no tensor is among the items.
    public static Operand getIndex(OpContext context, Operand x, List<IndexItem> items) {
        throw new UnsupportedOperationException("indexing is not there yet");
    }

    /// `x` with `value` at `x[items]`, as a new tensor; of duplicate positions the last in row-major order stays.
    public static Operand setIndex(OpContext context, Operand x, List<IndexItem> items, Operand value) {
        throw new UnsupportedOperationException("indexing is not there yet");
    }

    /// `x` with `value` added at `x[items]`, as a new tensor; duplicate positions add up.
    public static Operand addAtIndex(OpContext context, Operand x, List<IndexItem> items, Operand value) {
        throw new UnsupportedOperationException("indexing is not there yet");
    }

    private static List<Op> all() {
        List<Op> all = new ArrayList<>(160);
        all.addAll(Arithmetic.ALL);
        all.addAll(Comparisons.ALL);
        all.addAll(Casts.ALL);
        all.addAll(Elementary.ALL);
        all.addAll(Reductions.ALL);
        all.addAll(Layout.ALL);
        return List.copyOf(all);
    }

    private static Map<String, Op> byName() {
        Map<String, Op> names = new HashMap<>();
        for (Op op : ALL) {
            if (names.put(op.name(), op) != null) {
                throw new IllegalStateException("two operations are called " + op.name());
            }
        }
        return names;
    }
}

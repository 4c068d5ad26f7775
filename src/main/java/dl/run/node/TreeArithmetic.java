package dl.run.node;

import dl.op.Op;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.syntax.BinaryOperator;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.util.List;

/// Operators on records of equal structure, leaf by leaf, as in `params - 0.1 * gradients`.
///
/// The outermost value is a record, whose fields may be trees of any kind. Lists and tuples alone have no arithmetic:
/// whether `+` would join or add them, a reader could not tell.
final class TreeArithmetic {
    private final Machine machine;
    private final BinaryOperator operator;
    private final Op op;
    private final Site site;

    private TreeArithmetic(Machine machine, BinaryOperator operator, Op op, Site site) {
        this.machine = machine;
        this.operator = operator;
        this.op = op;
        this.site = site;
    }

    /// Whether the operator goes into the leaves of these two: one is a record, the other a record or a number.
    static boolean applies(BinaryOperator operator, Object x, Object y) {
        boolean elementwise = switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, REMAINDER, POWER -> true;
            case MATMUL, AND, OR -> false;
        };
        return elementwise && (x instanceof DlRecord && (y instanceof DlRecord || number(y)) || y instanceof DlRecord && number(x));
    }

    private static boolean number(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Operand operand && operand.shape().rank() == 0;
    }

    static Object apply(Machine machine, BinaryOperator operator, Op op, Object x, Object y, Site site) {
        machine.interpreter.at(site);
        return new TreeArithmetic(machine, operator, op, site).each(x, y, "");
    }

    /// `-record`.
    static Object negate(Machine machine, Op op, DlRecord record, Site site) {
        machine.interpreter.at(site);
        return new TreeArithmetic(machine, BinaryOperator.SUBTRACT, op, site).negated(record, "");
    }

    private Object each(Object x, Object y, String path) {
        if (x instanceof DlRecord || y instanceof DlRecord) {
            return records(x, y, path);
        }
        if (inner(x) || inner(y)) {
            return sequences(x, y, path);
        }
        if (x == Nil.NIL && (y == Nil.NIL || number(y)) || y == Nil.NIL && number(x)) {
            return Nil.NIL;
        }
        if (!Machine.isOperand(x) || !Machine.isOperand(y)) {
            Object odd = Machine.isOperand(x) ? y : x;
            throw differ("type/operands", ErrorKind.TYPE, "cannot compute " + machine.interpreter.describe(x) + " " + operator.text() + " "
                    + machine.interpreter.describe(y) + " at " + path, odd == Nil.NIL ? "one record has nil there, the other a value"
                            : "arithmetic on records needs numbers and tensors in every field; without(r, \"key\") drops a field");
        }
        try {
            return Machine.number(op.apply(machine.interpreter, new Operand[] {Machine.operand(x), Machine.operand(y)}, op.signature().defaults()));
        } catch (OpError error) {
            throw at(error, path);
        }
    }

    private static boolean inner(Object value) {
        return value instanceof DlList || value instanceof DlTuple;
    }

    private Object records(Object x, Object y, String path) {
        DlRecord first = x instanceof DlRecord record ? record : (DlRecord) y;
        if (x instanceof DlRecord a && y instanceof DlRecord b) {
            checkKeys(a, b, path);
        } else if (!number(x) && !number(y)) {
            throw structure(x, y, path);
        }
        Object[] values = new Object[first.size()];
        for (int i = 0; i < values.length; i++) {
            String key = first.key(i);
            values[i] = each(x instanceof DlRecord a ? a.get(key) : x, y instanceof DlRecord b ? b.get(key) : y, path + "." + key);
        }
        return first.withValues(values);
    }

    private void checkKeys(DlRecord a, DlRecord b, String path) {
        for (DlRecord one : List.of(a, b)) {
            DlRecord other = one == a ? b : a;
            for (String key : one.keys()) {
                if (!other.has(key)) {
                    String where = path.isEmpty() ? "" : " at " + path;
                    throw differ("value/tree-structure", ErrorKind.VALUE, "the records have different fields" + where + ": only the "
                            + (one == a ? "left" : "right") + " one has '" + key + "'", "records that are computed with have the same fields everywhere");
                }
            }
        }
    }

    private Object sequences(Object x, Object y, String path) {
        Sequence first = inner(x) ? (Sequence) x : (Sequence) y;
        boolean both = inner(x) && inner(y);
        boolean fit = both ? x.getClass() == y.getClass() && ((Sequence) x).size() == ((Sequence) y).size() : number(x) || number(y);
        if (!fit) {
            throw structure(x, y, path);
        }
        Object[] values = new Object[first.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = each(inner(x) ? ((Sequence) x).get(i) : x, inner(y) ? ((Sequence) y).get(i) : y, path + "[" + i + "]");
        }
        return first instanceof DlTuple ? new DlTuple(values) : new DlList(values);
    }

    private Object negated(Object value, String path) {
        return switch (value) {
            case DlRecord record -> {
                Object[] values = new Object[record.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = negated(record.value(i), path + "." + record.key(i));
                }
                yield record.withValues(values);
            }
            case DlList list -> new DlList(negated((Sequence) list, path));
            case DlTuple tuple -> new DlTuple(negated((Sequence) tuple, path));
            case Nil nil -> nil;
            default -> {
                if (!Machine.isOperand(value)) {
                    throw site.error("type/operand", ErrorKind.TYPE, "cannot negate " + machine.interpreter.describe(value) + " at " + path, "");
                }
                try {
                    yield Machine.number(op.apply(machine.interpreter, new Operand[] {Machine.operand(value)}, op.signature().defaults()));
                } catch (OpError error) {
                    throw at(error, path);
                }
            }
        };
    }

    private Object[] negated(Sequence elements, String path) {
        Object[] values = new Object[elements.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = negated(elements.get(i), path + "[" + i + "]");
        }
        return values;
    }

    private DlError structure(Object x, Object y, String path) {
        return differ("value/tree-structure", ErrorKind.VALUE, "the records differ in structure at " + path + ": " + machine.interpreter.describe(x)
                + " and " + machine.interpreter.describe(y), "records that are computed with have the same keys and lengths everywhere");
    }

    private DlError differ(String code, ErrorKind kind, String message, String hint) {
        return new DlError(Diagnostic.of(code, kind, message, new Label(site.source(), site.operands().get(0), ""),
                new Label(site.source(), site.operands().get(1), "")).hint(hint));
    }

    /// An error of one leaf says which.
    private DlError at(OpError error, String path) {
        OpError told = new OpError(error.code(), error.kind(), error.getMessage() + ", at " + path);
        error.labels().forEach(label -> told.label(label.argument(), path + ": " + label.text()));
        error.hint().ifPresent(told::hint);
        return site.locate(told);
    }
}

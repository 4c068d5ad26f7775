package dl.run;

import dl.op.Ops;
import dl.run.value.BoundMethod;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.Optional;

/// When two values are equal.
public final class Equality {
    private Equality() {}

    /// `==` of values that are not both numbers or tensors: one bool, or nothing when the kinds cannot be compared.
    public static Optional<Boolean> equal(Machine machine, Object x, Object y) {
        boolean comparable = switch (x) {
            case String _ -> y instanceof String;
            case DlList _ -> y instanceof DlList || y instanceof DlRange;
            case DlRange _ -> y instanceof DlList || y instanceof DlRange;
            case DlTuple _ -> y instanceof DlTuple;
            case DlRecord _ -> y instanceof DlRecord;
            case Operand _, Long _, Double _, Boolean _ -> false;
            default -> !Machine.isOperand(y) && !(y instanceof String) && !(y instanceof DlList) && !(y instanceof DlTuple) && !(y instanceof DlRecord);
        };
        return comparable ? Optional.of(same(machine, x, y)) : Optional.empty();
    }

    /// Deep equality to one bool, as inside containers and for `in`: values of different kinds are unequal.
    public static boolean same(Machine machine, Object x, Object y) {
        if (x == Nil.NIL || y == Nil.NIL) {
            return x == y;
        }
        if (Machine.isOperand(x) && Machine.isOperand(y)) {
            Operand a = Machine.operand(x);
            Operand b = Machine.operand(y);
            return a.shape().equals(b.shape()) && all(Ops.EQUAL.apply(machine.interpreter, a, b).plain());
        }
        return switch (x) {
            case DlList a when y instanceof DlList b -> elements(machine, a, b);
            case DlRange a when y instanceof DlRange b -> a.length() == b.length() && (a.length() == 0 || a.equals(b));
            case DlRange a when y instanceof DlList b -> elements(machine, a, b);
            case DlList a when y instanceof DlRange b -> elements(machine, a, b);
            case DlTuple a when y instanceof DlTuple b -> elements(machine, a, b);
            case DlRecord a when y instanceof DlRecord b -> fields(machine, a, b);
            case LayerInstance a when y instanceof LayerInstance b -> a.same(b);
            case BoundMethod a when y instanceof BoundMethod b -> a.instance().same(b.instance()) && a.method().equals(b.method());
            default -> x.equals(y);
        };
    }

    private static boolean elements(Machine machine, dl.run.value.Sequence a, dl.run.value.Sequence b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(machine, a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fields(Machine machine, DlRecord a, DlRecord b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!b.has(a.key(i)) || !same(machine, a.value(i), b.get(a.key(i)))) {
                return false;
            }
        }
        return true;
    }

    /// Whether every element of a bool tensor is true.
    public static boolean all(Tensor tensor) {
        return count(tensor, false) == 0;
    }

    /// Whether some element of a bool tensor is true.
    public static boolean any(Tensor tensor) {
        return count(tensor, true) > 0;
    }

    private static int count(Tensor tensor, boolean wanted) {
        int found = 0;
        for (int i = 0; i < tensor.count(); i++) {
            found += tensor.booleanAt(i) == wanted ? 1 : 0;
        }
        return found;
    }
}

package dl.op;

import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;

/// Under `with strict_grad`, a derivative where none exists is an error and not the documented subgradient.
final class Kinks {
    private Kinks() {}

    /// Fails when an element is 0.
    static void atZero(Saved s, Operand x) {
        if (!s.context().strictGradients()) {
            return;
        }
        Tensor plain = x.elements();
        for (int i = 0; i < plain.count(); i++) {
            if (plain.doubleAt(i) == 0) {
                throw error(s.op().name(), "has a kink at 0", plain, i);
            }
        }
    }


    /// Fails when an element of a traced value is a kink of an operation that is written in others.
    static void traced(Algebra o, Operand x, String name, double kink) {
        if (!o.context().strictGradients() || x instanceof Tensor) {
            return;
        }
        Tensor plain = x.elements();
        for (int i = 0; i < plain.count(); i++) {
            if (plain.doubleAt(i) == kink) {
                throw error(name, "has a kink at " + (kink == 0 ? "0" : Double.toString(kink)), plain, i);
            }
        }
    }

    /// Fails when two elements that are compared are equal.
    static void atTie(Saved s, Operand x, Operand y) {
        if (!s.context().strictGradients()) {
            return;
        }
        Tensor ties = s.equal(x.detached(), y.detached()).elements();
        for (int i = 0; i < ties.count(); i++) {
            if (ties.booleanAt(i)) {
                throw error(s.op().name(), "has a tie", ties, i);
            }
        }
    }

    /// The error for a tie among those that make an element of a result.
    static OpError tie(String name, Tensor result, int flat) {
        return error(name, "has a tie", result, flat);
    }

    private static OpError error(String name, String what, Tensor x, int flat) {
        return OpError.grad("grad/kink", name + " has no derivative here: it " + what + where(x, flat))
                .hint("without strict_grad the subgradient from the documentation of " + name + " is used");
    }

    private static String where(Tensor x, int flat) {
        if (x.rank() == 0) {
            return "";
        }
        int[] index = new int[x.rank()];
        for (int axis = x.rank() - 1, rest = flat; axis >= 0; axis--) {
            index[axis] = rest % x.shape().size(axis);
            rest /= x.shape().size(axis);
        }
        return ", at element " + java.util.Arrays.toString(index);
    }
}

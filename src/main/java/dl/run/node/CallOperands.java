package dl.run.node;

import dl.op.Fusion;
import dl.op.Op;
import dl.run.value.OpFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What calls of all forms are to a [Chain]: an operation and its operands.
final class CallOperands {
    private CallOperands() {}

    /// The operation that a call of known arguments is, when it works element by element or reduces.
    ///
    /// @param before how many operands stand left of the arguments: the target of `x.f(y)`, the left side of a pipe
    static Optional<Op> elementwise(Node callee, Calls.Argument[] arguments, int before) {
        if (!(callee instanceof Node.Constant constant && constant.value() instanceof OpFunction function)) {
            return Optional.empty();
        }
        boolean plain = Arrays.stream(arguments).allMatch(Calls.Argument::plain);
        boolean last = before + positional(arguments) == 1 && Arrays.stream(arguments)
                .allMatch(argument -> !argument.spread() && (argument.name().isEmpty() || argument.value() instanceof Node.Constant));
        return plain && Fusion.isElementwise(function.op(), before + arguments.length) || last && Fusion.isReduction(function.op())
                ? Optional.of(function.op()) : Optional.empty();
    }

    private static int positional(Calls.Argument[] arguments) {
        return (int) Arrays.stream(arguments).filter(argument -> argument.name().isEmpty()).count();
    }

    /// Whether all that a call does is compute.
    static boolean isPure(Node callee, Calls.Argument[] arguments) {
        return callee instanceof Node.Constant constant && constant.value() instanceof OpFunction function && !function.op().random()
                && Arrays.stream(arguments).allMatch(argument -> argument.value().isPure());
    }

    /// @param first the position among `operands` that belongs to the first argument
    static Calls.Argument[] with(Calls.Argument[] arguments, Node[] operands, int first) {
        Calls.Argument[] changed = new Calls.Argument[arguments.length];
        int next = first;
        for (int i = 0; i < changed.length; i++) {
            changed[i] = arguments[i].plain() ? new Calls.Argument(operands[next++], "", false, arguments[i].span()) : arguments[i];
        }
        return changed;
    }

    static Node[] operands(Optional<Node> first, Calls.Argument[] arguments) {
        List<Node> all = new ArrayList<>();
        first.ifPresent(all::add);
        for (Calls.Argument argument : arguments) {
            if (argument.plain()) {
                all.add(argument.value());
            }
        }
        return all.toArray(Node[]::new);
    }
}

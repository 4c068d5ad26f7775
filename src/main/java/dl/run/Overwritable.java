package dl.run;

import dl.check.Reference;
import dl.check.Resolution;
import dl.check.Variable;
import dl.op.Fusion;
import dl.op.Op;
import dl.run.node.Node.Constant;
import dl.run.value.OpFunction;
import dl.syntax.Argument;
import dl.syntax.Children;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the names whose tensors nobody else can ever hold: bound by `let` to the result of an operation that makes a new tensor,
/// and used by nothing but operations whose results share nothing with it. What such a name was bound to before is dead when the
/// same `let` runs again ([dl.run.node.Overwriting]).
final class Overwritable {
    private final Program program;
    private final Resolution resolution;
    private final Interpreter interpreter;
    private final Effects effects;
    /// The variables whose values may be kept by somebody else. Found when first asked for: few programs bind large tensors.
    private @Nullable Set<Variable> escaping;

    Overwritable(Program program, Resolution resolution, Interpreter interpreter, Effects effects) {
        this.program = program;
        this.resolution = resolution;
        this.interpreter = interpreter;
        this.effects = effects;
    }

    boolean isBoundBy(Stmt.Binding let) {
        if (!(let.pattern() instanceof Pattern.Name name) || name.name().equals("_") || let.type().isPresent() || !makesNew(Lowering.unwrap(let.value()))) {
            return false;
        }
        Variable variable = resolution.declaration(name);
        return variable.form() == Variable.Form.LET && !variable.global() && !variable.captured() && !variable.changes()
                && !escaping().contains(variable);
    }

    /// Whether a call is one of `tree_map` whose function, written there, makes every leaf anew, lets those it is given not out of
    /// sight, and assigns to nothing: then its trees are only lent.
    boolean onlyMapsTrees(Expr.Call call) {
        List<Argument> arguments = call.arguments();
        if (!(call.callee() instanceof Expr.Name name && resolution.reference(name) instanceof Reference.Builtin(String builtin) && builtin.equals("tree_map"))
                || arguments.size() < 2 || !arguments.stream().allMatch(Argument.Positional.class::isInstance)
                || !(Lowering.unwrap(arguments.getFirst().value()) instanceof Expr.Lambda(var _, Parameters parameters, Expr body))) {
            return false;
        }
        return parameters.rest().isEmpty() && parameters.named().isEmpty() && parameters.positional().stream().allMatch(this::staysInside)
                && makesNew(Lowering.unwrap(body)) && !effects.mayAssign(List.of(body));
    }

    private boolean staysInside(Parameter.Positional parameter) {
        return parameter.type().isEmpty() && parameter.pattern() instanceof Pattern.Name name && !name.name().equals("_")
                && !resolution.declaration(name).captured() && !escaping().contains(resolution.declaration(name));
    }

    private boolean makesNew(Expr value) {
        return switch (value) {
            case Expr.Binary _, Expr.Negate _ -> true;
            // What is no elementwise operation may give an argument itself, or a part of it; then it must not have been made on the way.
            case Expr.Call call -> operation(call).filter(op -> isElementwise(op) || call.arguments().stream().allMatch(Overwritable::isPlain)).isPresent();
            default -> false;
        };
    }

    private static boolean isPlain(Argument argument) {
        return switch (Lowering.unwrap(argument.value())) {
            case Expr.Name _, Expr.IntLiteral _, Expr.FloatLiteral _, Expr.BoolLiteral _ -> !(argument instanceof Argument.Spread);
            default -> false;
        };
    }

    /// The operation that a call runs, if it says so by name.
    private Optional<Op> operation(Expr.Call call) {
        if (call.callee() instanceof Expr.Name name && resolution.reference(name) instanceof Reference.Builtin(String builtin)
                && interpreter.builtins().node(builtin) instanceof Constant constant && constant.value() instanceof OpFunction function) {
            return Optional.of(function.op());
        }
        return Optional.empty();
    }

    /// Whether each element of its result is computed, so that it shares nothing with the arguments.
    private static boolean isElementwise(Op op) {
        return !op.composite() && Fusion.isElementwise(op, (int) op.signature().parameters().stream().filter(parameter -> parameter.kind().isInput()).count());
    }

    private Set<Variable> escaping() {
        Set<Variable> found = escaping;
        if (found == null) {
            Map<Variable, Integer> kept = new HashMap<>();
            resolution.uses().values().forEach(used -> kept.merge(used, 1, Integer::sum));
            Deque<Node> rest = new ArrayDeque<>(List.of(program));
            while (!rest.isEmpty()) {
                Node node = rest.pop();
                List<Node> parts = Children.of(node);
                if (keepsNothing(node)) {
                    parts.forEach(part -> operand(part).ifPresent(borrowed -> kept.merge(borrowed, -1, Integer::sum)));
                }
                parts.forEach(rest::push);
            }
            kept.values().removeIf(uses -> uses == 0);
            found = Set.copyOf(kept.keySet());
            escaping = found;
        }
        return found;
    }

    /// Whether what a node computes shares nothing with its operands.
    private boolean keepsNothing(Node node) {
        return switch (node) {
            case Expr.Binary _, Expr.Negate _ -> true;
            case Expr.Comparison comparison -> comparison.operators().size() == 1;
            case Expr.Call call -> operation(call).filter(op -> isElementwise(op) || Fusion.isReduction(op)).isPresent();
            default -> false;
        };
    }

    /// The variable of the running frame that is an operand.
    private Optional<Variable> operand(Node part) {
        Node operand = part instanceof Argument.Positional positional ? positional.value() : part;
        return operand instanceof Expr expr && Lowering.unwrap(expr) instanceof Expr.Name name
                && resolution.reference(name) instanceof Reference.Local(Variable variable) ? Optional.of(variable) : Optional.empty();
    }
}

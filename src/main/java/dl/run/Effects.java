package dl.run;

import dl.check.Reference;
import dl.check.Resolution;
import dl.run.node.Node.Constant;
import dl.run.value.ElementType;
import dl.run.value.NativeFunction;
import dl.run.value.OpFunction;
import dl.syntax.Children;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Stmt;
import java.util.List;
import java.util.Set;

/// Whether computing something may assign to variables. What is computed before it and used after it must not be a
/// container that such an assignment changes in place: in `a + f()`, `f` may assign to an element of `a`.
final class Effects {
    /// Builtins that run nothing of the program's, beside all operations.
    private static final Set<String> PURE = Set.of("len", "int", "float", "str", "type", "list", "tensor", "keys", "values");

    private final Resolution resolution;
    private final Interpreter interpreter;

    Effects(Resolution resolution, Interpreter interpreter) {
        this.resolution = resolution;
        this.interpreter = interpreter;
    }

    boolean mayAssign(List<? extends Node> parts) {
        for (Node part : parts) {
            if (mayAssign(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayAssign(Node part) {
        return switch (part) {
            case Expr.Lambda _ -> false;
            case Expr.Pipe _, Stmt.Assign _ -> true;
            case Expr.Call call -> !isPure(call.callee()) || mayAssign(call.arguments());
            default -> mayAssign(Children.of(part));
        };
    }

    private boolean isPure(Expr callee) {
        return callee instanceof Expr.Name name && resolution.reference(name) instanceof Reference.Builtin(String builtin)
                && interpreter.builtins().node(builtin) instanceof Constant constant && switch (constant.value()) {
                    case OpFunction _, ElementType _ -> true;
                    case NativeFunction function -> PURE.contains(function.name());
                    default -> false;
                };
    }
}

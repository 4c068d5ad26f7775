package dl.run;

import dl.check.Reference;
import dl.check.Resolution;
import dl.check.Variable;
import dl.run.node.Calls;
import dl.run.node.Chain;
import dl.run.node.Contexts;
import dl.run.node.Node;
import dl.run.node.Ownership;
import dl.run.value.ElementType;
import dl.run.value.NativeFunction;
import dl.run.value.OpFunction;
import dl.source.Span;
import dl.syntax.Argument;
import dl.syntax.Expr;
import dl.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns calls of every form into nodes: `f(x)`, `x.f(y)`, `x |> f`.
final class CallLowering {
    private final Resolution resolution;
    private final VariableLowering variables;
    private final FunctionLowering functions;
    private final Lowering lowering;

    CallLowering(Resolution resolution, VariableLowering variables, FunctionLowering functions, Lowering lowering) {
        this.resolution = resolution;
        this.variables = variables;
        this.functions = functions;
        this.lowering = lowering;
    }

    Calls.Argument[] arguments(List<Argument> arguments) {
        return arguments.stream().map(argument -> switch (argument) {
            case Argument.Positional(Span span, Expr value) -> new Calls.Argument(lowering.expression(value), "", false, span);
            case Argument.Named(Span span, String name, Span _, Expr value) -> new Calls.Argument(lowering.expression(value), name, false, span);
            case Argument.Spread(Span span, Expr value) -> new Calls.Argument(lowering.expression(value), "", true, span);
        }).toArray(Calls.Argument[]::new);
    }

    private Calls.Place placeOf(Span span) {
        return new Calls.Place(lowering.site(span), functions.inside(), Optional.empty());
    }

    private Calls.Place placeOf(Expr.Call call) {
        Optional<Variable> called = !(call.callee() instanceof Expr.Name name) ? Optional.empty() : switch (resolution.reference(name)) {
            case Reference.Local(Variable variable) -> Optional.of(variable);
            case Reference.Captured(int _, Variable variable) -> Optional.of(variable);
            case Reference.Global(Variable variable) -> Optional.of(variable);
            case Reference.Late _, Reference.Builtin _, Reference.Field _ -> Optional.empty();
        };
        return new Calls.Place(lowering.site(call.span()), functions.inside(), called.map(variable -> variable.label("defined here")));
    }

    /// Chains `x.f().g().h()` lean to the left and are lowered without recursion.
    Node call(Expr.Call call) {
        List<Expr.Call> chain = new ArrayList<>();
        Expr at = call;
        while (at instanceof Expr.Call next) {
            chain.add(next);
            at = next.callee() instanceof Expr.Field field ? field.target() : next.callee();
        }
        Node value = lowering.expression(at);
        for (int i = chain.size() - 1; i >= 0; i--) {
            Expr.Call each = chain.get(i);
            value = each.callee() instanceof Expr.Field field ? method(each, field, value, false) : plainCall(each, value);
        }
        return value;
    }

    /// `f64([0.1, 0.2])` and `tensor([0.1, 0.2], dtype = f64)` mean the numbers as written, not their f32 neighbours.
    private boolean makesDoubles(Expr.Call call, Node callee) {
        boolean literal = !call.arguments().isEmpty() && call.arguments().getFirst() instanceof Argument.Positional first
                && Lowering.unwrap(first.value()) instanceof Expr.Bracket;
        if (!literal || !(callee instanceof Node.Constant constant)) {
            return false;
        }
        return switch (constant.value()) {
            case ElementType(DType type) -> type == DType.F64;
            case NativeFunction function when function.name().equals("tensor") -> call.arguments().stream().anyMatch(argument ->
                    argument instanceof Argument.Named(Span _, String name, Span _, Expr.Name type) && name.equals("dtype")
                            && resolution.reference(type) instanceof Reference.Builtin(String builtin) && builtin.equals("f64"));
            default -> false;
        };
    }

    /// A call of a builtin operation only borrows its arguments.
    private Node plainCall(Expr.Call call, Node callee) {
        boolean borrows = callee instanceof Node.Constant constant && (constant.value() instanceof OpFunction
                || constant.value() instanceof NativeFunction function && function.name().equals("len"));
        if (!borrows) {
            Calls.Argument[] arguments = lowering.onlyMapsTrees(call) ? lentTrees(call) : arguments(call.arguments());
            if (makesDoubles(call, callee)) {
                arguments[0] = new Calls.Argument(new Contexts.InDoubles(arguments[0].value()), "", false, arguments[0].span());
            }
            return new Calls.Call(callee, arguments, placeOf(call));
        }
        List<Ownership.Borrowing> lent = new ArrayList<>();
        Calls.Argument[] arguments = arguments(call.arguments());
        for (int i = 0; i < arguments.length; i++) {
            if (call.arguments().get(i) instanceof Argument.Positional positional && Lowering.unwrap(positional.value()) instanceof Expr.Name
                    && lowering.borrowed(positional.value(), call.arguments().subList(i + 1, arguments.length).stream().map(Argument::value).toList())
                            instanceof Ownership.Borrowing borrowing) {
                lent.add(borrowing);
                arguments[i] = new Calls.Argument(borrowing, "", false, positional.span());
            }
        }
        Node node = new Calls.Call(callee, arguments, placeOf(call));
        return Chain.around(lent.isEmpty() ? node : new Ownership.Lending(node, lent.toArray(new Ownership.Borrowing[0])));
    }

    /// The arguments of a `tree_map` that keeps nothing of its trees; one that may change on the way is not lent.
    private Calls.Argument[] lentTrees(Expr.Call call) {
        Calls.Argument[] arguments = arguments(call.arguments());
        boolean changes = false;
        for (int i = arguments.length - 1; i > 0 && !changes; i--) {
            Expr tree = Lowering.unwrap(call.arguments().get(i).value());
            changes = lowering.mayAssign(List.of(tree));
            if (tree instanceof Expr.Name name) {
                Reference reference = resolution.reference(name);
                Optional<Ownership> ownership = variables.ownership(reference);
                if (ownership.isPresent()) {
                    Node read = variables.plainRead(reference, name.name(), name.span());
                    arguments[i] = new Calls.Argument(new Ownership.Borrowing(read, ownership.get(), true), "", false, call.arguments().get(i).span());
                }
            }
        }
        return arguments;
    }

    /// A call of `tree_map` with another node for its function.
    Node treeMap(Expr.Call call, Node function) {
        Calls.Argument[] arguments = lentTrees(call);
        arguments[0] = new Calls.Argument(function, "", false, call.arguments().getFirst().span());
        return new Calls.Call(lowering.expression(call.callee()), arguments, placeOf(call));
    }

    private Node method(Expr.Call call, Expr.Field field, Node target, boolean fieldsOnly) {
        Optional<Node> visible = resolution.visible(field).map(reference -> variables.read(reference, field.key(), field.keySpan()));
        return Chain.around(new Calls.Method(target, field.target().span(), field.key(), lowering.site(field.keySpan(), field.target().span()), visible,
                arguments(call.arguments()), placeOf(call.span()), fieldsOnly));
    }

    Node pipe(Expr.Pipe pipe, Node left) {
        Expr right = Lowering.unwrap(pipe.right());
        if (right instanceof Expr.Call call && pipe.right() instanceof Expr.Call) {
            return Chain.around(new Calls.Pipe(left, pipe.left().span(), lowering.expression(call.callee()), arguments(call.arguments()), placeOf(pipe.span())));
        }
        return Chain.around(new Calls.Pipe(left, pipe.left().span(), lowering.expression(right), new Calls.Argument[0], placeOf(pipe.span())));
    }
}

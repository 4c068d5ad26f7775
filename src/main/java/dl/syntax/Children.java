package dl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of a node, for tools that look at every part of a program.
public final class Children {
    private Children() {}

    /// The nodes directly below a node, in the order of the text.
    public static List<Node> of(Node node) {
        List<Node> found = new ArrayList<>();
        switch (node) {
            case Program program -> found.addAll(program.statements());
            case Stmt statement -> statement(statement, found);
            case Expr expr -> expression(expr, found);
            case Pattern.Name _, ImportName _, Parameter.Rest _, SizeExpr.Rest _, TypeExpr.Named _, FStringPart.Text _, Binder.WholeAxis _,
                    Binder.Rest _, IndexItem.Ellipsis _ -> { }
            case Pattern.Tuple tuple -> {
                found.addAll(tuple.elements());
                add(tuple.rest(), found);
            }
            case Pattern.Fields fields -> {
                fields.fields().forEach(field -> found.add(field.pattern()));
                add(fields.rest(), found);
            }
            case TypeExpr.Tensor tensor -> found.addAll(tensor.sizes());
            case TypeExpr.Tuple tuple -> found.addAll(tuple.elements());
            case Parameter.Positional positional -> {
                found.add(positional.pattern());
                add(positional.type(), found);
            }
            case Parameter.Named named -> {
                add(named.type(), found);
                add(named.defaultValue(), found);
            }
            case Argument argument -> found.add(argument.value());
            case Element element -> found.add(element.value());
            case Entry.Keyed keyed -> found.add(keyed.value());
            case Entry.Spread spread -> found.add(spread.value());
            case IndexItem.At at -> found.add(at.value());
            case IndexItem.Slice slice -> {
                add(slice.start(), found);
                add(slice.stop(), found);
                add(slice.step(), found);
            }
            case Context context -> found.addAll(context.arguments());
            case LayerItem.Field field -> {
                add(field.type(), found);
                found.add(field.value());
            }
            case LayerItem.Method method -> found.add(method.function());
            case FStringPart.Hole hole -> found.add(hole.expr());
            case Binder.Index index -> add(index.range(), found);
            case SizeExpr.Of size -> found.add(size.value());
        }
        return found;
    }

    private static void statement(Stmt statement, List<Node> found) {
        switch (statement) {
            case Stmt.Import imported -> found.addAll(imported.names());
            case Stmt.FunctionDecl fn -> {
                parameters(fn.parameters(), found);
                add(fn.result(), found);
                found.add(fn.body());
            }
            case Stmt.LayerDecl layer -> {
                parameters(layer.parameters(), found);
                found.addAll(layer.items());
            }
            case Stmt.TestDecl test -> found.add(test.body());
            case Stmt.Binding let -> {
                found.add(let.pattern());
                add(let.type(), found);
                found.add(let.value());
            }
            case Stmt.IndexBinding let -> {
                found.addAll(let.binders());
                found.add(let.value());
            }
            case Stmt.Assign assign -> {
                found.add(assign.target());
                found.add(assign.value());
            }
            case Stmt.Return result -> add(result.value(), found);
            case Stmt.Break _, Stmt.Continue _ -> { }
            case Stmt.Throw thrown -> found.add(thrown.value());
            case Stmt.Assert assertion -> {
                found.add(assertion.condition());
                add(assertion.message(), found);
            }
            case Stmt.Expression expression -> found.add(expression.value());
        }
    }

    private static void expression(Expr expr, List<Node> found) {
        switch (expr) {
            case Expr.IntLiteral _, Expr.FloatLiteral _, Expr.ImaginaryLiteral _, Expr.BoolLiteral _, Expr.StringLiteral _,
                    Expr.NilLiteral _, Expr.Name _ -> { }
            case Expr.FString text -> found.addAll(text.parts());
            case Expr.Paren paren -> found.add(paren.inner());
            case Expr.Tuple tuple -> found.addAll(tuple.elements());
            case Expr.Bracket bracket -> found.addAll(bracket.elements());
            case Expr.RecordLiteral literal -> found.addAll(literal.entries());
            case Expr.Field field -> found.add(field.target());
            case Expr.Call call -> {
                found.add(call.callee());
                found.addAll(call.arguments());
            }
            case Expr.Index index -> {
                found.add(index.target());
                found.addAll(index.items());
            }
            case Expr.Negate negate -> found.add(negate.operand());
            case Expr.Not not -> found.add(not.operand());
            case Expr.Binary binary -> {
                found.add(binary.left());
                found.add(binary.right());
            }
            case Expr.Comparison comparison -> found.addAll(comparison.operands());
            case Expr.Logical logical -> {
                found.add(logical.left());
                found.add(logical.right());
            }
            case Expr.Range range -> {
                found.add(range.from());
                found.add(range.to());
            }
            case Expr.Pipe pipe -> {
                found.add(pipe.left());
                found.add(pipe.right());
            }
            case Expr.Lambda lambda -> {
                parameters(lambda.parameters(), found);
                found.add(lambda.body());
            }
            case Expr.If conditional -> {
                for (Expr.Branch branch : conditional.branches()) {
                    found.add(branch.condition());
                    found.add(branch.body());
                }
                add(conditional.otherwise(), found);
            }
            case Expr.For loop -> {
                found.add(loop.pattern());
                found.add(loop.iterable());
                found.add(loop.body());
            }
            case Expr.While loop -> {
                found.add(loop.condition());
                found.add(loop.body());
            }
            case Expr.With with -> {
                found.addAll(with.contexts());
                found.add(with.body());
            }
            case Expr.Try attempt -> {
                found.add(attempt.body());
                found.add(attempt.handler());
            }
            case Expr.Block block -> found.addAll(block.statements());
        }
    }

    private static void parameters(Parameters parameters, List<Node> found) {
        found.addAll(parameters.positional());
        add(parameters.rest(), found);
        found.addAll(parameters.named());
    }

    private static void add(Optional<? extends Node> node, List<Node> found) {
        node.ifPresent(found::add);
    }
}

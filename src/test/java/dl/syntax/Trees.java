package dl.syntax;

import dl.source.Renderer;
import dl.source.Source;
import java.util.List;
import java.util.stream.Collectors;

/// Parses and shows trees as nested lists, `(+ a (* b c))`, so that a test reads as a claim about grouping.
final class Trees {
    private Trees() {}

    static Program program(String text) {
        return switch (Parse.parse(new Source("test.dl", text))) {
            case Parse.Complete complete -> complete.program();
            case Parse.Incomplete incomplete ->
                throw new AssertionError("incomplete\n" + Renderer.plain().render(incomplete.diagnostics()));
            case Parse.Invalid invalid -> throw new AssertionError(Renderer.plain().render(invalid.diagnostics()));
        };
    }

    static Stmt statement(String text) {
        return program(text).statements().getFirst();
    }

    static Expr expression(String text) {
        return ((Stmt.Expression) statement(text)).value();
    }

    static String tree(String text) {
        return show(expression(text));
    }

    static String show(Expr e) {
        return switch (e) {
            case Expr.IntLiteral x -> Long.toString(x.value());
            case Expr.FloatLiteral x -> Double.toString(x.value());
            case Expr.ImaginaryLiteral x -> x.value() + "i";
            case Expr.BoolLiteral x -> Boolean.toString(x.value());
            case Expr.StringLiteral x -> '"' + x.value() + '"';
            case Expr.NilLiteral _ -> "nil";
            case Expr.FString x -> list("f", x.parts().stream().map(Trees::part).toList());
            case Expr.Name x -> x.name();
            case Expr.Paren x -> show(x.inner());
            case Expr.Tuple x -> list("tuple", shown(x.elements()));
            case Expr.Bracket x ->
                list("bracket", x.elements().stream().map(i -> (i.spread() ? "..." : "") + show(i.value())).toList());
            case Expr.RecordLiteral x -> list("record", x.entries().stream().map(Trees::entry).toList());
            case Expr.Field x -> "(. " + show(x.target()) + " " + x.key() + ")";
            case Expr.Call x -> list("call " + show(x.callee()), x.arguments().stream().map(Trees::argument).toList());
            case Expr.Index x -> list("index " + show(x.target()), x.items().stream().map(Trees::item).toList());
            case Expr.Negate x -> "(neg " + show(x.operand()) + ")";
            case Expr.Not x -> "(not " + show(x.operand()) + ")";
            case Expr.Binary x -> "(" + x.operator().text() + " " + show(x.left()) + " " + show(x.right()) + ")";
            case Expr.Comparison x ->
                list("cmp " + x.operators().stream().map(ComparisonOperator::text).collect(Collectors.joining(",")),
                        shown(x.operands()));
            case Expr.Logical x -> (x.isAnd() ? "(and " : "(or ") + show(x.left()) + " " + show(x.right()) + ")";
            case Expr.Range x -> (x.inclusive() ? "(..= " : "(.. ") + show(x.from()) + " " + show(x.to()) + ")";
            case Expr.Pipe x -> "(|> " + show(x.left()) + " " + show(x.right()) + ")";
            case Expr.Lambda x -> "(fn " + x.parameters().positional().size() + " " + show(x.body()) + ")";
            case Expr.If x -> list("if", x.branches().stream().map(b -> show(b.condition()) + " " + show(b.body())).toList())
                    + x.otherwise().map(o -> " else " + show(o)).orElse("");
            case Expr.For x -> "(for " + show(x.iterable()) + " " + show(x.body()) + ")";
            case Expr.While x -> "(while " + show(x.condition()) + " " + show(x.body()) + ")";
            case Expr.With x -> "(with " + x.contexts().size() + " " + show(x.body()) + ")";
            case Expr.Try x -> "(try " + show(x.body()) + " " + x.name() + " " + show(x.handler()) + ")";
            case Expr.Block x -> list("block", x.statements().stream().map(Trees::statement).toList());
        };
    }

    private static String statement(Stmt s) {
        return s instanceof Stmt.Expression e ? show(e.value()) : s.getClass().getSimpleName();
    }

    private static String list(String head, List<String> rest) {
        return rest.isEmpty() ? "(" + head + ")" : "(" + head + " " + String.join(" ", rest) + ")";
    }

    private static List<String> shown(List<Expr> expressions) {
        return expressions.stream().map(Trees::show).toList();
    }

    private static String part(FStringPart part) {
        return switch (part) {
            case FStringPart.Text t -> "'" + t.text() + "'";
            case FStringPart.Hole h -> show(h.expr()) + (h.spec().isEmpty() ? "" : ":" + h.spec());
        };
    }

    private static String entry(Entry entry) {
        return switch (entry) {
            case Entry.Keyed k -> k.key() + ":" + show(k.value());
            case Entry.Spread s -> "..." + show(s.value());
        };
    }

    private static String argument(Argument argument) {
        return switch (argument) {
            case Argument.Positional p -> show(p.value());
            case Argument.Named n -> n.name() + "=" + show(n.value());
            case Argument.Spread s -> "..." + show(s.value());
        };
    }

    private static String item(IndexItem item) {
        return switch (item) {
            case IndexItem.At at -> show(at.value());
            case IndexItem.Slice s -> s.start().map(Trees::show).orElse("") + ":" + s.stop().map(Trees::show).orElse("")
                    + s.step().map(x -> ":" + show(x)).orElse("");
            case IndexItem.Ellipsis _ -> "...";
        };
    }
}

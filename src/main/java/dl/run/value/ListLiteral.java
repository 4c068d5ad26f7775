package dl.run.value;

import dl.source.Source;
import dl.source.Span;
import dl.syntax.Argument;
import dl.syntax.Element;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Parse;
import dl.syntax.Stmt;
import java.util.List;
import java.util.Optional;

/// Looks a list up in the text again, for errors that are about one of its elements.
final class ListLiteral {
    private ListLiteral() {}

    /// The places of the elements, if `[a, b]` or `list(a, b)` stands there.
    static Optional<List<Span>> elements(Source source, Span place) {
        Source part = new Source(source.name(), source.slice(place));
        if (!(Parse.parse(part) instanceof Parse.Complete(var program)) || program.statements().size() != 1
                || !(program.statements().getFirst() instanceof Stmt.Expression(Span _, Expr value))) {
            return Optional.empty();
        }
        List<? extends Node> elements = switch (value) {
            case Expr.Bracket bracket when bracket.elements().stream().noneMatch(Element::spread) -> bracket.elements();
            case Expr.Call call when call.callee() instanceof Expr.Name name && name.name().equals("list")
                    && call.arguments().stream().allMatch(Argument.Positional.class::isInstance) -> call.arguments();
            default -> List.of();
        };
        return elements.isEmpty() ? Optional.empty() : Optional.of(elements.stream()
                .map(each -> new Span(place.start() + each.span().start(), place.start() + each.span().end())).toList());
    }
}

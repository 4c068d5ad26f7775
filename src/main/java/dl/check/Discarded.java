package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.syntax.Expr;
import dl.syntax.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds statements whose value is thrown away although computing it did nothing else: a lost result.
final class Discarded {
    private final Source source;
    private final Names known;
    private final List<Diagnostic> errors;

    Discarded(Source source, Names known, List<Diagnostic> errors) {
        this.source = source;
        this.known = known;
        this.errors = errors;
    }

    /// @param bound whether a name is a variable here, which may hide a builtin
    void check(Stmt statement, Predicate<String> bound) {
        if (statement instanceof Stmt.Expression(var _, Expr value)) {
            what(value, bound).ifPresent(found -> errors.add(Diagnostic.of("name/value-discarded", ErrorKind.SYNTAX,
                    found.message, new Label(source, value.span(), "this value goes nowhere")).hint(found.hint)));
        }
    }

    private record Found(String message, String hint) {}

    private Optional<Found> what(Expr value, Predicate<String> bound) {
        return switch (value) {
            case Expr.Paren paren -> what(paren.inner(), bound);
            case Expr.Name _, Expr.IntLiteral _, Expr.FloatLiteral _, Expr.ImaginaryLiteral _, Expr.BoolLiteral _,
                    Expr.StringLiteral _, Expr.NilLiteral _, Expr.FString _, Expr.Field _, Expr.Index _, Expr.Negate _,
                    Expr.Not _, Expr.Binary _, Expr.Comparison _, Expr.Range _, Expr.Tuple _,
                    Expr.Bracket _, Expr.RecordLiteral _, Expr.Lambda _ -> Optional.of(new Found(
                            "this line computes a value and drops it", "bind it (let y = ...), print it, or make it the last line of the block"));
            case Expr.Call call -> pureCall(call, bound);
            case Expr.Pipe pipe -> pipe.right() instanceof Expr.Call call ? pureCall(call, bound)
                    : pipe.right() instanceof Expr.Name name && isPure(name.name(), bound) ? Optional.of(dropped(name.name(), "x")) : Optional.empty();
            case Expr.Logical _, Expr.If _, Expr.For _, Expr.While _, Expr.With _, Expr.Try _, Expr.Block _ -> Optional.empty();
        };
    }

    private Optional<Found> pureCall(Expr.Call call, Predicate<String> bound) {
        return switch (call.callee()) {
            case Expr.Name name when isPure(name.name(), bound) -> Optional.of(dropped(name.name(),
                    call.arguments().isEmpty() ? "x" : source.slice(call.arguments().getFirst().span())));
            // the method form may be a field of a record or layer: only the one that people mistake for a change is sure
            case Expr.Field field when field.key().equals("append") && isPure("append", bound) ->
                    Optional.of(dropped("append", source.slice(field.target().span())));
            default -> Optional.empty();
        };
    }

    private boolean isPure(String name, Predicate<String> bound) {
        return known.pure(name) && !bound.test(name);
    }

    private static Found dropped(String function, String argument) {
        if (function.equals("append")) {
            return new Found("append returns a new list, which is dropped here", argument + " = append(" + argument + ", ...)");
        }
        return new Found(function + " returns a value, which is dropped here", "bind it: let y = " + function + "(...), or assign it to a var");
    }
}

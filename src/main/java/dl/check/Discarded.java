package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.syntax.Argument;
import dl.syntax.ComparisonOperator;
import dl.syntax.Expr;
import dl.syntax.Stmt;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Finds statements whose value is thrown away although computing it did nothing else: a lost result.
final class Discarded {
    private final Source source;
    private final Names known;
    private final List<Diagnostic> errors;
    /// Last statements of bodies whose value nobody takes.
    private final Set<Stmt> lost = Collections.newSetFromMap(new IdentityHashMap<>());

    Discarded(Source source, Names known, List<Diagnostic> errors) {
        this.source = source;
        this.known = known;
        this.errors = errors;
    }

    /// @param bound whether a name is a variable here, which may hide a builtin
    void check(Stmt statement, Predicate<String> bound) {
        if (statement instanceof Stmt.Expression(var _, Expr value)) {
            what(value, bound).ifPresent(found -> report(value, found == COMPUTED && isLost(statement) ? IN_LOOP : found));
            if (!(value instanceof Expr.RecordLiteral)) {
                loses(value);
            }
        }
    }

    /// Whether the value of this statement is known to be taken by nobody although it is the last of its body.
    boolean isLost(Stmt statement) {
        return lost.contains(statement);
    }

    /// Notes that nobody takes the value of a body, as of a loop's: `for x in xs { losses.append(x) }` loses its results.
    /// The body of a `try` may be there to fail.
    void loses(Expr body) {
        switch (body) {
            case Expr.Block block when !block.statements().isEmpty() -> lost.add(block.statements().getLast());
            case Expr.If conditional -> {
                conditional.branches().forEach(branch -> loses(branch.body()));
                conditional.otherwise().ifPresent(this::loses);
            }
            case Expr.With with -> loses(with.body());
            case Expr.Try attempt -> loses(attempt.handler());
            case Expr.RecordLiteral literal -> report(literal, COMPUTED);
            default -> { }
        }
    }

    private void report(Expr value, Found found) {
        errors.add(Diagnostic.of("name/value-discarded", ErrorKind.SYNTAX, found.message,
                new Label(source, value.span(), "this value goes nowhere")).hint(found.hint));
    }

    private static final Found COMPUTED = new Found(
            "this line computes a value and drops it", "bind it (let y = ...), print it, or make it the last line of the block");
    private static final Found IN_LOOP = new Found(COMPUTED.message, "print it, assert it, or collect it in a var: ys = append(ys, ...)");

    private record Found(String message, String hint) {}

    private Optional<Found> what(Expr value, Predicate<String> bound) {
        return switch (value) {
            case Expr.Paren paren -> what(paren.inner(), bound);
            case Expr.Name _, Expr.IntLiteral _, Expr.FloatLiteral _, Expr.ImaginaryLiteral _, Expr.BoolLiteral _,
                    Expr.StringLiteral _, Expr.FString _, Expr.Field _, Expr.Index _, Expr.Negate _,
                    Expr.Not _, Expr.Binary _, Expr.Range _, Expr.Tuple _,
                    Expr.Bracket _, Expr.RecordLiteral _, Expr.Lambda _ -> Optional.of(COMPUTED);
            case Expr.Comparison comparison when comparison.operands().size() == 2 && comparison.operands().getFirst() instanceof Expr.Name name
                    && comparison.operators().getFirst() == ComparisonOperator.EQUAL -> Optional.of(new Found(COMPUTED.message,
                            "to assign, write one =: " + name.name() + " = " + source.slice(comparison.operands().getLast().span())));
            case Expr.Call call -> pureCall(call, bound);
            case Expr.Pipe pipe -> pipe.right() instanceof Expr.Call call ? pureCall(call, bound)
                    : pipe.right() instanceof Expr.Name name && isPure(name.name(), bound) ? Optional.of(dropped(name.name(), List.of())) : Optional.empty();
            case Expr.Comparison _ -> Optional.of(COMPUTED);
            case Expr.NilLiteral _, Expr.Logical _, Expr.If _, Expr.For _, Expr.While _, Expr.With _, Expr.Try _, Expr.Block _ -> Optional.empty();
        };
    }

    private Optional<Found> pureCall(Expr.Call call, Predicate<String> bound) {
        return switch (call.callee()) {
            case Expr.Name name when isPure(name.name(), bound) -> Optional.of(dropped(name.name(), call.arguments()));
            // the method form may be a field of a record or layer: only the one that people mistake for a change is sure
            case Expr.Field field when field.key().equals("append") && isPure("append", bound) ->
                    Optional.of(appended(source.slice(field.target().span()), call.arguments()));
            default -> Optional.empty();
        };
    }

    private boolean isPure(String name, Predicate<String> bound) {
        return known.pure(name) && !bound.test(name);
    }

    private Found dropped(String function, List<Argument> arguments) {
        if (function.equals("append") && !arguments.isEmpty()) {
            return appended(source.slice(arguments.getFirst().span()), arguments.subList(1, arguments.size()));
        }
        return new Found(function + " returns a value, which is dropped here", "bind it: let y = " + function + "(...), or assign it to a var");
    }

    private Found appended(String list, List<Argument> values) {
        String value = values.size() == 1 ? source.slice(values.getFirst().span()) : "...";
        return new Found("append returns a new list, which is dropped here", list + " = append(" + list + ", " + value + ")");
    }
}

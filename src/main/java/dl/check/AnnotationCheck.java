package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.syntax.Argument;
import dl.syntax.Expr;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.SizeExpr;
import dl.syntax.Stmt;
import dl.syntax.TypeExpr;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import dl.type.Unifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Compares constant shapes with the shape annotations of the file's own functions.
///
/// Only functions of the top level: the sizes of others may be values of what is around them.
final class AnnotationCheck {
    private final Source source;
    private final Resolution resolution;
    private final List<Finding> findings;
    private final Map<Variable, Stmt.FunctionDecl> functions = new IdentityHashMap<>();

    AnnotationCheck(Source source, Resolution resolution, List<Finding> findings) {
        this.source = source;
        this.resolution = resolution;
        this.findings = findings;
    }

    void define(Stmt.FunctionDecl fn) {
        resolution.declared(fn).filter(Variable::global).ifPresent(variable -> functions.put(variable, fn));
    }

    /// @param types the shape that the text gives an expression, if it does
    void check(Expr.Call call, Function<Expr, Optional<Type.Tensor>> types) {
        if (call.callee() instanceof Expr.Name name && call.arguments().stream().allMatch(Argument.Positional.class::isInstance)) {
            function(name).ifPresent(fn -> check(fn, call, types));
        }
    }

    private Optional<Stmt.FunctionDecl> function(Expr.Name name) {
        return resolution.visible(name).flatMap(reference -> switch (reference) {
            case Reference.Local(Variable variable) -> Optional.ofNullable(functions.get(variable));
            case Reference.Captured(int _, Variable variable) -> Optional.ofNullable(functions.get(variable));
            case Reference.Global(Variable variable) -> Optional.ofNullable(functions.get(variable));
            case Reference.Late _, Reference.Builtin _, Reference.Field _ -> Optional.empty();
        });
    }

    private void check(Stmt.FunctionDecl fn, Expr.Call call, Function<Expr, Optional<Type.Tensor>> types) {
        Set<String> values = values(fn.parameters());
        Unifier sizes = new Unifier();
        int count = Math.min(call.arguments().size(), fn.parameters().positional().size());
        for (int i = 0; i < count; i++) {
            Parameter.Positional parameter = fn.parameters().positional().get(i);
            if (parameter.type().orElse(null) instanceof TypeExpr.Tensor wanted && parameter.pattern() instanceof Pattern.Name name) {
                Expr argument = call.arguments().get(i).value();
                Optional<Type.Tensor> given = types.apply(argument);
                Optional<Unifier.Mismatch> mismatch = given.flatMap(type -> sizes.unify(pattern(wanted, values), type.sizes()));
                if (mismatch.isPresent()) {
                    String text = source.slice(wanted.span());
                    findings.add(new Finding(Diagnostic.of("shape/annotation", ErrorKind.SHAPE, "'" + name.name() + "' must be " + text + ", got "
                            + given.get() + ": " + mismatch.get().reason(), new Label(source, argument.span(), given.get().toString()),
                            new Label(source, parameter.span(), "declared here")), false));
                    return;
                }
            }
        }
    }

    /// Names that are values of the call, and no sizes that it binds.
    private static Set<String> values(Parameters parameters) {
        Set<String> names = new HashSet<>();
        parameters.positional().forEach(positional -> collect(positional.pattern(), names));
        parameters.rest().ifPresent(rest -> names.add(rest.name()));
        parameters.named().forEach(named -> names.add(named.name()));
        return names;
    }

    private static void collect(Pattern pattern, Set<String> names) {
        if (pattern instanceof Pattern.Name name) {
            names.add(name.name());
        }
        dl.syntax.Children.of(pattern).forEach(child -> collect((Pattern) child, names));
    }

    private static Sizes pattern(TypeExpr.Tensor type, Set<String> values) {
        List<Dim> before = new ArrayList<>();
        List<Dim> after = new ArrayList<>();
        Optional<Sizes.Rest> rest = Optional.empty();
        for (SizeExpr size : type.sizes()) {
            switch (size) {
                case SizeExpr.Rest dots -> rest = Optional.of(new Sizes.Rest(dots.name()));
                case SizeExpr.Of(var _, Expr value) -> (rest.isPresent() ? after : before).add(size(value, values));
            }
        }
        return new Sizes(before, rest, after);
    }

    private static Dim size(Expr value, Set<String> values) {
        return switch (value) {
            case Expr.IntLiteral literal -> Dim.of(literal.value());
            case Expr.Name name when !name.name().equals("_") && !values.contains(name.name()) -> Dim.symbol(name.name());
            default -> new Dim.Unknown();
        };
    }
}

package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.syntax.Argument;
import dl.syntax.Children;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares calls of known functions with what these take: functions and layers of the file, builtins, the prelude.
final class CallCheck {
    private final Source source;
    private final Resolution resolution;
    private final Names known;
    private final List<Finding> findings;
    private final Map<Variable, Callee> defined = new IdentityHashMap<>();
    /// The names of modules of the standard library, with what each is the name of.
    private final Map<Variable, String> modules = new IdentityHashMap<>();

    CallCheck(Source source, Resolution resolution, Names known, List<Finding> findings) {
        this.source = source;
        this.resolution = resolution;
        this.known = known;
        this.findings = findings;
    }

    void run(Program program) {
        collect(program);
        visit(program);
    }

    private void collect(Node node) {
        switch (node) {
            case Stmt.FunctionDecl fn -> define(fn, fn.name(), fn.nameSpan(), fn.body().span(), fn.parameters());
            case Stmt.LayerDecl layer -> define(layer, layer.name(), layer.nameSpan(),
                    layer.items().isEmpty() ? new Span(layer.span().end(), layer.span().end()) : layer.items().getFirst().span(), layer.parameters());
            case Stmt.Binding(Span _, boolean mutable, Pattern.Name name, var _, Expr.Lambda lambda, String _) when !mutable && !name.name().equals("_") ->
                    define(name, name.name(), lambda.span(), lambda.body().span(), lambda.parameters());
            case Stmt.Import imported when !imported.isFile() -> {
                resolution.declared(imported).ifPresent(variable -> modules.put(variable, imported.path()));
                imported.names().forEach(each -> resolution.declared(each).ifPresent(variable ->
                        known.callee(imported.path(), each.name()).ifPresent(callee -> defined.put(variable, callee))));
            }
            default -> { }
        }
        Children.of(node).forEach(this::collect);
    }

    private void define(Object node, String name, Span from, Span body, dl.syntax.Parameters parameters) {
        String header = source.text().substring(from.start(), body.start()).strip().replaceAll("\\s+", " ");
        resolution.declared(node).ifPresent(variable -> defined.put(variable, Callee.of(name, header.replaceFirst("\\s*(=|->|\\{)$", ""), parameters)));
    }

    private void visit(Node node) {
        switch (node) {
            case Expr.Pipe(Span _, Expr left, Expr.Call call) -> {
                check(call, 1);
                visit(left);
                visit(call.callee());
                call.arguments().forEach(this::visit);
                return;
            }
            case Expr.Pipe(Span _, Expr _, Expr.Field(Span place, Expr.Name module, String key, Span _)) ->
                    member(module, key).ifPresent(callee -> check(callee, place, List.of(), 1));
            case Expr.Pipe(Span _, Expr _, Expr.Name name) -> callee(name).ifPresent(callee -> check(callee, name.span(), List.of(), 1));
            case Expr.Call call -> check(call, 0);
            default -> { }
        }
        Children.of(node).forEach(this::visit);
    }

    private Optional<Callee> callee(Expr.Name name) {
        return resolution.visible(name).flatMap(reference -> switch (reference) {
            case Reference.Local(Variable variable) -> Optional.ofNullable(defined.get(variable));
            case Reference.Captured(int _, Variable variable) -> Optional.ofNullable(defined.get(variable));
            case Reference.Global(Variable variable) -> Optional.ofNullable(defined.get(variable));
            case Reference.Builtin(String builtin) -> known.callee(builtin);
            case Reference.Late _, Reference.Field _ -> Optional.empty();
        });
    }

    private void check(Expr.Call call, int before) {
        Optional<Callee> callee = switch (call.callee()) {
            case Expr.Name name -> callee(name);
            case Expr.Field field when field.target() instanceof Expr.Name module -> member(module, field.key());
            default -> Optional.empty();
        };
        callee.ifPresent(found -> check(found, call.span(), call.arguments(), before));
    }

    private Optional<Callee> member(Expr.Name module, String name) {
        return resolution.visible(module)
                .flatMap(reference -> reference instanceof Reference.Global(Variable variable) ? Optional.ofNullable(modules.get(variable)) : Optional.empty())
                .flatMap(path -> known.callee(path, name));
    }

    /// @param before how many arguments come from a pipe
    private void check(Callee callee, Span place, List<Argument> arguments, int before) {
        List<Callee.Parameter> positional = callee.parameters().stream().filter(parameter -> !parameter.named() && !parameter.variadic()).toList();
        boolean variadic = callee.parameters().stream().anyMatch(Callee.Parameter::variadic);
        boolean spread = arguments.stream().anyMatch(Argument.Spread.class::isInstance);
        Set<String> given = new HashSet<>();
        int count = before;
        for (Argument argument : arguments) {
            if (argument instanceof Argument.Positional) {
                count++;
                if (count > positional.size() && !variadic && !spread) {
                    int all = before + (int) arguments.stream().filter(Argument.Positional.class::isInstance).count();
                    error("call/too-many", callee.name() + " takes " + counted(positional.size()) + ", got " + all, argument.span(), hint(callee));
                    return;
                }
            }
        }
        if (count > positional.size() && !variadic && !spread) {
            error("call/too-many", callee.name() + " takes " + counted(positional.size()) + ", got " + count, place, hint(callee));
            return;
        }
        positional.stream().limit(count).forEach(parameter -> given.add(parameter.name()));
        for (Argument argument : arguments) {
            if (argument instanceof Argument.Named named) {
                named(callee, named, given, spread);
            }
        }
        List<String> missing = callee.parameters().stream()
                .filter(parameter -> parameter.required() && !given.contains(parameter.name()) && !parameter.name().equals("_")).map(Callee.Parameter::name).toList();
        if (!missing.isEmpty() && !spread) {
            error("call/missing", callee.name() + " needs the parameter '" + missing.getFirst() + "'", place, "its parameters are " + callee.header());
        }
    }

    private void named(Callee callee, Argument.Named argument, Set<String> given, boolean spread) {
        List<String> names = new ArrayList<>(callee.parameters().stream().filter(parameter -> !parameter.variadic()).map(Callee.Parameter::name).toList());
        if (!names.contains(argument.name())) {
            error("call/unknown-parameter", callee.name() + " has no parameter '" + argument.name() + "'", argument.nameSpan(),
                    Suggest.closest(argument.name(), names).map(close -> "did you mean " + close + "?").orElse("its parameters are " + callee.header()));
        } else if (!given.add(argument.name()) && !spread) {
            error("call/given-twice", callee.name() + " got the parameter '" + argument.name() + "' twice", argument.span(),
                    callee.hintTwice(argument.name()));
        }
    }

    private static String hint(Callee callee) {
        return callee.parameters().stream().filter(Callee.Parameter::named).findFirst()
                .map(named -> "parameters after ';' are given by name: " + callee.name() + "(..., " + named.name() + " = ...)")
                .orElse("its parameters are " + callee.header());
    }

    private static String counted(int count) {
        return count == 0 ? "no positional arguments" : count == 1 ? "1 positional argument" : count + " positional arguments";
    }

    private void error(String code, String message, Span span, String hint) {
        findings.add(new Finding(Diagnostic.of(code, ErrorKind.TYPE, message, new Label(source, span, "")).hint(hint), false));
    }
}

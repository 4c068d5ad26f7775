package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Children;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what is allowed and probably not meant: names that nobody reads, parameters that are hidden, code that never runs.
final class Habit {
    private final Source source;
    private final Resolution resolution;
    private final List<Finding> findings;
    private final Set<Object> written = Collections.newSetFromMap(new IdentityHashMap<>());

    Habit(Source source, Resolution resolution, List<Finding> findings) {
        this.source = source;
        this.resolution = resolution;
        this.findings = findings;
    }

    void run(Program program) {
        unreachable(program.statements());
        visit(program, Map.of());
        unused();
        sizes();
    }

    private void visit(Node node, Map<String, Span> parameters) {
        Map<String, Span> inside = parameters;
        switch (node) {
            case Stmt.FunctionDecl fn -> inside = with(parameters, fn.parameters());
            case Expr.Lambda lambda -> inside = with(parameters, lambda.parameters());
            case Stmt.LayerDecl _ -> inside = Map.of();
            case Stmt.TestDecl _ -> inside = Map.of();
            case Stmt.Binding let -> {
                boolean copy = let.pattern() instanceof Pattern.Name name && let.mutable() && let.value() instanceof Expr.Name value
                        && name.name().equals(value.name());
                if (!copy) {
                    hides(let.pattern(), parameters);
                }
            }
            case Stmt.Assign assign -> writes(assign.target());
            case Expr.For loop -> hides(loop.pattern(), parameters);
            case Expr.Try attempt -> hides(attempt.name(), attempt.nameSpan(), parameters);
            case Expr.Block block -> unreachable(block.statements());
            default -> { }
        }
        if (node instanceof Stmt.FunctionDecl fn) {
            hides(fn.name(), fn.nameSpan(), parameters);
        }
        for (Node child : Children.of(node)) {
            visit(child, inside);
        }
    }

    // ---- parameters

    private static Map<String, Span> with(Map<String, Span> outer, Parameters parameters) {
        Map<String, Span> all = new HashMap<>(outer);
        parameters.positional().forEach(positional -> names(positional.pattern()).forEach(name -> all.put(name.name(), name.span())));
        parameters.rest().ifPresent(rest -> all.put(rest.name(), rest.span()));
        for (Parameter.Named named : parameters.named()) {
            all.put(named.name(), named.span());
        }
        return all;
    }

    private static List<Pattern.Name> names(Pattern pattern) {
        List<Pattern.Name> found = new ArrayList<>();
        if (pattern instanceof Pattern.Name name) {
            found.add(name);
        }
        for (Node child : Children.of(pattern)) {
            found.addAll(names((Pattern) child));
        }
        return found;
    }

    private void hides(Pattern pattern, Map<String, Span> parameters) {
        names(pattern).forEach(name -> hides(name.name(), name.span(), parameters));
    }

    private void hides(String name, Span span, Map<String, Span> parameters) {
        Span parameter = parameters.get(name);
        if (parameter != null && !name.equals("_")) {
            warn("check/shadowed-parameter", ErrorKind.NAME, "'" + name + "' hides the parameter of that name",
                    List.of(new Label(source, span, "from here on this one"), new Label(source, parameter, "the parameter")),
                    "give it another name; to change the parameter, begin with var " + name + " = " + name);
        }
    }

    // ---- names

    /// Notes the names in a target: storing into them is no use of them.
    private void writes(Expr target) {
        switch (target) {
            case Expr.Name name -> written.add(name);
            case Expr.Paren paren -> writes(paren.inner());
            case Expr.Tuple tuple -> tuple.elements().forEach(this::writes);
            case Expr.Index index -> writes(index.target());
            // a field of a layer is seen by whoever else holds the layer
            default -> { }
        }
    }

    private void unused() {
        Set<Variable> read = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Variable> assigned = Collections.newSetFromMap(new IdentityHashMap<>());
        resolution.uses().forEach((node, variable) -> (written.contains(node) ? assigned : read).add(variable));
        resolution.variables().stream()
                .filter(variable -> !variable.global() && !read.contains(variable) && !variable.name().startsWith("_"))
                .sorted(Comparator.comparingInt(variable -> variable.span().start()))
                .forEach(variable -> {
                    switch (variable.form()) {
                        case LET, VAR, FUNCTION, LAYER -> warn("check/unused", ErrorKind.NAME,
                                "'" + variable.name() + "' is " + (assigned.contains(variable) ? "assigned but never read" : "never used"),
                                List.of(variable.label("")), "remove it, or call it _" + variable.name() + " if it is to stay");
                        case PARAMETER, LOOP, IMPORT, CATCH, SIZE, SELF -> { }
                    }
                });
    }

    /// A size is never a name of the module, although it may look like one.
    private void sizes() {
        Map<String, Variable> globals = new HashMap<>();
        resolution.variables().stream().filter(variable -> variable.global() && (variable.form() == Variable.Form.LET || variable.form() == Variable.Form.VAR))
                .forEach(variable -> globals.put(variable.name(), variable));
        resolution.allSizes().stream().sorted(Comparator.comparingInt(variable -> variable.span().start())).forEach(size -> {
            Variable global = globals.remove(size.name());
            if (global != null) {
                warn("check/size-look-alike", ErrorKind.NAME, "the size '" + size.name() + "' is any size, not the '" + size.name() + "' of this file",
                        List.of(size.label("any size"), global.label("not this one")), "write (" + size.name() + ") for the value of the file's name, or give one of them another name");
            }
        });
    }

    // ---- statements

    private void unreachable(List<Stmt> statements) {
        for (int i = 0; i + 1 < statements.size(); i++) {
            if (leaves(statements.get(i))) {
                // functions are known above where they stand
                Optional<Stmt> first = statements.subList(i + 1, statements.size()).stream()
                        .filter(statement -> !(statement instanceof Stmt.FunctionDecl) && !(statement instanceof Stmt.LayerDecl)).findFirst();
                if (first.isPresent()) {
                    warn("check/unreachable", ErrorKind.SYNTAX, "this is never reached",
                            List.of(new Label(source, first.get().span().to(statements.getLast().span()), "never runs"),
                                    new Label(source, head(statements.get(i)), "leaves here")),
                            "remove it, or move it up");
                }
                return;
            }
        }
    }

    /// The first line of a statement.
    private Span head(Stmt statement) {
        int end = source.text().indexOf('\n', statement.span().start());
        return new Span(statement.span().start(), end < 0 ? statement.span().end() : Math.min(end, statement.span().end()));
    }

    private static boolean leaves(Stmt statement) {
        return switch (statement) {
            case Stmt.Return _, Stmt.Break _, Stmt.Continue _, Stmt.Throw _ -> true;
            case Stmt.Expression expression -> leaves(expression.value());
            case Stmt.Import _, Stmt.FunctionDecl _, Stmt.LayerDecl _, Stmt.TestDecl _, Stmt.Binding _, Stmt.IndexBinding _, Stmt.Assign _,
                    Stmt.Assert _ -> false;
        };
    }

    private static boolean leaves(Expr expr) {
        return switch (expr) {
            case Expr.Block block -> block.statements().stream().anyMatch(Habit::leaves);
            case Expr.If conditional -> conditional.otherwise().filter(Habit::leaves).isPresent()
                    && conditional.branches().stream().allMatch(branch -> leaves(branch.body()));
            case Expr.With with -> leaves(with.body());
            case Expr.Try attempt -> leaves(attempt.body()) && leaves(attempt.handler());
            default -> false;
        };
    }

    private void warn(String code, ErrorKind kind, String message, List<Label> labels, String hint) {
        findings.add(new Finding(Diagnostic.of(code, kind, message, labels.toArray(new Label[0])).hint(hint), true));
    }
}

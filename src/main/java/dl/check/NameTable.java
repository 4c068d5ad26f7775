package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.syntax.Expr;
import dl.syntax.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The names in scope: defines them, finds what they mean, and says so when they mean nothing.
final class NameTable {
    /// What a layer's methods call their instance; no program can write it.
    private static final String SELF = "<self>";

    private final Source source;
    private final Names known;
    private final Globals globals;
    private final Resolver.Mode mode;
    private final Resolution resolution;
    private final List<Diagnostic> errors;
    /// Every name of the program so far, also those whose block has ended.
    private final Map<String, Variable> made = new HashMap<>();
    private int functionDepth;

    NameTable(Source source, Names known, Globals globals, Resolver.Mode mode, Resolution resolution, List<Diagnostic> errors) {
        this.source = source;
        this.known = known;
        this.globals = globals;
        this.mode = mode;
        this.resolution = resolution;
        this.errors = errors;
    }

    /// Resolves the body of a function: at the prompt it may use names that come later.
    void inFunction(Runnable body) {
        functionDepth++;
        body.run();
        functionDepth--;
    }

    void announce(Object node, String name, Variable.Form form, Span span, Scope scope) {
        checkNew(name, span, scope);
        Variable variable = make(name, form, span, scope);
        scope.later.put(name, variable);
        resolution.declaration(node, variable);
    }

    void announce(Pattern pattern, Variable.Form form, Scope scope) {
        switch (pattern) {
            case Pattern.Name name -> {
                if (!name.name().equals("_")) {
                    announce(name, name.name(), form, name.span(), scope);
                }
            }
            case Pattern.Tuple tuple -> {
                tuple.elements().forEach(element -> announce(element, form, scope));
                tuple.rest().ifPresent(rest -> announce(rest, form, scope));
            }
            case Pattern.Fields fields -> {
                fields.fields().forEach(field -> announce(field.pattern(), form, scope));
                fields.rest().ifPresent(rest -> announce(rest, form, scope));
            }
        }
    }

    void declare(Object node, String name, Variable.Form form, Span span, Scope scope) {
        checkNew(name, span, scope);
        Variable variable = make(name, form, span, scope);
        resolution.declaration(node, variable);
        scope.names.put(name, variable);
        if (variable.global()) {
            globals.define(variable);
        }
    }

    Variable make(String name, Variable.Form form, Span span, Scope scope) {
        boolean global = scope.outer.isEmpty();
        Variable variable = new Variable(name, form, source, span, global, global ? -1 : scope.code.newSlot());
        if (global && mode == Resolver.Mode.PROMPT) {
            variable.change();
        }
        made.put(name, variable);
        return variable;
    }

    void checkNew(String name, Span span, Scope scope) {
        Variable before = scope.names.getOrDefault(name, scope.later.get(name));
        if (before != null && mode == Resolver.Mode.FILE || before != null && scope.outer.isPresent()) {
            errors.add(Diagnostic.of("name/defined-twice", ErrorKind.NAME, "'" + name + "' is defined twice in this block",
                            new Label(source, span, "again here"), before.label("first here"))
                    .hint(before.form() == Variable.Form.FUNCTION ? "give one of them another name; a function takes optional parameters after ';'"
                            : before.form() == Variable.Form.LET || before.form() == Variable.Form.VAR
                                    ? "give one of them another name, or make the first a var and assign to it: " + name + " = ..."
                                    : "give one of them another name"));
        }
    }

    /// Makes an announced name visible from here on.
    void bind(Object node, String name, Scope scope) {
        Variable variable = resolution.declaration(node);
        scope.later.remove(name);
        scope.names.put(name, variable);
        if (variable.global()) {
            globals.define(variable);
        }
    }

    /// Makes announced names visible from here on.
    void bind(Pattern pattern, Scope scope) {
        switch (pattern) {
            case Pattern.Name name -> {
                if (!name.name().equals("_")) {
                    bind(name, name.name(), scope);
                }
            }
            case Pattern.Tuple tuple -> {
                tuple.elements().forEach(element -> bind(element, scope));
                tuple.rest().ifPresent(rest -> bind(rest, scope));
            }
            case Pattern.Fields fields -> {
                fields.fields().forEach(field -> bind(field.pattern(), scope));
                fields.rest().ifPresent(rest -> bind(rest, scope));
            }
        }
    }

    void declareAndBind(Pattern pattern, Variable.Form form, Scope scope) {
        announce(pattern, form, scope);
        bind(pattern, scope);
    }

    /// What a name means here, as far as variables and fields go.
    Optional<Reference> lookup(String name, Scope from) {
        Optional<Reference> bound = lookup(name, from, false);
        return bound.isPresent() ? bound : lookup(name, from, true);
    }

    Optional<Reference> lookup(String name, Scope from, boolean later) {
        for (Optional<Scope> at = Optional.of(from); at.isPresent(); at = at.get().outer) {
            Scope scope = at.get();
            if (scope.fields.isPresent()) {
                Optional<LayerFields.Field> field = scope.fields.get().find(name);
                if (field.isPresent() && !later) {
                    Reference self = lookup(SELF, from, false).orElseThrow();
                    return Optional.of(new Reference.Field(self, field.get()));
                }
            }
            // A name further down can be used by a function that runs later, not by a statement of the same call.
            Variable variable = later && scope.code == from.code ? null : (later ? scope.later : scope.names).get(name);
            if (variable != null) {
                return Optional.of(refer(variable, from, scope));
            }
        }
        return later ? Optional.empty() : globals.find(name).map(Reference.Global::new);
    }

    static Reference refer(Variable variable, Scope from, Scope owner) {
        return variable.global() ? new Reference.Global(variable) : from.code.reach(variable, owner.code);
    }

    void name(Expr.Name name, Scope scope) {
        reference(name.name(), name.span(), scope).ifPresent(reference -> resolution.reference(name, reference));
    }

    Optional<Reference> reference(String name, Span span, Scope scope) {
        Optional<Reference> found = lookup(name, scope);
        if (found.isPresent()) {
            return found;
        }
        if (known.defines(name)) {
            return Optional.of(new Reference.Builtin(name));
        }
        Optional<Variable> below = bindingBelow(name, scope);
        if (below.isPresent()) {
            errors.add(Diagnostic.of("name/before-definition", ErrorKind.NAME, "'" + name + "' is used before it is defined",
                            new Label(source, span, "used here"), below.get().label(below.get().form() == Variable.Form.IMPORT ? "imported here" : "defined here"))
                    .hint(below.get().label("").span().start() < span.start() ? "its own definition cannot use it: start with a value, as in var " + name + " = 0"
                            : "move the " + (below.get().form() == Variable.Form.IMPORT ? "import" : "definition") + " above its first use"));
            return Optional.empty();
        }
        Diagnostic unknown = unknown(name, span, scope);
        if (mode == Resolver.Mode.PROMPT && functionDepth > 0) {
            resolution.warn(unknown);
            return Optional.of(new Reference.Late(name));
        }
        errors.add(unknown);
        return Optional.empty();
    }

    static Optional<Variable> bindingBelow(String name, Scope from) {
        for (Optional<Scope> at = Optional.of(from); at.isPresent(); at = at.get().outer) {
            Variable variable = at.get().later.get(name);
            if (variable != null) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    Diagnostic unknown(String name, Span span, Scope scope) {
        Diagnostic error = Diagnostic.of("name/unknown", ErrorKind.NAME, "'" + name + "' is not defined", new Label(source, span, ""));
        Variable gone = made.get(name);
        if (gone != null && !gone.global() && (gone.form() == Variable.Form.LET || gone.form() == Variable.Form.VAR)) {
            return error.labels(List.of(new Label(source, span, ""), gone.label("defined in a block that has ended")))
                    .hint("define it before the block, var " + name + " = ..., and assign it inside: " + name + " = ...");
        }
        return Foreign.spelling(name).or(() -> Suggest.closest(name, visible(scope)).map(close -> "did you mean " + close + "?"))
                .map(error::hint).orElse(error);
    }

    TreeSet<String> visible(Scope from) {
        TreeSet<String> names = new TreeSet<>(known.all());
        names.addAll(globals.all().keySet());
        for (Optional<Scope> at = Optional.of(from); at.isPresent(); at = at.get().outer) {
            at.get().names.keySet().stream().filter(name -> !name.startsWith("...")).forEach(names::add);
            at.get().fields.ifPresent(fields -> fields.all().forEach(field -> names.add(field.name())));
        }
        names.remove(SELF);
        return names;
    }

    /// A size's name never means a name of the module or the prompt: a global `n = 100` must not break a function.
    Reference size(String name, Span span, Scope scope) {
        Optional<Reference> found = lookup(name, scope).filter(reference -> !(reference instanceof Reference.Global));
        if (found.isPresent()) {
            return found.get();
        }
        Variable variable = new Variable(name, Variable.Form.SIZE, source, span, false, scope.code.newSlot());
        scope.names.put(name, variable);
        resolution.size(scope.code, variable);
        return new Reference.Local(variable);
    }

    /// `...s` names a list of sizes, apart from whatever else is called `s`; the body can read it where nothing else is.
    Reference rest(String name, Span span, Scope scope) {
        Optional<Reference> found = lookup("..." + name, scope);
        if (found.isPresent()) {
            return found.get();
        }
        Variable variable = new Variable(name, Variable.Form.SIZE, source, span, false, scope.code.newSlot());
        scope.names.put("..." + name, variable);
        scope.names.putIfAbsent(name, variable);
        resolution.size(scope.code, variable);
        return new Reference.Local(variable);
    }

    /// Slot 0 of constructors and methods is the instance.
    void self(Scope inner) {
        Variable self = new Variable(SELF, Variable.Form.SELF, source, new Span(0, 0), false, inner.code.newSlot());
        inner.names.put(SELF, self);
        resolution.self(inner.code, self);
    }
}

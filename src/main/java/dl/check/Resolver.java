package dl.check;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.syntax.Argument;
import dl.syntax.Context;
import dl.syntax.Element;
import dl.syntax.Entry;
import dl.syntax.Expr;
import dl.syntax.FStringPart;
import dl.syntax.ImportName;
import dl.syntax.IndexItem;
import dl.syntax.LayerItem;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.SizeExpr;
import dl.syntax.Stmt;
import dl.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Finds out what every name means before anything runs: which slot, which capture, which module name, which builtin.
///
/// All mistakes of a program are reported together.
public final class Resolver {
    /// How strict the resolver is about the module's own names.
    public enum Mode {
        /// A file: all names are known when it is read.
        FILE,
        /// The prompt: names may be defined again, and function bodies may use names that come later.
        PROMPT
    }

    private final Source source;
    private final Names known;
    private final Globals globals;
    private final Mode mode;
    private final Resolution resolution;
    private final List<Diagnostic> errors = new ArrayList<>();
    private final Discarded discarded;
    private int functionDepth;

    private Resolver(Source source, Names known, Globals globals, Mode mode) {
        this.source = source;
        this.known = known;
        this.globals = globals;
        this.mode = mode;
        this.resolution = new Resolution(new Code(Optional.empty()));
        this.discarded = new Discarded(source, known, errors);
    }

    /// Resolves a program against the names its module already has; `globals` receives the new ones.
    ///
    /// @throws DiagnosticException with every mistake found
    public static Resolution resolve(Source source, Program program, Names known, Globals globals, Mode mode) {
        Resolver resolver = new Resolver(source, known, globals, mode);
        Scope top = new Scope(Optional.empty(), resolver.resolution.main(), Optional.empty());
        resolver.statements(program.statements(), top, true);
        if (!resolver.errors.isEmpty()) {
            throw new DiagnosticException(resolver.errors);
        }
        return resolver.resolution;
    }

    /// Adds a name that the surroundings define, such as a value set by a Java program.
    public static void define(Globals globals, String name, Source source) {
        Variable variable = new Variable(name, Variable.Form.VAR, source, new Span(0, 0), true, -1);
        variable.change();
        globals.define(variable);
    }

    // ---- blocks and statements

    private void statements(List<Stmt> statements, Scope scope, boolean lastIsValue) {
        List<Runnable> bodies = new ArrayList<>();
        for (Stmt statement : statements) {
            announce(statement, scope);
        }
        for (int i = 0; i < statements.size(); i++) {
            Stmt statement = statements.get(i);
            boolean last = i == statements.size() - 1;
            if (!last || discarded.isLost(statement)) {
                discarded.check(statement, name -> lookup(name, scope).isPresent());
            }
            statement(statement, scope, bodies, last && lastIsValue);
        }
        bodies.forEach(Runnable::run);
    }

    /// Functions and layers can be used in their whole block; other names are noted as coming later.
    private void announce(Stmt statement, Scope scope) {
        switch (statement) {
            case Stmt.FunctionDecl fn -> declare(fn, fn.name(), Variable.Form.FUNCTION, fn.nameSpan(), scope);
            case Stmt.LayerDecl layer -> declare(layer, layer.name(), Variable.Form.LAYER, layer.nameSpan(), scope);
            case Stmt.Binding let -> announce(let.pattern(), let.mutable() ? Variable.Form.VAR : Variable.Form.LET, scope);
            case Stmt.Import _, Stmt.TestDecl _, Stmt.IndexBinding _, Stmt.Assign _, Stmt.Return _, Stmt.Break _,
                    Stmt.Continue _, Stmt.Throw _, Stmt.Assert _, Stmt.Expression _ -> { }
        }
    }

    private void announce(Pattern pattern, Variable.Form form, Scope scope) {
        switch (pattern) {
            case Pattern.Name name -> {
                if (!name.name().equals("_")) {
                    checkNew(name.name(), name.span(), scope);
                    Variable variable = make(name.name(), form, name.span(), scope);
                    scope.later.put(name.name(), variable);
                    resolution.declaration(name, variable);
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

    private void statement(Stmt statement, Scope scope, List<Runnable> bodies, boolean isValue) {
        switch (statement) {
            case Stmt.FunctionDecl fn -> bodies.add(() -> function(fn, fn.parameters(), fn.result(), fn.body(), scope));
            case Stmt.LayerDecl layer -> bodies.add(() -> layer(layer, scope));
            case Stmt.TestDecl test -> {
                Code code = new Code(Optional.of(scope.code));
                resolution.code(test, code);
                discarded.loses(test.body());
                bodies.add(() -> inFunction(() -> expression(test.body(), Scope.function(scope, code), false)));
            }
            case Stmt.Import imported -> imports(imported, scope);
            case Stmt.Binding let -> {
                boolean recursive = let.pattern() instanceof Pattern.Name && unwrap(let.value()) instanceof Expr.Lambda;
                if (recursive) {
                    bind(let.pattern(), scope);
                }
                value(let.value(), scope);
                // its new sizes are known to this annotation alone
                let.type().ifPresent(type -> annotation(type, Scope.block(scope)));
                if (!recursive) {
                    bind(let.pattern(), scope);
                }
            }
            case Stmt.IndexBinding index -> error("syntax/index-notation",
                    ErrorKind.SYNTAX, "index notation is not available yet", index.span(), "",
                    "write it with whole tensors: matmul, sum(..., axis = 0), x[:, None]");
            case Stmt.Assign assign -> {
                value(assign.value(), scope);
                target(assign.target(), scope, assign.operator().isPresent());
            }
            case Stmt.Return result -> result.value().ifPresent(value -> value(value, scope));
            case Stmt.Break _, Stmt.Continue _ -> { }
            case Stmt.Throw thrown -> value(thrown.value(), scope);
            case Stmt.Assert assertion -> {
                value(assertion.condition(), scope);
                assertion.message().ifPresent(message -> value(message, scope));
            }
            case Stmt.Expression expression -> expression(expression.value(), scope, false);
        }
    }

    private void imports(Stmt.Import imported, Scope scope) {
        if (imported.names().isEmpty()) {
            String name = imported.alias().orElseGet(() -> stem(imported.path()));
            declare(imported, name, Variable.Form.IMPORT, imported.pathSpan(), scope);
        }
        for (ImportName each : imported.names()) {
            declare(each, each.alias(), Variable.Form.IMPORT, each.span(), scope);
        }
    }

    /// The name a module is bound to: the last part of its path without `.dl`.
    private static String stem(String path) {
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.endsWith(".dl") ? -1 : path.lastIndexOf('.')) + 1);
        return last.endsWith(".dl") ? last.substring(0, last.length() - 3) : last;
    }

    // ---- names

    private void declare(Object node, String name, Variable.Form form, Span span, Scope scope) {
        checkNew(name, span, scope);
        Variable variable = make(name, form, span, scope);
        resolution.declaration(node, variable);
        scope.names.put(name, variable);
        if (variable.global()) {
            globals.define(variable);
        }
    }

    private Variable make(String name, Variable.Form form, Span span, Scope scope) {
        boolean global = scope.outer.isEmpty();
        Variable variable = new Variable(name, form, source, span, global, global ? -1 : scope.code.newSlot());
        if (global && mode == Mode.PROMPT) {
            variable.change();
        }
        return variable;
    }

    private void checkNew(String name, Span span, Scope scope) {
        Variable before = scope.names.getOrDefault(name, scope.later.get(name));
        if (before != null && mode == Mode.FILE || before != null && scope.outer.isPresent()) {
            errors.add(Diagnostic.of("name/defined-twice", ErrorKind.NAME, "'" + name + "' is defined twice in this block",
                            new Label(source, span, "again here"), before.label("first here"))
                    .hint("give one of them another name, or make the first a var and assign to it: " + name + " = ..."));
        }
    }

    /// Makes announced names visible from here on.
    private void bind(Pattern pattern, Scope scope) {
        switch (pattern) {
            case Pattern.Name name -> {
                if (!name.name().equals("_")) {
                    Variable variable = resolution.declaration(name);
                    scope.later.remove(name.name());
                    scope.names.put(name.name(), variable);
                    if (variable.global()) {
                        globals.define(variable);
                    }
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

    private void declareAndBind(Pattern pattern, Variable.Form form, Scope scope) {
        announce(pattern, form, scope);
        bind(pattern, scope);
    }

    /// What a name means here, as far as variables and fields go.
    private Optional<Reference> lookup(String name, Scope from) {
        Optional<Reference> bound = lookup(name, from, false);
        return bound.isPresent() ? bound : lookup(name, from, true);
    }

    private Optional<Reference> lookup(String name, Scope from, boolean later) {
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

    private static final String SELF = "<self>";

    private static Reference refer(Variable variable, Scope from, Scope owner) {
        return variable.global() ? new Reference.Global(variable) : from.code.reach(variable, owner.code);
    }

    private void name(Expr.Name name, Scope scope) {
        reference(name.name(), name.span(), scope).ifPresent(reference -> resolution.reference(name, reference));
    }

    private Optional<Reference> reference(String name, Span span, Scope scope) {
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
                            new Label(source, span, "used here"), below.get().label("defined here"))
                    .hint("move the definition above its first use"));
            return Optional.empty();
        }
        Diagnostic unknown = unknown(name, span, scope);
        if (mode == Mode.PROMPT && functionDepth > 0) {
            resolution.warn(unknown);
            return Optional.of(new Reference.Late(name));
        }
        errors.add(unknown);
        return Optional.empty();
    }

    private static Optional<Variable> bindingBelow(String name, Scope from) {
        for (Optional<Scope> at = Optional.of(from); at.isPresent(); at = at.get().outer) {
            Variable variable = at.get().later.get(name);
            if (variable != null) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    private Diagnostic unknown(String name, Span span, Scope scope) {
        Diagnostic error = Diagnostic.of("name/unknown", ErrorKind.NAME, "'" + name + "' is not defined", new Label(source, span, ""));
        return Foreign.spelling(name).or(() -> Suggest.closest(name, visible(scope)).map(close -> "did you mean " + close + "?"))
                .map(error::hint).orElse(error);
    }

    private TreeSet<String> visible(Scope from) {
        TreeSet<String> names = new TreeSet<>(known.all());
        names.addAll(globals.all().keySet());
        for (Optional<Scope> at = Optional.of(from); at.isPresent(); at = at.get().outer) {
            at.get().names.keySet().stream().filter(name -> !name.startsWith("...")).forEach(names::add);
            at.get().fields.ifPresent(fields -> fields.all().forEach(field -> names.add(field.name())));
        }
        names.remove(SELF);
        return names;
    }

    // ---- assignment

    private void target(Expr target, Scope scope, boolean reads) {
        switch (unwrap(target)) {
            case Expr.Name name -> assigned(name, scope, true);
            case Expr.Tuple tuple -> tuple.elements().forEach(element -> target(element, scope, reads));
            case Expr.Field field -> place(field.target(), scope);
            case Expr.Index index -> {
                place(index.target(), scope);
                index.items().forEach(item -> indexItem(item, scope));
            }
            default -> error("syntax/assignment-target", ErrorKind.SYNTAX, "this cannot be assigned to", target.span(), "",
                    "assign to a name, a field (r.x = 1) or an element (a[0] = 1)");
        }
    }

    /// The part left of `.x` or `[i]`: when it ends in a name, that name's value changes.
    private void place(Expr holder, Scope scope) {
        switch (unwrap(holder)) {
            case Expr.Name name -> assigned(name, scope, false);
            case Expr.Field field -> place(field.target(), scope);
            case Expr.Index index -> {
                place(index.target(), scope);
                index.items().forEach(item -> indexItem(item, scope));
            }
            default -> value(holder, scope);
        }
    }

    private void assigned(Expr.Name name, Scope scope, boolean whole) {
        Optional<Reference> found = lookup(name.name(), scope);
        if (found.isEmpty()) {
            Diagnostic unknown = unknown(name.name(), name.span(), scope);
            boolean builtin = known.defines(name.name());
            errors.add(builtin
                    ? Diagnostic.of("name/assign-builtin", ErrorKind.NAME, "'" + name.name() + "' is a builtin and cannot be assigned to",
                            new Label(source, name.span(), "")).hint("define your own first: var " + name.name() + " = ...")
                    : unknown.hint(unknown.hint().map(hint -> hint + " To define it: ").orElse("to define it: ")
                            + "let " + name.name() + " = ... (or var, to assign again)"));
            return;
        }
        resolution.reference(name, found.get());
        if (!whole) {
            switch (found.get()) {
                case Reference.Local(Variable variable) -> variable.change(scope.code);
                case Reference.Captured(int _, Variable variable) -> variable.change();
                case Reference.Global(Variable variable) -> variable.change();
                case Reference.Field _, Reference.Late _, Reference.Builtin _ -> { }
            }
        }
        switch (found.get()) {
            case Reference.Local(Variable variable) -> checkAssignable(variable, name, whole);
            case Reference.Captured(int _, Variable variable) -> checkAssignable(variable, name, whole);
            case Reference.Global(Variable variable) -> checkAssignable(variable, name, whole);
            case Reference.Field(Reference _, LayerFields.Field field) -> {
                if (whole && field.form() != LayerFields.Form.STATE) {
                    error("name/assign-field", ErrorKind.NAME, "'" + name.name() + "' is " + (field.form() == LayerFields.Form.ARGUMENT ? "" : "a ")
                                    + field.form().text() + " and cannot be assigned inside the layer", name.span(), "",
                            field.form() == LayerFields.Form.PARAM
                                    ? "parameters are changed from outside, by an optimizer or model." + name.name() + " = ...; use a state for values that the layer changes"
                                    : "declare it as a state: state " + name.name() + " = ...");
                }
            }
            case Reference.Late _, Reference.Builtin _ -> { }
        }
    }

    private void checkAssignable(Variable variable, Expr.Name name, boolean whole) {
        if (variable.assignable() || !whole) {
            return;
        }
        String how = switch (variable.form()) {
            case LET -> "write var instead of let where it is defined";
            case PARAMETER, LOOP, CATCH -> "make a variable of it first: var " + variable.name() + " = " + variable.name();
            case FUNCTION, LAYER, IMPORT, SELF, VAR, SIZE -> "give the variable another name";
        };
        errors.add(Diagnostic.of("name/assign-constant", ErrorKind.NAME,
                        "'" + variable.name() + "' is bound by " + variable.form().text() + " and cannot be assigned again",
                        new Label(source, name.span(), ""), variable.label("bound here"))
                .hint(how));
    }

    // ---- functions and layers

    private void function(Object node, Parameters parameters, Optional<TypeExpr> result, Expr body, Scope scope) {
        Code code = new Code(Optional.of(scope.code));
        resolution.code(node, code);
        Scope inner = Scope.function(scope, code);
        inFunction(() -> {
            parameters(parameters, inner);
            result.ifPresent(type -> annotation(type, inner));
            expression(body, inner, false);
        });
    }

    private void inFunction(Runnable body) {
        functionDepth++;
        body.run();
        functionDepth--;
    }

    /// Slots: the positional parameters in order, the rest, the named ones, then what patterns and the body bind.
    private void parameters(Parameters parameters, Scope inner) {
        List<Pattern> destructured = new ArrayList<>();
        for (Parameter.Positional positional : parameters.positional()) {
            if (positional.pattern() instanceof Pattern.Name name && !name.name().equals("_")) {
                declareAndBind(name, Variable.Form.PARAMETER, inner);
            } else {
                inner.code.newSlot();
                destructured.add(positional.pattern());
            }
        }
        parameters.rest().ifPresent(rest -> declare(rest, rest.name(), Variable.Form.PARAMETER, rest.span(), inner));
        List<Variable> named = new ArrayList<>();
        for (Parameter.Named parameter : parameters.named()) {
            checkNew(parameter.name(), parameter.span(), inner);
            Variable variable = make(parameter.name(), Variable.Form.PARAMETER, parameter.span(), inner);
            resolution.declaration(parameter, variable);
            named.add(variable);
        }
        for (Pattern pattern : destructured) {
            declareAndBind(pattern, Variable.Form.PARAMETER, inner);
        }
        parameters.positional().forEach(positional -> positional.type().ifPresent(type -> annotation(type, inner)));
        parameters.named().forEach(parameter -> parameter.type().ifPresent(type -> annotation(type, inner)));
        for (int i = 0; i < named.size(); i++) {
            parameters.named().get(i).defaultValue().ifPresent(value -> value(value, inner));
            inner.names.put(named.get(i).name(), named.get(i));
        }
    }

    /// The names of an annotation's sizes: those of this function or of one around it, or new ones that the call binds.
    private void annotation(TypeExpr type, Scope scope) {
        switch (type) {
            case TypeExpr.Named named -> {
                if (!TYPES.contains(named.name()) && lookup(named.name(), scope).isEmpty() && !known.defines(named.name())) {
                    errors.add(Diagnostic.of("name/unknown-type", ErrorKind.NAME, "there is no type '" + named.name() + "'", new Label(source, named.span(), ""))
                            .hint(Suggest.closest(named.name(), TYPES).map(close -> "did you mean " + close + "?").orElse("the types are " + String.join(", ", TYPES)
                                    + ", shapes such as f32[n, d], and layers")));
                }
            }
            case TypeExpr.Tuple tuple -> tuple.elements().forEach(element -> annotation(element, scope));
            case TypeExpr.Tensor tensor -> {
                tensor.elementType().filter(name -> !ELEMENT_TYPES.contains(name)).ifPresent(name -> errors.add(Diagnostic.of("name/unknown-type",
                        ErrorKind.NAME, "there is no element type '" + name + "'", new Label(source, tensor.span(), ""))
                        .hint("the element types are " + String.join(", ", ELEMENT_TYPES))));
                for (SizeExpr size : tensor.sizes()) {
                    switch (size) {
                        case SizeExpr.Of(Span _, Expr.Paren paren) -> value(paren, scope);
                        case SizeExpr.Of(Span _, Expr value) -> sizes(value, scope);
                        case SizeExpr.Rest rest -> rest.name().ifPresent(name -> resolution.reference(rest, rest(name, rest.span(), scope)));
                    }
                }
            }
        }
    }

    private static final List<String> TYPES = List.of("int", "float", "bool", "str", "fn", "list", "tuple", "record", "tensor");
    private static final List<String> ELEMENT_TYPES = List.of("f32", "f64", "i64", "bool", "c128", "f");

    private void sizes(Expr size, Scope scope) {
        switch (size) {
            case Expr.Name name -> {
                if (!name.name().equals("_")) {
                    resolution.reference(name, size(name.name(), name.span(), scope));
                }
            }
            case Expr.IntLiteral _ -> { }
            case Expr.Paren paren -> sizes(paren.inner(), scope);
            case Expr.Negate negate -> sizes(negate.operand(), scope);
            case Expr.Binary binary -> {
                sizes(binary.left(), scope);
                sizes(binary.right(), scope);
            }
            default -> error("syntax/size", ErrorKind.SYNTAX, "a size is a name, an int or arithmetic of these", size.span(), "",
                    "write (" + source.slice(size.span()) + ") to compute it from values outside of the annotation");
        }
    }

    /// A size's name never means a name of the module or the prompt: a global `n = 100` must not break a function.
    private Reference size(String name, Span span, Scope scope) {
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
    private Reference rest(String name, Span span, Scope scope) {
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

    private void layer(Stmt.LayerDecl layer, Scope scope) {
        LayerFields fields = new LayerFields();
        resolution.layer(layer, fields);
        Code constructor = new Code(Optional.of(scope.code));
        resolution.code(layer, constructor);
        Scope body = Scope.function(Scope.layer(scope, fields), constructor);
        self(body);
        inFunction(() -> parameters(layer.parameters(), body));
        for (Parameter.Positional positional : layer.parameters().positional()) {
            if (positional.pattern() instanceof Pattern.Name name) {
                fields.add(name.name(), LayerFields.Form.ARGUMENT, name.span());
            } else {
                error("syntax/layer-parameter", ErrorKind.SYNTAX, "a layer's parameters are plain names", positional.span(), "", "take it apart in the body: let (a, b) = ...");
            }
        }
        layer.parameters().rest().ifPresent(rest -> fields.add(rest.name(), LayerFields.Form.ARGUMENT, rest.span()));
        layer.parameters().named().forEach(named -> fields.add(named.name(), LayerFields.Form.ARGUMENT, named.span()));
        List<LayerItem.Method> methods = new ArrayList<>();
        for (LayerItem item : layer.items()) {
            if (item instanceof LayerItem.Method method) {
                methods.add(method);
                checkNewField(fields, method.function().name(), method.function().nameSpan());
            }
        }
        for (LayerItem item : layer.items()) {
            if (item instanceof LayerItem.Field field) {
                inFunction(() -> value(field.value(), body));
                field.type().ifPresent(type -> annotation(type, Scope.block(body)));
                checkNewField(fields, field.name(), field.nameSpan());
                fields.add(field.name(), switch (field.kind()) {
                    case PARAM -> LayerFields.Form.PARAM;
                    case STATE -> LayerFields.Form.STATE;
                    case LET -> LayerFields.Form.LET;
                }, field.nameSpan());
            }
        }
        for (LayerItem.Method method : methods) {
            fields.add(method.function().name(), LayerFields.Form.METHOD, method.function().nameSpan());
        }
        for (LayerItem.Method method : methods) {
            Code code = new Code(Optional.of(scope.code));
            resolution.code(method.function(), code);
            Scope inner = Scope.function(Scope.layer(scope, fields), code);
            self(inner);
            inFunction(() -> {
                parameters(method.function().parameters(), inner);
                method.function().result().ifPresent(type -> annotation(type, inner));
                expression(method.function().body(), inner, false);
            });
        }
    }

    private void checkNewField(LayerFields fields, String name, Span span) {
        fields.find(name).ifPresent(before -> errors.add(Diagnostic.of("name/defined-twice", ErrorKind.NAME,
                "the layer has two fields named '" + name + "'",
                new Label(source, span, "again here"), new Label(source, before.span(), "first here"))
                .hint("give one of them another name")));
    }

    /// Slot 0 of constructors and methods is the instance.
    private void self(Scope inner) {
        Variable self = new Variable(SELF, Variable.Form.SELF, source, new Span(0, 0), false, inner.code.newSlot());
        inner.names.put(SELF, self);
        resolution.self(inner.code, self);
    }

    // ---- expressions

    private void value(Expr expr, Scope scope) {
        expression(expr, scope, true);
    }

    /// @param used whether the value is needed, so that forms without a value are a mistake
    private void expression(Expr expr, Scope scope, boolean used) {
        switch (expr) {
            case Expr.IntLiteral _, Expr.FloatLiteral _, Expr.ImaginaryLiteral _, Expr.BoolLiteral _,
                    Expr.StringLiteral _, Expr.NilLiteral _ -> { }
            case Expr.FString text -> {
                for (FStringPart part : text.parts()) {
                    if (part instanceof FStringPart.Hole hole) {
                        value(hole.expr(), scope);
                    }
                }
            }
            case Expr.Name name -> name(name, scope);
            case Expr.Paren paren -> expression(paren.inner(), scope, used);
            case Expr.Tuple tuple -> tuple.elements().forEach(element -> value(element, scope));
            case Expr.Bracket bracket -> {
                for (Element element : bracket.elements()) {
                    value(element.value(), scope);
                }
            }
            case Expr.RecordLiteral literal -> {
                for (Entry entry : literal.entries()) {
                    switch (entry) {
                        case Entry.Keyed keyed -> value(keyed.value(), scope);
                        case Entry.Spread spread -> value(spread.value(), scope);
                    }
                }
            }
            case Expr.Field field -> value(field.target(), scope);
            case Expr.Call call -> call(call, scope);
            case Expr.Index index -> {
                value(index.target(), scope);
                index.items().forEach(item -> indexItem(item, scope));
            }
            case Expr.Negate negate -> value(negate.operand(), scope);
            case Expr.Not not -> value(not.operand(), scope);
            case Expr.Binary binary -> leftDeep(binary, scope);
            case Expr.Comparison comparison -> comparison.operands().forEach(operand -> value(operand, scope));
            case Expr.Logical logical -> leftDeep(logical, scope);
            case Expr.Range range -> {
                value(range.from(), scope);
                value(range.to(), scope);
            }
            case Expr.Pipe pipe -> leftDeep(pipe, scope);
            case Expr.Lambda lambda -> function(lambda, lambda.parameters(), Optional.empty(), lambda.body(), scope);
            case Expr.If conditional -> {
                for (Expr.Branch branch : conditional.branches()) {
                    value(branch.condition(), scope);
                    expression(branch.body(), scope, used);
                }
                conditional.otherwise().ifPresent(otherwise -> expression(otherwise, scope, used));
                if (used && conditional.otherwise().isEmpty()) {
                    error("syntax/if-without-else", ErrorKind.SYNTAX, "this if has no else, so it has no value to use", expr.span(), "",
                            "add else { ... }");
                }
            }
            case Expr.For loop -> {
                noValue("for", expr, used);
                value(loop.iterable(), scope);
                Scope inner = Scope.block(scope);
                declareAndBind(loop.pattern(), Variable.Form.LOOP, inner);
                discarded.loses(loop.body());
                expression(loop.body(), inner, false);
            }
            case Expr.While loop -> {
                noValue("while", expr, used);
                value(loop.condition(), scope);
                discarded.loses(loop.body());
                expression(loop.body(), scope, false);
            }
            case Expr.With with -> {
                for (Context context : with.contexts()) {
                    context.arguments().forEach(argument -> value(argument.value(), scope));
                }
                expression(with.body(), scope, used);
            }
            case Expr.Try attempt -> {
                expression(attempt.body(), scope, used);
                Scope inner = Scope.block(scope);
                if (!attempt.name().equals("_")) {
                    declare(attempt, attempt.name(), Variable.Form.CATCH, attempt.nameSpan(), inner);
                }
                expression(attempt.handler(), inner, used);
            }
            case Expr.Block block -> statements(block.statements(), Scope.block(scope), used);
        }
    }

    private void noValue(String word, Expr expr, boolean used) {
        if (used) {
            error("syntax/no-value", ErrorKind.SYNTAX, "a " + word + " loop has no value to use", expr.span(), "",
                    word.equals("for") ? "map(xs, x -> ...) makes a list of one value for each element" : "assign to a var inside the loop");
        }
    }

    /// Long chains lean to the left and are walked without recursion.
    private void leftDeep(Expr expr, Scope scope) {
        List<Expr> rights = new ArrayList<>();
        Expr at = expr;
        while (true) {
            Expr left;
            switch (at) {
                case Expr.Binary binary -> {
                    rights.add(binary.right());
                    left = binary.left();
                }
                case Expr.Logical logical -> {
                    rights.add(logical.right());
                    left = logical.left();
                }
                case Expr.Pipe pipe -> {
                    rights.add(pipe.right());
                    left = pipe.left();
                }
                default -> {
                    value(at, scope);
                    for (int i = rights.size() - 1; i >= 0; i--) {
                        value(rights.get(i), scope);
                    }
                    return;
                }
            }
            at = left;
        }
    }

    private void call(Expr.Call call, Scope scope) {
        Expr at = call;
        // x.f().g().h() leans to the left as well
        List<Expr.Call> chain = new ArrayList<>();
        while (at instanceof Expr.Call next) {
            chain.add(next);
            at = next.callee() instanceof Expr.Field field ? field.target() : next.callee();
        }
        value(at, scope);
        for (int i = chain.size() - 1; i >= 0; i--) {
            Expr.Call each = chain.get(i);
            if (each.callee() instanceof Expr.Field field) {
                Optional<Reference> visible = lookup(field.key(), scope);
                (visible.isPresent() || !known.defines(field.key()) ? visible : Optional.<Reference>of(new Reference.Builtin(field.key())))
                        .ifPresent(reference -> resolution.reference(field, reference));
            }
            for (Argument argument : each.arguments()) {
                value(argument.value(), scope);
            }
        }
    }

    private void indexItem(IndexItem item, Scope scope) {
        switch (item) {
            case IndexItem.At at -> {
                if (!isNewAxis(at.value(), scope)) {
                    value(at.value(), scope);
                }
            }
            case IndexItem.Slice slice -> {
                slice.start().ifPresent(start -> value(start, scope));
                slice.stop().ifPresent(stop -> value(stop, scope));
                slice.step().ifPresent(step -> value(step, scope));
            }
            case IndexItem.Ellipsis _ -> { }
        }
    }

    /// `None` and `newaxis` have a meaning only inside an index, and only where no variable has that name.
    private boolean isNewAxis(Expr value, Scope scope) {
        return value instanceof Expr.Name name && (name.name().equals("None") || name.name().equals("newaxis"))
                && lookup(name.name(), scope).isEmpty();
    }

    private static Expr unwrap(Expr expr) {
        Expr inner = expr;
        while (inner instanceof Expr.Paren paren) {
            inner = paren.inner();
        }
        return inner;
    }

    private void error(String code, ErrorKind kind, String message, Span span, String label, String hint) {
        errors.add(Diagnostic.of(code, kind, message, new Label(source, span, label)).hint(hint));
    }
}

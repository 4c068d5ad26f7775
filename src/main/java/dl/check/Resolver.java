package dl.check;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Argument;
import dl.syntax.Context;
import dl.syntax.Element;
import dl.syntax.Entry;
import dl.syntax.Expr;
import dl.syntax.FStringPart;
import dl.syntax.IndexItem;
import dl.syntax.LayerItem;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import dl.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final NameTable names;
    private final AnnotationNames annotations;

    private Resolver(Source source, Names known, Globals globals, Mode mode) {
        this.source = source;
        this.known = known;
        this.globals = globals;
        this.mode = mode;
        this.resolution = new Resolution(new Code(Optional.empty()));
        this.discarded = new Discarded(source, known, errors);
        this.names = new NameTable(source, known, globals, mode, resolution, errors);
        this.annotations = new AnnotationNames(source, known, names, resolution, errors, this::value);
    }

    /// Resolves a program against the names its module already has; `globals` receives the new ones.
    ///
    /// @throws DiagnosticException with every mistake found
    public static Resolution resolve(Source source, Program program, Names known, Globals globals, Mode mode) {
        Resolver resolver = new Resolver(source, known, globals, mode);
        resolver.program(program);
        if (!resolver.errors.isEmpty()) {
            throw new DiagnosticException(resolver.errors);
        }
        return resolver.resolution;
    }

    /// Resolves a file as far as that goes; names that are wrong have no meaning in the result.
    static Resolution examine(Source source, Program program, Names known, Globals globals, List<Diagnostic> errors) {
        Resolver resolver = new Resolver(source, known, globals, Mode.FILE);
        resolver.program(program);
        errors.addAll(resolver.errors);
        return resolver.resolution;
    }

    private void program(Program program) {
        statements(program.statements(), new Scope(Optional.empty(), resolution.main(), Optional.empty()), true);
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
                discarded.check(statement, name -> names.lookup(name, scope).isPresent());
            }
            statement(statement, scope, bodies, last && lastIsValue);
        }
        bodies.forEach(Runnable::run);
    }

    /// Functions and layers can be used in their whole block; other names are noted as coming later.
    private void announce(Stmt statement, Scope scope) {
        switch (statement) {
            case Stmt.FunctionDecl fn -> names.declare(fn, fn.name(), Variable.Form.FUNCTION, fn.nameSpan(), scope);
            case Stmt.LayerDecl layer -> names.declare(layer, layer.name(), Variable.Form.LAYER, layer.nameSpan(), scope);
            case Stmt.Binding let -> names.announce(let.pattern(), let.mutable() ? Variable.Form.VAR : Variable.Form.LET, scope);
            case Stmt.Import imported -> imports(imported, (node, name, span) -> names.announce(node, name, Variable.Form.IMPORT, span, scope));
            case Stmt.TestDecl _, Stmt.IndexBinding _, Stmt.Assign _, Stmt.Return _, Stmt.Break _,
                    Stmt.Continue _, Stmt.Throw _, Stmt.Assert _, Stmt.Expression _ -> { }
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
                bodies.add(() -> names.inFunction(() -> expression(test.body(), Scope.function(scope, code), false)));
            }
            case Stmt.Import imported -> imports(imported, (node, name, _) -> names.bind(node, name, scope));
            case Stmt.Binding let -> {
                boolean recursive = let.pattern() instanceof Pattern.Name && unwrap(let.value()) instanceof Expr.Lambda;
                if (recursive) {
                    names.bind(let.pattern(), scope);
                }
                value(let.value(), scope);
                // its new sizes are known to this annotation alone
                let.type().ifPresent(type -> annotations.annotation(type, Scope.block(scope)));
                if (!recursive) {
                    names.bind(let.pattern(), scope);
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

    private interface Imported {
        void take(Object node, String name, Span span);
    }

    private void imports(Stmt.Import imported, Imported each) {
        if (imported.names().isEmpty()) {
            each.take(imported, imported.alias().orElseGet(() -> stem(imported.path())), imported.pathSpan());
        }
        imported.names().forEach(name -> each.take(name, name.alias(), name.span()));
    }

    /// The name a module is bound to: the last part of its path without `.dl`.
    private static String stem(String path) {
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.endsWith(".dl") ? -1 : path.lastIndexOf('.')) + 1);
        return last.endsWith(".dl") ? last.substring(0, last.length() - 3) : last;
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
        Optional<Reference> found = names.lookup(name.name(), scope);
        if (found.isEmpty()) {
            Diagnostic unknown = names.unknown(name.name(), name.span(), scope);
            boolean builtin = known.defines(name.name());
            errors.add(builtin
                    ? Diagnostic.of("name/assign-builtin", ErrorKind.NAME, "'" + name.name() + "' is a builtin and cannot be assigned to",
                            new Label(source, name.span(), "")).hint("define your own first: var " + name.name() + " = ...")
                    : unknown.hint(unknown.hint().map(hint -> hint + " To define it: ").orElse("to define it: ")
                            + "let " + name.name() + " = ... (or var, to assign again)"));
            if (!builtin && unknown.hint().isEmpty()) {
                // its uses further down would say the same once more
                scope.names.put(name.name(), names.make(name.name(), Variable.Form.VAR, name.span(), scope));
            }
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
        names.inFunction(() -> {
            parameters(parameters, inner);
            result.ifPresent(type -> annotations.annotation(type, inner));
            expression(body, inner, false);
        });
    }

    /// Slots: the positional parameters in order, the rest, the named ones, then what patterns and the body bind.
    private void parameters(Parameters parameters, Scope inner) {
        List<Pattern> destructured = new ArrayList<>();
        for (Parameter.Positional positional : parameters.positional()) {
            if (positional.pattern() instanceof Pattern.Name name && !name.name().equals("_")) {
                names.declareAndBind(name, Variable.Form.PARAMETER, inner);
            } else {
                inner.code.newSlot();
                destructured.add(positional.pattern());
            }
        }
        parameters.rest().ifPresent(rest -> names.declare(rest, rest.name(), Variable.Form.PARAMETER, rest.span(), inner));
        List<Variable> named = new ArrayList<>();
        for (Parameter.Named parameter : parameters.named()) {
            names.checkNew(parameter.name(), parameter.span(), inner);
            Variable variable = names.make(parameter.name(), Variable.Form.PARAMETER, parameter.span(), inner);
            resolution.declaration(parameter, variable);
            named.add(variable);
        }
        for (Pattern pattern : destructured) {
            names.declareAndBind(pattern, Variable.Form.PARAMETER, inner);
        }
        parameters.positional().forEach(positional -> positional.type().ifPresent(type -> annotations.annotation(type, inner)));
        parameters.named().forEach(parameter -> parameter.type().ifPresent(type -> annotations.annotation(type, inner)));
        for (int i = 0; i < named.size(); i++) {
            parameters.named().get(i).defaultValue().ifPresent(value -> value(value, inner));
            inner.names.put(named.get(i).name(), named.get(i));
        }
    }

    private static List<Pattern.Name> names(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Name name -> List.of(name);
            case Pattern.Tuple tuple -> Stream.concat(tuple.elements().stream().flatMap(element -> names(element).stream()), tuple.rest().stream()).toList();
            case Pattern.Fields several -> Stream.concat(several.fields().stream().flatMap(field -> names(field.pattern()).stream()), several.rest().stream()).toList();
        };
    }

    private void layer(Stmt.LayerDecl layer, Scope scope) {
        LayerFields fields = new LayerFields();
        resolution.layer(layer, fields);
        Code constructor = new Code(Optional.of(scope.code));
        resolution.code(layer, constructor);
        Scope body = Scope.function(Scope.layer(scope, fields), constructor);
        names.self(body);
        names.inFunction(() -> parameters(layer.parameters(), body));
        for (Parameter.Positional positional : layer.parameters().positional()) {
            if (positional.pattern() instanceof Pattern.Name name) {
                fields.add(name.name(), LayerFields.Form.ARGUMENT, name.span());
            } else {
                error("syntax/layer-parameter", ErrorKind.SYNTAX, "a layer's parameters are plain names", positional.span(), "", "take it apart in the body: let (a, b) = ...");
                // its names are known all the same, so that this stays one error
                names(positional.pattern()).forEach(name -> fields.add(name.name(), LayerFields.Form.ARGUMENT, name.span()));
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
                names.inFunction(() -> value(field.value(), body));
                field.type().ifPresent(type -> annotations.annotation(type, Scope.block(body)));
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
            names.self(inner);
            names.inFunction(() -> {
                parameters(method.function().parameters(), inner);
                method.function().result().ifPresent(type -> annotations.annotation(type, inner));
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
            case Expr.Name name -> names.name(name, scope);
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
                names.declareAndBind(loop.pattern(), Variable.Form.LOOP, inner);
                if (!used) {
                    discarded.loses(loop.body());
                }
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
                    names.declare(attempt, attempt.name(), Variable.Form.CATCH, attempt.nameSpan(), inner);
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
                Optional<Reference> visible = names.lookup(field.key(), scope);
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
                && names.lookup(name.name(), scope).isEmpty();
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

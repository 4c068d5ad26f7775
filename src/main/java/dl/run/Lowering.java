package dl.run;

import dl.check.LayerFields;
import dl.check.Reference;
import dl.check.Resolution;
import dl.check.Variable;
import dl.op.Op;
import dl.op.Ops;
import dl.run.node.Arithmetic;
import dl.run.node.Assertions;
import dl.run.node.Assignments;
import dl.run.node.Bind;
import dl.run.node.Chain;
import dl.run.node.Comparisons;
import dl.run.node.Contexts;
import dl.run.node.Control;
import dl.run.node.Fields;
import dl.run.node.Imports;
import dl.run.node.Indexing;
import dl.run.node.Literals;
import dl.run.node.Loops;
import dl.run.node.Negate;
import dl.run.node.Node;
import dl.run.node.Overwriting;
import dl.run.node.Ownership;
import dl.run.node.Updating;
import dl.run.node.Variables;
import dl.run.value.Module;
import dl.run.value.Nil;
import dl.run.value.OpFunction;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Argument;
import dl.syntax.BinaryOperator;
import dl.syntax.Children;
import dl.syntax.ComparisonOperator;
import dl.syntax.Context;
import dl.syntax.Element;
import dl.syntax.Entry;
import dl.syntax.Expr;
import dl.syntax.FStringPart;
import dl.syntax.ImportName;
import dl.syntax.IndexItem;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns resolved syntax into executable nodes.
public final class Lowering {
    private static final Node NIL = new Node.Constant(Nil.NIL);

    private final Source source;
    private final Resolution resolution;
    private final Module module;
    private final Interpreter interpreter;
    private final VariableLowering variables;
    private final FunctionLowering functions;
    private final CallLowering calls;
    private final Effects effects;
    private final Overwritable overwritable;

    private Lowering(Source source, Program program, Resolution resolution, Module module, Interpreter interpreter) {
        this.source = source;
        this.resolution = resolution;
        this.module = module;
        this.interpreter = interpreter;
        this.variables = new VariableLowering(source, module, interpreter);
        this.functions = new FunctionLowering(source, resolution, variables, this);
        this.calls = new CallLowering(resolution, variables, functions, this);
        this.effects = new Effects(resolution, interpreter);
        this.overwritable = new Overwritable(program, resolution, interpreter, effects);
    }

    /// The node that runs a whole program; its value is that of the last statement.
    public static Node lower(Source source, Program program, Resolution resolution, Module module, Interpreter interpreter) {
        return new Lowering(source, program, resolution, module, interpreter).block(program.statements());
    }

    /// The program's `test` blocks in their order; they use the names of the module, which must have run before.
    public static List<TestBlock> tests(Source source, Program program, Resolution resolution, Module module, Interpreter interpreter) {
        Lowering lowering = new Lowering(source, program, resolution, module, interpreter);
        List<TestBlock> tests = new ArrayList<>();
        for (Stmt statement : program.statements()) {
            if (statement instanceof Stmt.TestDecl test) {
                tests.add(new TestBlock(test.title(), test.span(), lowering.expression(test.body()), resolution.code(test).slots()));
            }
        }
        return tests;
    }

    // ---- statements

    private Node block(List<Stmt> statements) {
        List<Node> nodes = new ArrayList<>(statements.size());
        List<Integer> cells = new ArrayList<>();
        for (Stmt statement : statements) {
            declared(statement).forEach(variable -> {
                if (variable.captured() && !variable.global()) {
                    cells.add(variable.slot());
                }
            });
        }
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.FunctionDecl fn) {
                nodes.add(Bind.let(Bind.name(variables.announced(resolution.declaration(fn))), functions.function(fn)));
            } else if (statement instanceof Stmt.LayerDecl layer) {
                nodes.add(Bind.let(Bind.name(variables.announced(resolution.declaration(layer))), functions.layer(layer)));
            }
        }
        for (Stmt statement : statements) {
            switch (statement) {
                case Stmt.FunctionDecl _, Stmt.LayerDecl _, Stmt.TestDecl _ -> nodes.add(NIL);
                default -> nodes.add(statement(statement));
            }
        }
        return new Control.Block(cells.stream().mapToInt(Integer::intValue).toArray(), nodes.toArray(new Node[0]));
    }

    /// The variables that a statement adds to its block.
    private List<Variable> declared(Stmt statement) {
        List<Variable> found = new ArrayList<>();
        switch (statement) {
            case Stmt.FunctionDecl fn -> found.add(resolution.declaration(fn));
            case Stmt.LayerDecl layer -> found.add(resolution.declaration(layer));
            case Stmt.Binding let -> collect(let.pattern(), found);
            case Stmt.Import _, Stmt.TestDecl _, Stmt.IndexBinding _, Stmt.Assign _, Stmt.Return _, Stmt.Break _,
                    Stmt.Continue _, Stmt.Throw _, Stmt.Assert _, Stmt.Expression _ -> { }
        }
        return found;
    }

    private void collect(Pattern pattern, List<Variable> found) {
        switch (pattern) {
            case Pattern.Name name -> {
                if (!name.name().equals("_")) {
                    found.add(resolution.declaration(name));
                }
            }
            case Pattern.Tuple tuple -> {
                tuple.elements().forEach(element -> collect(element, found));
                tuple.rest().ifPresent(rest -> collect(rest, found));
            }
            case Pattern.Fields fields -> {
                fields.fields().forEach(field -> collect(field.pattern(), found));
                fields.rest().ifPresent(rest -> collect(rest, found));
            }
        }
    }

    private Node statement(Stmt statement) {
        return switch (statement) {
            case Stmt.Binding let -> Bind.let(bind(let.pattern(), variables::announced),
                    let.type().map(type -> functions.checked(expression(let.value()), type, source.slice(let.pattern().span()), let.value().span())).orElseGet(() -> value(let)));
            case Stmt.Assign assign -> assign(assign);
            case Stmt.Import imported -> imported(imported);
            case Stmt.Return result -> new Control.Return(result.value().map(this::expression).orElse(NIL));
            case Stmt.Break _ -> new Loops.Break();
            case Stmt.Continue _ -> new Loops.Continue();
            case Stmt.Throw thrown -> new Control.Throw(expression(thrown.value()), site(thrown.span()));
            case Stmt.Assert assertion -> new Assertions.Assert(claim(assertion.condition()),
                    assertion.message().map(this::expression).orElse(NIL), site(assertion.condition().span()), source.slice(assertion.condition().span()));
            case Stmt.Expression expression -> expression(expression.value());
            case Stmt.FunctionDecl _, Stmt.LayerDecl _, Stmt.TestDecl _, Stmt.IndexBinding _ ->
                    throw new IllegalStateException("handled elsewhere: " + statement);
        };
    }

    private Node value(Stmt.Binding let) {
        Node value = expression(let.value());
        return overwritable.isBoundBy(let) ? new Overwriting(value) : value;
    }

    private Node imported(Stmt.Import imported) {
        List<Imports.Name> names = new ArrayList<>();
        for (ImportName name : imported.names()) {
            names.add(new Imports.Name(name.name(), variables.announced(resolution.declaration(name)), site(name.span())));
        }
        Optional<Variables.Target> whole = imported.names().isEmpty() ? Optional.of(variables.announced(resolution.declaration(imported))) : Optional.empty();
        return new Imports(imported.path(), imported.isFile(), source, whole, names, site(imported.pathSpan()));
    }

    // ---- variables

    /// The value of an expression for someone who keeps nothing of it, but computes `later` before using it.
    Node borrowed(Expr expr, List<Expr> later) {
        return effects.mayAssign(later) ? expression(expr) : borrowed(expr);
    }

    /// The value of an expression for someone who uses it at once and keeps nothing of it.
    Node borrowed(Expr expr) {
        if (unwrap(expr) instanceof Expr.Name name) {
            Reference reference = resolution.reference(name);
            Optional<Ownership> ownership = variables.ownership(reference);
            if (ownership.isPresent()) {
                return new Ownership.Borrowing(variables.plainRead(reference, name.name(), name.span()), ownership.get());
            }
        }
        return expression(expr);
    }

    Bind bind(Pattern pattern, java.util.function.Function<Variable, Variables.Target> target) {
        return switch (pattern) {
            case Pattern.Name name -> Bind.name(name.name().equals("_") ? Variables.Target.nowhere() : target.apply(resolution.declaration(name)));
            case Pattern.Tuple tuple -> Bind.tuple(tuple.elements().stream().map(element -> bind(element, target)).toArray(Bind[]::new),
                    tuple.rest().map(rest -> bind(rest, target)), site(tuple.span()));
            case Pattern.Fields fields -> Bind.fields(fields.fields().stream().map(Pattern.KeyPattern::key).toArray(String[]::new),
                    fields.fields().stream().map(field -> bind(field.pattern(), target)).toArray(Bind[]::new),
                    fields.rest().map(rest -> bind(rest, target)), site(fields.span()));
        };
    }

    // ---- assignment

    private Node assign(Stmt.Assign assign) {
        Expr target = unwrap(assign.target());
        Optional<Assignments.Combine> combine = assign.operator().map(operator -> new Assignments.Combine(operator, op(operator)));
        if (combine.isEmpty() && target instanceof Expr.Name name && updating(name, unwrap(assign.value())) instanceof Node update) {
            return update;
        }
        Node value = expression(assign.value());
        if (target instanceof Expr.Name name) {
            Reference reference = resolution.reference(name);
            Node whole = combine.isEmpty() ? value : Chain.around(Arithmetic.of(combine.get().operator(), combine.get().op(),
                    variables.read(reference, name.name(), name.span()), value, site(assign.span(), name.span(), assign.value().span())));
            return Variables.assign(variables.write(reference), whole);
        }
        if (target instanceof Expr.Tuple) {
            return Bind.let(into(target, assign.span()), value);
        }
        return new Assignments.Store(place(target), value, combine, site(assign.span(), target.span(), assign.value().span()));
    }

    /// `m = tree_map((m, g) -> ..., m, g)` for a state m; null where it is something else.
    private @Nullable Node updating(Expr.Name name, Expr value) {
        if (!(value instanceof Expr.Call call) || !onlyMapsTrees(call) || effects.mayAssign(call.arguments())
                || !(unwrap(call.arguments().get(1).value()) instanceof Expr.Name tree) || !tree.name().equals(name.name())) {
            return null;
        }
        Reference reference = resolution.reference(name);
        if (!(reference instanceof Reference.Field(Reference _, LayerFields.Field field)) || field.form() != LayerFields.Form.STATE) {
            return null;
        }
        return new Updating(variables.plainRead(reference, name.name(), name.span()), variables.ownership(reference).orElseThrow(), variables.write(reference),
                expression(call.arguments().getFirst().value()), function -> calls.treeMap(call, function));
    }

    boolean onlyMapsTrees(Expr.Call call) {
        return overwritable.onlyMapsTrees(call);
    }

    boolean mayAssign(List<Expr> parts) {
        return effects.mayAssign(parts);
    }

    private Bind into(Expr target, Span span) {
        return switch (unwrap(target)) {
            case Expr.Name name -> Bind.name(name.name().equals("_") ? Variables.Target.nowhere() : variables.write(resolution.reference(name)));
            case Expr.Tuple tuple -> Bind.tuple(tuple.elements().stream().map(element -> into(element, span)).toArray(Bind[]::new),
                    Optional.empty(), site(tuple.span()));
            case Expr other -> Assignments.into(place(other), site(span, other.span(), other.span()));
        };
    }

    private Assignments.Place place(Expr target) {
        List<Assignments.Step> steps = new ArrayList<>();
        Expr at = unwrap(target);
        while (true) {
            if (at instanceof Expr.Field field) {
                steps.addFirst(new Assignments.Step.Field(field.key(), site(field.keySpan(), field.target().span())));
                at = unwrap(field.target());
            } else if (at instanceof Expr.Index index) {
                steps.addFirst(new Assignments.Step.Index(items(index.items()), site(index.span(), index.target().span())));
                at = unwrap(index.target());
            } else {
                break;
            }
        }
        Site rootSite = site(at.span());
        Assignments.Root root;
        if (at instanceof Expr.Name name) {
            Reference reference = resolution.reference(name);
            boolean assignable = switch (reference) {
                case Reference.Local(Variable variable) -> variable.assignable();
                case Reference.Captured(int _, Variable variable) -> variable.assignable();
                case Reference.Global(Variable variable) -> variable.assignable();
                case Reference.Field(Reference _, LayerFields.Field field) -> field.form() == LayerFields.Form.STATE;
                case Reference.Late _, Reference.Builtin _ -> false;
            };
            root = new Assignments.Root(variables.plainRead(reference, name.name(), name.span()), assignable ? variables.write(reference) : Variables.Target.nowhere(),
                    assignable, assignable ? variables.ownership(reference) : Optional.empty(), name.name(), rootSite);
        } else {
            root = new Assignments.Root(expression(at), Variables.Target.nowhere(), false, Optional.empty(), source.slice(at.span()), rootSite);
        }
        return new Assignments.Place(root, steps.toArray(new Assignments.Step[0]));
    }

    // ---- expressions

    Node expression(Expr expr) {
        return switch (expr) {
            case Expr.IntLiteral literal -> new Node.Constant(literal.value());
            case Expr.FloatLiteral literal -> new Node.Constant(literal.value());
            case Expr.ImaginaryLiteral literal -> new Node.Constant(dl.tensor.Tensor.number(0, literal.value()));
            case Expr.BoolLiteral literal -> new Node.Constant(literal.value());
            case Expr.StringLiteral literal -> new Node.Constant(literal.value());
            case Expr.NilLiteral _ -> NIL;
            case Expr.FString text -> fstring(text);
            case Expr.Name name -> variables.read(resolution.reference(name), name.name(), name.span());
            case Expr.Paren paren -> expression(paren.inner());
            case Expr.Tuple tuple -> new Literals.Tuple(nodes(tuple.elements()));
            case Expr.Bracket bracket -> bracket(bracket);
            case Expr.RecordLiteral literal -> record(literal);
            case Expr.Field field -> field(field);
            case Expr.Call call -> calls.call(call);
            case Expr.Index index -> index(index);
            case Expr.Negate negate -> negate(negate);
            case Expr.Not not -> new Control.Not(expression(not.operand()), site(not.operand().span()));
            case Expr.Binary _, Expr.Logical _, Expr.Pipe _ -> leftDeep(expr);
            case Expr.Comparison comparison -> comparison(comparison);
            case Expr.Range range -> new Control.Range(expression(range.from()), expression(range.to()), range.inclusive(),
                    site(range.span(), range.from().span(), range.to().span()));
            case Expr.Lambda lambda -> functions.make(lambda, "<lambda>", functions.header("<lambda>", lambda.span(), lambda.body().span()).replaceFirst("\\s*->$", ""), "",
                    lambda.parameters(), Optional.empty(), lambda.body(), lambda.span(), false);
            case Expr.If conditional -> new Control.If(
                    conditional.branches().stream().map(branch -> condition(branch.condition())).toArray(Control.Condition[]::new),
                    conditional.branches().stream().map(branch -> expression(branch.body())).toArray(Node[]::new),
                    conditional.otherwise().map(this::expression).orElse(NIL));
            case Expr.For loop -> {
                Node iterable = expression(loop.iterable());
                int first = variables.mentionCount();
                Bind target = bind(loop.pattern(), variables::fresh);
                Node body = expression(loop.body());
                yield new Loops.For(target, iterable, body, site(loop.iterable().span()), variables.mentionsSince(first));
            }
            case Expr.While loop -> {
                int first = variables.mentionCount();
                Control.Condition condition = condition(loop.condition());
                Node body = expression(loop.body());
                yield new Loops.While(condition, body, variables.mentionsSince(first));
            }
            case Expr.With with -> new Contexts(with.contexts().stream().map(this::context).toArray(Contexts.Head[]::new), expression(with.body()));
            case Expr.Try attempt -> new Control.Try(expression(attempt.body()),
                    attempt.name().equals("_") ? Variables.Target.nowhere() : variables.fresh(resolution.declaration(attempt)), expression(attempt.handler()));
            case Expr.Block block -> block(block.statements());
        };
    }

    /// Fields whose value is made anew, so that reading them keeps nothing of the tensor.
    private static boolean isTensorField(String key) {
        return key.equals("shape") || key.equals("size") || key.equals("rank") || key.equals("dtype");
    }

    private Node field(Expr.Field field) {
        Site site = site(field.keySpan(), field.target().span());
        if (isTensorField(field.key())) {
            return new Fields.Get(borrowed(field.target()), field.key(), Optional.empty(), site);
        }
        Optional<Ownership> owner = owner(field.target());
        if (owner.isPresent() && effects.mayAssign(indices(field.target()))) {
            return new Assignments.Read(place(field), owner.get());
        }
        Node target = owner.isPresent() ? path(field.target()) : expression(field.target());
        return new Fields.Get(target, field.key(), owner, site);
    }

    /// The claims of the variable that a path of fields and indices begins with.
    private Optional<Ownership> owner(Expr path) {
        Expr root = unwrap(path);
        while (root instanceof Expr.Index || root instanceof Expr.Field) {
            root = unwrap(root instanceof Expr.Index inner ? inner.target() : ((Expr.Field) root).target());
        }
        return root instanceof Expr.Name name ? variables.ownership(resolution.reference(name)) : Optional.empty();
    }

    /// `x[i].y[j]`: the variable at the root of the path is only borrowed, and what comes out of it is settled once.
    private Node index(Expr.Index index) {
        Optional<Ownership> owner = owner(index.target());
        if (owner.isPresent() && effects.mayAssign(indices(index))) {
            return new Assignments.Read(place(index), owner.get());
        }
        Node target = owner.isPresent() ? path(index.target()) : expression(index.target());
        return new Indexing.Get(target, items(index.items()), owner, site(index.span(), index.target().span()));
    }

    /// All that is computed on a path of fields and indices.
    private static List<Expr> indices(Expr path) {
        List<Expr> found = new ArrayList<>();
        Expr at = unwrap(path);
        while (at instanceof Expr.Index || at instanceof Expr.Field) {
            if (at instanceof Expr.Index index) {
                index.items().forEach(item -> Children.of(item).forEach(child -> found.add((Expr) child)));
            }
            at = unwrap(at instanceof Expr.Index index ? index.target() : ((Expr.Field) at).target());
        }
        return found;
    }

    /// A path to a part of a variable, without settling: the whole path is.
    private Node path(Expr expr) {
        return switch (unwrap(expr)) {
            case Expr.Index index -> new Indexing.Get(path(index.target()), items(index.items()), Optional.empty(), site(index.span(), index.target().span()));
            case Expr.Field field -> new Fields.Get(path(field.target()), field.key(), Optional.empty(), site(field.keySpan(), field.target().span()));
            case Expr.Name name -> variables.plainRead(resolution.reference(name), name.name(), name.span());
            default -> expression(expr);
        };
    }

    private Node[] nodes(List<Expr> expressions) {
        return expressions.stream().map(this::expression).toArray(Node[]::new);
    }

    private Control.Condition condition(Expr expr) {
        return new Control.Condition(expression(expr), site(expr.span()));
    }

    /// The condition of an assertion, taken apart as far as its values are worth telling.
    private Assertions.Claim claim(Expr expr) {
        Expr inner = unwrap(expr);
        if (inner instanceof Expr.Comparison comparison) {
            return compared(comparison, false);
        }
        if (inner instanceof Expr.Logical logical && logical.isAnd()) {
            return new Assertions.Both(claim(logical.left()), claim(logical.right()));
        }
        if (inner instanceof Expr.Call call && call.callee() instanceof Expr.Name name
                && variables.read(resolution.reference(name), name.name(), name.span()) instanceof Node.Constant constant
                && constant.value() instanceof OpFunction function && EXPLAINED.contains(function.name())
                && call.arguments().stream().noneMatch(argument -> argument instanceof Argument.Spread)) {
            boolean mask = function.name().equals("all") && call.arguments().size() == 1;
            if (mask && call.arguments().getFirst() instanceof Argument.Positional(Span _, Expr value) && unwrap(value) instanceof Expr.Comparison comparison) {
                return compared(comparison, true);
            }
            return new Assertions.Call(function, calls.arguments(call.arguments()), site(call.span()));
        }
        return new Assertions.Plain(expression(expr), site(expr.span()));
    }

    /// The functions of two tensors or a mask whose failure says where.
    private static final java.util.Set<String> EXPLAINED = java.util.Set.of("same", "close", "all");

    private Assertions.Claim compared(Expr.Comparison comparison, boolean all) {
        List<Expr> operands = comparison.operands();
        Site[] sites = new Site[comparison.operators().size()];
        for (int i = 0; i < sites.length; i++) {
            Span left = operands.get(i).span();
            Span right = operands.get(i + 1).span();
            sites[i] = site(left.to(right), left, right);
        }
        Node[] nodes = new Node[operands.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = borrowed(operands.get(i), operands.subList(i + 1, nodes.length));
        }
        return new Assertions.Compare(comparison.operators().toArray(new ComparisonOperator[0]), nodes, sites, all);
    }

    private Node negate(Expr.Negate negate) {
        Node operand = expression(negate.operand());
        if (operand instanceof Node.Constant constant && constant.value() instanceof Double number) {
            return new Node.Constant(-number);
        }
        if (operand instanceof Node.Constant constant && constant.value() instanceof Long number && number != Long.MIN_VALUE) {
            return new Node.Constant(-number);
        }
        return Chain.around(new Negate(Ops.NEGATE, operand, site(negate.span(), negate.operand().span())));
    }

    /// Long chains of operators and pipes lean to the left and are lowered without recursion.
    private Node leftDeep(Expr expr) {
        List<Expr> chain = new ArrayList<>();
        Expr at = expr;
        while (at instanceof Expr.Binary || at instanceof Expr.Logical || at instanceof Expr.Pipe) {
            chain.add(at);
            at = switch (at) {
                case Expr.Binary binary -> binary.left();
                case Expr.Logical logical -> logical.left();
                case Expr.Pipe pipe -> pipe.left();
                default -> throw new IllegalStateException();
            };
        }
        Node left = chain.getLast() instanceof Expr.Binary first ? borrowed(at, List.of(first.right())) : expression(at);
        for (int i = chain.size() - 1; i >= 0; i--) {
            left = switch (chain.get(i)) {
                case Expr.Binary binary -> Chain.around(Arithmetic.of(binary.operator(), op(binary.operator()), left, borrowed(binary.right()),
                        site(binary.span(), binary.left().span(), binary.right().span())));
                case Expr.Logical logical -> new Control.Logical(logical.isAnd(), new Control.Condition(left, site(logical.left().span())), condition(logical.right()));
                case Expr.Pipe pipe -> calls.pipe(pipe, left);
                default -> throw new IllegalStateException();
            };
        }
        return left;
    }

    private static Op op(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Ops.ADD;
            case SUBTRACT -> Ops.SUBTRACT;
            case MULTIPLY -> Ops.MULTIPLY;
            case DIVIDE -> Ops.DIVIDE;
            case FLOOR_DIVIDE -> Ops.FLOOR_DIVIDE;
            case REMAINDER -> Ops.REMAINDER;
            case MATMUL -> Ops.MATMUL;
            case POWER -> Ops.POWER;
            case AND -> Ops.LOGICAL_AND;
            case OR -> Ops.LOGICAL_OR;
        };
    }

    private Node comparison(Expr.Comparison comparison) {
        List<Expr> operands = comparison.operands();
        int count = comparison.operators().size();
        Site[] sites = new Site[count];
        for (int i = 0; i < count; i++) {
            Span left = operands.get(i).span();
            Span right = operands.get(i + 1).span();
            sites[i] = site(left.to(right), left, right);
        }
        if (count == 1) {
            return Chain.around(new Comparisons.Pair(
                    comparison.operators().getFirst(), borrowed(operands.get(0), operands.subList(1, 2)), borrowed(operands.get(1)), sites[0]));
        }
        return new Comparisons.Chain(comparison.operators().toArray(new ComparisonOperator[0]), nodes(operands), sites);
    }

    private Node fstring(Expr.FString text) {
        return new Literals.FString(text.parts().stream().map(part -> switch (part) {
            case FStringPart.Text(Span span, String plain) -> new Literals.FString.Part(plain, Optional.empty(), "", site(span));
            case FStringPart.Hole(Span span, Expr value, String spec) -> new Literals.FString.Part("", Optional.of(expression(value)), spec, site(span));
        }).toArray(Literals.FString.Part[]::new));
    }

    private Node bracket(Expr.Bracket bracket) {
        Literals.Element[] elements = bracket.elements().stream().map(this::element).toArray(Literals.Element[]::new);
        return new Literals.Bracket(elements, site(bracket.span()));
    }

    private Literals.Element element(Element element) {
        return new Literals.Element(expression(element.value()), element.spread(), unwrap(element.value()) instanceof Expr.Bracket, site(element.value().span()));
    }

    private Node record(Expr.RecordLiteral literal) {
        return new Literals.Record(literal.entries().stream().map(entry -> switch (entry) {
            case Entry.Keyed(Span span, String key, Expr value) -> new Literals.Record.Entry(key, false, expression(value), site(span));
            case Entry.Spread(Span span, Expr value) -> new Literals.Record.Entry("", true, expression(value), site(span));
        }).toArray(Literals.Record.Entry[]::new));
    }

    private Indexing.Item[] items(List<IndexItem> items) {
        return items.stream().map(item -> switch (item) {
            case IndexItem.At(Span span, Expr.Name name) when (name.name().equals("None") || name.name().equals("newaxis")) && resolution.visible(name).isEmpty() ->
                    new Indexing.Item.NewAxis(site(span));
            case IndexItem.At(Span span, Expr value) -> new Indexing.Item.At(expression(value), site(span));
            case IndexItem.Slice(Span span, var start, var stop, var step) ->
                    new Indexing.Item.Slice(start.map(this::expression), stop.map(this::expression), step.map(this::expression), site(span));
            case IndexItem.Ellipsis(Span span) -> new Indexing.Item.Ellipsis(site(span));
        }).toArray(Indexing.Item[]::new);
    }

    private Contexts.Head context(Context context) {
        return new Contexts.Head(context.name(), context.arguments().stream().map(argument -> expression(argument.value())).toArray(Node[]::new), site(context.span()));
    }

    // ---- places

    Site site(Span span, Span... operands) {
        return new Site(source, span, Arrays.asList(operands));
    }

    static Expr unwrap(Expr expr) {
        Expr inner = expr;
        while (inner instanceof Expr.Paren paren) {
            inner = paren.inner();
        }
        return inner;
    }
}

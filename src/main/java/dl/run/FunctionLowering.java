package dl.run;

import dl.check.Code;
import dl.check.LayerFields;
import dl.check.Reference;
import dl.check.Resolution;
import dl.check.Variable;
import dl.run.node.Annotations;
import dl.run.node.Bind;
import dl.run.node.Control;
import dl.run.node.Fields;
import dl.run.node.Functions;
import dl.run.node.Mention;
import dl.run.node.Node;
import dl.run.node.Variables;
import dl.run.value.FunctionCode;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Expr;
import dl.syntax.LayerItem;
import dl.syntax.Parameter;
import dl.syntax.Parameters;
import dl.syntax.Pattern;
import dl.syntax.SizeExpr;
import dl.syntax.Stmt;
import dl.syntax.TypeExpr;
import dl.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lowers functions and layers: what their frames look like, how arguments come in, what annotations check.
final class FunctionLowering {
    private final Source source;
    private final Resolution resolution;
    private final VariableLowering variables;
    private final Lowering lowering;
    /// The name of the function being lowered, for the list of calls in errors; empty at the top.
    private String inside = "";

    FunctionLowering(Source source, Resolution resolution, VariableLowering variables, Lowering lowering) {
        this.source = source;
        this.resolution = resolution;
        this.variables = variables;
        this.lowering = lowering;
    }

    String inside() {
        return inside;
    }

    Node function(Stmt.FunctionDecl fn) {
        return make(fn, fn.name(), header(fn.name(), fn.nameSpan(), fn.body().span()), fn.doc(), fn.parameters(), fn.result(), fn.body(), fn.nameSpan(), false);
    }

    /// The header as written, on one line: `mse(prediction, target)`.
    String header(String name, Span nameSpan, Span body) {
        String text = source.text().substring(nameSpan.start(), body.start()).strip();
        String cut = text.endsWith("=") ? text.substring(0, text.length() - 1).strip() : text;
        return cut.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(name);
    }

    Node make(Object node, String name, String header, String doc, Parameters parameters, Optional<TypeExpr> result, Expr body, Span span,
            boolean method) {
        Code facts = resolution.code(node);
        FunctionCode lowered = variables.inFunction(() -> {
            FunctionCode code = code(facts, name, header, doc, parameters, span, method);
            String outside = inside;
            inside = name;
            finish(code, facts, parameters, result, body, method);
            inside = outside;
            return code;
        });
        return new Functions.Make(lowered, captures(facts));
    }

    private FunctionCode code(Code facts, String name, String header, String doc, Parameters parameters, Span span, boolean method) {
        List<Integer> captured = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (method && isCapturedSelf(facts)) {
            captured.add(0);
        }
        for (Parameter.Positional positional : parameters.positional()) {
            boolean plain = positional.pattern() instanceof Pattern.Name named && !named.name().equals("_");
            names.add(plain ? ((Pattern.Name) positional.pattern()).name() : "_");
            if (plain && resolution.declaration(positional.pattern()).captured()) {
                captured.add(resolution.declaration(positional.pattern()).slot());
            }
        }
        parameters.rest().map(resolution::declaration).filter(Variable::captured).ifPresent(variable -> captured.add(variable.slot()));
        List<FunctionCode.Named> named = new ArrayList<>();
        for (Parameter.Named parameter : parameters.named()) {
            Variable variable = resolution.declaration(parameter);
            if (variable.captured()) {
                captured.add(variable.slot());
            }
            named.add(new FunctionCode.Named(parameter.name(), parameter.defaultValue().map(lowering::expression)));
        }
        return new FunctionCode(name, header, doc, site(span), method, names, parameters.rest().map(Parameter.Rest::name), named,
                facts.slots(), captured.stream().mapToInt(Integer::intValue).toArray());
    }

    private boolean isCapturedSelf(Code facts) {
        return resolution.selfOf(facts).filter(Variable::captured).isPresent();
    }

    /// Gives a function its checks and its body.
    private void finish(FunctionCode code, Code facts, Parameters parameters, Optional<TypeExpr> result, Expr body, boolean method) {
        Node value = lowering.expression(body);
        if (result.isPresent()) {
            TypeExpr type = result.get();
            value = new Annotations.Value(value, type(type), Annotations.Of.RESULT, "the result of " + code.name(), new int[0], site(body.span()), site(type.span()));
        }
        Mention[] touched = variables.mentionsSince(0);
        code.body(intake(parameters, facts, method), value, touched);
    }

    /// What there is to do with the arguments before the body runs.
    private FunctionCode.Intake intake(Parameters parameters, Code facts, boolean method) {
        int[] shared = resolution.sizes(facts).stream().filter(Variable::captured).mapToInt(Variable::slot).toArray();
        Optional<Annotations.Parameters> checks = variables.inAnnotation(() -> annotated(parameters, facts, method));
        return new FunctionCode.Intake(checks, shared.length == 0 ? Optional.empty() : Optional.of(new Annotations.ShareSizes(shared)),
                patterns(parameters, method ? 1 : 0), defaultsSeeMore(parameters));
    }

    /// Whether a default mentions more than the parameters: a size, or a name in a pattern.
    private boolean defaultsSeeMore(Parameters parameters) {
        List<Variable> plain = new ArrayList<>();
        parameters.positional().stream().map(Parameter.Positional::pattern).filter(Pattern.Name.class::isInstance)
                .filter(pattern -> !((Pattern.Name) pattern).name().equals("_")).forEach(pattern -> plain.add(resolution.declaration(pattern)));
        parameters.rest().ifPresent(rest -> plain.add(resolution.declaration(rest)));
        parameters.named().forEach(named -> plain.add(resolution.declaration(named)));
        return parameters.named().stream().flatMap(named -> named.defaultValue().stream()).anyMatch(value -> mentionsOther(value, plain));
    }

    private boolean mentionsOther(dl.syntax.Node node, List<Variable> plain) {
        if (node instanceof Expr.Name name) {
            return switch (resolution.reference(name)) {
                case Reference.Local(Variable variable) -> !plain.contains(variable);
                case Reference.Captured(int _, Variable variable) -> !plain.contains(variable);
                case Reference.Global _, Reference.Late _, Reference.Builtin _, Reference.Field _ -> false;
            };
        }
        return dl.syntax.Children.of(node).stream().anyMatch(child -> mentionsOther(child, plain));
    }

    Node checked(Node value, TypeExpr type, String what, Span span) {
        int[] own = resolution.sizesIn(type).stream().mapToInt(Variable::slot).toArray();
        for (int slot : own) {
            variables.mentioned(slot, type);
        }
        return new Annotations.Value(value, type(type), Annotations.Of.VARIABLE, "'" + what + "'", own, site(span), site(type.span()));
    }

    /// The check of the annotated parameters, if there is anything to check or to bind.
    private Optional<Annotations.Parameters> annotated(Parameters parameters, Code facts, boolean method) {
        List<Annotations.Parameter> checked = new ArrayList<>();
        int first = method ? 1 : 0;
        for (int i = 0; i < parameters.positional().size(); i++) {
            Parameter.Positional positional = parameters.positional().get(i);
            if (positional.type().isPresent()) {
                checked.add(new Annotations.Parameter(source.slice(positional.pattern().span()), first + i, i, type(positional.type().get()), false, site(positional.span())));
            }
        }
        for (Parameter.Named named : parameters.named()) {
            if (named.type().isPresent()) {
                boolean acceptsNil = named.defaultValue().filter(Expr.NilLiteral.class::isInstance).isPresent();
                checked.add(new Annotations.Parameter(named.name(), resolution.declaration(named).slot(), -1, type(named.type().get()), acceptsNil, site(named.span())));
            }
        }
        int[] sizes = resolution.sizes(facts).stream().mapToInt(Variable::slot).toArray();
        return checked.isEmpty() && sizes.length == 0 ? Optional.empty()
                : Optional.of(new Annotations.Parameters(checked.toArray(new Annotations.Parameter[0]), sizes));
    }

    private Annotations.Type type(TypeExpr type) {
        String text = source.slice(type.span());
        return switch (type) {
            case TypeExpr.Named named -> element(named.name()).isPresent() || named.name().equals("f")
                    ? new Annotations.Type.OfTensor(text, element(named.name()), named.name().equals("f"), new Annotations.Size[0], 0, -1)
                    : new Annotations.Type.Plain(named.name());
            case TypeExpr.Tuple tuple -> new Annotations.Type.OfTuple(text, tuple.elements().stream().map(this::type).toArray(Annotations.Type[]::new));
            case TypeExpr.Tensor tensor -> {
                List<Annotations.Size> sizes = new ArrayList<>();
                int rest = -1;
                int restSlot = -1;
                for (SizeExpr size : tensor.sizes()) {
                    switch (size) {
                        case SizeExpr.Rest each -> {
                            rest = sizes.size();
                            restSlot = each.name().isPresent() ? ((Reference.Local) resolution.reference(each)).variable().slot() : -1;
                        }
                        case SizeExpr.Of(Span _, Expr value) -> sizes.add(size(value));
                    }
                }
                yield new Annotations.Type.OfTensor(text, tensor.elementType().flatMap(name -> name.equals("bool") ? Optional.of(DType.BOOL) : element(name)), tensor.elementType().filter("f"::equals).isPresent(),
                        sizes.toArray(new Annotations.Size[0]), rest, restSlot);
            }
        };
    }

    /// An element type that alone, without brackets, means a tensor of any shape; `bool` alone is a kind of value.
    private static Optional<DType> element(String name) {
        return switch (name) {
            case "f32" -> Optional.of(DType.F32);
            case "f64" -> Optional.of(DType.F64);
            case "i64" -> Optional.of(DType.I64);
            case "c128" -> Optional.of(DType.C128);
            default -> Optional.empty();
        };
    }

    private Annotations.Size size(Expr value) {
        return switch (value) {
            case Expr.Name name when name.name().equals("_") -> new Annotations.Size.Any();
            case Expr.IntLiteral literal -> new Annotations.Size.Exactly(literal.value());
            case Expr.Name name when resolution.reference(name) instanceof Reference.Local(Variable variable) && variable.form() == Variable.Form.SIZE ->
                    variables.mentioned(variable.slot(), new Annotations.Size.Named(name.name(), variable.slot()));
            default -> {
                List<Integer> unknowns = new ArrayList<>();
                collectSizes(value, unknowns);
                Node node = lowering.expression(value);
                yield new Annotations.Size.Computed(source.slice(value.span()), node, unknowns.stream().mapToInt(Integer::intValue).toArray());
            }
        };
    }

    private void collectSizes(Expr value, List<Integer> slots) {
        switch (value) {
            case Expr.Name name -> {
                if (resolution.reference(name) instanceof Reference.Local(Variable variable) && variable.form() == Variable.Form.SIZE) {
                    slots.add(variable.slot());
                }
            }
            case Expr.Paren paren -> collectSizes(paren.inner(), slots);
            case Expr.Negate negate -> collectSizes(negate.operand(), slots);
            case Expr.Binary binary -> {
                collectSizes(binary.left(), slots);
                collectSizes(binary.right(), slots);
            }
            default -> { }
        }
    }

    /// Takes apart the parameters that are patterns.
    private Optional<Node> patterns(Parameters parameters, int first) {
        List<Integer> slots = new ArrayList<>();
        List<Bind> targets = new ArrayList<>();
        for (int i = 0; i < parameters.positional().size(); i++) {
            Pattern pattern = parameters.positional().get(i).pattern();
            if (!(pattern instanceof Pattern.Name)) {
                slots.add(first + i);
                targets.add(lowering.bind(pattern, variables::fresh));
            }
        }
        return slots.isEmpty() ? Optional.empty()
                : Optional.of(new Bind.Prologue(slots.stream().mapToInt(Integer::intValue).toArray(), targets.toArray(new Bind[0])));
    }

    private Functions.Source[] captures(Code facts) {
        return facts.captures().stream().map(capture -> switch (capture.from()) {
            case Reference.Local(Variable variable) -> new Functions.Source(true, variable.slot());
            case Reference.Captured(int index, Variable _) -> new Functions.Source(false, index);
            case Reference.Global _, Reference.Late _, Reference.Builtin _, Reference.Field _ -> throw new IllegalStateException();
        }).toArray(Functions.Source[]::new);
    }

    Node layer(Stmt.LayerDecl layer) {
        LayerFields fields = resolution.layer(layer);
        Code facts = resolution.code(layer);
        Parameters parameters = layer.parameters();
        String outside = inside;
        inside = layer.name();
        String text = source.text().substring(layer.nameSpan().start(), layer.span().end());
        String header = text.substring(0, text.indexOf('{') < 0 ? text.length() : text.indexOf('{')).strip();
        FunctionCode constructor = code(facts, layer.name(), header, layer.doc(), parameters, layer.nameSpan(), true);
        List<Variable> given = new ArrayList<>();
        parameters.positional().forEach(positional -> given.add(resolution.declaration(positional.pattern())));
        parameters.rest().ifPresent(rest -> given.add(resolution.declaration(rest)));
        parameters.named().forEach(named -> given.add(resolution.declaration(named)));
        int[] slots = new int[given.size()];
        boolean[] shared = new boolean[given.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = given.get(i).slot();
            shared[i] = given.get(i).captured();
        }
        Node self = selfNode(facts);
        List<Node> items = new ArrayList<>();
        Map<String, Functions.Method> methods = new LinkedHashMap<>();
        for (LayerItem item : layer.items()) {
            switch (item) {
                case LayerItem.Field field -> {
                    int index = fields.find(field.name()).orElseThrow().index();
                    Variables.Target target = switch (field.kind()) {
                        case PARAM -> Fields.parameter(self, index, field.name(), site(field.value().span()));
                        case STATE, LET -> Fields.intoSelf(self, index, field.kind() == LayerItem.FieldKind.STATE);
                    };
                    Node value = lowering.expression(field.value());
                    items.add(Bind.let(Bind.name(target), field.type().map(type -> checked(value, type, field.name(), field.value().span())).orElse(value)));
                }
                case LayerItem.Method(Span _, Stmt.FunctionDecl function) -> {
                    Code methodFacts = resolution.code(function);
                    String name = layer.name() + "." + function.name();
                    FunctionCode lowered = variables.inFunction(() -> {
                        FunctionCode code = code(methodFacts, name, header(function.name(), function.nameSpan(), function.body().span()),
                                function.doc(), function.parameters(), function.nameSpan(), true);
                        inside = name;
                        finish(code, methodFacts, function.parameters(), function.result(), function.body(), true);
                        inside = layer.name();
                        return code;
                    });
                    methods.put(function.name(), new Functions.Method(lowered, captures(methodFacts)));
                }
            }
        }
        constructor.body(intake(parameters, facts, true), new Functions.Construct(slots, shared, items.toArray(new Node[0])), new Mention[0]);
        inside = outside;
        return new Functions.MakeLayer(layer.name(), layer.doc(), fields.all(), new Functions.Method(constructor, captures(facts)), methods);
    }

    private Node selfNode(Code facts) {
        Variable self = resolution.selfOf(facts).orElseThrow();
        return variables.read(new Reference.Local(self), "self", self.span());
    }

    private Site site(Span span) {
        return Site.of(source, span);
    }
}

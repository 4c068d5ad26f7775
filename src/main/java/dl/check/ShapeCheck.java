package dl.check;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.Ops;
import dl.op.Parameter;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Argument;
import dl.syntax.BinaryOperator;
import dl.syntax.Children;
import dl.syntax.Element;
import dl.syntax.Expr;
import dl.syntax.Node;
import dl.syntax.Pattern;
import dl.syntax.Program;
import dl.syntax.Stmt;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows shapes that the text itself gives (literals, `zeros(2, 3)`, what is computed from these and bound by `let`)
/// through the operations' own shape rules, and reports where they cannot match.
///
/// What it cannot follow has no type here, and nothing is said about it.
final class ShapeCheck {
    private final Source source;
    private final Resolution resolution;
    private final List<Finding> findings;
    private final Map<Variable, Expr> bound = new IdentityHashMap<>();
    private final Map<Expr, Optional<Type.Tensor>> types = new IdentityHashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final AnnotationCheck annotations;

    ShapeCheck(Source source, Resolution resolution, List<Finding> findings) {
        this.source = source;
        this.resolution = resolution;
        this.findings = findings;
        this.annotations = new AnnotationCheck(source, resolution, findings);
    }

    void run(Program program) {
        collect(program);
        visit(program);
    }

    private void collect(Node node) {
        if (node instanceof Stmt.Binding(Span _, boolean mutable, Pattern.Name name, var _, Expr value, String _) && !mutable) {
            resolution.declared(name).ifPresent(variable -> bound.put(variable, value));
        }
        if (node instanceof Stmt.FunctionDecl fn) {
            annotations.define(fn);
        }
        Children.of(node).forEach(this::collect);
    }

    private void visit(Node node) {
        // what stands in a try is expected to fail
        if (node instanceof Expr.Try attempt) {
            visit(attempt.handler());
            return;
        }
        // the call right of a pipe is none without the left side
        if (node instanceof Expr.Pipe pipe && pipe.right() instanceof Expr.Call call) {
            visit(pipe.left());
            visit(call.callee());
            call.arguments().forEach(this::visit);
            type(pipe);
            return;
        }
        Children.of(node).forEach(this::visit);
        if (node instanceof Expr expr) {
            type(expr);
            if (expr instanceof Expr.Call call) {
                annotations.check(call, this::type);
            }
        }
    }

    // ---- types

    private Optional<Type.Tensor> type(Expr expr) {
        Optional<Type.Tensor> known = types.get(expr);
        if (known == null) {
            // a name that is bound to itself has no type
            types.put(expr, Optional.empty());
            known = infer(expr);
            types.put(expr, known);
        }
        return known;
    }

    private Optional<Type.Tensor> infer(Expr expr) {
        return switch (expr) {
            case Expr.IntLiteral _, Expr.FloatLiteral _, Expr.BoolLiteral _ -> Optional.of(Type.tensor(Sizes.of()));
            case Expr.Paren paren -> type(paren.inner());
            case Expr.Name name -> value(name).flatMap(this::type);
            case Expr.Negate negate -> type(negate.operand());
            case Expr.Bracket bracket -> bracket(bracket);
            case Expr.Binary binary -> operator(binary.operator()).flatMap(op -> type(binary.left()).flatMap(left -> type(binary.right())
                    .flatMap(right -> apply(op, binary.span(), List.of(left, right), List.of(binary.left().span(), binary.right().span()), op.signature().defaults()))));
            case Expr.Field field when field.key().equals("T") -> type(field.target()).flatMap(ShapeCheck::transposed);
            case Expr.Call call -> switch (call.callee()) {
                case Expr.Name name -> op(name).flatMap(op -> call(op, call, Optional.empty()));
                case Expr.Field field -> op(field).flatMap(op -> type(field.target()).isEmpty() ? Optional.empty() : call(op, call, Optional.of(field.target())));
                default -> Optional.empty();
            };
            case Expr.Pipe pipe -> pipe.right() instanceof Expr.Name name ? op(name).flatMap(op -> call(op, new Expr.Call(pipe.span(), name, List.of()), Optional.of(pipe.left())))
                    : pipe.right() instanceof Expr.Call call && call.callee() instanceof Expr.Name name
                            ? op(name).flatMap(op -> call(op, new Expr.Call(pipe.span(), name, call.arguments()), Optional.of(pipe.left()))) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// What a `let` gave a name.
    private Optional<Expr> value(Expr.Name name) {
        return resolution.visible(name).flatMap(reference -> switch (reference) {
            case Reference.Local(Variable variable) -> Optional.ofNullable(bound.get(variable));
            case Reference.Captured(int _, Variable variable) -> Optional.ofNullable(bound.get(variable));
            case Reference.Global(Variable variable) -> Optional.ofNullable(bound.get(variable));
            case Reference.Late _, Reference.Builtin _, Reference.Field _ -> Optional.empty();
        });
    }

    private Optional<Op> op(Object name) {
        return resolution.visible(name).flatMap(reference -> reference instanceof Reference.Builtin(String builtin) ? Ops.find(builtin) : Optional.empty());
    }

    /// Brackets of numbers, and of brackets of one shape: what else they hold is known only when they run.
    private Optional<Type.Tensor> bracket(Expr.Bracket bracket) {
        List<Dim> inner = null;
        for (Element element : bracket.elements()) {
            if (element.spread() || !(element.value() instanceof Expr.IntLiteral || element.value() instanceof Expr.FloatLiteral
                    || element.value() instanceof Expr.BoolLiteral || element.value() instanceof Expr.Negate || element.value() instanceof Expr.Bracket)) {
                return Optional.empty();
            }
            Optional<Type.Tensor> type = type(element.value());
            if (type.isEmpty() || !type.get().sizes().ranked() || inner != null && !inner.equals(type.get().sizes().axes())) {
                return Optional.empty();
            }
            inner = type.get().sizes().axes();
        }
        if (inner == null) {
            return Optional.empty();
        }
        List<Dim> axes = new ArrayList<>(List.of(Dim.of(bracket.elements().size())));
        axes.addAll(inner);
        return Optional.of(Type.tensor(Sizes.of(axes)));
    }

    private static Optional<Type.Tensor> transposed(Type.Tensor type) {
        return type.sizes().ranked() && type.sizes().axes().size() == 2
                ? Optional.of(new Type.Tensor(type.element(), Sizes.of(type.sizes().axes().reversed()))) : Optional.empty();
    }

    private static Optional<Op> operator(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Ops.find("add");
            case SUBTRACT -> Ops.find("subtract");
            case MULTIPLY -> Ops.find("multiply");
            case DIVIDE -> Ops.find("divide");
            case MATMUL -> Ops.find("matmul");
            case FLOOR_DIVIDE, REMAINDER, POWER, AND, OR -> Optional.empty();
        };
    }

    // ---- calls

    private Optional<Type.Tensor> call(Op op, Expr.Call call, Optional<Expr> first) {
        List<Expr> positional = new ArrayList<>(first.stream().toList());
        Map<String, Expr> named = new java.util.HashMap<>();
        for (Argument argument : call.arguments()) {
            switch (argument) {
                case Argument.Positional given -> positional.add(given.value());
                case Argument.Named given -> named.put(given.name(), given.value());
                case Argument.Spread _ -> {
                    return Optional.empty();
                }
            }
        }
        List<Type.Tensor> inputs = new ArrayList<>();
        List<Span> places = new ArrayList<>();
        List<Object> attributes = new ArrayList<>();
        int next = 0;
        for (Parameter parameter : op.signature().parameters()) {
            if (parameter.variadic()) {
                List<Expr> rest = positional.subList(Math.min(next, positional.size()), positional.size());
                next = positional.size();
                if (parameter.kind() != Parameter.Kind.INT) {
                    return Optional.empty();
                }
                Optional<int[]> ints = ints(rest);
                if (ints.isEmpty()) {
                    return Optional.empty();
                }
                attributes.add(ints.get());
                continue;
            }
            Expr given = !parameter.named() && next < positional.size() ? positional.get(next++) : named.remove(parameter.name());
            if (parameter.kind() == Parameter.Kind.TENSORS) {
                Optional<List<Expr>> elements = given == null ? Optional.empty() : listed(given);
                if (elements.isEmpty() || elements.get().stream().anyMatch(element -> type(element).isEmpty())) {
                    return Optional.empty();
                }
                elements.get().forEach(element -> {
                    inputs.add(type(element).orElseThrow());
                    places.add(element.span());
                });
                continue;
            }
            if (parameter.kind() == Parameter.Kind.TENSOR) {
                Optional<Type.Tensor> type = given == null ? Optional.empty() : type(given);
                if (type.isEmpty()) {
                    return Optional.empty();
                }
                inputs.add(type.get());
                places.add(given.span());
                continue;
            }
            Optional<Object> value = given == null
                    ? parameter.required() ? Optional.empty() : Optional.of(parameter.defaultValue()) : constant(parameter.kind(), given);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            attributes.add(value.get());
        }
        return next < positional.size() || !named.isEmpty() ? Optional.empty()
                : apply(op, call.span(), inputs, places, Attributes.of(op.signature(), attributes.toArray()));
    }

    /// The elements of a list that stands in the call: brackets that are no tensor, or `list(...)`.
    private Optional<List<Expr>> listed(Expr given) {
        if (given instanceof Expr.Bracket bracket && bracket.elements().stream().noneMatch(Element::spread) && type(bracket).isEmpty()) {
            return Optional.of(bracket.elements().stream().map(Element::value).toList());
        }
        boolean list = given instanceof Expr.Call call && call.callee() instanceof Expr.Name name && call.arguments().size() > 1
                && resolution.visible(name).filter(reference -> reference.equals(new Reference.Builtin("list"))).isPresent()
                && call.arguments().stream().allMatch(Argument.Positional.class::isInstance);
        return list ? Optional.of(((Expr.Call) given).arguments().stream().map(Argument::value).toList()) : Optional.empty();
    }

    private Optional<Object> constant(Parameter.Kind kind, Expr expr) {
        return switch (kind) {
            case INT -> integer(expr).map(Object.class::cast);
            case INTS -> integer(expr).filter(one -> one == one.intValue()).map(one -> (Object) new int[] {one.intValue()}).or(() -> ints(List.of(expr)).map(Object.class::cast));
            case PADDING -> expr instanceof Expr.StringLiteral text ? Optional.of(text.value()) : constant(Parameter.Kind.INTS, expr);
            case BOOL -> expr instanceof Expr.BoolLiteral literal ? Optional.of(literal.value()) : Optional.empty();
            case DTYPE -> resolution.visible(expr).flatMap(reference -> reference instanceof Reference.Builtin(String name)
                    ? Arrays.stream(DType.values()).filter(type -> type.text().equals(name)).map(Object.class::cast).findFirst() : Optional.empty());
            case FLOAT, STRING, TENSOR, TENSORS -> Optional.empty();
        };
    }

    /// Ints given one by one, or as one list.
    private Optional<int[]> ints(List<Expr> exprs) {
        List<Expr> all = exprs;
        if (exprs.size() == 1 && exprs.getFirst() instanceof Expr.Bracket bracket) {
            all = bracket.elements().stream().map(Element::value).toList();
        } else if (exprs.size() == 1 && exprs.getFirst() instanceof Expr.Tuple tuple) {
            all = tuple.elements();
        }
        int[] ints = new int[all.size()];
        for (int i = 0; i < ints.length; i++) {
            Optional<Long> value = integer(all.get(i));
            if (value.isEmpty() || value.get() != (int) (long) value.get()) {
                return Optional.empty();
            }
            ints[i] = (int) (long) value.get();
        }
        return Optional.of(ints);
    }

    private Optional<Long> integer(Expr expr) {
        return switch (expr) {
            case Expr.IntLiteral literal -> Optional.of(literal.value());
            case Expr.Paren paren -> integer(paren.inner());
            case Expr.Negate negate -> integer(negate.operand()).map(value -> -value);
            case Expr.Name name -> value(name).filter(value -> value instanceof Expr.IntLiteral).flatMap(this::integer);
            default -> Optional.empty();
        };
    }

    // ---- rules

    private Optional<Type.Tensor> apply(Op op, Span span, List<Type.Tensor> inputs, List<Span> places, Attributes attributes) {
        try {
            return Optional.of(op.infer(inputs, attributes));
        } catch (OpError error) {
            if ((error.kind() == ErrorKind.SHAPE || error.kind() == ErrorKind.INDEX) && reported.add(span + error.code())) {
                report(op, error, span, inputs, places);
            }
            return Optional.empty();
        } catch (RuntimeException onlyWhenItRuns) {
            // a rule may want more than is known before
            return Optional.empty();
        }
    }

    private void report(Op op, OpError error, Span span, List<Type.Tensor> inputs, List<Span> places) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            labels.add(new Label(source, places.get(i), inputs.get(i).toString()));
        }
        if (labels.isEmpty()) {
            labels.add(new Label(source, span, ""));
        }
        OpError told = inWords(op, error, inputs);
        Diagnostic diagnostic = Diagnostic.of(told.code(), told.kind(), told.getMessage(), labels.toArray(new Label[0]));
        findings.add(new Finding(told.hint().map(diagnostic::hint).orElse(diagnostic), false));
    }

    /// The message that running it would give, where the two shapes are known.
    private static OpError inWords(Op op, OpError error, List<Type.Tensor> inputs) {
        String symbol = switch (op.name()) {
            case "add" -> "+";
            case "subtract" -> "-";
            case "multiply" -> "*";
            case "divide" -> "/";
            default -> "";
        };
        Optional<Shape> left = inputs.isEmpty() ? Optional.empty() : inputs.getFirst().sizes().shape();
        Optional<Shape> right = inputs.size() != 2 ? Optional.empty() : inputs.getLast().sizes().shape();
        if (symbol.isEmpty() || left.isEmpty() || right.isEmpty() || !error.code().equals("shape/broadcast")) {
            return error;
        }
        try {
            Shape.broadcast(left.get(), right.get());
            return error;
        } catch (OpError exact) {
            String reason = exact.getMessage().substring(exact.getMessage().indexOf(": ") + 2);
            OpError told = OpError.shape(exact.code(), "cannot " + op.name() + " " + left.get() + " " + symbol + " " + right.get() + ": " + reason);
            return exact.hint().map(told::hint).orElse(told);
        }
    }
}

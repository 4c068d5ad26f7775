package dl.run.node;

import dl.op.Op;
import dl.op.Ops;
import dl.run.Arguments;
import dl.run.Convert;
import dl.run.Differences;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Callable;
import dl.run.value.Nil;
import dl.run.value.OpFunction;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Span;
import dl.syntax.ComparisonOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `assert`: a condition that, when it fails, tells the values that made it fail. Every part of it is evaluated once.
public final class Assertions {
    /// Conditions that are longer, or go over lines, are not repeated: the source line stands below.
    private static final int LONG = 80;

    private Assertions() {}

    /// What became of a claim.
    sealed interface Verdict {
        record Holds() implements Verdict {}

        /// Control left while the claim was evaluated.
        record Left(byte kind) implements Verdict {}

        /// @param why  the values, in words; may be empty
        /// @param hint what to do; may be empty
        record Fails(String why, List<Label> labels, String hint) implements Verdict {}
    }

    private static final Verdict HOLDS = new Verdict.Holds();

    /// A condition as an assertion sees it.
    public abstract static class Claim {
        abstract Verdict check(Machine machine);
    }

    /// `assert claim, message`.
    public static final class Assert extends Node {
        private final Claim claim;
        private final Node message;
        private final Site site;
        private final String text;

        public Assert(Claim claim, Node message, Site site, String text) {
            this.claim = claim;
            this.message = message;
            this.site = site;
            this.text = text;
        }

        @Override
        public byte run(Machine machine) {
            return told(machine, claim.check(machine));
        }

        @Override
        byte emit(Emitter emitter) {
            if (!(claim instanceof Compare compare) || compare.operators.length != 1 || compare.all) {
                return emitter.interpret(this);
            }
            Emitter.Temp[] values = new Emitter.Temp[2];
            for (int i = 0; i < 2; i++) {
                byte kind = compare.operands[i].emit(emitter);
                if (kind == Emitter.NEVER) {
                    return kind;
                }
                values[i] = emitter.save(kind);
            }
            ClassDesc own = ClassDesc.of("dl.run.node.Assertions$Assert");
            emitter.constant(this, own);
            emitter.machine();
            emitter.box(values[0]);
            emitter.box(values[1]);
            emitter.code.invokevirtual(own, "compared", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT, Emitter.OBJECT));
            emitter.leaveIfNegative();
            emitter.code.pop();
            return Emitter.NIL;
        }

        /// `assert a < b` for two values that are there.
        byte compared(Machine machine, Object left, Object right) {
            Compare compare = (Compare) claim;
            ComparisonOperator operator = compare.operators[0];
            if (operator == ComparisonOperator.NOT_EQUAL && right == Nil.NIL && left != Nil.NIL
                    || operator == ComparisonOperator.LESS && left instanceof Long a && right instanceof Long b && a < b) {
                return Control.nil(machine);
            }
            Object result = Comparisons.compare(machine, operator, left, right, compare.sites[0]);
            return truth(machine, result, compare.sites[0]) ? Control.nil(machine) : told(machine, fails(machine, operator, left, right, compare.sites[0]));
        }

        private byte told(Machine machine, Verdict verdict) {
            return switch (verdict) {
                case Verdict.Holds _ -> Control.nil(machine);
                case Verdict.Left(byte kind) -> kind;
                case Verdict.Fails fails -> {
                    byte kind = message.run(machine);
                    if (kind < 0) {
                        yield kind;
                    }
                    Object said = machine.take(kind);
                    boolean quoted = text.length() <= LONG && text.indexOf('\n') < 0;
                    String what = "assertion failed" + (said != Nil.NIL ? ": " + machine.interpreter.text(said) : quoted ? ": " + text : "");
                    List<Label> labels = fails.labels.isEmpty() ? List.of(new Label(site.source(), site.span(), "")) : fails.labels;
                    Diagnostic diagnostic = Diagnostic.of("assertion/failed", ErrorKind.ASSERTION, fails.why.isEmpty() ? what : what + " (" + fails.why + ")")
                            .labels(labels);
                    throw new DlError(fails.hint.isEmpty() ? diagnostic : diagnostic.hint(fails.hint));
                }
            };
        }
    }

    /// Any condition; nothing is known of its parts.
    public static final class Plain extends Claim {
        private final Node node;
        private final Site site;

        public Plain(Node node, Site site) {
            this.node = node;
            this.site = site;
        }

        @Override
        Verdict check(Machine machine) {
            byte kind = node.run(machine);
            return kind < 0 ? new Verdict.Left(kind) : truth(machine, machine.take(kind), site) ? HOLDS : new Verdict.Fails("", List.of(), "");
        }
    }

    /// `a and b`: the part that fails is the one that is told.
    public static final class Both extends Claim {
        private final Claim left;
        private final Claim right;

        public Both(Claim left, Claim right) {
            this.left = left;
            this.right = right;
        }

        @Override
        Verdict check(Machine machine) {
            Verdict first = left.check(machine);
            return first instanceof Verdict.Holds ? right.check(machine) : first;
        }
    }

    /// `a == b`, `a < b < c`.
    public static final class Compare extends Claim {
        private final ComparisonOperator[] operators;
        private final Node[] operands;
        private final Site[] sites;
        private final boolean all;

        /// @param all whether it stands in `all(...)`, where every element counts
        public Compare(ComparisonOperator[] operators, Node[] operands, Site[] sites, boolean all) {
            this.operators = operators;
            this.operands = operands;
            this.sites = sites;
            this.all = all;
        }

        @Override
        Verdict check(Machine machine) {
            byte kind = operands[0].run(machine);
            if (kind < 0) {
                return new Verdict.Left(kind);
            }
            Object left = machine.take(kind);
            for (int i = 0; i < operators.length; i++) {
                kind = operands[i + 1].run(machine);
                if (kind < 0) {
                    return new Verdict.Left(kind);
                }
                Object right = machine.take(kind);
                Object result = Comparisons.compare(machine, operators[i], left, right, sites[i]);
                if (all && result instanceof Operand mask && mask.shape().rank() > 0) {
                    if (!dl.run.Equality.all(mask.plain())) {
                        return new Verdict.Fails(Differences.broadcast(Machine.operand(left), Machine.operand(right), mask.plain()),
                                kinds(machine, sites[i], left, right), "");
                    }
                } else if (!truth(machine, result, sites[i])) {
                    return fails(machine, operators[i], left, right, sites[i]);
                }
                left = right;
            }
            return HOLDS;
        }
    }

    private static Verdict fails(Machine machine, ComparisonOperator operator, Object x, Object y, Site site) {
        if (operator == ComparisonOperator.NOT_EQUAL) {
            return new Verdict.Fails("both are " + Differences.brief(machine, x), List.of(), "");
        }
        boolean scalars = Machine.isOperand(x) && Machine.isOperand(y);
        String values = values(machine, x, y, site);
        if (operator == ComparisonOperator.EQUAL && !scalars && x != Nil.NIL && y != Nil.NIL) {
            String first = Differences.first(machine, x, y).orElse("");
            boolean whole = values.contains(Differences.brief(machine, x)) && x instanceof String && first.startsWith("\"");
            return new Verdict.Fails(whole ? values : first.startsWith("at ") ? "they differ first " + first : "they differ: " + first,
                    shown(machine, site, x, y), "");
        }
        String hint = Differences.isNan(x) || Differences.isNan(y) ? "nan equals nothing, not even nan; isnan(x) finds it" : "";
        return new Verdict.Fails(values, shown(machine, site, x, y), hint);
    }

    /// "a is 4, b is 5"; what the source already shows is left out.
    private static String values(Machine machine, Object x, Object y, Site site) {
        List<String> parts = new ArrayList<>();
        Object[] both = {x, y};
        for (int i = 0; i < 2; i++) {
            String text = site.source().slice(site.operands().get(i));
            String value = Differences.brief(machine, both[i]);
            if (!value.equals(text)) {
                parts.add((text.length() <= 30 && text.indexOf('\n') < 0 ? text : i == 0 ? "the left side" : "the right side") + " is " + value);
            }
        }
        return String.join(", ", parts);
    }

    private static List<Label> shown(Machine machine, Site site, Object x, Object y) {
        List<Label> labels = new ArrayList<>();
        Object[] both = {x, y};
        for (int i = 0; i < 2; i++) {
            Span span = site.operands().get(i);
            String value = Differences.brief(machine, both[i]);
            if (!value.equals(site.source().slice(span))) {
                labels.add(new Label(site.source(), span, value));
            }
        }
        return labels;
    }

    private static List<Label> kinds(Machine machine, Site site, Object x, Object y) {
        return List.of(new Label(site.source(), site.operands().get(0), machine.interpreter.describe(x)),
                new Label(site.source(), site.operands().get(1), machine.interpreter.describe(y)));
    }

    /// `same(a, b)`, `close(a, b)`, `all(mask)`.
    public static final class Call extends Claim {
        private final Callable function;
        private final Op op;
        private final Calls.Argument[] arguments;
        private final Site site;

        public Call(OpFunction function, Calls.Argument[] arguments, Site site) {
            this.function = function;
            this.op = function.op();
            this.arguments = arguments;
            this.site = site;
        }

        @Override
        Verdict check(Machine machine) {
            List<Object> positional = new ArrayList<>();
            List<Object> named = new ArrayList<>();
            List<String> names = new ArrayList<>();
            Span[] spans = new Span[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                byte kind = arguments[i].value().run(machine);
                if (kind < 0) {
                    return new Verdict.Left(kind);
                }
                spans[i] = arguments[i].span();
                if (arguments[i].name().isEmpty()) {
                    positional.add(machine.take(kind));
                } else {
                    named.add(machine.take(kind));
                    names.add(arguments[i].name());
                }
            }
            Arguments bound = new Arguments(site, positional.toArray(), names.toArray(String[]::new), named.toArray(), spans);
            if (truth(machine, machine.take(function.call(machine, bound)), site)) {
                return HOLDS;
            }
            return explain(machine, positional, names, named, spans);
        }

        private Verdict explain(Machine machine, List<Object> values, List<String> names, List<Object> named, Span[] spans) {
            List<Operand> tensors = new ArrayList<>();
            List<Label> labels = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Optional<Operand> tensor = Convert.tensor(machine, values.get(i));
                if (tensor.isEmpty()) {
                    return new Verdict.Fails("", List.of(), "");
                }
                tensors.add(tensor.get());
                String text = Differences.brief(machine, values.get(i));
                labels.add(new Label(site.source(), spans[i], text));
            }
            if (op == Ops.find("all").orElseThrow()) {
                boolean mask = tensors.size() == 1 && tensors.getFirst().dtype() == DType.BOOL && tensors.getFirst().shape().rank() > 0;
                return mask ? new Verdict.Fails(Differences.mask(tensors.getFirst().plain()), labels, "") : new Verdict.Fails("", List.of(), "");
            }
            if (tensors.size() != 2) {
                return new Verdict.Fails("", List.of(), "");
            }
            if (op == Ops.find("same").orElseThrow()) {
                return new Verdict.Fails("they differ: " + Differences.same(tensors.get(0), tensors.get(1)), labels, "");
            }
            return new Verdict.Fails("they are apart: " + close(machine, tensors, names, named), labels, "");
        }

        private static String close(Machine machine, List<Operand> tensors, List<String> names, List<Object> named) {
            Op isclose = Ops.find("isclose").orElseThrow();
            Operand x = tensors.get(0);
            Operand y = tensors.get(1);
            if (!x.shape().equals(y.shape()) && !x.weak() && !y.weak()) {
                return "shapes " + x.shape() + " and " + y.shape();
            }
            Object[] tolerances = new Object[isclose.signature().defaults().count()];
            for (int i = 0; i < tolerances.length; i++) {
                tolerances[i] = isclose.signature().defaults().get(i);
            }
            for (int i = 0; i < names.size(); i++) {
                int at = names.get(i).equals("rtol") ? 0 : 1;
                tolerances[at] = Convert.floating(named.get(i)).orElseThrow();
            }
            try {
                Tensor each = isclose.apply(machine.interpreter, new Operand[] {x, y}, isclose.attributes(tolerances)).plain();
                return Differences.close(x, y, each);
            } catch (OpError shapes) {
                return shapes.getMessage();
            }
        }
    }

    /// One bool; a mask is an error that says which question to ask of it.
    private static boolean truth(Machine machine, Object value, Site site) {
        if (value instanceof Operand mask && mask.dtype() == DType.BOOL && mask.shape().rank() > 0) {
            throw site.error("type/condition", ErrorKind.TYPE, "assert needs one bool, this is " + machine.interpreter.describe(value),
                    "same(A, B) asks for equal shapes, element types and values, close(A, B) allows for rounding, all(A == B) broadcasts");
        }
        return Control.truth(machine, value, site);
    }
}

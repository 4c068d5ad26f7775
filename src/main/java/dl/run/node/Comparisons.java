package dl.run.node;

import dl.op.Op;
import dl.op.Ops;
import dl.run.DlError;
import dl.run.Equality;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.syntax.ComparisonOperator;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/// Comparison of two values, and chains such as `0 < x < 1`.
public final class Comparisons {
    private Comparisons() {}

    /// `a < b`.
    public static final class Pair extends Node implements Fusible {
        private final ComparisonOperator operator;
        private final Node left;
        private final Node right;
        private final Site site;

        public Pair(ComparisonOperator operator, Node left, Node right, Site site) {
            this.operator = operator;
            this.left = left;
            this.right = right;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte leftKind = left.run(machine);
            if (leftKind < 0) {
                return leftKind;
            }
            long a = machine.bits;
            Object x = machine.ref;
            byte rightKind = right.run(machine);
            return rightKind < 0 ? rightKind : finish(machine, leftKind, a, x, rightKind);
        }

        @Override
        public Optional<Op> elementwise() {
            return operator == ComparisonOperator.IN || operator == ComparisonOperator.NOT_IN || isNilTest() ? Optional.empty() : Optional.of(op(operator));
        }

        @Override
        public boolean emits() {
            return true;
        }

        @Override
        public Node[] operands() {
            return new Node[] {left, right};
        }

        @Override
        public Node with(Node[] operands) {
            return new Pair(operator, operands[0], operands[1], site);
        }

        @Override
        public Site site() {
            return site;
        }

        @Override
        boolean isPure() {
            return left.isPure() && right.isPure();
        }

        private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Comparisons$Pair");

        private boolean isNilTest() {
            return (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL)
                    && right instanceof Node.Constant constant && constant.value() == Nil.NIL;
        }

        private static Op op(ComparisonOperator operator) {
            return switch (operator) {
                case EQUAL, IN, NOT_IN -> Ops.EQUAL;
                case NOT_EQUAL -> Ops.NOT_EQUAL;
                case LESS -> Ops.LESS;
                case LESS_EQUAL -> Ops.LESS_EQUAL;
                case GREATER -> Ops.GREATER;
                case GREATER_EQUAL -> Ops.GREATER_EQUAL;
            };
        }

        private boolean orders() {
            return operator != ComparisonOperator.IN && operator != ComparisonOperator.NOT_IN;
        }

        private static boolean comparable(byte a, byte b) {
            return a == b && (a == Kind.LONG || a == Kind.DOUBLE);
        }

        @Override
        byte kindIn(Emitter emitter) {
            return orders() && comparable(left.kindIn(emitter), right.kindIn(emitter)) ? Kind.BOOL : Emitter.UNKNOWN;
        }

        @Override
        byte emit(Emitter emitter) {
            byte leftKind = left.emit(emitter);
            if (leftKind == Emitter.NEVER) {
                return leftKind;
            }
            if (leftKind == Emitter.UNKNOWN && isNilTest()) {
                emitter.machine();
                emitter.hot("isNil", ConstantDescs.CD_boolean, ConstantDescs.CD_byte, Emitter.MACHINE);
                if (operator == ComparisonOperator.NOT_EQUAL) {
                    emitter.hot("not", ConstantDescs.CD_boolean, ConstantDescs.CD_boolean);
                }
                return Kind.BOOL;
            }
            Emitter.Temp a = emitter.save(leftKind);
            byte rightKind = right.emit(emitter);
            if (rightKind == Emitter.NEVER) {
                return rightKind;
            }
            if (orders() && comparable(leftKind, rightKind)) {
                Emitter.Temp b = emitter.save(rightKind);
                boolean swapped = operator == ComparisonOperator.GREATER || operator == ComparisonOperator.GREATER_EQUAL;
                emitter.load(swapped ? b : a);
                emitter.load(swapped ? a : b);
                ClassDesc type = leftKind == Kind.LONG ? ConstantDescs.CD_long : ConstantDescs.CD_double;
                emitter.hot(switch (operator) {
                    case LESS, GREATER -> "less";
                    case LESS_EQUAL, GREATER_EQUAL -> "lessEqual";
                    default -> "equal";
                }, ConstantDescs.CD_boolean, type, type);
                if (operator == ComparisonOperator.NOT_EQUAL) {
                    emitter.hot("not", ConstantDescs.CD_boolean, ConstantDescs.CD_boolean);
                }
                return Kind.BOOL;
            }
            emitter.toUnknown(rightKind);
            Emitter.Temp b = emitter.save(Emitter.UNKNOWN);
            emitter.constant(this, DESC);
            emitter.machine();
            emitter.spread(a);
            emitter.code.iload(b.first());
            emitter.code.invokevirtual(DESC, "finish", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte,
                    ConstantDescs.CD_long, Emitter.OBJECT, ConstantDescs.CD_byte));
            return Emitter.UNKNOWN;
        }

        byte finish(Machine machine, byte leftKind, long a, Object x, byte rightKind) {
            if (leftKind == Kind.LONG && rightKind == Kind.LONG) {
                long b = machine.bits;
                return machine.give(switch (operator) {
                    case EQUAL -> a == b;
                    case NOT_EQUAL -> a != b;
                    case LESS -> a < b;
                    case LESS_EQUAL -> a <= b;
                    case GREATER -> a > b;
                    case GREATER_EQUAL -> a >= b;
                    case IN, NOT_IN -> throw notAContainer(machine, b, site);
                });
            }
            if (operator != ComparisonOperator.IN && operator != ComparisonOperator.NOT_IN) {
                if (leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE) {
                    return machine.give(doubles(operator, Double.longBitsToDouble(a), Double.longBitsToDouble(machine.bits)));
                }
                if (leftKind == Kind.DOUBLE && rightKind == Kind.LONG && isExact(machine.bits)) {
                    return machine.give(doubles(operator, Double.longBitsToDouble(a), machine.bits));
                }
                if (leftKind == Kind.LONG && rightKind == Kind.DOUBLE && isExact(a)) {
                    return machine.give(doubles(operator, a, Double.longBitsToDouble(machine.bits)));
                }
                if (leftKind == Kind.OBJECT && rightKind == Kind.OBJECT && (x == Nil.NIL || machine.ref == Nil.NIL)
                        && (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL)) {
                    return machine.give((x == machine.ref) == (operator == ComparisonOperator.EQUAL));
                }
            }
            return machine.give(compare(machine, operator, Machine.box(leftKind, a, x), machine.take(rightKind), site));
        }
    }

    /// `a < b < c`: every operand once; on tensors elementwise.
    public static final class Chain extends Node {
        private final ComparisonOperator[] operators;
        private final Node[] operands;
        private final Site[] sites;

        public Chain(ComparisonOperator[] operators, Node[] operands, Site[] sites) {
            this.operators = operators;
            this.operands = operands;
            this.sites = sites;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = operands[0].run(machine);
            if (kind < 0) {
                return kind;
            }
            Object left = machine.take(kind);
            Object result = true;
            for (int i = 0; i < operators.length; i++) {
                kind = operands[i + 1].run(machine);
                if (kind < 0) {
                    return kind;
                }
                Object right = machine.take(kind);
                Object next = compare(machine, operators[i], left, right, sites[i]);
                if (result instanceof Boolean before && next instanceof Boolean now) {
                    if (!(before && now)) {
                        return machine.give(false);
                    }
                } else {
                    result = i == 0 ? next : apply(machine, Ops.LOGICAL_AND, result, next, sites[i]);
                }
                left = right;
            }
            return machine.give(result);
        }
    }

    /// Whether an int is the same number as a float, so that comparing floats compares exactly.
    private static boolean isExact(long number) {
        return number == (long) (double) number && number != Long.MAX_VALUE;
    }

    private static boolean doubles(ComparisonOperator operator, double a, double b) {
        return switch (operator) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
            case IN, NOT_IN -> throw new IllegalArgumentException();
        };
    }

    static Object compare(Machine machine, ComparisonOperator operator, Object x, Object y, Site site) {
        return switch (operator) {
            case EQUAL -> equal(machine, x, y, site);
            case NOT_EQUAL -> {
                Object equal = equal(machine, x, y, site);
                yield equal instanceof Boolean same ? !same : apply(machine, Ops.NOT_EQUAL, x, y, site);
            }
            case LESS -> order(machine, Ops.LESS, operator, x, y, site);
            case LESS_EQUAL -> order(machine, Ops.LESS_EQUAL, operator, x, y, site);
            case GREATER -> order(machine, Ops.GREATER, operator, x, y, site);
            case GREATER_EQUAL -> order(machine, Ops.GREATER_EQUAL, operator, x, y, site);
            case IN -> contains(machine, x, y, site);
            case NOT_IN -> !contains(machine, x, y, site);
        };
    }

    private static Object equal(Machine machine, Object x, Object y, Site site) {
        if (x == Nil.NIL || y == Nil.NIL) {
            return x == y;
        }
        if (Machine.isOperand(x) && Machine.isOperand(y)) {
            return apply(machine, Ops.EQUAL, x, y, site);
        }
        return Equality.equal(machine, x, y).orElseThrow(() -> sides(machine, x, y, site,
                "cannot compare " + machine.interpreter.describe(x) + " with " + machine.interpreter.describe(y), hint(x, y)));
    }

    private static DlError sides(Machine machine, Object x, Object y, Site site, String message, String hint) {
        return site.locate(OpError.type("type/compare", message).label(0, machine.interpreter.describe(x))
                .label(1, machine.interpreter.describe(y)).hint(hint));
    }

    private static String hint(Object x, Object y) {
        if (x instanceof String && Machine.isOperand(y) || Machine.isOperand(x) && y instanceof String) {
            return "float(s) or int(s) reads a number from a string, str(n) makes a string of a number";
        }
        boolean sizes = x instanceof Sequence && y instanceof Operand || x instanceof Operand && y instanceof Sequence;
        return sizes ? "brackets of numbers make a tensor; a tuple is written (2, 3), a list list(2, 3): x.shape == (2, 3)"
                : "values of different kinds are never equal; convert one of them first";
    }

    private static Object order(Machine machine, Op op, ComparisonOperator operator, Object x, Object y, Site site) {
        if (Machine.isOperand(x) && Machine.isOperand(y)) {
            return apply(machine, op, x, y, site);
        }
        if (x instanceof String a && y instanceof String b) {
            return doubles(operator, Integer.compare(a.compareTo(b), 0), 0);
        }
        boolean mixed = x instanceof String && Machine.isOperand(y) || Machine.isOperand(x) && y instanceof String;
        String hint = x == Nil.NIL || y == Nil.NIL ? "one side is nil: was it ever set? Test it first: x != nil"
                : mixed ? hint(x, y) : "numbers go with numbers and tensors, strings with strings; sorted(xs, by = f) orders other values by a key";
        throw sides(machine, x, y, site, "cannot order " + machine.interpreter.describe(x) + " and " + machine.interpreter.describe(y)
                + " with " + operator.text(), hint);
    }

    private static Object apply(Machine machine, Op op, Object x, Object y, Site site) {
        machine.interpreter.at(site);
        try {
            return Machine.number(op.apply(machine.interpreter, new Operand[] {Machine.operand(x), Machine.operand(y)}, op.signature().defaults()));
        } catch (OpError error) {
            throw site.locate(error);
        }
    }

    /// Whether `x in container`.
    public static boolean contains(Machine machine, Object x, Object container, Site site) {
        return switch (container) {
            case DlRange range when x instanceof Long number -> number >= range.from() && number < range.to();
            case Sequence elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    if (Equality.same(machine, x, elements.get(i))) {
                        yield true;
                    }
                }
                yield false;
            }
            case String text when x instanceof String part -> text.contains(part);
            case DlRecord fields when x instanceof String key -> fields.has(key);
            case Operand tensor when Machine.isOperand(x) -> {
                Operand equal = (Operand) Machine.operand(apply(machine, Ops.EQUAL, tensor, x, site));
                yield Equality.any(equal.plain());
            }
            default -> throw notAContainer(machine, container, site);
        };
    }

    private static RuntimeException notAContainer(Machine machine, Object container, Site site) {
        return switch (container) {
            case String _ -> site.error("type/in", ErrorKind.TYPE, "in a string only a string can be", "str(x) makes a string of a value: str(x) in text");
            case DlRecord _ -> site.error("type/in", ErrorKind.TYPE, "the keys of a record are strings", "x in values(r) looks among the values");
            default -> site.error("type/in", ErrorKind.TYPE, "'in' cannot look into " + machine.interpreter.describe(container),
                    "it looks into lists, ranges, strings (for a string), records (for a key) and tensors (for a number)");
        };
    }
}

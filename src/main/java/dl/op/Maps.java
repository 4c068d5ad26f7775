package dl.op;

import dl.kernel.BinaryOperator;
import dl.kernel.Comparison;
import dl.kernel.ComplexKernels;
import dl.kernel.Elementwise;
import dl.kernel.Logic;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Elementwise work: promotion and broadcasting around the flat kernels.
final class Maps {
    private Maps() {}

    /// A function whose values are floats even where the argument is an int.
    record Floating(UnaryOperator operator) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes attributes) {
            return floating(context, operator, (Tensor) inputs[0]);
        }
    }

    /// A function that takes ints to ints.
    record Preserving(UnaryOperator operator) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes attributes) {
            return preserving(context, operator, (Tensor) inputs[0]);
        }
    }

    record Binary(BinaryOperator operator, String verb, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes attributes) {
            return Maps.binary(context, operator, verb, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    record Compare(Comparison comparison, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes attributes) {
            return Maps.compare(context, comparison, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    record Logical(Logic logic, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes attributes) {
            return Maps.logic(context, logic, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    static Tensor floating(OpContext context, UnaryOperator operator, Tensor x) {
        DType type = x.dtype();
        if (type == DType.F32 || type == DType.F64) {
            return unary(context, operator, x);
        }
        real(operator, x);
        return unary(context, operator, x.to(Promotion.floating(context, x)));
    }

    static Tensor preserving(OpContext context, UnaryOperator operator, Tensor x) {
        real(operator, x);
        return unary(context, operator, x.dtype() == DType.BOOL ? x.to(DType.I64) : x);
    }

    /// Refuses complex numbers unless the function is defined for them.
    private static void real(UnaryOperator operator, Tensor x) {
        if (x.dtype() == DType.C128 && !ComplexKernels.has(operator)) {
            String name = operator.name().toLowerCase(Locale.ROOT);
            switch (operator) {
                case SIGN -> Promotion.real(name, x, 0, "x / abs(x) has the angle of x and length 1");
                case LOG2 -> Promotion.real(name, x, 0, "write log(x) / log(2)");
                case LOG10 -> Promotion.real(name, x, 0, "write log(x) / log(10)");
                case TAN -> Promotion.real(name, x, 0, "write sin(x) / cos(x)");
                case TANH -> Promotion.real(name, x, 0, "write sinh(x) / cosh(x)");
                case EXPM1 -> Promotion.real(name, x, 0, "write exp(x) - 1");
                case CBRT -> Promotion.real(name, x, 0, "write x ^ (1 / 3)");
                case LOG1P -> Promotion.real(name, x, 0, "write log(1 + x)");
                default -> Promotion.real(name, x, 0);
            }
        }
    }

    /// Refuses complex operands unless the operator is defined for them.
    private static void real(BinaryOperator operator, String symbol, Tensor x, Tensor y) {
        if (ComplexKernels.has(operator)) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            Tensor operand = i == 0 ? x : y;
            switch (operator) {
                case MAXIMUM -> Promotion.ordered("the maximum", operand, i);
                case MINIMUM -> Promotion.ordered("the minimum", operand, i);
                case ATAN2 -> Promotion.real("atan2", operand, i, "angle(x) is the angle of a complex number");
                case FLOOR_DIVIDE, REMAINDER -> Promotion.real(symbol, operand, i, "/ divides complex numbers; real(x) and imag(x) have " + symbol);
                case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER -> Promotion.real(symbol, operand, i);
            }
        }
    }

    private static Tensor unary(OpContext context, UnaryOperator operator, Tensor x) {
        return as(x.weak(), Elementwise.unary(context.kernels(), context.parallel(), operator, x));
    }

    /// A result of numbers alone is a number.
    static Tensor as(boolean weak, Tensor result) {
        return weak && result.rank() == 0 ? result.weak(true) : result;
    }

    static Tensor binary(OpContext context, BinaryOperator operator, String verb, String symbol, Tensor x, Tensor y) {
        boolean weak = x.weak() && y.weak();
        DType type = x.dtype();
        if (weak && type == DType.F64 && y.dtype() == DType.F64) {
            double result = numbers(operator, x.doubles()[x.offset()], y.doubles()[y.offset()]);
            if (result == result) {
                return Tensor.number(result);
            }
        }
        Tensor a = x;
        Tensor b = y;
        if (type != y.dtype() || type != DType.F32 || operator == BinaryOperator.POWER) {
            real(operator, symbol, x, y);
            type = Promotion.arithmetic(Promotion.common(context, x, y));
            if (type == DType.I64 && !staysInt(operator, y, weak)) {
                type = weak ? DType.F64 : context.defaultFloat();
            }
            if (operator == BinaryOperator.POWER && type.isFloat() && y.weak() && y.doubleAt(0) == 2) {
                return unary(context, UnaryOperator.SQUARE, Promotion.to(x, type));
            }
            a = Promotion.to(x, type);
            b = Promotion.to(y, type);
        }
        try {
            Tensor rows = rows(context, operator, a, b);
            if (rows != null) {
                return rows;
            }
            return as(weak, Elementwise.binary(context.kernels(), context.parallel(), operator, a, b));
        } catch (OpError e) {
            throw Describe.mismatch(verb, symbol, x, y, e);
        }
    }

    /// Arithmetic on two numbers; NaN where the kernels are to say it.
    private static double numbers(BinaryOperator operator, double x, double y) {
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case FLOOR_DIVIDE, REMAINDER, POWER, MAXIMUM, MINIMUM, ATAN2 -> Double.NaN;
        };
    }

    /// A few rows and a vector, as a layer adds its bias: one run per row, without planning a walk.
    private static @Nullable Tensor rows(OpContext context, BinaryOperator operator, Tensor x, Tensor y) {
        if (x.rank() != 2 || y.rank() != 1 || x.dtype() != DType.F32 || !x.contiguous() || !y.contiguous()) {
            return null;
        }
        int rows = x.shape().size(0);
        int columns = x.shape().size(1);
        if (columns != y.count() || rows > 64 || rows * columns > 1 << 14) {
            return null;
        }
        float[] out = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            context.kernels().binary(
                    operator, x.floats(), x.offset() + row * columns, 1, y.floats(), y.offset(), 1, out, row * columns, columns);
        }
        return Tensor.of(x.shape(), out);
    }

    private static boolean staysInt(BinaryOperator operator, Tensor y, boolean weak) {
        return switch (operator) {
            case DIVIDE, ATAN2 -> false;
            case POWER -> !weak || y.longAt(0) >= 0;
            case ADD, SUBTRACT, MULTIPLY, FLOOR_DIVIDE, REMAINDER, MAXIMUM, MINIMUM -> true;
        };
    }

    static Tensor compare(OpContext context, Comparison comparison, String symbol, Tensor x, Tensor y) {
        if (comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL) {
            Promotion.ordered(symbol, x, 0);
            Promotion.ordered(symbol, y, 1);
        }
        Tensor a = x;
        Tensor b = y;
        if (x.dtype() != y.dtype()) {
            if (exact(x, y)) {
                // an int against a float is compared as they are; only a number takes the type of the tensor
                a = x.dtype() == DType.I64 ? x : x.to(DType.F64);
                b = y.dtype() == DType.I64 ? y : y.to(DType.F64);
            } else {
                DType type = Promotion.common(context, x, y);
                a = Promotion.to(x, type);
                b = Promotion.to(y, type);
            }
        }
        try {
            return as(x.weak() && y.weak(), Elementwise.compare(context.parallel(), comparison, a, b));
        } catch (OpError e) {
            throw Describe.mismatch("compare", symbol, x, y, e);
        }
    }

    private static boolean exact(Tensor x, Tensor y) {
        return x.dtype() == DType.I64 && y.dtype().isFloat() && (!x.weak() || y.weak())
                || y.dtype() == DType.I64 && x.dtype().isFloat() && (!y.weak() || x.weak());
    }

    static Tensor logic(OpContext context, Logic logic, String symbol, Tensor x, Tensor y) {
        requireBool(symbol, x, 0);
        requireBool(symbol, y, 1);
        try {
            return as(x.weak() && y.weak(), Elementwise.logic(context.parallel(), logic, x, y));
        } catch (OpError e) {
            throw Describe.mismatch("combine", symbol, x, y, e);
        }
    }

    static Tensor not(Tensor x) {
        requireBool("not", x, 0);
        return as(x.weak(), Elementwise.not(x));
    }

    static void requireBool(String what, Tensor x, int argument) {
        if (x.dtype() != DType.BOOL) {
            throw OpError.type("type/not-bool", what + " needs bools, and this is " + Describe.type(x))
                    .label(argument, Describe.type(x))
                    .hint("compare first: $" + argument + " != 0");
        }
    }

    /// Elements of `x` where the condition holds, of `y` elsewhere, in their common type.
    static Tensor select(OpContext context, Tensor condition, Tensor x, Tensor y) {
        requireBool("the condition of where", condition, 0);
        DType type = Promotion.common(context, x, y);
        try {
            Tensor chosen = Elementwise.select(
                    context.kernels(), context.parallel(), condition, Promotion.to(x, type), Promotion.to(y, type));
            return as(condition.weak() && x.weak() && y.weak(), chosen);
        } catch (OpError e) {
            throw e.code().startsWith("shape/")
                    ? OpError.shape(e.code(), "cannot choose where " + condition.shape() + " between " + x.shape() + " and "
                                    + y.shape() + ": " + Describe.reason(e))
                            .label(0, Describe.type(condition))
                            .label(1, Describe.type(x))
                            .label(2, Describe.type(y))
                            .hint("the condition and both choices must fit together: axes are aligned from the last, sizes equal or one of them 1")
                    : e;
        }
    }
}

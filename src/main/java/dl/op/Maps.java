package dl.op;

import dl.kernel.BinaryOperator;
import dl.kernel.BooleanKernels;
import dl.kernel.Comparison;
import dl.kernel.Kernels;
import dl.kernel.Logic;
import dl.kernel.LongKernels;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Elementwise work: promotion and broadcasting around the flat kernels.
final class Maps {
    /// Elements that are worth a thread: below, handing over costs more than the work.
    private static final int GRAIN = 1 << 15;

    private Maps() {}

    /// A function whose values are floats even where the argument is an int.
    record Floating(UnaryOperator operator) implements Forward {
        @Override
        public Tensor run(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
            return floating(context, operator, (Tensor) inputs[0]);
        }
    }

    /// A function that takes ints to ints.
    record Preserving(UnaryOperator operator) implements Forward {
        @Override
        public Tensor run(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
            return preserving(context, operator, (Tensor) inputs[0]);
        }
    }

    record Binary(BinaryOperator operator, String verb, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
            return Maps.binary(context, operator, verb, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    record Compare(Comparison comparison, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
            return Maps.compare(context, comparison, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    record Logical(Logic logic, String symbol) implements Forward {
        @Override
        public Tensor run(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
            return Maps.logic(logic, symbol, (Tensor) inputs[0], (Tensor) inputs[1]);
        }
    }

    static Tensor floating(OpContext context, UnaryOperator operator, Tensor x) {
        DType type = x.dtype();
        if (type == DType.F32 || type == DType.F64) {
            return unary(context, operator, x);
        }
        Promotion.real(operator.name().toLowerCase(java.util.Locale.ROOT), x, 0);
        return unary(context, operator, x.to(Promotion.floating(context, x)));
    }

    static Tensor preserving(OpContext context, UnaryOperator operator, Tensor x) {
        Promotion.real(operator.name().toLowerCase(java.util.Locale.ROOT), x, 0);
        return unary(context, operator, x.dtype() == DType.BOOL ? x.to(DType.I64) : x);
    }

    private static Tensor unary(OpContext context, UnaryOperator operator, Tensor x) {
        Tensor in = x.contiguousCopy();
        int n = in.count();
        Tensor result = switch (in.dtype()) {
            case F32 -> {
                float[] out = new float[n];
                Kernels kernels = context.kernels();
                if (n <= GRAIN) {
                    kernels.unary(operator, in.floats(), in.offset(), out, 0, n);
                } else {
                    context.parallel().forRange(n, GRAIN, (from, to) ->
                            kernels.unary(operator, in.floats(), in.offset() + from, out, from, to - from));
                }
                yield Tensor.of(in.shape(), out);
            }
            case F64 -> {
                double[] out = new double[n];
                Kernels kernels = context.kernels();
                if (n <= GRAIN) {
                    kernels.unary(operator, in.doubles(), in.offset(), out, 0, n);
                } else {
                    context.parallel().forRange(n, GRAIN, (from, to) ->
                            kernels.unary(operator, in.doubles(), in.offset() + from, out, from, to - from));
                }
                yield Tensor.of(in.shape(), out);
            }
            case I64 -> {
                long[] out = new long[n];
                LongKernels.unary(operator, in.longs(), in.offset(), out, 0, n);
                yield Tensor.of(in.shape(), out);
            }
            case BOOL, C128 -> throw new IllegalStateException(operator + " of " + in.dtype());
        };
        return x.weak() ? result.weak(true) : result;
    }

    static Tensor binary(OpContext context, BinaryOperator operator, String verb, String symbol, Tensor x, Tensor y) {
        if (x.dtype() == DType.F32 && y.dtype() == DType.F32 && x.contiguous() && y.contiguous()) {
            if (x.shape() == y.shape() || x.shape().equals(y.shape())) {
                return flat(context, operator, x, y, x.shape());
            }
        }
        Promotion.real(verb, x, 0);
        Promotion.real(verb, y, 1);
        DType type = Promotion.arithmetic(Promotion.common(context, x, y));
        boolean weak = x.weak() && y.weak();
        if (type == DType.I64 && !staysInt(operator, x, y, weak)) {
            type = weak ? DType.F64 : context.defaultFloat();
        }
        if (operator == BinaryOperator.POWER && type != DType.I64 && y.weak() && y.doubleAt(0) == 2) {
            return unary(context, UnaryOperator.SQUARE, Promotion.to(x, type));
        }
        Tensor a = Promotion.to(x, type);
        Tensor b = Promotion.to(y, type);
        Shape shape = Describe.broadcast(verb, symbol, x, y);
        Tensor result = flat(context, operator, a, b, shape);
        return weak ? result.weak(true) : result;
    }

    private static boolean staysInt(BinaryOperator operator, Tensor x, Tensor y, boolean weak) {
        return switch (operator) {
            case DIVIDE, ATAN2 -> false;
            case POWER -> !weak || y.longAt(0) >= 0;
            case ADD, SUBTRACT, MULTIPLY, FLOOR_DIVIDE, REMAINDER, MAXIMUM, MINIMUM -> true;
        };
    }

    /// Operands of one type, over their common shape.
    private static Tensor flat(OpContext context, BinaryOperator operator, Tensor x, Tensor y, Shape shape) {
        int n = shape.count();
        int xStep = step(x, n);
        int yStep = step(y, n);
        Object out = Tensor.allocate(x.dtype(), n);
        if (xStep < 0 || yStep < 0) {
            Tensor[] operands = {x, y};
            Runs.over(shape, operands, (at, step, place, count) -> run(
                    context, operator, operands[0], at[0], step[0], operands[1], at[1], step[1], out, place, count));
        } else if (n <= GRAIN) {
            run(context, operator, x, x.offset(), xStep, y, y.offset(), yStep, out, 0, n);
        } else {
            context.parallel().forRange(n, GRAIN, (from, to) -> run(context, operator, x, x.offset() + from * xStep, xStep, y,
                    y.offset() + from * yStep, yStep, out, from, to - from));
        }
        return Tensor.over(x.dtype(), shape, out);
    }

    /// 1 where an operand is laid out as the result, 0 where it is one element, -1 otherwise.
    private static int step(Tensor x, int n) {
        return x.count() == 1 ? 0 : x.count() == n && x.contiguous() ? 1 : -1;
    }

    private static void run(
            OpContext context,
            BinaryOperator operator,
            Tensor x,
            int xAt,
            int xStep,
            Tensor y,
            int yAt,
            int yStep,
            Object out,
            int at,
            int n) {
        switch (x.dtype()) {
            case F32 -> context.kernels()
                    .binary(operator, x.floats(), xAt, xStep, y.floats(), yAt, yStep, (float[]) out, at, n);
            case F64 -> context.kernels()
                    .binary(operator, x.doubles(), xAt, xStep, y.doubles(), yAt, yStep, (double[]) out, at, n);
            case I64 -> LongKernels.binary(operator, x.longs(), xAt, xStep, y.longs(), yAt, yStep, (long[]) out, at, n);
            case BOOL, C128 -> throw new IllegalStateException(operator + " of " + x.dtype());
        }
    }

    static Tensor compare(OpContext context, Comparison comparison, String symbol, Tensor x, Tensor y) {
        Promotion.real("compare", x, 0);
        Promotion.real("compare", y, 1);
        Shape shape = Describe.broadcast("compare", symbol, x, y);
        // an int against a float is compared exactly, where the tensor does not give the number its type
        boolean exact = x.dtype() != y.dtype()
                && (x.dtype() == DType.I64 && y.dtype().isFloat() && !x.weak()
                        || y.dtype() == DType.I64 && x.dtype().isFloat() && !y.weak()
                        || x.weak() && y.weak() && (x.dtype() == DType.I64 || y.dtype() == DType.I64));
        boolean[] out = new boolean[shape.count()];
        Tensor a;
        Tensor b;
        Comparison use;
        if (exact) {
            boolean swap = y.dtype() == DType.I64;
            a = swap ? y : x;
            b = swap ? x : y;
            if (b.dtype() == DType.F32) {
                b = b.to(DType.F64);
            } else if (b.dtype() == DType.BOOL) {
                b = b.to(DType.F64);
            }
            use = swap ? mirrored(comparison) : comparison;
        } else {
            DType type = Promotion.common(context, x, y);
            a = Promotion.to(x, type);
            b = Promotion.to(y, type);
            use = comparison;
        }
        Tensor[] operands = {a, b};
        Runs.over(shape, operands, (at, step, place, n) -> {
            Tensor p = operands[0];
            Tensor q = operands[1];
            switch (p.dtype()) {
                case BOOL -> BooleanKernels.compare(
                        use, p.booleans(), at[0], step[0], q.booleans(), at[1], step[1], out, place, n);
                case I64 -> {
                    if (q.dtype() == DType.F64) {
                        BooleanKernels.compare(use, p.longs(), at[0], step[0], q.doubles(), at[1], step[1], out, place, n);
                    } else {
                        BooleanKernels.compare(use, p.longs(), at[0], step[0], q.longs(), at[1], step[1], out, place, n);
                    }
                }
                case F32 -> BooleanKernels.compare(use, p.floats(), at[0], step[0], q.floats(), at[1], step[1], out, place, n);
                case F64 -> BooleanKernels.compare(use, p.doubles(), at[0], step[0], q.doubles(), at[1], step[1], out, place, n);
                case C128 -> throw new IllegalStateException("complex");
            }
        });
        Tensor result = Tensor.of(shape, out);
        return x.weak() && y.weak() ? result.weak(true) : result;
    }

    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case EQUAL, NOT_EQUAL -> comparison;
            case LESS -> Comparison.GREATER;
            case LESS_EQUAL -> Comparison.GREATER_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_EQUAL -> Comparison.LESS_EQUAL;
        };
    }

    static Tensor logic(Logic logic, String symbol, Tensor x, Tensor y) {
        requireBool(symbol, x, 0);
        requireBool(symbol, y, 1);
        Shape shape = Describe.broadcast("combine", symbol, x, y);
        boolean[] out = new boolean[shape.count()];
        Tensor[] operands = {x, y};
        Runs.over(shape, operands, (at, step, place, n) -> BooleanKernels.logic(
                logic, operands[0].booleans(), at[0], step[0], operands[1].booleans(), at[1], step[1], out, place, n));
        Tensor result = Tensor.of(shape, out);
        return x.weak() && y.weak() ? result.weak(true) : result;
    }

    static Tensor not(Tensor x) {
        requireBool("not", x, 0);
        Tensor in = x.contiguousCopy();
        boolean[] out = new boolean[in.count()];
        BooleanKernels.not(in.booleans(), in.offset(), out, 0, out.length);
        Tensor result = Tensor.of(x.shape(), out);
        return x.weak() ? result.weak(true) : result;
    }

    static void requireBool(String what, Tensor x, int argument) {
        if (x.dtype() != DType.BOOL) {
            throw OpError.type("type/not-bool", what + " needs bools, and this is " + Describe.type(x))
                    .label(argument, Describe.type(x))
                    .hint("compare first, for example x != 0");
        }
    }

    /// Elements of `x` where the condition holds, of `y` elsewhere, in their common type.
    static Tensor select(OpContext context, Tensor condition, Tensor x, Tensor y) {
        requireBool("the condition of where", condition, 0);
        DType type = Promotion.common(context, x, y);
        Tensor[] operands = {condition, Promotion.to(x, type), Promotion.to(y, type)};
        Shape shape = Describe.broadcast("choose between", "and", x, y);
        try {
            shape = Shape.broadcast(condition.shape(), shape);
        } catch (OpError e) {
            throw OpError.shape(e.code(), "the condition " + condition.shape() + " does not fit the values " + shape + ": "
                            + e.getMessage().substring(e.getMessage().indexOf(": ") + 2))
                    .label(0, Describe.type(condition));
        }
        Object out = Tensor.allocate(type, shape.count());
        Runs.over(shape, operands, (at, step, place, n) -> {
            Tensor c = operands[0];
            Tensor p = operands[1];
            Tensor q = operands[2];
            switch (type) {
                case F32 -> context.kernels().select(c.booleans(), at[0], step[0], p.floats(), at[1], step[1], q.floats(),
                        at[2], step[2], (float[]) out, place, n);
                case F64 -> context.kernels().select(c.booleans(), at[0], step[0], p.doubles(), at[1], step[1], q.doubles(),
                        at[2], step[2], (double[]) out, place, n);
                case I64 -> BooleanKernels.select(c.booleans(), at[0], step[0], p.longs(), at[1], step[1], q.longs(), at[2],
                        step[2], (long[]) out, place, n);
                case BOOL -> BooleanKernels.select(c.booleans(), at[0], step[0], p.booleans(), at[1], step[1], q.booleans(),
                        at[2], step[2], (boolean[]) out, place, n);
                case C128 -> throw OpError.type("type/complex", "where is not defined for complex numbers");
            }
        });
        Tensor result = Tensor.over(type, shape, out);
        return condition.weak() && x.weak() && y.weak() ? result.weak(true) : result;
    }
}

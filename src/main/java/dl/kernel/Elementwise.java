package dl.kernel;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Elementwise operations on whole tensors: any strides, broadcasting, all element types, shared among threads.
///
/// Operands of one call have the same element type (promotion is the caller's); results are new, row-major and strong.
public final class Elementwise {
    /// From so many elements on, many short rows are worth a [TileProgram], which takes several of them at a time: for rows of
    /// 20 elements less a column it needs 87 instead of 242 us, for rows of 100 plus a vector 20 instead of 31.
    private static final int ROWS_WORTH = 1 << 13;

    private Elementwise() {}

    /// @throws IllegalArgumentException for bools, and for an operation that ints or complex numbers do not have
    public static Tensor unary(Kernels kernels, Parallel parallel, UnaryOperator operator, Tensor x) {
        Tensor from = x.contiguousCopy();
        int n = from.count();
        int at = from.offset();
        switch (from.dtype()) {
            case F32 -> {
                float[] source = from.floats();
                float[] out = parallel.results().floats(n);
                if (n <= grain(operator)) {
                    kernels.unary(operator, source, at, out, 0, n);
                } else {
                    parallel.forRange(n, grain(operator), (start, end) ->
                            kernels.unary(operator, source, at + start, out, start, end - start));
                }
                return Tensor.of(x.shape(), out);
            }
            case F64 -> {
                double[] source = from.doubles();
                double[] out = parallel.results().doubles(n);
                if (n <= grain(operator)) {
                    kernels.unary(operator, source, at, out, 0, n);
                } else {
                    parallel.forRange(n, grain(operator), (start, end) ->
                            kernels.unary(operator, source, at + start, out, start, end - start));
                }
                return Tensor.of(x.shape(), out);
            }
            case I64 -> {
                long[] out = new long[n];
                LongKernels.unary(operator, from.longs(), at, out, 0, n);
                return Tensor.of(x.shape(), out);
            }
            case C128 -> {
                double[] source = from.doubles();
                double[] out = (double[]) Tensor.allocate(DType.C128, n);
                parallel.forRange(n, grain(operator), (start, end) ->
                        ComplexKernels.unary(operator, source, at + start, out, start, end - start));
                return Tensor.complex(x.shape(), out);
            }
            case BOOL -> throw unsupported(operator, x.dtype());
        }
        throw new AssertionError(x.dtype());
    }

    /// @throws dl.tensor.OpError `shape/broadcast`, and the errors of [LongKernels#binary]
    public static Tensor binary(Kernels kernels, Parallel parallel, BinaryOperator operator, Tensor x, Tensor y) {
        same(operator, x, y);
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        int n = shape.count();
        if (n <= Walk.GRAIN && flat(x, shape) && flat(y, shape)) {
            // The usual small case, without building a walk.
            int xStep = x.count() == 1 ? 0 : 1;
            int yStep = y.count() == 1 ? 0 : 1;
            return switch (x.dtype()) {
                case F32 -> {
                    float[] out = parallel.results().floats(n);
                    kernels.binary(
                            operator, x.floats(), x.offset(), xStep, y.floats(), y.offset(), yStep, out, 0, n);
                    yield Tensor.of(shape, out);
                }
                case F64 -> {
                    double[] out = parallel.results().doubles(n);
                    kernels.binary(
                            operator, x.doubles(), x.offset(), xStep, y.doubles(), y.offset(), yStep, out, 0, n);
                    yield Tensor.of(shape, out);
                }
                case I64 -> {
                    long[] out = new long[n];
                    LongKernels.binary(operator, x.longs(), x.offset(), xStep, y.longs(), y.offset(), yStep, out, 0, n);
                    yield Tensor.of(shape, out);
                }
                case C128 -> {
                    double[] out = (double[]) Tensor.allocate(DType.C128, n);
                    ComplexKernels.binary(
                            operator, x.doubles(), x.offset(), xStep, y.doubles(), y.offset(), yStep, out, 0, n);
                    yield Tensor.complex(shape, out);
                }
                case BOOL -> throw unsupported(operator, x.dtype());
            };
        }
        Walk walk = Walk.over(shape, x, y);
        boolean byTiles = walk.isShort(1 << 7) || walk.isShort(1 << 9) && (walk.isRepeated(0) || walk.isRepeated(1));
        if (byTiles && n >= ROWS_WORTH && x.dtype().isFloat()) {
            TileProgram.Step step = new TileProgram.Binary(operator, 0, 1);
            return new TileProgram(x.dtype(), 2, new double[0], java.util.List.of(step), new int[] {2}).run(kernels, parallel, shape, x, y)[0];
        }
        int xStep = walk.step(0);
        int yStep = walk.step(1);
        switch (x.dtype()) {
            case F32 -> {
                float[] a = walk.operand(0).floats();
                float[] b = walk.operand(1).floats();
                float[] out = parallel.results().floats(n);
                walk.run(parallel, (at, to, count) ->
                        kernels.binary(operator, a, at[0], xStep, b, at[1], yStep, out, to, count));
                return Tensor.of(shape, out);
            }
            case F64 -> {
                double[] a = walk.operand(0).doubles();
                double[] b = walk.operand(1).doubles();
                double[] out = parallel.results().doubles(n);
                walk.run(parallel, (at, to, count) ->
                        kernels.binary(operator, a, at[0], xStep, b, at[1], yStep, out, to, count));
                return Tensor.of(shape, out);
            }
            case I64 -> {
                long[] a = walk.operand(0).longs();
                long[] b = walk.operand(1).longs();
                long[] out = new long[n];
                walk.run(parallel, (at, to, count) ->
                        LongKernels.binary(operator, a, at[0], xStep, b, at[1], yStep, out, to, count));
                return Tensor.of(shape, out);
            }
            case C128 -> {
                double[] a = walk.operand(0).doubles();
                double[] b = walk.operand(1).doubles();
                double[] out = (double[]) Tensor.allocate(DType.C128, n);
                walk.run(parallel, (at, to, count) ->
                        ComplexKernels.binary(operator, a, at[0], xStep, b, at[1], yStep, out, to, count));
                return Tensor.complex(shape, out);
            }
            case BOOL -> throw unsupported(operator, x.dtype());
        }
        throw new AssertionError(x.dtype());
    }

    /// A bool per pair of elements. Ints compare with f64 exactly; other mixtures are the caller's to promote.
    public static Tensor compare(Parallel parallel, Comparison comparison, Tensor x, Tensor y) {
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        if (x.dtype() == DType.F64 && y.dtype() == DType.I64) {
            return compare(parallel, mirror(comparison), y, x);
        }
        boolean mixed = x.dtype() == DType.I64 && y.dtype() == DType.F64;
        if (!mixed) {
            same(comparison, x, y);
        }
        boolean[] out = new boolean[shape.count()];
        Walk walk = Walk.over(shape, x, y);
        int xStep = walk.step(0);
        int yStep = walk.step(1);
        Tensor a = walk.operand(0);
        Tensor b = walk.operand(1);
        walk.run(parallel, (at, to, n) -> {
            switch (a.dtype()) {
                case BOOL ->
                    BooleanKernels.compare(
                            comparison, a.booleans(), at[0], xStep, b.booleans(), at[1], yStep, out, to, n);
                case I64 -> {
                    if (mixed) {
                        BooleanKernels.compare(
                                comparison, a.longs(), at[0], xStep, b.doubles(), at[1], yStep, out, to, n);
                    } else {
                        BooleanKernels.compare(
                                comparison, a.longs(), at[0], xStep, b.longs(), at[1], yStep, out, to, n);
                    }
                }
                case F32 ->
                    BooleanKernels.compare(comparison, a.floats(), at[0], xStep, b.floats(), at[1], yStep, out, to, n);
                case F64 ->
                    BooleanKernels.compare(
                            comparison, a.doubles(), at[0], xStep, b.doubles(), at[1], yStep, out, to, n);
                case C128 -> complex(comparison, a.doubles(), at[0], xStep, b.doubles(), at[1], yStep, out, to, n);
            }
        });
        return Tensor.of(shape, out);
    }

    /// `x` where `condition` is true, else `y`; all three broadcast. Any element type, `x` and `y` of one.
    public static Tensor select(Kernels kernels, Parallel parallel, Tensor condition, Tensor x, Tensor y) {
        same("select", x, y);
        Shape shape = Shape.broadcast(condition.shape(), Shape.broadcast(x.shape(), y.shape()));
        Walk walk = Walk.over(shape, condition, x, y);
        boolean[] c = walk.operand(0).booleans();
        int cStep = walk.step(0);
        int xStep = walk.step(1);
        int yStep = walk.step(2);
        Tensor a = walk.operand(1);
        Tensor b = walk.operand(2);
        Object out = Tensor.allocate(x.dtype(), shape.count());
        walk.run(parallel, (at, to, n) -> {
            switch (a.dtype()) {
                case BOOL ->
                    BooleanKernels.select(
                            c, at[0], cStep, a.booleans(), at[1], xStep, b.booleans(), at[2], yStep, (boolean[]) out, to, n);
                case I64 ->
                    BooleanKernels.select(
                            c, at[0], cStep, a.longs(), at[1], xStep, b.longs(), at[2], yStep, (long[]) out, to, n);
                case F32 ->
                    kernels.select(
                            c, at[0], cStep, a.floats(), at[1], xStep, b.floats(), at[2], yStep, (float[]) out, to, n);
                case F64 ->
                    kernels.select(
                            c, at[0], cStep, a.doubles(), at[1], xStep, b.doubles(), at[2], yStep, (double[]) out, to, n);
                case C128 -> {
                    double[] target = (double[]) out;
                    for (int i = 0; i < n; i++) {
                        boolean left = c[at[0] + i * cStep];
                        double[] source = left ? a.doubles() : b.doubles();
                        int from = left ? at[1] + i * xStep : at[2] + i * yStep;
                        target[2 * (to + i)] = source[2 * from];
                        target[2 * (to + i) + 1] = source[2 * from + 1];
                    }
                }
            }
        });
        return Tensor.over(x.dtype(), shape, out);
    }

    public static Tensor logic(Parallel parallel, Logic logic, Tensor x, Tensor y) {
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        Walk walk = Walk.over(shape, x, y);
        boolean[] a = walk.operand(0).booleans();
        boolean[] b = walk.operand(1).booleans();
        boolean[] out = new boolean[shape.count()];
        int xStep = walk.step(0);
        int yStep = walk.step(1);
        walk.run(parallel, (at, to, n) -> BooleanKernels.logic(logic, a, at[0], xStep, b, at[1], yStep, out, to, n));
        return Tensor.of(shape, out);
    }

    public static Tensor not(Tensor x) {
        Tensor from = x.contiguousCopy();
        boolean[] out = new boolean[from.count()];
        BooleanKernels.not(from.booleans(), from.offset(), out, 0, out.length);
        return Tensor.of(x.shape(), out);
    }

    private static boolean flat(Tensor x, Shape shape) {
        return x.count() == 1 || x.contiguous() && x.count() == shape.count();
    }

    /// Transcendental functions are worth sharing earlier than a negation.
    private static int grain(UnaryOperator operator) {
        return switch (operator) {
            case NEGATE, ABS, SIGN, SQUARE, RECIPROCAL, SQRT, RELU, FLOOR, CEIL, ROUND, TRUNC -> Walk.GRAIN;
            case EXP, EXPM1, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH,
                    ATANH, SIGMOID, SOFTPLUS, ERF, ERFC, LGAMMA, DIGAMMA, CBRT ->
                1 << 13;
        };
    }

    private static void complex(
            Comparison comparison, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, boolean[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            int a = 2 * (xAt + i * xStep);
            int b = 2 * (yAt + i * yStep);
            boolean equal = x[a] == y[b] && x[a + 1] == y[b + 1];
            out[to + i] = switch (comparison) {
                case EQUAL -> equal;
                case NOT_EQUAL -> !equal;
                case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> throw unsupported(comparison, DType.C128);
            };
        }
    }

    private static Comparison mirror(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.EQUAL;
            case NOT_EQUAL -> Comparison.NOT_EQUAL;
            case LESS -> Comparison.GREATER;
            case LESS_EQUAL -> Comparison.GREATER_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_EQUAL -> Comparison.LESS_EQUAL;
        };
    }

    private static void same(Object operation, Tensor x, Tensor y) {
        if (x.dtype() != y.dtype()) {
            throw new IllegalArgumentException(operation + " of " + x.dtype() + " and " + y.dtype());
        }
    }

    private static IllegalArgumentException unsupported(Object operation, DType dtype) {
        return new IllegalArgumentException(operation + " of " + dtype);
    }
}

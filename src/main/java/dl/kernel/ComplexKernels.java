package dl.kernel;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Complex numbers on flat arrays and whole tensors. Positions and steps count elements, each of two doubles.
///
/// Plain loops in one fixed order, so that there is one result; sums and matrix products are done part by part with the
/// kernels for f64, which have one result at every width.
public final class ComplexKernels {
    private ComplexKernels() {}

    /// Whether a function of complex numbers is among these kernels.
    public static boolean has(UnaryOperator operator) {
        return switch (operator) {
            case NEGATE, SQUARE, RECIPROCAL, SQRT, EXP, LOG, SIN, COS, SINH, COSH -> true;
            case ABS, SIGN, EXPM1, LOG1P, LOG2, LOG10, TAN, ASIN, ACOS, ATAN, TANH, ASINH, ACOSH, ATANH, SIGMOID,
                    SOFTPLUS, RELU, ERF, ERFC, LGAMMA, DIGAMMA, CBRT, FLOOR, CEIL, ROUND, TRUNC -> false;
        };
    }

    public static boolean has(BinaryOperator operator) {
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER -> true;
            case FLOOR_DIVIDE, REMAINDER, MAXIMUM, MINIMUM, ATAN2 -> false;
        };
    }

    static void unary(UnaryOperator operator, double[] x, int xAt, double[] out, int at, int n) {
        for (int i = 0; i < n; i++) {
            double re = x[2 * (xAt + i)];
            double im = x[2 * (xAt + i) + 1];
            int to = 2 * (at + i);
            switch (operator) {
                case NEGATE -> {
                    out[to] = -re;
                    out[to + 1] = -im;
                }
                case SQUARE -> ComplexMath.multiply(re, im, re, im, out, to);
                case RECIPROCAL -> ComplexMath.divide(1, 0, re, im, out, to);
                case SQRT -> ComplexMath.sqrt(re, im, out, to);
                case EXP -> ComplexMath.exp(re, im, out, to);
                case LOG -> ComplexMath.log(re, im, out, to);
                case SIN -> ComplexMath.sin(re, im, out, to);
                case COS -> ComplexMath.cos(re, im, out, to);
                case SINH -> ComplexMath.sinh(re, im, out, to);
                case COSH -> ComplexMath.cosh(re, im, out, to);
                case ABS, SIGN, EXPM1, LOG1P, LOG2, LOG10, TAN, ASIN, ACOS, ATAN, TANH, ASINH, ACOSH, ATANH, SIGMOID,
                        SOFTPLUS, RELU, ERF, ERFC, LGAMMA, DIGAMMA, CBRT, FLOOR, CEIL, ROUND, TRUNC ->
                    throw new IllegalArgumentException(operator + " of c128");
            }
        }
    }

    static void binary(
            BinaryOperator operator, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, double[] out, int at, int n) {
        for (int i = 0; i < n; i++) {
            int left = 2 * (xAt + i * xStep);
            int right = 2 * (yAt + i * yStep);
            double a = x[left];
            double b = x[left + 1];
            double c = y[right];
            double d = y[right + 1];
            int to = 2 * (at + i);
            switch (operator) {
                case ADD -> {
                    out[to] = a + c;
                    out[to + 1] = b + d;
                }
                case SUBTRACT -> {
                    out[to] = a - c;
                    out[to + 1] = b - d;
                }
                case MULTIPLY -> ComplexMath.multiply(a, b, c, d, out, to);
                case DIVIDE -> ComplexMath.divide(a, b, c, d, out, to);
                case POWER -> ComplexMath.power(a, b, c, d, out, to);
                case FLOOR_DIVIDE, REMAINDER, MAXIMUM, MINIMUM, ATAN2 -> throw new IllegalArgumentException(operator + " of c128");
            }
        }
    }

    /// The absolute values, f64.
    public static Tensor abs(Parallel parallel, Tensor x) {
        Tensor from = x.contiguousCopy();
        double[] parts = from.doubles();
        int at = from.offset();
        double[] out = new double[from.count()];
        parallel.forRange(out.length, 1 << 13, (start, end) -> {
            for (int i = start; i < end; i++) {
                out[i] = ComplexMath.abs(parts[2 * (at + i)], parts[2 * (at + i) + 1]);
            }
        });
        return Tensor.of(x.shape(), out);
    }

    /// The angles to the positive real axis, f64.
    public static Tensor angle(Parallel parallel, Tensor x) {
        Tensor from = x.contiguousCopy();
        double[] parts = from.doubles();
        int at = from.offset();
        double[] out = new double[from.count()];
        parallel.forRange(out.length, 1 << 13, (start, end) -> {
            for (int i = start; i < end; i++) {
                out[i] = ComplexMath.angle(parts[2 * (at + i)], parts[2 * (at + i) + 1]);
            }
        });
        return Tensor.of(x.shape(), out);
    }

    /// The same real parts and the negative imaginary parts.
    public static Tensor conjugate(Tensor x) {
        double[] out = x.copy().doubles();
        for (int i = 1; i < out.length; i += 2) {
            out[i] = -out[i];
        }
        return Tensor.complex(x.shape(), out);
    }

    /// Complex numbers of real and imaginary parts, two f64 tensors of one shape.
    public static Tensor join(Tensor re, Tensor im) {
        Tensor a = re.contiguousCopy();
        Tensor b = im.contiguousCopy();
        double[] out = (double[]) Tensor.allocate(DType.C128, a.count());
        for (int i = 0; i < a.count(); i++) {
            out[2 * i] = a.doubles()[a.offset() + i];
            out[2 * i + 1] = b.doubles()[b.offset() + i];
        }
        return Tensor.complex(re.shape(), out);
    }

    /// The product of `n` elements `step` apart, from the first to the last.
    static void product(double[] x, int xAt, int step, int n, double[] out, int at) {
        out[2 * at] = 1;
        out[2 * at + 1] = 0;
        for (int i = 0; i < n; i++) {
            int from = 2 * (xAt + i * step);
            if (i == 0) {
                out[2 * at] = x[from];
                out[2 * at + 1] = x[from + 1];
            } else {
                ComplexMath.multiply(out[2 * at], out[2 * at + 1], x[from], x[from + 1], out, 2 * at);
            }
        }
    }

    /// Running sums or products of `n` elements `step` apart.
    static void cumulate(Reduction reduction, double[] x, int xAt, int step, int n, double[] out, int at) {
        double re = reduction == Reduction.SUM ? 0 : 1;
        double im = 0;
        double[] next = new double[2];
        for (int i = 0; i < n; i++) {
            double a = x[2 * (xAt + i * step)];
            double b = x[2 * (xAt + i * step) + 1];
            switch (reduction) {
                case SUM -> {
                    next[0] = i == 0 ? a : re + a;
                    next[1] = i == 0 ? b : im + b;
                }
                case PRODUCT -> {
                    next[0] = i == 0 ? a : re * a - im * b;
                    next[1] = i == 0 ? b : re * b + im * a;
                }
                case MAXIMUM, MINIMUM -> throw new IllegalArgumentException(reduction + " of c128");
            }
            re = next[0];
            im = next[1];
            out[2 * (at + i * step)] = re;
            out[2 * (at + i * step) + 1] = im;
        }
    }

    /// The matrix product of real and imaginary parts: four products of f64 matrices, which lie two doubles apart.
    static void gemm(
            Kernels kernels, int m, int n, int k, double[] a, int aAt, int aRow, int aColumn, double[] b, int bAt, int bRow,
            int bColumn, double[] out, int at, Parallel parallel) {
        int size = Shape.of(m, n).count();
        double[][] products = new double[4][size];
        for (int i = 0; i < 4; i++) {
            int left = i >> 1;
            int right = i & 1;
            kernels.gemm(
                    m, n, k, a, 2 * aAt + left, 2 * aRow, 2 * aColumn, b, 2 * bAt + right, 2 * bRow, 2 * bColumn, products[i], 0,
                    parallel);
        }
        for (int i = 0; i < size; i++) {
            out[2 * (at + i)] = products[0][i] - products[3][i];
            out[2 * (at + i) + 1] = products[1][i] + products[2][i];
        }
    }
}

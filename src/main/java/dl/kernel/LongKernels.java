package dl.kernel;

import dl.tensor.OpError;
import java.util.Arrays;

/// The loops on 64-bit ints: plain, and an overflow is an error, never a wrap.
public final class LongKernels {
    private LongKernels() {}

    /// @throws OpError `value/int-overflow`
    /// @throws IllegalArgumentException for an operation whose result is no int
    public static void unary(UnaryOperator operator, long[] x, int xOffset, long[] out, int outOffset, int n) {
        switch (operator) {
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    long a = x[xOffset + i];
                    if (a == Long.MIN_VALUE) {
                        throw overflow("-(" + a + ")");
                    }
                    out[outOffset + i] = -a;
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    long a = x[xOffset + i];
                    if (a == Long.MIN_VALUE) {
                        throw overflow("abs(" + a + ")");
                    }
                    out[outOffset + i] = Math.abs(a);
                }
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = Long.signum(x[xOffset + i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    long a = x[xOffset + i];
                    out[outOffset + i] = multiply(a, a);
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = Math.max(0, x[xOffset + i]);
                }
            }
            case FLOOR, CEIL, ROUND, TRUNC -> System.arraycopy(x, xOffset, out, outOffset, n);
            case RECIPROCAL, SQRT, EXP, EXPM1, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH,
                    ASINH, ACOSH, ATANH, SIGMOID, SOFTPLUS, ERF, ERFC, LGAMMA, DIGAMMA, CBRT ->
                throw new IllegalArgumentException(operator + " of ints is no int");
        }
    }

    /// @throws OpError `value/int-overflow`; `domain/division-by-zero`; `domain/negative-power`
    /// @throws IllegalArgumentException for an operation whose result is no int
    public static void binary(
            BinaryOperator operator,
            long[] x,
            int xOffset,
            int xStep,
            long[] y,
            int yOffset,
            int yStep,
            long[] out,
            int outOffset,
            int n) {
        switch (operator) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = add(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = subtract(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = multiply(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case FLOOR_DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = floorDivide(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case REMAINDER -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = remainder(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case POWER -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = power(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = Math.max(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = Math.min(x[xOffset + i * xStep], y[yOffset + i * yStep]);
                }
            }
            case DIVIDE, ATAN2 -> throw new IllegalArgumentException(operator + " of ints is no int");
        }
    }

    public static long add(long a, long b) {
        long r = a + b;
        if (((a ^ r) & (b ^ r)) < 0) {
            throw overflow(a + " + " + b);
        }
        return r;
    }

    public static long subtract(long a, long b) {
        long r = a - b;
        if (((a ^ b) & (a ^ r)) < 0) {
            throw overflow(a + " - " + b);
        }
        return r;
    }

    public static long multiply(long a, long b) {
        long r = a * b;
        if (Math.multiplyHigh(a, b) != r >> 63) {
            throw overflow(a + " * " + b);
        }
        return r;
    }

    public static long floorDivide(long a, long b) {
        if (b == 0) {
            throw byZero(a + " // 0");
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw overflow(a + " // -1");
        }
        return Math.floorDiv(a, b);
    }

    public static long remainder(long a, long b) {
        if (b == 0) {
            throw byZero(a + " % 0");
        }
        return Math.floorMod(a, b);
    }

    public static long power(long base, long exponent) {
        if (exponent < 0) {
            throw OpError.domain("domain/negative-power", "cannot raise an int to the negative power " + exponent + ": the result is a fraction")
                    .hint("write 1 / $0" + (exponent == -1 ? "" : "^" + (exponent == Long.MIN_VALUE ? "n" : -exponent)) + ", or make the base a float: f64($0)");
        }
        long result = 1;
        long square = base;
        for (long rest = exponent; rest != 0; ) {
            if ((rest & 1) != 0) {
                if (Math.multiplyHigh(result, square) != result * square >> 63) {
                    throw overflow(base + "^" + exponent);
                }
                result *= square;
            }
            rest >>= 1;
            if (rest != 0) {
                if (Math.multiplyHigh(square, square) != square * square >> 63) {
                    throw overflow(base + "^" + exponent);
                }
                square *= square;
            }
        }
        return result;
    }

    /// One value from the elements at `xOffset`, `xOffset + stride`, ...
    public static long reduce(Reduction reduction, long[] x, int xOffset, int stride, int n) {
        switch (reduction) {
            case SUM -> {
                return sum(x, xOffset, stride, n);
            }
            case PRODUCT -> {
                long r = 1;
                for (int i = 0; i < n; i++) {
                    r = multiply(r, x[xOffset + i * stride]);
                }
                return r;
            }
            case MAXIMUM -> {
                long r = Long.MIN_VALUE;
                for (int i = 0; i < n; i++) {
                    r = Math.max(r, x[xOffset + i * stride]);
                }
                return r;
            }
            case MINIMUM -> {
                long r = Long.MAX_VALUE;
                for (int i = 0; i < n; i++) {
                    r = Math.min(r, x[xOffset + i * stride]);
                }
                return r;
            }
        }
        throw new AssertionError(reduction);
    }

    private static long sum(long[] x, int xOffset, int stride, int n) {
        // 128 bits, so that only a total that does not fit is an error, whatever the order.
        long low = 0;
        long high = 0;
        for (int i = 0; i < n; i++) {
            long a = x[xOffset + i * stride];
            long r = low + a;
            high += (a >> 63) + (Long.compareUnsigned(r, low) < 0 ? 1 : 0);
            low = r;
        }
        if (high != low >> 63) {
            throw overflow("the sum of " + n + " ints");
        }
        return low;
    }

    /// The index of the first largest (else smallest) element.
    public static int argument(boolean largest, long[] x, int xOffset, int n) {
        int at = 0;
        for (int i = 1; i < n; i++) {
            if (largest ? x[xOffset + i] > x[xOffset + at] : x[xOffset + i] < x[xOffset + at]) {
                at = i;
            }
        }
        return at;
    }

    /// The matrix product of ints, as [Kernels#gemm].
    ///
    /// @throws OpError `value/int-overflow`
    public static void gemm(
            int m,
            int n,
            int k,
            long[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            long[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            long[] c,
            int cOffset) {
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                long left = a[aOffset + i * aRowStride + p * aColumnStride];
                int from = bOffset + p * bRowStride;
                int to = cOffset + i * n;
                for (int j = 0; j < n; j++) {
                    c[to + j] = add(p == 0 ? 0 : c[to + j], multiply(left, b[from + j * bColumnStride]));
                }
            }
            if (k == 0) {
                Arrays.fill(c, cOffset + i * n, cOffset + (i + 1) * n, 0);
            }
        }
    }

    static OpError overflow(String what) {
        return OpError.value("value/int-overflow", what + " does not fit into a 64-bit int")
                .hint("floats have a larger range: convert with f64($0)");
    }

    private static OpError byZero(String what) {
        return OpError.domain("domain/division-by-zero", what + ": an int cannot be divided by zero")
                .label(1, "")
                .hint("where($1 == 0, 1, $1) replaces the zeros; / divides to floats and gives inf or nan");
    }
}

package dl.kernel;

/// Elementary functions of complex numbers in f64, the same bits on every machine.
///
/// A result goes to `out[at]` and `out[at + 1]`. The formulas, with their care for large, small and special values, are
/// those of W. Kahan, "Branch cuts for complex elementary functions", as C99 Annex G and Python's cmath follow them.
final class ComplexMath {
    /// Whole exponents up to here are products; the polar form loses digits that nobody expects to lose.
    private static final int WHOLE_POWERS = 100;
    /// From here on e^x is computed in two factors, as its product with a sine may still be finite.
    private static final double LARGE_EXPONENT = 708;
    private static final double SCALE = 0x1p53;
    private static final double ROOT_OF_TWICE_SCALE = 0x1p27;

    private ComplexMath() {}

    /// The length. The JDK's StrictMath is one algorithm on every machine, which Math need not be.
    static double abs(double re, double im) {
        return StrictMath.hypot(re, im);
    }

    /// The angle to the positive real axis, in (-pi, pi].
    static double angle(double re, double im) {
        return DoubleMath.atan2(im, re);
    }

    static void multiply(double a, double b, double c, double d, double[] out, int at) {
        out[at] = a * c - b * d;
        out[at + 1] = a * d + b * c;
    }

    /// Smith's division, which scales by the larger part of the divisor; by zero it gives what the parts give.
    static void divide(double a, double b, double c, double d, double[] out, int at) {
        if (c == 0 && d == 0) {
            out[at] = a / Math.abs(c);
            out[at + 1] = b / Math.abs(c);
        } else if (Math.abs(c) >= Math.abs(d)) {
            double ratio = d / c;
            double scale = c + d * ratio;
            out[at] = (a + b * ratio) / scale;
            out[at + 1] = (b - a * ratio) / scale;
        } else {
            double ratio = c / d;
            double scale = d + c * ratio;
            out[at] = (a * ratio + b) / scale;
            out[at + 1] = (b * ratio - a) / scale;
        }
    }

    static void exp(double a, double b, double[] out, int at) {
        if (b == 0) {
            out[at] = DoubleMath.exp(a);
            out[at + 1] = b;
        } else if (a == Double.NEGATIVE_INFINITY && !Double.isFinite(b)) {
            out[at] = 0;
            out[at + 1] = 0;
        } else if (a == Double.POSITIVE_INFINITY && !Double.isFinite(b)) {
            out[at] = a;
            out[at + 1] = Double.NaN;
        } else {
            boolean large = a > LARGE_EXPONENT;
            double length = DoubleMath.exp(large ? a - 1 : a);
            double rest = large ? Math.E : 1;
            out[at] = length * DoubleMath.cos(b) * rest;
            out[at + 1] = length * DoubleMath.sin(b) * rest;
        }
    }

    /// The principal logarithm: the cut is the negative real axis.
    static void log(double a, double b, double[] out, int at) {
        out[at] = logOfLength(Math.abs(a), Math.abs(b));
        out[at + 1] = angle(a, b);
    }

    private static double logOfLength(double x, double y) {
        double large = Math.max(x, y);
        double small = Math.min(x, y);
        if (large > Double.MAX_VALUE / 4 && !Double.isInfinite(large)) {
            return DoubleMath.log(abs(x / 2, y / 2)) + DoubleMath.LN2;
        }
        if (large < Double.MIN_NORMAL && large > 0) {
            return DoubleMath.log(abs(x * SCALE, y * SCALE)) - 53 * DoubleMath.LN2;
        }
        double length = abs(x, y);
        // near 1 the length has lost what its logarithm is made of
        return length > 0.71 && length < 1.73
                ? DoubleMath.log1p((large - 1) * (large + 1) + small * small) / 2
                : DoubleMath.log(length);
    }

    /// The principal square root, whose real part is not negative.
    static void sqrt(double a, double b, double[] out, int at) {
        double x = Math.abs(a);
        double y = Math.abs(b);
        if (Double.isInfinite(b)) {
            put(Double.POSITIVE_INFINITY, b, out, at);
        } else if (Double.isInfinite(a)) {
            double rest = Double.isNaN(b) ? Double.NaN : 0;
            put(a > 0 ? a : rest, a > 0 ? Math.copySign(rest, b) : Math.copySign(Double.POSITIVE_INFINITY, b), out, at);
        } else if (x == 0 && y == 0) {
            put(0, b, out, at);
        } else {
            boolean tiny = x < Double.MIN_NORMAL && y < Double.MIN_NORMAL;
            double large = tiny
                    ? Math.sqrt(x * SCALE + abs(x * SCALE, y * SCALE)) / ROOT_OF_TWICE_SCALE
                    : 2 * Math.sqrt(x / 8 + abs(x / 8, y / 8));
            double small = y / (2 * large);
            put(a >= 0 ? large : small, Math.copySign(a >= 0 ? small : large, b), out, at);
        }
    }

    /// a + bi to the power of c + di. Zero to a power with a positive real part is zero, and to the power of zero one.
    static void power(double a, double b, double c, double d, double[] out, int at) {
        if (d == 0 && c == Math.rint(c) && Math.abs(c) <= WHOLE_POWERS) {
            whole(a, b, (int) c, out, at);
        } else if (a == 0 && b == 0) {
            double value = c > 0 ? 0 : Double.NaN;
            put(value, value, out, at);
        } else {
            double length = abs(a, b);
            double angle = angle(a, b);
            double power = DoubleMath.pow(length, c);
            double turn = angle * c;
            if (d != 0) {
                power *= DoubleMath.exp(-angle * d);
                turn += d * DoubleMath.log(length);
            }
            put(power * DoubleMath.cos(turn), power * DoubleMath.sin(turn), out, at);
        }
    }

    private static void whole(double a, double b, int n, double[] out, int at) {
        double x = a;
        double y = b;
        double re = 1;
        double im = 0;
        boolean first = true;
        for (int left = Math.abs(n); left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                double product = first ? x : re * x - im * y;
                im = first ? y : re * y + im * x;
                re = product;
                first = false;
            }
            double square = x * x - y * y;
            y = x * y + y * x;
            x = square;
        }
        if (n < 0) {
            divide(1, 0, re, im, out, at);
        } else {
            put(re, im, out, at);
        }
    }

    static void sin(double a, double b, double[] out, int at) {
        put(DoubleMath.sin(a) * DoubleMath.cosh(b), DoubleMath.cos(a) * DoubleMath.sinh(b), out, at);
    }

    static void cos(double a, double b, double[] out, int at) {
        put(DoubleMath.cos(a) * DoubleMath.cosh(b), -DoubleMath.sin(a) * DoubleMath.sinh(b), out, at);
    }

    static void sinh(double a, double b, double[] out, int at) {
        put(DoubleMath.sinh(a) * DoubleMath.cos(b), DoubleMath.cosh(a) * DoubleMath.sin(b), out, at);
    }

    static void cosh(double a, double b, double[] out, int at) {
        put(DoubleMath.cosh(a) * DoubleMath.cos(b), DoubleMath.sinh(a) * DoubleMath.sin(b), out, at);
    }

    private static void put(double re, double im, double[] out, int at) {
        out[at] = re;
        out[at + 1] = im;
    }
}

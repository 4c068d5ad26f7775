package dl.kernel;

/// Elementary functions in f64, the same bits on every machine.
public final class DoubleMath {
    private DoubleMath() {}

    // Coefficients of minimax polynomials, lowest power first; the vector kernels use the same ones in the same order.
    /// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2; relative error 2^-64.
    public static final double E0 = 0x1.0p-1,
            E1 = 0x1.555555555555bp-3,
            E2 = 0x1.5555555555503p-5,
            E3 = 0x1.111111110ec5ep-7,
            E4 = 0x1.6c16c16c3048cp-10,
            E5 = 0x1.a01a01b37e289p-13,
            E6 = 0x1.a01a0136902acp-16,
            E7 = 0x1.71ddf020da76dp-19,
            E8 = 0x1.27e5b44362ffdp-22,
            E9 = 0x1.af6be7f29efd4p-26,
            E10 = 0x1.1e3d3365b9af1p-29;
    /// (log((1 + s) / (1 - s)) - 2 s) / s^3 in s^2, for 1 + f between 1 / sqrt 2 and sqrt 2, s = f / (2 + f).
    public static final double L0 = 0x1.5555555555592p-1,
            L1 = 0x1.999999997fda3p-2,
            L2 = 0x1.24924941f2f6dp-2,
            L3 = 0x1.c71c5207719f7p-3,
            L4 = 0x1.74663f6061912p-3,
            L5 = 0x1.39a1acf5879bbp-3,
            L6 = 0x1.2f05fd219342bp-3;
    /// Added and taken away again, it rounds to the nearest integer, which its low bits then hold.
    public static final double MAGIC = 0x1.8p52;
    public static final double LOG2E = 0x1.71547652b82fep0;
    /// ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact.
    public static final double LN2_HIGH = 0x1.62e42feep-1;
    public static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    public static final double LN2 = 0x1.62e42fefa39efp-1;
    private static final double LOG2E_LOW = 0x1.777d0ffda0d24p-56;
    private static final double LOG10E = 0x1.bcb7b1526e50ep-2;
    private static final double LOG10E_LOW = 0x1.95355baaafad3p-57;
    /// log10 2 in two parts: the first has 41 bits, so that its product with an exponent is exact.
    private static final double LOG10_2 = 0x1.34413509f7p-2;
    private static final double LOG10_2_LOW = 0x1.3fde623e2566bp-43;
    private static final DoubleDouble THIRD = new DoubleDouble(0x1.5555555555555p-2, 0x1.5555555555555p-56);
    /// The bits of 1 / sqrt 2: mantissas are taken from here on.
    public static final long SQRT_HALF = 0x3FE6A09E667F3BCDL;

    /// e^x = 2^n e^r with x = n ln 2 + r.
    public static double exp(double x) {
        double y = x > 710 ? 710 : x < -746 ? -746 : x;
        double z = Math.fma(y, LOG2E, MAGIC);
        double n = z - MAGIC;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
        double p = Math.fma(r, E10, E9);
        p = Math.fma(r, p, E8);
        p = Math.fma(r, p, E7);
        p = Math.fma(r, p, E6);
        p = Math.fma(r, p, E5);
        p = Math.fma(r, p, E4);
        p = Math.fma(r, p, E3);
        p = Math.fma(r, p, E2);
        p = Math.fma(r, p, E1);
        p = Math.fma(r, p, E0);
        p = Math.fma(r * r, p, r) + 1;
        // In two steps, because 2^n itself may be out of range where the result is not.
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        long half = exponent >> 1;
        return p * Double.longBitsToDouble(half + 1023 << 52) * Double.longBitsToDouble(exponent - half + 1023 << 52);
    }

    /// e^x (f + f'), rounded once, for |x| up to 750.
    static double exp(DoubleDouble x, DoubleDouble f) {
        double z = Math.fma(x.high(), LOG2E, MAGIC);
        double n = z - MAGIC;
        double h = Math.fma(n, -LN2_HIGH, x.high());
        double near = Math.fma(n, -LN2_LOW, h);
        double rest = Math.fma(n, -LN2_LOW, h - near) + x.low();
        // The low part of a large x is not small beside r.
        double r = near + rest;
        double c = (near - r) + rest;
        double m = 1 + r;
        double low = ((1 - m) + r) + expTail(r, c);
        double p = Math.fma(m, f.high(), Math.fma(m, f.low(), low * f.high()));
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        long half = exponent >> 1;
        return p * Double.longBitsToDouble(half + 1023 << 52) * Double.longBitsToDouble(exponent - half + 1023 << 52);
    }

    /// e^(r + c) - 1 - r, c being small.
    private static double expTail(double r, double c) {
        double p = Math.fma(r, E10, E9);
        p = Math.fma(r, p, E8);
        p = Math.fma(r, p, E7);
        p = Math.fma(r, p, E6);
        p = Math.fma(r, p, E5);
        p = Math.fma(r, p, E4);
        p = Math.fma(r, p, E3);
        p = Math.fma(r, p, E2);
        p = Math.fma(r, p, E1);
        p = Math.fma(r, p, E0);
        return Math.fma(r * r, p, Math.fma(c, r, c));
    }

    /// e^x - 1 = 2 (2^(n - 1) (1 + r + tail) - 1/2), where the sum of all but the tail keeps its rounding error.
    public static double expm1(double x) {
        double y = x > 710 ? 710 : x < -50 ? -50 : x;
        double z = Math.fma(y, LOG2E, MAGIC);
        double n = z - MAGIC;
        double h = Math.fma(n, -LN2_HIGH, y);
        double r = Math.fma(n, -LN2_LOW, h);
        double c = Math.fma(n, -LN2_LOW, h - r);
        double tail = expTail(r, c);
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        double half = Double.longBitsToDouble(exponent + 1022 << 52);
        double whole = half - 0.5;
        double sum = Math.fma(half, r, whole);
        double rest = Math.fma(half, r, whole - sum);
        double result = 2 * (sum + Math.fma(half, tail, rest));
        // Half of a subnormal number may be none.
        return Math.abs(x) < 0x1p-54 ? x : result;
    }

    /// log(2^e (1 + f)) = e ln 2 + f - f^2 / 2 + s (f^2 / 2 + R), s = f / (2 + f), R an even polynomial of s.
    public static double log(double x) {
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x) - SQRT_HALF;
        double e = (bits >> 52) + (tiny ? -54 : 0);
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        double result = logTail(f, e, 0);
        return x == 0 ? Double.NEGATIVE_INFINITY : x < 0 ? Double.NaN : x < Double.POSITIVE_INFINITY ? result : x;
    }

    /// e ln 2 + log(1 + f) + c, c being small.
    private static double logTail(double f, double e, double c) {
        double s = f / (2 + f);
        double z = s * s;
        double p = Math.fma(z, L6, L5);
        p = Math.fma(z, p, L4);
        p = Math.fma(z, p, L3);
        p = Math.fma(z, p, L2);
        p = Math.fma(z, p, L1);
        p = Math.fma(z, p, L0);
        double half = 0.5 * f * f;
        double small = Math.fma(s, Math.fma(z, p, half), Math.fma(e, LN2_LOW, c));
        return Math.fma(e, LN2_HIGH, f - (half - small));
    }

    /// log(1 + x): the rounding of u = 1 + x is put right by (x - (u - 1)) / u.
    public static double log1p(double x) {
        return log1p(x, 0);
    }

    /// log(1 + x + low), low being a rounding error of x.
    static double log1p(double x, double low) {
        double u = 1 + x;
        double result = log(u, (x > 1 ? 1 - (u - x) : x - (u - 1)) + low, 0);
        return x == 0 ? x : x == -1 ? Double.NEGATIVE_INFINITY : x < -1 ? Double.NaN
                : x < Double.POSITIVE_INFINITY ? result : x;
    }

    /// log(2^exponent (u + low)), low being a rounding error of u, which is normal and finite.
    static double log(double u, double low, int exponent) {
        long bits = Double.doubleToRawLongBits(u) - SQRT_HALF;
        double e = (bits >> 52) + exponent;
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        return logTail(f, e, low / u);
    }

    /// log x with a relative error of 2^-65, for positive finite x: e ln 2 + 2 s (1 + s^2 / 3 + s^4 P(s^2)).
    static DoubleDouble logParts(double x) {
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x) - SQRT_HALF;
        double e = (bits >> 52) + (tiny ? -54 : 0);
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        DoubleDouble s = new DoubleDouble(f, 0).over(DoubleDouble.ordered(2, f));
        DoubleDouble z = s.times(s);
        DoubleDouble third = z.times(THIRD);
        DoubleDouble sum = DoubleDouble.ordered(1, third.high());
        double low = sum.low() + Math.fma(z.high() * z.high(), horner(LOG, 0, z.high()), third.low());
        DoubleDouble log = s.times(new DoubleDouble(2 * sum.high(), 2 * low));
        DoubleDouble exponent = DoubleDouble.ordered(e * LN2_HIGH, e * LN2_LOW);
        return exponent.plus(log);
    }

    /// Powers of two come out whole.
    public static double log2(double x) {
        return logarithm(x, 1, 0, LOG2E, LOG2E_LOW);
    }

    /// Powers of ten come out whole.
    public static double log10(double x) {
        return logarithm(x, LOG10_2, LOG10_2_LOW, LOG10E, LOG10E_LOW);
    }

    /// e (unit + unit') + log(1 + f) (factor + factor'), where log(1 + f), as in [#log], keeps what its largest parts round away.
    private static double logarithm(double x, double unit, double unitLow, double factor, double factorLow) {
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x) - SQRT_HALF;
        double e = (bits >> 52) + (tiny ? -54 : 0);
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        double s = f / (2 + f);
        double z = s * s;
        double p = Math.fma(z, L6, L5);
        p = Math.fma(z, p, L4);
        p = Math.fma(z, p, L3);
        p = Math.fma(z, p, L2);
        p = Math.fma(z, p, L1);
        p = Math.fma(z, p, L0);
        double half = 0.5 * f * f;
        double high = f - half;
        double low = ((f - high) - half) + Math.fma(s, Math.fma(z, p, half), -Math.fma(0.5 * f, f, -half));
        double product = high * factor;
        double rest = Math.fma(high, factor, -product) + Math.fma(high, factorLow, low * factor);
        double whole = e * unit;
        double sum = whole + product;
        double result = sum + (((whole - sum) + product) + Math.fma(e, unitLow, rest));
        return x == 0 ? Double.NEGATIVE_INFINITY : x < 0 ? Double.NaN : x < Double.POSITIVE_INFINITY ? result : x;
    }

    public static double sin(double x) {
        return Trigonometry.sin(x);
    }

    public static double cos(double x) {
        return Trigonometry.cos(x);
    }

    public static double tan(double x) {
        return Trigonometry.tan(x);
    }

    public static double asin(double x) {
        return Trigonometry.asin(x);
    }

    public static double acos(double x) {
        return Trigonometry.acos(x);
    }

    public static double atan(double x) {
        return Trigonometry.atan(x);
    }

    public static double atan2(double y, double x) {
        return Trigonometry.atan2(y, x);
    }

    /// x + x^3 P(x^2) below 1, then (e^x - e^-x) / 2.
    public static double sinh(double x) {
        double a = Math.abs(x);
        double result;
        if (a < 1) {
            double z = a * a;
            result = Math.fma(a * z, horner(SINH, 0, z), a);
        } else {
            DoubleDouble e = quarterExp(a);
            result = 2 * (e.high() + (e.low() - 0.0625 / (e.high() + e.low())));
        }
        return Math.copySign(result, x);
    }

    public static double cosh(double x) {
        DoubleDouble e = quarterExp(Math.abs(x));
        return 2 * (e.high() + (e.low() + 0.0625 / (e.high() + e.low())));
    }

    /// e^x / 4, which does not overflow where cosh x does not, for x >= 0.
    private static DoubleDouble quarterExp(double x) {
        double y = x > 710.5 ? 710.5 : x;
        double z = Math.fma(y, LOG2E, MAGIC);
        double n = z - MAGIC;
        double h = Math.fma(n, -LN2_HIGH, y);
        double r = Math.fma(n, -LN2_LOW, h);
        double c = Math.fma(n, -LN2_LOW, h - r);
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        double quarter = Double.longBitsToDouble(exponent + 1021 << 52);
        double m = 1 + r;
        return new DoubleDouble(quarter * m, quarter * (((1 - m) + r) + expTail(r, c)));
    }

    /// t / (t + 2) with t = e^2|x| - 1 in two parts, as [#expm1] has it.
    public static double tanh(double x) {
        double a = Math.abs(x);
        double y = a > 22 ? 44 : a + a;
        double z = Math.fma(y, LOG2E, MAGIC);
        double n = z - MAGIC;
        double h = Math.fma(n, -LN2_HIGH, y);
        double r = Math.fma(n, -LN2_LOW, h);
        double c = Math.fma(n, -LN2_LOW, h - r);
        double tail = expTail(r, c);
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        double scale = Double.longBitsToDouble(exponent + 1023 << 52);
        double whole = scale - 1;
        double sum = Math.fma(scale, r, whole);
        double rest = Math.fma(scale, tail, Math.fma(scale, r, whole - sum));
        double t = sum + rest;
        double low = (sum - t) + rest;
        double d = t + 2;
        double inverse = 1 / d;
        double q = t * inverse;
        double remainder = Math.fma(-q, d, t) + Math.fma(-q, (2 - d) + t + low, low);
        return Math.copySign(Math.fma(remainder, inverse, q), x);
    }

    /// Through log1p, which keeps small arguments exact: asinh x = log1p(x + x^2 / (1 + sqrt(1 + x^2))).
    public static double asinh(double x) {
        double a = Math.abs(x);
        double y;
        if (a < 1) {
            DoubleDouble t = DoubleDouble.ordered(a, a * a / (1 + Math.sqrt(Math.fma(a, a, 1))));
            y = log1p(t.high(), t.low());
        } else if (a < 0x1p28) {
            DoubleDouble t = DoubleDouble.ordered(Math.sqrt(Math.fma(a, a, 1)), a);
            y = log(t.high(), t.low(), 0);
        } else {
            y = a < Double.POSITIVE_INFINITY ? log(a, 0, 1) : a;
        }
        return Math.copySign(y, x);
    }

    /// log(x + sqrt(x^2 - 1)), below 2 through log1p of t = x - 1: log1p(t + sqrt(2 t + t^2)).
    public static double acosh(double x) {
        if (x < 2) {
            double t = x - 1;
            double square = Math.fma(t, t, 2 * t);
            double root = Math.sqrt(square);
            double low = root == 0 ? 0 : (Math.fma(t, t, 2 * t - square) + Math.fma(-root, root, square)) / (2 * root);
            DoubleDouble sum = DoubleDouble.ordered(root, t);
            return log1p(sum.high(), sum.low() + low);
        }
        if (x < 0x1p28) {
            DoubleDouble sum = DoubleDouble.ordered(x, Math.sqrt(Math.fma(x, x, -1)));
            return log(sum.high(), sum.low(), 0);
        }
        return x < Double.POSITIVE_INFINITY ? log(x, 0, 1) : x;
    }

    /// atanh x = log1p(2 x / (1 - x)) / 2.
    public static double atanh(double x) {
        double a = Math.abs(x);
        if (!(a < 1)) {
            return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, x) : Double.NaN;
        }
        DoubleDouble t = new DoubleDouble(2 * a, 0).over(DoubleDouble.ordered(1, -a));
        return Math.copySign(0.5 * log1p(t.high(), t.low()), x);
    }

    /// 1 / (1 + e^-x), through e^-|x| so that nothing overflows; the roundings of sum and quotient are put right after.
    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        double numerator = x < 0 ? e : 1;
        double d = 1 + e;
        double low = e - (d - 1);
        double inverse = 1 / d;
        double q = numerator * inverse;
        double rest = Math.fma(-q, low, Math.fma(-q, d, numerator));
        return Math.fma(rest, inverse, q);
    }

    /// log(1 + e^x), without overflow.
    public static double softplus(double x) {
        return x != x ? x : Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    public static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    public static double erfc(double x) {
        return ErrorFunction.erfc(x);
    }

    public static double lgamma(double x) {
        return Gamma.logGamma(x);
    }

    public static double digamma(double x) {
        return Gamma.digamma(x);
    }

    /// The derivative of order `order` of [#digamma].
    public static double polygamma(int order, double x) {
        return order == 0 ? Gamma.digamma(x) : Gamma.polygamma(order, x);
    }

    /// A polynomial's value, its constant coefficient standing at `from`.
    static double horner(double[] coefficients, int from, double x) {
        double p = coefficients[coefficients.length - 1];
        for (int i = coefficients.length - 2; i >= from; i--) {
            p = Math.fma(x, p, coefficients[i]);
        }
        return p;
    }

    /// (atanh s / s - 1 - s^2 / 3) / s^4 in s^2.
    private static final double[] LOG = {
        0x1.999999999999ap-3,
        0x1.2492492492522p-3,
        0x1.c71c71c6ea871p-4,
        0x1.745d177aad02ap-4,
        0x1.3b1395c88122p-4,
        0x1.1118c9ee5b8a4p-4,
        0x1.df7c5bc7c7563p-5,
        0x1.e032e4d8436a1p-5
    };

    /// (sinh x / x - 1) / x^2 in x^2, for x below 1.
    private static final double[] SINH = {
        0x1.5555555555555p-3,
        0x1.11111111110fdp-7,
        0x1.a01a01a01ee7p-13,
        0x1.71de3a4e14f4p-19,
        0x1.ae6460fae3728p-26,
        0x1.611cb330c1fe8p-33,
        0x1.b41232cf9950fp-41
    };

    /// The cube root: a polynomial for the mantissa, a step of Halley's and one of Newton's with the exact remainder.
    public static double cbrt(double x) {
        double a = Math.abs(x);
        if (!(a > 0 && a < Double.POSITIVE_INFINITY)) {
            return x;
        }
        boolean tiny = a < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? a * 0x1p54 : a);
        int exponent = (int) (bits >> 52) - 1023 + (tiny ? -54 : 0);
        int third = Math.floorDiv(exponent, 3);
        int rest = exponent - 3 * third;
        double m = Double.longBitsToDouble(bits & 0xFFFFFFFFFFFFFL | 0x3FF0000000000000L);
        double y = Double.longBitsToDouble(bits & 0xFFFFFFFFFFFFFL | (long) (rest + 1023) << 52);
        double t = Math.fma(m, Math.fma(m, Math.fma(m, 0x1.6ae260afe5091p-6, -0x1.44f0d2e8403a6p-3), 0x1.296213a52f037p-1),
                0x1.1c90a1fb8969fp-1);
        t *= rest == 0 ? 1 : rest == 1 ? 0x1.428a2f98d728bp0 : 0x1.965fea53d6e3dp0;
        double cube = t * t * t;
        t *= (cube + 2 * y) / (2 * cube + y);
        double square = t * t;
        double remainder = Math.fma(square, t, -y) + Math.fma(t, t, -square) * t;
        t -= remainder / (3 * square);
        return Math.copySign(t * Double.longBitsToDouble((long) (third + 1023) << 52), x);
    }

    /// `x` to the power `y`, with squares as products; 1^y and (-1)^(+-inf) are 1 as in IEEE 754, not NaN as in Java.
    public static double pow(double x, double y) {
        if (y == 2) {
            return x * x;
        }
        if (x == 1 || y == 0) {
            return 1;
        }
        if (x != x || y != y) {
            return x + y;
        }
        double a = Math.abs(x);
        boolean whole = y == Math.rint(y);
        if (x < 0 && !whole && a < Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        boolean odd = whole && Math.rint(y * 0.5) != y * 0.5;
        double power = a == 1 ? 1 : magnitude(a, y);
        return odd && Double.doubleToRawLongBits(x) < 0 ? -power : power;
    }

    /// a^y for positive a but 1.
    private static double magnitude(double a, double y) {
        boolean large = a > 1 == y > 0;
        if (a == 0 || a == Double.POSITIVE_INFINITY || Double.isInfinite(y)) {
            return large ? Double.POSITIVE_INFINITY : 0;
        }
        DoubleDouble exponent = logParts(a).times(y);
        return Math.abs(exponent.high()) < 750
                ? exp(exponent, new DoubleDouble(1, 0))
                : large ? Double.POSITIVE_INFINITY : 0;
    }

    /// x^y good for f32: e^(y log |x|), within some ulp of f64.
    static double widePow(double x, double y) {
        double a = Math.abs(x);
        double power = exp(y * log(a));
        power = a == 1 || y == 0 ? 1 : power;
        // The sign of an odd integer power; a fraction of a negative number has none.
        double whole = Math.rint(y);
        double half = y * 0.5;
        boolean odd = whole == y && Math.rint(half) != half;
        boolean negative = Double.doubleToRawLongBits(x) < 0;
        double signed = negative && odd ? -power : power;
        double result = x < 0 && whole != y ? (a == Double.POSITIVE_INFINITY ? power : Double.NaN) : signed;
        return y == 2 ? x * x : x == 1 || y == 0 ? 1 : y != y ? y : result;
    }

    public static double floorDivide(double x, double y) {
        if (y == 0) {
            return x / y;
        }
        double remainder = x % y;
        double quotient = (x - remainder) / y;
        if (remainder != 0 && remainder < 0 != y < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0, x / y);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    /// The remainder with the sign of the divisor, also for a zero.
    public static double remainder(double x, double y) {
        double remainder = x % y;
        if (remainder == 0) {
            return Math.copySign(0, y);
        }
        return remainder < 0 != y < 0 ? remainder + y : remainder;
    }

    /// -1, 0 or 1 with the sign of x; NaN stays.
    public static double sign(double x) {
        return x > 0 ? 1 : x < 0 ? -1 : x + 0.0;
    }

    public static double truncate(double x) {
        return Math.copySign(Math.floor(Math.abs(x)), x);
    }
}

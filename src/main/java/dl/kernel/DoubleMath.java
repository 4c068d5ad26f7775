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
    /// (sin r / r - 1) / r^2 and (cos r - 1 + r^2 / 2) / r^4 in r^2, for |r| <= pi / 4.
    public static final double S0 = -0x1.5555555555549p-3,
            S1 = 0x1.111111110f885p-7,
            S2 = -0x1.a01a019c12c1dp-13,
            S3 = 0x1.71de357894d08p-19,
            S4 = -0x1.ae5e66d19e559p-26,
            S5 = 0x1.5d93276bd44bfp-33;
    public static final double C0 = 0x1.555555555554cp-5,
            C1 = -0x1.6c16c16c15184p-10,
            C2 = 0x1.a01a019cb24e2p-16,
            C3 = -0x1.27e4f80a53fbp-22,
            C4 = 0x1.1ee9ec2a783cbp-29,
            C5 = -0x1.8faebd879cbddp-37;
    /// Added and taken away again, it rounds to the nearest integer, which its low bits then hold.
    public static final double MAGIC = 0x1.8p52;
    public static final double LOG2E = 0x1.71547652b82fep0;
    /// What [#LOG2E] lacks.
    public static final double LOG2E_LOW = 0x1.777d0ffda0d24p-56;
    /// ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact.
    public static final double LN2_HIGH = 0x1.62e42feep-1;
    public static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    public static final double LN2 = 0x1.62e42fefa39efp-1;
    public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    /// pi / 2 in parts of 33, 33 and 53 bits.
    public static final double PIO2_1 = 0x1.921fb544p0;
    public static final double PIO2_2 = 0x1.0b4611a6p-34;
    public static final double PIO2_3 = 0x1.3198a2e037073p-69;
    /// Up to here n pi / 2 is exact in the first two parts; beyond, the JDK's StrictMath reduces the angle.
    public static final double TRIG_LIMIT = 0x1.0p20;
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

    public static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    /// e^x - 1 good for f32: 2^n (e^r - 1) + (2^n - 1), within 3 ulp of f64.
    static double wideExpm1(double x) {
        double y = x > 100 ? 100 : x < -50 ? -50 : x;
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
        p = Math.fma(r * r, p, r);
        long exponent = Double.doubleToRawLongBits(z) - Double.doubleToRawLongBits(MAGIC);
        double scale = Double.longBitsToDouble(exponent + 1023 << 52);
        double result = Math.fma(scale, p, scale - 1);
        return x == 0 ? x : result;
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
        double u = 1 + x;
        double c = (x > 1 ? 1 - (u - x) : x - (u - 1)) / u;
        long bits = Double.doubleToRawLongBits(u) - SQRT_HALF;
        double e = bits >> 52;
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        double result = logTail(f, e, c);
        return x == 0 ? x : x == -1 ? Double.NEGATIVE_INFINITY : x < -1 ? Double.NaN
                : x < Double.POSITIVE_INFINITY ? result : x;
    }

    public static double log2(double x) {
        // Powers of two come out whole: the exponent is taken apart first.
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x) - SQRT_HALF;
        double e = (bits >> 52) + (tiny ? -54 : 0);
        double f = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF) - 1;
        double l = logTail(f, 0, 0);
        double result = e + Math.fma(l, LOG2E, l * LOG2E_LOW);
        return x == 0 ? Double.NEGATIVE_INFINITY : x < 0 ? Double.NaN : x < Double.POSITIVE_INFINITY ? result : x;
    }

    public static double log10(double x) {
        return StrictMath.log10(x);
    }

    public static double sin(double x) {
        return Math.abs(x) < TRIG_LIMIT ? sine(x, 0) : StrictMath.sin(x);
    }

    public static double cos(double x) {
        return Math.abs(x) < TRIG_LIMIT ? sine(x, 1) : StrictMath.cos(x);
    }

    /// sin(x + quarter pi / 2): the nearest multiple of pi / 2 is taken away, which leaves high + low; then the sine or the
    /// cosine of that, by the multiple's parity.
    private static double sine(double x, int quarter) {
        double z = Math.fma(x, TWO_OVER_PI, MAGIC);
        double n = z - MAGIC;
        long q = Double.doubleToRawLongBits(z) + quarter;
        double first = Math.fma(n, -PIO2_1, x);
        double second = n * PIO2_2;
        double r = first - second;
        double rest = Math.fma(n, -PIO2_3, (first - r) - second);
        double high = r + rest;
        double low = (r - high) + rest;
        double t = high * high;
        double p;
        double result;
        if ((q & 1) == 0) {
            p = Math.fma(t, S5, S4);
            p = Math.fma(t, p, S3);
            p = Math.fma(t, p, S2);
            p = Math.fma(t, p, S1);
            p = Math.fma(t, p, S0);
            result = high + Math.fma(high * t, p, Math.fma(-0.5 * t, low, low));
        } else {
            p = Math.fma(t, C5, C4);
            p = Math.fma(t, p, C3);
            p = Math.fma(t, p, C2);
            p = Math.fma(t, p, C1);
            p = Math.fma(t, p, C0);
            double half = 0.5 * t;
            double w = 1 - half;
            result = w + (((1 - w) - half) + Math.fma(t * t, p, -high * low));
        }
        // sin(-0) is -0, which the additions lose.
        return (q & 2) != 0 ? -result : x == 0 && quarter == 0 ? x : result;
    }

    public static double tan(double x) {
        return StrictMath.tan(x);
    }

    public static double asin(double x) {
        return StrictMath.asin(x);
    }

    public static double acos(double x) {
        return StrictMath.acos(x);
    }

    public static double atan(double x) {
        return StrictMath.atan(x);
    }

    public static double atan2(double y, double x) {
        return StrictMath.atan2(y, x);
    }

    public static double sinh(double x) {
        return StrictMath.sinh(x);
    }

    public static double cosh(double x) {
        return StrictMath.cosh(x);
    }

    public static double tanh(double x) {
        return StrictMath.tanh(x);
    }

    /// Through log1p, which keeps small arguments exact: asinh x = log1p(x + x^2 / (1 + sqrt(1 + x^2))).
    public static double asinh(double x) {
        double a = Math.abs(x);
        double y = a < 0x1p28 ? log1p(a + a * a / (1 + Math.sqrt(1 + a * a))) : log(a) + LN2;
        return Math.copySign(y, x);
    }

    /// Through log1p of t = x - 1: acosh x = log1p(t + sqrt(2 t + t^2)).
    public static double acosh(double x) {
        double t = x - 1;
        return x < 0x1p28 ? log1p(t + Math.sqrt(t * (2 + t))) : log(x) + LN2;
    }

    /// atanh x = log1p(2 x / (1 - x)) / 2.
    public static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * log1p(2 * a / (1 - a)), x);
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

    /// erf x = x + x P(x^2) below 1, then 1 - erfc x.
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            return Math.fma(x, horner(ERF, x * x), x);
        }
        return Math.copySign(a < 6 ? 1 - erfcLarge(a) : a >= 6 ? 1 : a, x);
    }

    public static double erfc(double x) {
        if (x < 0.5) {
            return x > -1 ? 1 - erf(x) : x > -6 ? 2 - erfcLarge(-x) : 2;
        }
        return x < 28 ? erfcLarge(x) : x >= 28 ? 0 : x;
    }

    /// e^(-x^2) Q(t) / (1 + 2 x) with t = (x - 3) / (x + 3), for x between 1/2 and 28.
    private static double erfcLarge(double x) {
        double square = x * x;
        double rest = Math.fma(x, x, -square);
        double e = exp(-square);
        return Math.fma(-rest, e, e) * (horner(ERFC, (x - 3) / (x + 3)) / (1 + 2 * x));
    }

    private static double horner(double[] coefficients, double x) {
        double p = coefficients[coefficients.length - 1];
        for (int i = coefficients.length - 2; i >= 0; i--) {
            p = Math.fma(x, p, coefficients[i]);
        }
        return p;
    }

    private static final double[] ERF = {
        0x1.06eba8214db69p-3,
        -0x1.812746b0379e6p-2,
        0x1.ce2f21a042b34p-4,
        -0x1.b82ce31284f38p-6,
        0x1.565bcd0dbd921p-8,
        -0x1.c02db3db49762p-11,
        0x1.f9a321e4b84f9p-14,
        -0x1.f4d1e434bc0cfp-17,
        0x1.b9df305cad6f7p-20,
        -0x1.5f1f40faeea79p-23,
        0x1.f7b99d7c8709ap-27,
        -0x1.38ac2290d3965p-30,
        0x1.062759c5be8ecp-34
    };

    private static final double[] ERFC = {
        0x1.40c522d7e4987p0,
        -0x1.15c084bb9e8f3p-3,
        -0x1.85a15c58aa5cap-5,
        0x1.098366a5b46e3p-3,
        -0x1.e88b803a493efp-4,
        0x1.17ca2877f0604p-4,
        -0x1.8574c40bc5fe5p-6,
        0x1.4b884e45b1077p-9,
        0x1.ef1bdd3c1d2b6p-10,
        -0x1.98db5154da6e7p-11,
        -0x1.b9126bd651394p-14,
        0x1.065a3d6c4d513p-13,
        0x1.4c20f0528caf8p-18,
        -0x1.513c0485b8fcdp-16,
        -0x1.87cb57e29c7c8p-21,
        0x1.d212b6914d63dp-19,
        0x1.79eadb8abfd3ap-22,
        -0x1.4ab66d55e12cp-21,
        -0x1.1df5cb4c3b852p-23,
        0x1.ad3b1948492e9p-24,
        0x1.1d2b91604a69bp-25,
        -0x1.7ce40b69aef68p-27,
        -0x1.0e273d6f97e81p-28
    };

    /// `x` to the power `y`, with squares as products; 1^y and (-1)^(+-inf) are 1 as in IEEE 754, not NaN as in Java.
    public static double pow(double x, double y) {
        if (y == 2) {
            return x * x;
        }
        if (x == 1 || x == -1 && Double.isInfinite(y)) {
            return 1;
        }
        return StrictMath.pow(x, y);
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

package dl.kernel;

/// Sines, cosines and tangents in f64, and their inverses.
public final class Trigonometry {
    private Trigonometry() {}

    // Coefficients of minimax polynomials, lowest power first; the vector kernels use the same ones in the same order.
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
    public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    /// pi / 2 in parts of 33, 33, 53 and 53 bits.
    public static final double PIO2_1 = 0x1.921fb544p0;
    public static final double PIO2_2 = 0x1.0b4611a6p-34;
    public static final double PIO2_3 = 0x1.3198a2e037073p-69;
    public static final double PIO2_4 = 0x1.129024e088a68p-123;
    /// Up to here n pi / 2 is exact in the first two parts.
    public static final double LIMIT = 0x1.0p20;

    private static final DoubleDouble HALF_PI = new DoubleDouble(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54);

    /// 2 / pi in words of 64 bits, the binary point after the first: as many as the largest double needs.
    private static final long[] TWO_OVER_PI_WORDS = {
        0, 0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L, 0xb7246e3a424dd2e0L,
        0x6492eea09d1921cL, 0xfe1deb1cb129a73eL, 0xe88235f52ebb4484L, 0xe99c7026b45f7e41L, 0x3991d639835339f4L,
        0x9c845f8bbdf9283bL, 0x1ff897ffde05980fL, 0xef2f118b5a0a6d1fL, 0x6d367ecf27cb09b7L, 0x4f463f669e5fea2dL,
        0x7527bac7ebe5f17bL, 0x3d0739f78a5292eaL, 0x6bfb5fb11f8d5d08L, 0x56033046fc7b6babL, 0xf0cfbc209af4361dL
    };

    private enum Function {
        SIN,
        COS,
        TAN
    }

    static double sin(double x) {
        // sin(-0) is -0, which the additions lose.
        return x == 0 ? x : of(Function.SIN, x);
    }

    static double cos(double x) {
        return of(Function.COS, x);
    }

    static double tan(double x) {
        return x == 0 ? x : of(Function.TAN, x);
    }

    /// The nearest multiple of pi / 2 is taken away, which leaves high + low: W. J. Cody and W. Waite's way up to [#LIMIT].
    private static double of(Function function, double x) {
        if (!(Math.abs(x) < LIMIT)) {
            return ofLarge(function, x);
        }
        double z = Math.fma(x, TWO_OVER_PI, DoubleMath.MAGIC);
        double n = z - DoubleMath.MAGIC;
        double first = Math.fma(n, -PIO2_1, x);
        double second = n * PIO2_2;
        double r = first - second;
        double third = n * PIO2_3;
        double rest = ((first - r) - second) - third;
        double high = r + rest;
        // Near a multiple of pi / 2 all that is left may come from here.
        double low = ((r - high) + rest) - Math.fma(n, PIO2_4, Math.fma(n, PIO2_3, -third));
        return ofReduced(function, Double.doubleToRawLongBits(z), high, low);
    }

    /// The bits of 2 / pi that matter for x times x, in whole numbers: M. Payne and R. Hanek, "Radian reduction for
    /// trigonometric functions". Bits above make whole turns, those below less than 2^-137 of a quarter turn; no double comes
    /// nearer to a multiple of pi / 2 than 2^-61.
    private static double ofLarge(Function function, double x) {
        if (!(Math.abs(x) <= Double.MAX_VALUE)) {
            return Double.NaN;
        }
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> 52 & 0x7FF) - 1075;
        long m = bits & 0xFFFFFFFFFFFFFL | 0x10000000000000L;
        int from = exponent + 62;
        long low = m * word(from + 128);
        long middle = m * word(from + 64);
        long carry = Math.unsignedMultiplyHigh(m, word(from + 128));
        middle += carry;
        long high = m * word(from) + Math.unsignedMultiplyHigh(m, word(from + 64))
                + (Long.compareUnsigned(middle, carry) < 0 ? 1 : 0);
        long quarters = high >>> 62;
        high = high << 2 | middle >>> 62;
        middle = middle << 2 | low >>> 62;
        boolean above = high < 0;
        if (above) {
            quarters++;
            middle = -middle;
            high = ~high + (middle == 0 ? 1 : 0);
        }
        DoubleDouble fraction = DoubleDouble.sum((high >>> 32) * 0x1p-32, (high & 0xFFFFFFFFL) * 0x1p-64)
                .plus(DoubleDouble.sum((middle >>> 32) * 0x1p-96, (middle & 0xFFFFFFFFL) * 0x1p-128));
        DoubleDouble r = fraction.times(HALF_PI);
        return above == x > 0
                ? ofReduced(function, x > 0 ? quarters : -quarters, -r.high(), -r.low())
                : ofReduced(function, x > 0 ? quarters : -quarters, r.high(), r.low());
    }

    private static long word(int bit) {
        int index = bit >> 6;
        int shift = bit & 63;
        long first = TWO_OVER_PI_WORDS[index];
        return shift == 0 ? first : first << shift | TWO_OVER_PI_WORDS[index + 1] >>> 64 - shift;
    }

    private static double ofReduced(Function function, long quarters, double high, double low) {
        long q = function == Function.COS ? quarters + 1 : quarters;
        double t = high * high;
        if (function == Function.TAN) {
            DoubleDouble sine = DoubleDouble.ordered(high, sineTail(high, low, t));
            double w = 1 - 0.5 * t;
            DoubleDouble cosine = DoubleDouble.ordered(w, cosineTail(high, low, t, w));
            return (q & 1) == 0 ? sine.over(cosine).rounded() : -cosine.over(sine).rounded();
        }
        double result;
        if ((q & 1) == 0) {
            result = high + sineTail(high, low, t);
        } else {
            double w = 1 - 0.5 * t;
            result = w + cosineTail(high, low, t, w);
        }
        return (q & 2) != 0 ? -result : result;
    }

    /// sin(high + low) - high.
    private static double sineTail(double high, double low, double t) {
        double p = Math.fma(t, S5, S4);
        p = Math.fma(t, p, S3);
        p = Math.fma(t, p, S2);
        p = Math.fma(t, p, S1);
        p = Math.fma(t, p, S0);
        return Math.fma(high * t, p, Math.fma(-0.5 * t, low, low));
    }

    /// cos(high + low) - w, w being 1 - high^2 / 2 rounded.
    private static double cosineTail(double high, double low, double t, double w) {
        double p = Math.fma(t, C5, C4);
        p = Math.fma(t, p, C3);
        p = Math.fma(t, p, C2);
        p = Math.fma(t, p, C1);
        p = Math.fma(t, p, C0);
        return ((1 - w) - 0.5 * t) + Math.fma(t * t, p, -high * low);
    }

    /// sin(pi r) for |r| <= 1 / 4.
    static DoubleDouble sineOfTurns(double r) {
        DoubleDouble x = HALF_PI.times(2 * r);
        return DoubleDouble.ordered(x.high(), sineTail(x.high(), x.low(), x.high() * x.high()));
    }

    /// cos(pi r) for |r| <= 1 / 4.
    static DoubleDouble cosineOfTurns(double r) {
        DoubleDouble x = HALF_PI.times(2 * r);
        double t = x.high() * x.high();
        double w = 1 - 0.5 * t;
        return DoubleDouble.ordered(w, cosineTail(x.high(), x.low(), t, w));
    }

    static double asin(double x) {
        double a = Math.abs(x);
        if (a < 0.5) {
            double z = a * a;
            return Math.copySign(Math.fma(a * z, DoubleMath.horner(ASIN, 0, z), a), x);
        }
        double z = 0.5 * (1 - a);
        double s = Math.sqrt(z);
        DoubleDouble rest = DoubleDouble.ordered(HALF_PI.high(), -2 * s);
        return Math.copySign(rest.high() + (rest.low() + (HALF_PI.low() - 2 * asinTail(s, z))), x);
    }

    static double acos(double x) {
        double a = Math.abs(x);
        if (a < 0.5) {
            double z = x * x;
            DoubleDouble rest = DoubleDouble.ordered(HALF_PI.high(), -x);
            return rest.high() + (rest.low() + (HALF_PI.low() - x * z * DoubleMath.horner(ASIN, 0, z)));
        }
        double z = 0.5 * (1 - a);
        double s = Math.sqrt(z);
        double tail = asinTail(s, z);
        if (x > 0) {
            return 2 * (s + tail);
        }
        DoubleDouble rest = DoubleDouble.ordered(2 * HALF_PI.high(), -2 * s);
        return rest.high() + (rest.low() + 2 * (HALF_PI.low() - tail));
    }

    /// asin(sqrt z) - s, s being the root rounded; asin x = pi / 2 - 2 asin sqrt((1 - x) / 2) brings large arguments here.
    private static double asinTail(double s, double z) {
        double rounding = s == 0 ? 0 : Math.fma(-s, s, z) / (2 * s);
        return Math.fma(s * z, DoubleMath.horner(ASIN, 0, z), rounding);
    }

    static double atan(double x) {
        double a = Math.abs(x);
        return Math.copySign(a > 0x1p60 ? HALF_PI.high() : arc(a, 1).rounded(), x);
    }

    static double atan2(double y, double x) {
        double a = Math.abs(x);
        double b = Math.abs(y);
        boolean left = Double.doubleToRawLongBits(x) < 0;
        if (x != x || y != y) {
            return x + y;
        }
        if (b == 0 || b < a * 0x1p-64) {
            return left ? Math.copySign(2 * HALF_PI.high(), y) : b == 0 ? y : y / a;
        }
        if (b * 0x1p-64 > a) {
            return Math.copySign(HALF_PI.high(), y);
        }
        if (a == Double.POSITIVE_INFINITY) {
            a = 1;
            b = 1;
        }
        // The remainders of quotients must neither overflow nor vanish.
        double scale = Math.max(a, b) > 0x1p900 ? 0x1p-200 : Math.max(a, b) < 0x1p-800 ? 0x1p400 : 1;
        DoubleDouble angle = arc(b * scale, a * scale);
        double result = left ? HALF_PI.times(2).minus(angle).rounded() : angle.rounded();
        return Math.copySign(result, y);
    }

    /// The arc tangent of y / x, both positive: atan c + atan((y - c x) / (x + c y)), c being 0, 1/2, 1, 3/2 or infinite.
    private static DoubleDouble arc(double y, double x) {
        double high;
        double low;
        double numerator;
        double denominator;
        if (y < 0.4375 * x) {
            high = 0;
            low = 0;
            numerator = y;
            denominator = x;
        } else if (y < 0.6875 * x) {
            high = 0x1.dac670561bb4fp-2;
            low = 0x1.a2b7f222f65e2p-56;
            numerator = Math.fma(-0.5, x, y);
            denominator = Math.fma(0.5, y, x);
        } else if (y < 1.1875 * x) {
            high = 0.5 * HALF_PI.high();
            low = 0.5 * HALF_PI.low();
            numerator = y - x;
            denominator = y + x;
        } else if (y < 2.4375 * x) {
            high = 0x1.f730bd281f69bp-1;
            low = 0x1.007887af0cbbdp-56;
            numerator = Math.fma(-1.5, x, y);
            denominator = Math.fma(1.5, y, x);
        } else {
            high = HALF_PI.high();
            low = HALF_PI.low();
            numerator = -x;
            denominator = y;
        }
        double t = numerator / denominator;
        double rounding = Math.fma(-t, denominator, numerator) / denominator;
        double z = t * t;
        double tail = Math.fma(t * z, DoubleMath.horner(ATAN, 0, z), rounding);
        DoubleDouble sum = DoubleDouble.ordered(high, t);
        return DoubleDouble.ordered(sum.high(), sum.low() + (tail + low));
    }

    /// (atan t / t - 1) / t^2 in t^2, for t below 7/16.
    private static final double[] ATAN = {
        -0x1.5555555555555p-2,
        0x1.99999999998c5p-3,
        -0x1.2492492485503p-3,
        0x1.c71c71bd2b8bcp-4,
        -0x1.745d154c84f7ap-4,
        0x1.3b1375ce5bdc6p-4,
        -0x1.110c9ce7b0572p-4,
        0x1.e170800a4621p-5,
        -0x1.ab59b417b2d3fp-5,
        0x1.7001816fd063fp-5,
        -0x1.0f62bba6a2558p-5,
        0x1.e4167464d3de8p-7
    };

    /// (asin x / x - 1) / x^2 in x^2, for x below 1/2.
    private static final double[] ASIN = {
        0x1.5555555555555p-3,
        0x1.3333333333388p-4,
        0x1.6db6db6dac1ep-5,
        0x1.f1c71c7a52ba3p-6,
        0x1.6e8ba123e494cp-6,
        0x1.1c4efce23019fp-6,
        0x1.c990ad3d8fdcap-7,
        0x1.7b027ee1dd585p-7,
        0x1.3b49de7121487p-7,
        0x1.31622469ce5adp-7,
        0x1.8f193743418ffp-9,
        0x1.406192d124629p-6,
        -0x1.3b416bb7d9257p-6,
        0x1.e529c6fce9bb4p-6
    };
}

package dl.kernel;

/// The logarithm of the gamma function and its derivatives in f64, in scalar code on all kernels.
///
/// Between -18.5 and 8.5 both start from a polynomial around 2 whose first terms have 106 bits, and step to `x` by the
/// recurrence in as many: next to their zeros the error is about 2^-76 and not one of the terms that cancel there.
final class Gamma {
    private Gamma() {}

    /// From here on Stirling's series.
    private static final double LARGE = 8.5;
    /// Below, zeros of the logarithm are nearer to the poles than any double.
    private static final double REFLECTED = -18.5;
    /// Overflow.
    private static final double HUGE = 2.6e305;

    private static final DoubleDouble HALF_LOG_TWO_PI = new DoubleDouble(0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55);
    private static final DoubleDouble LOG_PI = new DoubleDouble(0x1.250d048e7a1bdp0, 0x1.7abf2ad8d5088p-57);
    private static final DoubleDouble PI = new DoubleDouble(0x1.921fb54442d18p1, 0x1.1a62633145c07p-53);
    private static final DoubleDouble ONE = new DoubleDouble(1, 0);

    /// log |gamma(x)|; infinite at the poles.
    static double logGamma(double x) {
        if (x != x || Double.isInfinite(x)) {
            return Math.abs(x);
        }
        if (x > HUGE || x <= 0 && x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (Math.abs(x) < 0x1p-60) {
            return -DoubleMath.log(Math.abs(x));
        }
        if (x > LARGE) {
            return stirling(x, DoubleMath.logParts(x), -0.5).rounded();
        }
        if (x < REFLECTED) {
            // gamma(-y) gamma(1 + y) = -pi / sin(pi y)
            double y = -x;
            DoubleDouble log = DoubleMath.logParts(y);
            double r = Math.abs(y - Math.rint(y));
            DoubleDouble sine = r > 0.25 ? Trigonometry.cosineOfTurns(0.5 - r) : Trigonometry.sineOfTurns(r);
            DoubleDouble factor = DoubleMath.logParts(sine.rounded());
            return LOG_PI.minus(factor).minus(stirling(y, log, 0.5)).rounded();
        }
        int k = (int) Math.rint(x);
        double t = x - k;
        DoubleDouble g = polynomial(GAMMA, 13, t);
        if (k == 2) {
            return log1p(g.times(t));
        }
        if (k == 1) {
            return log1p(g.plus(-1).times(t).over(new DoubleDouble(x, 0)));
        }
        DoubleDouble gamma = g.times(t).plus(1);
        DoubleDouble product = ONE;
        for (int j = 1; j <= k - 2; j++) {
            product = product.times(x - j);
        }
        for (int j = 0; j <= 1 - k; j++) {
            product = product.times(DoubleDouble.sum(x, j));
        }
        gamma = k > 2 ? gamma.times(product) : gamma.over(product);
        gamma = gamma.high() < 0 ? gamma.negated() : gamma;
        return gamma.high() > 0.5 && gamma.high() < 2
                ? log1p(gamma.plus(-1))
                : DoubleMath.log(gamma.high(), gamma.low(), 0);
    }

    private static double log1p(DoubleDouble x) {
        return DoubleMath.log1p(x.high(), x.low());
    }

    /// log gamma(x) for large `x`, with `shift` -1/2; log gamma(1 + x) with 1/2.
    private static DoubleDouble stirling(double x, DoubleDouble log, double shift) {
        double u = 1 / x;
        double tail = u * DoubleMath.horner(STIRLING, 0, u * u);
        DoubleDouble main = log.plus(-1).times(DoubleDouble.sum(x, shift));
        return main.plus(HALF_LOG_TWO_PI.plus(shift).plus(tail));
    }

    /// The derivative of [#logGamma]; NaN at the poles, infinite at 0.
    static double digamma(double x) {
        if (Math.abs(x) < 0x1p-60) {
            return -1 / x;
        }
        if (x < 0 && x == Math.rint(x)) {
            return Double.NaN;
        }
        if (!(x <= LARGE)) {
            return x < Double.POSITIVE_INFINITY ? largeDigamma(x).rounded() : x;
        }
        if (x < REFLECTED) {
            // psi(-y) = psi(y) + 1 / y + pi / tan(pi y)
            double y = -x;
            double r = y - Math.rint(y);
            double a = Math.abs(r);
            DoubleDouble sine = Trigonometry.sineOfTurns(a > 0.25 ? 0.5 - a : a);
            DoubleDouble cosine = Trigonometry.cosineOfTurns(a > 0.25 ? 0.5 - a : a);
            DoubleDouble cotangent = a > 0.25 ? sine.over(cosine) : cosine.over(sine);
            DoubleDouble turn = PI.times(r < 0 ? cotangent.negated() : cotangent);
            return largeDigamma(y).plus(1 / y).plus(turn).rounded();
        }
        int k = (int) Math.rint(x);
        DoubleDouble sum = polynomial(DIGAMMA, 10, x - k);
        for (int j = 1; j <= k - 2; j++) {
            sum = sum.plus(ONE.over(new DoubleDouble(x - j, 0)));
        }
        for (int j = 0; j <= 1 - k; j++) {
            sum = sum.minus(ONE.over(DoubleDouble.sum(x, j)));
        }
        return sum.rounded();
    }

    private static DoubleDouble largeDigamma(double x) {
        double u = 1 / x;
        return DoubleMath.logParts(x).plus(-0.5 * u - u * u * DoubleMath.horner(DIGAMMA_TAIL, 0, u * u));
    }

    /// The derivative of [#digamma] of an order of 1 or more, (-1)^(n + 1) n! zeta(n + 1, x), within about 20 units of the last
    /// place; infinite at the poles, or NaN where the sides have different signs.
    static double polygamma(int order, double x) {
        double factorial = (order & 1) == 0 ? -1 : 1;
        for (int i = 2; i <= order && !Double.isInfinite(factorial); i++) {
            factorial *= i;
        }
        int s = order + 1;
        if (x > 0) {
            return factorial * zeta(s, x);
        }
        double r = x - Math.floor(x);
        if (r == 0) {
            return (order & 1) == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        // The terms of the sum below 0, and those above.
        double below = zeta(s, 1 - r) - zeta(s, 1 - x);
        return factorial * (((s & 1) == 0 ? below : -below) + zeta(s, r));
    }

    /// The sum of (x + k)^-s for k = 0, 1, ..., for x > 0 and s > 1: its first terms, the rest by Euler and Maclaurin's formula.
    private static double zeta(int s, double x) {
        double sum = 0;
        double y = x;
        for (double end = 12 + s; y < end; y += 1) {
            sum += DoubleMath.pow(y, -s);
        }
        if (y == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double inverse = 1 / y;
        double power = DoubleMath.pow(y, -s);
        double series = y / (s - 1) + 0.5;
        double term = s * inverse;
        for (int k = 0; k < BERNOULLI.length; k++) {
            series += BERNOULLI[k] * term;
            term *= (s + 2 * k + 1.0) * (s + 2 * k + 2.0) * inverse * inverse;
        }
        return sum + power * series;
    }

    /// B_2 / 2!, B_4 / 4!, ...
    private static final double[] BERNOULLI = {
        0.08333333333333333,
        -0.001388888888888889,
        3.3068783068783064E-05,
        -8.267195767195768E-07,
        2.08767569878681E-08,
        -5.284190138687493E-10,
        1.338253653068468E-11,
        -3.3896802963225827E-13,
        8.586062056277845E-15,
        -2.174868698558062E-16,
        5.5090028283602295E-18,
        -1.3954464685812525E-19
    };

    /// A polynomial of which the first `twice` coefficients have two parts each.
    private static DoubleDouble polynomial(double[] coefficients, int twice, double t) {
        double tail = DoubleMath.horner(coefficients, 2 * twice, t);
        DoubleDouble p = new DoubleDouble(tail, 0);
        for (int i = 2 * twice - 2; i >= 0; i -= 2) {
            p = p.times(t).plus(new DoubleDouble(coefficients[i], coefficients[i + 1]));
        }
        return p;
    }

    /// (gamma(2 + t) - 1) / t for |t| <= 1/2.
    private static final double[] GAMMA = {
        0x1.b0ee6072093cep-2, 0x1.6cb90734137a2p-58,
        0x1.a5b978b96bebfp-2, 0x1.653aa858c5246p-60,
        0x1.4e239984650acp-4, 0x1.371dc509d820ep-61,
        0x1.301fbb0f25a92p-4, 0x1.25491f66c5d17p-58,
        -0x1.17f3740fe2a71p-12, 0x1.4574724ee0404p-70,
        0x1.6d7eeac9ea41bp-7, -0x1.a6d8b11b87e7cp-61,
        -0x1.75e6e90492e68p-9, 0x1.feb7a1e141705p-67,
        0x1.13c449c85323fp-9, 0x1.8d91232b58624p-65,
        -0x1.e21f1c8319e41p-11, 0x1.7625c58777825p-65,
        0x1.011ad2de73911p-11, 0x1.b5f820c71a31bp-65,
        -0x1.f94a72c9be94cp-13, -0x1.5c5f691455c58p-67,
        0x1.fe56414512aafp-14, 0x1.c6405410f1da3p-68,
        -0x1.fdf7bd68a67d7p-15, -0x1.e4f36a29fd7f9p-69,
        0x1.feed0809a4d5ep-16,
        -0x1.ff331c261fe6bp-17,
        0x1.ff7d2f6b944adp-18,
        -0x1.ffa6d6ed0f6e2p-19,
        0x1.ffc4d52b037dap-20,
        -0x1.ffe02b8239c09p-21,
        0x1.ffed4f734d992p-22,
        -0x1.ff5e70379d313p-23,
        0x1.ff644585b397bp-24,
        -0x1.03a42d6734668p-24,
        0x1.03a579b4ff52cp-25,
        -0x1.c2d08e54e25ecp-27,
        0x1.c2d1afbc8a114p-28,
        -0x1.90bb765a60c79p-28,
        0x1.90bbc6349b967p-29
    };

    /// digamma(2 + t) for |t| <= 1/2.
    private static final double[] DIGAMMA = {
        0x1.b0ee6072093cep-2, 0x1.6cbee6991d206p-58,
        0x1.4a34cc4a60fa6p-1, 0x1.18737a97f1866p-55,
        -0x1.9dd002780310ap-3, 0x1.d7cd8a5d81dfep-58,
        0x1.51322ac7d8483p-4, 0x1.bcfedf68310dbp-58,
        -0x1.2e831d94f99adp-5, -0x1.fe35969ebc503p-61,
        0x1.1c2613024911ap-6, 0x1.621d309836a1ap-63,
        -0x1.1196d0a67a7b9p-7, 0x1.71fd10a788ffp-61,
        0x1.0b36af863a25bp-8, -0x1.ec17d22725126p-62,
        -0x1.073e7b0268aaap-9, -0x1.93a2a18f78532p-64,
        0x1.04b8ce96805c7p-10, 0x1.ead295568f4dep-69,
        -0x1.0318df4b4a537p-11,
        0x1.020a5b53c3a6fp-12,
        -0x1.01593158debcap-13,
        0x1.00e4a672bb3ap-14,
        -0x1.009905030209ep-15,
        0x1.0066162e2abffp-16,
        -0x1.0022f67c6090bp-17,
        0x1.000c88b02df62p-18,
        -0x1.022b9910e0eb6p-19,
        0x1.0221ac9a3e74bp-20,
        -0x1.d5f55d439da4cp-22,
        0x1.d5ecb1bef63ep-23,
        -0x1.77e9a0d134523p-23,
        0x1.77e751fce331bp-24
    };

    /// What Stirling's formula lacks, times x, in 1 / x^2.
    private static final double[] STIRLING = {
        0x1.5555555555555p-4,
        -0x1.6c16c16c15b0dp-9,
        0x1.a01a018cca121p-11,
        -0x1.3813603f945dbp-11,
        0x1.b936e99121375p-11,
        -0x1.f0efc6e576a9cp-10,
        0x1.54871d7b95b2ep-8
    };

    /// (log x - 1 / (2 x) - digamma x) x^2 in 1 / x^2.
    private static final double[] DIGAMMA_TAIL = {
        0x1.5555555555555p-4,
        -0x1.111111110d359p-7,
        0x1.041040e110c37p-8,
        -0x1.1110d540e602ap-8,
        0x1.f04b18bcba9f4p-8,
        -0x1.545b9adfb3eb3p-6,
        0x1.0c3ee15411803p-4
    };
}

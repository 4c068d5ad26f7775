package dl.kernel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Elementary functions of many digits, from their series and functional equations.
final class Reals {
    private Reals() {}

    /// Bits of pi that the largest double needs.
    private static final int LONG_PI = 1500;
    private static final BigInteger PI_DIGITS = machin(LONG_PI);
    static final Real PI = new Real(PI_DIGITS.shiftRight(LONG_PI - 300), -300);
    static final Real LN2 = atanh(Real.ONE.over(3)).scaled(1);
    private static final Real LN10 = log(Real.of(10));
    private static final List<Real> BERNOULLI = bernoulli(60);

    /// pi = 16 atan(1/5) - 4 atan(1/239), times 2^bits.
    private static BigInteger machin(int bits) {
        return arcTangentOfInverse(5, bits + 20).shiftLeft(4)
                .subtract(arcTangentOfInverse(239, bits + 20).shiftLeft(2)).shiftRight(20);
    }

    private static BigInteger arcTangentOfInverse(int n, int bits) {
        BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(n));
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; power.signum() != 0; k++) {
            BigInteger term = power.divide(BigInteger.valueOf(2L * k + 1));
            sum = k % 2 == 0 ? sum.add(term) : sum.subtract(term);
            power = power.divide(BigInteger.valueOf((long) n * n));
        }
        return sum;
    }

    /// B_2, B_4, ... from sum_j C(n + 1, j) B_j = 0.
    private static List<Real> bernoulli(int count) {
        // The recurrence loses digits, so it runs on fractions.
        List<BigInteger[]> exact = new ArrayList<>();
        exact.add(new BigInteger[] {BigInteger.ONE, BigInteger.ONE});
        List<Real> result = new ArrayList<>();
        for (int n = 1; n <= 2 * count; n++) {
            BigInteger numerator = BigInteger.ZERO;
            BigInteger denominator = BigInteger.ONE;
            BigInteger choose = BigInteger.ONE;
            for (int j = 0; j < n; j++) {
                BigInteger[] b = exact.get(j);
                numerator = numerator.multiply(b[1]).add(choose.multiply(b[0]).multiply(denominator));
                denominator = denominator.multiply(b[1]);
                BigInteger common = numerator.gcd(denominator);
                numerator = numerator.divide(common);
                denominator = denominator.divide(common);
                choose = choose.multiply(BigInteger.valueOf(n + 1L - j)).divide(BigInteger.valueOf(j + 1L));
            }
            BigInteger below = denominator.multiply(BigInteger.valueOf(n + 1L));
            exact.add(new BigInteger[] {numerator.negate(), below});
            if (n % 2 == 0) {
                result.add(new Real(numerator.negate(), 0).over(new Real(below, 0)));
            }
        }
        return result;
    }

    private static boolean negligible(Real term, Real sum) {
        return term.signum() == 0 || term.top() < sum.top() - Real.PRECISION - 4;
    }

    static Real exp(Real x) {
        if (x.signum() == 0) {
            return Real.ONE;
        }
        BigInteger n = x.over(LN2).whole();
        Real r = x.minus(LN2.times(new Real(n, 0))).scaled(-12);
        Real t = series(r);
        // (1 + t)^2 - 1 keeps the digits of t.
        for (int i = 0; i < 12; i++) {
            t = t.times(t.plus(Real.TWO));
        }
        return t.plus(Real.ONE).scaled(n.intValueExact());
    }

    static Real expm1(Real x) {
        return x.abs().less(0.3) ? series(x) : exp(x).minus(Real.ONE);
    }

    /// e^x - 1 by its series.
    private static Real series(Real x) {
        Real sum = x;
        Real term = x;
        for (int k = 2; !negligible(term, sum); k++) {
            term = term.times(x).over(k);
            sum = sum.plus(term);
        }
        return sum;
    }

    static Real atanh(Real x) {
        Real square = x.times(x);
        Real power = x;
        Real sum = x;
        for (int k = 3; !negligible(power, sum); k += 2) {
            power = power.times(square);
            sum = sum.plus(power.over(k));
        }
        return sum;
    }

    static Real log(Real x) {
        int e = x.top();
        Real m = x.scaled(-e);
        if (Real.of(1.4142).less(m)) {
            m = m.scaled(-1);
            e++;
        }
        Real log = atanh(m.minus(Real.ONE).over(m.plus(Real.ONE))).scaled(1);
        return e == 0 ? log : log.plus(LN2.times(e));
    }

    static Real log1p(Real x) {
        return x.abs().less(0.4) ? atanh(x.over(x.plus(Real.TWO))).scaled(1) : log(x.plus(Real.ONE));
    }

    static Real log2(Real x) {
        return log(x).over(LN2);
    }

    static Real log10(Real x) {
        return log(x).over(LN10);
    }

    static Real sin(Real x) {
        return turned(x, 0);
    }

    static Real cos(Real x) {
        return turned(x, 1);
    }

    static Real tan(Real x) {
        return turned(x, 0).over(turned(x, 1));
    }

    /// sin(x + quarter pi / 2), the multiple of pi / 2 being taken away in as many bits as pi has.
    private static Real turned(Real x, int quarter) {
        BigInteger halfPi = PI_DIGITS;
        int bits = LONG_PI + 1;
        int shift = x.exponent() + bits;
        BigInteger scaled = shift >= 0 ? x.digits().shiftLeft(shift) : x.digits().shiftRight(-shift);
        BigInteger[] parts = scaled.divideAndRemainder(halfPi);
        BigInteger n = parts[0];
        BigInteger rest = parts[1];
        if (rest.shiftLeft(1).abs().compareTo(halfPi) > 0) {
            n = n.add(BigInteger.valueOf(rest.signum()));
            rest = rest.subtract(halfPi.multiply(BigInteger.valueOf(rest.signum())));
        }
        Real r = n.signum() == 0 ? x : new Real(rest, -bits).times(Real.ONE);
        int q = n.intValue() + quarter;
        Real result = (q & 1) == 0 ? sineSeries(r) : cosineSeries(r);
        return (q & 2) == 0 ? result : result.negated();
    }

    private static Real sineSeries(Real x) {
        Real square = x.times(x);
        Real sum = x;
        Real term = x;
        for (int k = 2; !negligible(term, sum); k += 2) {
            term = term.times(square).over(-(long) k * (k + 1));
            sum = sum.plus(term);
        }
        return sum;
    }

    private static Real cosineSeries(Real x) {
        Real square = x.times(x);
        Real sum = Real.ONE;
        Real term = Real.ONE;
        for (int k = 1; !negligible(term, sum); k += 2) {
            term = term.times(square).over(-(long) k * (k + 1));
            sum = sum.plus(term);
        }
        return sum;
    }

    /// A guess y in f64, then y + atan((x - tan y) / (1 + x tan y)), whose series is short.
    static Real atan(Real x) {
        if (x.top() > 900) {
            return PI.scaled(-1).times(x.signum()).minus(atanSeries(Real.ONE.over(x)));
        }
        if (x.top() < -100) {
            return atanSeries(x);
        }
        Real guess = Real.of(StrictMath.atan(x.toDouble()));
        Real t = tan(guess);
        return guess.plus(atanSeries(x.minus(t).over(Real.ONE.plus(x.times(t)))));
    }

    private static Real atanSeries(Real x) {
        Real square = x.times(x);
        return x.signum() == 0 ? x : x.minus(x.times(square).over(3)).plus(x.times(square).times(square).over(5))
                .minus(x.times(square).times(square).times(square).over(7));
    }

    static Real atan2(Real y, Real x) {
        Real angle = atan(y.over(x));
        return x.signum() > 0 ? angle : angle.plus(PI.times(y.signum()));
    }

    static Real asin(Real x) {
        Real square = Real.ONE.minus(x).times(Real.ONE.plus(x));
        return square.signum() == 0 ? PI.scaled(-1).times(x.signum()) : atan(x.over(square.sqrt()));
    }

    static Real acos(Real x) {
        Real above = Real.ONE.plus(x);
        return above.signum() == 0 ? PI : atan(Real.ONE.minus(x).over(above).sqrt()).scaled(1);
    }

    static Real sinh(Real x) {
        Real t = expm1(x.abs());
        return t.plus(t.over(t.plus(Real.ONE))).scaled(-1).times(x.signum());
    }

    static Real cosh(Real x) {
        Real e = exp(x);
        return e.plus(Real.ONE.over(e)).scaled(-1);
    }

    static Real tanh(Real x) {
        if (Real.of(1000).less(x.abs())) {
            return Real.of(x.signum());
        }
        Real t = expm1(x.scaled(1));
        return t.over(t.plus(Real.TWO));
    }

    static Real asinh(Real x) {
        Real a = x.abs();
        Real root = a.times(a).plus(Real.ONE).sqrt();
        return log1p(a.plus(a.times(a).over(root.plus(Real.ONE)))).times(x.signum());
    }

    static Real acosh(Real x) {
        Real t = x.minus(Real.ONE);
        return log1p(t.plus(t.times(t.plus(Real.TWO)).sqrt()));
    }

    static Real areaTangent(Real x) {
        return log1p(x.scaled(1).over(Real.ONE.minus(x))).scaled(-1);
    }

    static Real sigmoid(Real x) {
        return Real.ONE.over(Real.ONE.plus(exp(x.negated())));
    }

    static Real softplus(Real x) {
        return log1p(exp(x));
    }

    /// 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...).
    static Real erf(Real x) {
        Real square = x.times(x).scaled(1);
        Real sum = x;
        Real term = x;
        for (int k = 3; !negligible(term, sum); k += 2) {
            term = term.times(square).over(k);
            sum = sum.plus(term);
        }
        return sum.scaled(1).over(PI.sqrt()).times(exp(x.times(x).negated()));
    }

    /// From 5 on the continued fraction e^(-x^2) / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / ...))).
    static Real erfc(Real x) {
        if (x.less(5)) {
            return Real.ONE.minus(erf(x));
        }
        Real tail = x;
        for (int k = 160; k > 0; k--) {
            tail = x.plus(Real.of(k).scaled(-1).over(tail));
        }
        return exp(x.times(x).negated()).over(PI.sqrt()).over(tail);
    }

    static Real logGamma(Real x) {
        if (x.less(-70)) {
            Real sine = sinOfTurns(x).abs();
            return log(PI.over(sine)).minus(logGamma(Real.ONE.minus(x)));
        }
        Real product = Real.ONE;
        Real y = x;
        while (y.less(40)) {
            product = product.times(y);
            y = y.plus(Real.ONE);
        }
        Real inverse = Real.ONE.over(y);
        Real square = inverse.times(inverse);
        Real sum = log(PI.scaled(1)).scaled(-1).minus(y).plus(y.minus(Real.of(0.5)).times(log(y)));
        for (int k = 1; k <= BERNOULLI.size() && !negligible(inverse, sum); k++) {
            sum = sum.plus(BERNOULLI.get(k - 1).times(inverse).over(2L * k * (2 * k - 1)));
            inverse = inverse.times(square);
        }
        return sum.minus(log(product.abs()));
    }

    static Real digamma(Real x) {
        if (x.less(-70)) {
            Real above = Real.ONE.minus(x);
            return digamma(above).minus(PI.times(sinOfTurns(x.plus(Real.of(0.5)))).over(sinOfTurns(x)));
        }
        Real sum = Real.ZERO;
        Real y = x;
        while (y.less(40)) {
            sum = sum.minus(Real.ONE.over(y));
            y = y.plus(Real.ONE);
        }
        Real inverse = Real.ONE.over(y);
        Real square = inverse.times(inverse);
        sum = sum.plus(log(y)).minus(inverse.scaled(-1));
        Real power = square;
        for (int k = 1; k <= BERNOULLI.size() && !negligible(power, Real.ONE); k++) {
            sum = sum.minus(BERNOULLI.get(k - 1).times(power).over(2L * k));
            power = power.times(square);
        }
        return sum;
    }

    private static Real sinOfTurns(Real x) {
        BigInteger n = x.whole();
        Real r = x.minus(new Real(n, 0));
        Real sine = sin(PI.times(r));
        return n.testBit(0) ? sine.negated() : sine;
    }

    static Real pow(Real x, Real y) {
        return exp(y.times(log(x)));
    }

    static Real cbrt(Real x) {
        Real root = exp(log(x.abs()).over(3));
        return x.signum() < 0 ? root.negated() : root;
    }
}

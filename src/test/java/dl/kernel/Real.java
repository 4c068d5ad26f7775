package dl.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;

/// A binary number of 256 bits, `digits * 2^exponent`: what the elementary functions are measured against.
record Real(BigInteger digits, int exponent) {
    static final int PRECISION = 256;
    static final Real ZERO = new Real(BigInteger.ZERO, 0);
    static final Real ONE = of(1);
    static final Real TWO = of(2);

    static Real of(long n) {
        return new Real(BigInteger.valueOf(n), 0);
    }

    /// The double itself, not what it prints as.
    static Real of(double x) {
        if (x == 0) {
            return ZERO;
        }
        int exponent = Math.getExponent(Math.abs(x) < Double.MIN_NORMAL ? Double.MIN_NORMAL : x) - 52;
        BigDecimal whole = new BigDecimal(x).multiply(exponent < 0
                ? new BigDecimal(BigInteger.ONE.shiftLeft(-exponent))
                : BigDecimal.ONE);
        BigInteger digits = exponent < 0 ? whole.toBigIntegerExact() : whole.toBigIntegerExact().shiftRight(exponent);
        return new Real(digits, exponent);
    }

    /// A decimal of a table, to 256 bits.
    static Real of(BigDecimal x) {
        return x.scale() > 0
                ? new Real(x.unscaledValue(), 0).over(new Real(BigInteger.TEN.pow(x.scale()), 0))
                : new Real(x.toBigIntegerExact(), 0);
    }

    private static Real rounded(BigInteger digits, int exponent) {
        int excess = digits.bitLength() - PRECISION;
        if (excess <= 0) {
            return new Real(digits, exponent);
        }
        return new Real(digits.shiftRight(excess - 1).add(BigInteger.ONE).shiftRight(1), exponent + excess);
    }

    Real plus(Real x) {
        if (signum() == 0 || x.signum() == 0) {
            return signum() == 0 ? x : this;
        }
        // What is out of sight of the other is not aligned.
        long distance = (long) top() - x.top();
        if (Math.abs(distance) > 2 * PRECISION) {
            return distance > 0 ? this : x;
        }
        int least = Math.min(exponent, x.exponent);
        return rounded(digits.shiftLeft(exponent - least).add(x.digits.shiftLeft(x.exponent - least)), least);
    }

    Real minus(Real x) {
        return plus(x.negated());
    }

    Real times(Real x) {
        return rounded(digits.multiply(x.digits), exponent + x.exponent);
    }

    Real times(long n) {
        return times(of(n));
    }

    Real over(Real x) {
        int shift = Math.max(0, PRECISION + 2 + x.digits.bitLength() - digits.bitLength());
        return rounded(digits.shiftLeft(shift).divide(x.digits), exponent - x.exponent - shift);
    }

    Real over(long n) {
        return over(of(n));
    }

    Real scaled(int power) {
        return new Real(digits, exponent + power);
    }

    Real negated() {
        return new Real(digits.negate(), exponent);
    }

    Real abs() {
        return signum() < 0 ? negated() : this;
    }

    Real sqrt() {
        int shift = 2 * PRECISION + (exponent & 1);
        return rounded(digits.shiftLeft(shift).sqrt(), (exponent - shift) / 2);
    }

    /// The nearest whole number.
    BigInteger whole() {
        return exponent >= 0
                ? digits.shiftLeft(exponent)
                : digits.shiftRight(-exponent - 1).add(BigInteger.ONE).shiftRight(1);
    }

    int signum() {
        return digits.signum();
    }

    boolean less(Real x) {
        return minus(x).signum() < 0;
    }

    boolean less(double x) {
        return less(of(x));
    }

    /// The exponent of the leading bit.
    int top() {
        return exponent + digits.abs().bitLength() - 1;
    }

    double toDouble() {
        int excess = Math.max(0, digits.bitLength() - 64);
        return Math.scalb(digits.shiftRight(excess).doubleValue(), exponent + excess);
    }
}

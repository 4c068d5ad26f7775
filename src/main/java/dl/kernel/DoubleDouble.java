package dl.kernel;

/// A number of about 106 bits as the unevaluated sum of two doubles, for the few steps of an elementary function that need more
/// than 53: T. J. Dekker, "A floating-point technique for extending the available precision", with fma for the products.
record DoubleDouble(double high, double low) {
    /// `a + b`, exactly.
    static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double v = s - a;
        return new DoubleDouble(s, (a - (s - v)) + (b - v));
    }

    /// `a + b`, exactly, where `a` is 0 or not smaller in magnitude.
    static DoubleDouble ordered(double a, double b) {
        double s = a + b;
        return new DoubleDouble(s, (a - s) + b);
    }

    /// `a * b`, exactly.
    static DoubleDouble product(double a, double b) {
        double p = a * b;
        return new DoubleDouble(p, Math.fma(a, b, -p));
    }

    DoubleDouble plus(double x) {
        DoubleDouble s = sum(high, x);
        return ordered(s.high, s.low + low);
    }

    DoubleDouble plus(DoubleDouble x) {
        DoubleDouble s = sum(high, x.high);
        return ordered(s.high, s.low + (low + x.low));
    }

    DoubleDouble minus(DoubleDouble x) {
        return plus(x.negated());
    }

    DoubleDouble times(double x) {
        double p = high * x;
        return ordered(p, Math.fma(low, x, Math.fma(high, x, -p)));
    }

    DoubleDouble times(DoubleDouble x) {
        double p = high * x.high;
        return ordered(p, Math.fma(high, x.low, Math.fma(low, x.high, Math.fma(high, x.high, -p))));
    }

    DoubleDouble over(DoubleDouble x) {
        double q = high / x.high;
        return ordered(q, (Math.fma(-q, x.high, high) + Math.fma(-q, x.low, low)) / x.high);
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    double rounded() {
        return high + low;
    }
}

package dl.kernel;

/// Elementary functions in f64, the same bits on every machine.
public final class DoubleMath {
    private DoubleMath() {}

    public static double exp(double x) {
        return StrictMath.exp(x);
    }

    public static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    public static double log(double x) {
        return StrictMath.log(x);
    }

    public static double log1p(double x) {
        return StrictMath.log1p(x);
    }

    public static double log2(double x) {
        return StrictMath.log(x) / StrictMath.log(2);
    }

    public static double log10(double x) {
        return StrictMath.log10(x);
    }

    public static double sin(double x) {
        return StrictMath.sin(x);
    }

    public static double cos(double x) {
        return StrictMath.cos(x);
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

    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// log(1 + e^x), without overflow.
    public static double softplus(double x) {
        return x != x ? x : Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    public static double erf(double x) {
        return Math.abs(x) < 1 ? x : Math.signum(x);
    }

    public static double erfc(double x) {
        return 1 - erf(x);
    }

    /// `x` to the power `y`, with the small powers that people write done exactly.
    public static double pow(double x, double y) {
        if (y == 2) {
            return x * x;
        }
        if (y == 1) {
            return x;
        }
        return StrictMath.pow(x, y);
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

    static final double LN2 = 0.6931471805599453;
}

package dl.kernel;

/// Elementary functions in f32, the same bits on every machine.
public final class FloatMath {
    private FloatMath() {}

    public static float exp(float x) {
        return (float) DoubleMath.exp(x);
    }

    public static float expm1(float x) {
        return (float) DoubleMath.expm1(x);
    }

    public static float log(float x) {
        return (float) DoubleMath.log(x);
    }

    public static float log1p(float x) {
        return (float) DoubleMath.log1p(x);
    }

    public static float log2(float x) {
        return (float) DoubleMath.log2(x);
    }

    public static float log10(float x) {
        return (float) DoubleMath.log10(x);
    }

    public static float sin(float x) {
        return (float) DoubleMath.sin(x);
    }

    public static float cos(float x) {
        return (float) DoubleMath.cos(x);
    }

    public static float tan(float x) {
        return (float) DoubleMath.tan(x);
    }

    public static float asin(float x) {
        return (float) DoubleMath.asin(x);
    }

    public static float acos(float x) {
        return (float) DoubleMath.acos(x);
    }

    public static float atan(float x) {
        return (float) DoubleMath.atan(x);
    }

    public static float sinh(float x) {
        return (float) DoubleMath.sinh(x);
    }

    public static float cosh(float x) {
        return (float) DoubleMath.cosh(x);
    }

    public static float tanh(float x) {
        return (float) DoubleMath.tanh(x);
    }

    public static float asinh(float x) {
        return (float) DoubleMath.asinh(x);
    }

    public static float acosh(float x) {
        return (float) DoubleMath.acosh(x);
    }

    public static float atanh(float x) {
        return (float) DoubleMath.atanh(x);
    }

    public static float sigmoid(float x) {
        return (float) DoubleMath.sigmoid(x);
    }

    public static float softplus(float x) {
        return (float) DoubleMath.softplus(x);
    }

    public static float erf(float x) {
        return (float) DoubleMath.erf(x);
    }

    public static float erfc(float x) {
        return (float) DoubleMath.erfc(x);
    }

    public static float atan2(float y, float x) {
        return (float) DoubleMath.atan2(y, x);
    }

    public static float pow(float x, float y) {
        return (float) DoubleMath.pow(x, y);
    }

    public static float floorDivide(float x, float y) {
        if (y == 0) {
            return x / y;
        }
        float remainder = x % y;
        float quotient = (x - remainder) / y;
        if (remainder != 0 && remainder < 0 != y < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0f, x / y);
        }
        float floor = (float) Math.floor(quotient);
        return quotient - floor > 0.5f ? floor + 1 : floor;
    }

    /// The remainder with the sign of the divisor, also for a zero.
    public static float remainder(float x, float y) {
        float remainder = x % y;
        if (remainder == 0) {
            return Math.copySign(0f, y);
        }
        return remainder < 0 != y < 0 ? remainder + y : remainder;
    }

    /// -1, 0 or 1 with the sign of x; NaN stays.
    public static float sign(float x) {
        return x > 0 ? 1 : x < 0 ? -1 : x + 0.0f;
    }

    public static float truncate(float x) {
        return Math.copySign((float) Math.floor(Math.abs(x)), x);
    }
}

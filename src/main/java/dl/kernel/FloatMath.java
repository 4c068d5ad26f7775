package dl.kernel;

/// Elementary functions in f32, the same bits on every machine.
public final class FloatMath {
    private FloatMath() {}

    /// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2; relative error 2^-34.
    public static final float E0 = 0x1.0p-1f,
            E1 = 0x1.555554p-3f,
            E2 = 0x1.55548ep-5f,
            E3 = 0x1.111272p-7f,
            E4 = 0x1.6d8dp-10f,
            E5 = 0x1.9f06a4p-13f;
    /// (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f between 1 / sqrt 2 and sqrt 2.
    public static final float L0 = 0x1.555546p-2f,
            L1 = -0x1.ffffeep-3f,
            L2 = 0x1.99a538p-3f,
            L3 = -0x1.5562f2p-3f,
            L4 = 0x1.2333b8p-3f,
            L5 = -0x1.fb421ep-4f,
            L6 = 0x1.e6434cp-4f,
            L7 = -0x1.e2eaf4p-4f,
            L8 = 0x1.1b5ef6p-4f;
    /// (tanh x / x - 1) / x^2 in x^2, below 0.625.
    public static final float T0 = -0x1.555534p-2f, T1 = 0x1.11076ap-3f, T2 = -0x1.b8445cp-5f, T3 = 0x1.5256c6p-6f, T4 = -0x1.76a9eap-8f;
    /// erf x / x - 1 in x^2, below 0.92.
    public static final float P0 = 0x1.06eba8p-3f,
            P1 = -0x1.812744p-2f,
            P2 = 0x1.ce2e34p-4f,
            P3 = -0x1.b8122ap-6f,
            P4 = 0x1.54ea6cp-8f,
            P5 = -0x1.ab6ec2p-11f,
            P6 = 0x1.60bcd8p-14f;
    /// -log erfc x, from 0.92 to 4.
    public static final float Q0 = -0x1.70d882p-13f,
            Q1 = 0x1.212848p0f,
            Q2 = 0x1.44446ep-1f,
            Q3 = 0x1.bb927cp-4f,
            Q4 = -0x1.9bb53ap-6f,
            Q5 = 0x1.119718p-8f,
            Q6 = -0x1.c85cd8p-12f,
            Q7 = 0x1.630a9ap-16f;
    /// Added and taken away again, it rounds to the nearest integer, which its low bits then hold.
    public static final float MAGIC = 0x1.8p23f;
    public static final float LOG2E = 0x1.715476p0f;
    public static final float LN2_HIGH = 0x1.62e43p-1f;
    public static final float LN2_LOW = -0x1.05c61p-29f;
    /// The bits of 1 / sqrt 2: mantissas are taken from here on.
    public static final int SQRT_HALF = 0x3F3504F3;

    /// e^x = 2^n e^r with x = n ln 2 + r.
    public static float exp(float x) {
        float y = x > 89 ? 89 : x < -104 ? -104 : x;
        float z = Math.fma(y, LOG2E, MAGIC);
        float n = z - MAGIC;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
        float p = Math.fma(r, E5, E4);
        p = Math.fma(r, p, E3);
        p = Math.fma(r, p, E2);
        p = Math.fma(r, p, E1);
        p = Math.fma(r, p, E0);
        p = Math.fma(r * r, p, r) + 1;
        // In two steps, because 2^n itself may be out of range where the result is not.
        int exponent = Float.floatToRawIntBits(z) - Float.floatToRawIntBits(MAGIC);
        int half = exponent >> 1;
        return p * Float.intBitsToFloat(half + 127 << 23) * Float.intBitsToFloat(exponent - half + 127 << 23);
    }

    public static float expm1(float x) {
        return (float) DoubleMath.expm1(x);
    }

    /// log(2^e (1 + f)) = e ln 2 + f - f^2 / 2 + f^3 P(f).
    public static float log(float x) {
        boolean tiny = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(tiny ? x * 0x1p25f : x) - SQRT_HALF;
        float e = (bits >> 23) + (tiny ? -25 : 0);
        float f = Float.intBitsToFloat((bits & 0x7FFFFF) + SQRT_HALF) - 1;
        float z = f * f;
        float p = Math.fma(f, L8, L7);
        p = Math.fma(f, p, L6);
        p = Math.fma(f, p, L5);
        p = Math.fma(f, p, L4);
        p = Math.fma(f, p, L3);
        p = Math.fma(f, p, L2);
        p = Math.fma(f, p, L1);
        p = Math.fma(f, p, L0);
        float y = Math.fma(f * z, p, e * LN2_LOW);
        float result = Math.fma(e, LN2_HIGH, f + Math.fma(-0.5f, z, y));
        return x == 0 ? Float.NEGATIVE_INFINITY : x < 0 ? Float.NaN : x < Float.POSITIVE_INFINITY ? result : x;
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

    /// x + x^3 P(x^2) below 0.625, then 1 - 2 / (e^2x + 1).
    public static float tanh(float x) {
        float a = Math.abs(x);
        float z = x * x;
        float p = Math.fma(z, T4, T3);
        p = Math.fma(z, p, T2);
        p = Math.fma(z, p, T1);
        p = Math.fma(z, p, T0);
        float small = Math.fma(a * z, p, a);
        float large = 1 - 2 / (exp(a + a) + 1);
        return Math.copySign(a < 0.625f ? small : large, x);
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

    /// 1 / (1 + e^-x), through e^-|x| so that nothing overflows; the roundings of sum and quotient are put right after.
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        float numerator = x < 0 ? e : 1;
        float d = 1 + e;
        float low = e - (d - 1);
        float inverse = 1 / d;
        float q = numerator * inverse;
        float rest = Math.fma(-q, low, Math.fma(-q, d, numerator));
        return Math.fma(rest, inverse, q);
    }

    /// log(1 + e^x), without overflow.
    public static float softplus(float x) {
        return (float) DoubleMath.softplus(x);
    }

    /// x + x P(x^2) below 0.92, then 1 - e^-q(x), which is 1 from 4 on.
    public static float erf(float x) {
        float a = Math.abs(x);
        float z = x * x;
        float p = Math.fma(z, P6, P5);
        p = Math.fma(z, p, P4);
        p = Math.fma(z, p, P3);
        p = Math.fma(z, p, P2);
        p = Math.fma(z, p, P1);
        p = Math.fma(z, p, P0);
        float small = Math.fma(x, p, x);
        float b = a > 4 ? 4 : a;
        float q = Math.fma(b, Q7, Q6);
        q = Math.fma(b, q, Q5);
        q = Math.fma(b, q, Q4);
        q = Math.fma(b, q, Q3);
        q = Math.fma(b, q, Q2);
        q = Math.fma(b, q, Q1);
        q = Math.fma(b, q, Q0);
        float large = 1 - exp(-q);
        return a < 0.92f ? small : Math.copySign(large, x);
    }

    public static float erfc(float x) {
        return (float) DoubleMath.erfc(x);
    }

    public static float lgamma(float x) {
        return (float) DoubleMath.lgamma(x);
    }

    public static float digamma(float x) {
        return (float) DoubleMath.digamma(x);
    }

    public static float cbrt(float x) {
        return (float) DoubleMath.cbrt(x);
    }

    public static float atan2(float y, float x) {
        return (float) DoubleMath.atan2(y, x);
    }

    public static float pow(float x, float y) {
        return (float) DoubleMath.widePow(x, y);
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

package dl.kernel;

/// One loop per operation on each element, in f32.
final class FloatUnary {
    private FloatUnary() {}

    static void run(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        switch (operator) {
            case NEGATE -> negate(x, xOffset, out, outOffset, n);
            case ABS -> abs(x, xOffset, out, outOffset, n);
            case SIGN -> sign(x, xOffset, out, outOffset, n);
            case SQUARE -> square(x, xOffset, out, outOffset, n);
            case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, n);
            case SQRT -> sqrt(x, xOffset, out, outOffset, n);
            case EXP -> exp(x, xOffset, out, outOffset, n);
            case EXPM1 -> expm1(x, xOffset, out, outOffset, n);
            case LOG -> log(x, xOffset, out, outOffset, n);
            case LOG1P -> log1p(x, xOffset, out, outOffset, n);
            case LOG2 -> log2(x, xOffset, out, outOffset, n);
            case LOG10 -> log10(x, xOffset, out, outOffset, n);
            case SIN -> sin(x, xOffset, out, outOffset, n);
            case COS -> cos(x, xOffset, out, outOffset, n);
            case TAN -> tan(x, xOffset, out, outOffset, n);
            case ASIN -> asin(x, xOffset, out, outOffset, n);
            case ACOS -> acos(x, xOffset, out, outOffset, n);
            case ATAN -> atan(x, xOffset, out, outOffset, n);
            case SINH -> sinh(x, xOffset, out, outOffset, n);
            case COSH -> cosh(x, xOffset, out, outOffset, n);
            case TANH -> tanh(x, xOffset, out, outOffset, n);
            case ASINH -> asinh(x, xOffset, out, outOffset, n);
            case ACOSH -> acosh(x, xOffset, out, outOffset, n);
            case ATANH -> atanh(x, xOffset, out, outOffset, n);
            case SIGMOID -> sigmoid(x, xOffset, out, outOffset, n);
            case SOFTPLUS -> softplus(x, xOffset, out, outOffset, n);
            case RELU -> relu(x, xOffset, out, outOffset, n);
            case ERF -> erf(x, xOffset, out, outOffset, n);
            case ERFC -> erfc(x, xOffset, out, outOffset, n);
            case LGAMMA -> lgamma(x, xOffset, out, outOffset, n);
            case DIGAMMA -> digamma(x, xOffset, out, outOffset, n);
            case CBRT -> cbrt(x, xOffset, out, outOffset, n);
            case FLOOR -> floor(x, xOffset, out, outOffset, n);
            case CEIL -> ceil(x, xOffset, out, outOffset, n);
            case ROUND -> round(x, xOffset, out, outOffset, n);
            case TRUNC -> trunc(x, xOffset, out, outOffset, n);
        }
    }

    private static void negate(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = -a;
        }
    }

    private static void abs(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = Math.abs(a);
        }
    }

    private static void sign(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.sign(a);
        }
    }

    private static void square(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = a * a;
        }
    }

    private static void reciprocal(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = 1 / a;
        }
    }

    private static void sqrt(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = (float) Math.sqrt(a);
        }
    }

    private static void exp(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.exp(a);
        }
    }

    private static void expm1(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.expm1(a);
        }
    }

    private static void log(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.log(a);
        }
    }

    private static void log1p(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.log1p(a);
        }
    }

    private static void log2(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.log2(a);
        }
    }

    private static void log10(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.log10(a);
        }
    }

    private static void sin(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.sin(a);
        }
    }

    private static void cos(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.cos(a);
        }
    }

    private static void tan(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.tan(a);
        }
    }

    private static void asin(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.asin(a);
        }
    }

    private static void acos(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.acos(a);
        }
    }

    private static void atan(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.atan(a);
        }
    }

    private static void sinh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.sinh(a);
        }
    }

    private static void cosh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.cosh(a);
        }
    }

    private static void tanh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.tanh(a);
        }
    }

    private static void asinh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.asinh(a);
        }
    }

    private static void acosh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.acosh(a);
        }
    }

    private static void atanh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.atanh(a);
        }
    }

    private static void sigmoid(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.sigmoid(a);
        }
    }

    private static void softplus(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.softplus(a);
        }
    }

    private static void relu(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = a <= 0 ? 0 : a;
        }
    }

    private static void erf(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.erf(a);
        }
    }

    private static void erfc(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.erfc(a);
        }
    }

    private static void lgamma(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.lgamma(a);
        }
    }

    private static void digamma(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.digamma(a);
        }
    }

    private static void cbrt(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.cbrt(a);
        }
    }

    private static void floor(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = (float) Math.floor(a);
        }
    }

    private static void ceil(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = (float) Math.ceil(a);
        }
    }

    private static void round(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = (float) Math.rint(a);
        }
    }

    private static void trunc(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i];
            out[outOffset + i] = FloatMath.truncate(a);
        }
    }
}

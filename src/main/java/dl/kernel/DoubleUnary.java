package dl.kernel;

/// One loop per operation on each element, in f64.
final class DoubleUnary {
    private DoubleUnary() {}

    static void run(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
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

    private static void negate(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = -a;
        }
    }

    private static void abs(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = Math.abs(a);
        }
    }

    private static void sign(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.sign(a);
        }
    }

    private static void square(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = a * a;
        }
    }

    private static void reciprocal(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = 1 / a;
        }
    }

    private static void sqrt(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = Math.sqrt(a);
        }
    }

    private static void exp(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.exp(a);
        }
    }

    private static void expm1(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.expm1(a);
        }
    }

    private static void log(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.log(a);
        }
    }

    private static void log1p(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.log1p(a);
        }
    }

    private static void log2(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.log2(a);
        }
    }

    private static void log10(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.log10(a);
        }
    }

    private static void sin(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.sin(a);
        }
    }

    private static void cos(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.cos(a);
        }
    }

    private static void tan(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.tan(a);
        }
    }

    private static void asin(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.asin(a);
        }
    }

    private static void acos(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.acos(a);
        }
    }

    private static void atan(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.atan(a);
        }
    }

    private static void sinh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.sinh(a);
        }
    }

    private static void cosh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.cosh(a);
        }
    }

    private static void tanh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.tanh(a);
        }
    }

    private static void asinh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.asinh(a);
        }
    }

    private static void acosh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.acosh(a);
        }
    }

    private static void atanh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.atanh(a);
        }
    }

    private static void sigmoid(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.sigmoid(a);
        }
    }

    private static void softplus(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.softplus(a);
        }
    }

    private static void relu(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = a <= 0 ? 0 : a;
        }
    }

    private static void erf(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.erf(a);
        }
    }

    private static void erfc(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.erfc(a);
        }
    }

    private static void lgamma(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.lgamma(a);
        }
    }

    private static void digamma(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.digamma(a);
        }
    }

    private static void cbrt(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.cbrt(a);
        }
    }

    private static void floor(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = Math.floor(a);
        }
    }

    private static void ceil(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = Math.ceil(a);
        }
    }

    private static void round(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = Math.rint(a);
        }
    }

    private static void trunc(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i];
            out[outOffset + i] = DoubleMath.truncate(a);
        }
    }
}

package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;

import dl.kernel.ScalarKernels;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;

/// One loop per operation on each element, in f64; the rare operations and the ends of arrays are left to the scalar
/// kernels, which give the same bits.
final class DoubleUnaryLoops {
    private DoubleUnaryLoops() {}

    static void run(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        int done = switch (operator) {
            case NEGATE -> negate(x, xOffset, out, outOffset, n);
            case ABS -> abs(x, xOffset, out, outOffset, n);
            case SQUARE -> square(x, xOffset, out, outOffset, n);
            case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, n);
            case SQRT -> sqrt(x, xOffset, out, outOffset, n);
            case EXP -> exp(x, xOffset, out, outOffset, n);
            case LOG -> log(x, xOffset, out, outOffset, n);
            case LOG1P -> log1p(x, xOffset, out, outOffset, n);
            case SIN -> sin(x, xOffset, out, outOffset, n);
            case COS -> cos(x, xOffset, out, outOffset, n);
            case SIGMOID -> sigmoid(x, xOffset, out, outOffset, n);
            case SOFTPLUS -> softplus(x, xOffset, out, outOffset, n);
            case RELU -> relu(x, xOffset, out, outOffset, n);
            case SIGN, EXPM1, LOG2, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC,
                    FLOOR, CEIL, ROUND, TRUNC -> 0;
        };
        if (done < n) {
            ScalarKernels.INSTANCE.unary(operator, x, xOffset + done, out, outOffset + done, n - done);
        }
    }

    private static int negate(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.neg().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int abs(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.abs().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int square(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.mul(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int reciprocal(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        DoubleVector one = DoubleVector.broadcast(Lanes.DOUBLE, 1);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            one.div(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int sqrt(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.sqrt().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int relu(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.blend(0, v.compare(LE, 0)).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int exp(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            DoubleVectorMath.exp(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int log(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            DoubleVectorMath.log(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int sigmoid(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            DoubleVectorMath.sigmoid(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int log1p(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            DoubleVectorMath.log1p(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int softplus(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            DoubleVectorMath.softplus(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int sin(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            if (DoubleVectorMath.moderate(v)) {
                DoubleVectorMath.sine(v, 0).intoArray(out, outOffset + i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryOperator.SIN, x, xOffset + i, out, outOffset + i, Lanes.DOUBLES);
            }
        }
        return bound;
    }

    private static int cos(double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            if (DoubleVectorMath.moderate(v)) {
                DoubleVectorMath.sine(v, 1).intoArray(out, outOffset + i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryOperator.COS, x, xOffset + i, out, outOffset + i, Lanes.DOUBLES);
            }
        }
        return bound;
    }
}

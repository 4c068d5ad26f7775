package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.LE;

import dl.kernel.ScalarKernels;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// One loop per operation on each element, in f32; the rare operations and the ends of arrays are left to the scalar
/// kernels, which give the same bits.
final class FloatUnaryLoops {
    private FloatUnaryLoops() {}

    static void run(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        int done = switch (operator) {
            case NEGATE -> negate(x, xOffset, out, outOffset, n);
            case ABS -> abs(x, xOffset, out, outOffset, n);
            case SQUARE -> square(x, xOffset, out, outOffset, n);
            case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, n);
            case SQRT -> sqrt(x, xOffset, out, outOffset, n);
            case EXP -> exp(x, xOffset, out, outOffset, n);
            case EXPM1 -> expm1(x, xOffset, out, outOffset, n);
            case LOG -> log(x, xOffset, out, outOffset, n);
            case LOG1P -> log1p(x, xOffset, out, outOffset, n);
            case SIN -> sin(x, xOffset, out, outOffset, n);
            case COS -> cos(x, xOffset, out, outOffset, n);
            case TANH -> tanh(x, xOffset, out, outOffset, n);
            case SIGMOID -> sigmoid(x, xOffset, out, outOffset, n);
            case SOFTPLUS -> softplus(x, xOffset, out, outOffset, n);
            case RELU -> relu(x, xOffset, out, outOffset, n);
            case ERF -> erf(x, xOffset, out, outOffset, n);
            case SIGN, LOG2, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, ERFC, FLOOR, CEIL, ROUND,
                    TRUNC -> 0;
        };
        if (done < n) {
            ScalarKernels.INSTANCE.unary(operator, x, xOffset + done, out, outOffset + done, n - done);
        }
    }

    private static int negate(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.neg().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int abs(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.abs().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int square(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.mul(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int reciprocal(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            one.div(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int sqrt(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.sqrt().intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int relu(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.blend(0, v.compare(LE, 0)).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int exp(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            FloatVectorMath.exp(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int log(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            FloatVectorMath.log(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int sigmoid(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            FloatVectorMath.sigmoid(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int tanh(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            FloatVectorMath.tanh(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int erf(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            FloatVectorMath.erf(v).intoArray(out, outOffset + i);
        }
        return bound;
    }

    private static int expm1(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.HALF.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            store(DoubleVectorMath.wideExpm1(load(x, xOffset + i)), out, outOffset + i);
        }
        return bound;
    }

    private static int log1p(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.HALF.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            store(DoubleVectorMath.log1p(load(x, xOffset + i)), out, outOffset + i);
        }
        return bound;
    }

    private static int softplus(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.HALF.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            store(DoubleVectorMath.softplus(load(x, xOffset + i)), out, outOffset + i);
        }
        return bound;
    }

    private static int sin(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.HALF.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = load(x, xOffset + i);
            if (DoubleVectorMath.moderate(v)) {
                store(DoubleVectorMath.sine(v, 0), out, outOffset + i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryOperator.SIN, x, xOffset + i, out, outOffset + i, Lanes.DOUBLES);
            }
        }
        return bound;
    }

    private static int cos(float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.HALF.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.DOUBLES) {
            DoubleVector v = load(x, xOffset + i);
            if (DoubleVectorMath.moderate(v)) {
                store(DoubleVectorMath.sine(v, 1), out, outOffset + i);
            } else {
                ScalarKernels.INSTANCE.unary(UnaryOperator.COS, x, xOffset + i, out, outOffset + i, Lanes.DOUBLES);
            }
        }
        return bound;
    }

    static DoubleVector load(float[] x, int at) {
        return (DoubleVector) FloatVector.fromArray(Lanes.HALF, x, at).convertShape(F2D, Lanes.DOUBLE, 0);
    }

    static void store(DoubleVector v, float[] out, int at) {
        ((FloatVector) v.convertShape(D2F, Lanes.HALF, 0)).intoArray(out, at);
    }
}

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
    /// Elements that several loops go over one after the other: they stay in the first-level cache.
    static final int TILE = 1024;

    private FloatUnaryLoops() {}

    static void run(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        switch (operator) {
            case NEGATE -> negate(x, xOffset, out, outOffset, bound);
            case ABS -> abs(x, xOffset, out, outOffset, bound);
            case SQUARE -> square(x, xOffset, out, outOffset, bound);
            case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, bound);
            case SQRT -> sqrt(x, xOffset, out, outOffset, bound);
            case RELU -> relu(x, xOffset, out, outOffset, bound);
            case EXP -> FloatVectorMath.exp(x, xOffset, out, outOffset, bound);
            case LOG -> FloatVectorMath.log(x, xOffset, out, outOffset, bound);
            case TANH, SIGMOID, ERF -> tiled(operator, x, xOffset, out, outOffset, bound);
            case EXPM1, LOG1P, SOFTPLUS, SIN, COS -> wide(operator, x, xOffset, out, outOffset, bound);
            case SIGN, LOG2, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, ERFC, LGAMMA, DIGAMMA,
                    CBRT, FLOOR, CEIL, ROUND, TRUNC -> {
                ScalarKernels.INSTANCE.unary(operator, x, xOffset, out, outOffset, n);
                return;
            }
        }
        if (bound < n) {
            ScalarKernels.INSTANCE.unary(operator, x, xOffset + bound, out, outOffset + bound, n - bound);
        }
    }

    private static void negate(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.neg().intoArray(out, outOffset + i);
        }
    }

    private static void abs(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.abs().intoArray(out, outOffset + i);
        }
    }

    private static void square(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.mul(v).intoArray(out, outOffset + i);
        }
    }

    private static void reciprocal(float[] x, int xOffset, float[] out, int outOffset, int n) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1);
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            one.div(v).intoArray(out, outOffset + i);
        }
    }

    private static void sqrt(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.sqrt().intoArray(out, outOffset + i);
        }
    }

    private static void relu(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.FLOATS) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
            v.blend(0, v.compare(LE, 0)).intoArray(out, outOffset + i);
        }
    }

    private static void tiled(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        // The result has room for what the loops give each other, except where it is the input: to write to a fresh array of 4 kB
        // costs as much as the loops (erf of 2000 elements 0.8 instead of 0.55 us).
        boolean inPlace = x == out && Math.abs(xOffset - outOffset) < n;
        float[] tile = inPlace ? new float[Math.min(n, TILE)] : out;
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            int from = xOffset + start;
            int to = outOffset + start;
            int at = inPlace ? 0 : to;
            switch (operator) {
                case TANH -> FloatVectorMath.tanh(x, from, out, to, size, tile, at);
                case SIGMOID -> FloatVectorMath.sigmoid(x, from, out, to, size, tile, at);
                case ERF -> FloatVectorMath.erf(x, from, out, to, size, tile, at);
                default -> throw new AssertionError(operator);
            }
        }
    }

    /// Functions that are computed in f64 and rounded.
    private static void wide(UnaryOperator operator, float[] x, int xOffset, float[] out, int outOffset, int n) {
        double[] wide = new double[Math.min(n, TILE)];
        double[] tile = operator == UnaryOperator.SOFTPLUS ? new double[wide.length] : wide;
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            widen(x, xOffset + start, wide, size);
            switch (operator) {
                case EXPM1 -> DoubleVectorMath.expm1(wide, 0, wide, 0, size);
                case LOG1P -> DoubleVectorMath.log1p(wide, 0, wide, 0, size);
                case SOFTPLUS -> DoubleVectorMath.softplus(wide, 0, wide, 0, size, tile, 0);
                case SIN, COS -> {
                    if (DoubleVectorMath.moderate(wide, 0, size)) {
                        DoubleVectorMath.sine(wide, 0, wide, 0, size, operator == UnaryOperator.SIN ? 0 : 1);
                    } else {
                        ScalarKernels.INSTANCE.unary(operator, wide, 0, wide, 0, size);
                    }
                }
                default -> throw new AssertionError(operator);
            }
            narrow(wide, out, outOffset + start, size);
        }
    }

    static void widen(float[] x, int xOffset, double[] out, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            FloatVector v = FloatVector.fromArray(Lanes.HALF, x, xOffset + i);
            ((DoubleVector) v.convertShape(F2D, Lanes.DOUBLE, 0)).intoArray(out, i);
        }
    }

    static void narrow(double[] x, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, i);
            ((FloatVector) v.convertShape(D2F, Lanes.HALF, 0)).intoArray(out, outOffset + i);
        }
    }
}

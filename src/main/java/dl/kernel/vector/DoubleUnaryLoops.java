package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;

import dl.kernel.ScalarKernels;
import dl.kernel.UnaryOperator;
import jdk.incubator.vector.DoubleVector;

/// One loop per operation on each element, in f64; the rare operations and the ends of arrays are left to the scalar
/// kernels, which give the same bits.
final class DoubleUnaryLoops {
    /// Elements that several loops go over one after the other: they stay in the first-level cache.
    static final int TILE = 1024;

    private DoubleUnaryLoops() {}

    static void run(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        switch (operator) {
            case NEGATE -> negate(x, xOffset, out, outOffset, bound);
            case ABS -> abs(x, xOffset, out, outOffset, bound);
            case SQUARE -> square(x, xOffset, out, outOffset, bound);
            case RECIPROCAL -> reciprocal(x, xOffset, out, outOffset, bound);
            case SQRT -> sqrt(x, xOffset, out, outOffset, bound);
            case RELU -> relu(x, xOffset, out, outOffset, bound);
            case EXP -> DoubleVectorMath.exp(x, xOffset, out, outOffset, bound);
            case LOG -> DoubleVectorMath.log(x, xOffset, out, outOffset, bound);
            case EXPM1 -> DoubleVectorMath.expm1(x, xOffset, out, outOffset, bound);
            case TANH -> DoubleVectorMath.tanh(x, xOffset, out, outOffset, bound);
            case LOG1P -> DoubleVectorMath.log1p(x, xOffset, out, outOffset, bound);
            case SIGMOID, SOFTPLUS, ERF, SIN, COS -> tiled(operator, x, xOffset, out, outOffset, bound);
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

    private static void negate(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.neg().intoArray(out, outOffset + i);
        }
    }

    private static void abs(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.abs().intoArray(out, outOffset + i);
        }
    }

    private static void square(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.mul(v).intoArray(out, outOffset + i);
        }
    }

    private static void reciprocal(double[] x, int xOffset, double[] out, int outOffset, int n) {
        DoubleVector one = DoubleVector.broadcast(Lanes.DOUBLE, 1);
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            one.div(v).intoArray(out, outOffset + i);
        }
    }

    private static void sqrt(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.sqrt().intoArray(out, outOffset + i);
        }
    }

    private static void relu(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += Lanes.DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
            v.blend(0, v.compare(LE, 0)).intoArray(out, outOffset + i);
        }
    }

    private static void tiled(UnaryOperator operator, double[] x, int xOffset, double[] out, int outOffset, int n) {
        // as in [FloatUnaryLoops]
        boolean inPlace = x == out && Math.abs(xOffset - outOffset) < n;
        double[] tile = inPlace ? new double[Math.min(n, TILE)] : out;
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            int from = xOffset + start;
            int to = outOffset + start;
            int at = inPlace ? 0 : to;
            switch (operator) {
                case SIGMOID -> DoubleVectorMath.sigmoid(x, from, out, to, size, tile, at);
                case SOFTPLUS -> DoubleVectorMath.softplus(x, from, out, to, size, tile, at);
                case ERF -> DoubleVectorMath.erf(x, from, out, to, size, tile, at);
                case SIN, COS -> {
                    if (DoubleVectorMath.moderate(x, from, size)) {
                        DoubleVectorMath.sine(x, from, out, to, size, operator == UnaryOperator.SIN ? 0 : 1);
                    } else {
                        ScalarKernels.INSTANCE.unary(operator, x, from, out, to, size);
                    }
                }
                default -> throw new AssertionError(operator);
            }
        }
    }
}

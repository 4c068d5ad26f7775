package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.ScalarKernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// One loop per operation on pairs of elements, in f32, and one per way of repeating an operand; the rare operations and
/// the ends of arrays are left to the scalar kernels, which give the same bits.
final class FloatBinaryLoops {
    private FloatBinaryLoops() {}

    static void run(
            BinaryOperator operator,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            float[] out,
            int outOffset,
            int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        int done = switch (operator) {
            case ADD -> add(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case SUBTRACT -> subtract(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MULTIPLY -> multiply(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case DIVIDE -> divide(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MAXIMUM -> maximum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MINIMUM -> minimum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case POWER -> power(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case FLOOR_DIVIDE, REMAINDER, ATAN2 -> 0;
        };
        if (done < n) {
            ScalarKernels.INSTANCE.binary(
                    operator,
                    x,
                    xOffset + done * xStep,
                    xStep,
                    y,
                    yOffset + done * yStep,
                    yStep,
                    out,
                    outOffset + done,
                    n - done);
        }
    }

    private static int add(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.add(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).add(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.add(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int subtract(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.sub(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).sub(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.sub(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int multiply(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.mul(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).mul(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.mul(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int divide(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.div(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).div(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.div(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int maximum(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.max(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).max(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.max(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int minimum(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i);
                v.min(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i).min(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                v.min(FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int power(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        if (yStep == 0 && y[yOffset] == 2) {
            return multiply(x, xOffset, xStep, x, xOffset, xStep, out, outOffset, Lanes.FLOAT.loopBound(n));
        }
        if (xStep == 0 && yStep == 0) {
            return 0;
        }
        int bound = Lanes.FLOAT.loopBound(n);
        int length = Math.min(bound, FloatUnaryLoops.TILE);
        double[] base = new double[length];
        double[] exponent = new double[length];
        double[] tile = new double[length];
        if (xStep == 0) {
            Arrays.fill(base, x[xOffset]);
        }
        if (yStep == 0) {
            Arrays.fill(exponent, y[yOffset]);
        }
        double[] result = xStep == 0 ? new double[length] : base;
        for (int start = 0; start < bound; start += FloatUnaryLoops.TILE) {
            int size = Math.min(FloatUnaryLoops.TILE, bound - start);
            if (xStep == 1) {
                FloatUnaryLoops.widen(x, xOffset + start, base, size);
            }
            if (yStep == 1) {
                FloatUnaryLoops.widen(y, yOffset + start, exponent, size);
            }
            DoubleVectorMath.widePow(base, exponent, result, size, tile);
            FloatUnaryLoops.narrow(result, out, outOffset + start, size);
        }
        return bound;
    }

    /// `out[i] = x[i] if condition[i] else y[i]`, and how many were done.
    static int select(
            boolean[] condition,
            int conditionOffset,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            float[] out,
            int outOffset,
            int n) {
        int bound = Lanes.FLOAT.loopBound(n);
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                VectorMask<Float> mask = VectorMask.fromArray(Lanes.FLOAT, condition, conditionOffset + i);
                FloatVector w = FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i);
                w.blend(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i), mask).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                VectorMask<Float> mask = VectorMask.fromArray(Lanes.FLOAT, condition, conditionOffset + i);
                w.blend(FloatVector.fromArray(Lanes.FLOAT, x, xOffset + i), mask).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                VectorMask<Float> mask = VectorMask.fromArray(Lanes.FLOAT, condition, conditionOffset + i);
                FloatVector.fromArray(Lanes.FLOAT, y, yOffset + i).blend(v, mask).intoArray(out, outOffset + i);
            }
        } else {
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[xOffset]);
            FloatVector w = FloatVector.broadcast(Lanes.FLOAT, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.FLOATS) {
                VectorMask<Float> mask = VectorMask.fromArray(Lanes.FLOAT, condition, conditionOffset + i);
                w.blend(v, mask).intoArray(out, outOffset + i);
            }
        }
        return bound;
    }
}

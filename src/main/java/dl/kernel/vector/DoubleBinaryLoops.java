package dl.kernel.vector;

import dl.kernel.BinaryOperator;
import dl.kernel.ScalarKernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/// One loop per operation on pairs of elements, in f64, and one per way of repeating an operand; the rare operations and
/// the ends of arrays are left to the scalar kernels, which give the same bits.
final class DoubleBinaryLoops {
    private DoubleBinaryLoops() {}

    static void run(
            BinaryOperator operator,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            double[] out,
            int outOffset,
            int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        int done = switch (operator) {
            case ADD -> add(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case SUBTRACT -> subtract(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MULTIPLY -> multiply(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case DIVIDE -> divide(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MAXIMUM -> maximum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case MINIMUM -> minimum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, bound);
            case POWER -> yStep == 0 && y[yOffset] == 2
                    ? multiply(x, xOffset, xStep, x, xOffset, xStep, out, outOffset, bound)
                    : 0;
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
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.add(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).add(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.add(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int subtract(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.sub(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).sub(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.sub(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int multiply(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.mul(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).mul(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.mul(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int divide(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.div(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).div(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.div(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int maximum(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.max(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).max(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.max(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    private static int minimum(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int bound) {
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector v = DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i);
                v.min(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i).min(w).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                v.min(DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i)).intoArray(out, outOffset + i);
            }
        } else {
            return 0;
        }
        return bound;
    }

    /// `out[i] = x[i] if condition[i] else y[i]`, and how many were done.
    static int select(
            boolean[] condition,
            int conditionOffset,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            double[] out,
            int outOffset,
            int n) {
        int bound = Lanes.DOUBLE.loopBound(n);
        if (xStep == 1 && yStep == 1) {
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                VectorMask<Double> mask = VectorMask.fromArray(Lanes.DOUBLE, condition, conditionOffset + i);
                DoubleVector w = DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i);
                w.blend(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i), mask).intoArray(out, outOffset + i);
            }
        } else if (xStep == 1) {
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                VectorMask<Double> mask = VectorMask.fromArray(Lanes.DOUBLE, condition, conditionOffset + i);
                w.blend(DoubleVector.fromArray(Lanes.DOUBLE, x, xOffset + i), mask).intoArray(out, outOffset + i);
            }
        } else if (yStep == 1) {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                VectorMask<Double> mask = VectorMask.fromArray(Lanes.DOUBLE, condition, conditionOffset + i);
                DoubleVector.fromArray(Lanes.DOUBLE, y, yOffset + i).blend(v, mask).intoArray(out, outOffset + i);
            }
        } else {
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[xOffset]);
            DoubleVector w = DoubleVector.broadcast(Lanes.DOUBLE, y[yOffset]);
            for (int i = 0; i < bound; i += Lanes.DOUBLES) {
                VectorMask<Double> mask = VectorMask.fromArray(Lanes.DOUBLE, condition, conditionOffset + i);
                w.blend(v, mask).intoArray(out, outOffset + i);
            }
        }
        return bound;
    }
}

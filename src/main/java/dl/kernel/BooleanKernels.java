package dl.kernel;

/// Loops that give bools: comparisons and logic. C2 turns them into vector code by itself.
public final class BooleanKernels {
    private BooleanKernels() {}

    public static void compare(
            Comparison comparison,
            float[] x,
            int xOffset,
            int xStep,
            float[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        switch (comparison) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] == y[yOffset + i * yStep];
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] != y[yOffset + i * yStep];
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] < y[yOffset + i * yStep];
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] <= y[yOffset + i * yStep];
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] > y[yOffset + i * yStep];
                }
            }
            case GREATER_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] >= y[yOffset + i * yStep];
                }
            }
        }
    }

    public static void compare(
            Comparison comparison,
            double[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        switch (comparison) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] == y[yOffset + i * yStep];
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] != y[yOffset + i * yStep];
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] < y[yOffset + i * yStep];
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] <= y[yOffset + i * yStep];
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] > y[yOffset + i * yStep];
                }
            }
            case GREATER_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] >= y[yOffset + i * yStep];
                }
            }
        }
    }

    public static void compare(
            Comparison comparison,
            long[] x,
            int xOffset,
            int xStep,
            long[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        switch (comparison) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] == y[yOffset + i * yStep];
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] != y[yOffset + i * yStep];
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] < y[yOffset + i * yStep];
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] <= y[yOffset + i * yStep];
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] > y[yOffset + i * yStep];
                }
            }
            case GREATER_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] >= y[yOffset + i * yStep];
                }
            }
        }
    }

    /// Bools compare as false < true.
    public static void compare(
            Comparison comparison,
            boolean[] x,
            int xOffset,
            int xStep,
            boolean[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        for (int i = 0; i < n; i++) {
            boolean a = x[xOffset + i * xStep];
            boolean b = y[yOffset + i * yStep];
            out[outOffset + i] = switch (comparison) {
                case EQUAL -> a == b;
                case NOT_EQUAL -> a != b;
                case LESS -> !a & b;
                case LESS_EQUAL -> !a | b;
                case GREATER -> a & !b;
                case GREATER_EQUAL -> a | !b;
            };
        }
    }

    /// Compares ints with floats exactly, without rounding the int.
    public static void compare(
            Comparison comparison,
            long[] x,
            int xOffset,
            int xStep,
            double[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        for (int i = 0; i < n; i++) {
            double b = y[yOffset + i * yStep];
            boolean nan = b != b;
            int order = order(x[xOffset + i * xStep], b);
            out[outOffset + i] = switch (comparison) {
                case EQUAL -> !nan && order == 0;
                case NOT_EQUAL -> nan || order != 0;
                case LESS -> !nan && order < 0;
                case LESS_EQUAL -> !nan && order <= 0;
                case GREATER -> !nan && order > 0;
                case GREATER_EQUAL -> !nan && order >= 0;
            };
        }
    }

    /// The sign of `a - b` over the reals; any value for NaN.
    public static int order(long a, double b) {
        if (b >= 0x1p63) {
            return -1;
        }
        if (b < -0x1p63) {
            return 1;
        }
        long whole = (long) b;
        return a != whole ? Long.compare(a, whole) : Double.compare(whole, b + 0.0);
    }

    public static void logic(
            Logic logic,
            boolean[] x,
            int xOffset,
            int xStep,
            boolean[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        switch (logic) {
            case AND -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] & y[yOffset + i * yStep];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] | y[yOffset + i * yStep];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    out[outOffset + i] = x[xOffset + i * xStep] ^ y[yOffset + i * yStep];
                }
            }
        }
    }

    public static void not(boolean[] x, int xOffset, boolean[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = !x[xOffset + i];
        }
    }

    /// How many are true.
    public static int count(boolean[] x, int xOffset, int n) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += x[xOffset + i] ? 1 : 0;
        }
        return count;
    }

    /// `out[i] = x[i] if condition[i] else y[i]`.
    public static void select(
            boolean[] condition,
            int conditionOffset,
            int conditionStep,
            long[] x,
            int xOffset,
            int xStep,
            long[] y,
            int yOffset,
            int yStep,
            long[] out,
            int outOffset,
            int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = condition[conditionOffset + i * conditionStep]
                    ? x[xOffset + i * xStep]
                    : y[yOffset + i * yStep];
        }
    }

    /// `out[i] = x[i] if condition[i] else y[i]`.
    public static void select(
            boolean[] condition,
            int conditionOffset,
            int conditionStep,
            boolean[] x,
            int xOffset,
            int xStep,
            boolean[] y,
            int yOffset,
            int yStep,
            boolean[] out,
            int outOffset,
            int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = condition[conditionOffset + i * conditionStep]
                    ? x[xOffset + i * xStep]
                    : y[yOffset + i * yStep];
        }
    }
}

package dl.kernel;

/// One loop per operation on pairs of elements, in f64.
final class DoubleBinary {
    private DoubleBinary() {}

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
        switch (operator) {
            case ADD -> add(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case SUBTRACT -> subtract(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case MULTIPLY -> multiply(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case DIVIDE -> divide(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case FLOOR_DIVIDE -> floorDivide(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case REMAINDER -> remainder(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case POWER -> power(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case MAXIMUM -> maximum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case MINIMUM -> minimum(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
            case ATAN2 -> atan2(x, xOffset, xStep, y, yOffset, yStep, out, outOffset, n);
        }
    }

    private static void add(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = a + b;
        }
    }

    private static void subtract(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = a - b;
        }
    }

    private static void multiply(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = a * b;
        }
    }

    private static void divide(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = a / b;
        }
    }

    private static void floorDivide(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = DoubleMath.floorDivide(a, b);
        }
    }

    private static void remainder(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = DoubleMath.remainder(a, b);
        }
    }

    private static void power(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = DoubleMath.pow(a, b);
        }
    }

    private static void maximum(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = Math.max(a, b);
        }
    }

    private static void minimum(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = Math.min(a, b);
        }
    }

    private static void atan2(
            double[] x, int xOffset, int xStep, double[] y, int yOffset, int yStep, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[xOffset + i * xStep];
            double b = y[yOffset + i * yStep];
            out[outOffset + i] = DoubleMath.atan2(a, b);
        }
    }
}

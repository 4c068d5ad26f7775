package dl.kernel;

/// One loop per operation on pairs of elements, in f32.
final class FloatBinary {
    private FloatBinary() {}

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
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = a + b;
        }
    }

    private static void subtract(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = a - b;
        }
    }

    private static void multiply(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = a * b;
        }
    }

    private static void divide(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = a / b;
        }
    }

    private static void floorDivide(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = FloatMath.floorDivide(a, b);
        }
    }

    private static void remainder(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = FloatMath.remainder(a, b);
        }
    }

    private static void power(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = FloatMath.pow(a, b);
        }
    }

    private static void maximum(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = Math.max(a, b);
        }
    }

    private static void minimum(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = Math.min(a, b);
        }
    }

    private static void atan2(
            float[] x, int xOffset, int xStep, float[] y, int yOffset, int yStep, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            float a = x[xOffset + i * xStep];
            float b = y[yOffset + i * yStep];
            out[outOffset + i] = FloatMath.atan2(a, b);
        }
    }
}

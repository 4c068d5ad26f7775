package dl.kernel;

/// Functions of rows, one row after the other, in f32.
final class FloatRows {
    private FloatRows() {}

    static void run(
            RowOperator operator,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon) {
        float[] tile = new float[columns];
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int second = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> softmax(x, from, out, to, columns);
                case LOG_SOFTMAX -> logSoftmax(x, from, out, to, columns, tile);
                case NORMALIZE -> normalize(x, from, out, to, columns, (float) epsilon, tile);
                case SOFTMAX_GRADIENT -> softmaxGradient(x, from, y, second, out, to, columns);
                case LOG_SOFTMAX_GRADIENT -> logSoftmaxGradient(x, from, y, second, out, to, columns);
                case NORMALIZE_GRADIENT -> normalizeGradient(x, from, y, second, out, to, columns, (float) epsilon, tile);
            }
        }
    }

    private static void softmax(float[] x, int from, float[] out, int to, int n) {
        float maximum = FloatReductions.reduce(Reduction.MAXIMUM, x, from, n);
        for (int j = 0; j < n; j++) {
            out[to + j] = FloatMath.exp(x[from + j] - maximum);
        }
        float sum = FloatReductions.sum(out, to, n);
        for (int j = 0; j < n; j++) {
            out[to + j] /= sum;
        }
    }

    private static void logSoftmax(float[] x, int from, float[] out, int to, int n, float[] exponentials) {
        float maximum = FloatReductions.reduce(Reduction.MAXIMUM, x, from, n);
        for (int j = 0; j < n; j++) {
            exponentials[j] = FloatMath.exp(x[from + j] - maximum);
        }
        float logarithm = FloatMath.log(FloatReductions.sum(exponentials, 0, n));
        for (int j = 0; j < n; j++) {
            out[to + j] = x[from + j] - maximum - logarithm;
        }
    }

    /// Gives what the differences from the mean were divided by.
    private static float normalize(float[] x, int from, float[] out, int to, int n, float epsilon, float[] squares) {
        float mean = FloatReductions.sum(x, from, n) / n;
        for (int j = 0; j < n; j++) {
            float difference = x[from + j] - mean;
            out[to + j] = difference;
            squares[j] = difference * difference;
        }
        float deviation = (float) Math.sqrt(FloatReductions.sum(squares, 0, n) / n + epsilon);
        for (int j = 0; j < n; j++) {
            out[to + j] /= deviation;
        }
        return deviation;
    }

    private static void softmaxGradient(float[] g, int from, float[] y, int second, float[] out, int to, int n) {
        for (int j = 0; j < n; j++) {
            out[to + j] = g[from + j] * y[second + j];
        }
        float sum = FloatReductions.sum(out, to, n);
        for (int j = 0; j < n; j++) {
            out[to + j] -= y[second + j] * sum;
        }
    }

    private static void logSoftmaxGradient(float[] g, int from, float[] y, int second, float[] out, int to, int n) {
        float sum = FloatReductions.sum(g, from, n);
        for (int j = 0; j < n; j++) {
            out[to + j] = g[from + j] - FloatMath.exp(y[second + j]) * sum;
        }
    }

    private static void normalizeGradient(
            float[] g, int from, float[] y, int second, float[] out, int to, int n, float epsilon, float[] tile) {
        float deviation = normalize(y, second, out, to, n, epsilon, tile);
        for (int j = 0; j < n; j++) {
            tile[j] = g[from + j] * out[to + j];
        }
        float mean = FloatReductions.sum(g, from, n) / n;
        float slope = FloatReductions.sum(tile, 0, n) / n;
        for (int j = 0; j < n; j++) {
            out[to + j] = (g[from + j] - mean - out[to + j] * slope) / deviation;
        }
    }
}

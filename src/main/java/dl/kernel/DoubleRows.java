package dl.kernel;

/// Functions of rows, one row after the other, in f64.
final class DoubleRows {
    private DoubleRows() {}

    static void run(
            RowOperator operator,
            double[] x,
            int xOffset,
            double[] y,
            int yOffset,
            double[] out,
            int outOffset,
            int rows,
            int columns,
            double epsilon) {
        double[] tile = new double[columns];
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int second = yOffset + row * columns;
            int to = outOffset + row * columns;
            switch (operator) {
                case SOFTMAX -> softmax(x, from, out, to, columns);
                case LOG_SOFTMAX -> logSoftmax(x, from, out, to, columns, tile);
                case NORMALIZE -> normalize(x, from, out, to, columns, epsilon, tile);
                case SOFTMAX_GRADIENT -> softmaxGradient(x, from, y, second, out, to, columns);
                case LOG_SOFTMAX_GRADIENT -> logSoftmaxGradient(x, from, y, second, out, to, columns);
                case NORMALIZE_GRADIENT -> normalizeGradient(x, from, y, second, out, to, columns, epsilon, tile);
            }
        }
    }

    private static void softmax(double[] x, int from, double[] out, int to, int n) {
        double maximum = DoubleReductions.reduce(Reduction.MAXIMUM, x, from, n);
        for (int j = 0; j < n; j++) {
            out[to + j] = DoubleMath.exp(x[from + j] - maximum);
        }
        double sum = DoubleReductions.sum(out, to, n);
        for (int j = 0; j < n; j++) {
            out[to + j] /= sum;
        }
    }

    private static void logSoftmax(double[] x, int from, double[] out, int to, int n, double[] exponentials) {
        double maximum = DoubleReductions.reduce(Reduction.MAXIMUM, x, from, n);
        for (int j = 0; j < n; j++) {
            exponentials[j] = DoubleMath.exp(x[from + j] - maximum);
        }
        double logarithm = DoubleMath.log(DoubleReductions.sum(exponentials, 0, n));
        for (int j = 0; j < n; j++) {
            out[to + j] = x[from + j] - maximum - logarithm;
        }
    }

    /// Gives what the differences from the mean were divided by.
    private static double normalize(double[] x, int from, double[] out, int to, int n, double epsilon, double[] squares) {
        double mean = DoubleReductions.sum(x, from, n) / n;
        for (int j = 0; j < n; j++) {
            double difference = x[from + j] - mean;
            out[to + j] = difference;
            squares[j] = difference * difference;
        }
        double deviation = Math.sqrt(DoubleReductions.sum(squares, 0, n) / n + epsilon);
        for (int j = 0; j < n; j++) {
            out[to + j] /= deviation;
        }
        return deviation;
    }

    private static void softmaxGradient(double[] g, int from, double[] y, int second, double[] out, int to, int n) {
        for (int j = 0; j < n; j++) {
            out[to + j] = g[from + j] * y[second + j];
        }
        double sum = DoubleReductions.sum(out, to, n);
        for (int j = 0; j < n; j++) {
            out[to + j] -= y[second + j] * sum;
        }
    }

    private static void logSoftmaxGradient(double[] g, int from, double[] y, int second, double[] out, int to, int n) {
        double sum = DoubleReductions.sum(g, from, n);
        for (int j = 0; j < n; j++) {
            out[to + j] = g[from + j] - DoubleMath.exp(y[second + j]) * sum;
        }
    }

    private static void normalizeGradient(
            double[] g, int from, double[] y, int second, double[] out, int to, int n, double epsilon, double[] tile) {
        double deviation = normalize(y, second, out, to, n, epsilon, tile);
        for (int j = 0; j < n; j++) {
            tile[j] = g[from + j] * out[to + j];
        }
        double mean = DoubleReductions.sum(g, from, n) / n;
        double slope = DoubleReductions.sum(tile, 0, n) / n;
        for (int j = 0; j < n; j++) {
            out[to + j] = (g[from + j] - mean - out[to + j] * slope) / deviation;
        }
    }
}

package dl.kernel;

/// Softmax and its logarithm, row by row, in f64.
final class DoubleRows {
    private DoubleRows() {}

    static void softmax(double[] x, int xOffset, double[] out, int outOffset, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int to = outOffset + row * columns;
            double maximum = DoubleReductions.reduce(Reduction.MAXIMUM, x, from, columns);
            for (int j = 0; j < columns; j++) {
                out[to + j] = DoubleMath.exp(x[from + j] - maximum);
            }
            double sum = DoubleReductions.sum(out, to, columns);
            for (int j = 0; j < columns; j++) {
                out[to + j] /= sum;
            }
        }
    }

    static void logSoftmax(double[] x, int xOffset, double[] out, int outOffset, int rows, int columns) {
        double[] exponentials = new double[columns];
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int to = outOffset + row * columns;
            double maximum = DoubleReductions.reduce(Reduction.MAXIMUM, x, from, columns);
            for (int j = 0; j < columns; j++) {
                exponentials[j] = DoubleMath.exp(x[from + j] - maximum);
            }
            double logarithm = DoubleMath.log(DoubleReductions.sum(exponentials, 0, columns));
            for (int j = 0; j < columns; j++) {
                out[to + j] = x[from + j] - maximum - logarithm;
            }
        }
    }
}

package dl.kernel;

/// Softmax and its logarithm, row by row, in f32.
final class FloatRows {
    private FloatRows() {}

    static void softmax(float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int to = outOffset + row * columns;
            float maximum = FloatReductions.reduce(Reduction.MAXIMUM, x, from, columns);
            for (int j = 0; j < columns; j++) {
                out[to + j] = FloatMath.exp(x[from + j] - maximum);
            }
            float sum = FloatReductions.sum(out, to, columns);
            for (int j = 0; j < columns; j++) {
                out[to + j] /= sum;
            }
        }
    }

    static void logSoftmax(float[] x, int xOffset, float[] out, int outOffset, int rows, int columns) {
        float[] exponentials = new float[columns];
        for (int row = 0; row < rows; row++) {
            int from = xOffset + row * columns;
            int to = outOffset + row * columns;
            float maximum = FloatReductions.reduce(Reduction.MAXIMUM, x, from, columns);
            for (int j = 0; j < columns; j++) {
                exponentials[j] = FloatMath.exp(x[from + j] - maximum);
            }
            float logarithm = FloatMath.log(FloatReductions.sum(exponentials, 0, columns));
            for (int j = 0; j < columns; j++) {
                out[to + j] = x[from + j] - maximum - logarithm;
            }
        }
    }
}

package dl.kernel.vector;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of convolutions whose windows move by one from row to row: they read the shifted rows of images
/// ([FloatShifts]), in which the inputs of neighbouring windows lie side by side.
///
/// Every accumulator is a named local, so that all stay in registers.
final class FloatDirect {
    private static final int L = Lanes.FLOATS;

    private FloatDirect() {}

    /// 8 channels of the result at 2 vectors of positions: a row of weights for each, `offsets` to the inputs of each; the sums go on from
    /// what `y` holds if `add`.
    static void forward8(
            int depth, float[] w, int wAt, int wRow, float[] x, int xAt, int[] offsets, float[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        int w2 = wAt + 2 * wRow;
        int w3 = wAt + 3 * wRow;
        int w4 = wAt + 4 * wRow;
        int w5 = wAt + 5 * wRow;
        int w6 = wAt + 6 * wRow;
        int w7 = wAt + 7 * wRow;
        FloatVector y00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y31 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y40 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y41 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y50 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y51 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y60 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y61 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y70 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y71 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            y00 = FloatVector.fromArray(Lanes.FLOAT, y, yAt);
            y01 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + L);
            y10 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow);
            y11 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow + L);
            y20 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 2 * yRow);
            y21 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 2 * yRow + L);
            y30 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 3 * yRow);
            y31 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 3 * yRow + L);
            y40 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 4 * yRow);
            y41 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 4 * yRow + L);
            y50 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 5 * yRow);
            y51 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 5 * yRow + L);
            y60 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 6 * yRow);
            y61 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 6 * yRow + L);
            y70 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 7 * yRow);
            y71 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 7 * yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, x, at);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, x, at + L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w1 + k]);
            y10 = v.fma(x0, y10);
            y11 = v.fma(x1, y11);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w2 + k]);
            y20 = v.fma(x0, y20);
            y21 = v.fma(x1, y21);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w3 + k]);
            y30 = v.fma(x0, y30);
            y31 = v.fma(x1, y31);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w4 + k]);
            y40 = v.fma(x0, y40);
            y41 = v.fma(x1, y41);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w5 + k]);
            y50 = v.fma(x0, y50);
            y51 = v.fma(x1, y51);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w6 + k]);
            y60 = v.fma(x0, y60);
            y61 = v.fma(x1, y61);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w7 + k]);
            y70 = v.fma(x0, y70);
            y71 = v.fma(x1, y71);
        }
        y00.intoArray(y, yAt);
        y01.intoArray(y, yAt + L);
        y10.intoArray(y, yAt + yRow);
        y11.intoArray(y, yAt + yRow + L);
        y20.intoArray(y, yAt + 2 * yRow);
        y21.intoArray(y, yAt + 2 * yRow + L);
        y30.intoArray(y, yAt + 3 * yRow);
        y31.intoArray(y, yAt + 3 * yRow + L);
        y40.intoArray(y, yAt + 4 * yRow);
        y41.intoArray(y, yAt + 4 * yRow + L);
        y50.intoArray(y, yAt + 5 * yRow);
        y51.intoArray(y, yAt + 5 * yRow + L);
        y60.intoArray(y, yAt + 6 * yRow);
        y61.intoArray(y, yAt + 6 * yRow + L);
        y70.intoArray(y, yAt + 7 * yRow);
        y71.intoArray(y, yAt + 7 * yRow + L);
    }

    /// 4 channels of the result at 2 vectors of positions: a row of weights for each, `offsets` to the inputs of each; the sums go on from
    /// what `y` holds if `add`.
    static void forward4(
            int depth, float[] w, int wAt, int wRow, float[] x, int xAt, int[] offsets, float[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        int w2 = wAt + 2 * wRow;
        int w3 = wAt + 3 * wRow;
        FloatVector y00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y31 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            y00 = FloatVector.fromArray(Lanes.FLOAT, y, yAt);
            y01 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + L);
            y10 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow);
            y11 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow + L);
            y20 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 2 * yRow);
            y21 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 2 * yRow + L);
            y30 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 3 * yRow);
            y31 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + 3 * yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, x, at);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, x, at + L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w1 + k]);
            y10 = v.fma(x0, y10);
            y11 = v.fma(x1, y11);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w2 + k]);
            y20 = v.fma(x0, y20);
            y21 = v.fma(x1, y21);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w3 + k]);
            y30 = v.fma(x0, y30);
            y31 = v.fma(x1, y31);
        }
        y00.intoArray(y, yAt);
        y01.intoArray(y, yAt + L);
        y10.intoArray(y, yAt + yRow);
        y11.intoArray(y, yAt + yRow + L);
        y20.intoArray(y, yAt + 2 * yRow);
        y21.intoArray(y, yAt + 2 * yRow + L);
        y30.intoArray(y, yAt + 3 * yRow);
        y31.intoArray(y, yAt + 3 * yRow + L);
    }

    /// 2 channels of the result at 2 vectors of positions: a row of weights for each, `offsets` to the inputs of each; the sums go on from
    /// what `y` holds if `add`.
    static void forward2(
            int depth, float[] w, int wAt, int wRow, float[] x, int xAt, int[] offsets, float[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        FloatVector y00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y11 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            y00 = FloatVector.fromArray(Lanes.FLOAT, y, yAt);
            y01 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + L);
            y10 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow);
            y11 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, x, at);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, x, at + L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = FloatVector.broadcast(Lanes.FLOAT, w[w1 + k]);
            y10 = v.fma(x0, y10);
            y11 = v.fma(x1, y11);
        }
        y00.intoArray(y, yAt);
        y01.intoArray(y, yAt + L);
        y10.intoArray(y, yAt + yRow);
        y11.intoArray(y, yAt + yRow + L);
    }

    /// 1 channel of the result at 2 vectors of positions: a row of weights for each, `offsets` to the inputs of each; the sums go on from
    /// what `y` holds if `add`.
    static void forward1(
            int depth, float[] w, int wAt, int wRow, float[] x, int xAt, int[] offsets, float[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        FloatVector y00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector y01 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            y00 = FloatVector.fromArray(Lanes.FLOAT, y, yAt);
            y01 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, x, at);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, x, at + L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
        }
        y00.intoArray(y, yAt);
        y01.intoArray(y, yAt + L);
    }

    /// The weights at 8 places of the windows for 2 vectors of channels of the result, whose values lie side by side in `y`, position
    /// by position; the inputs of a place lie side by side too. The sums go on from what `w` holds if `add`.
    static void weights2(
            int n, float[] x, int xAt, int[] offsets, int first, float[] y, int yAt, float[] w, int wAt, int wRow, boolean add) {
        int x0 = xAt + offsets[first];
        int x1 = xAt + offsets[first + 1];
        int x2 = xAt + offsets[first + 2];
        int x3 = xAt + offsets[first + 3];
        int x4 = xAt + offsets[first + 4];
        int x5 = xAt + offsets[first + 5];
        int x6 = xAt + offsets[first + 6];
        int x7 = xAt + offsets[first + 7];
        FloatVector w00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w31 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w40 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w41 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w50 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w51 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w60 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w61 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w70 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w71 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            w00 = FloatVector.fromArray(Lanes.FLOAT, w, wAt);
            w01 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + L);
            w10 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + wRow);
            w11 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + wRow + L);
            w20 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 2 * wRow);
            w21 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 2 * wRow + L);
            w30 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 3 * wRow);
            w31 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 3 * wRow + L);
            w40 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 4 * wRow);
            w41 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 4 * wRow + L);
            w50 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 5 * wRow);
            w51 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 5 * wRow + L);
            w60 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 6 * wRow);
            w61 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 6 * wRow + L);
            w70 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 7 * wRow);
            w71 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 7 * wRow + L);
        }
        for (int p = 0; p < n; p++) {
            FloatVector y0 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + p * 2 * L);
            FloatVector y1 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[x0 + p]);
            w00 = v.fma(y0, w00);
            w01 = v.fma(y1, w01);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + p]);
            w10 = v.fma(y0, w10);
            w11 = v.fma(y1, w11);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + p]);
            w20 = v.fma(y0, w20);
            w21 = v.fma(y1, w21);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + p]);
            w30 = v.fma(y0, w30);
            w31 = v.fma(y1, w31);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + p]);
            w40 = v.fma(y0, w40);
            w41 = v.fma(y1, w41);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + p]);
            w50 = v.fma(y0, w50);
            w51 = v.fma(y1, w51);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + p]);
            w60 = v.fma(y0, w60);
            w61 = v.fma(y1, w61);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + p]);
            w70 = v.fma(y0, w70);
            w71 = v.fma(y1, w71);
        }
        w00.intoArray(w, wAt);
        w01.intoArray(w, wAt + L);
        w10.intoArray(w, wAt + wRow);
        w11.intoArray(w, wAt + wRow + L);
        w20.intoArray(w, wAt + 2 * wRow);
        w21.intoArray(w, wAt + 2 * wRow + L);
        w30.intoArray(w, wAt + 3 * wRow);
        w31.intoArray(w, wAt + 3 * wRow + L);
        w40.intoArray(w, wAt + 4 * wRow);
        w41.intoArray(w, wAt + 4 * wRow + L);
        w50.intoArray(w, wAt + 5 * wRow);
        w51.intoArray(w, wAt + 5 * wRow + L);
        w60.intoArray(w, wAt + 6 * wRow);
        w61.intoArray(w, wAt + 6 * wRow + L);
        w70.intoArray(w, wAt + 7 * wRow);
        w71.intoArray(w, wAt + 7 * wRow + L);
    }

    /// The weights at 8 places of the windows for 1 vector of channels of the result, whose values lie side by side in `y`, position
    /// by position; the inputs of a place lie side by side too. The sums go on from what `w` holds if `add`.
    static void weights1(
            int n, float[] x, int xAt, int[] offsets, int first, float[] y, int yAt, float[] w, int wAt, int wRow, boolean add) {
        int x0 = xAt + offsets[first];
        int x1 = xAt + offsets[first + 1];
        int x2 = xAt + offsets[first + 2];
        int x3 = xAt + offsets[first + 3];
        int x4 = xAt + offsets[first + 4];
        int x5 = xAt + offsets[first + 5];
        int x6 = xAt + offsets[first + 6];
        int x7 = xAt + offsets[first + 7];
        FloatVector w00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w40 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w50 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w60 = FloatVector.zero(Lanes.FLOAT);
        FloatVector w70 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            w00 = FloatVector.fromArray(Lanes.FLOAT, w, wAt);
            w10 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + wRow);
            w20 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 2 * wRow);
            w30 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 3 * wRow);
            w40 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 4 * wRow);
            w50 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 5 * wRow);
            w60 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 6 * wRow);
            w70 = FloatVector.fromArray(Lanes.FLOAT, w, wAt + 7 * wRow);
        }
        for (int p = 0; p < n; p++) {
            FloatVector y0 = FloatVector.fromArray(Lanes.FLOAT, y, yAt + p * L);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, x[x0 + p]);
            w00 = v.fma(y0, w00);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x1 + p]);
            w10 = v.fma(y0, w10);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x2 + p]);
            w20 = v.fma(y0, w20);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x3 + p]);
            w30 = v.fma(y0, w30);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x4 + p]);
            w40 = v.fma(y0, w40);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x5 + p]);
            w50 = v.fma(y0, w50);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x6 + p]);
            w60 = v.fma(y0, w60);
            v = FloatVector.broadcast(Lanes.FLOAT, x[x7 + p]);
            w70 = v.fma(y0, w70);
        }
        w00.intoArray(w, wAt);
        w10.intoArray(w, wAt + wRow);
        w20.intoArray(w, wAt + 2 * wRow);
        w30.intoArray(w, wAt + 3 * wRow);
        w40.intoArray(w, wAt + 4 * wRow);
        w50.intoArray(w, wAt + 5 * wRow);
        w60.intoArray(w, wAt + 6 * wRow);
        w70.intoArray(w, wAt + 7 * wRow);
    }
}

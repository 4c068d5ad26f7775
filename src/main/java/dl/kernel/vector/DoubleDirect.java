package dl.kernel.vector;

import jdk.incubator.vector.DoubleVector;

/// The innermost loops of convolutions whose windows move by one from row to row: they read the shifted rows of images
/// ([DoubleShifts]), in which the inputs of neighbouring windows lie side by side.
///
/// Every accumulator is a named local, so that all stay in registers.
final class DoubleDirect {
    private static final int L = Lanes.DOUBLES;

    private DoubleDirect() {}

    /// 8 channels of the result at 2 vectors of positions: a row of weights for each, `offsets` to the inputs of each; the sums go on from
    /// what `y` holds if `add`.
    static void forward8(
            int depth, double[] w, int wAt, int wRow, double[] x, int xAt, int[] offsets, double[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        int w2 = wAt + 2 * wRow;
        int w3 = wAt + 3 * wRow;
        int w4 = wAt + 4 * wRow;
        int w5 = wAt + 5 * wRow;
        int w6 = wAt + 6 * wRow;
        int w7 = wAt + 7 * wRow;
        DoubleVector y00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y31 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y40 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y41 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y50 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y51 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y60 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y61 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y70 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y71 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            y00 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt);
            y01 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + L);
            y10 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow);
            y11 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow + L);
            y20 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 2 * yRow);
            y21 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 2 * yRow + L);
            y30 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 3 * yRow);
            y31 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 3 * yRow + L);
            y40 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 4 * yRow);
            y41 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 4 * yRow + L);
            y50 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 5 * yRow);
            y51 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 5 * yRow + L);
            y60 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 6 * yRow);
            y61 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 6 * yRow + L);
            y70 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 7 * yRow);
            y71 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 7 * yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            DoubleVector x0 = DoubleVector.fromArray(Lanes.DOUBLE, x, at);
            DoubleVector x1 = DoubleVector.fromArray(Lanes.DOUBLE, x, at + L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w1 + k]);
            y10 = v.fma(x0, y10);
            y11 = v.fma(x1, y11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w2 + k]);
            y20 = v.fma(x0, y20);
            y21 = v.fma(x1, y21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w3 + k]);
            y30 = v.fma(x0, y30);
            y31 = v.fma(x1, y31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w4 + k]);
            y40 = v.fma(x0, y40);
            y41 = v.fma(x1, y41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w5 + k]);
            y50 = v.fma(x0, y50);
            y51 = v.fma(x1, y51);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w6 + k]);
            y60 = v.fma(x0, y60);
            y61 = v.fma(x1, y61);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w7 + k]);
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
            int depth, double[] w, int wAt, int wRow, double[] x, int xAt, int[] offsets, double[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        int w2 = wAt + 2 * wRow;
        int w3 = wAt + 3 * wRow;
        DoubleVector y00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y31 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            y00 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt);
            y01 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + L);
            y10 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow);
            y11 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow + L);
            y20 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 2 * yRow);
            y21 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 2 * yRow + L);
            y30 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 3 * yRow);
            y31 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + 3 * yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            DoubleVector x0 = DoubleVector.fromArray(Lanes.DOUBLE, x, at);
            DoubleVector x1 = DoubleVector.fromArray(Lanes.DOUBLE, x, at + L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w1 + k]);
            y10 = v.fma(x0, y10);
            y11 = v.fma(x1, y11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w2 + k]);
            y20 = v.fma(x0, y20);
            y21 = v.fma(x1, y21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w3 + k]);
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
            int depth, double[] w, int wAt, int wRow, double[] x, int xAt, int[] offsets, double[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        int w1 = wAt + wRow;
        DoubleVector y00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y11 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            y00 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt);
            y01 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + L);
            y10 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow);
            y11 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + yRow + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            DoubleVector x0 = DoubleVector.fromArray(Lanes.DOUBLE, x, at);
            DoubleVector x1 = DoubleVector.fromArray(Lanes.DOUBLE, x, at + L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, w[w1 + k]);
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
            int depth, double[] w, int wAt, int wRow, double[] x, int xAt, int[] offsets, double[] y, int yAt, int yRow, boolean add) {
        int w0 = wAt;
        DoubleVector y00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector y01 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            y00 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt);
            y01 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + L);
        }
        for (int k = 0; k < depth; k++) {
            int at = xAt + offsets[k];
            DoubleVector x0 = DoubleVector.fromArray(Lanes.DOUBLE, x, at);
            DoubleVector x1 = DoubleVector.fromArray(Lanes.DOUBLE, x, at + L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, w[w0 + k]);
            y00 = v.fma(x0, y00);
            y01 = v.fma(x1, y01);
        }
        y00.intoArray(y, yAt);
        y01.intoArray(y, yAt + L);
    }

    /// The weights at 8 places of the windows for 2 vectors of channels of the result, whose values lie side by side in `y`, position
    /// by position; the inputs of a place lie side by side too. The sums go on from what `w` holds if `add`.
    static void weights2(
            int n, double[] x, int xAt, int[] offsets, int first, double[] y, int yAt, double[] w, int wAt, int wRow, boolean add) {
        int x0 = xAt + offsets[first];
        int x1 = xAt + offsets[first + 1];
        int x2 = xAt + offsets[first + 2];
        int x3 = xAt + offsets[first + 3];
        int x4 = xAt + offsets[first + 4];
        int x5 = xAt + offsets[first + 5];
        int x6 = xAt + offsets[first + 6];
        int x7 = xAt + offsets[first + 7];
        DoubleVector w00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w31 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w40 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w41 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w50 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w51 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w60 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w61 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w70 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w71 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            w00 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt);
            w01 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + L);
            w10 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + wRow);
            w11 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + wRow + L);
            w20 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 2 * wRow);
            w21 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 2 * wRow + L);
            w30 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 3 * wRow);
            w31 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 3 * wRow + L);
            w40 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 4 * wRow);
            w41 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 4 * wRow + L);
            w50 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 5 * wRow);
            w51 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 5 * wRow + L);
            w60 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 6 * wRow);
            w61 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 6 * wRow + L);
            w70 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 7 * wRow);
            w71 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 7 * wRow + L);
        }
        for (int p = 0; p < n; p++) {
            DoubleVector y0 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + p * 2 * L);
            DoubleVector y1 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + p * 2 * L + L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[x0 + p]);
            w00 = v.fma(y0, w00);
            w01 = v.fma(y1, w01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x1 + p]);
            w10 = v.fma(y0, w10);
            w11 = v.fma(y1, w11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x2 + p]);
            w20 = v.fma(y0, w20);
            w21 = v.fma(y1, w21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x3 + p]);
            w30 = v.fma(y0, w30);
            w31 = v.fma(y1, w31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x4 + p]);
            w40 = v.fma(y0, w40);
            w41 = v.fma(y1, w41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x5 + p]);
            w50 = v.fma(y0, w50);
            w51 = v.fma(y1, w51);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x6 + p]);
            w60 = v.fma(y0, w60);
            w61 = v.fma(y1, w61);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x7 + p]);
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
            int n, double[] x, int xAt, int[] offsets, int first, double[] y, int yAt, double[] w, int wAt, int wRow, boolean add) {
        int x0 = xAt + offsets[first];
        int x1 = xAt + offsets[first + 1];
        int x2 = xAt + offsets[first + 2];
        int x3 = xAt + offsets[first + 3];
        int x4 = xAt + offsets[first + 4];
        int x5 = xAt + offsets[first + 5];
        int x6 = xAt + offsets[first + 6];
        int x7 = xAt + offsets[first + 7];
        DoubleVector w00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w40 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w50 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w60 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector w70 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            w00 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt);
            w10 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + wRow);
            w20 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 2 * wRow);
            w30 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 3 * wRow);
            w40 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 4 * wRow);
            w50 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 5 * wRow);
            w60 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 6 * wRow);
            w70 = DoubleVector.fromArray(Lanes.DOUBLE, w, wAt + 7 * wRow);
        }
        for (int p = 0; p < n; p++) {
            DoubleVector y0 = DoubleVector.fromArray(Lanes.DOUBLE, y, yAt + p * L);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, x[x0 + p]);
            w00 = v.fma(y0, w00);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x1 + p]);
            w10 = v.fma(y0, w10);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x2 + p]);
            w20 = v.fma(y0, w20);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x3 + p]);
            w30 = v.fma(y0, w30);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x4 + p]);
            w40 = v.fma(y0, w40);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x5 + p]);
            w50 = v.fma(y0, w50);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x6 + p]);
            w60 = v.fma(y0, w60);
            v = DoubleVector.broadcast(Lanes.DOUBLE, x[x7 + p]);
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

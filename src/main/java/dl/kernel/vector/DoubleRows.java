package dl.kernel.vector;

import jdk.incubator.vector.DoubleVector;

/// The innermost loops of the matrix product in f64: some rows of A times a panel of B, one or two vectors wide.
///
/// A row of A is `aRow` behind the one above, and goes on without gaps; B lies packed, panel by panel.
/// Every accumulator is a named local, so that all stay in registers; they begin at zero, or with `add` at what C holds.
final class DoubleRows {
    private DoubleRows() {}

    static void rows8x2(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c31 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c40 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c41 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c50 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c51 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c60 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c61 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c70 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c71 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
            c10 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c11 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow + Lanes.DOUBLES);
            c20 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c21 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow + Lanes.DOUBLES);
            c30 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
            c31 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow + Lanes.DOUBLES);
            c40 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow);
            c41 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow + Lanes.DOUBLES);
            c50 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow);
            c51 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow + Lanes.DOUBLES);
            c60 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 6 * cRow);
            c61 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 6 * cRow + Lanes.DOUBLES);
            c70 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 7 * cRow);
            c71 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 7 * cRow + Lanes.DOUBLES);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES));
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES) + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + p]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + p]);
            c50 = v.fma(b0, c50);
            c51 = v.fma(b1, c51);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a6 + p]);
            c60 = v.fma(b0, c60);
            c61 = v.fma(b1, c61);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a7 + p]);
            c70 = v.fma(b0, c70);
            c71 = v.fma(b1, c71);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.DOUBLES);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.DOUBLES);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.DOUBLES);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + Lanes.DOUBLES);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + Lanes.DOUBLES);
        c60.intoArray(c, cAt + 6 * cRow);
        c61.intoArray(c, cAt + 6 * cRow + Lanes.DOUBLES);
        c70.intoArray(c, cAt + 7 * cRow);
        c71.intoArray(c, cAt + 7 * cRow + Lanes.DOUBLES);
    }

    static void rows6x2(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c31 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c40 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c41 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c50 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c51 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
            c10 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c11 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow + Lanes.DOUBLES);
            c20 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c21 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow + Lanes.DOUBLES);
            c30 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
            c31 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow + Lanes.DOUBLES);
            c40 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow);
            c41 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow + Lanes.DOUBLES);
            c50 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow);
            c51 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow + Lanes.DOUBLES);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES));
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES) + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + p]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + p]);
            c50 = v.fma(b0, c50);
            c51 = v.fma(b1, c51);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.DOUBLES);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.DOUBLES);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.DOUBLES);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + Lanes.DOUBLES);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + Lanes.DOUBLES);
    }

    static void rows4x2(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c11 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c20 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c21 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c30 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c31 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
            c10 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c11 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow + Lanes.DOUBLES);
            c20 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c21 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow + Lanes.DOUBLES);
            c30 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
            c31 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow + Lanes.DOUBLES);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES));
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES) + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.DOUBLES);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.DOUBLES);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.DOUBLES);
    }

    static void rows2x2(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c10 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c11 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
            c10 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c11 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow + Lanes.DOUBLES);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES));
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES) + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.DOUBLES);
    }

    static void rows1x2(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES));
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * (2 * Lanes.DOUBLES) + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
    }

    static void rows8x1(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c1 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c2 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c3 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c4 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c5 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c6 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c7 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c1 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c2 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c3 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
            c4 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow);
            c5 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow);
            c6 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 6 * cRow);
            c7 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 7 * cRow);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c3 = v.fma(b0, c3);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + p]);
            c4 = v.fma(b0, c4);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + p]);
            c5 = v.fma(b0, c5);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a6 + p]);
            c6 = v.fma(b0, c6);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a7 + p]);
            c7 = v.fma(b0, c7);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
        c4.intoArray(c, cAt + 4 * cRow);
        c5.intoArray(c, cAt + 5 * cRow);
        c6.intoArray(c, cAt + 6 * cRow);
        c7.intoArray(c, cAt + 7 * cRow);
    }

    static void rows6x1(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c1 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c2 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c3 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c4 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c5 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c1 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c2 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c3 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
            c4 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 4 * cRow);
            c5 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 5 * cRow);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c3 = v.fma(b0, c3);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + p]);
            c4 = v.fma(b0, c4);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + p]);
            c5 = v.fma(b0, c5);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
        c4.intoArray(c, cAt + 4 * cRow);
        c5.intoArray(c, cAt + 5 * cRow);
    }

    static void rows4x1(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c1 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c2 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c3 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c1 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
            c2 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 2 * cRow);
            c3 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + 3 * cRow);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + p]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + p]);
            c3 = v.fma(b0, c3);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
    }

    static void rows2x1(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c1 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c1 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + p]);
            c1 = v.fma(b0, c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
    }

    static void rows1x1(
            int k, double[] a, int at, int aRow, double[] b, int bAt, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
        }
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + p * Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + p]);
            c0 = v.fma(b0, c0);
        }
        c0.intoArray(c, cAt);
    }
}

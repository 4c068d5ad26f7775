package dl.kernel.vector;

import jdk.incubator.vector.DoubleVector;

/// The innermost loops of the matrix product in f64 for operands that lie anyhow, except that rows of B have no gaps.
///
/// Steps that are no constants keep a check of the array's bounds in every round, which costs 15 % of the speed of [DoubleRows]; no copies
/// are worth more where few elements meet often: in products of up to 64 x 64 x 64, and where A has few rows.
final class DoubleStrided {
    private DoubleStrided() {}

    static void strided8x2(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + q]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + q]);
            c50 = v.fma(b0, c50);
            c51 = v.fma(b1, c51);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a6 + q]);
            c60 = v.fma(b0, c60);
            c61 = v.fma(b1, c61);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a7 + q]);
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

    static void strided6x2(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + q]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + q]);
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

    static void strided4x2(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
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

    static void strided2x2(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.DOUBLES);
    }

    static void strided1x2(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        DoubleVector c00 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c01 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c00 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c01 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + Lanes.DOUBLES);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt + Lanes.DOUBLES);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.DOUBLES);
    }

    static void strided8x1(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
            c3 = v.fma(b0, c3);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + q]);
            c4 = v.fma(b0, c4);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + q]);
            c5 = v.fma(b0, c5);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a6 + q]);
            c6 = v.fma(b0, c6);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a7 + q]);
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

    static void strided6x1(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
            c3 = v.fma(b0, c3);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a4 + q]);
            c4 = v.fma(b0, c4);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a5 + q]);
            c5 = v.fma(b0, c5);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
        c4.intoArray(c, cAt + 4 * cRow);
        c5.intoArray(c, cAt + 5 * cRow);
    }

    static void strided4x1(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
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
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a3 + q]);
            c3 = v.fma(b0, c3);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
    }

    static void strided2x1(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        DoubleVector c1 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
            c1 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt + cRow);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = DoubleVector.broadcast(Lanes.DOUBLE, a[a1 + q]);
            c1 = v.fma(b0, c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
    }

    static void strided1x1(
            int k, double[] a, int at, int aRow, int aColumn, double[] b, int bAt, int bRow, double[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        DoubleVector c0 = DoubleVector.zero(Lanes.DOUBLE);
        if (add) {
            c0 = DoubleVector.fromArray(Lanes.DOUBLE, c, cAt);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLE, b, bAt);
            DoubleVector v = DoubleVector.broadcast(Lanes.DOUBLE, a[a0 + q]);
            c0 = v.fma(b0, c0);
        }
        c0.intoArray(c, cAt);
    }
}

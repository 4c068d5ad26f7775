package dl.kernel.vector;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of the matrix product in f32 for operands that lie anyhow, except that rows of B have no gaps.
///
/// Steps that are no constants keep a check of the array's bounds in every round, which costs 15 % of the speed of [FloatRows]; no copies
/// are worth more where few elements meet often: in products of up to 64 x 64 x 64, and where A has few rows.
final class FloatStrided {
    private FloatStrided() {}

    static void strided8x2(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        FloatVector c00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c31 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c40 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c41 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c50 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c51 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c60 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c61 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c70 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c71 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c00 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c01 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + Lanes.FLOATS);
            c10 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c11 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow + Lanes.FLOATS);
            c20 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c21 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow + Lanes.FLOATS);
            c30 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
            c31 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow + Lanes.FLOATS);
            c40 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow);
            c41 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow + Lanes.FLOATS);
            c50 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow);
            c51 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow + Lanes.FLOATS);
            c60 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 6 * cRow);
            c61 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 6 * cRow + Lanes.FLOATS);
            c70 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 7 * cRow);
            c71 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 7 * cRow + Lanes.FLOATS);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.FLOATS);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a4 + q]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a5 + q]);
            c50 = v.fma(b0, c50);
            c51 = v.fma(b1, c51);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a6 + q]);
            c60 = v.fma(b0, c60);
            c61 = v.fma(b1, c61);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a7 + q]);
            c70 = v.fma(b0, c70);
            c71 = v.fma(b1, c71);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.FLOATS);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.FLOATS);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.FLOATS);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.FLOATS);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + Lanes.FLOATS);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + Lanes.FLOATS);
        c60.intoArray(c, cAt + 6 * cRow);
        c61.intoArray(c, cAt + 6 * cRow + Lanes.FLOATS);
        c70.intoArray(c, cAt + 7 * cRow);
        c71.intoArray(c, cAt + 7 * cRow + Lanes.FLOATS);
    }

    static void strided6x2(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        FloatVector c00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c31 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c40 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c41 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c50 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c51 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c00 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c01 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + Lanes.FLOATS);
            c10 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c11 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow + Lanes.FLOATS);
            c20 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c21 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow + Lanes.FLOATS);
            c30 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
            c31 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow + Lanes.FLOATS);
            c40 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow);
            c41 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow + Lanes.FLOATS);
            c50 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow);
            c51 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow + Lanes.FLOATS);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.FLOATS);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a4 + q]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a5 + q]);
            c50 = v.fma(b0, c50);
            c51 = v.fma(b1, c51);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.FLOATS);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.FLOATS);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.FLOATS);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.FLOATS);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + Lanes.FLOATS);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + Lanes.FLOATS);
    }

    static void strided4x2(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        FloatVector c00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c11 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c20 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c21 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c30 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c31 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c00 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c01 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + Lanes.FLOATS);
            c10 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c11 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow + Lanes.FLOATS);
            c20 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c21 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow + Lanes.FLOATS);
            c30 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
            c31 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow + Lanes.FLOATS);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.FLOATS);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.FLOATS);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.FLOATS);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + Lanes.FLOATS);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + Lanes.FLOATS);
    }

    static void strided2x2(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        FloatVector c00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c01 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c10 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c11 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c00 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c01 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + Lanes.FLOATS);
            c10 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c11 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow + Lanes.FLOATS);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.FLOATS);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.FLOATS);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + Lanes.FLOATS);
    }

    static void strided1x2(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        FloatVector c00 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c01 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c00 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c01 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + Lanes.FLOATS);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, b, bAt + Lanes.FLOATS);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + Lanes.FLOATS);
    }

    static void strided8x1(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        FloatVector c0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c1 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c2 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c3 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c4 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c5 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c6 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c7 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c0 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c1 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c2 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c3 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
            c4 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow);
            c5 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow);
            c6 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 6 * cRow);
            c7 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 7 * cRow);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c3 = v.fma(b0, c3);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a4 + q]);
            c4 = v.fma(b0, c4);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a5 + q]);
            c5 = v.fma(b0, c5);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a6 + q]);
            c6 = v.fma(b0, c6);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a7 + q]);
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
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        FloatVector c0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c1 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c2 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c3 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c4 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c5 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c0 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c1 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c2 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c3 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
            c4 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 4 * cRow);
            c5 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 5 * cRow);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c3 = v.fma(b0, c3);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a4 + q]);
            c4 = v.fma(b0, c4);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a5 + q]);
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
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        FloatVector c0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c1 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c2 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c3 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c0 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c1 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
            c2 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 2 * cRow);
            c3 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + 3 * cRow);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c1 = v.fma(b0, c1);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a2 + q]);
            c2 = v.fma(b0, c2);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a3 + q]);
            c3 = v.fma(b0, c3);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
    }

    static void strided2x1(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        int a1 = a0 + aRow;
        FloatVector c0 = FloatVector.zero(Lanes.FLOAT);
        FloatVector c1 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c0 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
            c1 = FloatVector.fromArray(Lanes.FLOAT, c, cAt + cRow);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c0 = v.fma(b0, c0);
            v = FloatVector.broadcast(Lanes.FLOAT, a[a1 + q]);
            c1 = v.fma(b0, c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
    }

    static void strided1x1(
            int k, float[] a, int at, int aRow, int aColumn, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean add) {
        int a0 = at;
        FloatVector c0 = FloatVector.zero(Lanes.FLOAT);
        if (add) {
            c0 = FloatVector.fromArray(Lanes.FLOAT, c, cAt);
        }
        for (int p = 0, q = 0; p < k; p++, q += aColumn, bAt += bRow) {
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, b, bAt);
            FloatVector v = FloatVector.broadcast(Lanes.FLOAT, a[a0 + q]);
            c0 = v.fma(b0, c0);
        }
        c0.intoArray(c, cAt);
    }
}

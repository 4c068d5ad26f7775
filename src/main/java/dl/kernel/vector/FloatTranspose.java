package dl.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// Transposed copies of f32: square blocks pass through the vectors, exchanging lanes in as many stages as a lane's number has bits.
final class FloatTranspose {
    private static final int L = Lanes.FLOATS;
    private static final VectorShuffle<Float> FLIP_1 = flip(1);
    private static final VectorShuffle<Float> FLIP_2 = flip(2);
    private static final VectorShuffle<Float> FLIP_4 = flip(4);
    private static final VectorShuffle<Float> FLIP_8 = flip(8);
    private static final VectorMask<Float> ODD_1 = odd(1);
    private static final VectorMask<Float> ODD_2 = odd(2);
    private static final VectorMask<Float> ODD_4 = odd(4);
    private static final VectorMask<Float> ODD_8 = odd(8);

    private FloatTranspose() {}

    private static VectorShuffle<Float> flip(int bit) {
        return VectorShuffle.fromOp(Lanes.FLOAT, lane -> (lane ^ bit) & L - 1);
    }

    private static VectorMask<Float> odd(int bit) {
        return VectorMask.fromLong(Lanes.FLOAT, switch (bit) {
            case 1 -> 0xaaaa;
            case 2 -> 0xcccc;
            case 4 -> 0xf0f0;
            default -> 0xff00;
        });
    }

    /// `to[toAt + j * toStep + i] = from[at + i * step + j * inner]` for i below `rows` and j below `columns`.
    ///
    /// @param tile room for a block of as many rows and columns as a vector has lanes
    static void run(
            float[] from, int at, int step, int inner, float[] to, int toAt, int toStep, int rows, int columns, float[] tile) {
        int blockRows = inner == 1 ? rows - rows % L : 0;
        int blockColumns = columns - columns % L;
        for (int i = 0; i < blockRows; i += L) {
            for (int j = 0; j < blockColumns; j += L) {
                block(from, at + i * step + j, step, to, toAt + j * toStep + i, toStep, tile);
            }
        }
        elements(from, at, step, inner, to, toAt, toStep, 0, blockRows, blockColumns, columns);
        elements(from, at, step, inner, to, toAt, toStep, blockRows, rows, 0, columns);
    }

    private static void block(float[] from, int at, int step, float[] to, int toAt, int toStep, float[] tile) {
        if (L == 2) {
            pairs(from, at, step, to, toAt, toStep, 1, FLIP_1, ODD_1);
        } else if (L == 4) {
            fours(from, at, step, to, toAt, toStep, 1, FLIP_1, ODD_1, FLIP_2, ODD_2);
        } else {
            fours(from, at, step, tile, 0, L, 1, FLIP_1, ODD_1, FLIP_2, ODD_2);
            if (L == 8) {
                pairs(tile, 0, L, to, toAt, toStep, 4, FLIP_4, ODD_4);
            } else {
                fours(tile, 0, L, to, toAt, toStep, 4, FLIP_4, ODD_4, FLIP_8, ODD_8);
            }
        }
    }

    /// Pairs of vectors whose numbers differ in one bit exchange the lanes whose numbers differ from theirs in that bit.
    private static void pairs(
            float[] from, int at, int step, float[] to, int toAt, int toStep, int bit, VectorShuffle<Float> flip, VectorMask<Float> odd) {
        for (int i = 0; i < L; i++) {
            if ((i & bit) == 0) {
                FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, from, at + i * step);
                FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, from, at + (i + bit) * step);
                x0.blend(x1.rearrange(flip), odd).intoArray(to, toAt + i * toStep);
                x0.rearrange(flip).blend(x1, odd).intoArray(to, toAt + (i + bit) * toStep);
            }
        }
    }

    /// Two stages of [#pairs], with `bit` and with its double, which stay in registers.
    private static void fours(
            float[] from,
            int at,
            int step,
            float[] to,
            int toAt,
            int toStep,
            int bit,
            VectorShuffle<Float> flip,
            VectorMask<Float> odd,
            VectorShuffle<Float> flipDouble,
            VectorMask<Float> oddDouble) {
        for (int n = 0; n < L / 4; n++) {
            int i = bit == 1 ? 4 * n : n;
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOAT, from, at + i * step);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOAT, from, at + (i + bit) * step);
            FloatVector x2 = FloatVector.fromArray(Lanes.FLOAT, from, at + (i + 2 * bit) * step);
            FloatVector x3 = FloatVector.fromArray(Lanes.FLOAT, from, at + (i + 3 * bit) * step);
            FloatVector y0 = x0.blend(x1.rearrange(flip), odd);
            FloatVector y1 = x0.rearrange(flip).blend(x1, odd);
            FloatVector y2 = x2.blend(x3.rearrange(flip), odd);
            FloatVector y3 = x2.rearrange(flip).blend(x3, odd);
            y0.blend(y2.rearrange(flipDouble), oddDouble).intoArray(to, toAt + i * toStep);
            y1.blend(y3.rearrange(flipDouble), oddDouble).intoArray(to, toAt + (i + bit) * toStep);
            y0.rearrange(flipDouble).blend(y2, oddDouble).intoArray(to, toAt + (i + 2 * bit) * toStep);
            y1.rearrange(flipDouble).blend(y3, oddDouble).intoArray(to, toAt + (i + 3 * bit) * toStep);
        }
    }

    private static void elements(
            float[] from, int at, int step, int inner, float[] to, int toAt, int toStep, int top, int bottom, int left, int right) {
        for (int start = left; start < right; start += 16) {
            int end = Math.min(right, start + 16);
            for (int i = top; i < bottom; i++) {
                int source = at + i * step;
                int target = toAt + i;
                for (int j = start; j < end; j++) {
                    to[target + j * toStep] = from[source + j * inner];
                }
            }
        }
    }
}

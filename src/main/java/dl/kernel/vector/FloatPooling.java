package dl.kernel.vector;

import dl.kernel.Parallel;
import dl.kernel.ScalarKernels;
import dl.kernel.Windows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// The largest elements of windows in f32, a vector of windows at a time.
///
/// Scalar loops take a branch for each element, which for the data of a network is foretold wrongly every other time.
final class FloatPooling {
    private static final int L = Lanes.FLOATS;
    /// Elements worth handing to another thread.
    private static final int GRAIN = 1 << 15;
    private static final VectorShuffle<Float> EVERY_OTHER = VectorShuffle.makeUnzip(Lanes.FLOAT, 0);

    private final Windows windows;
    private final int step;
    private final int[] taps;
    private final int[] places = new int[L];

    private FloatPooling(Windows windows) {
        this.windows = windows;
        step = windows.stride()[2];
        taps = windows.tapOffsets();
    }

    /// Whether no window reaches beyond the input, and vectors can be read from it.
    private static boolean fits(Windows windows) {
        return windows.bare() && windows.stride()[2] <= 2 && windows.taps() > 0;
    }

    private static int grain(Windows windows) {
        return (int) Math.clamp(GRAIN / Math.max(1L, (long) windows.taps() * windows.outputs()), 1, 1 << 20);
    }

    static void maximum(Windows windows, int planes, float[] x, int xAt, float[] out, Parallel parallel) {
        if (!fits(windows)) {
            ScalarKernels.INSTANCE.poolMaximum(windows, planes, x, xAt, out, parallel);
            return;
        }
        int width = windows.out()[2];
        parallel.forRange(planes * windows.rows(), Math.multiplyExact(grain(windows), windows.rows()), (from, to) -> {
            FloatPooling pooling = new FloatPooling(windows);
            for (int row = from; row < to; row++) {
                int start = xAt + row / windows.rows() * windows.inputs() + windows.rowStart(row % windows.rows());
                for (int i = 0; i < width; i += L) {
                    pooling.maximum(x, start + i * pooling.step, Math.min(L, width - i), out, row * width + i);
                }
            }
        });
    }

    static void positions(Windows windows, int planes, float[] x, int xAt, long[] out, Parallel parallel) {
        if (!fits(windows)) {
            ScalarKernels.INSTANCE.poolPositions(windows, planes, x, xAt, out, parallel);
            return;
        }
        int width = windows.out()[2];
        parallel.forRange(planes * windows.rows(), Math.multiplyExact(grain(windows), windows.rows()), (from, to) -> {
            FloatPooling pooling = new FloatPooling(windows);
            for (int row = from; row < to; row++) {
                int plane = xAt + row / windows.rows() * windows.inputs();
                int start = plane + windows.rowStart(row % windows.rows());
                for (int i = 0; i < width; i += L) {
                    pooling.positions(x, start + i * pooling.step, plane, Math.min(L, width - i), out, row * width + i);
                }
            }
        });
    }

    private void maximum(float[] x, int from, int used, float[] out, int to) {
        if (behind(x, from)) {
            for (int i = 0; i < used; i++) {
                out[to + i] = x[from + i * step + taps[largest(x, from + i * step)]];
            }
            return;
        }
        FloatVector best = FloatVector.broadcast(Lanes.FLOAT, Float.NEGATIVE_INFINITY);
        for (int tap : taps) {
            FloatVector v = load(x, from + tap);
            best = best.blend(v, v.compare(VectorOperators.GT, best).or(v.test(VectorOperators.IS_NAN)));
        }
        if (used == L) {
            best.intoArray(out, to);
        } else {
            best.intoArray(out, to, Lanes.FLOAT.indexInRange(0, used));
        }
    }

    private void positions(float[] x, int from, int plane, int used, long[] out, int to) {
        if (behind(x, from)) {
            for (int i = 0; i < used; i++) {
                out[to + i] = from - plane + i * step + taps[largest(x, from + i * step)];
            }
            return;
        }
        FloatVector best = load(x, from);
        IntVector place = IntVector.zero(Lanes.INT);
        for (int k = 1; k < taps.length; k++) {
            FloatVector v = load(x, from + taps[k]);
            VectorMask<Float> first = v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN));
            VectorMask<Float> larger = v.compare(VectorOperators.GT, best).or(first);
            best = best.blend(v, larger);
            place = place.blend(taps[k], larger.cast(Lanes.INT));
        }
        place.intoArray(places, 0);
        for (int i = 0; i < used; i++) {
            out[to + i] = from - plane + i * step + places[i];
        }
    }

    /// Whether vectors would reach behind the end of the array.
    private boolean behind(float[] x, int from) {
        return from + taps[taps.length - 1] + step * L > x.length;
    }

    private FloatVector load(float[] x, int at) {
        FloatVector first = FloatVector.fromArray(Lanes.FLOAT, x, at);
        return step == 1 ? first : first.rearrange(EVERY_OTHER, FloatVector.fromArray(Lanes.FLOAT, x, at + L));
    }

    /// The place of the largest element of one window.
    private int largest(float[] x, int at) {
        int found = 0;
        for (int k = 1; k < taps.length; k++) {
            float v = x[at + taps[k]];
            float best = x[at + taps[found]];
            if (v > best || v != v && best == best) {
                found = k;
            }
        }
        return found;
    }
}

package dl.kernel.vector;

import dl.kernel.Parallel;
import dl.kernel.ScalarKernels;
import dl.kernel.Windows;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// The largest elements of windows in f64, a vector of windows at a time.
///
/// Scalar loops take a branch for each element, which for the data of a network is foretold wrongly every other time.
final class DoublePooling {
    private static final int L = Lanes.DOUBLES;
    /// Elements worth handing to another thread.
    private static final int GRAIN = 1 << 15;
    private static final VectorShuffle<Double> EVERY_OTHER = VectorShuffle.makeUnzip(Lanes.DOUBLE, 0);

    private final Windows windows;
    private final int step;
    private final int[] taps;
    private final long[] places = new long[L];

    private DoublePooling(Windows windows) {
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

    static void maximum(Windows windows, int planes, double[] x, int xAt, double[] out, Parallel parallel) {
        if (!fits(windows)) {
            ScalarKernels.INSTANCE.poolMaximum(windows, planes, x, xAt, out, parallel);
            return;
        }
        int width = windows.out()[2];
        parallel.forRange(planes * windows.rows(), Math.multiplyExact(grain(windows), windows.rows()), (from, to) -> {
            DoublePooling pooling = new DoublePooling(windows);
            for (int row = from; row < to; row++) {
                int start = xAt + row / windows.rows() * windows.inputs() + windows.rowStart(row % windows.rows());
                for (int i = 0; i < width; i += L) {
                    pooling.maximum(x, start + i * pooling.step, Math.min(L, width - i), out, row * width + i);
                }
            }
        });
    }

    static void positions(Windows windows, int planes, double[] x, int xAt, long[] out, Parallel parallel) {
        if (!fits(windows)) {
            ScalarKernels.INSTANCE.poolPositions(windows, planes, x, xAt, out, parallel);
            return;
        }
        int width = windows.out()[2];
        parallel.forRange(planes * windows.rows(), Math.multiplyExact(grain(windows), windows.rows()), (from, to) -> {
            DoublePooling pooling = new DoublePooling(windows);
            for (int row = from; row < to; row++) {
                int plane = xAt + row / windows.rows() * windows.inputs();
                int start = plane + windows.rowStart(row % windows.rows());
                for (int i = 0; i < width; i += L) {
                    pooling.positions(x, start + i * pooling.step, plane, Math.min(L, width - i), out, row * width + i);
                }
            }
        });
    }

    private void maximum(double[] x, int from, int used, double[] out, int to) {
        if (behind(x, from)) {
            for (int i = 0; i < used; i++) {
                out[to + i] = x[from + i * step + taps[largest(x, from + i * step)]];
            }
            return;
        }
        DoubleVector best = DoubleVector.broadcast(Lanes.DOUBLE, Double.NEGATIVE_INFINITY);
        for (int tap : taps) {
            DoubleVector v = load(x, from + tap);
            best = best.blend(v, v.compare(VectorOperators.GT, best).or(v.test(VectorOperators.IS_NAN)));
        }
        if (used == L) {
            best.intoArray(out, to);
        } else {
            best.intoArray(out, to, Lanes.DOUBLE.indexInRange(0, used));
        }
    }

    private void positions(double[] x, int from, int plane, int used, long[] out, int to) {
        if (behind(x, from)) {
            for (int i = 0; i < used; i++) {
                out[to + i] = from - plane + i * step + taps[largest(x, from + i * step)];
            }
            return;
        }
        DoubleVector best = load(x, from);
        LongVector place = LongVector.zero(Lanes.LONG);
        for (int k = 1; k < taps.length; k++) {
            DoubleVector v = load(x, from + taps[k]);
            VectorMask<Double> first = v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN));
            VectorMask<Double> larger = v.compare(VectorOperators.GT, best).or(first);
            best = best.blend(v, larger);
            place = place.blend(taps[k], larger.cast(Lanes.LONG));
        }
        place.intoArray(places, 0);
        for (int i = 0; i < used; i++) {
            out[to + i] = from - plane + i * step + places[i];
        }
    }

    /// Whether vectors would reach behind the end of the array.
    private boolean behind(double[] x, int from) {
        return from + taps[taps.length - 1] + step * L > x.length;
    }

    private DoubleVector load(double[] x, int at) {
        DoubleVector first = DoubleVector.fromArray(Lanes.DOUBLE, x, at);
        return step == 1 ? first : first.rearrange(EVERY_OTHER, DoubleVector.fromArray(Lanes.DOUBLE, x, at + L));
    }

    /// The place of the largest element of one window.
    private int largest(double[] x, int at) {
        int found = 0;
        for (int k = 1; k < taps.length; k++) {
            double v = x[at + taps[k]];
            double best = x[at + taps[found]];
            if (v > best || v != v && best == best) {
                found = k;
            }
        }
        return found;
    }
}

package dl.kernel;

import java.util.Arrays;

/// Windows over f64 planes that become one element each: sums, largest elements and their positions.
///
/// Elements enter in ascending order of their place in the window; padding does not enter.
public final class DoublePool {
    /// Elements worth handing to another thread.
    private static final int GRAIN = 1 << 14;

    private DoublePool() {}

    private static int grain(Windows windows) {
        return (int) Math.clamp(GRAIN / Math.max(1L, (long) windows.taps() * windows.outputs()), 1, 1 << 20);
    }

    /// The sum of each window, from +0.
    public static void sum(Windows windows, int planes, double[] x, int xAt, double[] out, Parallel parallel) {
        parallel.forRange(planes, grain(windows), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                windows.walk(xAt + plane * windows.inputs(), plane * windows.outputs(), (at, step, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        out[target + i] += x[at + i * step];
                    }
                });
            }
        });
    }

    /// Adds an element for each window to all elements of the window: the transpose of [#sum].
    public static void spread(Windows windows, int planes, double[] values, int valuesAt, double[] x, Parallel parallel) {
        parallel.forRange(planes, grain(windows), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                windows.walk(plane * windows.inputs(), valuesAt + plane * windows.outputs(), (at, step, source, n) -> {
                    for (int i = 0; i < n; i++) {
                        x[at + i * step] += values[source + i];
                    }
                });
            }
        });
    }

    /// The largest element of each window; NaN wins, and of equal ones the first.
    public static void maximum(Windows windows, int planes, double[] x, int xAt, double[] out, Parallel parallel) {
        Arrays.fill(out, Double.NEGATIVE_INFINITY);
        parallel.forRange(planes, grain(windows), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                windows.walk(xAt + plane * windows.inputs(), plane * windows.outputs(), (at, step, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = x[at + i * step];
                        double best = out[target + i];
                        out[target + i] = v > best || v != v ? v : best;
                    }
                });
            }
        });
    }

    /// Where in its plane the largest element of each window is; NaN is larger than all.
    ///
    /// @param last whether of equal elements the last counts, and not the first
    public static void positions(Windows windows, int planes, double[] x, int xAt, boolean last, long[] out, Parallel parallel) {
        Arrays.fill(out, -1);
        parallel.forRange(planes, grain(windows), (from, to) -> {
            double[] best = new double[windows.outputs()];
            for (int plane = from; plane < to; plane++) {
                int start = xAt + plane * windows.inputs();
                int results = plane * windows.outputs();
                windows.walk(start, 0, (at, step, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = x[at + i * step];
                        double m = best[target + i];
                        boolean first = out[results + target + i] < 0;
                        if (first || v > m || (v != v) && (last || m == m) || last && v == m) {
                            best[target + i] = v;
                            out[results + target + i] = at + i * step - start;
                        }
                    }
                });
            }
        });
    }

    /// The element at a position of each plane.
    public static void pick(int planes, int size, double[] x, int xAt, long[] positions, int positionsAt, int count, double[] out) {
        for (int plane = 0, i = 0; plane < planes; plane++) {
            for (int end = i + count; i < end; i++) {
                out[i] = x[xAt + plane * size + (int) positions[positionsAt + i]];
            }
        }
    }

    /// Adds values at positions of each plane, in order: the transpose of [#pick].
    public static void put(int planes, int size, double[] values, int valuesAt, long[] positions, int positionsAt, int count, double[] out) {
        for (int plane = 0, i = 0; plane < planes; plane++) {
            for (int end = i + count; i < end; i++) {
                out[plane * size + (int) positions[positionsAt + i]] += values[valuesAt + i];
            }
        }
    }
}

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
        parallel.forRange(planes, grain(windows), (from, to) -> {
            Search search = new Search(windows, false);
            int width = windows.out()[2];
            for (int plane = from; plane < to; plane++) {
                int start = xAt + plane * windows.inputs();
                int result = plane * windows.outputs();
                for (int row = 0; row < windows.rows(); row++, result += width) {
                    search.row(x, start, row);
                    for (int i = 0; i < width; i++) {
                        int at = search.at[i];
                        out[result + i] = at < 0 ? Double.NEGATIVE_INFINITY : x[start + at];
                    }
                }
            }
        });
    }

    /// Where in its plane the largest element of each window is, or -1 where it holds none; NaN is larger than all.
    ///
    /// @param last whether of equal elements the last counts, and not the first
    public static void positions(Windows windows, int planes, double[] x, int xAt, boolean last, long[] out, Parallel parallel) {
        parallel.forRange(planes, grain(windows), (from, to) -> {
            Search search = new Search(windows, last);
            int width = windows.out()[2];
            for (int plane = from; plane < to; plane++) {
                int result = plane * windows.outputs();
                for (int row = 0; row < windows.rows(); row++, result += width) {
                    search.row(x, xAt + plane * windows.inputs(), row);
                    for (int i = 0; i < width; i++) {
                        out[result + i] = search.at[i];
                    }
                }
            }
        });
    }

    /// The places of the largest elements of a row of windows.
    ///
    /// Elements are compared as whole numbers in the same order: comparing doubles takes a branch, which for data like those of a
    /// network is foretold wrongly every other time. That took eight times as long.
    private static final class Search {
        private final Windows windows;
        private final boolean last;
        private final long[] best;
        final int[] at;

        Search(Windows windows, boolean last) {
            this.windows = windows;
            this.last = last;
            best = new long[windows.out()[2]];
            at = new int[windows.out()[2]];
        }

        /// Finds, for each window of a row, how far behind `start` its largest element lies.
        void row(double[] x, int start, int row) {
            int[] in = windows.in();
            int[] size = windows.size();
            int[] dilation = windows.dilation();
            Arrays.fill(best, Long.MIN_VALUE);
            Arrays.fill(at, -1);
            int slice = row / windows.out()[1] * windows.stride()[0] - windows.before()[0];
            int line = row % windows.out()[1] * windows.stride()[1] - windows.before()[1];
            for (int z = 0; z < size[0]; z++, slice += dilation[0]) {
                for (int y = 0, down = line; y < size[1] && slice >= 0 && slice < in[0]; y++, down += dilation[1]) {
                    for (int c = 0; c < size[2] && down >= 0 && down < in[1]; c++) {
                        int place = (slice * in[1] + down) * in[2] + c * dilation[2] - windows.before()[2];
                        compare(x, start, place, windows.stride()[2], windows.first(2, c), windows.last(2, c));
                    }
                }
            }
        }

        private void compare(double[] x, int start, int place, int step, int first, int end) {
            for (int i = first, p = place + first * step; i < end; i++, p += step) {
                long bits = order(x[start + p]);
                boolean larger = last ? bits >= best[i] : bits > best[i];
                best[i] = larger ? bits : best[i];
                at[i] = larger ? p : at[i];
            }
        }

        /// Whole numbers in the order of the elements: both zeros are equal, NaN is above all.
        private static long order(double x) {
            long bits = Double.doubleToLongBits(x + 0);
            return bits ^ bits >> Long.SIZE - 1 >>> 1;
        }
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

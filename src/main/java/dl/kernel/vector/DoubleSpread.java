package dl.kernel.vector;

import dl.kernel.Windows;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/// Adds what windows have for the elements of a channel: to each, in ascending order of the place in the windows, the value of the
/// window in which it stands there.
///
/// Where windows move by one along rows, each vector of the channel is summed in a register. Adding place by place in memory
/// instead took three times as long: vectors that overlap wait until what one has stored is in the cache.
final class DoubleSpread {
    private static final int L = Lanes.DOUBLES;

    private final Windows windows;
    /// What must lie before the first value and behind the last, for vectors that reach beyond the windows.
    final int slack;
    /// For each row of the channel where its places begin in the next two arrays.
    private final int[] rows;
    /// For each place at which windows have the row, where the value for its first element lies, were there one.
    private final int[] from;
    /// The same in [#inside].
    private final int[] mask;
    /// All ones where there is a window, all zeros to the left and right.
    private final long[] inside;

    DoubleSpread(Windows windows) {
        this.windows = windows;
        int span = (windows.size()[2] - 1) * windows.dilation()[2];
        slack = span + windows.in()[2] + windows.before()[2] + L;
        inside = new long[2 * slack + windows.out()[2]];
        Arrays.fill(inside, slack, slack + windows.out()[2], -1);
        int count = windows.stride()[2] == 1 ? windows.in()[0] * windows.in()[1] : 0;
        rows = new int[count + 1];
        int[] places = new int[count * windows.taps()];
        int[] masks = new int[places.length];
        int filled = 0;
        for (int row = 0; row < count; row++) {
            filled = places(row, places, masks, filled);
            rows[row + 1] = filled;
        }
        from = Arrays.copyOf(places, filled);
        mask = Arrays.copyOf(masks, filled);
    }

    private int places(int row, int[] places, int[] masks, int filled) {
        int[] size = windows.size();
        int n = windows.outputs();
        for (int z = 0; z < size[0]; z++) {
            int slice = window(0, row / windows.in()[1], z);
            for (int y = 0; y < size[1] && slice >= 0; y++) {
                int line = window(1, row % windows.in()[1], y);
                for (int c = 0; c < size[2] && line >= 0; c++, filled++) {
                    int first = windows.before()[2] - c * windows.dilation()[2];
                    places[filled] = ((z * size[1] + y) * size[2] + c) * n + (slice * windows.out()[1] + line) * windows.out()[2] + first;
                    masks[filled] = slack + first;
                }
            }
        }
        return filled;
    }

    /// Which window has this element at a place, or -1.
    private int window(int axis, int element, int place) {
        int shift = element + windows.before()[axis] - place * windows.dilation()[axis];
        int window = shift / windows.stride()[axis];
        return shift >= 0 && shift % windows.stride()[axis] == 0 && window < windows.out()[axis] ? window : -1;
    }

    /// Elements that [#run] needs to work in.
    int plane() {
        return windows.inputs() + L;
    }

    /// One channel, from values for each place after the other.
    void run(double[] values, int at, double[] plane, double[] x, int to) {
        if (windows.stride()[2] == 1) {
            int width = windows.in()[2];
            for (int row = 0; row < rows.length - 1; row++) {
                for (int column = 0; column < width; column += L) {
                    sum(values, at + column, rows[row], rows[row + 1], column).intoArray(plane, row * width + column);
                }
            }
        } else {
            steps(values, at, plane);
        }
        System.arraycopy(plane, 0, x, to, windows.inputs());
    }

    /// What is outside of the windows counts as +0, which changes no sum that began at +0.
    private DoubleVector sum(double[] values, int at, int first, int last, int column) {
        DoubleVector sum = DoubleVector.zero(Lanes.DOUBLE);
        for (int i = first; i < last; i++) {
            LongVector bits = DoubleVector.fromArray(Lanes.DOUBLE, values, at + from[i]).reinterpretAsLongs();
            sum = sum.add(bits.and(LongVector.fromArray(Lanes.LONG, inside, mask[i] + column)).reinterpretAsDoubles());
        }
        return sum;
    }

    private void steps(double[] values, int at, double[] plane) {
        Arrays.fill(plane, 0, windows.inputs(), 0);
        int[] size = windows.size();
        int width = windows.out()[2];
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++, at += windows.outputs()) {
                    for (int i = windows.first(0, z); i < windows.last(0, z); i++) {
                        for (int j = windows.first(1, y); j < windows.last(1, y); j++) {
                            int to = start(i, z, j, y) + x * windows.dilation()[2] - windows.before()[2];
                            int line = at + (i * windows.out()[1] + j) * width;
                            for (int p = windows.first(2, x); p < windows.last(2, x); p++) {
                                plane[to + p * windows.stride()[2]] += values[line + p];
                            }
                        }
                    }
                }
            }
        }
    }

    private int start(int i, int z, int j, int y) {
        int slice = i * windows.stride()[0] + z * windows.dilation()[0] - windows.before()[0];
        return (slice * windows.in()[1] + j * windows.stride()[1] + y * windows.dilation()[1] - windows.before()[1]) * windows.in()[2];
    }
}

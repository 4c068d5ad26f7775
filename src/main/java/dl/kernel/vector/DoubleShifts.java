package dl.kernel.vector;

import dl.kernel.Windows;
import jdk.incubator.vector.DoubleVector;

/// Images as windows that move by one from row to row see them: for each channel and each place in a row of the window, all rows
/// of the padded channel, of which only what windows have at this place, side by side.
///
/// Then the inputs of all windows of a slice lie side by side for every place of the window, with no column between rows to
/// compute and throw away, and a copy serves all places that stand below one another (Cho & Brand, 2017, "MEC: memory-efficient
/// convolution").
final class DoubleShifts {
    private static final int L = Lanes.DOUBLES;
    /// What loops of vectors may read or write behind the end.
    static final int SLACK = 2 * L;

    private final Windows windows;
    private final int rows;
    private final int width;
    /// Elements that a channel of an image becomes.
    final int each;

    DoubleShifts(Windows windows) {
        this.windows = windows;
        rows = windows.padded()[0] * windows.padded()[1];
        width = windows.out()[2];
        each = Math.multiplyExact(windows.size()[2], Math.multiplyExact(rows, width));
    }

    static boolean fit(Windows windows) {
        return windows.stride()[1] == 1 && windows.taps() > 1;
    }

    /// For each place of the windows of some channels, in order, how far behind the first window's its input lies.
    int[] offsets(int channels) {
        int[] size = windows.size();
        int[] dilation = windows.dilation();
        int[] offsets = new int[channels * windows.taps()];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int z = 0; z < size[0]; z++) {
                for (int y = 0; y < size[1]; y++) {
                    for (int x = 0; x < size[2]; x++) {
                        int row = z * dilation[0] * windows.padded()[1] + y * dilation[1];
                        offsets[at++] = c * each + (x * rows + row) * width;
                    }
                }
            }
        }
        return offsets;
    }

    /// Where the inputs of a slice of the output begin.
    int slice(int z) {
        return z * windows.stride()[0] * windows.padded()[1] * width;
    }

    /// Copies some padded channels.
    void copy(double[] padded, int at, int channels, double[] to) {
        int pitch = windows.padded()[2];
        int step = windows.stride()[2];
        int target = 0;
        for (int c = 0; c < channels; c++, at += windows.plane()) {
            for (int x = 0; x < windows.size()[2]; x++, target += rows * width) {
                int from = at + x * windows.dilation()[2];
                if (step == 1) {
                    rows(padded, from, pitch, to, target);
                } else {
                    for (int row = 0; row < rows; row++) {
                        for (int i = 0; i < width; i++) {
                            to[target + row * width + i] = padded[from + row * pitch + i * step];
                        }
                    }
                }
            }
        }
    }

    /// Copies whole vectors, which may reach into the next row: that is written afterwards.
    private void rows(double[] padded, int from, int pitch, double[] to, int target) {
        // rows behind which a whole vector can be read
        int safe = Math.clamp(Math.floorDiv(padded.length - from - (width + L - 1) / L * L, pitch) + 1, 0, rows);
        if (width <= L) {
            // no loop inside the loop, so that the compiler checks bounds once
            for (int row = 0; row < safe; row++) {
                DoubleVector.fromArray(Lanes.DOUBLE, padded, from + row * pitch).intoArray(to, target + row * width);
            }
        } else {
            for (int row = 0; row < safe; row++) {
                for (int i = 0; i < width; i += L) {
                    DoubleVector.fromArray(Lanes.DOUBLE, padded, from + row * pitch + i).intoArray(to, target + row * width + i);
                }
            }
        }
        for (int row = safe; row < rows; row++) {
            System.arraycopy(padded, from + row * pitch, to, target + row * width, width);
        }
    }
}

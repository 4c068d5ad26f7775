package dl.kernel;

/// How windows slide over three spatial axes; fewer axes have leading ones of size 1.
///
/// Element `i` of a window that stands at output position `p` meets the input at `p * stride + i * dilation - before`; what is
/// outside of the input is padding. `padded` is the smallest size that holds the input, what is before it, and every window.
/// Callers must not write to the arrays.
public record Windows(int[] in, int[] size, int[] out, int[] stride, int[] dilation, int[] before, int[] padded) {
    /// Axes beyond three do not occur.
    ///
    /// @throws dl.tensor.OpError `limit/tensor-size` when the padded input has more than 2^31 elements
    public static Windows of(int[] in, int[] size, int[] out, int[] stride, int[] dilation, int[] before) {
        int[] padded = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            long reach = out[i] == 0 ? 0 : (long) (out[i] - 1) * stride[i] + (long) (size[i] - 1) * dilation[i] + 1;
            padded[i] = Math.clamp(Math.max((long) in[i] + before[i], reach), 0, Integer.MAX_VALUE);
        }
        Windows windows = new Windows(
                three(in, 1), three(size, 1), three(out, 1), three(stride, 1), three(dilation, 1), three(before, 0), three(padded, 1));
        dl.tensor.Shape.of(windows.padded).count();
        return windows;
    }

    private static int[] three(int[] axes, int fill) {
        int[] all = {fill, fill, fill};
        System.arraycopy(axes, 0, all, 3 - axes.length, axes.length);
        return all;
    }

    /// Elements of a channel of the input.
    public int inputs() {
        return in[0] * in[1] * in[2];
    }

    /// Elements of a channel of the output.
    public int outputs() {
        return out[0] * out[1] * out[2];
    }

    /// Elements of a window.
    public int taps() {
        return size[0] * size[1] * size[2];
    }

    /// Elements of a padded channel.
    public int plane() {
        return padded[0] * padded[1] * padded[2];
    }

    /// Whether the padded input is the input.
    public boolean bare() {
        return padded[0] == in[0] && padded[1] == in[1] && padded[2] == in[2];
    }

    /// Where each element of a window lies in a padded channel, from the window's first on, in row-major order.
    public int[] tapOffsets() {
        int[] offsets = new int[taps()];
        int at = 0;
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++) {
                    offsets[at++] = (z * dilation[0] * padded[1] + y * dilation[1]) * padded[2] + x * dilation[2];
                }
            }
        }
        return offsets;
    }

    /// The rows of the output: `out[0] * out[1]` of them.
    public int rows() {
        return out[0] * out[1];
    }

    /// Where the first window of a slice of the output begins in a padded channel.
    public int sliceStart(int slice) {
        return slice * stride[0] * padded[1] * padded[2];
    }

    /// Where the first window of a row of the output begins in a padded channel.
    public int rowStart(int row) {
        return (row / out[1] * stride[0] * padded[1] + row % out[1] * stride[1]) * padded[2];
    }

    /// The first output position along an axis at which an element of the window is inside of the input.
    public int first(int axis, int tap) {
        int shift = before[axis] - tap * dilation[axis];
        return Math.clamp(Math.ceilDiv(shift, stride[axis]), 0, out[axis]);
    }

    /// Behind the last such position.
    public int last(int axis, int tap) {
        int shift = in[axis] - 1 + before[axis] - tap * dilation[axis];
        return Math.clamp(Math.floorDiv(shift, stride[axis]) + 1, 0, out[axis]);
    }

    /// What happens to a row: `n` windows, of which one element each lies at `at`, `at + step`, ...
    @FunctionalInterface
    interface Row {
        void run(int at, int step, int to, int n);
    }

    /// Goes through a plane, one place of the windows after the other, row by row.
    void walk(int at, int to, Row body) {
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[2]; x++) {
                    int first = first(2, x);
                    int n = last(2, x) - first;
                    int column = first * stride[2] + x * dilation[2] - before[2];
                    for (int i = first(0, z); i < last(0, z) && n > 0; i++) {
                        int slice = i * stride[0] + z * dilation[0] - before[0];
                        for (int j = first(1, y); j < last(1, y); j++) {
                            int row = j * stride[1] + y * dilation[1] - before[1];
                            body.run(at + (slice * in[1] + row) * in[2] + column, stride[2], to + (i * out[1] + j) * out[2] + first, n);
                        }
                    }
                }
            }
        }
    }

    /// Copies channels of the input into padded ones, zeros around them.
    public void pad(float[] x, int at, int channels, float[] to) {
        java.util.Arrays.fill(to, 0, channels * plane(), 0);
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < in[0] * in[1]; row++, at += in[2]) {
                System.arraycopy(x, at, to, c * plane() + inputRow(row), in[2]);
            }
        }
    }

    public void pad(double[] x, int at, int channels, double[] to) {
        java.util.Arrays.fill(to, 0, channels * plane(), 0);
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < in[0] * in[1]; row++, at += in[2]) {
                System.arraycopy(x, at, to, c * plane() + inputRow(row), in[2]);
            }
        }
    }

    /// Copies the part of a padded channel that belongs to the input.
    public void cut(float[] padded, float[] x, int at) {
        for (int row = 0; row < in[0] * in[1]; row++, at += in[2]) {
            System.arraycopy(padded, inputRow(row), x, at, in[2]);
        }
    }

    public void cut(double[] padded, double[] x, int at) {
        for (int row = 0; row < in[0] * in[1]; row++, at += in[2]) {
            System.arraycopy(padded, inputRow(row), x, at, in[2]);
        }
    }

    private int inputRow(int row) {
        return ((row / in[1] + before[0]) * padded[1] + row % in[1] + before[1]) * padded[2] + before[2];
    }
}

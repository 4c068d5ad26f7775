package dl.kernel;

/// Convolutions of ints, exact or an error; see the methods of [Kernels] for what they are.
public final class LongConvolution {
    private LongConvolution() {}

    /// @throws dl.tensor.OpError `value/int-overflow`
    public static void forward(ConvolutionShape shape, long[] x, int xAt, long[] w, int wAt, long[] y) {
        walk(shape, (i, j, k) -> y[k] = LongKernels.add(y[k], LongKernels.multiply(x[xAt + i], w[wAt + j])));
    }

    /// @throws dl.tensor.OpError `value/int-overflow`
    public static void transposed(ConvolutionShape shape, long[] y, int yAt, long[] w, int wAt, long[] x) {
        walk(shape, (i, j, k) -> x[i] = LongKernels.add(x[i], LongKernels.multiply(y[yAt + k], w[wAt + j])));
    }

    /// @throws dl.tensor.OpError `value/int-overflow`
    public static void weights(ConvolutionShape shape, long[] x, int xAt, long[] y, int yAt, long[] w) {
        walk(shape, (i, j, k) -> w[j] = LongKernels.add(w[j], LongKernels.multiply(x[xAt + i], y[yAt + k])));
    }

    /// One multiply-add: which input, weight and result belong together.
    @FunctionalInterface
    private interface Step {
        void run(int input, int weight, int result);
    }

    private static void walk(ConvolutionShape shape, Step step) {
        Windows windows = shape.windows();
        int outputs = windows.outputs();
        int taps = windows.taps();
        int channels = shape.groups() * shape.outputs();
        for (int of = 0; of < shape.batch() * channels; of++) {
            int channel = of % channels;
            for (int c = 0; c < shape.inputs(); c++) {
                int plane = ((of / channels * shape.groups() + channel / shape.outputs()) * shape.inputs() + c) * windows.inputs();
                for (int position = 0; position < outputs; position++) {
                    for (int tap = 0; tap < taps; tap++) {
                        int at = input(windows, position, tap);
                        if (at >= 0) {
                            step.run(plane + at, (channel * shape.inputs() + c) * taps + tap, of * outputs + position);
                        }
                    }
                }
            }
        }
    }

    /// Where in its channel an element of a window is, or -1 in the padding.
    private static int input(Windows windows, int position, int tap) {
        int[] out = windows.out();
        int[] size = windows.size();
        int[] p = {position / out[2] / out[1], position / out[2] % out[1], position % out[2]};
        int[] t = {tap / size[2] / size[1], tap / size[2] % size[1], tap % size[2]};
        int at = 0;
        for (int axis = 0; axis < 3; axis++) {
            int i = p[axis] * windows.stride()[axis] + t[axis] * windows.dilation()[axis] - windows.before()[axis];
            if (i < 0 || i >= windows.in()[axis]) {
                return -1;
            }
            at = at * windows.in()[axis] + i;
        }
        return at;
    }
}

package dl.kernel;

/// The sizes of a convolution: images `[batch, groups * inputs, ...]`, weights `[groups * outputs, inputs, ...]`, results
/// `[batch, groups * outputs, ...]`, all row-major without gaps.
///
/// @param inputs channels of the images in a group
/// @param outputs channels of the results in a group
public record ConvolutionShape(int batch, int groups, int inputs, int outputs, Windows windows) {
    /// The multiply-adds for one element of the result.
    public int depth() {
        return inputs * windows.taps();
    }

    /// All multiply-adds.
    public long work() {
        return (long) batch * groups * outputs * depth() * windows.outputs();
    }

    /// For each multiply-add of an element, in order, how far behind the window's first element its input lies in the padded
    /// channels of a group.
    public int[] offsets() {
        int[] taps = windows.tapOffsets();
        int[] offsets = new int[depth()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i / taps.length * windows.plane() + taps[i % taps.length];
        }
        return offsets;
    }
}

package dl.kernel.vector;

import dl.kernel.ConvolutionShape;
import dl.kernel.Parallel;
import dl.kernel.ScalarKernels;
import dl.kernel.Scratch;
import dl.kernel.Windows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Convolutions in f32 as matrix products whose right side is never built as a whole: the windows go straight into the panels
/// that the micro-kernels of [FloatProduct] walk.
///
/// Images are padded first, so that no inner loop asks for borders. Copies are of whole vectors, which may reach behind what they
/// are for: the next copy overwrites that, hence the order of the loops and the [#SLACK] at the ends.
final class FloatConvolution {
    private static final int L = Lanes.FLOATS;
    private static final int WIDE = 2 * L;
    private static final int SLACK = L;
    /// Channels of the result at a time: with 16 registers 8 rows of 2 vectors would spill.
    private static final int MOST = Lanes.BITS == 512 ? 8 : 4;
    /// Steps of the sums in a block: its panel stays in the first-level cache.
    private static final int KC = 256;
    /// Below so many multiply-adds the scalar loop is quicker.
    private static final int TINY = 1024;
    /// With fewer channels of results in a group, loops along rows do better than products.
    private static final int CHANNELS = 4;
    /// Copies of windows that serve more channels of results than this cost less than reading images where they lie.
    private static final int FEW = 64;
    /// Multiply-adds worth handing to another thread.
    private static final int SHARED = 1 << 18;
    /// Elements of a block of windows, which stays in the second-level cache.
    private static final int BLOCK = 1 << 15;

    private FloatConvolution() {}

    private static boolean narrow(ConvolutionShape shape) {
        return shape.outputs() < CHANNELS || shape.work() <= TINY;
    }

    static void forward(ConvolutionShape shape, float[] x, int xAt, float[] w, int wAt, float[] y, Parallel parallel) {
        if (narrow(shape)) {
            ScalarKernels.INSTANCE.convolve(shape, x, xAt, w, wAt, y, parallel);
            return;
        }
        Windows windows = shape.windows();
        if (movesByOne(windows) && shape.outputs() <= FEW && windows.taps() > 1 && fills(windows)) {
            direct(shape, x, xAt, w, wAt, y, parallel);
            return;
        }
        int n = windows.outputs();
        int panels = (n + WIDE - 1) / WIDE;
        int depth = shape.depth();
        int[] offsets = shape.offsets();
        int channels = shape.inputs();
        // A piece pads its images: it should have much more to do than that.
        long worth = Math.max(SHARED, 32L * channels * windows.plane());
        int grain = (int) Math.clamp(worth / ((long) shape.outputs() * depth * WIDE) + 1, 1, 1 << 20);
        parallel.forRange(Math.multiplyExact(shape.batch() * shape.groups(), panels), grain, (from, to) -> {
            Scratch scratch = parallel.scratch();
            float[] padded = scratch.floats(channels * windows.plane() + SLACK);
            float[] panel = scratch.floats(depth * WIDE + SLACK);
            float[] tile = new float[8 * WIDE];
            Strips strips = new Strips(windows);
            int image = -1;
            for (int unit = from; unit < to; unit++) {
                int of = unit / panels;
                if (of != image) {
                    windows.pad(x, xAt + of * channels * windows.inputs(), channels, padded);
                    image = of;
                }
                int column = unit % panels * WIDE;
                int used = Math.min(WIDE, n - column);
                int width = used > L ? WIDE : L;
                strips.select(column, used);
                strips.pack(padded, offsets, panel, width);
                int weights = wAt + of % shape.groups() * shape.outputs() * depth;
                int result = of * shape.outputs() * n + column;
                product(shape.outputs(), depth, w, weights, depth, panel, 0, used, width, y, result, n, false, tile);
            }
            scratch.release(panel);
            scratch.release(padded);
        });
    }

    private static boolean movesByOne(Windows windows) {
        return windows.stride()[1] == 1 && windows.stride()[2] == 1;
    }

    /// Positions from the first window of a slice to its last, as they lie in the padded input: those between rows included.
    private static int stretch(Windows windows) {
        return (windows.out()[1] - 1) * windows.padded()[2] + windows.out()[2];
    }

    /// Whether computing what is between the rows, to throw it away, costs less than copying windows.
    private static boolean fills(Windows windows) {
        long computed = (long) (stretch(windows) + WIDE - 1) / WIDE * WIDE * windows.out()[0];
        return windows.outputs() * 8L >= 5 * computed;
    }

    /// Reads the windows where they lie, and drops the columns between the rows.
    private static void direct(ConvolutionShape shape, float[] x, int xAt, float[] w, int wAt, float[] y, Parallel parallel) {
        Windows windows = shape.windows();
        int n = windows.outputs();
        int depth = shape.depth();
        int channels = shape.inputs();
        int span = (stretch(windows) + WIDE - 1) / WIDE * WIDE;
        int[] offsets = shape.offsets();
        int blocks = (shape.outputs() + 7) / 8;
        long worth = Math.max(SHARED, 32L * channels * windows.plane());
        int grain = (int) Math.clamp(worth / (8L * depth * windows.out()[0] * span) + 1, 1, 1 << 20);
        parallel.forRange(Math.multiplyExact(shape.batch() * shape.groups(), blocks), grain, (from, to) -> {
            Scratch scratch = parallel.scratch();
            float[] padded = scratch.floats(channels * windows.plane() + WIDE);
            float[] strip = scratch.floats(8 * span);
            int image = -1;
            for (int unit = from; unit < to; unit++) {
                int of = unit / blocks;
                if (of != image) {
                    windows.pad(x, xAt + of * channels * windows.inputs(), channels, padded);
                    image = of;
                }
                int first = unit % blocks * 8;
                int rows = Math.min(8, shape.outputs() - first);
                int weights = wAt + (of % shape.groups() * shape.outputs() + first) * depth;
                for (int z = 0; z < windows.out()[0]; z++) {
                    for (int at = 0; at < span; at += WIDE) {
                        for (int r = 0, group; r < rows; r += group) {
                            int left = rows - r;
                            group = left >= MOST ? MOST : left >= 4 ? 4 : left >= 2 ? 2 : 1;
                            int a = weights + r * depth;
                            int c = r * span + at;
                            switch (group) {
                                case 8 -> FloatDirect.forward8(depth, w, a, depth, padded, windows.sliceStart(z) + at, offsets, strip, c, span);
                                case 4 -> FloatDirect.forward4(depth, w, a, depth, padded, windows.sliceStart(z) + at, offsets, strip, c, span);
                                case 2 -> FloatDirect.forward2(depth, w, a, depth, padded, windows.sliceStart(z) + at, offsets, strip, c, span);
                                default -> FloatDirect.forward1(depth, w, a, depth, padded, windows.sliceStart(z) + at, offsets, strip, c, span);
                            }
                        }
                    }
                    for (int r = 0; r < rows; r++) {
                        keep(windows, strip, r * span, y, (of * shape.outputs() + first + r) * n + z * windows.out()[1] * windows.out()[2]);
                    }
                }
            }
            scratch.release(strip);
            scratch.release(padded);
        });
    }

    /// Copies the rows of a slice without what is between them.
    private static void keep(Windows windows, float[] strip, int at, float[] y, int to) {
        int width = windows.out()[2];
        int pitch = windows.padded()[2];
        if (width < L) {
            for (int row = 0; row < windows.out()[1]; row++, at += pitch, to += width) {
                for (int i = 0; i < width; i++) {
                    y[to + i] = strip[at + i];
                }
            }
            return;
        }
        for (int row = 0; row < windows.out()[1]; row++, at += pitch, to += width) {
            for (int i = 0; i < width - L; i += L) {
                FloatVector.fromArray(Lanes.FLOAT, strip, at + i).intoArray(y, to + i);
            }
            FloatVector.fromArray(Lanes.FLOAT, strip, at + width - L).intoArray(y, to + width - L);
        }
    }

    /// Some rows of A times a panel, into columns of C; with `add` the sums go on from what C holds.
    private static void product(
            int rows,
            int depth,
            float[] a,
            int aAt,
            int aRow,
            float[] panels,
            int bAt,
            int used,
            int width,
            float[] c,
            int cAt,
            int cRow,
            boolean add,
            float[] tile) {
        for (int start = 0; start < depth; start += KC) {
            int steps = Math.min(KC, depth - start);
            boolean goesOn = add || start > 0;
            for (int row = 0, group; row < rows; row += group) {
                group = FloatProduct.group(rows - row);
                int from = aAt + row * aRow + start;
                int to = cAt + row * cRow;
                if (used == width) {
                    FloatProduct.rows(group, width, steps, a, from, aRow, panels, bAt + start * width, c, to, cRow, goesOn);
                    continue;
                }
                if (goesOn) {
                    for (int r = 0; r < group; r++) {
                        System.arraycopy(c, to + r * cRow, tile, r * width, used);
                    }
                }
                FloatProduct.rows(group, width, steps, a, from, aRow, panels, bAt + start * width, tile, 0, width, goesOn);
                for (int r = 0; r < group; r++) {
                    System.arraycopy(tile, r * width, c, to + r * cRow, used);
                }
            }
        }
    }

    /// Neighbouring positions of the output, as runs that lie side by side in the padded input.
    private static final class Strips {
        private final Windows windows;
        private final int step;
        private final int[] starts = new int[WIDE];
        private final int[] at = new int[WIDE];
        private final int[] lengths = new int[WIDE];
        private int count;

        Strips(Windows windows) {
            this.windows = windows;
            this.step = windows.stride()[2];
        }

        void select(int first, int used) {
            int width = windows.out()[2];
            count = 0;
            for (int done = 0; done < used; ) {
                int row = (first + done) / width;
                int column = (first + done) % width;
                int length = Math.min(used - done, width - column);
                int start = windows.rowStart(row) + column * step;
                boolean joins = count > 0 && step == 1 && starts[count - 1] + lengths[count - 1] == start;
                if (joins) {
                    lengths[count - 1] += length;
                } else {
                    starts[count] = start;
                    at[count] = done;
                    lengths[count++] = length;
                }
                done += length;
            }
        }

        /// For each multiply-add its input at every position, side by side.
        void pack(float[] padded, int[] offsets, float[] panel, int width) {
            if (step != 1) {
                packSteps(padded, offsets, panel, width);
            } else if (count == 1) {
                int start = starts[0];
                for (int k = 0; k < offsets.length; k++) {
                    FloatVector.fromArray(Lanes.FLOAT, padded, start + offsets[k]).intoArray(panel, k * width);
                    if (lengths[0] > L) {
                        FloatVector.fromArray(Lanes.FLOAT, padded, start + offsets[k] + L).intoArray(panel, k * width + L);
                    }
                }
            } else {
                for (int k = 0; k < offsets.length; k++) {
                    for (int i = 0; i < count; i++) {
                        int from = starts[i] + offsets[k];
                        int to = k * width + at[i];
                        FloatVector.fromArray(Lanes.FLOAT, padded, from).intoArray(panel, to);
                        if (lengths[i] > L) {
                            FloatVector.fromArray(Lanes.FLOAT, padded, from + L).intoArray(panel, to + L);
                        }
                    }
                }
            }
        }

        private void packSteps(float[] padded, int[] offsets, float[] panel, int width) {
            for (int k = 0; k < offsets.length; k++) {
                for (int i = 0; i < count; i++) {
                    int from = starts[i] + offsets[k];
                    int to = k * width + at[i];
                    for (int j = 0; j < lengths[i]; j++) {
                        panel[to + j] = padded[from + j * step];
                    }
                }
            }
        }
    }

    static void transposed(ConvolutionShape shape, float[] y, int yAt, float[] w, int wAt, float[] x, Parallel parallel) {
        if (narrow(shape) || shape.depth() < CHANNELS) {
            ScalarKernels.INSTANCE.convolveTransposed(shape, y, yAt, w, wAt, x, parallel);
            return;
        }
        Windows windows = shape.windows();
        int n = windows.outputs();
        int outputs = shape.outputs();
        int depth = shape.depth();
        int[] taps = windows.tapOffsets();
        Scratch scratch = parallel.scratch();
        float[] turned = scratch.floats(shape.groups() * depth * outputs);
        for (int group = 0; group < shape.groups(); group++) {
            turn(w, wAt + group * outputs * depth, outputs, depth, turned, group * depth * outputs);
        }
        // Channels of the result that are made together: whole groups of 8 rows, as far as there are so many.
        int most = (int) Math.clamp(BLOCK / ((long) taps.length * n), 1, shape.inputs());
        int block = most >= 8 ? most & ~7 : most;
        int blocks = (shape.inputs() + block - 1) / block;
        int count = (n + WIDE - 1) / WIDE;
        long each = (long) outputs * block * taps.length * n;
        long worth = Math.max(SHARED, 32L * outputs * n);
        int grain = (int) Math.clamp(worth / each + 1, 1, 1 << 20);
        parallel.forRange(shape.batch() * shape.groups() * blocks, grain, (from, to) -> {
            float[] panels = scratch.floats(count * WIDE * outputs);
            float[] products = scratch.floats(block * taps.length * n + SLACK);
            float[] plane = scratch.floats(windows.plane() + SLACK);
            float[] tile = new float[8 * WIDE];
            int image = -1;
            for (int unit = from; unit < to; unit++) {
                int of = unit / blocks;
                if (of != image) {
                    packRows(y, yAt + of * outputs * n, outputs, n, panels);
                    image = of;
                }
                int channel = unit % blocks * block;
                int channels = Math.min(block, shape.inputs() - channel);
                int weights = (of % shape.groups() * depth + channel * taps.length) * outputs;
                for (int column = 0; column < n; column += WIDE) {
                    int used = Math.min(WIDE, n - column);
                    product(channels * taps.length, outputs, turned, weights, outputs, panels, column * outputs, used, used > L ? WIDE : L,
                            products, column, n, false, tile);
                }
                for (int c = 0; c < channels; c++) {
                    Arrays.fill(plane, 0, windows.plane(), 0);
                    for (int tap = 0; tap < taps.length; tap++) {
                        spread(windows, products, (c * taps.length + tap) * n, plane, taps[tap]);
                    }
                    windows.cut(plane, x, (of * shape.inputs() + channel + c) * windows.inputs());
                }
            }
            scratch.release(plane);
            scratch.release(products);
            scratch.release(panels);
        });
        scratch.release(turned);
    }

    /// Each row of one matrix as a column of another.
    private static void turn(float[] x, int at, int rows, int columns, float[] out, int to) {
        for (int first = 0; first < columns; first += 16) {
            int last = Math.min(columns, first + 16);
            for (int row = 0; row < rows; row++) {
                for (int column = first; column < last; column++) {
                    out[to + column * rows + row] = x[at + row * columns + column];
                }
            }
        }
    }

    /// Copies panels of a matrix: for each row the panel's columns side by side. What fills up the last one is arbitrary.
    private static void packRows(float[] x, int at, int rows, int columns, float[] panels) {
        for (int column = 0; column < columns; column += WIDE) {
            int used = Math.min(WIDE, columns - column);
            int width = used > L ? WIDE : L;
            int to = column * rows;
            for (int row = 0; row < rows; row++) {
                int from = at + row * columns + column;
                if (used == WIDE) {
                    FloatVector.fromArray(Lanes.FLOAT, x, from).intoArray(panels, to + row * WIDE);
                    FloatVector.fromArray(Lanes.FLOAT, x, from + L).intoArray(panels, to + row * WIDE + L);
                } else {
                    System.arraycopy(x, from, panels, to + row * width, used);
                }
            }
        }
    }

    /// Adds a value for each window to the element of the window that lies `offset` behind its first.
    private static void spread(Windows windows, float[] values, int at, float[] plane, int offset) {
        int width = windows.out()[2];
        int step = windows.stride()[2];
        int whole = width / L * L;
        int pitch = windows.stride()[1] * windows.padded()[2];
        VectorMask<Float> rest = Lanes.FLOAT.indexInRange(whole, width);
        for (int z = 0; z < windows.out()[0]; z++) {
            int to = windows.sliceStart(z) + offset;
            for (int row = 0; row < windows.out()[1]; row++, at += width, to += pitch) {
                if (step != 1) {
                    for (int i = 0; i < width; i++) {
                        plane[to + i * step] += values[at + i];
                    }
                    continue;
                }
                for (int i = 0; i < whole; i += L) {
                    FloatVector.fromArray(Lanes.FLOAT, plane, to + i)
                            .add(FloatVector.fromArray(Lanes.FLOAT, values, at + i))
                            .intoArray(plane, to + i);
                }
                if (whole < width) {
                    FloatVector.fromArray(Lanes.FLOAT, plane, to + whole)
                            .add(FloatVector.fromArray(Lanes.FLOAT, values, at + whole))
                            .intoArray(plane, to + whole, rest);
                }
            }
        }
    }

    static void weights(ConvolutionShape shape, float[] x, int xAt, float[] y, int yAt, float[] w, Parallel parallel) {
        if (narrow(shape) || windowsTooFew(shape)) {
            ScalarKernels.INSTANCE.convolveWeights(shape, x, xAt, y, yAt, w, parallel);
            return;
        }
        Windows windows = shape.windows();
        int n = windows.outputs();
        int outputs = shape.outputs();
        int depth = shape.depth();
        int[] offsets = shape.offsets();
        int images = shape.batch() * shape.groups();
        int rest = outputs % WIDE;
        int span = rest == 0 || rest > L ? (outputs + WIDE - 1) / WIDE * WIDE : outputs - rest + L;
        Scratch scratch = parallel.scratch();
        // For each position the channels of the result side by side, panel by panel.
        float[] panels = scratch.floats(Math.multiplyExact(images, n * span));
        parallel.forRange(images, (int) Math.clamp(SHARED / (4L * n * outputs), 1, 1 << 20), (from, to) -> {
            for (int of = from; of < to; of++) {
                for (int column = 0; column < outputs; column += WIDE) {
                    packColumns(y, yAt + (of * outputs + column) * n, Math.min(WIDE, outputs - column), n, panels, of * n * span + column * n);
                }
            }
        });
        // Rows of the transposed weights that are made together: few enough to share among threads.
        int block = (int) Math.clamp(2L * BLOCK / n, 8, Math.max(8, Math.min(64, (depth + 7) / 8))) + 7 & ~7;
        int blocks = (depth + block - 1) / block;
        boolean direct = movesByOne(windows) && outputs <= WIDE;
        parallel.forRange(shape.groups() * blocks, 1, (from, to) -> {
            float[] rows = direct ? new float[0] : scratch.floats(block * n + SLACK);
            float[] sums = scratch.floats(block * span);
            float[] padded = scratch.floats((block / windows.taps() + 2) * windows.plane() + SLACK);
            int[] places = new int[block];
            for (int unit = from; unit < to; unit++) {
                int group = unit / blocks;
                int first = unit % blocks * block;
                int count = Math.min(block, depth - first);
                int channel = first / windows.taps();
                int channels = (first + count - 1) / windows.taps() - channel + 1;
                for (int row = 0; row < block; row++) {
                    // groups of 8 are filled up with the last row
                    places[row] = offsets[first + Math.min(row, count - 1)] - channel * windows.plane();
                }
                for (int image = 0; image < shape.batch(); image++) {
                    int of = image * shape.groups() + group;
                    windows.pad(x, xAt + (of * shape.inputs() + channel) * windows.inputs(), channels, padded);
                    if (direct) {
                        correlate(windows, padded, places, count, panels, of * n * span, outputs, sums, span, image > 0);
                        continue;
                    }
                    for (int row = 0; row < count; row++) {
                        collect(windows, padded, places[row], rows, row * n);
                    }
                    for (int column = 0; column < outputs; column += WIDE) {
                        int width = Math.min(WIDE, span - column);
                        product(count, n, rows, 0, n, panels, of * n * span + column * n, width, width, sums, column, span, image > 0, sums);
                    }
                }
                for (int o = 0; o < outputs; o++) {
                    int at = (group * outputs + o) * depth + first;
                    for (int row = 0; row < count; row++) {
                        w[at + row] = sums[row * span + o];
                    }
                }
            }
            scratch.release(padded);
            scratch.release(sums);
            if (!direct) {
                scratch.release(rows);
            }
        });
        scratch.release(panels);
    }

    /// Goes on with the sums of the weights over the windows of an image, which are read where they lie.
    private static void correlate(
            Windows windows, float[] padded, int[] places, int count, float[] panels, int at, int outputs, float[] sums, int span, boolean add) {
        int n = windows.outputs();
        int rows = windows.out()[1];
        int width = windows.out()[2];
        int pitch = windows.padded()[2];
        int most = Math.max(1, KC / width);
        boolean goesOn = add;
        for (int z = 0; z < windows.out()[0]; z++) {
            for (int row = 0; row < rows; row += most, goesOn = true) {
                int some = Math.min(most, rows - row);
                int start = windows.sliceStart(z) + row * pitch;
                for (int column = 0; column < outputs; column += WIDE) {
                    boolean wide = outputs - column > L;
                    int from = at + column * n + (z * rows + row) * width * (wide ? WIDE : L);
                    for (int first = 0; first < count; first += 8) {
                        int to = first * span + column;
                        if (wide) {
                            FloatDirect.weights2(some, width, pitch, padded, start, places, first, panels, from, sums, to, span, goesOn);
                        } else {
                            FloatDirect.weights1(some, width, pitch, padded, start, places, first, panels, from, sums, to, span, goesOn);
                        }
                    }
                }
            }
        }
    }

    private static boolean windowsTooFew(ConvolutionShape shape) {
        return shape.depth() < CHANNELS || shape.batch() == 0 || shape.windows().outputs() == 0;
    }

    /// Copies one panel of a transposed matrix: element by element, in blocks that stay in the cache.
    private static void packColumns(float[] x, int at, int used, int n, float[] panel, int to) {
        int width = used > L ? WIDE : L;
        for (int start = 0; start < n; start += 16) {
            int end = Math.min(n, start + 16);
            for (int j = 0; j < used; j++) {
                int from = at + j * n;
                for (int p = start; p < end; p++) {
                    panel[to + p * width + j] = x[from + p];
                }
            }
        }
    }

    /// The inputs at one place of every window.
    private static void collect(Windows windows, float[] padded, int offset, float[] out, int to) {
        int step = windows.stride()[2];
        boolean joined = movesByOne(windows) && windows.padded()[2] == windows.out()[2];
        int rows = joined ? 1 : windows.out()[1];
        int length = joined ? windows.out()[1] * windows.out()[2] : windows.out()[2];
        int pitch = windows.stride()[1] * windows.padded()[2];
        for (int z = 0; z < windows.out()[0]; z++) {
            int from = windows.sliceStart(z) + offset;
            for (int row = 0; row < rows; row++, to += length, from += pitch) {
                if (step == 1) {
                    for (int i = 0; i < length; i += L) {
                        FloatVector.fromArray(Lanes.FLOAT, padded, from + i).intoArray(out, to + i);
                    }
                } else {
                    for (int i = 0; i < length; i++) {
                        out[to + i] = padded[from + i * step];
                    }
                }
            }
        }
    }
}

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
    private static final int SLACK = 2 * L;
    /// Channels of the result at a time: with 16 registers 8 rows of 2 vectors would spill.
    private static final int MOST = Lanes.BITS == 512 ? 8 : 4;
    /// Steps of the sums in a block: its panel stays in the first-level cache.
    private static final int KC = 256;
    /// Below so many multiply-adds the scalar loop is quicker.
    private static final int TINY = 1024;
    /// With fewer channels of results in a group, loops along rows do better than products.
    private static final int CHANNELS = 4;
    /// Copies of windows that serve more channels of results than this cost less than reading shifted rows.
    private static final int FEW = 48;
    /// With so many images threads need not share one.
    private static final int MANY = 8;
    /// Multiply-adds worth handing to another thread.
    private static final int SHARED = 1 << 18;
    /// Elements that stay in the first-level cache.
    private static final int NEAR = 1 << 13;
    /// Rows of a product that are worth while.
    private static final int ROWS = 32;
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
        if (shape.outputs() <= FEW && FloatShifts.fit(windows)) {
            shifted(shape, x, xAt, w, wAt, y, parallel);
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

    /// Reads shifted rows of the images, a block of channels at a time.
    private static void shifted(ConvolutionShape shape, float[] x, int xAt, float[] w, int wAt, float[] y, Parallel parallel) {
        Windows windows = shape.windows();
        FloatShifts shifts = new FloatShifts(windows);
        int n = windows.outputs();
        int slice = windows.out()[1] * windows.out()[2];
        int depth = shape.depth();
        int taps = windows.taps();
        int some = Math.clamp(KC / taps, 1, Math.max(1, shape.inputs()));
        int[] offsets = shifts.offsets(some);
        int images = Math.multiplyExact(shape.batch(), shape.groups());
        // A few images are shared by channels of the result, at the price of as many copies.
        int most = images >= MANY ? shape.outputs() : 8;
        int parts = (shape.outputs() + most - 1) / most;
        long each = (long) most * depth * n;
        parallel.forRange(images * parts, (int) Math.clamp(SHARED / each + 1, 1, 1 << 20), (from, to) -> {
            Scratch scratch = parallel.scratch();
            boolean bare = windows.bare();
            float[] padded = bare ? x : scratch.floats(some * windows.plane());
            float[] moved = scratch.floats(some * shifts.each + FloatShifts.SLACK);
            float[] tile = new float[8 * WIDE];
            for (int unit = from; unit < to; unit++) {
                int of = unit / parts;
                int first = unit % parts * most;
                int rows = Math.min(most, shape.outputs() - first);
                int weights = wAt + (of % shape.groups() * shape.outputs() + first) * depth;
                int result = (of * shape.outputs() + first) * n;
                for (int channel = 0; channel < shape.inputs(); channel += some) {
                    int channels = Math.min(some, shape.inputs() - channel);
                    int start = xAt + (of * shape.inputs() + channel) * windows.inputs();
                    if (!bare) {
                        windows.pad(x, start, channels, padded);
                    }
                    shifts.copy(padded, bare ? start : 0, channels, moved);
                    for (int z = 0; z < windows.out()[0]; z++) {
                        for (int at = 0; at < slice; at += WIDE) {
                            positions(rows, channels * taps, w, weights + channel * taps, depth, moved, shifts.slice(z) + at, offsets,
                                    Math.min(WIDE, slice - at), y, result + z * slice + at, n, channel > 0, tile);
                        }
                    }
                }
            }
            scratch.release(moved);
            if (!bare) {
                scratch.release(padded);
            }
        });
    }

    /// Some channels of the result at up to 2 vectors of positions; with `add` the sums go on from what `y` holds.
    private static void positions(
            int rows,
            int depth,
            float[] w,
            int wAt,
            int wRow,
            float[] x,
            int xAt,
            int[] offsets,
            int used,
            float[] y,
            int yAt,
            int yRow,
            boolean add,
            float[] tile) {
        for (int row = 0, group; row < rows; row += group) {
            int left = rows - row;
            group = left >= MOST ? MOST : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            int a = wAt + row * wRow;
            int to = yAt + row * yRow;
            if (used == WIDE) {
                rows(group, depth, w, a, wRow, x, xAt, offsets, y, to, yRow, add);
                continue;
            }
            if (add) {
                for (int r = 0; r < group; r++) {
                    System.arraycopy(y, to + r * yRow, tile, r * WIDE, used);
                }
            }
            rows(group, depth, w, a, wRow, x, xAt, offsets, tile, 0, WIDE, add);
            for (int r = 0; r < group; r++) {
                System.arraycopy(tile, r * WIDE, y, to + r * yRow, used);
            }
        }
    }

    private static void rows(
            int group, int depth, float[] w, int wAt, int wRow, float[] x, int xAt, int[] offsets, float[] y, int yAt, int yRow, boolean add) {
        switch (group) {
            case 8 -> FloatDirect.forward8(depth, w, wAt, wRow, x, xAt, offsets, y, yAt, yRow, add);
            case 4 -> FloatDirect.forward4(depth, w, wAt, wRow, x, xAt, offsets, y, yAt, yRow, add);
            case 2 -> FloatDirect.forward2(depth, w, wAt, wRow, x, xAt, offsets, y, yAt, yRow, add);
            default -> FloatDirect.forward1(depth, w, wAt, wRow, x, xAt, offsets, y, yAt, yRow, add);
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
            } else if (count == 2) {
                // The usual case where rows are longer than a vector, with no branch: what is too much is overwritten.
                int first = starts[0];
                int second = starts[1];
                int behind = at[1];
                for (int k = 0; k < offsets.length; k++) {
                    int from = offsets[k];
                    int to = k * width;
                    FloatVector.fromArray(Lanes.FLOAT, padded, first + from).intoArray(panel, to);
                    FloatVector.fromArray(Lanes.FLOAT, padded, first + from + L).intoArray(panel, to + L);
                    FloatVector.fromArray(Lanes.FLOAT, padded, second + from).intoArray(panel, to + behind);
                    FloatVector.fromArray(Lanes.FLOAT, padded, second + from + L).intoArray(panel, to + behind + L);
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
        int taps = windows.taps();
        FloatSpread spread = new FloatSpread(windows);
        Scratch scratch = parallel.scratch();
        float[] turned = scratch.floats(shape.groups() * depth * outputs);
        for (int group = 0; group < shape.groups(); group++) {
            turn(w, wAt + group * outputs * depth, outputs, depth, turned, group * depth * outputs);
        }
        // Channels of the result that are made together: their products stay in the first-level cache, but are no fewer rows than
        // make it worth while.
        int most = Math.max(NEAR / Math.max(1, taps * n), (ROWS + taps - 1) / taps);
        int block = Math.clamp(most, 1, shape.inputs());
        int blocks = (shape.inputs() + block - 1) / block;
        int count = (n + WIDE - 1) / WIDE;
        long each = (long) outputs * block * taps * n;
        long worth = Math.max(SHARED, 32L * outputs * n);
        int grain = (int) Math.clamp(worth / each + 1, 1, 1 << 20);
        parallel.forRange(shape.batch() * shape.groups() * blocks, grain, (from, to) -> {
            float[] panels = scratch.floats(count * WIDE * outputs);
            float[] products = scratch.floats(2 * spread.slack + block * taps * n);
            float[] plane = scratch.floats(spread.plane());
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
                int weights = (of % shape.groups() * depth + channel * taps) * outputs;
                for (int column = 0; column < n; column += WIDE) {
                    int used = Math.min(WIDE, n - column);
                    product(channels * taps, outputs, turned, weights, outputs, panels, column * outputs, used, used > L ? WIDE : L,
                            products, spread.slack + column, n, false, tile);
                }
                for (int c = 0; c < channels; c++) {
                    spread.run(products, spread.slack + c * taps * n, plane, x, (of * shape.inputs() + channel + c) * windows.inputs());
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
        if (FloatShifts.fit(windows)) {
            correlate(shape, x, xAt, panels, span, w, parallel);
        } else {
            collected(shape, x, xAt, panels, span, w, parallel);
        }
        scratch.release(panels);
    }

    /// The weights of some channels of the images at a time, from shifted rows of these.
    private static void correlate(ConvolutionShape shape, float[] x, int xAt, float[] panels, int span, float[] w, Parallel parallel) {
        Windows windows = shape.windows();
        FloatShifts shifts = new FloatShifts(windows);
        Scratch scratch = parallel.scratch();
        int n = windows.outputs();
        int slice = windows.out()[1] * windows.out()[2];
        int taps = windows.taps();
        // 8 channels are whole groups of 8 places, however many places a window has.
        int some = parallel.threads() == 1 || shape.inputs() >= 32 ? Math.min(8, shape.inputs()) : 1;
        int blocks = (shape.inputs() + some - 1) / some;
        int[] offsets = shifts.offsets(some);
        int[] places = Arrays.copyOf(offsets, offsets.length + 7 & ~7);
        // the last group is filled up
        Arrays.fill(places, offsets.length, places.length, offsets[offsets.length - 1]);
        parallel.forRange(shape.groups() * blocks, 1, (from, to) -> {
            boolean bare = windows.bare();
            float[] padded = bare ? x : scratch.floats(some * windows.plane());
            float[] moved = scratch.floats(some * shifts.each + FloatShifts.SLACK);
            float[] sums = scratch.floats(places.length * span);
            for (int unit = from; unit < to; unit++) {
                int group = unit / blocks;
                int channel = unit % blocks * some;
                int channels = Math.min(some, shape.inputs() - channel);
                int count = channels * taps;
                for (int image = 0; image < shape.batch(); image++) {
                    int of = image * shape.groups() + group;
                    int start = xAt + (of * shape.inputs() + channel) * windows.inputs();
                    if (!bare) {
                        windows.pad(x, start, channels, padded);
                    }
                    shifts.copy(padded, bare ? start : 0, channels, moved);
                    for (int z = 0; z < windows.out()[0]; z++) {
                        for (int p = 0; p < slice; p += KC) {
                            int steps = Math.min(KC, slice - p);
                            boolean add = image > 0 || z > 0 || p > 0;
                            places(steps, moved, shifts.slice(z) + p, places, count, panels, of * n * span, n, z * slice + p, shape.outputs(),
                                    sums, span, add);
                        }
                    }
                }
                for (int o = 0; o < shape.outputs(); o++) {
                    int at = (group * shape.outputs() + o) * shape.depth() + channel * taps;
                    for (int row = 0; row < count; row++) {
                        w[at + row] = sums[row * span + o];
                    }
                }
            }
            scratch.release(sums);
            scratch.release(moved);
            if (!bare) {
                scratch.release(padded);
            }
        });
    }

    /// Goes on with the sums of the weights at some places over some positions of an image.
    private static void places(
            int steps,
            float[] x,
            int xAt,
            int[] places,
            int count,
            float[] panels,
            int at,
            int n,
            int position,
            int outputs,
            float[] sums,
            int span,
            boolean add) {
        for (int column = 0; column < outputs; column += WIDE) {
            boolean wide = outputs - column > L;
            int from = at + column * n + position * (wide ? WIDE : L);
            for (int first = 0; first < count; first += 8) {
                int to = first * span + column;
                if (wide) {
                    FloatDirect.weights2(steps, x, xAt, places, first, panels, from, sums, to, span, add);
                } else {
                    FloatDirect.weights1(steps, x, xAt, places, first, panels, from, sums, to, span, add);
                }
            }
        }
    }

    /// The weights of some places at a time, from a copy of the inputs at each.
    private static void collected(ConvolutionShape shape, float[] x, int xAt, float[] panels, int span, float[] w, Parallel parallel) {
        Windows windows = shape.windows();
        Scratch scratch = parallel.scratch();
        int n = windows.outputs();
        int outputs = shape.outputs();
        int depth = shape.depth();
        int[] offsets = shape.offsets();
        // Rows of the transposed weights that are made together: few enough to share among threads.
        int block = (int) Math.clamp(2L * BLOCK / n, 8, Math.max(8, Math.min(64, (depth + 7) / 8))) + 7 & ~7;
        int blocks = (depth + block - 1) / block;
        parallel.forRange(shape.groups() * blocks, 1, (from, to) -> {
            float[] rows = scratch.floats(block * n + SLACK);
            float[] sums = scratch.floats(block * span);
            float[] padded = scratch.floats((block / windows.taps() + 2) * windows.plane() + SLACK);
            for (int unit = from; unit < to; unit++) {
                int group = unit / blocks;
                int first = unit % blocks * block;
                int count = Math.min(block, depth - first);
                int channel = first / windows.taps();
                int channels = (first + count - 1) / windows.taps() - channel + 1;
                for (int image = 0; image < shape.batch(); image++) {
                    int of = image * shape.groups() + group;
                    windows.pad(x, xAt + (of * shape.inputs() + channel) * windows.inputs(), channels, padded);
                    for (int row = 0; row < count; row++) {
                        collect(windows, padded, offsets[first + row] - channel * windows.plane(), rows, row * n);
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
            scratch.release(rows);
        });
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
        boolean joined = step == 1 && windows.stride()[1] == 1 && windows.padded()[2] == windows.out()[2];
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

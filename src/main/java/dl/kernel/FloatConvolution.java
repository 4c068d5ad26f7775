package dl.kernel;

import java.util.Arrays;

/// Convolutions in f32 as plain loops along rows, which the compiler makes vectors of: the reference, and the quickest way where
/// a group has few channels.
final class FloatConvolution {
    /// Multiply-adds worth handing to another thread.
    private static final int GRAIN = 1 << 16;
    /// Elements of a strip of the output, which stays in the first-level cache.
    private static final int STRIP = 2048;

    private FloatConvolution() {}

    static void forward(ConvolutionShape shape, float[] x, int xAt, float[] w, int wAt, float[] y, Parallel parallel) {
        Windows windows = shape.windows();
        int units = shape.batch() * shape.groups() * shape.outputs();
        long each = Math.max(1, (long) shape.depth() * windows.outputs());
        int[] offsets = shape.offsets();
        parallel.forRange(units, (int) Math.clamp(GRAIN / each, 1, 1 << 20), (from, to) -> {
            Scratch scratch = parallel.scratch();
            boolean bare = windows.bare();
            float[] padded = bare ? x : scratch.floats(shape.inputs() * windows.plane());
            float[] strip = scratch.floats(Math.max(STRIP, windows.padded()[2]));
            int image = -1;
            for (int unit = from; unit < to; unit++) {
                int of = unit / shape.outputs();
                int start = xAt + of * shape.inputs() * windows.inputs();
                if (of != image && !bare) {
                    windows.pad(x, start, shape.inputs(), padded);
                }
                image = of;
                int channel = of % shape.groups() * shape.outputs() + unit % shape.outputs();
                channel(windows, offsets, padded, bare ? start : 0, w, wAt + channel * shape.depth(), y, unit * windows.outputs(), strip);
            }
            scratch.release(strip);
            if (!bare) {
                scratch.release(padded);
            }
        });
    }

    /// One channel of the result. With steps of 1 a strip is several rows, the columns between them included.
    private static void channel(
            Windows windows, int[] offsets, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, float[] strip) {
        int width = windows.out()[2];
        int pitch = windows.padded()[2];
        int step = windows.stride()[2];
        boolean joined = step == 1 && windows.stride()[1] == 1;
        int most = joined ? Math.max(1, STRIP / pitch) : 1;
        for (int row = 0, count; row < windows.rows(); row += count) {
            // a strip ends with its slice, as the next one begins elsewhere
            count = Math.min(most, windows.out()[1] - row % windows.out()[1]);
            int length = (count - 1) * pitch + width;
            int start = xAt + windows.rowStart(row);
            Arrays.fill(strip, 0, length, 0);
            for (int k = 0; k < offsets.length; k++) {
                if (step == 1) {
                    accumulate(w[wAt + k], x, start + offsets[k], strip, length);
                } else {
                    accumulate(w[wAt + k], x, start + offsets[k], step, strip, length);
                }
            }
            for (int i = 0; i < count; i++, yAt += width) {
                System.arraycopy(strip, i * pitch, y, yAt, width);
            }
        }
    }

    private static void accumulate(float w, float[] x, int at, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.fma(w, x[at + i], out[i]);
        }
    }

    private static void accumulate(float w, float[] x, int at, int step, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.fma(w, x[at + i * step], out[i]);
        }
    }

    static void transposed(ConvolutionShape shape, float[] y, int yAt, float[] w, int wAt, float[] x, Parallel parallel) {
        Windows windows = shape.windows();
        int units = shape.batch() * shape.groups() * shape.inputs();
        long each = Math.max(1, (long) shape.outputs() * windows.taps() * windows.outputs());
        int[] taps = windows.tapOffsets();
        int n = windows.outputs();
        parallel.forRange(units, (int) Math.clamp(GRAIN / each, 1, 1 << 20), (from, to) -> {
            Scratch scratch = parallel.scratch();
            float[] plane = scratch.floats(windows.plane());
            float[] products = scratch.floats(n);
            for (int unit = from; unit < to; unit++) {
                int of = unit / shape.inputs();
                int group = of % shape.groups();
                Arrays.fill(plane, 0, windows.plane(), 0);
                for (int tap = 0; tap < taps.length; tap++) {
                    int weight = wAt + group * shape.outputs() * shape.depth() + unit % shape.inputs() * taps.length + tap;
                    Arrays.fill(products, 0, n, 0);
                    for (int start = 0; start < n; start += STRIP) {
                        int length = Math.min(STRIP, n - start);
                        for (int o = 0; o < shape.outputs(); o++) {
                            accumulate(
                                    w[weight + o * shape.depth()], y, yAt + (of * shape.outputs() + o) * n + start, products, start, length);
                        }
                    }
                    spread(windows, products, 0, plane, taps[tap]);
                }
                windows.cut(plane, x, unit * windows.inputs());
            }
            scratch.release(products);
            scratch.release(plane);
        });
    }

    private static void accumulate(float w, float[] x, int at, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = Math.fma(w, x[at + i], out[to + i]);
        }
    }

    /// Adds a value for each window to the element of the window that lies `offset` behind its first.
    private static void spread(Windows windows, float[] values, int at, float[] plane, int offset) {
        int width = windows.out()[2];
        int step = windows.stride()[2];
        int pitch = windows.stride()[1] * windows.padded()[2];
        for (int z = 0; z < windows.out()[0]; z++) {
            int to = windows.sliceStart(z) + offset;
            for (int row = 0; row < windows.out()[1]; row++, at += width, to += pitch) {
                if (step == 1) {
                    add(values, at, plane, to, width);
                } else {
                    for (int i = 0; i < width; i++) {
                        plane[to + i * step] += values[at + i];
                    }
                }
            }
        }
    }

    private static void add(float[] x, int at, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] += x[at + i];
        }
    }

    static void weights(ConvolutionShape shape, float[] x, int xAt, float[] y, int yAt, float[] w, Parallel parallel) {
        Windows windows = shape.windows();
        int units = shape.groups() * shape.inputs();
        int[] taps = windows.tapOffsets();
        boolean bare = windows.bare();
        long each = Math.max(1, (long) shape.batch() * shape.outputs() * taps.length * windows.outputs());
        parallel.forRange(units, (int) Math.clamp(GRAIN / each, 1, 1 << 20), (from, to) -> {
            Scratch scratch = parallel.scratch();
            float[] padded = bare ? x : scratch.floats(windows.plane());
            for (int unit = from; unit < to; unit++) {
                int group = unit / shape.inputs();
                for (int image = 0; image < shape.batch(); image++) {
                    int start = xAt + (image * units + unit) * windows.inputs();
                    if (!bare) {
                        windows.pad(x, start, 1, padded);
                    }
                    for (int o = 0; o < shape.outputs(); o++) {
                        int channel = group * shape.outputs() + o;
                        correlate(windows, taps, padded, bare ? start : 0,
                                y, yAt + (image * shape.groups() * shape.outputs() + channel) * windows.outputs(),
                                w, channel * shape.depth() + unit % shape.inputs() * taps.length);
                    }
                }
            }
            if (!bare) {
                scratch.release(padded);
            }
        });
    }

    /// Goes on with the sums for the taps of one channel of the input and one of the result, four of them at a time.
    private static void correlate(Windows windows, int[] taps, float[] x, int xAt, float[] y, int yAt, float[] w, int wAt) {
        int width = windows.out()[2];
        int step = windows.stride()[2];
        int tap = 0;
        for (; tap + 4 <= taps.length; tap += 4) {
            float s0 = w[wAt + tap], s1 = w[wAt + tap + 1], s2 = w[wAt + tap + 2], s3 = w[wAt + tap + 3];
            for (int row = 0, p = yAt; row < windows.rows(); row++) {
                int at = xAt + windows.rowStart(row);
                int a0 = at + taps[tap], a1 = at + taps[tap + 1], a2 = at + taps[tap + 2], a3 = at + taps[tap + 3];
                for (int i = 0, j = 0; i < width; i++, j += step, p++) {
                    float g = y[p];
                    s0 = Math.fma(g, x[a0 + j], s0);
                    s1 = Math.fma(g, x[a1 + j], s1);
                    s2 = Math.fma(g, x[a2 + j], s2);
                    s3 = Math.fma(g, x[a3 + j], s3);
                }
            }
            w[wAt + tap] = s0;
            w[wAt + tap + 1] = s1;
            w[wAt + tap + 2] = s2;
            w[wAt + tap + 3] = s3;
        }
        for (; tap < taps.length; tap++) {
            float s = w[wAt + tap];
            for (int row = 0, p = yAt; row < windows.rows(); row++) {
                int at = xAt + windows.rowStart(row) + taps[tap];
                for (int i = 0; i < width; i++, p++) {
                    s = Math.fma(y[p], x[at + i * step], s);
                }
            }
            w[wAt + tap] = s;
        }
    }
}

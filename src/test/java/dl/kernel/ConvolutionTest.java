package dl.kernel;

import static dl.kernel.Samples.bits;
import static dl.kernel.Samples.floats;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Convolutions give, to the bit, what the loops of their definition give: on every kernel, with any number of threads.
class ConvolutionTest {
    private record Case(String name, ConvolutionShape shape) {}

    /// The cases that every path is tried on: sizes in the order batch, groups, inputs, outputs, then in, window, stride,
    /// dilation, padding before and behind of each axis.
    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        add(cases, "one element", 1, 1, 1, 1, new int[][] {{1, 1, 1, 1, 0, 0}});
        add(cases, "no image", 0, 1, 3, 5, new int[][] {{9, 3, 1, 1, 1, 1}, {9, 3, 1, 1, 1, 1}});
        add(cases, "a row", 2, 1, 3, 6, new int[][] {{37, 5, 1, 1, 2, 2}});
        add(cases, "a row with steps", 2, 1, 3, 6, new int[][] {{41, 4, 3, 2, 1, 5}});
        add(cases, "an image", 3, 1, 4, 9, new int[][] {{13, 3, 1, 1, 1, 1}, {11, 3, 1, 1, 1, 1}});
        add(cases, "without padding", 2, 1, 5, 17, new int[][] {{10, 5, 1, 1, 0, 0}, {12, 5, 1, 1, 0, 0}});
        add(cases, "one by one", 2, 1, 19, 33, new int[][] {{7, 1, 1, 1, 0, 0}, {9, 1, 1, 1, 0, 0}});
        add(cases, "one by one with steps", 2, 1, 9, 8, new int[][] {{7, 1, 2, 1, 0, 0}, {9, 1, 3, 1, 0, 0}});
        add(cases, "groups, steps and dilation", 2, 3, 4, 5, new int[][] {{15, 3, 2, 2, 2, 1}, {14, 2, 3, 2, 0, 3}});
        add(cases, "depthwise", 2, 7, 1, 1, new int[][] {{12, 3, 1, 1, 1, 1}, {13, 3, 1, 1, 1, 1}});
        add(cases, "depthwise with steps", 1, 5, 1, 2, new int[][] {{12, 3, 2, 1, 1, 1}, {13, 5, 2, 1, 2, 2}});
        add(cases, "more padding than needed", 1, 1, 2, 5, new int[][] {{4, 3, 1, 1, 6, 4}, {5, 2, 1, 1, 3, 5}});
        add(cases, "no window", 2, 1, 3, 5, new int[][] {{1, 3, 1, 1, 1, 0}, {7, 3, 1, 1, 1, 1}});
        add(cases, "a volume of many", 1, 1, 9, 12, new int[][] {{4, 3, 2, 1, 1, 1}, {16, 3, 1, 1, 1, 1}, {17, 3, 1, 1, 1, 1}});
        add(cases, "sizes of one", 2, 1, 3, 8, new int[][] {{1, 3, 1, 1, 1, 1}, {20, 3, 1, 1, 1, 1}});
        add(cases, "many channels", 1, 1, 70, 35, new int[][] {{6, 3, 1, 1, 1, 1}, {5, 3, 1, 1, 1, 1}});
        add(cases, "a wide row", 1, 1, 2, 4, new int[][] {{3, 2, 1, 1, 0, 0}, {2100, 3, 1, 1, 1, 1}});
        add(cases, "a volume", 2, 2, 3, 4, new int[][] {{5, 2, 1, 1, 0, 1}, {6, 3, 2, 1, 1, 1}, {9, 3, 1, 2, 2, 2}});
        add(cases, "more channels than a block has", 9, 1, 40, 11, new int[][] {{9, 3, 1, 1, 1, 1}, {10, 3, 1, 1, 1, 1}});
        add(cases, "steps along rows only", 2, 1, 3, 6, new int[][] {{9, 3, 1, 1, 0, 0}, {23, 4, 2, 1, 1, 2}});
        add(cases, "rows wider than vectors", 2, 1, 3, 12, new int[][] {{6, 3, 1, 1, 1, 1}, {53, 5, 1, 2, 3, 2}});
        add(cases, "wide windows", 1, 1, 3, 8, new int[][] {{30, 19, 1, 1, 0, 0}, {31, 18, 1, 1, 0, 0}});
        add(cases, "a volume by one", 2, 1, 3, 4, new int[][] {{5, 3, 1, 1, 1, 1}, {6, 1, 1, 1, 0, 0}, {9, 1, 1, 1, 0, 0}});
        return cases;
    }

    private static void add(List<Case> cases, String name, int batch, int groups, int inputs, int outputs, int[][] axes) {
        int rank = axes.length;
        int[][] parts = new int[6][rank];
        for (int i = 0; i < rank; i++) {
            int[] axis = axes[i];
            int span = (axis[1] - 1) * axis[3] + 1;
            parts[0][i] = axis[0];
            parts[1][i] = axis[1];
            parts[2][i] = Math.floorDiv(axis[0] + axis[4] + axis[5] - span, axis[2]) + 1;
            parts[3][i] = axis[2];
            parts[4][i] = axis[3];
            parts[5][i] = axis[4];
        }
        cases.add(new Case(name, new ConvolutionShape(
                batch, groups, inputs, outputs, Windows.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]))));
    }

    @TestFactory
    Stream<DynamicTest> every_path_gives_the_bits_of_the_definition() {
        List<KernelChoice> kernels = new ArrayList<>(Samples.vectors());
        kernels.add(new KernelChoice(ScalarKernels.INSTANCE, "scalar", ""));
        return cases().stream().flatMap(each -> kernels.stream().flatMap(choice -> Stream.of(1, 2, 3)
                .map(threads -> DynamicTest.dynamicTest(each.name + ", " + choice.name() + ", " + threads + " threads",
                        () -> agrees(each.shape, choice.kernels(), threads)))));
    }

    private static void agrees(ConvolutionShape s, Kernels kernels, int threads) {
        Windows windows = s.windows();
        int xs = s.batch() * s.groups() * s.inputs() * windows.inputs();
        int ys = s.batch() * s.groups() * s.outputs() * windows.outputs();
        int ws = s.groups() * s.outputs() * s.depth();
        double[] x = rounded(xs + 3, 1);
        double[] y = rounded(ys + 2, 2);
        double[] w = rounded(ws + 1, 3);
        try (Parallel parallel = Parallel.threads(threads)) {
            double[] forward = new double[ys];
            double[] transposed = new double[xs];
            double[] weights = new double[ws];
            kernels.convolve(s, x, 3, w, 1, forward, parallel);
            kernels.convolveTransposed(s, y, 2, w, 1, transposed, parallel);
            kernels.convolveWeights(s, x, 3, y, 2, weights, parallel);
            assertThat(bits(forward)).as("forward, f64").isEqualTo(bits(forward(s, x, w, false)));
            assertThat(bits(transposed)).as("transposed, f64").isEqualTo(bits(transposed(s, y, w, false)));
            assertThat(bits(weights)).as("weights, f64").isEqualTo(bits(weights(s, x, y, false)));
            float[] single = new float[ys];
            kernels.convolve(s, floats(x), 3, floats(w), 1, single, parallel);
            assertThat(bits(single)).as("forward, f32").isEqualTo(bits(floats(forward(s, x, w, true))));
            single = new float[xs];
            kernels.convolveTransposed(s, floats(y), 2, floats(w), 1, single, parallel);
            assertThat(bits(single)).as("transposed, f32").isEqualTo(bits(floats(transposed(s, y, w, true))));
            single = new float[ws];
            kernels.convolveWeights(s, floats(x), 3, floats(y), 2, single, parallel);
            assertThat(bits(single)).as("weights, f32").isEqualTo(bits(floats(weights(s, x, y, true))));
        }
    }

    /// Numbers of f32, some of them zeros of either sign.
    private static double[] rounded(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(20) == 0 ? random.nextBoolean() ? 0.0 : -0.0 : (float) random.nextGaussian();
        }
        return x;
    }

    private static double fma(double a, double b, double c, boolean single) {
        return single ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
    }

    /// Where a window's element meets a channel of the input, or -1 in the padding.
    private static int input(Windows windows, int position, int tap) {
        int at = 0;
        for (int axis = 0; axis < 3; axis++) {
            int behind = axis == 0 ? windows.out()[1] * windows.out()[2] : axis == 1 ? windows.out()[2] : 1;
            int taps = axis == 0 ? windows.size()[1] * windows.size()[2] : axis == 1 ? windows.size()[2] : 1;
            int i = position / behind % windows.out()[axis] * windows.stride()[axis]
                    + tap / taps % windows.size()[axis] * windows.dilation()[axis] - windows.before()[axis];
            if (i < 0 || i >= windows.in()[axis]) {
                return -1;
            }
            at = at * windows.in()[axis] + i;
        }
        return at;
    }

    private static double[] forward(ConvolutionShape s, double[] x, double[] w, boolean single) {
        Windows windows = s.windows();
        double[] y = new double[s.batch() * s.groups() * s.outputs() * windows.outputs()];
        for (int i = 0; i < y.length; i++) {
            int position = i % windows.outputs();
            int channel = i / windows.outputs() % (s.groups() * s.outputs());
            int image = i / windows.outputs() / (s.groups() * s.outputs());
            for (int c = 0; c < s.inputs(); c++) {
                for (int tap = 0; tap < windows.taps(); tap++) {
                    int at = input(windows, position, tap);
                    int plane = (image * s.groups() + channel / s.outputs()) * s.inputs() + c;
                    double value = at < 0 ? 0 : x[3 + plane * windows.inputs() + at];
                    y[i] = fma(w[1 + (channel * s.inputs() + c) * windows.taps() + tap], value, y[i], single);
                }
            }
        }
        return y;
    }

    private static double[] transposed(ConvolutionShape s, double[] y, double[] w, boolean single) {
        Windows windows = s.windows();
        double[] x = new double[s.batch() * s.groups() * s.inputs() * windows.inputs()];
        for (int plane = 0; plane < s.batch() * s.groups() * s.inputs(); plane++) {
            int image = plane / s.inputs() / s.groups();
            int group = plane / s.inputs() % s.groups();
            for (int tap = 0; tap < windows.taps(); tap++) {
                for (int position = 0; position < windows.outputs(); position++) {
                    int at = input(windows, position, tap);
                    if (at < 0) {
                        continue;
                    }
                    double sum = 0;
                    for (int o = 0; o < s.outputs(); o++) {
                        int channel = group * s.outputs() + o;
                        sum = fma(w[1 + (channel * s.inputs() + plane % s.inputs()) * windows.taps() + tap],
                                y[2 + (image * s.groups() * s.outputs() + channel) * windows.outputs() + position], sum, single);
                    }
                    int to = plane * windows.inputs() + at;
                    x[to] = single ? (float) x[to] + (float) sum : x[to] + sum;
                }
            }
        }
        return x;
    }

    private static double[] weights(ConvolutionShape s, double[] x, double[] y, boolean single) {
        Windows windows = s.windows();
        double[] w = new double[s.groups() * s.outputs() * s.depth()];
        for (int i = 0; i < w.length; i++) {
            int tap = i % windows.taps();
            int c = i / windows.taps() % s.inputs();
            int channel = i / s.depth();
            for (int image = 0; image < s.batch(); image++) {
                for (int position = 0; position < windows.outputs(); position++) {
                    int at = input(windows, position, tap);
                    int plane = (image * s.groups() + channel / s.outputs()) * s.inputs() + c;
                    double value = at < 0 ? 0 : x[3 + plane * windows.inputs() + at];
                    w[i] = fma(y[2 + (image * s.groups() * s.outputs() + channel) * windows.outputs() + position], value, w[i], single);
                }
            }
        }
        return w;
    }
}

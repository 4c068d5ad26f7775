package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Pools find, to the bit, what the loops of their definition find: on every kernel, with any number of threads.
class PoolingTest {
    private static Windows windows(int[] in, int[] size, int[] stride, int[] dilation, int padding) {
        int[] out = new int[in.length];
        int[] before = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = (in[i] + 2 * padding - (size[i] - 1) * dilation[i] - 1) / stride[i] + 1;
            before[i] = padding;
        }
        return Windows.of(in, size, out, stride, dilation, before);
    }

    private static final List<Windows> CASES = List.of(
            windows(new int[] {24, 24}, new int[] {2, 2}, new int[] {2, 2}, new int[] {1, 1}, 0),
            windows(new int[] {9, 71}, new int[] {3, 3}, new int[] {2, 2}, new int[] {1, 1}, 0),
            windows(new int[] {9, 41}, new int[] {3, 2}, new int[] {1, 1}, new int[] {2, 3}, 0),
            windows(new int[] {10, 40}, new int[] {3, 3}, new int[] {3, 3}, new int[] {1, 1}, 0),
            windows(new int[] {10, 40}, new int[] {3, 3}, new int[] {2, 2}, new int[] {1, 1}, 1),
            windows(new int[] {6, 5, 33}, new int[] {2, 2, 2}, new int[] {2, 1, 2}, new int[] {1, 1, 1}, 0),
            windows(new int[] {4}, new int[] {2}, new int[] {2}, new int[] {1}, 0));

    /// Few different values, so that there are ties; both zeros and NaN among them.
    private static double[] data(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] few = {-1, -0.0, 0.0, 2, 3, Double.NaN, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, -5};
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = few[random.nextInt(few.length)];
        }
        return x;
    }

    /// The first of the largest elements of each window.
    private static long[] expected(Windows windows, int planes, double[] x) {
        long[] found = new long[planes * windows.outputs()];
        int[] out = windows.out();
        int[] in = windows.in();
        int next = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int p = 0; p < windows.outputs(); p++) {
                int best = -1;
                for (int t = 0; t < windows.taps(); t++) {
                    int z = at(windows, 0, p / out[2] / out[1], t / windows.size()[2] / windows.size()[1]);
                    int y = at(windows, 1, p / out[2] % out[1], t / windows.size()[2] % windows.size()[1]);
                    int c = at(windows, 2, p % out[2], t % windows.size()[2]);
                    if (z < 0 || z >= in[0] || y < 0 || y >= in[1] || c < 0 || c >= in[2]) {
                        continue;
                    }
                    int at = (z * in[1] + y) * in[2] + c;
                    int start = plane * windows.inputs();
                    boolean nan = best >= 0 && Double.isNaN(x[start + best]);
                    if (best < 0 || !nan && (Double.isNaN(x[start + at]) || x[start + at] > x[start + best])) {
                        best = at;
                    }
                }
                found[next++] = best;
            }
        }
        return found;
    }

    private static int at(Windows windows, int axis, int position, int tap) {
        return position * windows.stride()[axis] + tap * windows.dilation()[axis] - windows.before()[axis];
    }

    @TestFactory
    Stream<DynamicTest> everyKernelFindsTheFirstOfTheLargest() {
        return CASES.stream().flatMap(windows -> Stream.of("scalar", "128", "256", "512").map(kernels -> DynamicTest.dynamicTest(
                windows.inputs() + " by " + windows.taps() + " on " + kernels, () -> check(windows, KernelChoice.choose(kernels).kernels()))));
    }

    private static void check(Windows windows, Kernels kernels) {
        int planes = 7;
        double[] x = data(planes * windows.inputs());
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = (float) x[i];
        }
        long[] expected = expected(windows, planes, x);
        for (int threads = 1; threads <= 3; threads++) {
            try (Parallel parallel = Parallel.threads(threads)) {
                long[] positions = new long[expected.length];
                kernels.poolPositions(windows, planes, single, 0, positions, parallel);
                assertThat(positions).isEqualTo(expected);
                positions = new long[expected.length];
                kernels.poolPositions(windows, planes, x, 0, positions, parallel);
                assertThat(positions).isEqualTo(expected);
                float[] singles = new float[expected.length];
                double[] doubles = new double[expected.length];
                kernels.poolMaximum(windows, planes, single, 0, singles, parallel);
                kernels.poolMaximum(windows, planes, x, 0, doubles, parallel);
                for (int i = 0; i < expected.length; i++) {
                    Double best = x[i / windows.outputs() * windows.inputs() + (int) expected[i]];
                    assertThat((Double) doubles[i]).isEqualTo(best);
                    assertThat((Double) (double) singles[i]).isEqualTo(best);
                }
            }
        }
    }
}

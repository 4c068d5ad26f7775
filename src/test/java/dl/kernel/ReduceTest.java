package dl.kernel;

import static dl.kernel.Samples.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReduceTest {
    private final Kernels kernels = KernelChoice.choose("auto").kernels();
    private final Parallel parallel = Parallel.threads(2);

    @AfterEach
    void close() {
        parallel.close();
    }

    /// 0.1f has 24 bits and a multiple of it by less than 2^29 is exact in f64: the expectation is the multiple, rounded once.
    @Test
    void runningSumsOfManyFloatsAreRoundedOnce() {
        float[] x = new float[1 << 20];
        Arrays.fill(x, 0.1f);
        float[] sums = Reduce.cumulative(Reduction.SUM, Tensor.of(Shape.of(x.length), x), 0).floats();
        for (int i = 0; i < x.length; i++) {
            assertThat(sums[i]).isEqualTo((float) ((i + 1) * (double) 0.1f));
        }
    }

    @Test
    void aSumOfManyFloatsIsCloseToTheExactSum() {
        // A plain f32 loop is wrong in the third digit here.
        float[] x = new float[5_000_000];
        Arrays.fill(x, 0.1f);
        double exact = 0.1f * 5e6;
        assertThat((double) kernels.reduce(Reduction.SUM, x, 0, x.length)).isCloseTo(exact, within(exact * 5e-7));
        float[] y = Samples.floats(plain(100_000, 1));
        BigDecimal sum = BigDecimal.ZERO;
        double magnitude = 0;
        for (float v : y) {
            sum = sum.add(new BigDecimal(v));
            magnitude += Math.abs(v);
        }
        assertThat((double) kernels.reduce(Reduction.SUM, y, 0, y.length))
                .isCloseTo(sum.doubleValue(), within(magnitude * 1e-7));
    }

    @Test
    void aLongRowSharedAmongThreadsHasTheBitsOfOneThread() {
        double[] numbers = plain(2 * 300_001, 5);
        Tensor doubles = Tensor.of(Shape.of(2, 300_001), numbers);
        try (Parallel alone = Parallel.threads(1); Parallel team = Parallel.threads(3)) {
            for (Tensor x : new Tensor[] {doubles, Tensor.of(doubles.shape(), Samples.floats(numbers))}) {
                for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MAXIMUM, Reduction.MINIMUM}) {
                    Tensor one = Reduce.along(kernels, alone, reduction, x, new int[] {1}, false);
                    Tensor shared = Reduce.along(kernels, team, reduction, x, new int[] {1}, false);
                    assertThat(shared.doubleAt(0)).isEqualTo(one.doubleAt(0));
                    assertThat(shared.doubleAt(1)).isEqualTo(one.doubleAt(1));
                }
            }
        }
    }

    @Test
    void anyAxesReduceAsALiteralLoopDoes() {
        Shape shape = Shape.of(3, 4, 5, 2);
        Tensor x = Tensor.of(shape, plain(120, 3)).permute(2, 0, 3, 1);
        for (int mask = 0; mask < 16; mask++) {
            int[] axes = new int[Integer.bitCount(mask)];
            for (int axis = 0, i = 0; axis < 4; axis++) {
                if ((mask >> axis & 1) != 0) {
                    axes[i++] = axis;
                }
            }
            Tensor sum = Reduce.along(kernels, parallel, Reduction.SUM, x, axes, true);
            double[] expected = new double[sum.count()];
            for (int flat = 0; flat < 120; flat++) {
                int at = 0;
                int rest = flat;
                int[] index = new int[4];
                for (int axis = 3; axis >= 0; axis--) {
                    index[axis] = rest % x.shape().size(axis);
                    rest /= x.shape().size(axis);
                }
                for (int axis = 0; axis < 4; axis++) {
                    at = at * sum.shape().size(axis) + ((mask >> axis & 1) != 0 ? 0 : index[axis]);
                }
                expected[at] += x.doubleAt(flat);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(sum.doubleAt(i)).as("axes %s", Arrays.toString(axes)).isCloseTo(expected[i], within(1e-12));
            }
            assertThat(Reduce.along(kernels, parallel, Reduction.SUM, x, axes, false).rank()).isEqualTo(4 - axes.length);
        }
    }

    @Test
    void nanWinsEveryMaximumAndArgument() {
        double[] x = plain(200, 1);
        x[150] = Double.NaN;
        x[170] = Double.NaN;
        assertThat(kernels.reduce(Reduction.MAXIMUM, x, 0, 200)).isNaN();
        assertThat(kernels.reduce(Reduction.MINIMUM, x, 0, 200)).isNaN();
        assertThat(kernels.argument(true, x, 0, 200)).isEqualTo(150);
        assertThat(kernels.argument(false, x, 0, 200)).isEqualTo(150);
    }

    @Test
    void ofEqualElementsTheFirstIsTheArgument() {
        float[] x = new float[100];
        x[40] = x[90] = 3;
        assertThat(kernels.argument(true, x, 0, 100)).isEqualTo(40);
        assertThat(kernels.argument(false, x, 0, 100)).isZero();
    }

    @Test
    void intsSumExactlyWhateverTheOrderAndElseFail() {
        Tensor x = Tensor.of(Shape.of(3), new long[] {Long.MAX_VALUE, 5, -6});
        assertThat(Reduce.along(kernels, parallel, Reduction.SUM, x, new int[] {0}, false).longs())
                .containsExactly(Long.MAX_VALUE - 1);
        Tensor y = Tensor.of(Shape.of(2), new long[] {Long.MAX_VALUE, 1});
        OpError error = catchThrowableOfType(
                OpError.class, () -> Reduce.along(kernels, parallel, Reduction.SUM, y, new int[] {0}, false));
        assertThat(error.code()).isEqualTo("value/int-overflow");
    }

    @Test
    void runningSumsFollowTheirAxis() {
        Tensor x = Tensor.of(Shape.of(2, 3), new long[] {1, 2, 3, 4, 5, 6});
        assertThat(Reduce.cumulative(Reduction.SUM, x, 0).longs()).containsExactly(1, 2, 3, 5, 7, 9);
        assertThat(Reduce.cumulative(Reduction.PRODUCT, x, 1).longs()).containsExactly(1, 2, 6, 4, 20, 120);
        Tensor y = Tensor.of(Shape.of(3), new float[] {1, Float.NaN, 2});
        assertThat(Reduce.cumulative(Reduction.MAXIMUM, y, 0).floats()).containsExactly(1, Float.NaN, Float.NaN);
    }

    @Test
    void softmaxRowsSumToOneAlsoForLargeLogits() {
        Tensor x = Tensor.of(Shape.of(2, 3), new float[] {1000, 1000, 1000, -1e30f, 0, 0});
        assertThat(RowMap.along(kernels, parallel, RowOperator.SOFTMAX, x, x, 1, 0).floats())
                .containsExactly(1 / 3f, 1 / 3f, 1 / 3f, 0, 0.5f, 0.5f);
        assertThat(RowMap.along(kernels, parallel, RowOperator.LOG_SOFTMAX, x, x, 1, 0).floats()[0]).isCloseTo((float) -Math.log(3), within(1e-6f));
    }
}

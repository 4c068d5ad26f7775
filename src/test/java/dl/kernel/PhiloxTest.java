package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.commons.rng.core.source32.Philox4x32;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    @Test
    void theWordsAreThoseOfCommonsRng() {
        for (long key : new long[] {0, 1, 42, -1, 0x123456789ABCDEFL}) {
            // Its counter advances before the first block.
            Philox4x32 reference = new Philox4x32(new int[] {(int) key, (int) (key >>> 32), -1, -1, -1, -1});
            for (long position = 0; position < 100; position++) {
                int low = reference.nextInt();
                int high = reference.nextInt();
                assertThat(Philox.bits(key, position, 0)).isEqualTo((low & 0xFFFFFFFFL) | (long) high << 32);
            }
        }
    }

    @Test
    void theFirstBlockIsThatOfTheInventorsTestVectors() {
        assertThat(Philox.bits(0, 0, 0)).isEqualTo(0xe169c58d6627e8d5L);
        assertThat(Philox.bits(0, 1, 0)).isEqualTo(0x9b00dbd8bc57ac4cL);
    }

    @Test
    void aDrawCutInTwoIsTheSameDraw() {
        Kernels kernels = KernelChoice.choose("auto").kernels();
        try (Parallel one = Parallel.threads(1);
                Parallel four = Parallel.threads(4)) {
            double[] whole = new double[20000];
            RandomFill.normal(kernels, one, 5, 3, whole);
            double[] shared = new double[20000];
            RandomFill.normal(ScalarKernels.INSTANCE, four, 5, 3, shared);
            assertThat(shared).isEqualTo(whole);
            double[] tail = new double[777];
            RandomFill.normal(kernels, one, 5, 3 + 1235, tail);
            assertThat(tail).isEqualTo(Arrays.copyOfRange(whole, 1235, 1235 + 777));
        }
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        try (Parallel parallel = Parallel.threads(1)) {
            float[] x = new float[400_000];
            RandomFill.normal(KernelChoice.choose("auto").kernels(), parallel, 11, 0, x);
            double[] moments = new double[5];
            for (float v : x) {
                for (int i = 1; i <= 4; i++) {
                    moments[i] += Math.pow(v, i) / x.length;
                }
            }
            // Four standard errors each.
            assertThat(moments[1]).isCloseTo(0, within(0.0064));
            assertThat(moments[2]).isCloseTo(1, within(0.009));
            assertThat(moments[3]).isCloseTo(0, within(0.025));
            assertThat(moments[4]).isCloseTo(3, within(0.063));
        }
    }

    @Test
    void uniformNumbersStayBelowOneAndFillTheInterval() {
        try (Parallel parallel = Parallel.threads(1)) {
            float[] x = new float[100_000];
            RandomFill.uniform(parallel, 1, 0, x);
            double[] y = new double[100_000];
            RandomFill.uniform(parallel, 1, 0, y);
            double mean = 0;
            for (int i = 0; i < x.length; i++) {
                assertThat(x[i] >= 0 && x[i] < 1 && Math.abs(x[i] - y[i]) < 0x1p-23).isTrue();
                mean += y[i] / y.length;
            }
            assertThat(mean).isCloseTo(0.5, within(0.004));
        }
    }

    @Test
    void integersAreEquallyLikelyAlsoWhereTheRangeDividesNothing() {
        try (Parallel parallel = Parallel.threads(1)) {
            long[] x = new long[70_000];
            RandomFill.integers(parallel, 9, 0, -3, 4, x);
            for (long value = -3; value < 4; value++) {
                long wanted = value;
                assertThat((double) LongStream.of(x).filter(v -> v == wanted).count()).isCloseTo(10_000, within(400.0));
            }
            // Three quarters of the longs: a biased method would give the first third twice as often.
            RandomFill.integers(parallel, 9, 0, Long.MIN_VALUE, Long.MAX_VALUE / 2, x);
            assertThat((double) LongStream.of(x).filter(v -> v < Long.MIN_VALUE / 2).count() / x.length)
                    .isCloseTo(1 / 3.0, within(0.008));
        }
    }

    @Test
    void aPermutationHoldsEveryIndexOnce() {
        for (int n : new int[] {0, 1, 2, 100}) {
            long[] order = RandomFill.permutation(3, 0, n);
            Arrays.sort(order);
            assertThat(order).isEqualTo(LongStream.range(0, n).toArray());
        }
    }
}

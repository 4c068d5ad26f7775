package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// One training run has one result, whatever computes it: kernels of every width, any number of threads.
class SameBitsTest {
    private static final String SCRIPT = "src/test/dl/same-bits.dl";

    @TestFactory
    Stream<DynamicTest> trained_weights_are_the_same_bits() {
        String reference = train("scalar", "1");
        assertThat(reference).hasSizeGreaterThan(60);
        return Stream.of("scalar 3", "128 1", "128 2", "256 1", "256 3", "512 1", "512 2", "auto 2", "auto 3")
                .map(leg -> dynamicTest(leg.replace(" ", " kernels, threads: "), () -> {
                    String[] words = leg.split(" ");
                    assertThat(train(words[0], words[1])).isEqualTo(reference);
                }));
    }

    private static String train(String kernels, String threads) {
        Child child = Child.dl("--kernels", kernels, "--threads", threads, SCRIPT);
        assertThat(child.exitCode()).as(child.errors()).isZero();
        return child.output();
    }
}

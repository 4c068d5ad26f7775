package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The f64 kernels are the f32 ones with other names: whoever changes one changes both.
class TwinTest {
    private static final Path SOURCES = Path.of("src/main/java/dl/kernel");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FloatUnary",
                "FloatBinary",
                "FloatReductions",
                "FloatRows",
                "FloatGemm",
                "FloatConvolution",
                "FloatPool",
                "vector/FloatProduct",
                "vector/FloatConvolution",
                "vector/FloatDirect",
                "vector/FloatShifts",
                "vector/FloatSpread",
                "vector/FloatPooling",
                "vector/FloatReduceLoops",
                "vector/FloatRowLoops",
                "vector/FloatRowSums",
                "vector/FloatRows",
                "vector/FloatStrided",
                "vector/FloatTranspose"
            })
    void twinsDoNotDrift(String name) throws IOException {
        Path single = SOURCES.resolve(name + ".java");
        Assumptions.assumeTrue(Files.exists(single), "no sources here");
        String twin = Files.readString(SOURCES.resolve(name.replace("Float", "Double") + ".java"));
        assertThat(normal(twin)).isEqualTo(normal(Files.readString(single)));
    }

    /// The common text: names of f64 as those of f32, bits of f64 as those of f32, and no casts or layout, which differ.
    private static String normal(String source) {
        return source.replace("Double", "Float")
                .replace("DOUBLE", "FLOAT")
                .replace("double", "float")
                .replace("f64", "f32")
                .replace("LongVector", "IntVector")
                .replace("Lanes.LONG", "Lanes.INT")
                .replace("reinterpretAsLongs", "reinterpretAsInts")
                .replace("long[", "int[")
                .replace("(float) ", "")
                .replaceAll("0\\.([05])f", "0.$1")
                .replaceAll("(?m)^import .*\n", "")
                .replaceAll("\\s+", " ");
    }
}

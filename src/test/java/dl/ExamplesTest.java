package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every script under `examples/` prints its `.out`, to the last digit: results do not depend on the machine.
class ExamplesTest {
    private static final Path ROOT = Path.of("examples");

    @TestFactory
    Stream<DynamicTest> examples_print_their_golden() {
        return Project.files(ROOT.toString(), ".dl").stream()
                .filter(file -> !file.getFileName().toString().startsWith("_"))
                .map(file -> dynamicTest(Project.claim(ROOT, file), file.toUri(), () -> prints(file)));
    }

    private static void prints(Path file) {
        Scripts.Outcome outcome = Scripts.runFile(file);
        assertThat(outcome.mistake()).as(outcome.screen()).isEmpty();
        Path golden = Project.sibling(file, ".out");
        if (Project.updating()) {
            Project.write(golden, outcome.output());
        }
        assertThat(golden).exists();
        assertThat(outcome.output()).isEqualTo(Project.read(golden));
    }
}

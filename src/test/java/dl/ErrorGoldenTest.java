package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each `NAME.dl` under `src/test/dl/error` is the smallest program for one mistake, `NAME.err` what its user reads.
/// A `NAME.err` whose program ends well, or one without a program, fails. `-Ddl.update=true` rewrites them.
class ErrorGoldenTest {
    private static final Path ROOT = Path.of("src/test/dl/error");

    @TestFactory
    Stream<DynamicTest> mistakes_read_as_agreed() {
        return Project.files(ROOT.toString(), ".dl").stream()
                .filter(file -> !file.getFileName().toString().startsWith("_"))
                .map(file -> dynamicTest(Project.claim(ROOT, file), file.toUri(), () -> fails(file)));
    }

    @TestFactory
    Stream<DynamicTest> every_golden_has_its_program() {
        return Project.files(ROOT.toString(), ".err").stream()
                .map(file -> dynamicTest(
                        Project.claim(ROOT, file),
                        () -> assertThat(Project.sibling(file, ".dl")).exists()));
    }

    private static void fails(Path file) {
        Scripts.Outcome outcome = Scripts.runFile(file);
        assertThat(outcome.mistake()).as("%s is to fail, and printed %s", file, outcome.output()).isPresent();
        // Goldens name the program alone, wherever it stands.
        String actual = outcome.screen().replace(file.getParent() + "/", "");
        Path golden = Project.sibling(file, ".err");
        if (Project.updating()) {
            Project.write(golden, actual);
        }
        assertThat(golden).exists();
        assertThat(actual).isEqualTo(Project.read(golden));
        assertThat(actual).doesNotContain("InternalError").doesNotContain(".java:");
    }
}

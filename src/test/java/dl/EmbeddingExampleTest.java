package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The applications under `examples/java` compile, run, and print their `.out`; nothing is passed to the JVM but a class path.
class EmbeddingExampleTest {
    @TestFactory
    Stream<DynamicTest> applications_print_their_golden() {
        return Project.files("examples/java", ".java").stream()
                .map(file -> dynamicTest(file.toString(), file.toUri(), () -> prints(file)));
    }

    private static void prints(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        Path golden = Project.sibling(file, ".out");
        if (Project.updating()) {
            Project.write(golden, output);
        }
        assertThat(output).isEqualTo(Project.read(golden));
    }
}

package dl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dl.source.Renderer;
import dl.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each `NAME.dl` under `src/test/dl/error/syntax` is one mistake, `NAME.err` what its author reads.
/// With `-Ddl.update=true` the texts are rewritten; the difference is then read by a person.
class SyntaxErrorGoldenTest {
    private static final Path FOLDER = Path.of("src/test/dl/error/syntax");

    @TestFactory
    List<DynamicTest> everyMistakeIsExplainedAsWritten() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dl")).sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(25);
        return tests;
    }

    private static void check(Path file) throws IOException {
        String name = file.getFileName().toString();
        String rendered = switch (Parse.parse(new Source(name, Files.readString(file)))) {
            case Parse.Complete _ -> "no mistake\n";
            case Parse.Incomplete incomplete -> Renderer.plain().render(incomplete.diagnostics());
            case Parse.Invalid invalid -> Renderer.plain().render(invalid.diagnostics());
        };
        Path golden = file.resolveSibling(name.replace(".dl", ".err"));
        if (Boolean.getBoolean("dl.update")) {
            Files.writeString(golden, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }
}

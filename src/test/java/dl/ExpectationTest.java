package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.repl.Prompt;
import dl.source.Renderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Scripts with `# expect: text` comments, one claim per file: the texts, in order, are the lines that it prints.
///
/// `# expect error: code` says how it ends; on a line of code it must also be that line. A script without any comment
/// only has to end well, by its own `assert`s. Under `repl/` the lines are typed one by one at a prompt, echoes count
/// as printed, and an error does not end the dialogue.
class ExpectationTest {
    private static final Path ROOT = Path.of("src/test/dl");
    private static final Pattern EXPECT = Pattern.compile("#\\s*expect( error)?:[ ]?(.*)$");

    @TestFactory
    Stream<DynamicTest> scripts_print_what_they_announce() {
        return Stream.of("lang", "op", "grad", "limit", "data", "nn")
                .flatMap(folder -> Project.files(ROOT.resolve(folder).toString(), ".dl").stream())
                .filter(file -> !file.getFileName().toString().startsWith("_"))
                .map(file -> dynamicTest(Project.claim(ROOT, file), file.toUri(), () -> runs(file)));
    }

    @TestFactory
    Stream<DynamicTest> dialogues_go_as_announced() {
        return Project.files(ROOT.resolve("repl").toString(), ".dl").stream()
                .map(file -> dynamicTest(Project.claim(ROOT, file), file.toUri(), () -> converses(file)));
    }

    private static void runs(Path file) {
        List<String> expected = new ArrayList<>();
        int errorLine = expectations(Project.read(file), expected);
        Scripts.Outcome outcome = Scripts.runFile(file);
        List<String> actual = new ArrayList<>(lines(outcome.output()));
        outcome.mistake().ifPresent(e -> actual.add("error: " + e.code()));
        boolean silent = expected.isEmpty() && outcome.mistake().isEmpty();
        if (!silent) {
            assertThat(actual).as(outcome.screen()).isEqualTo(expected);
        }
        if (errorLine > 0) {
            assertThat(outcome.mistake().orElseThrow().line()).as(outcome.screen()).isEqualTo(errorLine);
        }
    }

    private static void converses(Path file) {
        String text = Project.read(file);
        List<String> expected = new ArrayList<>();
        expectations(text, expected);
        assertThat(expected).as("what the prompt shows").isNotEmpty();
        StringBuilder screen = new StringBuilder();
        try (Session session = Scripts.engine(screen).newSession()) {
            Prompt prompt = new Prompt(session, Renderer.plain(), screen::append);
            StringBuilder input = new StringBuilder();
            for (String line : text.lines().toList()) {
                input.append(EXPECT.matcher(line).replaceFirst("").stripTrailing()).append('\n');
                if (!prompt.incomplete(input.toString())) {
                    Scripts.submit(session, screen, "<prompt>", input.toString())
                            .mistake()
                            .ifPresent(e -> screen.append("error: ").append(e.code()).append('\n'));
                    input.setLength(0);
                }
            }
        }
        assertThat(lines(screen.toString())).isEqualTo(expected);
    }

    /// Collects the expected lines, an error as `error: code`; returns the line that must fail, or 0.
    private static int expectations(String text, List<String> expected) {
        List<String> lines = text.lines().toList();
        int errorLine = 0;
        for (int i = 0; i < lines.size(); i++) {
            Matcher expect = EXPECT.matcher(lines.get(i));
            if (expect.find()) {
                boolean error = expect.group(1) != null;
                expected.add((error ? "error: " : "") + expect.group(2).stripTrailing());
                boolean onCode = !lines.get(i).substring(0, expect.start()).isBlank();
                errorLine = error && onCode ? i + 1 : errorLine;
            }
        }
        return errorLine;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::stripTrailing).toList();
    }
}

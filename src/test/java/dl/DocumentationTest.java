package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The fenced `dl` blocks of every Markdown file run, top to bottom in one session per file, each as one input of a
/// prompt. A `text` block right after one is what it shows, an error included; without it only an error fails.
/// Fences that say `dl norun` are pictures. `-Ddl.update=true` rewrites the `text` blocks.
class DocumentationTest {
    @TestFactory
    Stream<DynamicTest> code_in_documents_runs() {
        return Stream.concat(
                        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
                        Project.files("docs", ".md").stream())
                .map(file -> dynamicTest(file.toString(), file.toUri(), () -> runs(file)));
    }

    private static void runs(Path file) {
        List<String> page = new ArrayList<>(Project.read(file).lines().toList());
        StringBuilder output = new StringBuilder();
        try (Session session = Scripts.engine(output).newSession()) {
            for (int at = 0; at < page.size(); at++) {
                if (!page.get(at).strip().equals("```dl")) {
                    continue;
                }
                int end = endOfBlock(page, at);
                String code = String.join("\n", page.subList(at + 1, end));
                // Line numbers in errors count within the block, as its reader would.
                Scripts.Outcome outcome = Scripts.submit(session, output, "<prompt>", code);
                int text = firstFull(page, end + 1);
                if (text < page.size() && page.get(text).strip().equals("```text")) {
                    int textEnd = endOfBlock(page, text);
                    List<String> shown = outcome.screen().lines().map(String::stripTrailing).toList();
                    if (Project.updating()) {
                        page.subList(text + 1, textEnd).clear();
                        page.addAll(text + 1, shown);
                    } else {
                        assertThat(shown)
                                .as("%s:%d%n%s", file, at + 1, code)
                                .isEqualTo(page.subList(text + 1, textEnd));
                    }
                } else {
                    assertThat(outcome.mistake()).as("%s:%d%n%s", file, at + 1, outcome.screen()).isEmpty();
                }
                at = end;
            }
        }
        if (Project.updating()) {
            Project.write(file, String.join("\n", page) + "\n");
        }
    }

    private static int endOfBlock(List<String> page, int start) {
        for (int at = start + 1; at < page.size(); at++) {
            if (page.get(at).strip().equals("```")) {
                return at;
            }
        }
        throw new AssertionError("the block of line " + (start + 1) + " has no end");
    }

    private static int firstFull(List<String> page, int start) {
        int at = start;
        while (at < page.size() && page.get(at).isBlank()) {
            at++;
        }
        return at;
    }
}

package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The pages for newcomers compare languages in tables. Each piece of code in a column `dl` is evaluated at a prompt, in one
/// session per page, after the `dl` blocks above it.
class ComparisonPagesTest {
    /// Cells are parted by bars; `\|` is a bar within one.
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private static final Pattern CODE = Pattern.compile("^`([^`]+)`");

    @TestFactory
    Stream<DynamicTest> cells_of_the_column_dl_run() {
        return Project.files("docs/reference", ".md").stream()
                .filter(page -> page.getFileName().toString().startsWith("from-"))
                .map(page -> dynamicTest(page.getFileName().toString(), page.toUri(), () -> runs(page)));
    }

    private static void runs(Path page) {
        List<String> programs = programs(Project.read(page).lines().toList());
        StringBuilder output = new StringBuilder();
        try (Session session = Scripts.engine(output).newSession()) {
            for (String program : programs) {
                Scripts.Outcome outcome = Scripts.submit(session, output, "<cell>", program);
                assertThat(outcome.mistake()).as("%s%n%s", program, outcome.screen()).isEmpty();
            }
        }
        assertThat(programs).hasSizeGreaterThan(50);
    }

    private static List<String> programs(List<String> lines) {
        List<String> found = new ArrayList<>();
        int column = -1;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.equals("```dl")) {
                int end = at + lines.subList(at, lines.size()).indexOf("```");
                found.add(String.join("\n", lines.subList(at + 1, end)));
                at = end;
            } else if (line.startsWith("|")) {
                List<String> cells = Stream.of(BAR.split(line)).map(String::strip).toList();
                column = column < 0 ? cells.indexOf("dl") : column;
                CODE.matcher(column < 0 ? "" : cells.get(column)).results().map(ComparisonPagesTest::code).forEach(found::add);
            } else {
                column = -1;
            }
        }
        return found;
    }

    private static String code(MatchResult cell) {
        return cell.group(1).replace("\\|", "|");
    }
}

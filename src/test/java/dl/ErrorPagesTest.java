package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `docs/errors/FAMILY/WHAT.md` explains the error code `FAMILY/WHAT`. A block `dl error CODE` is a program that fails with
/// exactly this code, the `text` block behind it what its user reads; the other `dl` blocks are mended programs, which run
/// to their end (`dl mended` where they need the files beside the page). `-Ddl.update=true` rewrites the `text` blocks and
/// the index.
class ErrorPagesTest {
    private static final Path ROOT = Path.of("docs/errors");

    private static final Path INDEX = ROOT.resolve("README.md");

    private static final String FAILS = "```dl error ";

    /// Programs that run and are warned about; `CheckerTest` compares the warnings.
    private static final String WARNS = "```dl warning ";

    /// The families of codes in the order of the index, with its headings.
    private static final Map<String, String> FAMILIES = families();

    private static final Pattern CODE = Pattern.compile("\"((?:" + String.join("|", FAMILIES.keySet()) + ")/[a-z0-9-]+)\"");

    /// What no program brings about on purpose, or only where the system plays along.
    private static final List<String> WITHOUT_PROGRAM = List.of(
            "assertion/example", "index/not-int", "internal/bug", "limit/line", "io/csv-malformed", "io/unreadable", "shape/signature",
            "shape/split", "syntax/assignment-target");

    private static Map<String, String> families() {
        Map<String, String> families = new LinkedHashMap<>();
        families.put("syntax", "The text is no program");
        families.put("name", "Names, fields, modules");
        families.put("call", "Calls");
        families.put("type", "Kinds of values");
        families.put("shape", "Shapes of tensors");
        families.put("index", "Elements and slices");
        families.put("value", "Values");
        families.put("domain", "Where an operation is not defined");
        families.put("grad", "Derivatives");
        families.put("assertion", "Assertions");
        families.put("user", "The program's own errors");
        families.put("io", "Files and imports");
        families.put("limit", "Limits");
        families.put("check", "Warnings of `dl check`");
        families.put("internal", "dl itself");
        return families;
    }

    @TestFactory
    Stream<DynamicTest> programs_on_error_pages_do_what_the_page_says() {
        return pages().map(page -> dynamicTest(code(page), page.toUri(), () -> holds(page)));
    }

    @Test
    void every_code_has_its_page() {
        SortedSet<String> raised = new TreeSet<>();
        Project.files("src/main/java", ".java").forEach(file -> CODE.matcher(Project.read(file)).results().forEach(match -> raised.add(match.group(1))));
        pages().map(ErrorPagesTest::code).forEach(raised::remove);
        assertThat(raised).as("codes without a page").isEmpty();
    }

    @Test
    void the_index_lists_every_page() {
        if (Project.updating()) {
            Project.write(INDEX, index());
        }
        assertThat(Project.read(INDEX)).isEqualTo(index());
    }

    /// The pages by family, each with its first sentence.
    private static String index() {
        StringBuilder text = new StringBuilder("""
                # Errors

                Every error has a code, which stands in its second line. Each code has a page: what it means, the shortest program
                that leads to it, and how to mend that. The family before the slash says what kind of mistake it is.
                """);
        FAMILIES.forEach((family, title) -> {
            text.append("\n## ").append(title).append("\n\n| code | |\n|---|---|\n");
            pages().filter(page -> code(page).startsWith(family + "/")).forEach(page -> text.append("| [").append(code(page)).append("](")
                    .append(code(page)).append(".md) | ").append(firstSentence(page)).append(" |\n"));
        });
        return text.toString();
    }

    private static String firstSentence(Path page) {
        String paragraph = Project.read(page).split("\n\n")[1].replace("\n", " ");
        return paragraph.split("(?<=[.!])\\s", 2)[0].replace("|", "\\|");
    }

    private static Stream<Path> pages() {
        return Project.files(ROOT.toString(), ".md").stream().filter(page -> !page.equals(INDEX));
    }

    private static String code(Path page) {
        String name = ROOT.relativize(page).toString().replace('\\', '/');
        return name.substring(0, name.length() - ".md".length());
    }

    private static void holds(Path page) {
        String code = code(page);
        List<String> lines = new ArrayList<>(Project.read(page).lines().toList());
        assertThat(lines.getFirst()).isEqualTo("# " + code);
        boolean failed = false;
        for (int at = 0; at < lines.size(); at++) {
            String fence = lines.get(at);
            if (!fence.startsWith("```dl")) {
                continue;
            }
            int end = at + lines.subList(at, lines.size()).indexOf("```");
            String program = lines.subList(at + 1, end).stream().collect(Collectors.joining("\n", "", "\n"));
            Optional<DlException> mistake = run(page, program);
            if (fence.startsWith(FAILS)) {
                failed = true;
                assertThat(fence).isEqualTo(FAILS + code);
                assertThat(mistake.map(DlException::code)).as(program).contains(code);
                compare(lines, end + 1, screen(page, mistake.orElseThrow()));
            } else {
                failed |= fence.equals(WARNS + code);
                assertThat(mistake.map(DlException::getMessage)).as(program).isEmpty();
            }
            at = end;
        }
        assertThat(failed).as("has a program that fails, or is warned about").isNotEqualTo(WITHOUT_PROGRAM.contains(code));
        if (Project.updating()) {
            Project.write(page, String.join("\n", lines) + "\n");
        }
    }

    /// Runs a program as if it stood beside its page, so that it imports what stands there.
    private static Optional<DlException> run(Path page, String program) {
        try (Session session = Scripts.engine(new StringBuilder()).newSession()) {
            session.run(new Source(page.resolveSibling("example.dl").toString(), program));
            return Optional.empty();
        } catch (DlException mistake) {
            return Optional.of(mistake);
        }
    }

    private static List<String> screen(Path page, DlException mistake) {
        String example = page.resolveSibling("example.dl").toString();
        return mistake.getMessage().replace(example, "example.dl").lines().map(String::stripTrailing).toList();
    }

    private static void compare(List<String> lines, int from, List<String> shown) {
        assertThat(lines.subList(from, from + 2)).containsExactly("", "```text");
        int start = from + 2;
        int end = start + lines.subList(start, lines.size()).indexOf("```");
        if (Project.updating()) {
            lines.subList(start, end).clear();
            lines.addAll(start, shown);
        } else {
            assertThat(lines.subList(start, end)).isEqualTo(shown);
        }
    }
}

package dl.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorPagesTest {
    /// A code in a Java source, of one of the families that the pages have.
    private static final Pattern CODE = Pattern.compile(
            "\"((?:assertion|call|check|domain|grad|index|internal|interrupted|io|limit|name|number|shape|syntax|type|user|value)/[a-z0-9-]+)\"");

    @Test
    void every_code_in_the_sources_has_a_page() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher code = CODE.matcher(Files.readString(source));
                while (code.find()) {
                    if (ErrorPages.find(code.group(1)).isEmpty()) {
                        missing.add(code.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void a_page_begins_with_its_code() {
        assertThat(ErrorPages.codes()).isNotEmpty()
                .allSatisfy(code -> assertThat(ErrorPages.find(code).orElseThrow()).startsWith("# " + code + "\n"));
    }

    @Test
    void what_is_no_code_has_no_page() {
        assertThat(ErrorPages.find("../README")).isEmpty();
        assertThat(ErrorPages.find("shape")).isEmpty();
        assertThat(ErrorPages.find("shape/never-heard-of")).isEmpty();
    }

    @Test
    void a_mistyped_code_finds_those_that_were_meant() {
        assertThat(ErrorPages.similar("shape/brodcast")).containsExactly("shape/broadcast");
        assertThat(ErrorPages.similar("broadcast")).contains("shape/broadcast");
        assertThat(ErrorPages.similar("shape")).hasSizeGreaterThan(5).allMatch(code -> code.startsWith("shape/"));
        assertThat(ErrorPages.similar("nonsense-of-no-kind")).isEqualTo(List.of());
    }
}

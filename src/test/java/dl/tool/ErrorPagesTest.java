package dl.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorPagesTest {
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

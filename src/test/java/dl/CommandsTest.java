package dl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands beside running a script, as their user meets them.
class CommandsTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Child dl(String... words) {
        return Child.fed(folder, "", words);
    }

    private static String timeless(String report) {
        return report.replaceAll("\\d+\\.\\d\\d s", "0.00 s");
    }

    // ---- test

    @Test
    void test_runs_all_files_of_a_folder_and_reports_in_order() throws IOException {
        write("b.dl", "test \"one\" { assert 1 == 1 }\ntest \"two\" { assert 2 == 2 }\n");
        write("a/c.dl", "## >>> twice(1)\n## 2\nfn twice(x) = 2 * x\n");
        write("without.dl", "throw \"it ran\"\n");
        write(".hidden/d.dl", "test \"no\" { assert 1 == 2 }\n");
        Child child = dl("test");
        assertThat(new Child(child.exitCode(), timeless(child.output()), child.errors())).isEqualTo(new Child(0, """
                ok      a/c.dl  1 passed  0.00 s
                ok      b.dl  2 passed  0.00 s
                3 passed in 2 files  0.00 s
                """, ""));
    }

    @Test
    void test_shows_what_failed_and_ends_with_1() throws IOException {
        write("sums.dl", "test \"right\" { assert 1 + 1 == 2 }\ntest \"wrong\" {\n  print(\"so far\")\n  throw \"no\"\n}\n");
        Child child = dl("test", "sums.dl");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(timeless(child.output())).isEqualTo("""
                FAILED  sums.dl  1 passed, 1 failed  0.00 s

                  wrong  (sums.dl:2)
                    UserError: no
                     --> sums.dl:4:3  (user/thrown)
                      |
                    4 |   throw "no"
                      |   ^^^^^^^^^^
                    it printed:
                      so far

                1 passed, 1 failed in 1 file  0.00 s
                """);
    }

    @Test
    void test_chooses_by_name() throws IOException {
        write("a.dl", "test \"Relu is zero\" { }\ntest \"other\" { assert 1 == 2 }\n");
        assertThat(timeless(dl("test", "--filter", "relu").output())).endsWith("1 passed in 1 file  0.00 s\n");
        Child none = dl("test", "--filter=nobody");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.errors()).contains("no test has a name with \"nobody\"");
    }

    @Test
    void test_of_a_missing_path_is_wrong_usage() {
        Child child = dl("test", "nowhere");
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).startsWith("dl: there is no file or folder nowhere");
    }

    @Test
    void test_without_any_tests_says_what_a_test_is() {
        Child child = dl("test");
        assertThat(child.exitCode()).isZero();
        assertThat(child.output()).startsWith("no tests: a test is");
    }

    // ---- check

    @Test
    void check_tells_errors_and_warnings_and_counts_them() throws IOException {
        write("a.dl", "fn f(x) {\n  let y = 1\n  x\n}\nf(1, 2)\n");
        Child child = dl("check");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.output()).contains("warning: 'y' is never used").contains("TypeError: f takes 1 positional argument, got 2")
                .endsWith("1 error, 1 warning in 1 file\n");
    }

    @Test
    void check_compares_calls_of_a_module_s_members_with_what_they_take() throws IOException {
        write("a.dl", "import nn\nimport optim: SGD\nnn.Linear(3)\nlet m = nn.Linear(3, 4, biass = false)\nSGD(0.1, 0.9)\n");
        assertThat(dl("check").output()).contains("Linear needs the parameter 'outputs'").contains("Linear has no parameter 'biass'")
                .contains("SGD takes 1 positional argument, got 2").endsWith("3 errors, 0 warnings in 1 file\n");
    }

    @Test
    void check_ends_with_0_when_there_are_only_warnings() throws IOException {
        write("a.dl", "fn f(x) {\n  let y = 1\n  x\n}\n");
        assertThat(dl("check", "a.dl").exitCode()).isZero();
    }

    @Test
    void check_writes_json_for_tools() throws IOException {
        write("a.dl", "unheard_of\n");
        Child child = dl("check", "--json");
        JsonArray findings = JsonParser.parseString(child.output()).getAsJsonArray();
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(findings).hasSize(1);
        var finding = findings.get(0).getAsJsonObject();
        assertThat(finding.get("severity").getAsString()).isEqualTo("error");
        assertThat(finding.get("code").getAsString()).isEqualTo("name/unknown");
        assertThat(finding.getAsJsonArray("labels").get(0).getAsJsonObject().get("line").getAsInt()).isEqualTo(1);
    }

    @Test
    void check_writes_every_mistake_in_brackets_operators_and_names() throws IOException {
        write("a.dl", "let a = [1, 2\nlet b = (a + 1]\nlet c = b *\nlet d = unheard_of\nfn f(x) {\n  x\n");
        JsonArray findings = JsonParser.parseString(dl("check", "--json").output()).getAsJsonArray();
        assertThat(findings).extracting(finding -> finding.getAsJsonObject().get("code").getAsString()).containsExactly(
                "syntax/bracket-unclosed", "syntax/bracket-mismatch", "syntax/expected", "name/unknown", "syntax/bracket-unclosed");
    }

    // ---- fmt

    @Test
    void fmt_rewrites_files_and_names_them() throws IOException {
        write("a.dl", "let a=1");
        write("b.dl", "let b = 1\n");
        assertThat(dl("fmt")).isEqualTo(new Child(0, "a.dl\n", ""));
        assertThat(folder.resolve("a.dl")).hasContent("let a = 1\n");
        assertThat(dl("fmt")).isEqualTo(new Child(0, "", ""));
    }

    @Test
    void fmt_check_changes_nothing_and_ends_with_1() throws IOException {
        write("a.dl", "let a=1");
        assertThat(dl("fmt", "--check")).isEqualTo(new Child(1, "a.dl\n", ""));
        assertThat(folder.resolve("a.dl")).hasContent("let a=1");
    }

    @Test
    void fmt_leaves_files_alone_that_are_no_programs() throws IOException {
        write("a.dl", "let = \n");
        Child child = dl("fmt");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.errors()).startsWith("SyntaxError");
        assertThat(folder.resolve("a.dl")).hasContent("let = \n");
    }

    @Test
    void fmt_of_a_dash_reads_standard_input() {
        assertThat(Child.fed("let a=1", "fmt", "-")).isEqualTo(new Child(0, "let a = 1\n", ""));
    }

    // ---- explain

    @Test
    void explain_prints_the_page_of_a_code() {
        Child child = dl("explain", "shape/broadcast");
        assertThat(child.exitCode()).isZero();
        assertThat(child.output()).startsWith("# shape/broadcast");
        assertThat(dl("explain", "(shape/broadcast)").output()).isEqualTo(child.output());
    }

    @Test
    void explain_suggests_codes_for_one_without_page() {
        Child child = dl("explain", "shape/brodcast");
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).isEqualTo("dl: there is no page about shape/brodcast; did you mean shape/broadcast?\n");
        assertThat(dl("explain", "shape").errors()).contains("  shape/broadcast\n");
        assertThat(dl("explain").output()).contains("  shape/broadcast\n");
    }

    // ---- run

    @Test
    void run_runs_a_script_or_the_main_of_this_folder() throws IOException {
        write("main.dl", "print(\"main\", args)\n");
        write("other.dl", "print(\"other\", args)\n");
        assertThat(dl("run", "other.dl", "a").output()).isEqualTo("other [\"a\"]\n");
        assertThat(dl("run").output()).isEqualTo("main []\n");
    }

    @Test
    void a_script_that_is_called_like_a_command_is_reached_by_its_path() throws IOException {
        write("test", "print(\"a script\")\n");
        assertThat(dl("./test").output()).isEqualTo("a script\n");
        assertThat(dl("run", "test").output()).isEqualTo("a script\n");
    }

    @Test
    void an_unknown_option_of_a_command_is_wrong_usage() {
        Child child = dl("fmt", "--chek");
        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.errors()).startsWith("dl: dl fmt has no option --chek; it is called as dl fmt [--check] [PATH...]");
    }
}

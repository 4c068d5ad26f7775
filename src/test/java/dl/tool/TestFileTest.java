package dl.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dl.Dl;
import dl.source.Diagnostic;
import dl.source.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFileTest {
    @TempDir
    Path folder;

    private FileReport test(String text) {
        return test(text, "");
    }

    private FileReport test(String text, String filter) {
        try {
            Path file = Files.writeString(folder.resolve("sample.dl"), text);
            return Dl.create().threads(1).test(file, name -> name.contains(filter));
        } catch (IOException unwritable) {
            throw new AssertionError(unwritable);
        }
    }

    private static List<String> codes(FileReport report) {
        return report.results().stream().flatMap(result -> result.failures().stream()).map(Diagnostic::code).toList();
    }

    @Test
    void a_test_block_sees_the_names_of_its_module() {
        assertThat(test("""
                fn twice(x) = 2 * x
                let two = 2
                test "twice" { assert twice(two) == 4 }
                """)).matches(report -> report.passed() == 1 && report.failed() == 0);
    }

    @Test
    void a_failed_assertion_fails_its_test_only() {
        FileReport report = test("""
                test "wrong" { assert 1 == 2 }
                test "right" { assert 1 == 1 }
                """);
        assertThat(report.results()).extracting(TestResult::name, TestResult::passed, TestResult::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("wrong", false, 1), org.assertj.core.groups.Tuple.tuple("right", true, 2));
    }

    @Test
    void tests_bind_names_of_their_own_and_closures_over_them() {
        assertThat(codes(test("""
                let x = 1
                test "a" { let x = 2; let f = y -> x + y; assert f(1) == 3 }
                test "b" { assert x == 1 }
                """))).isEmpty();
    }

    @Test
    void the_random_stream_of_a_test_does_not_depend_on_the_tests_before_it() {
        assertThat(codes(test("""
                seed(3)
                let first = with seed(3) { rand(2) }
                test "draws" { let _ = rand(5) }
                test "as first" { assert same(rand(2), first) }
                """))).isEmpty();
    }

    @Test
    void a_filter_chooses_by_name_and_without_a_match_the_file_does_not_run() {
        String text = """
                throw "the file ran"
                test "one" { }
                """;
        assertThat(test(text, "two").results()).isEmpty();
        assertThat(codes(test(text, "one"))).containsExactly("user/thrown");
    }

    @Test
    void a_file_without_tests_is_not_run() {
        assertThat(test("throw \"the file ran\"").results()).isEmpty();
    }

    @Test
    void a_mistake_in_the_file_is_one_failure() {
        assertThat(test("unheard_of\ntest \"a\" {}\ntest \"b\" {}").results()).singleElement()
                .matches(result -> result.name().equals("the file runs") && !result.passed());
    }

    @Test
    void an_example_is_a_dialogue_with_a_prompt() {
        assertThat(codes(test("""
                ## Twice the argument.
                ##
                ## >>> let x = twice(2)
                ## >>> x
                ## 4
                ##
                ## >>> for i in 0..2 {
                ## ...   print(twice(i))
                ## ... }
                ## 0
                ## 2
                ##
                ## >>> twice([1.0])
                ## [2.0]
                ##
                ## >>> twice(unheard_of)
                ## NameError: 'unheard_of' is not defined
                fn twice(x) = 2 * x
                """))).isEmpty();
    }

    @Test
    void an_example_that_shows_something_else_says_both() {
        FileReport report = test("""
                ## >>> twice(2)
                ## 5
                fn twice(x) = 2 * x
                """);
        assertThat(report.results().getFirst().name()).isEqualTo("example of twice");
        assertThat(Renderer.plain().render(report.results().getFirst().failures()).replace(folder + "/", "")).isEqualTo("""
                AssertionError: the example does not show what its comment says
                 --> sample.dl:1:8  (assertion/example)
                  |
                1 | ## >>> twice(2)
                  |        ^^^^^^^^
                  = hint: expected 5
                          it shows 4
                """);
    }

    @Test
    void an_error_inside_an_example_names_the_line_of_the_file() {
        Diagnostic error = test("""
                layer L() {
                  ## >>> 1 +
                  ## ...   L().missing()
                  ## 5
                  fn f() = 1
                }
                """).results().getFirst().failures().getFirst();
        assertThat(error.labels().getFirst().source().line(error.labels().getFirst().span().start())).isEqualTo(3);
    }

    @Test
    void names_of_an_example_are_gone_after_its_comment() {
        assertThat(codes(test("""
                ## >>> let t = 1
                fn a() = 1

                ## >>> t
                ## 1
                fn b() = 1
                """))).containsExactly("name/unknown");
    }

    @Test
    void what_a_test_prints_is_kept_with_its_result() {
        assertThat(test("print(\"loading\")\ntest \"a\" { print(\"inside\") }").results().getFirst().printed()).isEqualTo("inside\n");
    }

    @Test
    void a_test_inside_a_block_is_a_syntax_error() {
        assertThat(codes(test("fn f() { test \"a\" { } }"))).containsExactly("syntax/test-nested");
    }

    @Test
    void endless_recursion_in_a_test_fails_it() {
        FileReport report = test("fn f(x) = 1 + f(x)\ntest \"deep\" { f(1) }\ntest \"next\" { }");
        assertThat(report.results()).extracting(TestResult::passed).containsExactly(false, true);
    }
}

package dl.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.Dl;
import dl.Session;
import dl.source.Label;
import dl.source.Renderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    @TempDir
    Path folder;

    private static List<Finding> check(Path file) {
        try (Session session = Dl.create().threads(1).newSession()) {
            return session.check(file);
        }
    }

    /// What is found, as `line code`.
    private List<String> found(String text) {
        try {
            return check(Files.writeString(folder.resolve("sample.dl"), text)).stream().map(finding -> {
                Label label = finding.diagnostic().labels().getFirst();
                return label.source().line(label.span().start()) + " " + finding.diagnostic().code();
            }).toList();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @TestFactory
    Stream<DynamicTest> programs_that_run_have_no_errors() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Stream.of("stdlib", "examples", "src/test/dl/lang").map(Path::of).filter(Files::isDirectory).flatMap(CheckerTest::walk)) {
            files = all.filter(file -> file.toString().endsWith(".dl") && !file.getFileName().toString().startsWith("_")
                    && !file.toString().contains("/errors/") && !read(file).contains("expect error")).sorted().toList();
        }
        return files.stream().map(file -> dynamicTest(file.toString(), () -> assertThat(check(file).stream()
                .filter(finding -> !finding.warning()).map(finding -> Renderer.plain().render(finding.diagnostic()))).isEmpty()));
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void all_mistakes_of_a_file_are_found_in_one_go_and_in_order() {
        assertThat(found("""
                let a = unheard_of
                fn f(x) {
                  let y = 1
                  also_unheard + x
                }
                f()
                """)).containsExactly("1 name/unknown", "3 check/unused", "4 name/unknown", "6 call/missing");
    }

    @Test
    void names_are_looked_up_beside_syntax_mistakes_but_not_those_of_broken_statements() {
        assertThat(found("let = 1\nlet b = )\nunheard_of\nprint(b)\n")).containsExactly("1 syntax/expected", "2 syntax/bracket-stray", "3 name/unknown");
    }

    @Test
    void a_call_of_a_known_function_is_compared_with_its_parameters() {
        assertThat(found("""
                fn f(x, y; lr = 1) = x + y + lr
                print(f(1), f(1, 2, 3), f(1, 2, rate = 1), f(1, 2, x = 1), f(1, y = 2))
                """)).containsExactly("2 call/missing", "2 call/too-many", "2 call/unknown-parameter", "2 call/given-twice");
    }

    @Test
    void a_required_named_parameter_is_missed() {
        assertThat(found("fn f(x; rate) = x * rate\nprint(f(1))")).containsExactly("2 call/missing");
    }

    @Test
    void the_left_side_of_a_pipe_is_an_argument() {
        assertThat(found("fn f(x, y) = x + y\nprint(1 |> f(2))\nprint(1 |> f)\nprint(1 |> f(2, 3))")).containsExactly("3 call/missing", "4 call/too-many");
    }

    @Test
    void arguments_that_are_spread_may_be_any_number() {
        assertThat(found("fn f(x, y) = x + y\nlet xs = (1, 2)\nprint(f(...xs))")).isEmpty();
    }

    @Test
    void builtins_layers_and_the_prelude_are_known_functions() {
        assertThat(found("""
                layer L(a, b; c = 1) { fn forward(x) = x * a * b * c }
                print(softmax([1.0], axi = 0), L(1), Linear(3), sort([1], [2], [3]))
                """)).containsExactly("2 call/unknown-parameter", "2 call/missing", "2 call/missing", "2 call/too-many");
    }

    @Test
    void a_function_in_a_variable_that_may_change_is_not_known() {
        assertThat(found("var f = (x, y) -> x + y\nf = x -> x\nprint(f(1))")).isEmpty();
        assertThat(found("let f = (x, y) -> x + y\nprint(f(1))")).containsExactly("2 call/missing");
    }

    @Test
    void constant_shapes_that_cannot_match_are_errors() {
        assertThat(found("""
                let a = [[1, 2], [3, 4]]
                let n = 3
                let b = zeros(n, 2)
                print(a + b)
                print(b @ a, a @ b)
                print(b.sum(axis = 2))
                print(ones(2, 3).reshape(4))
                """)).containsExactly("4 shape/broadcast", "5 shape/matmul", "6 shape/axis-range", "7 shape/reshape");
    }

    @Test
    void shapes_that_only_running_knows_are_left_alone() {
        assertThat(found("""
                var a = zeros(2)
                a = zeros(3)
                print(a + zeros(3))
                fn f(x) = x + zeros(4)
                try { print(zeros(2) + zeros(3)) } catch e { print(e.kind) }
                """)).isEmpty();
    }

    @Test
    void the_call_right_of_a_pipe_has_its_left_side() {
        assertThat(found("let a = zeros(2, 3)\nprint(a |> reshape(3, 2), a |> reshape(6), a |> reshape(4))")).containsExactly("2 shape/reshape");
    }

    @Test
    void tensors_that_are_joined_must_fit() {
        assertThat(found("""
                print(concat([zeros(2, 3), zeros(2, 3)]), stack(list(zeros(2), ones(2))))
                print(concat([zeros(2, 3), zeros(2, 4)]))
                print(stack([zeros(2), zeros(3)]), concat([zeros(2, 3), zeros(2, 4)], axis = 1))
                """)).containsExactly("2 shape/concat", "3 shape/stack");
    }

    @Test
    void constant_shapes_are_compared_with_annotations() {
        assertThat(found("""
                let n = 5
                fn linear(x: [(n), d], w: [d, h]) -> [(n), h] = x @ w
                fn last(x: [..., 3], k: int, y: [k]) = x[-1] + k + sum(y)
                print(linear(zeros(5, 3), zeros(3, 2)), last(zeros(2, 3), 2, [1, 2]), last([1, 2, 3], 1, [1]))
                print(linear(zeros(5, 3), zeros(4, 2)))
                print(linear(zeros(3), zeros(4, 2)))
                print(last(zeros(3, 2), 1, [1]))
                """)).containsExactly("5 shape/annotation", "6 shape/annotation", "7 shape/annotation");
    }

    @Test
    void an_axis_beyond_any_tensor_is_no_trouble() {
        assertThat(found("print(sum([1, 2], axis = 99999999999))")).isEmpty();
    }

    @Test
    void names_that_a_function_binds_and_nobody_reads_are_warned_about() {
        assertThat(found("""
                let top = 1
                fn f(x) {
                  let a = 1
                  let (q, r) = (1, 2)
                  var count = 0
                  count += 1
                  let _ignored = 3
                  for i in 0..3 { print(q) }
                  x -> x
                }
                """)).containsExactly("3 check/unused", "4 check/unused", "5 check/unused");
    }

    @Test
    void a_name_that_only_a_closure_or_an_annotation_reads_is_used() {
        assertThat(found("fn f() {\n  let a = 1\n  let n = 2\n  let g = (x: [n]) -> x + a\n  g\n}")).isEmpty();
    }

    @Test
    void hiding_a_parameter_is_warned_about_unless_it_makes_a_variable_of_it() {
        assertThat(found("""
                fn f(x, y) {
                  var x = x
                  x += 1
                  let y = 2
                  map([1], y -> y + x) |> print
                  y
                }
                """)).containsExactly("4 check/shadowed-parameter");
    }

    @Test
    void code_behind_a_return_is_never_reached() {
        assertThat(found("""
                fn f(x) {
                  if x > 0 { return 1 } else { throw "no" }
                  print(x)
                }
                for i in 0..3 {
                  break
                  print(i)
                }
                fn g(x) {
                  if x > 0 { return 1 }
                  2
                }
                fn h(x) {
                  return twice(x)
                  fn twice(x) = 2 * x
                }
                fn k(x) {
                  return twice(x)
                  fn twice(x) = 2 * x
                  print(x)
                }
                """)).containsExactly("3 check/unreachable", "7 check/unreachable", "20 check/unreachable");
    }

    @TestFactory
    Stream<DynamicTest> the_pages_about_warnings_show_them() {
        return walk(Path.of("docs/errors/check")).filter(page -> page.toString().endsWith(".md")).map(page -> dynamicTest(page.toString(), () -> {
            String[] blocks = read(page).split("```(dl[^\n]*|text)?\n");
            assertThat(shown(blocks[1])).isEqualTo(blocks[3]);
            assertThat(shown(blocks[5])).as("mended").isEmpty();
        }));
    }

    private String shown(String program) throws IOException {
        Path file = Files.writeString(folder.resolve("example.dl"), program);
        return check(file).stream().map(finding -> Renderer.plain().renderWarning(finding.diagnostic())).collect(java.util.stream.Collectors.joining())
                .replace(folder + "/", "");
    }

    @Test
    void warnings_are_no_errors() {
        try {
            Path file = Files.writeString(folder.resolve("warned.dl"), "fn f() {\n  let a = 1\n  2\n}");
            assertThat(check(file)).singleElement().matches(Finding::warning);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}

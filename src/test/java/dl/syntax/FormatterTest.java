package dl.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.source.Renderer;
import dl.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FormatterTest {
    /// Formats, and claims that doing it again changes nothing.
    private static String format(String text) {
        String once = formatted("sample.dl", text);
        assertThat(formatted("again.dl", once)).isEqualTo(once);
        return once;
    }

    /// Trees of long chains are deep, and the formatter walks them on a large stack, as the command gives it.
    private static Formatter.Result onLargeStack(Source source) {
        FutureTask<Formatter.Result> task = new FutureTask<>(() -> Formatter.format(source));
        new Thread(null, task, "fmt", 1L << 28).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String formatted(String name, String text) {
        return switch (onLargeStack(new Source(name, text))) {
            case Formatter.Formatted(String result) -> result;
            case Formatter.Unreadable(var diagnostics) -> throw new AssertionError(Renderer.plain().render(diagnostics));
            case Formatter.Refused(String result) -> throw new AssertionError("would have changed the program:\n" + result);
        };
    }

    @TestFactory
    Stream<DynamicTest> every_program_of_the_project_keeps_its_meaning_and_is_the_same_after_formatting_twice() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Stream.of("src/test/dl", "stdlib", "examples", "bench", "docs").map(Path::of).filter(Files::isDirectory)
                .flatMap(FormatterTest::walk)) {
            files = all.filter(file -> file.toString().endsWith(".dl")).sorted().toList();
        }
        return files.stream()
                .map(file -> new Source(file.toString(), read(file)))
                .filter(source -> Parse.parse(source) instanceof Parse.Complete)
                .map(source -> dynamicTest(source.name(), () -> format(source.text())));
    }

    @TestFactory
    Stream<DynamicTest> every_sample_keeps_its_meaning_and_is_the_same_after_formatting_twice() throws IOException {
        return SamplesTest.texts().stream()
                .filter(text -> Parse.parse(new Source("sample.dl", text)) instanceof Parse.Complete)
                .map(text -> dynamicTest("sample " + text.lines().findFirst().orElse(""), () -> format(text)));
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void blanks_stand_around_operators_but_not_around_powers_ranges_and_slices() {
        assertThat(format("let y=a*x ^ 2+-b\nfor i in 0 .. n-1{f( i,lr=1 )}\nx[ 1 : n - 1,-1, i+1 ]\nnot a<b and c==- d\n")).isEqualTo("""
                let y = a * x^2 + -b
                for i in 0..n - 1 { f(i, lr = 1) }
                x[1:n-1, -1, i + 1]
                not a < b and c == -d
                """);
    }

    @Test
    void sizes_are_written_tight_and_annotations_with_one_blank() {
        assertThat(format("fn f(x:f32[n,2 * d],y : [... , d] ;k:int=2)->[n , k*d]=x\nlet t:f32[2]=[1.0,2]")).isEqualTo("""
                fn f(x: f32[n, 2*d], y: [..., d]; k: int = 2) -> [n, k*d] = x
                let t: f32[2] = [1.0, 2]
                """);
    }

    @Test
    void a_lambda_that_gives_a_bracket_is_no_annotation() {
        assertThat(format("let f = x->[x,2*x]\nlet g=(a : [n],b)->a[0]*b")).isEqualTo("""
                let f = x -> [x, 2 * x]
                let g = (a: [n], b) -> a[0] * b
                """);
    }

    @Test
    void a_block_stays_on_its_line_if_it_was_and_fits() {
        assertThat(format("if a {b} else {c}\nif a {\nb} else {c}\nfn f() {}\nlayer L() { param w=1;fn forward(x)=x }\n")).isEqualTo("""
                if a { b } else { c }
                if a {
                  b
                } else {
                  c
                }
                fn f() {}
                layer L() { param w = 1; fn forward(x) = x }
                """);
    }

    @Test
    void what_does_not_fit_has_one_item_on_each_line() {
        assertThat(format("let model = sequential(Linear(784, 128, bias = false), relu, Dropout(0.2), Linear(128, 10), softmax, identity)"))
                .isEqualTo("""
                let model = sequential(
                  Linear(784, 128, bias = false),
                  relu,
                  Dropout(0.2),
                  Linear(128, 10),
                  softmax,
                  identity,
                )
                """);
    }

    @Test
    void brackets_that_the_author_opened_stay_open() {
        assertThat(format("let m = [\n[1,2],\n[3,4]]\nlet n = [[1,2],\n  [3,4]]")).isEqualTo("""
                let m = [
                  [1, 2],
                  [3, 4],
                ]
                let n = [[1, 2], [3, 4]]
                """);
    }

    @Test
    void many_numbers_fill_their_lines() {
        String numbers = "let x = [" + "1000, ".repeat(40) + "-1]";
        assertThat(format(numbers).lines().toList()).hasSize(5).allMatch(line -> line.length() <= 100);
    }

    @Test
    void a_last_argument_with_a_block_keeps_the_call_together() {
        assertThat(format("let y = map(xs, x -> {\nlet z = x\nz})\nprint(map(xs, x -> {\nx}))")).isEqualTo("""
                let y = map(xs, x -> {
                  let z = x
                  z
                })
                print(map(xs, x -> {
                  x
                }))
                """);
    }

    @Test
    void breaks_behind_operators_stay_and_pipes_stand_below_each_other() {
        assertThat(format("let a = b +\n      c\nx |> f\n  |> g(1) |> h\nxs\n.map(f)\n  .sum()")).isEqualTo("""
                let a = b +
                  c
                x
                  |> f
                  |> g(1)
                  |> h
                xs
                  .map(f)
                  .sum()
                """);
    }

    @Test
    void a_long_sum_is_broken_behind_its_loosest_operators() {
        String sum = "let total = " + "first_summand * second_factor + ".repeat(5) + "rest";
        assertThat(format(sum)).isEqualTo("""
                let total = first_summand * second_factor + first_summand * second_factor +
                  first_summand * second_factor + first_summand * second_factor + first_summand * second_factor +
                  rest
                """);
    }

    @Test
    void comments_stay_at_their_places_and_below_each_other() {
        assertThat(format("""
                # head

                let a=1      # one
                let bcd=2    # two


                # about f
                fn f(x) {# opens
                    x   # the value
                  # last
                }
                let l = [1, # first
                   2 # second
                   # none left
                   ]
                a + # left
                  bcd
                """)).isEqualTo("""
                # head

                let a = 1    # one
                let bcd = 2  # two

                # about f
                fn f(x) {  # opens
                  x  # the value
                  # last
                }
                let l = [
                  1,  # first
                  2,  # second
                  # none left
                ]
                a +  # left
                  bcd
                """);
    }

    @Test
    void documentation_and_doctests_are_not_touched() {
        String text = """
                ## Twice.
                ##
                ## >>> twice( 2 )
                ## 4
                fn twice(x) = 2 * x
                """;
        assertThat(format(text)).isEqualTo(text);
    }

    @Test
    void a_tuple_of_one_keeps_its_comma_and_calls_lose_theirs() {
        assertThat(format("let t = (a,)\nf(a,b,)\nlet (q , r)=qr(A)\nlet {x,y : z,...rest}=p\n{...p,x:5}")).isEqualTo("""
                let t = (a,)
                f(a, b)
                let (q, r) = qr(A)
                let {x, y: z, ...rest} = p
                {...p, x: 5}
                """);
    }

    @Test
    void texts_are_not_touched() {
        String text = "let s = f\"a {x:.2f} {  y }\" + \"\"\"two\n   lines \"\"\"\n";
        assertThat(format(text)).isEqualTo(text);
    }

    @Test
    void semicolons_at_the_ends_of_lines_go() {
        assertThat(format("let a = 1; let b = 2;\nprint(a);\n")).isEqualTo("let a = 1; let b = 2\nprint(a)\n");
    }

    @Test
    void an_empty_file_stays_empty() {
        assertThat(format("")).isEmpty();
        assertThat(format("\n\n")).isEmpty();
    }

    @Test
    void windows_line_ends_become_plain_ones() {
        assertThat(format("let a = 1 # x\r\n\r\nlet b = 2\r\n")).isEqualTo("let a = 1  # x\n\nlet b = 2\n");
    }
}

package dl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Memory that runs out is told, and nothing is lost but what was asked for.
class MemoryTest {
    private static final int MEGABYTES = 64;

    private static Child prompt(String... lines) {
        return prompt(MEGABYTES, lines);
    }

    private static Child prompt(int megabytes, String... lines) {
        Child child = Child.within(megabytes, String.join("\n", lines) + "\n");
        assertThat(child.errors()).doesNotContain("Exception", "OutOfMemory", "InternalError", ".java");
        return child;
    }

    @Test
    void a_tensor_too_large_is_told_with_its_shape_its_bytes_and_the_limit() {
        Child child = prompt("let x = ones(1000, 1000)", "x + zeros(5000, 5000)", "sum(x)");
        assertThat(child.errors()).startsWith("LimitError: there is no room for the result of zeros, f32[5000, 5000] of 95.4 MB: ")
                .containsPattern("[0-9.]+ MB of the [0-9.]+ MB that dl may use are held\n")
                .contains("(limit/memory)", "1 | x + zeros(5000, 5000)", "    ^^^^^^^^^^^^^^^^^", "DL_JAVA_OPTIONS=-Xmx1g dl");
        assertThat(child.output()).isEqualTo("1000000.0\n");
    }

    @Test
    void operands_are_named_where_the_result_of_an_operation_is_too_large() {
        Child child = prompt("let a = ones(5000, 10)", "a @ a.T", "sum(a)");
        assertThat(child.errors()).startsWith("LimitError: there is no room for the result of matmul, f32[5000, 5000] of 95.4 MB")
                .contains("f32[5000, 10]", "f32[10, 5000]");
        assertThat(child.output()).isEqualTo("50000.0\n");
    }

    @Test
    void the_element_type_is_that_of_the_result() {
        assertThat(prompt("zeros(2, 3000000, dtype = f64)").errors()).contains("f64[2, 3000000] of 45.8 MB");
        assertThat(prompt("let a = 0 * arange(2000000) + 1", "a[:, None] * [[1, 2, 3]]").errors()).contains("i64[2000000, 3] of 45.8 MB");
        assertThat(prompt("let a = ones(7000)", "a[:, None] < a").errors()).contains("bool[7000, 7000] of 46.7 MB");
    }

    @Test
    void a_derivative_that_needs_too_much_gives_back_what_it_held() {
        Child child = prompt("let x = ones(1000, 1000)", "grad(w -> { var y = w; for i in 0..50 { y = tanh(y) }; sum(y) })(x)", "sum(x)");
        assertThat(child.errors()).startsWith("LimitError: there is no room for").contains("f32[1000, 1000] of 3.8 MB");
        assertThat(child.output()).isEqualTo("1000000.0\n");
    }

    @Test
    void a_text_that_grows_for_ever_is_told_where_it_grows() {
        Child child = prompt("var s = \"abc\"", "while true { s = s + s }", "s = \"\"", "sum(ones(1000, 1000))");
        assertThat(child.errors()).startsWith("LimitError: there is no room for the result of +").contains("1 | while true { s = s + s }");
        assertThat(child.output()).isEqualTo("1000000.0\n");
    }

    @Test
    void a_list_that_fills_everything_leaves_a_prompt_that_can_drop_it() {
        // the smaller the heap, the sooner the collector gives up
        Child child = prompt(24, "var xs = []", "while true { xs = append(xs, zeros(1000)) }", "len(xs) > 1000", "xs = []", "sum(ones(1000, 1000))");
        assertThat(child.errors()).startsWith("LimitError: ").contains("(limit/memory)");
        assertThat(child.output()).isEqualTo("true\n1000000.0\n");
    }

    @Test
    void a_script_ends_with_1() {
        Child child = Child.within(MEGABYTES, "zeros(5000, 5000)", "-");
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.errors()).startsWith("LimitError: ").contains("<stdin>:1:1");
    }

    @Test
    void sizes_beyond_an_array_are_told_with_the_shape() {
        assertThat(prompt("tile(ones(100000), 100000)").errors()).startsWith("LimitError: an axis of 10000000000 elements");
        assertThat(prompt("repeat(ones(100000), 100000)").errors()).startsWith("LimitError: ");
        assertThat(prompt("let a = ones(100000)", "a[:, None] + a").errors()).startsWith("LimitError: a tensor of shape [100000, 100000]");
        assertThat(prompt("zeros(2000000000, dtype = c128)").errors()).startsWith("LimitError: 2000000000 complex numbers are more than 1073741823");
    }

    @Test
    void views_take_no_memory() {
        try (Session session = Dl.create().kernels("scalar").newSession()) {
            session.eval("let x = randn(40, 60); let c = complex(x, x)");
            for (String view : List.of("x[3]", "x[:, 3]", "x[1:-1, ::2]", "x[::-1, 5:]", "x[:, None]", "x.T", "swapaxes(x, 0, 1)[2:]", "permute(x, 1, 0)",
                    "reshape(x, 60, 40)", "reshape(x[5:], 5, -1)", "flatten(x)", "flip(x, axis = 0)", "broadcast_to(x[0], 1000, 60)", "expand_dims(x, axis = 1)",
                    "squeeze(x[:, None])", "diagonal(x)", "c.real", "c.imag[2:]")) {
                long before = session.statistics().tensorBytes();
                session.eval(view + ";");
                assertThat(session.statistics().tensorBytes()).as(view).isEqualTo(before);
            }
            long before = session.statistics().tensorBytes();
            session.eval("x.T + 1;");
            assertThat(session.statistics().tensorBytes()).isEqualTo(before + 4 * 40 * 60);
        }
    }

    /// 200 steps make 20 times what the heap holds.
    @Test
    void a_training_loop_that_keeps_only_its_parameters_stays_flat() {
        Child child = Child.within(MEGABYTES, """
                let x = ones(200, 500)
                var w = zeros(500, 300)
                for step in 0..200 {
                  w = w - 0.1 * grad(w -> mean(tanh(x @ w + 1)^2))(w)
                }
                print(w.shape)
                """, "--stats", "-");
        assertThat(child.output()).as(child.errors()).isEqualTo("(500, 300)\n");
        assertThat(child.errors()).containsPattern("tensors +[0-9.]+ (MB|GB) made").containsPattern("backward pass +[0-9.]+ (kB|MB) at most");
    }
}

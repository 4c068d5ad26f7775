package dl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A `let` that runs again takes the memory of its value of the time before, where nobody else can hold that. What it must never
/// change are the claims under `src/test/dl/lang/memory`.
class MemoryReuseTest {
    private static final long BYTES = 4 * 20_000;

    private static long reused(String... program) {
        try (Session session = Dl.create().newSession()) {
            session.eval("let x = zeros(20000)");
            session.eval(String.join("\n", program));
            return session.statistics().reusedBytes();
        }
    }

    // The first value makes known that values are large, the second is the first to be kept.

    @Test
    void in_a_loop() {
        assertThat(reused("for i in 0..10 { let y = x + i }")).isEqualTo(8 * BYTES);
        assertThat(reused("for i in 0..10 { let y = tanh(x) }")).isEqualTo(8 * BYTES);
        assertThat(reused("for i in 0..10 { let y = relu(x * i + 1) }")).isEqualTo(8 * BYTES);
        assertThat(reused("let m = reshape(x, 200, 100)", "for i in 0..10 { let y = m @ m[:100] }")).isEqualTo(8 * BYTES);
        assertThat(reused("let m = reshape(x, 200, 100)", "for i in 0..10 { let y = softmax(m) }")).isEqualTo(8 * BYTES);
    }

    @Test
    void in_a_function_that_is_called_again() {
        assertThat(reused("fn f(i) { let y = x + i; mean(y) }", "map(0..10, f)")).isEqualTo(8 * BYTES);
    }

    @Test
    void in_compiled_code() {
        assertThat(reused("fn f(i) { let y = x + i; mean(y) }", "map(0..3000, f);")).isEqualTo(2998 * BYTES);
        assertThat(reused("fn f() { for i in 0..12000 { let y = x + i } }", "f()")).isEqualTo(11998 * BYTES);
    }

    @Test
    void in_the_state_of_an_optimizer() {
        String model = "let model = Linear(200, 100, bias = false); let g = {w: ones(200, 100)}";
        // the first step keeps the gradient, the second makes what is dead after the third
        assertThat(reused(model, "let opt = Adam(0.1)", "for i in 0..10 { opt.step(model, g) }")).isEqualTo(2 * 7 * BYTES);
        assertThat(reused(model, "let opt = SGD(0.1, momentum = 0.9)", "for i in 0..10 { opt.step(model, g) }")).isEqualTo(7 * BYTES);
        assertThat(reused(model, "let opt = SGD(0.1, momentum = 0.9)", "for i in 0..10 { opt.step(model, g); let seen = opt.velocity }")).isZero();
    }

    @Test
    void not_where_somebody_may_hold_the_value() {
        assertThat(reused("for i in 0..10 { let y = x + i; let z = y }")).isZero();
        assertThat(reused("for i in 0..10 { let y = x + i; let z = list(y) }")).isZero();
        assertThat(reused("for i in 0..10 { let y = x + i; let z = () -> y }")).isZero();
        assertThat(reused("for i in 0..10 { let y = x + i; let z = y[1:] }")).isZero();
        assertThat(reused("let f = grad(w -> { var s = 0.0; for i in 0..10 { let y = x + i; s = s + sum(y * w) }; s })", "f(x)")).isZero();
    }

    @Test
    void not_where_a_call_is_inside_the_call_that_made_it() {
        // each call but the innermost still needs its own
        assertThat(reused("fn f(n) { let y = x + n; let r = if n > 0 { f(n - 1) } else { 0 }; mean(y) + r }", "f(10)")).isZero();
    }

    @Test
    void not_for_small_values() {
        assertThat(reused("for i in 0..10 { let y = x[:100] + i }")).isZero();
    }
}

package dl.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.op.Algebra;
import dl.op.OpContext;
import dl.op.Ops;
import dl.op.TestContext;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TapeTest {
    private final OpContext context = TestContext.auto();
    private final Algebra o = new Algebra(context);

    private Operand grad(UnaryOperator<Operand> f, Operand x) {
        try (Tape tape = Tape.open(context)) {
            Operand traced = tape.input(x);
            return tape.gradients(f.apply(traced), new Operand[] {traced})[0];
        }
    }

    private static double value(Operand x) {
        return x.plain().doubleAt(0);
    }

    @Test
    void a_cube_has_its_derivatives_of_every_order() {
        UnaryOperator<Operand> cube = x -> o.power(x, o.whole(3));
        UnaryOperator<Operand> first = x -> grad(cube, x);
        UnaryOperator<Operand> second = x -> grad(first, x);
        UnaryOperator<Operand> third = x -> grad(second, x);
        Operand two = Tensor.number(2.0);
        assertThat(value(first.apply(two))).isEqualTo(12);
        assertThat(value(second.apply(two))).isEqualTo(12);
        assertThat(value(third.apply(two))).isEqualTo(6);
    }

    @Test
    void an_inner_gradient_does_not_confuse_its_variable_with_the_outer_one() {
        // d/dx (x * d/dy (x + y)) = 1, where y is any value
        Operand result = grad(x -> o.multiply(x, grad(y -> o.add(x, y), Tensor.number(1.0))), Tensor.number(3.0));
        assertThat(value(result)).isEqualTo(1);
    }

    @Test
    void the_gradient_of_a_number_is_a_number() {
        Operand g = grad(x -> o.sum(o.multiply(x, Tensor.of(Shape.of(2), new float[] {1, 2})), false), Tensor.number(3.0));
        assertThat(g.weak()).isTrue();
        assertThat(value(g)).isEqualTo(3);
    }

    @Test
    void the_gradient_has_the_shape_and_type_of_the_input() {
        Tensor bias = Tensor.of(Shape.of(2), new float[] {1, 2});
        Tensor wide = Tensor.of(Shape.of(3, 2), new double[] {1, 2, 3, 4, 5, 6});
        Operand g = grad(b -> o.sum(o.multiply(b, wide), false), bias);
        assertThat(g.dtype()).isEqualTo(DType.F32);
        assertThat(g.shape()).isEqualTo(Shape.of(2));
        assertThat(g.plain().doubleAt(0)).isEqualTo(9);
        assertThat(g.plain().doubleAt(1)).isEqualTo(12);
    }

    @Test
    void ints_become_floats() {
        Operand g = grad(x -> o.sum(o.square(x), false), Tensor.of(Shape.of(2), new long[] {1, 3}));
        assertThat(g.dtype()).isEqualTo(DType.F32);
        assertThat(g.plain().doubleAt(1)).isEqualTo(6);
    }

    @Test
    void an_input_that_does_not_matter_gets_zeros() {
        try (Tape tape = Tape.open(context)) {
            Operand x = tape.input(Tensor.of(Shape.of(2), new float[] {1, 2}));
            Operand y = tape.input(Tensor.of(Shape.of(3), new float[] {1, 2, 3}));
            Operand[] g = tape.gradients(o.sum(x, false), new Operand[] {x, y});
            assertThat(g[1].shape()).isEqualTo(Shape.of(3));
            assertThat(value(g[1])).isZero();
        }
    }

    @Test
    void a_value_used_twice_collects_both_gradients() {
        assertThat(value(grad(x -> o.multiply(x, x), Tensor.number(5.0)))).isEqualTo(10);
    }

    @Test
    void a_result_that_is_not_one_number_is_refused() {
        assertThatThrownBy(() -> grad(x -> o.multiply(x, 2), Tensor.of(Shape.of(2), new float[] {1, 2})))
                .isInstanceOfSatisfying(OpError.class, e -> assertThat(e.code()).isEqualTo("grad/not-scalar"));
    }

    @Test
    void a_cut_path_names_the_operation_and_its_place() {
        assertThatThrownBy(() -> grad(x -> o.sum(o.run(Ops.find("floor").orElseThrow(), x), false), Tensor.of(Shape.of(2), new float[] {1, 2})))
                .isInstanceOfSatisfying(OpError.class, e -> {
                    assertThat(e.code()).isEqualTo("grad/not-connected");
                    assertThat(e).hasMessageContaining("floor");
                    assertThat(e.related().orElseThrow().site()).isEqualTo("line 1");
                });
    }

    @Test
    void a_comparison_that_only_steers_is_not_blamed() {
        assertThatThrownBy(() -> grad(x -> {
                    o.greater(x, o.whole(0));
                    Operand whole = o.run(Ops.find("round").orElseThrow(), x);
                    o.less(x, o.whole(9));
                    return whole;
                }, Tensor.number(2.5)))
                .hasMessageContaining("round");
    }

    @Test
    void a_result_that_never_met_the_input_says_so() {
        assertThatThrownBy(() -> grad(_ -> Tensor.number(2.0), Tensor.number(1.0)))
                .isInstanceOfSatisfying(OpError.class, e -> {
                    assertThat(e.code()).isEqualTo("grad/not-connected");
                    assertThat(e.hint().orElseThrow()).contains("the function's own parameter");
                });
    }

    @Test
    void stop_gradient_lets_the_value_through_and_no_derivative() {
        Operand g = grad(x -> o.multiply(x, o.run(Ops.STOP_GRADIENT, x)), Tensor.number(3.0));
        assertThat(value(g)).isEqualTo(3);
    }

    @Test
    void a_value_kept_after_the_end_is_its_plain_value() {
        Operand kept;
        try (Tape tape = Tape.open(context)) {
            kept = o.multiply(tape.input(Tensor.number(3.0)), 2);
        }
        assertThat(o.add(kept, o.whole(1))).isInstanceOf(Tensor.class);
        assertThat(value(o.add(kept, o.whole(1)))).isEqualTo(7);
        assertThat(value(grad(x -> o.multiply(x, kept), Tensor.number(2.0)))).isEqualTo(6);
    }

    @Test
    void a_kink_has_its_subgradient_or_is_an_error_when_strict() {
        Tensor zero = Tensor.of(Shape.of(2), new float[] {0, 1});
        Operand g = grad(x -> o.sum(o.run(Ops.find("relu").orElseThrow(), x), false), zero);
        assertThat(value(g)).isZero();
        TestContext strict = TestContext.strict();
        Algebra s = new Algebra(strict);
        try (Tape tape = Tape.open(strict)) {
            Operand x = tape.input(zero);
            Operand y = s.sum(s.run(Ops.find("relu").orElseThrow(), x), false);
            assertThatThrownBy(() -> tape.gradients(y, new Operand[] {x}))
                    .isInstanceOfSatisfying(OpError.class, e -> {
                        assertThat(e.code()).isEqualTo("grad/kink");
                        assertThat(e).hasMessageContaining("relu").hasMessageContaining("[0]");
                    });
        }
    }

    @Test
    void the_norm_at_zero_has_derivative_zero() {
        Operand g = grad(x -> o.run(Ops.find("norm").orElseThrow(), x), Tensor.of(Shape.of(2), new float[] {0, 0}));
        assertThat(value(g)).isZero();
    }

    @Test
    void the_product_of_zeros_has_the_right_derivatives() {
        Tensor x = Tensor.of(Shape.of(3), new double[] {0, 2, 3});
        Operand g = grad(v -> o.run(Ops.find("prod").orElseThrow(), v), x);
        assertThat(g.plain().doubleAt(0)).isEqualTo(6);
        assertThat(g.plain().doubleAt(1)).isZero();
        // d/dx0 of the second component, x0 * x2, is x2
        Operand second = grad(v -> o.sum(o.slice(grad(w -> o.run(Ops.find("prod").orElseThrow(), w), v), 0, 1, 2), false), x);
        assertThat(second.plain().doubleAt(0)).isEqualTo(3);
    }

    @Test
    void a_long_chain_needs_no_deep_stack() {
        Operand g = grad(x -> {
            Operand y = x;
            for (int i = 0; i < 100_000; i++) {
                y = o.add(y, o.whole(1));
            }
            return y;
        }, Tensor.number(1.0));
        assertThat(value(g)).isEqualTo(1);
    }
}

package dl.grad;

import static org.assertj.core.api.Assertions.assertThat;

import dl.op.Algebra;
import dl.op.Ops;
import dl.op.TestContext;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradCheckTest {
    private final TestContext context = TestContext.of("scalar");
    private final Tensor x = Tensor.of(Shape.of(2), new double[] {0.5, -1.5});

    private java.util.Optional<String> check(GradCheck.Function function, int order) {
        return new GradCheck(context).check(function, new Tensor[] {x}, new boolean[] {true}, order, 1e-6);
    }

    @Test
    void a_right_derivative_passes() {
        assertThat(check((k, in) -> new Algebra(k).power(in[0], Tensor.number(3)), 1)).isEmpty();
        assertThat(check((k, in) -> new Algebra(k).power(in[0], Tensor.number(3)), 2)).isEmpty();
    }

    @Test
    void a_wrong_derivative_is_found_with_its_place() {
        // the value is that of x * x, the derivative half of it
        GradCheck.Function half = (k, in) -> new Algebra(k).multiply(in[0], Ops.STOP_GRADIENT.apply(k, in[0]));
        assertThat(check(half, 1).orElseThrow()).contains("order 1, input 0, element 0: the rule gives");
    }

    @Test
    void a_wrong_second_derivative_is_found_where_the_first_is_right() {
        // 2 x stopped: the first derivative of x * x as a value, but constant
        GradCheck.Function flat = (k, in) -> {
            Algebra o = new Algebra(k);
            Tensor slope = o.multiply(in[0].plain(), 2).plain();
            // value x^2 with derivative 2 x taken from the plain value
            return o.add(o.multiply(in[0], slope), o.negate(o.square(in[0].plain())));
        };
        assertThat(check(flat, 1)).isEmpty();
        assertThat(check(flat, 2)).isPresent();
    }
}

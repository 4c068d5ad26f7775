package dl.op;

import static org.assertj.core.api.Assertions.assertThat;

import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SelectingTest {
    private final OpContext context = TestContext.auto();

    private double[] order(Tensor x, boolean descending) {
        return NumpyTablesTest.values(
                Selecting.ARGSORT.apply(context, new Operand[] {x}, Selecting.ARGSORT.attributes(-1L, descending)));
    }

    @Test
    void equal_elements_keep_their_order_and_nan_comes_last() {
        float[] values = {2, Float.NaN, -1, 2, Float.NEGATIVE_INFINITY, 0, -0.0f, Float.POSITIVE_INFINITY};
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        Tensor floats = Tensor.of(Shape.of(8), values);
        Tensor doubles = Tensor.of(Shape.of(8), wide);
        assertThat(order(floats, false)).containsExactly(4, 2, 5, 6, 0, 3, 7, 1);
        assertThat(order(doubles, false)).containsExactly(4, 2, 5, 6, 0, 3, 7, 1);
        assertThat(order(floats, true)).containsExactly(7, 0, 3, 5, 6, 2, 4, 1);
        assertThat(order(doubles, true)).containsExactly(7, 0, 3, 5, 6, 2, 4, 1);
    }

    @Test
    void unique_sorts_and_drops_repetitions() {
        Tensor x = Tensor.of(Shape.of(2, 2), new long[] {3, 1, 3, 2});
        assertThat(NumpyTablesTest.values(Selecting.UNIQUE.apply(context, x))).containsExactly(1, 2, 3);
    }

    @Test
    void gather_takes_one_element_per_row() {
        Tensor x = Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4});
        Tensor at = Tensor.of(Shape.of(2, 1), new long[] {1, 0});
        Operand picked = Selecting.GATHER.apply(context, x, at);
        assertThat(NumpyTablesTest.values(picked)).containsExactly(2, 3);
    }
}

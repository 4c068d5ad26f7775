package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.grad.GradCheck;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IndexingTest {
    private final OpContext context = TestContext.auto();
    private final Tensor matrix = Tensor.of(Shape.of(2, 3), new double[] {1, 2, 3, 4, 5, 6});

    private static IndexItem at(long position) {
        return new IndexItem.At(position);
    }

    private static IndexItem positions(long... positions) {
        return new IndexItem.Gather(Tensor.of(Shape.of(positions.length), positions));
    }

    private static Tensor vector(double... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static double[] values(Operand x) {
        return NumpyTablesTest.values(x);
    }

    @Test
    void a_slice_is_a_view() {
        Tensor row = Ops.getIndex(context, matrix, List.of(at(1))).plain();
        assertThat(row.storage()).isSameAs(matrix.storage());
        assertThat(values(row)).containsExactly(4, 5, 6);
    }

    @Test
    void setting_leaves_the_old_tensor_as_it_was() {
        Operand changed = Ops.setIndex(context, matrix, List.of(at(0), at(1)), Tensor.number(9));
        assertThat(values(changed)).containsExactly(1, 9, 3, 4, 5, 6);
        assertThat(values(matrix)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void of_equal_positions_the_last_one_stays() {
        Operand changed = Ops.setIndex(context, vector(0, 0, 0), List.of(positions(1, 1)), vector(5, 6));
        assertThat(values(changed)).containsExactly(0, 6, 0);
    }

    @Test
    void adding_at_equal_positions_adds_up() {
        Operand changed = Ops.addAtIndex(context, vector(0, 0, 0), List.of(positions(1, 1)), vector(5, 6));
        assertThat(values(changed)).containsExactly(0, 11, 0);
    }

    @Test
    void a_mask_takes_and_sets() {
        IndexItem mask = new IndexItem.Mask(Tensor.of(Shape.of(2, 3), new boolean[] {true, false, false, false, true, true}));
        assertThat(values(Ops.getIndex(context, matrix, List.of(mask)))).containsExactly(1, 5, 6);
        assertThat(values(Ops.setIndex(context, matrix, List.of(mask), Tensor.number(0)))).containsExactly(0, 2, 3, 4, 0, 0);
    }

    @Test
    void floats_do_not_go_into_ints() {
        assertThatThrownBy(() -> Ops.setIndex(context, Tensor.of(Shape.of(1), new long[] {1}), List.of(at(0)), Tensor.number(1.5)))
                .isInstanceOfSatisfying(OpError.class, e -> assertThat(e.code()).isEqualTo("type/lossy"));
    }

    @Test
    void index_tensors_apart_from_each_other_are_an_error() {
        Tensor x = Tensor.zeros(DType.F32, Shape.of(2, 2, 2));
        assertThatThrownBy(() -> Ops.getIndex(context, x, List.of(positions(0), IndexItem.Slice.ALL, positions(0))))
                .isInstanceOfSatisfying(OpError.class, e -> assertThat(e.code()).isEqualTo("index/adjacent"));
    }

    @Test
    void a_position_out_of_range_names_the_axis_and_its_size() {
        assertThatThrownBy(() -> Ops.getIndex(context, matrix, List.of(at(0), at(3))))
                .hasMessage("index 3 is out of range for axis 1, which has 3 elements");
    }

    @Test
    void writing_in_place_reaches_the_storage() {
        Tensor own = matrix.copy();
        Ops.setIndexInPlace(own, List.of(at(0)), vector(7, 8, 9));
        assertThat(values(own)).containsExactly(7, 8, 9, 4, 5, 6);
    }

    @Test
    void reading_and_writing_are_differentiable() {
        GradCheck check = new GradCheck(context);
        List<List<IndexItem>> all = List.of(
                List.of(at(1)),
                List.of(new IndexItem.Slice(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(-1)), at(0)),
                List.of(positions(1, 0, 1)),
                List.of(IndexItem.Slice.ALL, positions(2, 2)),
                List.of(new IndexItem.NewAxis(), new IndexItem.Ellipsis()));
        for (List<IndexItem> items : all) {
            Tensor part = Ops.getIndex(context, matrix, items).plain().copy();
            for (int order = 1; order <= 2; order++) {
                assertThat(check.check((k, in) -> Ops.getIndex(k, in[0], items), new Tensor[] {matrix}, new boolean[] {true}, order, 1e-6))
                        .isEmpty();
                assertThat(check.check(
                                (k, in) -> Ops.setIndex(k, in[0], items, in[1]), new Tensor[] {matrix, part},
                                new boolean[] {true, true}, order, 1e-6))
                        .isEmpty();
                assertThat(check.check(
                                (k, in) -> Ops.addAtIndex(k, in[0], items, in[1]), new Tensor[] {matrix, part},
                                new boolean[] {true, true}, order, 1e-6))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_tensor_splits_into_equal_parts() {
        Operand[] parts = Ops.split(context, matrix, 3, 1);
        assertThat(parts).hasSize(3);
        assertThat(values(parts[2])).containsExactly(3, 6);
        assertThatThrownBy(() -> Ops.split(context, matrix, 2, 1))
                .isInstanceOfSatisfying(OpError.class, e -> assertThat(e.code()).isEqualTo("shape/split"));
    }
}

package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTest {
    private final OpContext context = TestContext.auto();

    private static Tensor one(DType type) {
        return Creation.filled(Shape.of(2), type, 1);
    }

    private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable body) {
        String[] code = {""};
        assertThatThrownBy(body).isInstanceOfSatisfying(OpError.class, e -> code[0] = e.code());
        return code[0];
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 1, I64", "BOOL, 1.5, F32", "I64, 1, I64", "I64, 1.5, F32", "F32, 1, F32", "F32, 1.5, F32", "F64, 1, F64", "F64, 1.5, F64"
    })
    void a_number_takes_the_type_of_the_tensor(DType tensor, String number, DType result) {
        Tensor y = number.contains(".") ? Tensor.number(Double.parseDouble(number)) : Tensor.number(Long.parseLong(number));
        assertThat(Ops.ADD.apply(context, one(tensor), y).dtype()).isEqualTo(result);
        assertThat(Ops.ADD.apply(context, y, one(tensor)).dtype()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"BOOL, I64, I64", "BOOL, BOOL, I64", "I64, F32, F32", "I64, F64, F64", "F32, F64, F64"})
    void of_two_tensors_the_higher_type_wins(DType x, DType y, DType result) {
        assertThat(Ops.ADD.apply(context, one(x), one(y)).dtype()).isEqualTo(result);
    }

    @Test
    void a_quotient_of_ints_is_the_default_float() {
        assertThat(Ops.DIVIDE.apply(context, one(DType.I64), one(DType.I64)).dtype()).isEqualTo(DType.F32);
        Operand half = Ops.DIVIDE.apply(context, Tensor.number(1), Tensor.number(2));
        assertThat(half.dtype()).isEqualTo(DType.F64);
        assertThat(half.weak()).isTrue();
    }

    @Test
    void mathematics_on_numbers_is_double() {
        Operand root = Ops.find("sqrt").orElseThrow().apply(context, Tensor.number(2));
        assertThat(root.weak()).isTrue();
        assertThat(root.plain().doubleAt(0)).isEqualTo(Math.sqrt(2));
    }

    @Test
    void what_comes_from_a_tensor_stays_a_tensor() {
        assertThat(Ops.SUM.apply(context, one(DType.F32)).weak()).isFalse();
        assertThat(Ops.ADD.apply(context, Ops.SUM.apply(context, one(DType.F32)), Tensor.number(0.1)).dtype()).isEqualTo(DType.F32);
    }

    @Test
    void a_number_is_rounded_to_the_type_of_the_tensor_before_it_is_compared() {
        Tensor tenth = Tensor.of(Shape.of(1), new float[] {0.1f});
        assertThat(Ops.EQUAL.apply(context, tenth, Tensor.number(0.1)).plain().booleanAt(0)).isTrue();
    }

    @Test
    void a_number_that_would_lose_its_meaning_is_an_error() {
        assertThat(code(() -> Ops.ADD.apply(context, one(DType.F32), Tensor.number(1e-50)))).isEqualTo("value/number-range");
        assertThat(code(() -> Ops.ADD.apply(context, one(DType.F32), Tensor.number(1e50)))).isEqualTo("value/number-range");
        assertThat(Ops.ADD.apply(context, one(DType.F32), Tensor.number(Double.POSITIVE_INFINITY)).plain().doubleAt(0)).isInfinite();
    }

    @Test
    void ints_and_floats_compare_exactly() {
        Tensor big = Tensor.of(Shape.of(1), new long[] {(1L << 53) + 1});
        assertThat(Ops.EQUAL.apply(context, big, Tensor.number(0x1p53)).plain().booleanAt(0)).isFalse();
        assertThat(Ops.GREATER.apply(context, big, Tensor.of(Shape.of(1), new double[] {0x1p53})).plain().booleanAt(0)).isTrue();
    }

    @Test
    void ints_overflow_with_an_error() {
        Tensor large = Tensor.of(Shape.of(1), new long[] {Long.MAX_VALUE});
        assertThat(code(() -> Ops.ADD.apply(context, large, Tensor.number(1)))).isEqualTo("value/int-overflow");
    }

    @Test
    void a_negative_power_of_a_number_is_a_float_and_of_ints_an_error() {
        assertThat(Ops.POWER.apply(context, Tensor.number(2), Tensor.number(-1)).plain().doubleAt(0)).isEqualTo(0.5);
        assertThat(code(() -> Ops.POWER.apply(context, one(DType.I64), Tensor.number(-1)))).isEqualTo("domain/negative-power");
    }

    @Test
    void integer_division_by_zero_is_an_error_and_true_division_is_not() {
        assertThat(code(() -> Ops.FLOOR_DIVIDE.apply(context, one(DType.I64), Tensor.number(0)))).isEqualTo("domain/division-by-zero");
        assertThat(Ops.DIVIDE.apply(context, Tensor.number(1), Tensor.number(0)).plain().doubleAt(0)).isInfinite();
    }

    @Test
    void shapes_that_do_not_fit_are_named_with_the_operation() {
        assertThatThrownBy(() -> Ops.MATMUL.apply(
                        context, Tensor.zeros(DType.F32, Shape.of(32, 784)), Tensor.zeros(DType.F32, Shape.of(128, 10))))
                .isInstanceOfSatisfying(OpError.class, e -> {
                    assertThat(e).hasMessage("cannot multiply [32, 784] @ [128, 10]: inner sizes 784 and 128 differ");
                    assertThat(e.labels()).extracting(OpError.ArgumentLabel::text).containsExactly("f32[32, 784]", "f32[128, 10]");
                });
        assertThatThrownBy(() -> Ops.ADD.apply(context, one(DType.F32), Tensor.zeros(DType.F32, Shape.of(3))))
                .hasMessageStartingWith("cannot add [2] + [3]: ");
    }
}

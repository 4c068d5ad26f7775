package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.tensor.DType;
import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void tensors_attributes_and_the_result_are_told_apart() {
        Signature signature = Signature.parse("softmax(x: f[...s]; axis: int = -1) -> f[...s]");
        assertThat(signature.parameters()).extracting(Parameter::name).containsExactly("x", "axis");
        Parameter axis = signature.parameter("axis").orElseThrow();
        assertThat(axis.named()).isTrue();
        assertThat(axis.required()).isFalse();
        assertThat(axis.defaultValue()).isEqualTo(-1L);
        assertThat(signature.floating()).isTrue();
        assertThat(signature.defaults().integer("axis")).isEqualTo(-1);
    }

    @Test
    void a_variadic_int_is_an_array_and_empty_by_default() {
        Signature signature = Signature.parse("zeros(...sizes: int; dtype: dtype = nil)");
        assertThat(signature.parameter("sizes").orElseThrow().variadic()).isTrue();
        assertThat(signature.defaults().integers("sizes")).isEmpty();
        assertThat(signature.defaults().has("dtype")).isFalse();
    }

    @Test
    void every_kind_of_parameter_is_read() {
        Signature signature = Signature.parse(
                "f(a: tensors, b: tensor, c: int, d: ints, e: float; g: bool = true, h: str = \"x\", i: dtype = nil, j: float = 2)");
        assertThat(signature.parameters()).extracting(Parameter::kind).containsExactly(
                Parameter.Kind.TENSORS, Parameter.Kind.TENSOR, Parameter.Kind.INT, Parameter.Kind.INTS, Parameter.Kind.FLOAT,
                Parameter.Kind.BOOL, Parameter.Kind.STRING, Parameter.Kind.DTYPE, Parameter.Kind.FLOAT);
        assertThat(signature.defaults().string("h")).isEqualTo("x");
        assertThat(signature.defaults().floating("j")).isEqualTo(2.0);
    }

    @Test
    void an_attribute_can_be_changed() {
        Signature signature = Signature.parse("f(x: [...]; axis: ints = nil, dtype: dtype = nil)");
        Attributes attributes = signature.defaults().with("dtype", DType.F64);
        assertThat(attributes.dtype("dtype")).isEqualTo(DType.F64);
        assertThat(attributes.has("axis")).isFalse();
    }

    @Test
    void a_mistake_in_a_declaration_is_found() {
        assertThatThrownBy(() -> Signature.parse("f(x: what)")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.parse("f(x: [n) -> [n]")).isInstanceOf(IllegalArgumentException.class);
    }
}

package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.grad.GradCheck;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import dl.type.Unifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every operation promises, tried on its samples.
class OperationContractTest {
    private static final List<String> COMPLEX = List.of(
            "add", "subtract", "multiply", "divide", "power", "negate", "abs", "square", "reciprocal", "equal",
            "not_equal", "where", "isnan", "isfinite", "isinf", "bool", "c128", "stop_gradient", "as_number", "sqrt",
            "exp", "log", "sin", "cos", "sinh", "cosh", "real", "imag", "conj", "angle", "sum", "sum_to", "mean",
            "prod", "count_nonzero", "norm", "cumsum", "cumprod", "matmul", "affine", "dot", "outer", "tril", "triu",
            "diagonal", "diagonal_embed", "diag", "trace", "reshape", "flatten", "broadcast_to", "expand_dims",
            "squeeze", "permute", "transpose", "swapaxes", "flip", "concat", "stack", "tile", "repeat", "roll",
            "pad", "take", "gather", "scatter_add", "full", "zeros_like", "ones_like", "full_like", "shuffle",
            "same", "isclose", "close");

    @TestFactory
    Stream<DynamicTest> a_declaration_is_complete() {
        return Ops.ALL.stream().map(op -> dynamicTest(op.name(), () -> {
            Signature signature = op.signature();
            assertThat(signature.text()).startsWith(op.name() + "(");
            assertThat(op.doc()).as("a first sentence").matches("(?s)[A-Z`].*?\\.(\\s.*)?");
            assertThat(op.examples()).as("examples").isNotEmpty();
            assertThat(op.samples()).as("samples").isNotEmpty();
            List<Parameter> inputs = signature.parameters().stream().filter(p -> p.kind().isInput()).toList();
            if (op.composite()) {
                assertThat(op.derivative(0)).isInstanceOf(Derivative.Parts.class);
            } else if (!inputs.isEmpty()) {
                assertThat(op.declaredDerivatives()).as("one derivative for each input").isEqualTo(inputs.size());
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> the_result_has_the_shape_of_the_rule() {
        return samples((sample) -> {
            Tensor[] inputs = sample.draw(DType.F64);
            Operand result = run(TestContext.auto(), sample, inputs);
            List<Type.Tensor> types = Stream.of(inputs).map(Type::of).toList();
            agrees(sample.op().infer(types, sample.attributes()), result, new Unifier());
        });
    }

    @TestFactory
    Stream<DynamicTest> the_rule_holds_for_sizes_that_are_symbols() {
        return samples((sample) -> {
            Tensor[] inputs = sample.draw(DType.F64);
            Operand result = run(TestContext.auto(), sample, inputs);
            Unifier sizes = new Unifier();
            List<Type.Tensor> types = new ArrayList<>();
            for (Tensor input : inputs) {
                List<Dim> axes = new ArrayList<>();
                for (int size : input.shape().toArray()) {
                    axes.add(size == 1 ? Dim.ONE : Dim.symbol("s" + size));
                    sizes.bind("s" + size, size);
                }
                types.add(Type.tensor(Sizes.of(axes)));
            }
            agrees(sample.op().infer(types, sample.attributes()), result, sizes);
            agrees(sample.op().infer(Stream.of(inputs).map(_ -> Type.tensor(Sizes.any())).toList(), sample.attributes()), result, sizes);
        });
    }

    @TestFactory
    Stream<DynamicTest> an_elementwise_operation_and_a_reduction_share_nothing_with_their_arguments() {
        return samples(sample -> {
            Op op = sample.op();
            int inputs = (int) op.signature().parameters().stream().filter(p -> p.kind().isInput()).count();
            if (op.composite() && !Fusion.isReduction(op) || !Fusion.isElementwise(op, inputs) && !Fusion.isReduction(op)) {
                return;
            }
            for (DType type : List.of(DType.F32, DType.F64)) {
                Tensor[] drawn = sample.draw(type);
                Tensor result = (Tensor) run(TestContext.auto(), sample, drawn);
                assertThat(drawn).noneMatch(input -> input.storage() == result.storage());
            }
        });
    }

    @Test
    void a_reduction_of_nothing_or_of_axes_of_size_one_shares_nothing_with_its_argument() {
        Tensor x = Tensor.of(Shape.of(1, 3), new float[] {1, 2, 3});
        for (Op op : Ops.ALL) {
            if (Fusion.isReduction(op)) {
                for (String call : List.of("axis = 0", "axis = list()")) {
                    Attributes attributes = call.equals("axis = 0") ? op.signature().defaults().with("axis", new int[] {0})
                            : op.signature().defaults().with("axis", new int[0]);
                    Tensor result = (Tensor) op.apply(TestContext.auto(), new Operand[] {x}, attributes);
                    assertThat(result.storage()).as("%s, %s", op.name(), call).isNotSameAs(x.storage());
                }
            }
        }
    }

    private static void agrees(Type.Tensor rule, Operand result, Unifier sizes) {
        assertThat(sizes.unify(sizes.substitute(rule.sizes()), result.shape())).as("%s gives %s", rule, result.shape()).isEmpty();
        rule.element().ifPresent(element -> assertThat(result.dtype()).isEqualTo(element));
    }

    @TestFactory
    Stream<DynamicTest> vector_and_scalar_kernels_give_the_same_bits() {
        return samples(sample -> {
            for (DType type : List.of(DType.F32, DType.F64)) {
                Tensor[] inputs = sample.draw(type);
                same(run(TestContext.of("scalar"), sample, inputs), run(TestContext.auto(), sample, inputs));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> every_width_gives_the_same_bits_on_larger_inputs() {
        return samples(sample -> {
            Sample larger = larger(sample);
            for (DType type : List.of(DType.F32, DType.F64)) {
                Tensor[] inputs = larger.draw(type);
                Operand expected = run(TestContext.of("scalar"), larger, inputs);
                for (String width : List.of("128", "256", "512")) {
                    same(expected, run(TestContext.of(width), larger, inputs));
                }
            }
        });
    }

    /// The sample with sizes beyond the width of vectors, odd ones among them, where no attribute speaks of sizes.
    private static Sample larger(Sample sample) {
        boolean fixed = sample.op().signature().parameters().stream()
                .anyMatch(p -> List.of("sizes", "counts", "widths", "groups").contains(p.name()));
        if (fixed) {
            return sample;
        }
        List<Sample.Input> inputs = sample.inputs().stream()
                .map(input -> {
                    int[] sizes = input.shape().toArray();
                    for (int i = 0; i < sizes.length; i++) {
                        sizes[i] = switch (sizes[i]) {
                            case 2 -> 5;
                            case 3 -> 37;
                            case 4 -> 70;
                            default -> sizes[i];
                        };
                    }
                    return new Sample.Input(input.domain(), Shape.of(sizes));
                })
                .toList();
        return new Sample(sample.op(), inputs, sample.attributes());
    }

    @TestFactory
    Stream<DynamicTest> a_view_gives_what_its_copy_gives() {
        return samples(sample -> {
            for (DType type : List.of(DType.F32, DType.F64)) {
                Tensor[] inputs = sample.draw(type);
                Operand expected = run(TestContext.auto(), sample, inputs);
                for (int i = 0; i < inputs.length; i++) {
                    for (Tensor view : views(inputs[i])) {
                        Tensor[] changed = inputs.clone();
                        changed[i] = view;
                        same(expected, run(TestContext.auto(), sample, changed));
                    }
                }
            }
        });
    }

    /// The same values behind other strides: transposed, cut from a larger tensor, with gaps, backwards.
    private static List<Tensor> views(Tensor x) {
        List<Tensor> views = new ArrayList<>();
        if (x.rank() == 0 || x.weak()) {
            return views;
        }
        int[] order = new int[x.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = order.length - 1 - i;
        }
        views.add(x.permute(order).copy().permute(order));
        int[] larger = x.shape().toArray();
        for (int i = 0; i < larger.length; i++) {
            larger[i] = 2 * larger[i] + 3;
        }
        Tensor wide = Tensor.zeros(x.dtype(), Shape.of(larger));
        int[] strides = wide.strides();
        int start = 0;
        for (int i = 0; i < strides.length; i++) {
            start += strides[i];
            strides[i] *= 2;
        }
        Tensor gaps = wide.view(x.shape(), start, strides);
        Moves.put(gaps, x);
        views.add(gaps);
        Tensor backwards = Tensor.zeros(x.dtype(), x.shape());
        if (x.count() > 0) {
            int[] negative = backwards.strides();
            for (int i = 0; i < negative.length; i++) {
                negative[i] = -negative[i];
            }
            Tensor view = backwards.view(x.shape(), x.count() - 1, negative);
            Moves.put(view, x);
            views.add(view);
        }
        return views;
    }

    @TestFactory
    Stream<DynamicTest> derivatives_agree_with_differences() {
        return samples(sample -> {
            boolean[] differentiate = new boolean[sample.inputs().size()];
            boolean any = false;
            for (int i = 0; i < differentiate.length; i++) {
                differentiate[i] = sample.inputs().get(i).floating()
                        && !sample.inputs().get(i).domain().equals("number")
                        && (sample.op().derivative(i) instanceof Derivative.Rule || sample.op().composite());
                any |= differentiate[i];
            }
            Tensor[] inputs = sample.draw(DType.F64);
            if (!any || run(TestContext.auto(), sample, inputs).dtype() != DType.F64) {
                return;
            }
            TestContext context = TestContext.of("scalar");
            GradCheck check = new GradCheck(context);
            for (int order = 1; order <= 2; order++) {
                assertThat(check.check(
                                (k, in) -> sample.op().apply(k, in, sample.attributes()), inputs, differentiate, order,
                                sample.op().tolerance()))
                        .isEmpty();
            }
        });
    }

    /// What complex numbers do not have says so, with a way out; the rest gives one result from any view and at any width.
    @TestFactory
    Stream<DynamicTest> complex_numbers_are_taken_or_refused() {
        return samples(sample -> {
            Tensor[] inputs = complex(sample);
            Operand expected;
            try {
                expected = run(TestContext.of("scalar"), sample, inputs);
            } catch (OpError refused) {
                assertThat(refused.code()).isIn("type/complex", "type/complex-to-real", "type/not-bool", "type/not-int");
                assertThat(refused.hint()).isPresent();
                return;
            }
            same(expected, run(TestContext.auto(), sample, inputs));
            for (int i = 0; i < inputs.length; i++) {
                for (Tensor view : views(inputs[i])) {
                    Tensor[] changed = inputs.clone();
                    changed[i] = view;
                    same(expected, run(TestContext.auto(), sample, changed));
                }
            }
            List<Type.Tensor> types = Stream.of(inputs).map(Type::of).toList();
            agrees(sample.op().infer(types, sample.attributes()), expected, new Unifier());
        });
    }

    /// The operations that give a result for complex numbers: one that joins them unasked would be a wrong answer.
    @Test
    void nothing_takes_complex_numbers_by_accident() {
        List<String> taking = new ArrayList<>();
        for (Op op : Ops.ALL) {
            Sample sample = op.samples().isEmpty() ? null : Sample.parse(op, op.samples().getFirst());
            if (sample == null || Stream.of(complex(sample)).noneMatch(x -> x.dtype() == DType.C128)) {
                continue;
            }
            try {
                run(TestContext.auto(), sample, complex(sample));
                taking.add(op.name());
            } catch (OpError refused) {
                // it says so
            }
        }
        assertThat(taking).containsExactlyInAnyOrderElementsOf(COMPLEX);
    }

    private static Tensor[] complex(Sample sample) {
        Tensor[] real = sample.draw(DType.F64);
        Tensor[] result = new Tensor[real.length];
        for (int i = 0; i < real.length; i++) {
            Tensor x = real[i];
            result[i] = x.dtype() == DType.F64
                    ? dl.kernel.ComplexKernels.join(x, Maps.binary(TestContext.auto(), dl.kernel.BinaryOperator.MULTIPLY, "multiply", "*", x, Tensor.number(0.3)))
                            .weak(x.weak())
                    : x;
        }
        return result;
    }

    private static Stream<DynamicTest> samples(Consumer<Sample> body) {
        return Ops.ALL.stream().flatMap(op -> op.samples().stream()
                .map(text -> dynamicTest(op.name() + ": " + text, () -> body.accept(Sample.parse(op, text)))));
    }

    private static Operand run(OpContext context, Sample sample, Operand[] inputs) {
        return sample.op().apply(context, inputs, sample.attributes());
    }

    private static void same(Operand expected, Operand actual) {
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.shape().count(); i++) {
            assertThat(bits(actual.plain(), i)).as("element %d of %s", i, actual.shape()).isEqualTo(bits(expected.plain(), i));
        }
    }

    private static long bits(Tensor x, int i) {
        return x.dtype() == DType.I64 ? x.longAt(i)
                : 31 * Double.doubleToLongBits(x.imaginaryAt(i)) + Double.doubleToLongBits(x.doubleAt(i));
    }
}

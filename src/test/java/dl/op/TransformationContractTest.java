package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.grad.Batch;
import dl.grad.Tangents;
import dl.grad.Tape;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every operation promises to forward mode and to batches, tried on its samples.
class TransformationContractTest {
    private static final int EXAMPLES = 3;

    @TestFactory
    Stream<DynamicTest> the_derivative_forward_is_the_transpose_of_the_one_backward() {
        return samples(sample -> {
            TestContext context = TestContext.of("scalar");
            Tensor[] inputs = sample.draw(DType.F64);
            boolean[] followed = followed(sample, inputs);
            if (none(followed) || sample.op().apply(context, inputs, sample.attributes()).dtype() != DType.F64) {
                return;
            }
            Tensor[] directions = new Tensor[inputs.length];
            Operand[] dual = new Operand[inputs.length];
            Operand value;
            Operand forward;
            try (Tangents tangents = Tangents.open(context)) {
                for (int i = 0; i < inputs.length; i++) {
                    directions[i] = random(inputs[i].shape(), 17 + i);
                    dual[i] = followed[i] ? tangents.input(inputs[i], directions[i]) : inputs[i];
                }
                Operand result = sample.op().apply(context, dual, sample.attributes());
                value = tangents.value(result);
                forward = tangents.tangent(result);
            }
            same(sample.op().apply(context, inputs, sample.attributes()), value);
            Tensor weights = random(value.shape(), 5);
            double pushed = dot(weights, forward.plain());
            double pulled = 0;
            double scale = 1;
            try (Tape tape = Tape.open(context)) {
                Operand[] traced = new Operand[inputs.length];
                for (int i = 0; i < inputs.length; i++) {
                    traced[i] = followed[i] ? tape.input(inputs[i]) : inputs[i];
                }
                Operand[] gradients = tape.pull(sample.op().apply(context, traced, sample.attributes()), weights, traced);
                for (int i = 0; i < inputs.length; i++) {
                    if (followed[i]) {
                        double part = dot(gradients[i].plain(), directions[i]);
                        pulled += part;
                        scale += Math.abs(part);
                    }
                }
            }
            assertThat(pushed).isCloseTo(pulled, within(1e-10 * scale));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_batch_gives_what_its_examples_give() {
        return samples(sample -> {
            for (DType type : new DType[] {DType.F32, DType.F64}) {
                Tensor[] drawn = sample.draw(type);
                for (int which = 0; which <= drawn.length; which++) {
                    boolean[] batched = new boolean[drawn.length];
                    for (int i = 0; i < drawn.length; i++) {
                        batched[i] = !drawn[i].weak() && (which == drawn.length || which == i);
                    }
                    if (!none(batched) && !sample.op().random()) {
                        batch(sample, drawn, batched);
                    }
                }
            }
        });
    }

    private static void batch(Sample sample, Tensor[] drawn, boolean[] batched) {
        TestContext context = TestContext.auto();
        Tensor[][] examples = examples(drawn, batched);
        Tensor[] each = new Tensor[EXAMPLES];
        for (int e = 0; e < EXAMPLES; e++) {
            each[e] = sample.op().apply(context, examples[e], sample.attributes()).plain();
            if (!each[e].shape().equals(each[0].shape())) {
                return;
            }
        }
        try (Batch batch = Batch.open(context, EXAMPLES)) {
            Operand[] inputs = inputs(context, batch, examples, batched);
            Operand result;
            try {
                result = sample.op().apply(context, inputs, sample.attributes());
            } catch (dl.tensor.OpError needsOne) {
                assertThat(needsOne.code()).isEqualTo("type/batched");
                assertThat(sample.op().name()).isIn("unique", "full", "full_like", "arange");
                return;
            }
            Tensor stacked = batch.stacked(result).plain();
            for (int e = 0; e < EXAMPLES; e++) {
                same(each[e], new Algebra(context).at(stacked, e));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> the_gradients_of_a_batch_are_those_of_its_examples() {
        return samples(sample -> {
            TestContext context = TestContext.of("scalar");
            Tensor[] drawn = sample.draw(DType.F64);
            boolean[] followed = followed(sample, drawn);
            if (none(followed) || sample.op().random() || sample.op().apply(context, drawn, sample.attributes()).dtype() != DType.F64) {
                return;
            }
            boolean[] batched = new boolean[drawn.length];
            for (int i = 0; i < drawn.length; i++) {
                batched[i] = !drawn[i].weak();
            }
            Tensor[][] examples = examples(drawn, batched);
            Tensor[][] expected = new Tensor[EXAMPLES][];
            for (int e = 0; e < EXAMPLES; e++) {
                expected[e] = Stream.of(gradients(context, sample, examples[e], followed)).map(Operand::plain).toArray(Tensor[]::new);
            }
            try (Batch batch = Batch.open(context, EXAMPLES)) {
                Operand[] inside = gradients(context, sample, inputs(context, batch, examples, batched), followed);
                for (int i = 0; i < drawn.length; i++) {
                    for (int e = 0; followed[i] && e < EXAMPLES; e++) {
                        close(expected[e][i], new Algebra(context).at(batch.stacked(inside[i]), e).plain());
                    }
                }
            }
            try (Tape tape = Tape.open(context); Batch batch = Batch.open(context, EXAMPLES)) {
                Operand[] stacked = new Operand[drawn.length];
                Operand[] inputs = new Operand[drawn.length];
                for (int i = 0; i < drawn.length; i++) {
                    Operand all = batched[i] ? stack(context, examples, i) : drawn[i];
                    stacked[i] = followed[i] ? tape.input(all) : all;
                    inputs[i] = batched[i] ? batch.input(stacked[i]) : stacked[i];
                }
                Operand result = batch.stacked(sample.op().apply(context, inputs, sample.attributes()));
                int[] one = java.util.Arrays.copyOfRange(result.shape().toArray(), 1, result.shape().rank());
                Operand weights = new Algebra(context).broadcastTo(random(Shape.of(one), 5), result.shape());
                Operand[] outside = tape.pull(result, weights, stacked);
                for (int i = 0; i < drawn.length; i++) {
                    for (int e = 0; followed[i] && batched[i] && e < EXAMPLES; e++) {
                        close(expected[e][i], new Algebra(context).at(outside[i], e).plain());
                    }
                }
            }
        });
    }

    private static Operand[] gradients(TestContext context, Sample sample, Operand[] inputs, boolean[] followed) {
        try (Tape tape = Tape.open(context)) {
            Operand[] traced = new Operand[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                traced[i] = followed[i] ? tape.input(inputs[i]) : inputs[i];
            }
            Operand result = sample.op().apply(context, traced, sample.attributes());
            return tape.pull(result, random(result.shape(), 5), traced);
        }
    }

    /// The drawn values, and the same in other orders.
    private static Tensor[][] examples(Tensor[] drawn, boolean[] batched) {
        Tensor[][] examples = new Tensor[EXAMPLES][drawn.length];
        for (int e = 0; e < EXAMPLES; e++) {
            for (int i = 0; i < drawn.length; i++) {
                Tensor x = drawn[i];
                int n = x.count();
                if (!batched[i] || e == 0 || n == 0) {
                    examples[e][i] = x;
                    continue;
                }
                Tensor moved = x.copy();
                for (int j = 0; j < n; j++) {
                    int from = e == 1 ? n - 1 - j : (j + 1) % n;
                    switch (x.dtype()) {
                        case F32 -> moved.floats()[moved.offset() + j] = (float) x.doubleAt(from);
                        case F64 -> moved.doubles()[moved.offset() + j] = x.doubleAt(from);
                        case I64 -> moved.longs()[moved.offset() + j] = x.longAt(from);
                        case BOOL -> moved.booleans()[moved.offset() + j] = x.booleanAt(from);
                        case C128 -> throw new IllegalStateException("no sample is complex");
                    }
                }
                examples[e][i] = moved;
            }
        }
        return examples;
    }

    private static Operand[] inputs(TestContext context, Batch batch, Tensor[][] examples, boolean[] batched) {
        Operand[] inputs = new Operand[batched.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = batched[i] ? batch.input(stack(context, examples, i)) : examples[0][i];
        }
        return inputs;
    }

    private static Operand stack(TestContext context, Tensor[][] examples, int input) {
        Operand[] all = new Operand[EXAMPLES];
        for (int e = 0; e < EXAMPLES; e++) {
            all[e] = examples[e][input];
        }
        return Ops.STACK.apply(context, all);
    }

    private static boolean[] followed(Sample sample, Tensor[] inputs) {
        boolean[] followed = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            followed[i] = sample.inputs().get(i).floating() && !sample.inputs().get(i).domain().equals("number")
                    && (sample.op().derivative(i) instanceof Derivative.Rule || sample.op().derivative(i) instanceof Derivative.Joint || sample.op().composite());
        }
        return followed;
    }

    private static boolean none(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return false;
            }
        }
        return true;
    }

    private static Tensor random(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tensor.of(shape, random.doubles(shape.count(), -1, 1).toArray());
    }

    private static double dot(Tensor x, Tensor y) {
        assertThat(x.shape()).isEqualTo(y.shape());
        double sum = 0;
        for (int i = 0; i < x.count(); i++) {
            sum += x.doubleAt(i) * y.doubleAt(i);
        }
        return sum;
    }

    private static void same(Operand expected, Operand actual) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        for (int i = 0; i < expected.shape().count(); i++) {
            assertThat(Double.doubleToLongBits(actual.plain().doubleAt(i))).as("element %d of %s", i, actual.shape())
                    .isEqualTo(Double.doubleToLongBits(expected.plain().doubleAt(i)));
        }
    }

    private static void close(Tensor expected, Tensor actual) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.count(); i++) {
            assertThat(actual.doubleAt(i)).isCloseTo(expected.doubleAt(i), within(1e-11 * (1 + Math.abs(expected.doubleAt(i)))));
        }
    }

    private static Stream<DynamicTest> samples(Consumer<Sample> body) {
        return Ops.ALL.stream().flatMap(op -> op.samples().stream()
                .map(text -> dynamicTest(op.name() + ": " + text, () -> body.accept(Sample.parse(op, text)))));
    }
}

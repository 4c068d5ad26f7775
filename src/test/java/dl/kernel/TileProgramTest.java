package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/// A program over tiles gives the bits of its operations one after the other.
class TileProgramTest {
    private static final Random RANDOM = new Random(7);

    static Stream<KernelChoice> kernels() {
        return Stream.of("scalar", "128", "256", "512").map(KernelChoice::choose);
    }

    private static Tensor random(int... sizes) {
        float[] x = new float[Shape.of(sizes).count()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) RANDOM.nextGaussian();
        }
        return Tensor.of(Shape.of(sizes), x);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void broadcastOperandsGiveTheBitsOfTheSingleOperations(KernelChoice choice) {
        Kernels k = choice.kernels();
        for (int threads : new int[] {1, 3}) {
            try (Parallel parallel = Parallel.threads(threads)) {
                Tensor a = random(301, 77);
                Tensor row = random(77);
                Tensor column = random(301, 1);
                // relu(a * row + exp(column)) - 2
                TileProgram program = new TileProgram(DType.F32, 3, new double[] {2}, List.of(
                        new TileProgram.Binary(BinaryOperator.MULTIPLY, 0, 1), new TileProgram.Unary(UnaryOperator.EXP, 2),
                        new TileProgram.Binary(BinaryOperator.ADD, 4, 5), new TileProgram.Unary(UnaryOperator.RELU, 6),
                        new TileProgram.Binary(BinaryOperator.SUBTRACT, 7, 3)), new int[] {8});
                Tensor product = Elementwise.binary(k, parallel, BinaryOperator.MULTIPLY, a, row);
                Tensor sum = Elementwise.binary(k, parallel, BinaryOperator.ADD, product, Elementwise.unary(k, parallel, UnaryOperator.EXP, column));
                Tensor wanted = Elementwise.binary(k, parallel, BinaryOperator.SUBTRACT,
                        Elementwise.unary(k, parallel, UnaryOperator.RELU, sum), Tensor.of(Shape.SCALAR, new float[] {2}));

                Tensor found = program.run(k, parallel, Shape.of(301, 77), a, row, column)[0];

                assertThat(found.floats()).isEqualTo(wanted.floats());
            }
        }
    }

    /// Short rows, several to a tile: a column, a row, a window on a wider matrix, and a matrix stretched along the middle.
    @ParameterizedTest
    @MethodSource("kernels")
    void shortRowsGiveTheBitsOfTheSingleOperations(KernelChoice choice) {
        Kernels k = choice.kernels();
        TileProgram program = new TileProgram(DType.F32, 3, new double[] {0.5}, List.of(
                new TileProgram.Binary(BinaryOperator.SUBTRACT, 0, 1), new TileProgram.Binary(BinaryOperator.DIVIDE, 4, 2),
                new TileProgram.Binary(BinaryOperator.ADD, 5, 3)), new int[] {6});
        Tensor wide = random(300, 120);
        Tensor window = wide.view(Shape.of(300, 100), 3, new int[] {120, 1});
        List<Tensor[]> cases = List.of(
                new Tensor[] {random(300, 100), random(300, 1), random(100)},
                new Tensor[] {window, random(100), window},
                new Tensor[] {random(7, 50, 33), random(7, 1, 33), random(50, 1)},
                new Tensor[] {random(9, 1024), random(1024), random(9, 1)},
                new Tensor[] {random(9, 1025), random(1025), random(9, 1)});
        for (int threads : new int[] {1, 3}) {
            try (Parallel parallel = Parallel.threads(threads)) {
                for (Tensor[] each : cases) {
                    Shape shape = each[0].shape();
                    Tensor wanted = single(k, parallel, BinaryOperator.SUBTRACT, each[0], each[1]);
                    wanted = single(k, parallel, BinaryOperator.DIVIDE, wanted, each[2]);
                    wanted = single(k, parallel, BinaryOperator.ADD, wanted, Tensor.of(Shape.SCALAR, new float[] {0.5f}));
                    int axis = shape.rank() - 1;
                    Shape reduced = Reduce.shape(shape, new int[] {axis}, false);
                    Tensor sums = Reduce.along(k, parallel, Reduction.SUM, wanted, new int[] {axis}, false);

                    assertThat(program.run(k, parallel, shape, each)[0].floats()).isEqualTo(wanted.floats());
                    assertThat(program.reduce(k, parallel, Reduction.SUM, shape, shape.size(axis), reduced, each).floats())
                            .isEqualTo(sums.floats());
                }
            }
        }
    }

    /// Element by element, by the definition of broadcasting.
    private static Tensor single(Kernels k, Parallel parallel, BinaryOperator operator, Tensor x, Tensor y) {
        Shape shape = Shape.broadcast(x.shape(), y.shape());
        return Elementwise.binary(
                k, parallel, operator, x.broadcastTo(shape).contiguousCopy(), y.broadcastTo(shape).contiguousCopy());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void masksChooseAndSeveralResultsComeFromOnePass(KernelChoice choice) {
        try (Parallel parallel = Parallel.threads(2)) {
            Tensor x = random(5000);
            Tensor y = random(5000);
            Tensor keep = Tensor.of(Shape.of(5000), new boolean[5000]);
            keep.booleans()[17] = true;
            // where(keep | not (x < y), x, y), and its double
            TileProgram program = new TileProgram(DType.F32, 3, new double[0], List.of(
                    new TileProgram.Compare(Comparison.LESS, 0, 1), new TileProgram.Not(3), new TileProgram.Combine(Logic.OR, 2, 4),
                    new TileProgram.Select(5, 0, 1), new TileProgram.Binary(BinaryOperator.ADD, 6, 6)), new int[] {6, 7});

            Tensor[] found = program.run(choice.kernels(), parallel, Shape.of(5000), x, y, keep);

            for (int i = 0; i < 5000; i++) {
                float wanted = i == 17 || !(x.floats()[i] < y.floats()[i]) ? x.floats()[i] : y.floats()[i];
                assertThat(found[0].floats()[i]).isEqualTo(wanted);
                assertThat(found[1].floats()[i]).isEqualTo(wanted + wanted);
            }
        }
    }

    @Test
    void whatStandsStillAlongEveryAxisFillsTheResult() {
        try (Parallel parallel = Parallel.threads(1)) {
            TileProgram program = new TileProgram(DType.F64, 1, new double[] {1}, List.of(
                    new TileProgram.Unary(UnaryOperator.SQUARE, 0), new TileProgram.Binary(BinaryOperator.ADD, 2, 1)), new int[] {3});
            Tensor three = Tensor.of(Shape.SCALAR, new double[] {3});

            Tensor found = program.run(ScalarKernels.INSTANCE, parallel, Shape.of(4), three)[0];

            assertThat(found.doubles()).containsExactly(10, 10, 10, 10);
        }
    }

    @Test
    void onlyPositiveElementsLetAGradientPass() {
        float[] x = {1, 0, -0f, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        float[] g = {1, 2, 3, 4, 5, 6, 7, 8};
        float[] out = new float[8];
        Gate.run(g, 0, 1, x, 0, 1, out, 0, 8);
        assertThat(out).containsExactly(1, 0, 0, 0, 0, 6, 0, 8);
        Gate.run(g, 4, 0, x, 0, 1, out, 0, 8);
        assertThat(out).containsExactly(5, 0, 0, 0, 0, 5, 0, 5);
        Gate.run(g, 0, 1, x, 5, 0, out, 0, 8);
        assertThat(out).containsExactly(g);
    }

    @Test
    void noElementsAreNoWork() {
        try (Parallel parallel = Parallel.threads(1)) {
            TileProgram program = new TileProgram(
                    DType.F32, 1, new double[0], List.of(new TileProgram.Unary(UnaryOperator.EXP, 0)), new int[] {1});
            assertThat(program.run(ScalarKernels.INSTANCE, parallel, Shape.of(3, 0), random(3, 0))[0].shape()).isEqualTo(Shape.of(3, 0));
        }
    }

    @Test
    void aMaskIsNoResult() {
        assertThatThrownBy(() -> new TileProgram(
                        DType.F32, 1, new double[0], List.of(new TileProgram.Compare(Comparison.LESS, 0, 0)), new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

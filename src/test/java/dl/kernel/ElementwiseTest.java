package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.ReferenceTable;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private final Kernels kernels = KernelChoice.choose("auto").kernels();
    private final Parallel parallel = Parallel.threads(3);

    @AfterEach
    void close() {
        parallel.close();
    }

    @Test
    void anyBroadcastOfAnyViewsIsWhatALiteralLoopGives() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 400; trial++) {
            int rank = random.nextInt(0, 5);
            int[] sizes = new int[rank];
            for (int i = 0; i < rank; i++) {
                sizes[i] = random.nextInt(4) == 0 ? random.nextInt(0, 40) : random.nextInt(1, 6);
            }
            Shape shape = Shape.of(sizes);
            Tensor x = operand(shape, random);
            Tensor y = operand(shape, random);
            Tensor sum = Elementwise.binary(kernels, parallel, BinaryOperator.SUBTRACT, x, y);
            Tensor less = Elementwise.compare(parallel, Comparison.LESS, x, y);
            Shape result = Shape.broadcast(x.shape(), y.shape());
            assertThat(sum.shape()).isEqualTo(result);
            Tensor u = x.broadcastTo(result);
            Tensor v = y.broadcastTo(result);
            Tensor chosen = Elementwise.select(kernels, parallel, less, x, y);
            for (int i = 0; i < sum.count(); i++) {
                assertThat(sum.doubleAt(i)).isEqualTo(u.doubleAt(i) - v.doubleAt(i));
                assertThat(less.booleanAt(i)).isEqualTo(u.doubleAt(i) < v.doubleAt(i));
                assertThat(chosen.doubleAt(i)).isEqualTo(Math.min(u.doubleAt(i), v.doubleAt(i)));
            }
        }
    }

    @Test
    void whatHasNoElementsBroadcastsToNoElements() {
        Tensor none = Tensor.zeros(DType.F64, Shape.of(0, 2));
        Tensor turned = Tensor.zeros(DType.F64, Shape.of(2, 0, 3)).permute(2, 1, 0);
        for (Tensor[] pair : new Tensor[][] {
            {none, Tensor.zeros(DType.F64, Shape.of(2))},
            {Tensor.zeros(DType.F64, Shape.of(2, 2)).transpose(0, 1).view(Shape.of(1, 2), 0, new int[] {1, 2}), none},
            {turned, Tensor.zeros(DType.F64, Shape.of(3, 1, 1))},
            {none, none},
        }) {
            Shape shape = Shape.broadcast(pair[0].shape(), pair[1].shape());
            assertThat(Elementwise.binary(kernels, parallel, BinaryOperator.ADD, pair[0], pair[1]).shape()).isEqualTo(shape);
            Tensor less = Elementwise.compare(parallel, Comparison.LESS, pair[0], pair[1]);
            assertThat(less.shape()).isEqualTo(shape);
            assertThat(Elementwise.select(kernels, parallel, less, pair[0], pair[1]).shape()).isEqualTo(shape);
            assertThat(Elementwise.logic(parallel, Logic.AND, less, less).shape()).isEqualTo(shape);
        }
    }

    /// A tensor that stretches to `shape`: some axes are 1, some in front are missing, the rest lie anyhow.
    private static Tensor operand(Shape shape, SplittableRandom random) {
        int missing = shape.rank() == 0 ? 0 : random.nextInt(shape.rank() + 1) * random.nextInt(2);
        int rank = shape.rank() - missing;
        int[] sizes = new int[rank];
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = random.nextInt(3) == 0 ? 1 : shape.size(i + missing);
            order[i] = i;
        }
        int shift = rank == 0 ? 0 : random.nextInt(rank);
        int[] moved = new int[rank];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            int j = (i + shift) % rank;
            moved[j] = sizes[i];
            back[i] = j;
        }
        Shape made = Shape.of(moved);
        double[] values = new double[made.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-1000, 1000);
        }
        return Tensor.of(made, values).permute(back);
    }

    @Test
    void largeTensorsAreSharedWithoutChangingAnything() {
        float[] values = new float[300 * 1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 97;
        }
        Tensor x = Tensor.of(Shape.of(300, 1000), values);
        Tensor row = Tensor.of(Shape.of(1000), java.util.Arrays.copyOf(values, 1000));
        try (Parallel one = Parallel.threads(1)) {
            assertThat(Elementwise.binary(kernels, parallel, BinaryOperator.MULTIPLY, x, row).floats())
                    .isEqualTo(Elementwise.binary(kernels, one, BinaryOperator.MULTIPLY, x, row).floats());
            assertThat(Elementwise.unary(kernels, parallel, UnaryOperator.EXP, x).floats())
                    .isEqualTo(Elementwise.unary(kernels, one, UnaryOperator.EXP, x).floats());
        }
    }

    @Test
    void ieeeCornersAreThoseOfNumpy() {
        Map<String, BinaryOperator> binary = Map.of(
                "add", BinaryOperator.ADD,
                "subtract", BinaryOperator.SUBTRACT,
                "multiply", BinaryOperator.MULTIPLY,
                "divide", BinaryOperator.DIVIDE,
                "true_divide", BinaryOperator.DIVIDE,
                "floor_divide", BinaryOperator.FLOOR_DIVIDE,
                "mod", BinaryOperator.REMAINDER,
                "remainder", BinaryOperator.REMAINDER,
                "power", BinaryOperator.POWER,
                "maximum", BinaryOperator.MAXIMUM);
        int checked = 0;
        for (String[] row : ReferenceTable.rows("numpy/float_ops.tsv")) {
            BinaryOperator operator = row[0].equals("minimum") ? BinaryOperator.MINIMUM : binary.get(row[0]);
            double a = number(row[1]);
            double actual;
            if (operator != null) {
                double[] out = new double[1];
                kernels.binary(operator, new double[] {a}, 0, 1, new double[] {number(row[2])}, 0, 1, out, 0, 1);
                actual = out[0];
            } else {
                UnaryOperator unary = unary(row[0]);
                if (unary == null) {
                    continue;
                }
                double[] out = new double[1];
                kernels.unary(unary, new double[] {a}, 0, out, 0, 1);
                actual = out[0];
            }
            double expected = number(row[row.length - 1]);
            String what = String.join(" ", row);
            if (Double.isNaN(expected) || Double.isInfinite(expected)) {
                assertThat(actual).as(what).isEqualTo(Double.valueOf(expected));
            } else {
                assertThat(actual).as(what).isCloseTo(expected, within(2 * Math.ulp(expected)));
                boolean either = operator == BinaryOperator.MAXIMUM || operator == BinaryOperator.MINIMUM;
                if (expected == 0 && !either) {
                    assertThat(1 / actual).as(what).isEqualTo(1 / expected);
                }
            }
            checked++;
        }
        assertThat(checked).isGreaterThan(100);
    }

    private static UnaryOperator unary(String name) {
        String wanted = switch (name) {
            case "absolute" -> "ABS";
            case "negative" -> "NEGATE";
            case "arctan" -> "ATAN";
            case "rint" -> "ROUND";
            default -> name.toUpperCase(java.util.Locale.ROOT);
        };
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (operator.name().equals(wanted)) {
                return operator;
            }
        }
        return null;
    }

    private static double number(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private OpError failure(BinaryOperator operator, long a, long b) {
        Tensor x = Tensor.of(Shape.of(1), new long[] {a});
        Tensor y = Tensor.of(Shape.of(1), new long[] {b});
        return catchThrowableOfType(OpError.class, () -> Elementwise.binary(kernels, parallel, operator, x, y));
    }

    @Test
    void intsThatOverflowOrDivideByZeroFail() {
        assertThat(failure(BinaryOperator.ADD, Long.MAX_VALUE, 1).code()).isEqualTo("value/int-overflow");
        assertThat(failure(BinaryOperator.SUBTRACT, Long.MIN_VALUE, 1).code()).isEqualTo("value/int-overflow");
        assertThat(failure(BinaryOperator.MULTIPLY, 1L << 32, 1L << 31).code()).isEqualTo("value/int-overflow");
        assertThat(failure(BinaryOperator.POWER, 10, 19).code()).isEqualTo("value/int-overflow");
        assertThat(failure(BinaryOperator.POWER, 10, -1).code()).isEqualTo("domain/negative-power");
        assertThat(failure(BinaryOperator.FLOOR_DIVIDE, 1, 0).code()).isEqualTo("domain/division-by-zero");
        assertThat(failure(BinaryOperator.REMAINDER, 1, 0).code()).isEqualTo("domain/division-by-zero");
        assertThat(failure(BinaryOperator.FLOOR_DIVIDE, Long.MIN_VALUE, -1).code()).isEqualTo("value/int-overflow");
        assertThat(failure(BinaryOperator.POWER, -2, 63)).isNull();
    }

    @Test
    void intDivisionFloors() {
        Tensor x = Tensor.of(Shape.of(4), new long[] {7, -7, 7, -7});
        Tensor y = Tensor.of(Shape.of(4), new long[] {2, 2, -2, -2});
        assertThat(Elementwise.binary(kernels, parallel, BinaryOperator.FLOOR_DIVIDE, x, y).longs())
                .containsExactly(3, -4, -4, 3);
        assertThat(Elementwise.binary(kernels, parallel, BinaryOperator.REMAINDER, x, y).longs())
                .containsExactly(1, 1, -1, -1);
    }

    @Test
    void intsCompareWithFloatsExactly() {
        // As doubles both would be 2^53.
        Tensor x = Tensor.of(Shape.of(3), new long[] {(1L << 53) + 1, Long.MAX_VALUE, 3});
        Tensor y = Tensor.of(Shape.of(3), new double[] {0x1p53, 0x1p63, 3.5});
        assertThat(Elementwise.compare(parallel, Comparison.EQUAL, x, y).booleans()).containsExactly(false, false, false);
        assertThat(Elementwise.compare(parallel, Comparison.GREATER, x, y).booleans()).containsExactly(true, false, false);
        assertThat(Elementwise.compare(parallel, Comparison.GREATER, y, x).booleans()).containsExactly(false, true, true);
    }
}

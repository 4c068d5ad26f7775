package dl.kernel;

import static dl.kernel.Samples.bits;
import static dl.kernel.Samples.doubles;
import static dl.kernel.Samples.floats;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every kernel gives the same bits on vectors of every width as the scalar one does.
class KernelEqualityTest {
    private static final Kernels SCALAR = ScalarKernels.INSTANCE;
    private static final int[] SIZES =
            IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(127, 200, 1000, 4095, 4096, 4097, 10000)).toArray();

    private interface Claim {
        void check(Kernels kernels);
    }

    private static List<DynamicTest> everyWidth(String name, Claim claim) {
        List<DynamicTest> tests = new ArrayList<>();
        for (KernelChoice choice : Samples.vectors()) {
            tests.add(DynamicTest.dynamicTest(name + " on " + choice.name() + " bits", () -> claim.check(choice.kernels())));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> unaryOperations() {
        return everyWidth("unary", kernels -> {
            for (UnaryOperator operator : UnaryOperator.values()) {
                for (int n : SIZES) {
                    double[] x = doubles(n + 3, n);
                    double[] expected = new double[n + 2];
                    double[] actual = new double[n + 2];
                    SCALAR.unary(operator, x, 3, expected, 1, n);
                    kernels.unary(operator, x, 3, actual, 1, n);
                    assertThat(bits(actual)).as("%s of %d f64", operator, n).isEqualTo(bits(expected));
                    float[] y = floats(x);
                    float[] expectedFloats = new float[n + 2];
                    float[] actualFloats = new float[n + 2];
                    SCALAR.unary(operator, y, 3, expectedFloats, 1, n);
                    kernels.unary(operator, y, 3, actualFloats, 1, n);
                    assertThat(bits(actualFloats)).as("%s of %d f32", operator, n).isEqualTo(bits(expectedFloats));
                }
            }
        });
    }

    /// Tiles of ordinary arguments alone take shorter ways than those above; one large argument among them must be found.
    @TestFactory
    List<DynamicTest> unaryOperationsOfOrdinaryNumbers() {
        return everyWidth("unary", kernels -> {
            for (UnaryOperator operator : UnaryOperator.values()) {
                for (double large : new double[] {1, -87, 87, -88, 89, 708, -708, 709, -746, Double.NaN, Double.NEGATIVE_INFINITY, 1e-40, 1e-310, 0}) {
                    int n = 1500;
                    double[] x = Samples.plain(n, 5);
                    for (int i = 0; i < n; i++) {
                        x[i] = operator == UnaryOperator.LOG ? Math.abs(x[i]) : x[i];
                    }
                    x[1041] = large;
                    double[] expected = new double[n];
                    double[] actual = new double[n];
                    SCALAR.unary(operator, x, 0, expected, 0, n);
                    kernels.unary(operator, x, 0, actual, 0, n);
                    assertThat(bits(actual)).as("%s of f64 with %s", operator, large).isEqualTo(bits(expected));
                    float[] y = floats(x);
                    float[] expectedFloats = new float[n];
                    SCALAR.unary(operator, y, 0, expectedFloats, 0, n);
                    kernels.unary(operator, y, 0, y, 0, n);
                    assertThat(bits(y)).as("%s of f32 in place with %s", operator, large).isEqualTo(bits(expectedFloats));
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> binaryOperations() {
        return everyWidth("binary", kernels -> {
            for (BinaryOperator operator : BinaryOperator.values()) {
                for (int n : SIZES) {
                    for (int steps = 0; steps < 4; steps++) {
                        binary(kernels, operator, n, steps & 1, steps >> 1);
                    }
                }
            }
        });
    }

    private static void binary(Kernels kernels, BinaryOperator operator, int n, int xStep, int yStep) {
        double[] x = doubles(n + 3, n + 100);
        double[] y = doubles(n + 2, n + 200);
        if (yStep == 0 && n % 3 == 0) {
            y[1] = 2;
        }
        double[] expected = new double[n];
        double[] actual = new double[n];
        SCALAR.binary(operator, x, 2, xStep, y, 1, yStep, expected, 0, n);
        kernels.binary(operator, x, 2, xStep, y, 1, yStep, actual, 0, n);
        assertThat(bits(actual)).as("%s of %d f64", operator, n).isEqualTo(bits(expected));
        float[] u = floats(x);
        float[] v = floats(y);
        float[] expectedFloats = new float[n];
        float[] actualFloats = new float[n];
        SCALAR.binary(operator, u, 2, xStep, v, 1, yStep, expectedFloats, 0, n);
        kernels.binary(operator, u, 2, xStep, v, 1, yStep, actualFloats, 0, n);
        assertThat(bits(actualFloats)).as("%s of %d f32", operator, n).isEqualTo(bits(expectedFloats));
    }

    @TestFactory
    List<DynamicTest> selection() {
        return everyWidth("select", kernels -> {
            for (int n : SIZES) {
                for (int steps = 0; steps < 8; steps++) {
                    double[] x = doubles(n + 3, n);
                    double[] y = doubles(n + 3, n + 1);
                    boolean[] c = new boolean[n + 1];
                    for (int i = 0; i < c.length; i++) {
                        c[i] = x[i] > y[i];
                    }
                    double[] expected = new double[n];
                    double[] actual = new double[n];
                    SCALAR.select(c, 1, steps >> 2, x, 2, steps & 1, y, 1, steps >> 1 & 1, expected, 0, n);
                    kernels.select(c, 1, steps >> 2, x, 2, steps & 1, y, 1, steps >> 1 & 1, actual, 0, n);
                    assertThat(bits(actual)).as("select %d", n).isEqualTo(bits(expected));
                    float[] expectedFloats = new float[n];
                    float[] actualFloats = new float[n];
                    SCALAR.select(
                            c, 1, steps >> 2, floats(x), 2, steps & 1, floats(y), 1, steps >> 1 & 1, expectedFloats, 0, n);
                    kernels.select(
                            c, 1, steps >> 2, floats(x), 2, steps & 1, floats(y), 1, steps >> 1 & 1, actualFloats, 0, n);
                    assertThat(bits(actualFloats)).as("select %d", n).isEqualTo(bits(expectedFloats));
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> reductions() {
        return everyWidth("reduce", kernels -> {
            for (int n : SIZES) {
                for (double[] x : new double[][] {doubles(n + 3, n), Samples.plain(n + 3, n), new double[n + 3]}) {
                    float[] y = floats(x);
                    for (Reduction reduction : Reduction.values()) {
                        assertThat(Double.doubleToLongBits(kernels.reduce(reduction, x, 3, n)))
                                .as("%s of %d f64", reduction, n)
                                .isEqualTo(Double.doubleToLongBits(SCALAR.reduce(reduction, x, 3, n)));
                        assertThat(Float.floatToIntBits(kernels.reduce(reduction, y, 3, n)))
                                .as("%s of %d f32", reduction, n)
                                .isEqualTo(Float.floatToIntBits(SCALAR.reduce(reduction, y, 3, n)));
                    }
                    for (boolean largest : new boolean[] {true, false}) {
                        if (n > 0) {
                            assertThat(kernels.argument(largest, x, 2, n)).isEqualTo(SCALAR.argument(largest, x, 2, n));
                            assertThat(kernels.argument(largest, y, 2, n)).isEqualTo(SCALAR.argument(largest, y, 2, n));
                        }
                    }
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> reductionsOfRows() {
        return everyWidth("reduceRows", kernels -> {
            for (int columns : SIZES) {
                int rows = columns > 100 ? 3 : columns == 17 || columns == 64 ? 700 : 5;
                for (double[] x : new double[][] {doubles(rows * columns + 2, columns), Samples.plain(rows * columns + 2, 1)}) {
                    for (Reduction reduction : Reduction.values()) {
                        double[] expected = new double[rows + 1];
                        double[] actual = new double[rows + 1];
                        SCALAR.reduceRows(reduction, x, 2, rows, columns, expected, 1);
                        kernels.reduceRows(reduction, x, 2, rows, columns, actual, 1);
                        assertThat(bits(actual)).as("%s %d", reduction, columns).isEqualTo(bits(expected));
                        float[] expectedFloats = new float[rows + 1];
                        float[] actualFloats = new float[rows + 1];
                        SCALAR.reduceRows(reduction, floats(x), 2, rows, columns, expectedFloats, 1);
                        kernels.reduceRows(reduction, floats(x), 2, rows, columns, actualFloats, 1);
                        assertThat(bits(actualFloats)).as("%s %d", reduction, columns).isEqualTo(bits(expectedFloats));
                    }
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> reductionsOfColumns() {
        return everyWidth("reduceColumns", kernels -> {
            for (int rows : new int[] {0, 1, 2, 3, 5, 63, 64, 65, 67, 128, 200}) {
                for (int columns : new int[] {1, 2, 3, 4, 7, 8, 10, 16, 17, 33, 50, 64, 65, 100, 150}) {
                    double[] x = doubles(rows * columns + 1, rows);
                    for (Reduction reduction : Reduction.values()) {
                        double[] expected = new double[columns + 1];
                        double[] actual = new double[columns + 1];
                        SCALAR.reduceColumns(reduction, x, 1, rows, columns, expected, 1);
                        kernels.reduceColumns(reduction, x, 1, rows, columns, actual, 1);
                        assertThat(bits(actual)).as("%s %d %d", reduction, rows, columns).isEqualTo(bits(expected));
                        float[] expectedFloats = new float[columns + 1];
                        float[] actualFloats = new float[columns + 1];
                        SCALAR.reduceColumns(reduction, floats(x), 1, rows, columns, expectedFloats, 1);
                        kernels.reduceColumns(reduction, floats(x), 1, rows, columns, actualFloats, 1);
                        assertThat(bits(actualFloats)).as("%s %d %d", reduction, rows, columns).isEqualTo(bits(expectedFloats));
                    }
                }
            }
        });
    }

    @TestFactory
    List<DynamicTest> functionsOfRows() {
        return everyWidth("rows", kernels -> {
            for (int columns : SIZES) {
                // of 7 and 64 columns more rows than go through the cache together
                int rows = columns > 100 ? 2 : columns == 7 || columns == 64 ? 700 : 5;
                int n = rows * columns;
                for (double[] x : new double[][] {doubles(n + 2, columns), Samples.plain(n + 2, 1)}) {
                    double[] y = Samples.plain(n + 1, 2);
                    for (RowOperator operator : RowOperator.values()) {
                        double[] expected = new double[n];
                        double[] actual = new double[n];
                        SCALAR.rows(operator, x, 2, y, 1, expected, 0, rows, columns, 1e-5);
                        kernels.rows(operator, x, 2, y, 1, actual, 0, rows, columns, 1e-5);
                        assertThat(bits(actual)).as("%s %d", operator, columns).isEqualTo(bits(expected));
                        float[] expectedFloats = new float[n];
                        float[] actualFloats = new float[n];
                        SCALAR.rows(operator, floats(x), 2, floats(y), 1, expectedFloats, 0, rows, columns, 1e-5);
                        kernels.rows(operator, floats(x), 2, floats(y), 1, actualFloats, 0, rows, columns, 1e-5);
                        assertThat(bits(actualFloats)).as("%s %d", operator, columns).isEqualTo(bits(expectedFloats));
                    }
                }
            }
        });
    }
}

package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComplexKernelsTest {
    private final Kernels kernels = KernelChoice.choose("auto").kernels();
    private final Parallel parallel = Parallel.threads(3);

    @AfterEach
    void close() {
        parallel.close();
    }

    private static Tensor one(double re, double im) {
        return Tensor.complex(Shape.SCALAR, new double[] {re, im});
    }

    private static Tensor draw(SplittableRandom random, int... sizes) {
        Shape shape = Shape.of(sizes);
        double[] parts = new double[2 * shape.count()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = random.nextGaussian();
        }
        return Tensor.complex(shape, parts);
    }

    /// Distances are in the plane: a part that is small beside the other one may have lost digits.
    @Test
    void functionsAreCloseToTheirExactValues() throws IOException {
        for (String[] row : table()) {
            double[] v = new double[6];
            for (int i = 0; i < v.length; i++) {
                v[i] = Double.parseDouble(row[i + 1]);
            }
            Tensor x = one(v[0], v[1]);
            Tensor y = one(v[2], v[3]);
            Tensor result = switch (row[0]) {
                case "abs" -> ComplexKernels.abs(parallel, x);
                case "angle" -> ComplexKernels.angle(parallel, x);
                case "power", "divide" ->
                    Elementwise.binary(kernels, parallel, BinaryOperator.valueOf(row[0].toUpperCase(Locale.ROOT)), x, y);
                default -> Elementwise.unary(kernels, parallel, UnaryOperator.valueOf(row[0].toUpperCase(Locale.ROOT)), x);
            };
            // of tiny and of large results both terms scale alike
            double scale = Math.max(Math.abs(v[4]), Math.abs(v[5]));
            double error = Math.hypot(result.doubleAt(0) / scale - v[4] / scale, result.imaginaryAt(0) / scale - v[5] / scale);
            double allowed = scale < Double.MIN_NORMAL ? 0x1p-1074 / scale : row[0].equals("power") ? 1e-13 : 1e-15;
            assertThat(error).as(String.join(" ", row) + ": " + result.doubleAt(0) + ", " + result.imaginaryAt(0)).isLessThanOrEqualTo(allowed);
        }
    }

    private static List<String[]> table() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ComplexKernelsTest.class.getResourceAsStream("complex.tsv"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t")).toList();
        }
    }

    @Test
    void aProductOfMatricesIsFourChainsOfFmaAtEveryWidth() {
        SplittableRandom random = new SplittableRandom(3);
        Tensor a = draw(random, 37, 21);
        Tensor b = draw(random, 70, 21).transpose(0, 1);
        for (String width : List.of("scalar", "128", "256", "512")) {
            Tensor c = MatrixProduct.multiply(KernelChoice.choose(width).kernels(), parallel, a, b);
            for (int i = 0; i < 37; i++) {
                for (int j = 0; j < 70; j++) {
                    double[] chains = new double[4];
                    for (int p = 0; p < 21; p++) {
                        double re = a.doubleAt(i * 21 + p);
                        double im = a.imaginaryAt(i * 21 + p);
                        double re2 = b.doubleAt(p * 70 + j);
                        double im2 = b.imaginaryAt(p * 70 + j);
                        chains[0] = Math.fma(re, re2, chains[0]);
                        chains[1] = Math.fma(re, im2, chains[1]);
                        chains[2] = Math.fma(im, re2, chains[2]);
                        chains[3] = Math.fma(im, im2, chains[3]);
                    }
                    assertThat(c.doubleAt(i * 70 + j)).isEqualTo(chains[0] - chains[3]);
                    assertThat(c.imaginaryAt(i * 70 + j)).isEqualTo(chains[1] + chains[2]);
                }
            }
        }
    }

    @Test
    void stacksOfMatricesMultiplyOneByOne() {
        SplittableRandom random = new SplittableRandom(4);
        Tensor a = draw(random, 5, 2, 3);
        Tensor b = draw(random, 5, 3, 2);
        Tensor c = MatrixProduct.multiply(kernels, parallel, a, b);
        for (int i = 0; i < 5; i++) {
            Tensor left = a.view(Shape.of(2, 3), i * 6, new int[] {3, 1});
            Tensor right = b.view(Shape.of(3, 2), i * 6, new int[] {2, 1});
            Tensor each = MatrixProduct.multiply(kernels, parallel, left, right);
            for (int j = 0; j < 4; j++) {
                assertThat(c.doubleAt(4 * i + j)).isEqualTo(each.doubleAt(j));
                assertThat(c.imaginaryAt(4 * i + j)).isEqualTo(each.imaginaryAt(j));
            }
        }
    }

    @Test
    void aSumIsThatOfItsParts() {
        Tensor x = draw(new SplittableRandom(5), 40, 33);
        for (int[] axes : new int[][] {{0}, {1}, {0, 1}}) {
            Tensor sum = Reduce.along(kernels, parallel, Reduction.SUM, x, axes, false);
            Tensor re = Reduce.along(kernels, parallel, Reduction.SUM, x.real().copy(), axes, false);
            Tensor im = Reduce.along(kernels, parallel, Reduction.SUM, x.imaginary().copy(), axes, false);
            assertThat(sum.dtype()).isEqualTo(DType.C128);
            for (int i = 0; i < sum.count(); i++) {
                assertThat(sum.doubleAt(i)).isEqualTo(re.doubleAt(i));
                assertThat(sum.imaginaryAt(i)).isEqualTo(im.doubleAt(i));
            }
        }
    }

    @Test
    void aProductGoesFromTheFirstElementToTheLast() {
        Tensor x = draw(new SplittableRandom(6), 4, 3);
        Tensor product = Reduce.along(kernels, parallel, Reduction.PRODUCT, x, new int[] {0}, false);
        for (int j = 0; j < 3; j++) {
            double re = x.doubleAt(j);
            double im = x.imaginaryAt(j);
            for (int i = 1; i < 4; i++) {
                double a = x.doubleAt(3 * i + j);
                double b = x.imaginaryAt(3 * i + j);
                double next = re * a - im * b;
                im = re * b + im * a;
                re = next;
            }
            assertThat(product.doubleAt(j)).isEqualTo(re);
            assertThat(product.imaginaryAt(j)).isEqualTo(im);
        }
    }

    @Test
    void partsAreViewsOfAnyView() {
        Tensor x = draw(new SplittableRandom(7), 4, 3);
        Tensor back = x.transpose(0, 1).view(Shape.of(2, 4), 11, new int[] {-1, -3});
        for (int i = 0; i < 8; i++) {
            assertThat(back.real().doubleAt(i)).isEqualTo(back.doubleAt(i));
            assertThat(back.imaginary().doubleAt(i)).isEqualTo(back.imaginaryAt(i));
        }
        assertThat(back.real().storage()).isSameAs(x.storage());
    }

    @Test
    void zeroHasThePowersThatItHas() {
        Tensor zero = one(0, 0);
        Tensor square = Elementwise.binary(kernels, parallel, BinaryOperator.POWER, zero, one(2.5, 1));
        assertThat(square.doubleAt(0)).isZero();
        assertThat(square.imaginaryAt(0)).isZero();
        assertThat(Elementwise.binary(kernels, parallel, BinaryOperator.POWER, zero, one(0, 0)).doubleAt(0)).isEqualTo(1);
        Tensor inverse = Elementwise.binary(kernels, parallel, BinaryOperator.POWER, zero, one(-1, 0));
        assertThat(inverse.doubleAt(0)).isInfinite();
    }
}

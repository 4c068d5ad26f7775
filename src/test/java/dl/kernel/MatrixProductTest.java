package dl.kernel;

import static dl.kernel.Samples.bits;
import static dl.kernel.Samples.floats;
import static dl.kernel.Samples.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.ReferenceTable;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    /// A matrix of random numbers, lying in one of several ways.
    private static Tensor matrix(int rows, int columns, int layout, long seed, boolean f32) {
        double[] x = plain(4 * rows * columns + 5, seed);
        Shape shape = Shape.of(rows, columns);
        Tensor all = f32 ? Tensor.of(Shape.of(x.length), floats(x)) : Tensor.of(Shape.of(x.length), x);
        return switch (layout) {
            case 0 -> all.view(shape, 0, new int[] {columns, 1});
            case 1 -> all.view(shape, 3, new int[] {1, rows});
            case 2 -> all.view(shape, 5, new int[] {2 * columns, 2});
            default -> all.view(shape, rows * columns, new int[] {-columns, 1});
        };
    }

    private static double[] chain(Tensor a, Tensor b) {
        int m = a.shape().size(0);
        int k = a.shape().size(1);
        int n = b.shape().size(1);
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                if (a.dtype() == DType.F32) {
                    float sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(
                                a.floats()[a.offset() + i * a.stride(0) + p * a.stride(1)],
                                b.floats()[b.offset() + p * b.stride(0) + j * b.stride(1)],
                                sum);
                    }
                    c[i * n + j] = sum;
                } else {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(
                                a.doubles()[a.offset() + i * a.stride(0) + p * a.stride(1)],
                                b.doubles()[b.offset() + p * b.stride(0) + j * b.stride(1)],
                                sum);
                    }
                    c[i * n + j] = sum;
                }
            }
        }
        return c;
    }

    @Test
    void productsAddedUpAreTheProductOfAllTheirColumnsAndRows() {
        List<Kernels> all = new ArrayList<>(List.of(ScalarKernels.INSTANCE));
        Samples.vectors().forEach(choice -> all.add(choice.kernels()));
        int[][] sizes = {{1, 1, 1}, {3, 2, 5}, {2, 40, 70}, {32, 128, 512}, {128, 70, 32}, {200, 33, 20}, {300, 1, 90}, {5, 300, 260}};
        try (Parallel one = Parallel.threads(1);
                Parallel three = Parallel.threads(3)) {
            for (int trial = 0; trial < 8 * sizes.length; trial++) {
                int[] size = sizes[trial / 8];
                Tensor a = matrix(size[0], 2 * size[2], trial % 2, trial, trial % 8 < 4);
                Tensor b = matrix(2 * size[2], size[1], trial / 2 % 2, trial + 1000, trial % 8 < 4);
                double[] expected = chain(a, b);
                for (Kernels kernels : all) {
                    for (Parallel parallel : new Parallel[] {one, three}) {
                        Tensor sum = MatrixProduct.multiply(kernels, parallel, part(a, 1, 0, size[2]), part(b, 0, 0, size[2]));
                        MatrixProduct.add(kernels, parallel, part(a, 1, size[2], size[2]), part(b, 0, size[2], size[2]), sum);
                        assertThat(bits(sum.to(DType.F64).doubles())).as("%s, trial %d", kernels, trial).isEqualTo(bits(expected));
                    }
                }
            }
        }
    }

    /// So many rows (axis 0) or columns from one on.
    private static Tensor part(Tensor x, int axis, int start, int count) {
        int[] sizes = x.shape().toArray();
        sizes[axis] = count;
        return x.view(Shape.of(sizes), x.offset() + start * x.stride(axis), x.strides());
    }

    @Test
    void everyElementIsOneChainOfFusedMultiplyAddsToTheBit() {
        List<Kernels> all = new ArrayList<>(List.of(ScalarKernels.INSTANCE));
        Samples.vectors().forEach(choice -> all.add(choice.kernels()));
        SplittableRandom random = new SplittableRandom(7);
        int[][] fixed = {{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {1, 1, 1}, {64, 64, 64}, {7, 33, 600}, {200, 40, 300}, {5, 100, 1},
            {70, 130, 270}, {1, 300, 290}, {300, 1, 290}, {7, 64, 600}, {33, 10, 130}, {250, 35, 20}, {32, 128, 512}, {2, 90, 60}, {9, 210, 130}};
        try (Parallel one = Parallel.threads(1);
                Parallel three = Parallel.threads(3)) {
            for (int trial = 0; trial < 160; trial++) {
                int[] size = trial < 4 * fixed.length
                        ? fixed[trial / 4]
                        : new int[] {random.nextInt(1, 40), random.nextInt(1, 80), random.nextInt(1, 60)};
                Tensor a = matrix(size[0], size[2], trial % 4, trial, trial % 3 != 0);
                Tensor b = matrix(size[2], size[1], (trial + trial / 4) % 4, trial + 1000, trial % 3 != 0);
                double[] expected = chain(a, b);
                for (Kernels kernels : all) {
                    for (Parallel parallel : List.of(one, three)) {
                        Tensor c = MatrixProduct.multiply(kernels, parallel, a, b);
                        assertThat(bits(c.to(DType.F64).doubles()))
                                .as("%s %s %s on %s, %d threads", a.dtype(), a.shape(), b.shape(), kernels, parallel.threads())
                                .isEqualTo(bits(expected));
                    }
                }
            }
        }
    }

    @Test
    void manyThreadsGiveTheBitsOfOne() {
        Tensor a = matrix(500, 300, 0, 1, true);
        Tensor b = matrix(300, 130, 1, 2, true);
        Kernels kernels = KernelChoice.choose("auto").kernels();
        try (Parallel one = Parallel.threads(1);
                Parallel four = Parallel.threads(4)) {
            assertThat(bits(MatrixProduct.multiply(kernels, four, a, b).floats()))
                    .isEqualTo(bits(MatrixProduct.multiply(kernels, one, a, b).floats()));
        }
    }

    @Test
    void stacksOfMatricesBroadcastTheirLeadingAxes() {
        try (Parallel parallel = Parallel.threads(2)) {
            for (String[] row : ReferenceTable.rows("numpy/matmul_shapes.tsv")) {
                Shape a = ReferenceTable.shape(row[0]);
                Shape b = ReferenceTable.shape(row[1]);
                if (a.rank() < 2 || b.rank() < 2 || !row[2].startsWith("(")) {
                    continue;
                }
                Tensor left = Tensor.of(a, plain(a.count(), 1));
                Tensor right = Tensor.of(b, plain(b.count(), 2));
                Tensor product = MatrixProduct.multiply(ScalarKernels.INSTANCE, parallel, left, right);
                assertThat(product.shape()).isEqualTo(ReferenceTable.shape(row[2]));
                // The last matrix of the stack is the product of the last ones.
                Tensor last = MatrixProduct.multiply(
                        ScalarKernels.INSTANCE,
                        parallel,
                        left.view(Shape.of(a.size(-2), a.size(-1)), a.count() - a.size(-2) * a.size(-1), two(left)),
                        right.view(Shape.of(b.size(-2), b.size(-1)), b.count() - b.size(-2) * b.size(-1), two(right)));
                for (int i = 1; i <= last.count(); i++) {
                    assertThat(product.doubleAt(product.count() - i)).isEqualTo(last.doubleAt(last.count() - i));
                }
            }
        }
    }

    private static int[] two(Tensor x) {
        return new int[] {x.stride(-2), x.stride(-1)};
    }

    @Test
    void intsMultiplyExactlyOrNotAtAll() {
        try (Parallel parallel = Parallel.threads(1)) {
            Tensor a = Tensor.of(Shape.of(2, 2), new long[] {1, 2, 3, 4});
            assertThat(MatrixProduct.multiply(ScalarKernels.INSTANCE, parallel, a, a.transpose(0, 1)).longs())
                    .containsExactly(5, 11, 11, 25);
            Tensor large = Tensor.of(Shape.of(1, 1), new long[] {1L << 40});
            OpError error = catchThrowableOfType(
                    OpError.class, () -> MatrixProduct.multiply(ScalarKernels.INSTANCE, parallel, large, large));
            assertThat(error.code()).isEqualTo("value/int-overflow");
        }
    }
}

package dl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class TensorTest {
    private static Tensor range(int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(shape, values);
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[tensor.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.doubleAt(i);
        }
        return values;
    }

    @Test
    void aTransposeIsAViewAndItsCopyIsRowMajor() {
        Tensor x = range(2, 3);
        Tensor y = x.transpose(0, 1);
        assertThat(y.storage()).isSameAs(x.storage());
        assertThat(values(y)).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(y.contiguousCopy().floats()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void copiesOfPermutedViewsKeepTheOrderAtEverySize() {
        for (int size = 1; size < 40; size += 3) {
            Tensor x = range(size, 3, 17);
            for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
                Tensor y = x.permute(order);
                assertThat(values(y.copy())).containsExactly(values(y));
            }
        }
    }

    @Test
    void copiesOfReversedAndSteppedViewsFollowTheirStrides() {
        Tensor x = range(4, 5);
        Tensor y = x.view(Shape.of(2, 3), 19, new int[] {-10, -2});
        assertThat(values(y.copy())).containsExactly(19, 17, 15, 9, 7, 5);
    }

    @Test
    void broadcastingRepeatsByStrideZero() {
        Tensor x = range(3, 1).broadcastTo(Shape.of(2, 3, 2));
        assertThat(values(x)).containsExactly(0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2);
        assertThat(x.copy().floats()).containsExactly(0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2);
    }

    @Test
    void aReshapeIsAViewWhereTheStridesAllowIt() {
        Tensor x = range(4, 6);
        Tensor columns = x.view(Shape.of(4, 3), 0, new int[] {6, 2});
        Tensor split = columns.reshapeView(Shape.of(2, 2, 3));
        assertThat(split.storage()).isSameAs(x.storage());
        assertThat(values(split)).containsExactly(values(columns));
        Tensor merged = x.transpose(0, 1).reshapeView(Shape.of(24));
        assertThat(merged.storage()).isNotSameAs(x.storage());
        assertThat(values(merged)).containsExactly(values(x.transpose(0, 1)));
    }

    @Test
    void reshapesOfPermutedViewsKeepTheElements() {
        Tensor x = range(2, 3, 4, 1, 5);
        for (int[] order : new int[][] {{0, 1, 2, 3, 4}, {1, 0, 2, 3, 4}, {4, 3, 0, 1, 2}, {2, 4, 3, 1, 0}}) {
            Tensor y = x.permute(order);
            for (Shape shape : new Shape[] {Shape.of(120), Shape.of(6, 20), Shape.of(1, 24, 5), Shape.of(3, 1, 2, 20)}) {
                assertThat(values(y.reshapeView(shape))).containsExactly(values(y));
            }
        }
    }

    @Test
    void floatsBecomeIntsTowardZeroOnlyWithinRange() {
        Tensor x = Tensor.of(Shape.of(3), new double[] {-1.9, 2.5, -0x1p63});
        assertThat(x.to(DType.I64).longs()).containsExactly(-1, 2, Long.MIN_VALUE);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0x1p63, -0x1.0000000000001p63}) {
            OpError error = catchThrowableOfType(
                    OpError.class, () -> Tensor.of(Shape.of(1), new double[] {bad}).to(DType.I64));
            assertThat(error.code()).isEqualTo("value/int-range");
        }
    }

    @Test
    void everyTypeConvertsToEveryHigherOne() {
        Tensor bool = Tensor.of(Shape.of(2), new boolean[] {true, false});
        for (DType type : DType.values()) {
            assertThat(values(bool.to(type))).as(type.text()).containsExactly(1, 0);
            assertThat(bool.to(type).to(type).dtype()).isEqualTo(type);
        }
        assertThat(Tensor.number(3L).to(DType.F32).weak()).isTrue();
    }

    @Test
    void aComplexTensorDoesNotLoseItsImaginaryPartSilently() {
        Tensor z = Tensor.complex(Shape.of(1), new double[] {1, 2});
        OpError error = catchThrowableOfType(OpError.class, () -> z.to(DType.F64));
        assertThat(error.code()).isEqualTo("type/complex-to-real");
        assertThat(z.imaginaryAt(0)).isEqualTo(2);
    }
}

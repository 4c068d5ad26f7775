package dl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void broadcastingFollowsTheTableOfNumpy() {
        for (String[] row : ReferenceTable.rows("numpy/broadcast.tsv")) {
            Shape a = ReferenceTable.shape(row[0]);
            Shape b = ReferenceTable.shape(row[1]);
            if (row[2].startsWith("(")) {
                assertThat(Shape.broadcast(a, b)).as("%s with %s", a, b).isEqualTo(ReferenceTable.shape(row[2]));
            } else {
                assertThatThrownBy(() -> Shape.broadcast(a, b)).as("%s with %s", a, b).isInstanceOf(OpError.class);
            }
        }
    }

    @Test
    void shapesThatDoNotFitNameTheAxisAndBothSizes() {
        OpError error = catchThrowableOfType(
                OpError.class, () -> Shape.broadcast(Shape.of(2, 3), Shape.of(2, 4)));
        assertThat(error.code()).isEqualTo("shape/broadcast");
        assertThat(error).hasMessage("shapes [2, 3] and [2, 4] do not fit together: axis -1 has size 3 on the left and 4 on the right");
        assertThat(error.labels()).containsExactly(
                new OpError.ArgumentLabel(0, "[2, 3]"), new OpError.ArgumentLabel(1, "[2, 4]"));
    }

    @Test
    void aVectorMeantForTheRowsGetsTheHintToAddAnAxis() {
        OpError error = catchThrowableOfType(OpError.class, () -> Shape.broadcast(Shape.of(5, 3), Shape.of(5)));
        assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("v[:, None]"));
    }

    @Test
    void aShapeOfTooManyElementsIsRefused() {
        OpError error = catchThrowableOfType(OpError.class, () -> Shape.of(65536, 65536));
        assertThat(error.code()).isEqualTo("limit/tensor-size");
    }
}

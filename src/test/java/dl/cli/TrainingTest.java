package dl.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.Dl;
import dl.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TrainingTest {
    /// One that fails would end the training before the others.
    @TestFactory
    Stream<DynamicTest> the_expressions_end_well() {
        return Training.EXPRESSIONS.stream().map(code -> dynamicTest(code, () -> {
            try (Session session = Dl.create().output(_ -> {}).newSession()) {
                assertThatCode(() -> session.eval(code)).doesNotThrowAnyException();
            }
        }));
    }
}

package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.Dl;
import dl.DlException;
import dl.Session;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What an operation refuses, it refuses with the code that it declares.
class FailingSamplesTest {
    @TestFactory
    Stream<DynamicTest> a_failing_sample_gives_its_code() {
        return Ops.ALL.stream().flatMap(op -> op.failing().stream().map(failing -> dynamicTest(failing.source(), () -> {
            try (Session session = Dl.create().newSession()) {
                Throwable thrown = Assertions.catchThrowable(() -> session.eval(failing.source()));
                assertThat(thrown).isInstanceOfSatisfying(DlException.class, e -> assertThat(e.code()).isEqualTo(failing.code()));
            }
        })));
    }
}

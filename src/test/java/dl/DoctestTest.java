package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.op.Op;
import dl.op.Ops;
import dl.source.Renderer;
import dl.syntax.Pattern;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The examples in the documentation of every operation and of every definition of the standard library hold.
///
/// Those of the library are read and run by [dl.tool.TestFile], as `dl test stdlib` does. What an operation's example
/// shows is compared by lines; a type line that it leaves out may be shown as well.
class DoctestTest {
    @TestFactory
    Stream<DynamicNode> examples_of_operations_hold() {
        return Ops.ALL.stream()
                .map(op -> dynamicContainer(op.name(), op.examples().stream()
                        .map(example -> dynamicTest(example.source(), () -> {
                            StringBuilder output = new StringBuilder();
                            try (Session session = Scripts.engine(output).newSession()) {
                                shows(session, output, op.name(), example.source(), example.expected().lines().map(String::strip).toList());
                            }
                        }))));
    }

    @TestFactory
    Stream<DynamicTest> every_operation_has_an_example_and_documentation() {
        return Ops.ALL.stream().map((Op op) -> dynamicTest(op.name(), () -> {
            assertThat(op.examples()).isNotEmpty();
            assertThat(op.doc()).isNotBlank();
        }));
    }

    @TestFactory
    Stream<DynamicNode> examples_of_the_library_hold() {
        return Project.files("stdlib", ".dl").stream()
                .map(file -> dynamicContainer(file.toString(), Dl.create().threads(2).test(file, _ -> true).results().stream()
                        .map(result -> dynamicTest(result.name(), () -> assertThat(Renderer.plain().render(result.failures())).isEmpty()))));
    }

    private static void shows(
            Session session, StringBuilder output, String name, String code, List<String> expected) {
        Scripts.Outcome outcome = Scripts.submit(session, output, name, code);
        List<String> shown = outcome.screen().lines().map(String::strip).toList();
        boolean withoutTypeLine = shown.size() == expected.size() + 1 && !expected.isEmpty();
        assertThat(withoutTypeLine ? shown.subList(0, expected.size()) : shown).as(code).isEqualTo(expected);
    }
}

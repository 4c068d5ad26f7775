package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.op.Op;
import dl.op.Ops;
import dl.source.Source;
import dl.syntax.LayerItem;
import dl.syntax.Parse;
import dl.syntax.Pattern;
import dl.syntax.Stmt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The examples in the documentation of every operation and of every definition of the standard library hold.
///
/// In a `##` comment `>>> line` is typed at a prompt, `... line` continues it, and what follows up to an empty line is
/// what the prompt shows; a type line that the comment leaves out may be shown as well.
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
                .map(file -> dynamicContainer(file.toString(), documented(file).stream()
                        .filter(definition -> definition.doc().contains(">>>"))
                        .map(definition -> dynamicTest(definition.name(), () -> holds(definition)))));
    }

    private record Definition(String name, String doc) {}

    private static List<Definition> documented(Path file) {
        Parse.Result result = Parse.parse(new Source(file.toString(), Project.read(file)));
        assertThat(result).as("%s parses", file).isInstanceOf(Parse.Complete.class);
        List<Definition> found = new ArrayList<>();
        for (Stmt statement : ((Parse.Complete) result).program().statements()) {
            switch (statement) {
                case Stmt.FunctionDecl f -> found.add(new Definition(f.name(), f.doc()));
                case Stmt.Binding(_, _, Pattern.Name name, _, _, String doc) -> found.add(new Definition(name.name(), doc));
                case Stmt.LayerDecl l -> {
                    found.add(new Definition(l.name(), l.doc()));
                    for (LayerItem item : l.items()) {
                        if (item instanceof LayerItem.Method(_, Stmt.FunctionDecl f)) {
                            found.add(new Definition(l.name() + "." + f.name(), f.doc()));
                        }
                    }
                }
                default -> {}
            }
        }
        return found;
    }

    /// Brings every public name of the library into scope, so that a doc comment shows the use and not the import.
    private static String imports() {
        StringBuilder text = new StringBuilder();
        Path root = Path.of("stdlib");
        for (Path file : Project.files("stdlib", ".dl")) {
            String module = root.relativize(file).toString().replaceFirst("\\.dl$", "").replace('/', '.');
            String names = documented(file).stream()
                    .map(Definition::name)
                    .filter(name -> name.matches("\\p{Alpha}\\w*"))
                    .collect(Collectors.joining(", "));
            if (!module.endsWith("main") && !names.isEmpty()) {
                text.append("import ").append(module).append(": ").append(names).append('\n');
            }
        }
        return text.toString();
    }

    private static void holds(Definition definition) {
        List<String> lines = definition.doc().lines().map(String::strip).toList();
        StringBuilder output = new StringBuilder();
        try (Session session = Scripts.engine(output).newSession()) {
            session.eval(imports());
            int at = 0;
            while (at < lines.size()) {
                if (!lines.get(at).startsWith(">>>")) {
                    at++;
                    continue;
                }
                StringBuilder code = new StringBuilder(lines.get(at++).substring(3).strip());
                while (at < lines.size() && lines.get(at).startsWith("...")) {
                    code.append('\n').append(lines.get(at++).substring(3));
                }
                List<String> expected = new ArrayList<>();
                while (at < lines.size() && !lines.get(at).isEmpty() && !lines.get(at).startsWith(">>>")) {
                    expected.add(lines.get(at++));
                }
                shows(session, output, definition.name(), code.toString(), expected);
            }
        }
    }

    private static void shows(
            Session session, StringBuilder output, String name, String code, List<String> expected) {
        Scripts.Outcome outcome = Scripts.submit(session, output, name, code);
        List<String> shown = outcome.screen().lines().map(String::strip).toList();
        boolean withoutTypeLine = shown.size() == expected.size() + 1 && !expected.isEmpty();
        assertThat(withoutTypeLine ? shown.subList(0, expected.size()) : shown).as(code).isEqualTo(expected);
    }
}

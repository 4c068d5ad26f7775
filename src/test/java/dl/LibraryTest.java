package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.source.Source;
import dl.syntax.Parse;
import dl.syntax.Stmt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the standard library promises of every definition that scripts can use.
class LibraryTest {
    private record Definition(Path file, String name, String doc) {}

    @TestFactory
    Stream<DynamicTest> every_public_definition_is_documented_with_an_example() {
        return Project.files("stdlib", ".dl").stream()
                .flatMap(file -> definitions(file).stream())
                .filter(definition -> !definition.name.startsWith("_"))
                .map(definition -> dynamicTest(definition.file + ": " + definition.name, () -> {
                    assertThat(definition.doc.lines().findFirst().orElse("")).as("the first line is a sentence").endsWith(".");
                    assertThat(definition.doc).contains(">>> ");
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_prelude_names_what_its_modules_define() {
        return Project.read(Path.of("stdlib/prelude.txt")).lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> dynamicTest(line, () -> {
                    String[] halves = line.split(":");
                    Path file = Path.of("stdlib", halves[0].replace('.', '/') + ".dl");
                    assertThat(definitions(file).stream().map(Definition::name)).contains(halves[1].strip().split(" +"));
                }));
    }

    private static List<Definition> definitions(Path file) {
        Parse.Result result = Parse.parse(new Source(file.toString(), Project.read(file)));
        assertThat(result).as("%s parses", file).isInstanceOf(Parse.Complete.class);
        List<Definition> found = new ArrayList<>();
        for (Stmt statement : ((Parse.Complete) result).program().statements()) {
            switch (statement) {
                case Stmt.FunctionDecl f -> found.add(new Definition(file, f.name(), f.doc()));
                case Stmt.LayerDecl l -> found.add(new Definition(file, l.name(), l.doc()));
                default -> {}
            }
        }
        return found;
    }
}

package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dl.op.NumpyTables;
import dl.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole programs are differentiated as other tools do: the cases of GradBench, whose answers PyTorch confirms.
class WholeProgramsTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/dl/programs");

    @TestFactory
    Stream<DynamicTest> gradients_of_programs_agree_with_gradbench() throws IOException {
        Path golden = NumpyTables.folder("ad/gradbench/golden");
        if (!Files.isDirectory(golden)) {
            System.out.println("skipped: no reference vectors at " + golden);
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(golden)) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
            return cases.stream().map(file -> dynamicTest(golden.relativize(file).toString(), () -> agrees(file)));
        }
    }

    private static void agrees(Path file) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        Object found = evaluate(json.get("eval").getAsString(), value(json.get("input")));
        compare("", json.get("expected"), found);
    }

    /// min over x of the max over y of (x1^2 + x2^2) - (y1^2 + y2^2) is at 0.
    @Test
    void a_minimum_over_maxima_is_found_by_derivatives_of_derivatives() {
        Object found = evaluate("saddle", Map.of("start", new double[] {1, 1}));
        for (Object point : ((Map<?, ?>) found).values()) {
            for (double coordinate : ((Tensor) point).doubles()) {
                assertThat(coordinate).isCloseTo(0, within(1e-3));
            }
        }
    }

    private static Object evaluate(String program, Object input) {
        try (Session session = Scripts.engine(new StringBuilder()).newSession()) {
            session.eval(Project.read(PROGRAMS.resolve(program + ".dl")));
            session.set("input", input);
            return session.eval("with dtype(f64) { evaluate(input) }");
        }
    }

    private static Object value(JsonElement json) {
        if (json instanceof JsonObject object) {
            Map<String, Object> fields = new LinkedHashMap<>();
            object.asMap().forEach((key, inside) -> fields.put(key, value(inside)));
            return fields;
        }
        if (json instanceof JsonArray array) {
            return array.get(0) instanceof JsonArray
                    ? array.asList().stream().map(row -> numbers(row.getAsJsonArray())).toArray(double[][]::new) : numbers(array);
        }
        String text = json.getAsString();
        return text.matches("-?\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    }

    private static double[] numbers(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }

    private static void compare(String path, JsonElement expected, Object found) {
        if (expected instanceof JsonObject object) {
            object.asMap().forEach((key, inside) -> compare(path + "." + key, inside, ((Map<?, ?>) found).get(key)));
            return;
        }
        double[] wanted = Stream.of(expected).flatMap(WholeProgramsTest::flat).mapToDouble(Double::doubleValue).toArray();
        double[] given = found instanceof Tensor tensor ? tensor.doubles() : new double[] {((Number) found).doubleValue()};
        assertThat(given).as(path).hasSize(wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(given[i]).as("%s[%d]", path, i).isCloseTo(wanted[i], within(1e-9 * Math.max(1, Math.abs(wanted[i]))));
        }
    }

    private static Stream<Double> flat(JsonElement json) {
        return json instanceof JsonArray array ? array.asList().stream().flatMap(WholeProgramsTest::flat) : Stream.of(json.getAsDouble());
    }
}

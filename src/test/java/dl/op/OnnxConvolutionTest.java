package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Convolutions and pooling agree with the cases of the ONNX backend tests.
class OnnxConvolutionTest {
    private static final Map<String, String> OPS =
            Map.of("Conv", "conv", "ConvTranspose", "conv_transpose", "MaxPool", "max_pool", "AveragePool", "avg_pool", "LpPool", "lp_pool");

    @TestFactory
    Stream<DynamicTest> results_agree() throws IOException {
        Path root = NumpyTables.folder("onnx").resolve("node");
        if (!Files.isDirectory(root)) {
            System.out.println("skipped: no reference vectors at " + root);
            return Stream.empty();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root).sorted()) {
            for (Path folder : folders.toList()) {
                Path file = folder.resolve("case.json");
                JsonObject test = Files.exists(file) ? JsonParser.parseString(Files.readString(file)).getAsJsonObject() : new JsonObject();
                if (test.has("op") && OPS.containsKey(test.get("op").getAsString())) {
                    tests.add(dynamicTest(folder.getFileName().toString(), () -> agrees(folder, test)));
                }
            }
        }
        return tests.stream();
    }

    private static void agrees(Path folder, JsonObject test) throws IOException {
        JsonArray inputs = test.getAsJsonArray("inputs");
        Operand[] in = new Operand[inputs.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = NumpyTables.npy(folder.resolve(inputs.get(i).getAsJsonObject().get("file").getAsString()));
        }
        int rank = in[0].shape().rank() - 2;
        Op op = Ops.find(OPS.get(test.get("op").getAsString()) + rank + "d").orElseThrow();
        JsonObject given = test.getAsJsonObject("attrs");
        Attributes attributes = op.signature().defaults();
        boolean convolution = in.length > 1;
        if (!convolution) {
            // here windows move by one where nothing is said
            attributes = attributes.with("window", ints(given, "kernel_shape")).with("stride", new int[] {1});
        }
        if (given.has("strides")) {
            attributes = attributes.with("stride", ints(given, "strides"));
        }
        if (given.has("dilations")) {
            attributes = attributes.with("dilation", ints(given, "dilations"));
        }
        if (given.has("group")) {
            attributes = attributes.with("groups", given.get("group").getAsLong());
        }
        if (given.has("p")) {
            attributes = attributes.with("p", given.get("p").getAsDouble());
        }
        if (given.has("ceil_mode")) {
            attributes = attributes.with("ceil_mode", given.get("ceil_mode").getAsInt() == 1);
        }
        if (op.name().startsWith("avg")) {
            attributes = attributes.with("count_include_pad", given.has("count_include_pad") && given.get("count_include_pad").getAsInt() == 1);
        }
        if (given.has("pads")) {
            // all before, then all behind
            int[] pads = ints(given, "pads");
            int[] pairs = new int[2 * rank];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = pads[i % 2 * rank + i / 2];
            }
            attributes = attributes.with("padding", pairs);
        }
        if (given.has("auto_pad") && given.get("auto_pad").getAsString().equals("SAME_UPPER")) {
            attributes = attributes.with("padding", "same");
        } else if (given.has("auto_pad")) {
            // an odd element comes first: with a window of 2 and steps of 1 that is one before
            assertThat(given.get("auto_pad").getAsString()).isEqualTo("SAME_LOWER");
            assertThat(ints(given, "kernel_shape")).containsOnly(2);
            attributes = attributes.with("padding", new int[] {1, 0, 1, 0});
        }
        Tensor actual = op.apply(TestContext.auto(), in, attributes).plain();
        Tensor expected = NumpyTables.npy(folder.resolve(test.getAsJsonArray("outputs").get(0).getAsJsonObject().get("file").getAsString()));
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.count(); i++) {
            double e = expected.doubleAt(i);
            assertThat(Math.abs(actual.doubleAt(i) - e)).as("element %d: %s for %s", i, actual.doubleAt(i), e).isLessThanOrEqualTo(1e-6 + 1e-5 * Math.abs(e));
        }
    }

    private static int[] ints(JsonObject attributes, String name) {
        return attributes.getAsJsonArray(name).asList().stream().mapToInt(each -> each.getAsInt()).toArray();
    }
}

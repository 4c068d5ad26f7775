package dl.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Operations give what NumPy gives, where dl decides nothing else.
class NumpyTablesTest {
    private final OpContext context = TestContext.auto();

    @TestFactory
    Stream<DynamicTest> shapes_broadcast() {
        return NumpyTables.rows("broadcast.tsv").stream().map(row -> dynamicTest(row[0] + " + " + row[1], () -> {
            Tensor x = Tensor.zeros(DType.F32, NumpyTables.shape(row[0]));
            Tensor y = Tensor.zeros(DType.F32, NumpyTables.shape(row[1]));
            if (row[2].equals("ERR")) {
                fails(() -> Ops.ADD.apply(context, x, y));
            } else {
                assertThat(Ops.ADD.apply(context, x, y).shape()).isEqualTo(NumpyTables.shape(row[2]));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> matrix_products_have_the_shape() {
        return NumpyTables.rows("matmul_shapes.tsv").stream().map(row -> dynamicTest(row[0] + " @ " + row[1], () -> {
            Tensor x = Tensor.zeros(DType.F32, NumpyTables.shape(row[0]));
            Tensor y = Tensor.zeros(DType.F32, NumpyTables.shape(row[1]));
            if (row[2].equals("ERR")) {
                fails(() -> Ops.MATMUL.apply(context, x, y));
            } else {
                assertThat(Ops.MATMUL.apply(context, x, y).shape()).isEqualTo(NumpyTables.shape(row[2]));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> reshaping_fits_or_fails() {
        return NumpyTables.rows("reshape.tsv").stream().map(row -> dynamicTest(row[0] + " to " + row[1], () -> {
            Tensor x = Tensor.zeros(DType.F32, NumpyTables.shape(row[0]));
            Attributes attributes = Ops.RESHAPE.attributes((Object) NumpyTables.sizes(row[1]));
            if (row[2].equals("ERR")) {
                fails(() -> Ops.RESHAPE.apply(context, new Operand[] {x}, attributes));
            } else {
                assertThat(Ops.RESHAPE.apply(context, new Operand[] {x}, attributes).shape()).isEqualTo(NumpyTables.shape(row[2]));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> slices_take_their_elements() {
        return NumpyTables.rows("slice1d.tsv").stream().map(row -> dynamicTest(row[0] + "[" + row[1] + "]", () -> {
            Operand result = Ops.getIndex(context, counting(Shape.of(Integer.parseInt(row[0]))), List.of(slice(row[1])));
            assertThat(values(result)).containsExactly(NumpyTables.values(row[2]));
        }));
    }

    @TestFactory
    Stream<DynamicTest> indices_take_their_elements() {
        return NumpyTables.rows("index_nd.tsv").stream().filter(row -> !ruledOtherwise(row[1]))
                .map(row -> dynamicTest(row[0] + "[" + row[1] + "]", () -> {
            Tensor x = counting(NumpyTables.shape(row[0]));
            List<IndexItem> items = items(row[1]);
            if (row[2].equals("ERR")) {
                fails(() -> Ops.getIndex(context, x, items));
            } else {
                Operand result = Ops.getIndex(context, x, items);
                assertThat(result.shape()).isEqualTo(NumpyTables.shape(row[2]));
                assertThat(values(result)).containsExactly(NumpyTables.values(row[3]));
            }
        }));
    }

    /// Where integers stand apart from index tensors, or index tensors apart from each other, dl is not NumPy.
    private static boolean ruledOtherwise(String text) {
        if (text.contains(">")) {
            return true; // a mask computed from x: not an index by itself
        }
        List<String> parts = parts(text);
        List<Integer> advanced = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).startsWith("[") || parts.get(i).matches("-?\\d+")) {
                advanced.add(i);
            }
        }
        boolean tensors = parts.stream().anyMatch(part -> part.startsWith("["));
        return tensors && advanced.getLast() - advanced.getFirst() != advanced.size() - 1;
    }

    @TestFactory
    Stream<DynamicTest> reductions_give_their_values() {
        Map<String, String> names = Map.of("argsort", "argsort", "sort", "sort");
        return NumpyTables.rows("reduce.tsv").stream()
                .filter(row -> Ops.find(row[0]).isPresent())
                .filter(row -> !(row[0].startsWith("cum") || names.containsKey(row[0])) || !row[2].equals("None"))
                .map(row -> dynamicTest(String.join(" ", List.of(row).subList(0, 4)), () -> {
                    Op op = Ops.find(row[0]).orElseThrow();
                    Shape shape = NumpyTables.shape(row[1]);
                    double[] values = new double[shape.count()];
                    for (int k = 0; k < values.length; k++) {
                        values[k] = 3 * Math.sin(1.7 * k);
                    }
                    Tensor x = Tensor.of(shape, values);
                    Operand input = row[0].equals("any") || row[0].equals("all")
                            ? Comparisons.GREATER.apply(context, x, Tensor.number(0.5))
                            : x;
                    Attributes attributes = op.signature().defaults();
                    if (!row[2].equals("None")) {
                        boolean many = op.signature().parameter("axis").orElseThrow().kind() == Parameter.Kind.INTS;
                        int[] axes = row[2].startsWith("(") ? NumpyTables.sizes(row[2].replace(" ", "")) : new int[] {Integer.parseInt(row[2])};
                        attributes = attributes.with("axis", many ? axes : (Object) (long) axes[0]);
                    }
                    if (row[3].equals("1")) {
                        attributes = attributes.with("keepdims", true);
                    }
                    Operand result = op.apply(context, new Operand[] {input}, attributes);
                    assertThat(result.shape()).isEqualTo(NumpyTables.shape(row[4]));
                    double[] expected = NumpyTables.values(row[5]);
                    double[] actual = values(result);
                    for (int i = 0; i < expected.length; i++) {
                        assertThat(actual[i]).isCloseTo(expected[i], within(expected[i]));
                    }
                }));
    }

    /// Sums in another order differ in the last digits.
    private static org.assertj.core.data.Offset<Double> within(double expected) {
        return org.assertj.core.data.Offset.offset(1e-13 * (1 + Math.abs(expected)));
    }

    @TestFactory
    Stream<DynamicTest> floats_follow_ieee() {
        Map<String, String> names = Map.of("negative", "negate", "arcsin", "asin", "arctan", "atan", "arctan2", "atan2", "rint", "round");
        return NumpyTables.rows("float_ops.tsv").stream()
                .filter(row -> Ops.find(names.getOrDefault(row[0], row[0])).isPresent())
                // which zero is the larger is open in IEEE 754-2008 and in NumPy's documentation
                .filter(row -> !row[0].startsWith("m") || !row[1].endsWith("0.0") || !row[2].endsWith("0.0") || row[1].equals(row[2]))
                .map(row -> dynamicTest(String.join(" ", row), () -> {
                    Op op = Ops.find(names.getOrDefault(row[0], row[0])).orElseThrow();
                    Tensor x = Tensor.of(Shape.of(1), new double[] {NumpyTables.value(row[1])});
                    Operand result;
                    if (row.length == 3 || row[2].isBlank() || row[2].equals("-")) {
                        result = op.apply(context, x);
                    } else {
                        result = op.apply(context, x, Tensor.of(Shape.of(1), new double[] {NumpyTables.value(row[2])}));
                    }
                    double expected = NumpyTables.value(row[row.length - 1]);
                    double actual = values(result)[0];
                    if (Double.isNaN(expected)) {
                        assertThat(actual).isNaN();
                    } else if (expected == 0 || Double.isInfinite(expected)) {
                        assertThat(Double.doubleToRawLongBits(actual)).as("%s, not %s", actual, expected)
                                .isEqualTo(Double.doubleToRawLongBits(expected));
                    } else {
                        assertThat(Math.abs(actual - expected)).as("%s, not %s", actual, expected)
                                .isLessThanOrEqualTo(2 * Math.ulp(expected));
                    }
                }));
    }

    private static void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable body) {
        assertThatThrownBy(body).isInstanceOf(OpError.class);
    }

    static Tensor counting(Shape shape) {
        long[] values = new long[shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(shape, values);
    }

    static double[] values(Operand x) {
        Tensor plain = x.plain();
        double[] values = new double[plain.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = plain.doubleAt(i);
        }
        return values;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        return parts;
    }

    private static List<IndexItem> items(String text) {
        return parts(text).stream().map(NumpyTablesTest::item).toList();
    }

    private static IndexItem item(String part) {
        if (part.equals("...")) {
            return new IndexItem.Ellipsis();
        }
        if (part.equals("None")) {
            return new IndexItem.NewAxis();
        }
        if (part.startsWith("[True") || part.startsWith("[False")) {
            String[] words = part.replaceAll("[\\[\\]]", "").split(",");
            boolean[] mask = new boolean[words.length];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = words[i].equals("True");
            }
            return new IndexItem.Mask(Tensor.of(Shape.of(mask.length), mask));
        }
        if (part.startsWith("[[")) {
            long[] flat = Arrays.stream(part.replaceAll("[\\[\\]]", "").split(",")).mapToLong(Long::parseLong).toArray();
            return new IndexItem.Gather(Tensor.of(Shape.of(2, flat.length / 2), flat));
        }
        if (part.startsWith("[")) {
            long[] flat = Arrays.stream(part.replaceAll("[\\[\\]]", "").split(",")).mapToLong(Long::parseLong).toArray();
            return new IndexItem.Gather(Tensor.of(Shape.of(flat.length), flat));
        }
        return part.contains(":") ? slice(part) : new IndexItem.At(Long.parseLong(part));
    }

    private static IndexItem slice(String text) {
        String[] ends = text.split(":", -1);
        return new IndexItem.Slice(end(ends, 0), end(ends, 1), end(ends, 2));
    }

    private static OptionalLong end(String[] ends, int i) {
        return i >= ends.length || ends[i].isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ends[i].strip()));
    }
}

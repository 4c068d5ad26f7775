package dl.op;

import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Reads tables of expectations that lie beside the project, where they are.
public final class NumpyTables {
    private NumpyTables() {}

    /// The folder of reference vectors, which a user's checkout does not have.
    public static Path folder(String name) {
        return Path.of("..", "shared", "vectors", name);
    }

    /// The rows of a table as fields; none, and a printed line, where it is absent.
    public static List<String[]> rows(String table) {
        Path file = folder("numpy").resolve(table);
        if (!Files.exists(file)) {
            System.out.println("skipped: no reference vectors at " + file);
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank()).map(line -> line.split("\t")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `(2,3)`, `()`.
    public static Shape shape(String text) {
        return Shape.of(sizes(text));
    }

    /// The numbers of `(2,3)`.
    public static int[] sizes(String text) {
        String inside = text.substring(1, text.length() - 1);
        return inside.isEmpty()
                ? new int[0]
                : Arrays.stream(inside.split(",")).filter(part -> !part.isBlank()).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
    }

    /// `[1.0,nan,-inf]`.
    public static double[] values(String text) {
        String inside = text.substring(1, text.length() - 1);
        return inside.isBlank()
                ? new double[0]
                : Arrays.stream(inside.split(",")).mapToDouble(NumpyTables::value).toArray();
    }

    static double value(String text) {
        return switch (text.strip()) {
            case "nan", "NaN" -> Double.NaN;
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "True", "true" -> 1;
            case "False", "false" -> 0;
            default -> Double.parseDouble(text.strip());
        };
    }

    /// Reads a .npy file, version 1, little-endian, C order.
    public static Tensor npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
        String sizes = header.substring(header.indexOf('(') + 1, header.indexOf(')')).strip();
        int[] shape = sizes.isEmpty() ? new int[0] : Stream.of(sizes.split(",")).filter(s -> !s.isBlank()).mapToInt(s -> Integer.parseInt(s.strip())).toArray();
        Shape s = Shape.of(shape);
        bytes.position(10 + length);
        if (header.contains("f8")) {
            double[] values = new double[s.count()];
            bytes.asDoubleBuffer().get(values);
            return Tensor.of(s, values);
        }
        if (header.contains("f4")) {
            float[] values = new float[s.count()];
            bytes.asFloatBuffer().get(values);
            return Tensor.of(s, values);
        }
        if (header.contains("i8")) {
            long[] values = new long[s.count()];
            bytes.asLongBuffer().get(values);
            return Tensor.of(s, values);
        }
        boolean[] values = new boolean[s.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get() != 0;
        }
        return Tensor.of(s, values);
    }
}

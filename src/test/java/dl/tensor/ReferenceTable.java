package dl.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Tables made by others, beside the checkout; a test that needs one is skipped with a line where it is absent.
public final class ReferenceTable {
    private ReferenceTable() {}

    /// The table's rows, split at tabs, without comments.
    public static List<String[]> rows(String name) {
        Path path = Path.of("../shared/vectors").resolve(name);
        if (!Files.exists(path)) {
            System.out.println("skipped: " + path + " is not here");
            Assumptions.abort(path + " is not here");
        }
        try (var lines = Files.lines(path)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// The shape written `(2,3)`.
    public static Shape shape(String text) {
        String inner = text.substring(1, text.length() - 1).replace(" ", "");
        if (inner.isEmpty()) {
            return Shape.SCALAR;
        }
        String[] parts = inner.split(",");
        int[] sizes = new int[parts.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Integer.parseInt(parts[i]);
        }
        return Shape.of(sizes);
    }
}

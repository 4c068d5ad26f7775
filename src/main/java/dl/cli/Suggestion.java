package dl.cli;

import dl.source.Suggest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// "; did you mean ...?" for a misspelt option or file, or nothing.
final class Suggestion {
    private Suggestion() {}

    static String of(String wrong, Collection<String> known) {
        return Suggest.closest(wrong, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /// Looks among the scripts and folders beside the missing file.
    static String of(Path missing) {
        Path name = missing.getFileName();
        Path folder = missing.toAbsolutePath().getParent();
        if (name == null || folder == null) {
            return "";
        }
        try (Stream<Path> beside = Files.list(folder)) {
            List<String> candidates = beside.filter(path -> Files.isDirectory(path) || path.toString().endsWith(".dl"))
                    .map(path -> path.getFileName().toString())
                    .toList();
            return Suggest.closest(name.toString(), candidates)
                    .map(match -> "; did you mean " + missing.resolveSibling(match) + "?")
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }
}

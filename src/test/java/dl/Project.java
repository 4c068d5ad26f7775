package dl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The project's folders, and goldens in them. The tests run in the root, so that paths in goldens are relative to it.
final class Project {
    private Project() {}

    /// The files under a folder with this extension, sorted, as paths relative to the root; none when there is no folder.
    static List<Path> files(String folder, String extension) {
        Path root = Path.of(folder);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// `broadcasting/scalar-meets-matrix.dl` reads "broadcasting: scalar meets matrix".
    static String claim(Path root, Path file) {
        String name = root.relativize(file).toString().replace('\\', '/');
        String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        return stem.replace("/", ": ").replace('-', ' ').replace('_', ' ');
    }

    /// Whether goldens are to be rewritten: `-Ddl.update=true`.
    static boolean updating() {
        return Boolean.getBoolean("dl.update");
    }

    static Path sibling(Path file, String extension) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + extension);
    }
}

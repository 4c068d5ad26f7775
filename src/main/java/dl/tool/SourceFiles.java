package dl.tool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Finds the dl files that a command is to work on.
public final class SourceFiles {
    private SourceFiles() {}

    /// The files among `paths` and all `.dl` files in the folders among them, each once, in alphabetical order.
    ///
    /// Hidden folders and build folders (`target`, `node_modules`) inside a folder are left out.
    public static List<Path> under(List<Path> paths) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                found.add(path);
                continue;
            }
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return !folder.equals(path) && skipped(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".dl") && attributes.isRegularFile()) {
                        // `.` itself is no part of a name that people read
                        found.add(path.toString().isEmpty() || path.toString().equals(".") ? path.relativize(file) : file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return new ArrayList<>(found);
    }

    private static boolean skipped(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(".") || name.equals("target") || name.equals("node_modules");
    }
}

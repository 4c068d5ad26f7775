package dl.tool;

import dl.source.Suggest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The pages about error codes, which lie among the resources of the product.
public final class ErrorPages {
    private static final String ROOT = "dl/errors/";
    private static final String END = ".md";
    private static final String CODE = "[a-z0-9-]+/[a-z0-9-]+";

    private ErrorPages() {}

    /// The page about a code such as `shape/broadcast`, as Markdown.
    public static Optional<String> find(String code) {
        if (!code.matches(CODE)) {
            return Optional.empty();
        }
        try (InputStream page = ErrorPages.class.getResourceAsStream("/" + ROOT + code + END)) {
            return page == null ? Optional.empty() : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The codes that have a page, sorted.
    public static List<String> codes() {
        TreeSet<String> found = new TreeSet<>();
        try {
            Path home = Path.of(ErrorPages.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(home)) {
                Path pages = home.resolve(ROOT);
                if (Files.isDirectory(pages)) {
                    // the folder may be a link to the pages' own
                    Path root = pages.toRealPath();
                    try (Stream<Path> all = Files.walk(root)) {
                        all.map(file -> root.relativize(file).toString().replace('\\', '/')).forEach(name -> add(name, found));
                    }
                }
            } else {
                try (JarFile jar = new JarFile(home.toFile())) {
                    jar.stream().map(entry -> entry.getName()).filter(name -> name.startsWith(ROOT)).forEach(name -> add(name.substring(ROOT.length()), found));
                }
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("the product's own files cannot be read", unreadable);
        }
        return List.copyOf(found);
    }

    private static void add(String name, TreeSet<String> found) {
        String code = name.endsWith(END) ? name.substring(0, name.length() - END.length()) : "";
        if (code.matches(CODE)) {
            found.add(code);
        }
    }

    /// The codes that somebody may have meant who typed one without a page: the closest, those of the family, those
    /// that contain the word.
    public static List<String> similar(String wrong) {
        List<String> all = codes();
        TreeSet<String> found = new TreeSet<>();
        Suggest.closest(wrong, all).ifPresent(found::add);
        String last = wrong.substring(wrong.indexOf('/') + 1);
        Suggest.closest(last, all.stream().map(code -> code.substring(code.indexOf('/') + 1)).toList())
                .ifPresent(close -> all.stream().filter(code -> code.endsWith("/" + close)).forEach(found::add));
        all.stream().filter(code -> code.startsWith(wrong + "/") || code.endsWith("/" + last)).forEach(found::add);
        if (found.isEmpty() && wrong.contains("/")) {
            all.stream().filter(code -> code.startsWith(wrong.substring(0, wrong.indexOf('/') + 1))).forEach(found::add);
        }
        return List.copyOf(found);
    }
}

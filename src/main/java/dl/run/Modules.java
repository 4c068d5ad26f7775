package dl.run;

import dl.check.Globals;
import dl.check.Resolver;
import dl.run.value.Module;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds, loads and keeps modules: each is evaluated once in a session.
public final class Modules {
    /// Where the standard library lies among the resources of the product.
    private static final String LIBRARY = "/dl/stdlib/";

    private final Interpreter interpreter;
    private final Map<String, Module> loaded = new HashMap<>();
    /// Modules whose evaluation has begun and not ended, outermost first.
    private final Map<String, String> loading = new LinkedHashMap<>();

    Modules(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    /// Whether a source belongs to the standard library.
    public static boolean isLibrary(Source source) {
        return source.name().startsWith("stdlib/");
    }

    /// Whether the standard library has a module, such as `nn.layers`.
    public static boolean isLibrary(String path) {
        return inLibrary(path).isPresent();
    }

    private record Found(String key, String name, Source source) {}

    /// The module that an import names.
    public Module load(Machine machine, String path, boolean isFile, Source importer, Site site) {
        Found found = isFile ? file(path, importer, site) : named(path, importer, site);
        return evaluate(found, site);
    }

    /// A module of the standard library, such as `nn.layers`.
    public Module library(String path) {
        Found found = inLibrary(path).orElseThrow(() -> new IllegalStateException("the standard library has no " + path));
        return evaluate(found, Site.of(found.source, new dl.source.Span(0, 0)));
    }

    private Module evaluate(Found found, Site site) {
        Module before = loaded.get(found.key);
        if (before != null) {
            return before;
        }
        if (loading.containsKey(found.key)) {
            List<String> cycle = new ArrayList<>(loading.values());
            cycle = cycle.subList(List.copyOf(loading.keySet()).indexOf(found.key), cycle.size());
            throw site.error("name/import-cycle", ErrorKind.NAME, "modules import each other in a circle: " + String.join(" -> ", cycle) + " -> " + found.name,
                    "move what both need into a third module");
        }
        Module module = new Module(found.name, found.source, new Globals());
        loading.put(found.key, found.name);
        Context context = interpreter.context();
        try {
            // a module is the same whoever loads it first: it does not see the importer's context
            interpreter.context(Context.initial(0));
            interpreter.run(found.source, module, Resolver.Mode.FILE);
        } catch (DiagnosticException error) {
            DlError first = new DlError(error.first());
            first.leaves(site.where(), false);
            throw first;
        } finally {
            interpreter.context(context);
            loading.remove(found.key);
        }
        loaded.put(found.key, module);
        return module;
    }

    private Found named(String path, Source importer, Site site) {
        Optional<Found> library = inLibrary(path);
        if (library.isPresent()) {
            return library.get();
        }
        Path base = directory(importer);
        String relative = path.replace('.', '/');
        for (Path candidate : List.of(base.resolve(relative + ".dl"), base.resolve(relative).resolve("main.dl"))) {
            if (Files.isRegularFile(candidate)) {
                return read(candidate, name(importer, candidate), site);
            }
        }
        // the parts of the library, of which nn is one and nn.loss a part of it
        java.util.SequencedSet<String> modules = new java.util.LinkedHashSet<>();
        interpreter.builtins().preludeModules().forEach(module -> modules.add(module.replaceAll("\\..*", "")));
        String close = dl.source.Suggest.closest(path, modules).map(name -> "did you mean " + name + "? ").orElse("");
        throw site.error("io/no-module", ErrorKind.IO, "there is no module '" + path + "'", close
                + (close.isEmpty() ? "the" : "The") + " standard library has " + String.join(", ", modules) + "; a file of yours is imported by its path: import \"./" + relative + ".dl\"");
    }

    private static Optional<Found> inLibrary(String path) {
        String relative = path.replace('.', '/');
        for (String candidate : List.of(relative + ".dl", relative + "/main.dl")) {
            try (InputStream in = Modules.class.getResourceAsStream(LIBRARY + candidate)) {
                if (in != null) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    return Optional.of(new Found(LIBRARY + candidate, path, new Source("stdlib/" + candidate, text)));
                }
            } catch (IOException unreadable) {
                throw new IllegalStateException("the product's own files cannot be read", unreadable);
            }
        }
        return Optional.empty();
    }

    private Found file(String path, Source importer, Site site) {
        Path base = directory(importer);
        Path target = base.resolve(path);
        if (Files.isDirectory(target)) {
            target = target.resolve("main.dl");
        }
        return read(target, name(importer, target), site);
    }

    /// How diagnostics call a file: as the importer would.
    private String name(Source importer, Path file) {
        Path directory = interpreter.host().directory().toAbsolutePath().normalize();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(directory) ? directory.relativize(absolute).toString() : absolute.toString();
    }

    private Path directory(Source importer) {
        Path host = interpreter.host().directory();
        if (importer.name().startsWith("<")) {
            return host;
        }
        Path parent = host.resolve(importer.name()).getParent();
        return parent == null ? host : parent;
    }

    private static Found read(Path file, String name, Site site) {
        try {
            String text = Files.readString(file);
            return new Found(file.toAbsolutePath().normalize().toString(), name, new Source(name, text));
        } catch (NoSuchFileException missing) {
            throw site.error("io/not-found", ErrorKind.IO, "there is no file " + name, "the path is read relative to the importing file");
        } catch (MalformedInputException malformed) {
            throw site.error("io/encoding", ErrorKind.IO, name + " is not UTF-8 text", "save it as UTF-8");
        } catch (IOException unreadable) {
            throw site.error("io/unreadable", ErrorKind.IO, name + " cannot be read: " + unreadable.getMessage(), "");
        }
    }

}

package dl.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dl.Dl;
import dl.DlException;
import dl.Session;
import dl.check.Finding;
import dl.source.JsonRenderer;
import dl.source.Renderer;
import dl.source.Source;
import dl.syntax.Formatter;
import dl.tool.ErrorPages;
import dl.tool.SourceFiles;
import dl.tool.TestSuite;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The commands that work on files instead of running one: test, check, fmt, explain.
final class Tools {
    private final Console console;
    private final Dl engine;
    private final int threads;
    private final Renderer renderer;

    /// @param threads how many files may be worked on at once
    Tools(Console console, Dl engine, int threads, Renderer renderer) {
        this.console = console;
        this.engine = engine;
        this.threads = threads;
        this.renderer = renderer;
    }

    /// Runs a command and returns the exit code.
    int run(Command command, List<String> words) throws IOException, UsageException {
        return switch (command) {
            case TEST -> test(new Words(command, words, List.of("--filter"), List.of()));
            case CHECK -> check(new Words(command, words, List.of(), List.of("--json")));
            case FORMAT -> format(new Words(command, words, List.of(), List.of("--check")));
            case EXPLAIN -> explain(new Words(command, words, List.of(), List.of()));
            case RUN -> throw new IllegalStateException("a script is no work for tools");
        };
    }

    // ---- test

    private int test(Words words) throws IOException, UsageException {
        String filter = words.value("--filter");
        Predicate<String> wanted = name -> name.toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT));
        List<Path> files = files(words.operands());
        double start = System.nanoTime();
        TestSuite suite = new TestSuite(renderer, console::print);
        // one thread each: files side by side fill the cores better than the pieces of their tensors
        Dl single = threads > 1 && files.size() > 1 ? engine.threads(1) : engine;
        suite.run(files, threads, file -> single.test(file, wanted));
        if (suite.passed() + suite.failed() == 0) {
            if (!filter.isEmpty()) {
                throw new UsageException("no test has a name with \"" + filter + "\" in it");
            }
            console.print("no tests: a test is a block test \"claim\" { assert ... }, or an example (>>> f(1)) in a ## comment\n");
            return ExitCode.OK;
        }
        console.print(suite.summary((System.nanoTime() - start) * 1e-9));
        return suite.failed() == 0 ? ExitCode.OK : ExitCode.SCRIPT_ERROR;
    }

    // ---- check

    private int check(Words words) throws IOException, UsageException {
        List<Path> files = files(words.operands());
        List<Finding> all = new ArrayList<>();
        try (Session session = engine.newSession()) {
            for (Path file : files) {
                List<Finding> findings = findings(session, file);
                if (!words.has("--json")) {
                    findings.forEach(finding -> console.print(rendered(finding) + "\n"));
                }
                all.addAll(findings);
            }
        }
        long errors = all.stream().filter(finding -> !finding.warning()).count();
        if (words.has("--json")) {
            JsonArray array = new JsonArray();
            all.forEach(finding -> array.add(json(finding)));
            console.print(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array) + "\n");
        } else {
            console.print(counted(errors, "error") + ", " + counted(all.size() - errors, "warning") + " in " + counted(files.size(), "file") + "\n");
        }
        return errors == 0 ? ExitCode.OK : ExitCode.SCRIPT_ERROR;
    }

    private static List<Finding> findings(Session session, Path file) {
        try {
            return session.check(file);
        } catch (DlException unreadable) {
            return unreadable.diagnostics().stream().map(diagnostic -> new Finding(diagnostic, false)).toList();
        }
    }

    private String rendered(Finding finding) {
        return finding.warning() ? renderer.renderWarning(finding.diagnostic()) : renderer.render(finding.diagnostic());
    }

    private static JsonObject json(Finding finding) {
        JsonObject object = new JsonObject();
        object.addProperty("severity", finding.warning() ? "warning" : "error");
        JsonRenderer.json(finding.diagnostic()).asMap().forEach(object::add);
        return object;
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    // ---- fmt

    private int format(Words words) throws IOException, UsageException {
        if (words.operands().equals(List.of("-"))) {
            return formatInput(words);
        }
        List<Path> changed = new ArrayList<>();
        boolean wrong = false;
        for (Path file : files(words.operands())) {
            String text;
            try {
                text = Files.readString(file);
            } catch (MalformedInputException malformed) {
                console.printError("dl: " + file + " is not UTF-8 text\n");
                wrong = true;
                continue;
            }
            switch (onLargeStack(new Source(file.toString(), text))) {
                case Formatter.Formatted(String formatted) when formatted.equals(text) -> { }
                case Formatter.Formatted(String formatted) -> {
                    changed.add(file);
                    console.print(file + "\n");
                    if (!words.has("--check")) {
                        Files.writeString(file, formatted);
                    }
                }
                case Formatter.Unreadable(var diagnostics) -> {
                    console.printError(renderer.render(diagnostics) + "\n");
                    wrong = true;
                }
                case Formatter.Refused _ -> {
                    console.printError("dl: " + file + " was left alone: in the new layout it would say something else. This is a bug in dl fmt; please report it with the file\n");
                    wrong = true;
                }
            }
        }
        return wrong || words.has("--check") && !changed.isEmpty() ? ExitCode.SCRIPT_ERROR : ExitCode.OK;
    }

    /// For editors: standard input in, the formatted text out.
    private int formatInput(Words words) throws IOException {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        return switch (onLargeStack(new Source("<stdin>", text))) {
            case Formatter.Formatted(String formatted) -> {
                if (!words.has("--check")) {
                    console.print(formatted);
                }
                yield words.has("--check") && !formatted.equals(text) ? ExitCode.SCRIPT_ERROR : ExitCode.OK;
            }
            case Formatter.Unreadable(var diagnostics) -> {
                console.printError(renderer.render(diagnostics));
                yield ExitCode.SCRIPT_ERROR;
            }
            case Formatter.Refused _ -> {
                console.print(text);
                yield ExitCode.SCRIPT_ERROR;
            }
        };
    }

    /// Trees of long chains of operators are deep.
    private static Formatter.Result onLargeStack(Source source) {
        List<Formatter.Result> result = new ArrayList<>();
        List<Throwable> failure = new ArrayList<>();
        Thread thread = new Thread(null, () -> {
            try {
                result.add(Formatter.format(source));
            } catch (RuntimeException | StackOverflowError broken) {
                failure.add(broken);
            }
        }, "fmt", 1L << 28);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (!failure.isEmpty()) {
            throw new IllegalStateException(source.name() + " cannot be formatted", failure.getFirst());
        }
        return result.getFirst();
    }

    // ---- explain

    private int explain(Words words) throws UsageException {
        if (words.operands().size() > 1) {
            throw new UsageException("dl explain takes one code");
        }
        if (words.operands().isEmpty()) {
            console.print("dl explain CODE, with one of\n" + String.join("", ErrorPages.codes().stream().map(code -> "  " + code + "\n").toList()));
            return ExitCode.OK;
        }
        // as it stands in a message: (shape/broadcast)
        String code = words.operands().getFirst().replaceAll("^\\(|\\)$", "");
        var page = ErrorPages.find(code);
        if (page.isPresent()) {
            console.print(page.get().stripTrailing() + "\n");
            return ExitCode.OK;
        }
        List<String> similar = ErrorPages.similar(code);
        console.printError("dl: there is no page about " + code + (similar.isEmpty() ? "; dl explain lists those that there are\n"
                : similar.size() == 1 ? "; did you mean " + similar.getFirst() + "?\n"
                : "; there are\n" + String.join("", similar.stream().map(each -> "  " + each + "\n").toList())));
        return ExitCode.USAGE;
    }

    // ---- words

    private static List<Path> files(List<String> operands) throws IOException, UsageException {
        List<Path> paths = operands.isEmpty() ? List.of(Path.of("")) : operands.stream().map(Path::of).toList();
        for (Path path : paths) {
            if (!Files.exists(path.toString().isEmpty() ? Path.of(".") : path)) {
                throw new UsageException("there is no file or folder " + path + Suggestion.of(path));
            }
        }
        return SourceFiles.under(paths);
    }
}

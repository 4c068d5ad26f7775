package dl.cli;

import dl.Dl;
import dl.DlException;
import dl.Session;
import dl.op.Memory;
import dl.repl.Prompt;
import dl.repl.PromptOnLines;
import dl.repl.PromptOnTerminal;
import dl.source.ErrorKind;
import dl.source.Renderer;
import dl.source.Source;
import dl.tensor.OpError;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command `dl`.
public final class Main {
    private final Console console = new Console();

    private Main() {}

    public static void main(String[] words) {
        int code = new Main().run(words);
        if (code != ExitCode.OK) {
            System.exit(code);
        }
        // No System.exit after success: threads of a host's own may still have something to do, ours are daemons.
    }

    private int run(String... words) {
        try {
            return run(Options.parse(words));
        } catch (UsageException wrong) {
            console.printError("dl: " + wrong.getMessage() + "\n    dl --help shows what there is\n");
            return ExitCode.USAGE;
        } catch (DlException mistake) {
            console.printError(endLine(mistake.getMessage()));
            return mistake.kind().equals(ErrorKind.INTERRUPTED.title()) ? ExitCode.INTERRUPTED : ExitCode.SCRIPT_ERROR;
        } catch (OutOfMemoryError full) {
            OpError error = Memory.exhausted("there is no room left", 0);
            console.printError("LimitError: " + error.getMessage() + "\n  = hint: " + Memory.hint(0) + "\n");
            return ExitCode.SCRIPT_ERROR;
        } catch (IOException | RuntimeException | Error bug) {
            console.printError(BugReport.of(bug));
            return ExitCode.SCRIPT_ERROR;
        }
    }

    private int run(Options options) throws IOException, UsageException {
        switch (options.task()) {
            case Options.Task.Help() -> console.print(Texts.help());
            case Options.Task.Version() -> inSession(options, session -> console.print(Texts.version(session.kernels())));
            case Options.Task.Evaluate(String code) -> inSession(options, session -> {
                String echo = new Prompt(session, renderer(options), console::printError)
                        .evaluate(new Source("<-e>", code));
                console.print(endLine(echo));
            });
            case Options.Task.Script(Path file) -> {
                Path script = script(file);
                inSession(options, session -> session.run(script));
            }
            case Options.Task.StandardInput() -> {
                String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
                inSession(options, session -> session.run(new Source("<stdin>", text)));
            }
            case Options.Task.Tool(Command command) -> {
                if (options.stats()) {
                    throw new UsageException("--stats is about a run; " + command.text() + " has none");
                }
                int threads = options.threads().orElse(Runtime.getRuntime().availableProcessors());
                // what they write is the answer, so its colours go by standard output
                Renderer colors = console.colorful(options.color(), 1) ? Renderer.ansi() : Renderer.plain();
                return new Tools(console, engine(options), threads, colors).run(command, options.arguments());
            }
            case Options.Task.Prompt() -> {
                int[] code = {ExitCode.OK};
                inSession(options, session -> code[0] = prompt(session, options));
                return code[0];
            }
        }
        return ExitCode.OK;
    }

    /// What is done with a session.
    private interface Work {
        void in(Session session) throws IOException;
    }

    /// Does the work, and tells what it took where that is wanted, however it ends.
    private void inSession(Options options, Work work) throws IOException {
        try (Session session = engine(options).newSession()) {
            try {
                work.in(session);
            } finally {
                if (options.stats()) {
                    console.printError("\n" + session.statistics());
                }
            }
        }
    }

    private int prompt(Session session, Options options) throws IOException {
        if (console.terminal(0) && console.terminal(1)) {
            new PromptOnTerminal(session, Texts.banner(), console.colorful(options.color(), 1)).run();
            return ExitCode.OK;
        }
        var input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        boolean allWell = new PromptOnLines(session, renderer(options), console::print, console::printError).run(input);
        return allWell ? ExitCode.OK : ExitCode.SCRIPT_ERROR;
    }

    private Renderer renderer(Options options) {
        return console.colorful(options.color(), 2) ? Renderer.ansi() : Renderer.plain();
    }

    private Dl engine(Options options) {
        Dl engine = Dl.create()
                .kernels(options.kernels())
                .output(console::print)
                .arguments(options.arguments())
                .color(console.colorful(options.color(), 2))
                .terminalWidth(console.width());
        return options.threads().isPresent() ? engine.threads(options.threads().getAsInt()) : engine;
    }

    /// The file to run; of a folder its `main.dl`.
    private static Path script(Path file) throws UsageException {
        if (Files.isDirectory(file)) {
            Path main = file.resolve("main.dl");
            if (!Files.isRegularFile(main)) {
                throw new UsageException("the folder " + file + " has no main.dl");
            }
            return main;
        }
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file
                    + (Flag.find("--" + file).isPresent() ? "; did you mean --" + file + "?" : Suggestion.of(file)));
        }
        return file;
    }

    private static String endLine(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }
}

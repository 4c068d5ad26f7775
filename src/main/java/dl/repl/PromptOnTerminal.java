package dl.repl;

import dl.DlException;
import dl.Session;
import dl.source.ErrorKind;
import dl.source.Renderer;
import dl.source.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.Signals;

/// The prompt on a terminal: editing, history, completion, colours. Nothing else loads JLine, which takes 150 ms.
public final class PromptOnTerminal {
    private static final String FIRST = "dl> ";
    private static final String MORE = "  . ";
    private static final String BOLD_BLUE = "\u001b[1;34m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private static final int END_OF_TRANSMISSION = 4;

    private final Session session;
    private final String banner;
    private final boolean colors;
    private final Optional<Path> history;

    public PromptOnTerminal(Session session, String banner, boolean colors) {
        this(session, banner, colors, historyFile());
    }

    private PromptOnTerminal(Session session, String banner, boolean colors, Optional<Path> history) {
        this.session = session;
        this.banner = banner;
        this.colors = colors;
        this.history = history;
    }

    /// Reads and answers until Ctrl-D.
    public void run() throws IOException {
        try (Terminal terminal = builder().build()) {
            run(terminal);
        }
    }

    /// Goes through the first moments of a prompt on a terminal that is none, so that the JVM can cache what they load.
    public static void rehearse(Session session, String input) throws IOException {
        // Asks for the real one first: without a terminal it becomes a dumb one, after loading all providers.
        builder().dumb(true).build().close();
        ByteArrayInputStream keys = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        try (Terminal terminal = new LineDisciplineTerminal(
                "dl", "xterm-256color", OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            Thread typist = Thread.ofPlatform().daemon().start(() -> type(keys, (LineDisciplineTerminal) terminal));
            new PromptOnTerminal(session, "", true, Optional.empty()).run(terminal);
            typist.interrupt();
        }
    }

    /// Does not ask the terminal about grapheme clusters: one that does not answer would delay the prompt by 200 ms.
    private static TerminalBuilder builder() {
        return TerminalBuilder.builder().name("dl").system(true).graphemeCluster(false);
    }

    private static void type(ByteArrayInputStream keys, LineDisciplineTerminal terminal) {
        try {
            for (int key = keys.read(); key >= 0; key = keys.read()) {
                terminal.processInputByte(key);
                Thread.sleep(1);
            }
            terminal.processInputByte(END_OF_TRANSMISSION);
        } catch (IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Terminal terminal) {
        PrintWriter screen = terminal.writer();
        Prompt prompt = new Prompt(session, colors ? Renderer.ansi() : Renderer.plain(), text -> {
            screen.print(text);
            screen.flush();
        });
        LineReader reader = reader(terminal, prompt);
        // Outside readLine the reader does not listen: Ctrl-C then stops what is running, never the prompt.
        terminal.handle(Signal.INT, signal -> session.interrupt());
        boolean dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        if (dumb) {
            // Such a terminal handles no signals, and Ctrl-C would end the process.
            Signals.register("INT", session::interrupt);
        }
        screen.println(dim(banner));
        for (Optional<String> line = read(reader); line.isPresent(); line = read(reader)) {
            screen.print(answer(prompt, line.get()));
            screen.flush();
        }
        if (dumb) {
            // Elsewhere the reader ends the line that Ctrl-D left.
            screen.println();
            screen.flush();
        }
    }

    private LineReader reader(Terminal terminal, Prompt prompt) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("dl")
                .parser(new InputParser(prompt))
                .completer(new NameCompleter(session))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, colored(MORE))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .option(LineReader.Option.AUTO_FRESH_LINE, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true);
        if (colors) {
            builder.highlighter(new SyntaxColors());
        }
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    /// The next input, or empty when the user leaves; Ctrl-C drops the line being typed.
    private Optional<String> read(LineReader reader) {
        while (true) {
            try {
                return Optional.of(reader.readLine(colored(FIRST)));
            } catch (UserInterruptException cleared) {
                // Back to an empty line.
            } catch (EndOfFileException left) {
                return Optional.empty();
            }
        }
    }

    private String answer(Prompt prompt, String line) {
        try {
            String echo = prompt.evaluate(new Source("<prompt>", line));
            return echo.isEmpty() ? "" : echo.stripTrailing() + "\n";
        } catch (DlException mistake) {
            boolean stopped = mistake.kind().equals(ErrorKind.INTERRUPTED.title());
            return stopped ? dim("interrupted") + "\n" : mistake.getMessage().stripTrailing() + "\n";
        }
    }

    /// Where the platform keeps such things, or nowhere when that cannot be written.
    private static Optional<Path> historyFile() {
        String state = System.getenv("XDG_STATE_HOME");
        String home = System.getenv("HOME");
        try {
            Path folder = state != null && !state.isEmpty()
                    ? Path.of(state, "dl")
                    : Path.of(home != null ? home : System.getProperty("user.home"), ".local", "state", "dl");
            return Optional.of(Files.createDirectories(folder).resolve("history"));
        } catch (IOException | InvalidPathException unusable) {
            return Optional.empty();
        }
    }

    private String colored(String prompt) {
        return colors ? BOLD_BLUE + prompt + PLAIN : prompt;
    }

    private String dim(String text) {
        return colors ? DIM + text + PLAIN : text;
    }
}

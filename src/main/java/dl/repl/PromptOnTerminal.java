package dl.repl;

import dl.DlException;
import dl.Session;
import dl.source.ErrorKind;
import dl.source.Renderer;
import dl.source.Source;
import java.io.IOException;
import java.io.PrintWriter;
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

/// The prompt on a terminal: editing, history, completion, colours. Nothing else loads JLine, which takes 150 ms.
public final class PromptOnTerminal {
    private static final String FIRST = "dl> ";
    private static final String MORE = "  . ";
    private static final String BOLD_BLUE = "\u001b[1;34m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final Session session;
    private final String banner;
    private final boolean colors;

    public PromptOnTerminal(Session session, String banner, boolean colors) {
        this.session = session;
        this.banner = banner;
        this.colors = colors;
    }

    /// Reads and answers until Ctrl-D.
    public void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().name("dl").system(true).build()) {
            PrintWriter screen = terminal.writer();
            Prompt prompt = new Prompt(session, colors ? Renderer.ansi() : Renderer.plain(), text -> {
                screen.print(text);
                screen.flush();
            });
            LineReader reader = reader(terminal, prompt);
            // Outside readLine the reader does not listen: Ctrl-C then stops what is running, never the prompt.
            terminal.handle(Signal.INT, signal -> session.interrupt());
            screen.println(dim(banner));
            for (Optional<String> line = read(reader); line.isPresent(); line = read(reader)) {
                screen.print(answer(prompt, line.get()));
                screen.flush();
            }
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
        history().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
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
    private static Optional<Path> history() {
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

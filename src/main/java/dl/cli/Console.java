package dl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Standard output and error as UTF-8, whatever the locale says, written at once so that the two keep their order.
final class Console {
    private static final String TERMINALS = "dl.terminals";

    private static final int USUAL_WIDTH = 80;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            if (!readerHasGone(unwritable)) {
                printError("dl: standard output cannot be written: " + unwritable.getMessage() + "\n");
                Runtime.getRuntime().halt(ExitCode.SCRIPT_ERROR);
            }
            // `dl f.dl | head`: there is nobody left to tell.
            Runtime.getRuntime().halt(ExitCode.BROKEN_PIPE);
        }
    }

    void printError(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            Runtime.getRuntime().halt(readerHasGone(unwritable) ? ExitCode.BROKEN_PIPE : ExitCode.SCRIPT_ERROR);
        }
    }

    /// As opposed to a full disk; Java has only the message of the C library for it.
    private static boolean readerHasGone(IOException unwritable) {
        return "Broken pipe".equals(unwritable.getMessage());
    }

    /// Whether the stream 0, 1 or 2 is a terminal. The launcher knows at no cost; without it Java only knows both at once.
    boolean terminal(int stream) {
        String known = System.getProperty(TERMINALS);
        return known != null ? known.indexOf('0' + stream) >= 0 : System.console() != null;
    }

    /// The characters of a line on the screen, 0 when standard output is none. Only the shell knows, and only when it
    /// exports COLUMNS; asking the terminal would cost every start a process.
    int width() {
        if (!terminal(1)) {
            return 0;
        }
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    boolean colorful(String choice, int stream) {
        return switch (choice) {
            case "always" -> true;
            case "never" -> false;
            default -> terminal(stream)
                    && System.getenv("NO_COLOR") == null
                    && !"dumb".equals(System.getenv("TERM"));
        };
    }
}

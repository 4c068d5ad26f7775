package dl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Standard output and error as UTF-8, whatever the locale says, written at once so that the two keep their order.
final class Console {
    private static final String TERMINALS = "dl.terminals";

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    void print(String text) {
        write(out, text);
    }

    void printError(String text) {
        write(err, text);
    }

    /// Whether the stream 0, 1 or 2 is a terminal. The launcher knows at no cost; without it Java only knows both at once.
    boolean terminal(int stream) {
        String known = System.getProperty(TERMINALS);
        return known != null ? known.indexOf('0' + stream) >= 0 : System.console() != null;
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

    private static void write(OutputStream stream, String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // The reader has gone (`dl f.dl | head`): there is nobody left to tell.
            Runtime.getRuntime().halt(ExitCode.BROKEN_PIPE);
        }
    }
}

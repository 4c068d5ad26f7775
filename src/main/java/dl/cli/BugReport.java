package dl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// A mistake of dl itself, as its user reads it: no Java stack trace on the screen, but one in a file to send along.
final class BugReport {
    private BugReport() {}

    static String of(Throwable bug) {
        return """
                InternalError: this is a mistake in dl, not in your program (%s)
                   = hint: please report it together with the program and %s
                """.formatted(summary(bug), details(bug));
    }

    private static String summary(Throwable bug) {
        String message = bug.getMessage();
        String name = bug.getClass().getSimpleName();
        return message == null ? name : name + ": " + message.lines().findFirst().orElse("");
    }

    private static String details(Throwable bug) {
        StringWriter trace = new StringWriter();
        trace.append("dl on JDK %s, %s %s%n".formatted(
                Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch")));
        bug.printStackTrace(new PrintWriter(trace, true));
        try {
            Path file = Files.createTempFile("dl-bug-", ".txt");
            Files.writeString(file, trace.toString());
            return file.toString();
        } catch (IOException unwritable) {
            return "what you did to see it (no file could be written for the details)";
        }
    }
}

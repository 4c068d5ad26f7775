package dl;

import dl.tool.FileReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The engine: an immutable description of how sessions are to be made.
///
/// ```java
/// try (Session s = Dl.create().newSession()) {
///     s.eval("1 + 1");   // 2L
/// }
/// ```
public final class Dl {
    private final int threads;
    private final String kernels;
    private final Consumer<String> output;
    private final List<String> arguments;
    private final boolean color;
    private final int terminalWidth;

    private Dl(int threads, String kernels, Consumer<String> output, List<String> arguments, boolean color,
            int terminalWidth) {
        this.threads = threads;
        this.kernels = kernels;
        this.output = output;
        this.arguments = arguments;
        this.color = color;
        this.terminalWidth = terminalWidth;
    }

    /// An engine with as many threads as the machine has cores, the best kernels it offers, and output to `System.out`.
    public static Dl create() {
        return new Dl(Runtime.getRuntime().availableProcessors(), "auto", Dl::writeToStandardOutput, List.of(), false, 0);
    }

    /// With `count` threads for large tensor work; results do not depend on it.
    ///
    /// @throws IllegalArgumentException when `count < 1`
    public Dl threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + count);
        }
        return new Dl(count, kernels, output, arguments, color, terminalWidth);
    }

    /// With the named kernels: `auto`, `scalar`, `128`, `256` or `512`; results do not depend on it.
    ///
    /// @throws IllegalArgumentException for any other name
    public Dl kernels(String name) {
        if (!List.of("auto", "scalar", "128", "256", "512").contains(name)) {
            throw new IllegalArgumentException("kernels must be auto, scalar, 128, 256 or 512, got " + name);
        }
        return new Dl(threads, name, output, arguments, color, terminalWidth);
    }

    /// With `print` and the progress bar writing to `sink`; it gets text with its line breaks, in pieces.
    public Dl output(Consumer<String> sink) {
        return new Dl(threads, kernels, Objects.requireNonNull(sink), arguments, color, terminalWidth);
    }

    /// With `args` of scripts.
    public Dl arguments(List<String> values) {
        return new Dl(threads, kernels, output, List.copyOf(values), color, terminalWidth);
    }

    /// With ANSI colours in rendered diagnostics.
    public Dl color(boolean on) {
        return new Dl(threads, kernels, output, arguments, on, terminalWidth);
    }

    /// With output that goes to a terminal of so many characters a line; 0 for none. Progress bars need one.
    public Dl terminalWidth(int characters) {
        return new Dl(threads, kernels, output, arguments, color, characters);
    }

    public Session newSession() {
        return new Session(this);
    }

    /// Runs the `test` blocks and the documented examples of a file in a session of its own.
    ///
    /// A file without wanted tests does not run. What the tests print is kept in their results.
    ///
    /// @param wanted which tests, by name: the title of a block, or `example of f`
    public FileReport test(Path file, Predicate<String> wanted) {
        StringBuffer printed = new StringBuffer();
        try (Session session = output(printed::append).newSession()) {
            return session.test(file, wanted, () -> {
                String text = printed.toString();
                printed.setLength(0);
                return text;
            });
        }
    }

    int threads() {
        return threads;
    }

    String kernels() {
        return kernels;
    }

    Consumer<String> output() {
        return output;
    }

    List<String> arguments() {
        return arguments;
    }

    int terminalWidth() {
        return terminalWidth;
    }

    boolean color() {
        return color;
    }

    private static void writeToStandardOutput(String text) {
        System.out.print(text);
        System.out.flush();
    }
}

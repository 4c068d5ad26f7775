package dl;

import dl.repl.Prompt;
import dl.source.Renderer;
import dl.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Runs dl as users do, and keeps what they would see.
final class Scripts {
    private Scripts() {}

    /// @param output  what was printed, and at a prompt echoed
    /// @param mistake how it ended, when it did not end well
    record Outcome(String output, Optional<DlException> mistake) {
        /// Output and error as they stand on a screen.
        String screen() {
            return output + mistake.map(e -> e.getMessage().stripTrailing() + "\n").orElse("");
        }
    }

    static Outcome runFile(Path file) {
        return capture(session -> session.run(file));
    }

    /// Runs a text as one input of a prompt: what it prints, then the echo of its last value.
    static Outcome submit(Session session, StringBuilder output, String name, String text) {
        int before = output.length();
        try {
            Prompt prompt = new Prompt(session, Renderer.plain(), output::append);
            String echo = prompt.evaluate(new Source(name, text));
            output.append(echo.isEmpty() ? "" : echo.stripTrailing() + "\n");
            return new Outcome(output.substring(before), Optional.empty());
        } catch (DlException mistake) {
            return new Outcome(output.substring(before), Optional.of(mistake));
        }
    }

    /// An engine as the tests want it: few threads, because the tests themselves are many.
    static Dl engine(StringBuilder output) {
        return Dl.create().threads(2).output(output::append);
    }

    private static Outcome capture(Function<Session, Object> task) {
        StringBuilder output = new StringBuilder();
        try (Session session = engine(output).arguments(List.of()).newSession()) {
            task.apply(session);
            return new Outcome(output.toString(), Optional.empty());
        } catch (DlException mistake) {
            return new Outcome(output.toString(), Optional.of(mistake));
        }
    }
}

package dl.repl;

import dl.DlException;
import dl.Session;
import dl.source.Renderer;
import dl.source.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/// A prompt without a terminal: reads lines, echoes values, shows no prompt and loads no terminal library.
public final class PromptOnLines {
    private final Prompt prompt;
    private final Consumer<String> output;
    private final Consumer<String> errors;

    public PromptOnLines(Session session, Renderer renderer, Consumer<String> output, Consumer<String> errors) {
        this.prompt = new Prompt(session, renderer, errors);
        this.output = output;
        this.errors = errors;
    }

    /// Reads to the end.
    ///
    /// @return whether no input failed
    public boolean run(Reader input) throws IOException {
        BufferedReader lines = new BufferedReader(input);
        StringBuilder text = new StringBuilder();
        boolean allWell = true;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            if (!prompt.incomplete(text.toString())) {
                allWell &= evaluate(text.toString());
                text.setLength(0);
            }
        }
        return (text.isEmpty() || evaluate(text.toString())) && allWell;
    }

    private boolean evaluate(String text) {
        try {
            String echo = prompt.evaluate(new Source("<prompt>", text));
            if (!echo.isEmpty()) {
                output.accept(echo.endsWith("\n") ? echo : echo + "\n");
            }
            return true;
        } catch (DlException mistake) {
            errors.accept(mistake.getMessage().stripTrailing() + "\n");
            return false;
        }
    }
}

package dl.repl;

import dl.DlException;
import dl.Session;
import dl.source.Renderer;
import dl.source.Source;
import dl.source.Suggest;
import dl.syntax.Parse;
import dl.syntax.Program;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What a prompt does with a text, apart from any screen: continue, explain, evaluate, echo.
public final class Prompt {
    /// A line that begins like this goes on from the last value. `.5` does not: a field has a name.
    private static final Pattern CONTINUES = Pattern.compile("\\s*(\\|>|\\.\\p{javaUnicodeIdentifierStart}).*", Pattern.DOTALL);

    private static final String LAST_VALUE = "ans";

    private final Session session;
    private final Renderer renderer;
    private final Consumer<String> notes;

    /// @param notes takes warnings, with their line breaks
    public Prompt(Session session, Renderer renderer, Consumer<String> notes) {
        this.session = session;
        this.renderer = renderer;
        this.notes = notes;
    }

    /// Whether more lines are wanted: an open bracket, a trailing operator, an `if` without its block.
    public boolean incomplete(String text) {
        return !asksForHelp(text) && Parse.parseTyped(new Source("", continued(text))) instanceof Parse.Incomplete;
    }

    /// Evaluates one complete input and returns what is to be echoed, empty for nothing.
    ///
    /// @throws DlException for a mistake in it; everything defined before stays
    public String evaluate(Source input) {
        String text = input.text();
        if (text.isBlank()) {
            return "";
        }
        if (asksForHelp(text)) {
            return help(text.strip().substring(1).strip());
        }
        Source source = new Source(input.name(), continued(text));
        Object value = session.submit(source);
        session.warnings().forEach(warning -> notes.accept(renderer.renderWarning(warning).stripTrailing() + "\n"));
        return silenced(source) ? "" : session.display(value);
    }

    private String help(String name) {
        if (name.isEmpty()) {
            return "?name explains a name, for example ?softmax; Tab completes names; a final ; silences; Ctrl-D leaves";
        }
        return session.help(name).orElseGet(() -> "nothing is called " + name
                + Suggest.closest(name, session.complete("")).map(close -> "; did you mean " + close + "?").orElse(""));
    }

    private static boolean asksForHelp(String text) {
        return text.stripLeading().startsWith("?");
    }

    private static String continued(String text) {
        return CONTINUES.matcher(text).matches() ? LAST_VALUE + text.stripLeading() : text;
    }

    /// Whether a `;` follows the last statement; a comment may come after it.
    private static boolean silenced(Source source) {
        return Parse.parse(source) instanceof Parse.Complete(Program program)
                && !program.statements().isEmpty()
                && source.text()
                        .substring(program.statements().getLast().span().end())
                        .stripLeading()
                        .startsWith(";");
    }
}

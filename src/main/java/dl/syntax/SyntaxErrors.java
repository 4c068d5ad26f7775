package dl.syntax;

import dl.source.Diagnostic;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// Says in words what the parser found wrong.
final class SyntaxErrors {
    private final Problems problems;
    private final @Nullable Token unclosed;

    SyntaxErrors(Problems problems, @Nullable Token unclosed) {
        this.problems = problems;
        this.unclosed = unclosed;
    }

    Diagnostic describe(FirstError.Found found, Tokens tokens) {
        Token offending = found.offending;
        if (offending.getType() == Token.EOF && unclosed != null) {
            return problems.error("syntax/bracket-unclosed", Tokens.span(unclosed), "never closed",
                    "`" + unclosed.getText() + "` is never closed", "");
        }
        return problems.error("syntax/unexpected", Tokens.span(offending), "", "unexpected `" + offending.getText() + "`", "");
    }
}

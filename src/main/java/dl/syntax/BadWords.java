package dl.syntax;

import dl.syntax.antlr.DlLexer;
import org.antlr.v4.runtime.CommonToken;

/// Explains words that are not dl, and replaces each by the word that was probably meant.
final class BadWords {
    private BadWords() {}

    static void report(CommonToken token, Scanner scanner, Problems problems) {
        problems.report("syntax/unknown-word", Tokens.span(token), "", "`" + token.getText() + "` is not dl", "");
        problems.spoiled.add(token);
        scanner.tokens.add(token);
    }
}

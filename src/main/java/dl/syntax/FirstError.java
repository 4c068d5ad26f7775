package dl.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/// Stops the parser at the first token that does not fit.
///
/// ANTLR's own recovery guesses within the statement and its guesses cause further messages. Here the statement is taken
/// out as a whole and the rest is parsed again.
final class FirstError extends DefaultErrorStrategy {

    /// Where the parser stopped, in which rule, and what it would have taken.
    static final class Found extends RuntimeException {
        final transient Token offending;
        final transient RuleContext rule;
        final transient IntervalSet expected;

        Found(Token offending, RuleContext rule, IntervalSet expected) {
            super(null, null, false, false);
            this.offending = offending;
            this.rule = rule;
            this.expected = expected;
        }
    }

    private static Found found(Parser parser) {
        return new Found(parser.getCurrentToken(), parser.getContext(), parser.getExpectedTokens());
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        throw found(parser);
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        throw found(parser);
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw found(parser);
    }

    /// Nothing to repair before a loop or an option: every mistake shows at the next token that must match.
    @Override
    public void sync(Parser parser) {}
}

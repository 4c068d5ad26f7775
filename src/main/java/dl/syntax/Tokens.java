package dl.syntax;

import dl.source.Span;
import java.util.List;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;

/// The tokens that the parser reads. They are all there from the start, so nothing is fetched or buffered.
final class Tokens implements TokenStream {
    private final Token[] tokens;
    private final TokenSource origin;
    private int at;

    /// @param tokens ends with the end-of-input token; each knows its index
    Tokens(List<? extends Token> tokens, TokenSource origin) {
        this.tokens = tokens.toArray(new Token[0]);
        this.origin = origin;
    }

    static Span span(Token token) {
        int start = token.getStartIndex();
        return new Span(start, Math.max(start, token.getStopIndex() + 1));
    }

    @Override
    public @Nullable Token LT(int offset) {
        int index = offset > 0 ? at + offset - 1 : at + offset;
        return index < 0 ? null : tokens[Math.min(index, tokens.length - 1)];
    }

    @Override
    public int LA(int offset) {
        return LT(offset).getType();
    }

    @Override
    public void consume() {
        if (at < tokens.length - 1) {
            at++;
        }
    }

    @Override
    public Token get(int index) {
        return tokens[index];
    }

    @Override
    public int index() {
        return at;
    }

    @Override
    public void seek(int index) {
        at = index;
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public TokenSource getTokenSource() {
        return origin;
    }

    @Override
    public String getSourceName() {
        return origin.getSourceName();
    }

    @Override
    public String getText() {
        return getText(Interval.of(0, tokens.length - 1));
    }

    @Override
    public String getText(Interval interval) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, interval.a); i <= Math.min(interval.b, tokens.length - 1); i++) {
            text.append(tokens[i].getText()).append(' ');
        }
        return text.toString();
    }

    @Override
    public String getText(RuleContext context) {
        return getText(context.getSourceInterval());
    }

    @Override
    public String getText(Token start, Token stop) {
        return getText(Interval.of(start.getTokenIndex(), stop.getTokenIndex()));
    }
}

package dl.syntax;

import dl.source.Source;
import dl.source.Span;
import dl.syntax.antlr.DlLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// A comment of a source: the tree does not have it, tools need it.
///
/// @param text          from its `#` to the end of the line, without blanks there
/// @param documentation whether it begins with `##`
public record Comment(Span span, String text, boolean documentation) {
    /// All comments in their order; a `#` inside a string is none.
    public static List<Comment> of(Source source) {
        DlLexer lexer = new DlLexer(new SourceStream(source));
        lexer.removeErrorListeners();
        List<Comment> comments = new ArrayList<>();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            if (token.getType() == DlLexer.COMMENT || token.getType() == DlLexer.DOC) {
                Span span = Tokens.span((CommonToken) token);
                comments.add(new Comment(span, source.slice(span).stripTrailing(), token.getType() == DlLexer.DOC));
            }
        }
        return comments;
    }
}

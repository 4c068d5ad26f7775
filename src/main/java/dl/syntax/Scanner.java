package dl.syntax;

import dl.source.Source;
import dl.source.Span;
import dl.syntax.antlr.DlLexer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/// Runs the lexer over a source: the words, the `##` comments beside them, and a message for each word that is none.
///
/// A foreign word is replaced by the dl word that was probably meant, so that the rest of its line is still checked.
final class Scanner {
    final List<CommonToken> tokens;
    /// The text of the `##` lines directly above a token that leads a line.
    final Map<Token, String> docs = new HashMap<>();
    final DlLexer lexer;

    private final SourceStream stream;
    private final Source source;
    private final Problems problems;
    private StringBuilder doc = new StringBuilder();
    private int docLine = -1;

    Scanner(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.stream = new SourceStream(source);
        this.lexer = new DlLexer(stream);
        this.lexer.removeErrorListeners();
        this.tokens = new ArrayList<>(source.text().length() / 4 + 8);
    }

    void run() {
        CommonToken token;
        do {
            // Every third word would be a blank; the lexer's own way to skip it costs as much as a token.
            if (lexer._mode == Lexer.DEFAULT_MODE) {
                stream.skipBlanks();
            }
            token = (CommonToken) lexer.nextToken();
            switch (token.getChannel()) {
                case Token.DEFAULT_CHANNEL -> add(token);
                case DlLexer.DOCS -> doc(token);
                default -> comment(token);
            }
        } while (token.getType() != Token.EOF);
    }

    private void add(CommonToken token) {
        if (docLine >= 0 && token.getType() != DlLexer.NEWLINE) {
            if (source.line(token.getStartIndex()) == docLine + 1) {
                docs.put(token, doc.toString());
            }
            docLine = -1;
        }
        switch (token.getType()) {
            case DlLexer.DOT -> dot(token);
            case DlLexer.FOREIGN, DlLexer.SINGLE_QUOTE, DlLexer.BAD, DlLexer.BAD_NUMBER, DlLexer.OPEN_STRING,
                    DlLexer.FBAD, DlLexer.SPEC_BAD -> BadWords.report(token, this, problems);
            default -> tokens.add(token);
        }
    }

    CommonToken last() {
        return tokens.getLast();
    }

    /// Whether the token stands directly behind the last one.
    boolean touches(Token token) {
        return !tokens.isEmpty() && last().getStopIndex() + 1 == token.getStartIndex();
    }

    /// `1.` is a number unless a name follows, which makes it a call: `1.sqrt()`.
    private void dot(CommonToken token) {
        if (touches(token) && last().getType() == DlLexer.INT && !nameStart(token.getStopIndex() + 1)) {
            last().setType(DlLexer.FLOAT);
            last().setStopIndex(token.getStopIndex());
        } else {
            tokens.add(token);
        }
    }

    private boolean nameStart(int at) {
        String text = source.text();
        return at < text.length() && SourceStream.startsName(text.codePointAt(at));
    }

    private void doc(Token token) {
        boolean leads = tokens.isEmpty() || last().getType() == DlLexer.NEWLINE;
        if (!leads) {
            return;
        }
        int line = source.line(token.getStartIndex());
        if (docLine == line - 1) {
            doc.append('\n');
        } else {
            doc = new StringBuilder();
        }
        docLine = line;
        Span span = Tokens.span(token);
        String text = source.text().substring(span.start() + 2, span.end());
        doc.append((text.startsWith(" ") ? text.substring(1) : text).stripTrailing());
    }

    /// A plain comment between the documentation and its definition does not separate them.
    private void comment(Token token) {
        if (docLine >= 0 && source.line(token.getStartIndex()) == docLine + 1) {
            docLine++;
        }
    }
}

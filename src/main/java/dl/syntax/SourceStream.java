package dl.syntax;

import dl.source.Source;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/// A source as the lexer reads it: code points, but counted in UTF-16 units, so that token positions are spans. Letters
/// beyond ASCII all look alike to it, see [#seen(int)].
final class SourceStream implements CharStream {
    /// What Java takes for letters, though Unicode's compatibility forms (NFKC) make no name of them, which is the X in XID.
    private static final String NOT_XID = "\u037A\u2E2F\u309B\u309C\uFC5E\uFC5F\uFC60\uFC61\uFC62\uFC63\uFDFA\uFDFB"
            + "\uFE70\uFE72\uFE74\uFE76\uFE78\uFE7A\uFE7C\uFE7E";
    /// The same, but only at the beginning.
    private static final String NOT_XID_START = "\u0E33\u0EB3\uFF9E\uFF9F";

    private final Source source;
    private final String text;
    /// The same; the first source is read by interpreted code, to which `charAt` is four calls.
    private final char[] chars;
    private final int length;
    private int index;

    SourceStream(Source source) {
        this.source = source;
        this.text = source.text();
        this.chars = text.toCharArray();
        this.length = chars.length;
    }

    /// Goes to the next character that is no plain blank.
    void skipBlanks() {
        while (index < length && chars[index] == ' ') {
            index++;
        }
    }

    /// Whether a name may begin with a character: `XID_Start` of Unicode.
    static boolean startsName(int point) {
        return point < 128 ? Character.isLetter(point) || point == '_'
                : Character.isUnicodeIdentifierStart(point) && NOT_XID.indexOf(point) < 0 && NOT_XID_START.indexOf(point) < 0;
    }

    /// A character beyond ASCII as the lexer's rules for names know it.
    private static int seen(int point) {
        if (startsName(point)) {
            return 'λ';
        }
        boolean part = Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point);
        return part && NOT_XID.indexOf(point) < 0 ? '\u0301' : point;
    }

    @Override
    public void consume() {
        index += chars[index] < Character.MIN_SURROGATE ? 1 : Character.charCount(text.codePointAt(index));
    }

    @Override
    public int LA(int offset) {
        int at = offset > 0 ? index + offset - 1 : index + offset;
        if (at < 0 || at >= length) {
            return EOF;
        }
        char c = chars[at];
        return c < 128 ? c : seen(text.codePointAt(at));
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int position) {
        index = position;
    }

    @Override
    public int size() {
        return length;
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public String getText(Interval interval) {
        return text.substring(interval.a, Math.min(length, interval.b + 1));
    }

    @Override
    public String getSourceName() {
        return source.name();
    }
}

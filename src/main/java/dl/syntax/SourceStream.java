package dl.syntax;

import dl.source.Source;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/// A source as the lexer reads it: code points, but counted in UTF-16 units, so that token positions are spans.
final class SourceStream implements CharStream {
    private final Source source;
    private final String text;
    private final int length;
    private int index;

    SourceStream(Source source) {
        this.source = source;
        this.text = source.text();
        this.length = text.length();
    }

    @Override
    public void consume() {
        index += Character.isHighSurrogate(text.charAt(index)) ? Character.charCount(text.codePointAt(index)) : 1;
    }

    @Override
    public int LA(int offset) {
        int at = index;
        if (offset > 1) {
            at = Math.min(length, at + offset - 1);
        } else if (offset < 0) {
            at += offset;
        }
        return at < 0 || at >= length ? EOF : text.codePointAt(at);
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

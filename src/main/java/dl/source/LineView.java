package dl.source;

/// A line of source as a terminal shows it: tabs become spaces, control characters become visible, and each character
/// knows its column, where Chinese characters take two and combining marks none.
final class LineView {
    private static final int TAB = 4;

    private final String shown;
    private final int[] columns;

    LineView(String line) {
        StringBuilder text = new StringBuilder(line.length());
        columns = new int[line.length() + 1];
        int column = 0;
        for (int i = 0; i < line.length(); ) {
            int c = line.codePointAt(i);
            int size = Character.charCount(c);
            columns[i] = column;
            if (size == 2) {
                columns[i + 1] = column;
            }
            if (c == '\t') {
                int spaces = TAB - column % TAB;
                text.repeat(' ', spaces);
                column += spaces;
            } else if (Character.isISOControl(c)) {
                // An escape sequence in a source must not reach the terminal.
                text.append('\uFFFD');
                column++;
            } else {
                text.appendCodePoint(c);
                column += width(c);
            }
            i += size;
        }
        columns[line.length()] = column;
        shown = text.toString();
    }

    /// The column of a character of the line, from 0; one column per character beyond the line's end.
    int column(int at) {
        int last = columns.length - 1;
        return at <= last ? columns[at] : columns[last] + at - last;
    }

    int width() {
        return columns[columns.length - 1];
    }

    String text() {
        return shown;
    }

    /// The part of the line within some columns.
    String text(int from, int to) {
        StringBuilder part = new StringBuilder();
        int column = 0;
        for (int i = 0; i < shown.length() && column < to; ) {
            int c = shown.codePointAt(i);
            int width = width(c);
            if (column >= from && column + width <= to) {
                part.appendCodePoint(c);
            } else if (column + width > from && width == 2) {
                // Half of a wide character keeps its place.
                part.append(' ');
            }
            column += width;
            i += Character.charCount(c);
        }
        return part.toString();
    }

    /// How many columns a text takes.
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return wide(c) ? 2 : 1;
    }

    /// The blocks that Unicode's annex 11 calls wide or fullwidth.
    private static boolean wide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0x303E
                || c >= 0x3041 && c <= 0x33FF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x4E00 && c <= 0x9FFF
                || c >= 0xA000 && c <= 0xA4CF
                || c >= 0xA960 && c <= 0xA97F
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1F64F
                || c >= 0x1F900 && c <= 0x1F9FF
                || c >= 0x20000 && c <= 0x3FFFD;
    }
}

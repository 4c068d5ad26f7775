package dl.syntax;

import dl.source.Span;
import java.text.Normalizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/// The values of names, numbers and texts as they are written.
final class Literals {
    private static final String SMALLEST = "9223372036854775808";

    private Literals() {}

    /// A name in Unicode's composed form, so that `é` is one name however it was typed.
    static String name(TerminalNode node) {
        String text = node.getText();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    // ---- numbers

    private static String digits(Token token) {
        String text = token.getText();
        return text.indexOf('_') < 0 ? text : text.replace("_", "");
    }

    static long integer(Token token, Problems problems) {
        String text = digits(token);
        int radix = 10;
        if (text.startsWith("0x")) {
            radix = 16;
        } else if (text.startsWith("0b")) {
            radix = 2;
        }
        try {
            return Long.parseLong(radix == 10 ? text : text.substring(2), radix);
        } catch (NumberFormatException tooLarge) {
            if (text.equals(SMALLEST) && negated(token, problems)) {
                return Long.MIN_VALUE;
            }
            problems.report("syntax/int-too-large", Tokens.span(token), "more than 9223372036854775807",
                    "the int `" + token.getText() + "` does not fit into 64 bits",
                    radix == 10 ? "write it as a float: " + text + ".0" : "an int has 63 bits and a sign");
            return 0;
        }
    }

    /// The smallest int can be written only with its minus.
    private static boolean negated(Token token, Problems problems) {
        String text = problems.source.text();
        int before = token.getStartIndex() - 1;
        return before >= 0 && text.charAt(before) == '-';
    }

    static boolean isSmallest(Expr.IntLiteral literal, Problems problems) {
        return literal.value() == Long.MIN_VALUE && problems.source.slice(literal.span()).charAt(0) != '-';
    }

    static double floating(Token token, Problems problems) {
        return floating(digits(token), token, problems);
    }

    static double imaginary(Token token, Problems problems) {
        String text = digits(token);
        return floating(text.substring(0, text.length() - 1), token, problems);
    }

    private static double floating(String text, Token token, Problems problems) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            problems.report("syntax/float-too-large", Tokens.span(token), "more than 1.7976931348623157e308",
                    "the float `" + token.getText() + "` does not fit into 64 bits", "infinity is written inf");
        }
        return value;
    }

    // ---- texts

    static String string(Token token, Problems problems) {
        String text = token.getText();
        boolean isLong = text.length() >= 6 && text.startsWith("\"\"\"");
        int quotes = isLong ? 3 : 1;
        if (text.length() < 2 * quotes) {
            return "";
        }
        return unescape(text, quotes, text.length() - quotes, token.getStartIndex(), false, problems);
    }

    static String fstringText(Token token, Problems problems) {
        String text = token.getText();
        return unescape(text, 0, text.length(), token.getStartIndex(), true, problems);
    }

    /// @param offset where the text stands in the source
    /// @param braces whether doubled braces stand for single ones
    private static String unescape(String text, int from, int to, int offset, boolean braces, Problems problems) {
        int i = from;
        while (i < to && !special(text.charAt(i), braces)) {
            i++;
        }
        if (i == to) {
            return text.substring(from, to);
        }
        StringBuilder result = new StringBuilder(to - from).append(text, from, i);
        while (i < to) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < to) {
                i = escape(text, i + 1, to, offset, result, problems);
            } else if (c == '\r') {
                result.append('\n');
                i += i + 1 < to && text.charAt(i + 1) == '\n' ? 2 : 1;
            } else {
                result.append(c);
                i += braces && (c == '{' || c == '}') ? 2 : 1;
            }
        }
        return result.toString();
    }

    private static boolean special(char c, boolean braces) {
        return c == '\\' || c == '\r' || braces && (c == '{' || c == '}');
    }

    private static int escape(String text, int at, int to, int offset, StringBuilder result, Problems problems) {
        char c = text.charAt(at);
        switch (c) {
            case 'n' -> result.append('\n');
            case 't' -> result.append('\t');
            case 'r' -> result.append('\r');
            case '0' -> result.append('\0');
            case '\\', '"', '{', '}' -> result.append(c);
            case '\n' -> {}
            case '\r' -> {
                return at + 1 < to && text.charAt(at + 1) == '\n' ? at + 2 : at + 1;
            }
            case 'u' -> {
                return unicode(text, at + 1, to, offset, result, problems);
            }
            default -> {
                int point = text.codePointAt(at);
                int end = at + Character.charCount(point);
                String escape = text.substring(at - 1, end);
                problems.report("syntax/unknown-escape", new Span(offset + at - 1, offset + end), "",
                        "unknown escape `" + escape + "` in a string",
                        "a backslash itself is written \\\\; known are \\n \\t \\r \\0 \\\" \\\\ \\{ \\} and \\u{3BB}");
                return end;
            }
        }
        return at + 1;
    }

    /// A character by its number, up to six hexadecimal digits in braces.
    private static int unicode(String text, int at, int to, int offset, StringBuilder result, Problems problems) {
        int end = at < to && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        int point = 0;
        boolean good = end > at + 1 && end < to && end - at <= 7;
        for (int i = at + 1; good && i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            good = digit >= 0;
            point = point * 16 + digit;
        }
        if (!good || !Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
            int stop = good ? end + 1 : at;
            problems.report("syntax/unknown-escape", new Span(offset + at - 2, offset + stop), "no character",
                    "`\\u` needs the number of a character in braces",
                    "write up to six hexadecimal digits: \\u{3BB} is λ");
            return stop;
        }
        result.appendCodePoint(point);
        return end + 1;
    }
}

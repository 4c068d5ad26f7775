package dl.repl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// Quiet colours for the line being typed: keywords, strings and comments; the rest stays as it is.
///
/// By regular expression, because a line is unfinished most of the time that it is looked at.
final class SyntaxColors implements Highlighter {
    private static final Pattern TOKENS = Pattern.compile(
            "(?<comment>#[^\\n]*)"
                    + "|(?<string>f?\"\"\".*?(\"\"\"|$)|f?\"(\\\\.|[^\"\\\\\\n])*\"?)"
                    + "|(?<keyword>(?<![\\w.])(let|var|fn|layer|param|state|if|else|for|in|while|break|continue|return"
                    + "|import|as|with|try|catch|throw|assert|test|and|or|not|true|false|nil)(?!\\w))",
            Pattern.DOTALL);

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        Matcher token = TOKENS.matcher(buffer);
        int at = 0;
        while (token.find()) {
            text.append(buffer, at, token.start());
            text.append(token.group(), style(token));
            at = token.end();
        }
        return text.append(buffer, at, buffer.length()).toAttributedString();
    }

    private static AttributedStyle style(Matcher token) {
        if (token.group("comment") != null) {
            return AttributedStyle.DEFAULT.faint();
        }
        return token.group("string") != null
                ? AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)
                : AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
    }
}

package dl.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Tells JLine where an input ends, and which word Tab is to complete.
final class InputParser implements Parser {
    private final Prompt prompt;

    InputParser(Prompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        boolean accepting = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
        if (accepting && prompt.incomplete(line)) {
            // JLine's way to ask for another line.
            throw new EOFError(-1, cursor, "more is needed");
        }
        int start = cursor;
        while (start > 0 && belongsToName(line.charAt(start - 1))) {
            start--;
        }
        return new Word(line, cursor, line.substring(start, cursor));
    }

    private static boolean belongsToName(char c) {
        return c == '.' || Character.isUnicodeIdentifierPart(c);
    }

    /// The dotted name before the cursor.
    private record Word(String line, int cursor, String word) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}

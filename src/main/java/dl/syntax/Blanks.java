package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// Takes a statement out of the tokens once it is reported, so that the rest can be checked without echoes of it.
final class Blanks {
    private Blanks() {}

    /// Replaces the innermost statement around a token by one BLANK; returns the same list when there is none.
    static List<CommonToken> blank(List<CommonToken> tokens, Token token) {
        int at = indexOf(tokens, token);
        while (at > 0 && ends(tokens.get(at).getType())) {
            at--;
        }
        if (at < 0 || tokens.isEmpty()) {
            return tokens;
        }
        int position = at;
        while (true) {
            int start = start(tokens, position);
            int end = end(tokens, position);
            boolean alone = end - start == 1 && tokens.get(start).getType() == BLANK || end <= start;
            if (!alone) {
                return replaced(tokens, start, end);
            }
            int brace = opener(tokens, start);
            if (brace < 0) {
                return tokens;
            }
            position = brace;
        }
    }

    /// Whether something is reported already within the innermost statement around a token.
    static boolean reported(List<CommonToken> tokens, Token token, Problems problems) {
        int at = indexOf(tokens, token);
        while (at > 0 && ends(tokens.get(at).getType())) {
            at--;
        }
        if (at < 0) {
            return true;
        }
        Token last = tokens.get(Math.max(at, end(tokens, at) - 1));
        return tokens.get(at).getType() == BLANK
                || problems.reportedWithin(tokens.get(start(tokens, at)).getStartIndex(), last.getStopIndex() + 1);
    }

    private static int indexOf(List<CommonToken> tokens, Token token) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i) == token) {
                return i;
            }
        }
        // It was taken out with a statement before.
        return -1;
    }

    private static boolean ends(int type) {
        return type == NEWLINE || type == SEMI || type == RBRACE || type == EOF;
    }

    /// The index behind the separator or block brace that stands before the statement at a position.
    private static int start(List<CommonToken> tokens, int position) {
        int depth = 0;
        int i = position;
        while (i > 0) {
            int type = tokens.get(i - 1).getType();
            if (Shaper.isClosing(type)) {
                depth++;
            } else if (Shaper.isOpening(type)) {
                if (depth > 0) {
                    depth--;
                } else if (type == LBRACE && startsBlock(tokens, i - 1)) {
                    return i;
                }
            } else if (depth == 0 && (type == NEWLINE || type == SEMI && !insideCall(tokens, i - 1))) {
                return i;
            }
            i--;
        }
        return 0;
    }

    /// A brace whose contents are statements; a pattern's are not.
    private static boolean startsBlock(List<CommonToken> tokens, int brace) {
        int before = brace == 0 ? NEWLINE : tokens.get(brace - 1).getType();
        return before != LET && before != VAR && before != FOR;
    }

    private static boolean insideCall(List<CommonToken> tokens, int semicolon) {
        int depth = 0;
        for (int i = semicolon - 1; i >= 0; i--) {
            int type = tokens.get(i).getType();
            if (Shaper.isClosing(type)) {
                depth++;
            } else if (Shaper.isOpening(type) && depth-- == 0) {
                return !Shaper.isBrace(type);
            }
        }
        return false;
    }

    private static int opener(List<CommonToken> tokens, int start) {
        int depth = 0;
        for (int i = start - 1; i >= 0; i--) {
            int type = tokens.get(i).getType();
            if (Shaper.isClosing(type)) {
                depth++;
            } else if (Shaper.isOpening(type) && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /// The index of the separator or closing brace behind the statement.
    private static int end(List<CommonToken> tokens, int position) {
        int start = start(tokens, position);
        int depth = 0;
        for (int i = start; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            if (type == EOF) {
                return i;
            }
            if (Shaper.isOpening(type)) {
                depth++;
            } else if (Shaper.isClosing(type)) {
                if (depth == 0) {
                    return i;
                }
                depth--;
            } else if (depth == 0 && (type == NEWLINE || type == SEMI) && i >= position) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private static List<CommonToken> replaced(List<CommonToken> tokens, int start, int end) {
        List<CommonToken> rest = new ArrayList<>(tokens.size());
        rest.addAll(tokens.subList(0, start));
        CommonToken blank = new CommonToken(tokens.get(start));
        blank.setType(BLANK);
        rest.add(blank);
        rest.addAll(tokens.subList(end, tokens.size()));
        for (int i = start; i < rest.size(); i++) {
            rest.get(i).setTokenIndex(i);
        }
        return rest;
    }
}

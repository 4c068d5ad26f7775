package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// Which bracket closes which, by their kinds alone. Where that does not work out, [BracketRepair] asks the layout.
final class Brackets {
    private static final int NONE = -1;

    /// What was read, and what the rest of the way reads.
    final List<CommonToken> tokens;
    /// The innermost bracket or text that the end of the input finds open; the input may only be unfinished.
    @Nullable Token unclosed;
    /// Whether no further text could make the brackets match.
    boolean broken;
    /// Whether a `}` closes nothing.
    boolean extraBrace;

    private final int[] partners;
    /// The opening brackets with a partner and without a mistake between the two.
    private final boolean[] sound;
    private int[] open = new int[32];
    private boolean[] flawed = new boolean[32];
    private int depth;

    private Brackets(List<CommonToken> tokens) {
        this.tokens = tokens;
        this.partners = new int[tokens.size()];
        this.sound = new boolean[tokens.size()];
        Arrays.fill(partners, NONE);
    }

    static Brackets match(List<CommonToken> tokens) {
        Brackets brackets = new Brackets(tokens);
        brackets.run();
        return brackets;
    }

    /// The index of the closing bracket of the opening one at an index; -1 if it has none.
    int partner(int index) {
        return partners[index];
    }

    boolean isSound(int index) {
        return sound[index];
    }

    private void run() {
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.get(i).getType()) {
                case LPAREN, LBRACK, LBRACE, HOLE_OPEN, FSTART -> push(i);
                case RPAREN, RBRACK, RBRACE, HOLE_CLOSE, FEND -> close(i);
                case FSTRING_BROKEN -> abandon(depth - 1);
                case OPEN_LONG_STRING -> unclosed = tokens.get(i);
                case LET, VAR, RETURN, IMPORT, ASSERT, THROW, LAYER, TEST, FN -> {
                    if (depth > 0 && leadsStatement(i) && tokens.get(open[depth - 1]).getType() != LBRACE) {
                        abandon(depth - 1);
                    }
                }
                case EOF -> end();
                default -> {}
            }
        }
    }

    private void push(int i) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            flawed = Arrays.copyOf(flawed, 2 * depth);
        }
        flawed[depth] = false;
        open[depth++] = i;
    }

    private void close(int i) {
        int type = tokens.get(i).getType();
        int matching = depth - 1;
        while (matching >= 0 && closerOf(tokens.get(open[matching]).getType()) != type) {
            matching--;
        }
        if (matching < 0) {
            broken = true;
            extraBrace |= type == RBRACE;
            Arrays.fill(flawed, 0, depth, true);
            return;
        }
        abandon(matching + 1);
        int opener = open[--depth];
        partners[opener] = i;
        sound[opener] = !flawed[depth];
        if (flawed[depth] && depth > 0) {
            flawed[depth - 1] = true;
        }
    }

    /// Leaves the brackets from a depth on without partners.
    private void abandon(int from) {
        if (from >= 0 && from < depth) {
            broken = true;
            depth = from;
            Arrays.fill(flawed, 0, depth, true);
        }
    }

    private void end() {
        if (depth == 0) {
            return;
        }
        for (int i = 0; i < depth; i++) {
            Token opener = tokens.get(open[i]);
            // Only f"""...""" goes on in the next line.
            broken |= opener.getType() == FSTART && opener.getStopIndex() == opener.getStartIndex() + 1;
        }
        if (unclosed == null) {
            unclosed = tokens.get(open[depth - 1]);
        }
    }

    private boolean leadsStatement(int i) {
        return leads(tokens, i) && isStatementWord(tokens, i);
    }

    /// Whether a token is the first of its line.
    static boolean leads(List<CommonToken> tokens, int i) {
        return i == 0 || tokens.get(i - 1).getType() == NEWLINE || tokens.get(i - 1).getType() == FSTRING_BROKEN;
    }

    /// Whether a word stands inside of no bracket but a block's brace.
    static boolean isStatementWord(List<CommonToken> tokens, int i) {
        return switch (tokens.get(i).getType()) {
            case LET, VAR, RETURN, IMPORT, ASSERT, THROW -> true;
            case LAYER, FN -> Shaper.isName(tokens.get(i + 1).getType());
            case TEST -> tokens.get(i + 1).getType() == STRING;
            default -> false;
        };
    }

    /// Whether a word begins what goes on with a block.
    static boolean isHeaderWord(List<CommonToken> tokens, int i) {
        return switch (tokens.get(i).getType()) {
            case IF, FOR, WHILE -> true;
            case LAYER, FN -> isStatementWord(tokens, i);
            default -> false;
        };
    }

    /// A token that stands for one that is missing before a place.
    static CommonToken virtual(int type, Token place) {
        CommonToken token = new CommonToken(place);
        token.setType(type);
        token.setStopIndex(place.getStartIndex() - 1);
        return token;
    }

    static int closerOf(int type) {
        return switch (type) {
            case LPAREN -> RPAREN;
            case LBRACK -> RBRACK;
            case LBRACE -> RBRACE;
            case HOLE_OPEN -> HOLE_CLOSE;
            case FSTART -> FEND;
            default -> EOF;
        };
    }

    static String closerText(int type) {
        return switch (type) {
            case LPAREN -> ")";
            case LBRACK -> "]";
            case LBRACE, HOLE_OPEN -> "}";
            default -> "\"";
        };
    }

    static String openerText(int type) {
        return switch (type) {
            case RPAREN -> "(";
            case RBRACK -> "[";
            case RBRACE, HOLE_CLOSE -> "{";
            default -> "\"";
        };
    }
}

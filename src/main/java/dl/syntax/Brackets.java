package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// Matches brackets, and repairs the list of tokens where they do not match, so that one slip is one message.
final class Brackets {
    final List<CommonToken> tokens;
    /// The innermost bracket or text that the end of the input finds open; the input may only be unfinished.
    @Nullable Token unclosed;
    /// A block whose closing brace is indented less than the line that opened it: there the missing one probably belongs.
    @Nullable Token suspect;
    @Nullable Token suspectEnd;

    private final List<CommonToken> input;
    private final Problems problems;
    private int[] partners;
    private int[] open = new int[32];
    private int depth;

    Brackets(List<CommonToken> input, Problems problems) {
        this.input = input;
        this.problems = problems;
        this.tokens = new ArrayList<>(input.size());
        this.partners = new int[input.size() + 8];
    }

    /// The index of the closing bracket of the opening one at an index; -1 if it has none.
    int partner(int index) {
        return partners[index];
    }

    void run() {
        for (int i = 0; i < input.size(); i++) {
            CommonToken token = input.get(i);
            switch (token.getType()) {
                case LPAREN, LBRACK, LBRACE, HOLE_OPEN, FSTART -> push(token);
                case RPAREN, RBRACK, RBRACE, HOLE_CLOSE, FEND -> close(token);
                case FSTRING_BROKEN -> breakString(token);
                case LET, VAR, RETURN, IMPORT, ASSERT, THROW, LAYER, TEST, FN -> statementWord(i, token);
                case OPEN_LONG_STRING -> {
                    unclosed = token;
                    token.setType(STRING);
                    add(token);
                }
                case EOF -> end(token);
                default -> add(token);
            }
        }
    }

    private void add(CommonToken token) {
        if (tokens.size() == partners.length) {
            partners = Arrays.copyOf(partners, 2 * partners.length);
        }
        partners[tokens.size()] = -1;
        tokens.add(token);
    }

    private void push(CommonToken token) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = tokens.size();
        add(token);
    }

    private CommonToken top() {
        return tokens.get(open[depth - 1]);
    }

    private void pop(CommonToken closer) {
        int opener = open[--depth];
        partners[opener] = tokens.size();
        add(closer);
    }

    private void close(CommonToken token) {
        if (depth > 0 && closerOf(top().getType()) == token.getType()) {
            if (token.getType() == RBRACE && suspect == null) {
                compareIndentation(token);
            }
            pop(token);
            return;
        }
        int matching = depth - 1;
        while (matching >= 0 && closerOf(tokens.get(open[matching]).getType()) != token.getType()) {
            matching--;
        }
        Span span = Tokens.span(token);
        String text = token.getText();
        if (depth == 0 || matching < 0) {
            if (depth > 0 && top().getType() != LBRACE) {
                String wanted = closerText(top().getType());
                problems.report(problems.error("syntax/bracket-mismatch", span, "expected `" + wanted + "`",
                        Tokens.span(top()), "opened here",
                        "`" + top().getText() + "` is closed by `" + text + "`", ""));
            } else {
                problems.report("syntax/bracket-stray", span, "nothing is open here", "`" + text + "` closes nothing",
                        "remove it, or add the `" + openerText(token.getType()) + "` that it should close");
            }
            token.setType(BLANK);
            add(token);
            problems.spoiled.add(token);
            return;
        }
        problems.report(problems.error("syntax/bracket-mismatch", Tokens.span(top()), "never closed", span,
                "expected `" + closerText(top().getType()) + "` before this",
                (top().getType() == HOLE_OPEN ? "the hole `{` of the f-string" : "`" + top().getText() + "`")
                        + " is not closed before `" + text + "`", ""));
        problems.spoiled.add(top());
        while (depth - 1 > matching) {
            pop(virtual(closerOf(top().getType()), token));
        }
        pop(token);
    }

    private void compareIndentation(CommonToken closer) {
        boolean leads = endsLine(tokens.getLast().getType());
        if (leads && indentation(closer) < indentation(top())) {
            suspect = top();
            suspectEnd = closer;
        }
    }

    /// The column at which the line of a token begins to hold something.
    private int indentation(Token token) {
        String text = problems.source.text();
        int start = problems.source.lineStart(problems.source.line(token.getStartIndex()));
        int at = start;
        while (at < token.getStartIndex() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at - start;
    }

    private void breakString(CommonToken token) {
        while (depth > 0) {
            CommonToken opener = top();
            int type = opener.getType();
            if (type == FSTART) {
                unclosedString(opener, token.getStartIndex());
            }
            pop(virtual(closerOf(type), token));
            if (type == FSTART && (depth == 0 || top().getType() != HOLE_OPEN)) {
                break;
            }
        }
        add(token);
    }

    private void unclosedString(Token opener, int end) {
        problems.spoiled.add(opener);
        if (problems.reportedWithin(opener.getStartIndex(), end)) {
            return;
        }
        problems.report("syntax/string-unclosed", Tokens.span(opener), "starts here",
                "the f-string is not closed on its line",
                "close it with `\"`; a string over several lines stands in f\"\"\"...\"\"\"");
    }

    /// A line that starts with `let` inside `(` or `[` shows that the bracket was forgotten.
    private void statementWord(int i, CommonToken token) {
        boolean leads = i > 0 && endsLine(input.get(i - 1).getType());
        boolean statement = switch (token.getType()) {
            case LAYER -> Shaper.isName(input.get(i + 1).getType());
            case TEST -> input.get(i + 1).getType() == STRING;
            case FN -> Shaper.isName(input.get(i + 1).getType());
            default -> true;
        };
        if (leads && statement) {
            CommonToken newline = tokens.getLast();
            boolean closed = false;
            while (depth > 0 && top().getType() != LBRACE && top().getType() != FSTART) {
                CommonToken opener = top();
                if (!problems.reportedWithin(opener.getStartIndex(), token.getStartIndex())) {
                    problems.report(problems.error("syntax/bracket-unclosed", Tokens.span(opener), "never closed",
                            Tokens.span(token), "a new statement starts here",
                            "`" + opener.getText() + "` is never closed", ""));
                }
                problems.spoiled.add(opener);
                tokens.removeLast();
                pop(virtual(closerOf(opener.getType()), newline));
                add(newline);
                closed = true;
            }
            if (closed && depth > 0 && top().getType() == FSTART) {
                breakString(virtual(FSTRING_BROKEN, newline));
            }
            boolean definition = Habits.isIn(token, FN, LAYER, TEST, IMPORT);
            if (definition && suspect == null && depth > 0 && indentation(token) <= indentation(top())) {
                suspect = top();
                suspectEnd = token;
            }
        }
        add(token);
    }

    private void end(CommonToken token) {
        if (depth > 0 && unclosed == null) {
            unclosed = top();
            for (int i = 0; i < depth; i++) {
                Token opener = tokens.get(open[i]);
                if (opener.getType() == FSTART && opener.getStopIndex() == opener.getStartIndex() + 1) {
                    unclosedString(opener, token.getStartIndex());
                    unclosed = null;
                    break;
                }
            }
            if (unclosed == null) {
                while (depth > 0) {
                    pop(virtual(closerOf(top().getType()), token));
                }
            }
        }
        add(token);
    }

    private static boolean endsLine(int type) {
        return type == NEWLINE || type == FSTRING_BROKEN;
    }

    private static CommonToken virtual(int type, Token place) {
        CommonToken token = new CommonToken(place);
        token.setType(type);
        token.setStopIndex(place.getStartIndex() - 1);
        return token;
    }

    private static int closerOf(int type) {
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

    private static String openerText(int type) {
        return switch (type) {
            case RPAREN -> "(";
            case RBRACK -> "[";
            case RBRACE, HOLE_CLOSE -> "{";
            default -> "\"";
        };
    }
}

package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.source.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// Turns the lexer's words into the tokens the grammar reads, in one pass over matched brackets.
///
/// It decides what needs more than the next character: which newlines end a statement, which `{` is a record, which `(`
/// starts a lambda, which words are plain names where they stand. After it every decision of the parser takes one token.
final class Shaper {
    private static final int NONE = -1;

    private final Source source;
    private final Problems problems;
    private final Brackets brackets;
    private final List<CommonToken> input;
    private final List<CommonToken> output;

    // For each open bracket: its type, and the first token of the statement that runs in it.
    private int[] open = new int[32];
    private Token[] statement = new Token[32];
    private int depth;

    /// Whether a newline was dropped directly before the current token.
    private boolean dropped;

    Shaper(Source source, Brackets brackets, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.brackets = brackets;
        this.input = brackets.tokens;
        this.output = new ArrayList<>(input.size());
    }

    List<CommonToken> run() {
        for (int i = 0; i < input.size(); i++) {
            CommonToken token = input.get(i);
            if (token.getType() == NEWLINE || token.getType() == FSTRING_BROKEN) {
                newline(i, token);
                continue;
            }
            retag(i, token);
            int previous = lastType();
            if (previous == NONE || previous == NEWLINE || previous == SEMI || isBrace(previous)) {
                if (previous == NEWLINE) {
                    checkIndentation(token);
                }
                statement[depth] = token;
            }
            emit(token);
            dropped = false;
            if (isOpening(token.getType())) {
                push(token.getType());
            } else if (isClosing(token.getType()) && depth > 0) {
                depth--;
            }
        }
        return output;
    }

    private void emit(CommonToken token) {
        token.setTokenIndex(output.size());
        output.add(token);
    }

    private void push(int type) {
        if (++depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            statement = Arrays.copyOf(statement, 2 * depth);
        }
        open[depth] = type;
    }

    private int lastType() {
        return output.isEmpty() ? NONE : output.getLast().getType();
    }

    private int typeAt(int index) {
        return index < input.size() ? input.get(index).getType() : EOF;
    }

    private int skipNewlines(int index) {
        int at = index;
        while (typeAt(at) == NEWLINE) {
            at++;
        }
        return at;
    }

    // ---- newlines

    private void newline(int i, CommonToken token) {
        int last = lastType();
        if (insideBrackets()) {
            dropped = true;
        } else if (last == NONE || last == NEWLINE) {
            return;
        } else if (wantsMore(last) && (isBrace(last) || !Brackets.isStatementWord(input, skipNewlines(i + 1))) || continues(skipNewlines(i + 1))) {
            dropped = true;
        } else {
            token.setType(NEWLINE);
            emit(token);
        }
    }

    private boolean insideBrackets() {
        return depth > 0 && !isBrace(open[depth]);
    }

    /// Whether a line cannot end with this token.
    private static boolean wantsMore(int type) {
        return switch (type) {
            case LET, VAR, FN, IF, ELSE, ELSE_IF, FOR, WHILE, IN, TRY, CATCH, THROW, ASSERT, IMPORT, WITH, AND, OR, NOT,
                    LAYER, PARAM, STATE, TEST, AS, ARROW, PIPE, DOT, RANGE, RANGE_IN, ASSIGN, ADD_ASSIGN, SUB_ASSIGN,
                    MUL_ASSIGN, DIV_ASSIGN, FLOOR_ASSIGN, MOD_ASSIGN, POW_ASSIGN, MATMUL_ASSIGN, EQ, NE, LE, GE, LT, GT,
                    PLUS, MINUS, STAR, SLASH, FLOOR, PERCENT, MATMUL, CARET, AMP, BAR, COMMA, LAST_COMMA, COLON, LBRACE,
                    REC_OPEN, SHORT_OPEN, EMPTY_OPEN -> true;
            default -> false;
        };
    }

    /// Whether a line that starts with this token belongs to the line above.
    private boolean continues(int next) {
        return switch (typeAt(next)) {
            case RBRACE, PIPE, ELSE, CATCH, EOF -> true;
            case DOT -> isWord(typeAt(next + 1));
            default -> false;
        };
    }

    /// `-b` on a line of its own is a statement; indented deeper it was meant to continue the line above.
    private void checkIndentation(Token token) {
        int type = token.getType();
        if (type != MINUS && type != LPAREN && type != LBRACK && type != LAMBDA_OPEN || statement[depth] == null) {
            return;
        }
        Token above = statement[depth];
        if (source.column(token.getStartIndex()) > source.column(above.getStartIndex())) {
            String text = type == MINUS ? "-" : type == LBRACK ? "[" : "(";
            String hint = type == MINUS
                    ? "end the line above with `-` to continue it, or indent this line like the one above"
                    : "put `" + text + "` at the end of the line above to continue it, or indent this line like the one above";
            Token last = output.get(output.size() - 2);
            problems.report(problems.error("syntax/continued-line", Tokens.span(token), "reads as a new statement",
                    Tokens.span(last), "the statement above ends here",
                    "a line that starts with `" + text + "` does not continue the line above", hint));
            problems.spoiled.add(token);
        }
    }

    // ---- tokens that depend on their surroundings

    private void retag(int i, CommonToken token) {
        int type = token.getType();
        if (isWord(type)) {
            word(i, token, type);
            return;
        }
        switch (type) {
            case LPAREN -> {
                if (brackets.partner(i) != NONE && typeAt(brackets.partner(i) + 1) == ARROW && !afterDefinedName()) {
                    token.setType(LAMBDA_OPEN);
                } else if (dropped) {
                    token.setType(NEW_PAREN);
                }
            }
            case LBRACK -> {
                if (dropped) {
                    token.setType(NEW_BRACK);
                }
            }
            case LBRACE -> token.setType(brace(skipNewlines(i + 1)));
            case COMMA -> {
                int next = typeAt(skipNewlines(i + 1));
                if (next == RPAREN || next == RBRACK || next == RBRACE || next == SEMI && insideBrackets()) {
                    token.setType(isOpening(lastType()) ? COMMA : LAST_COMMA);
                }
            }
            default -> {}
        }
    }

    private void word(int i, CommonToken token, int type) {
        int last = lastType();
        boolean key = last == DOT && !dropped || typeAt(i + 1) == COLON && isBrace(open[depth]) && depth > 0
                && (isBrace(last) || last == COMMA);
        int meant = key ? ID
                : switch (type) {
                    case LAYER, PARAM, STATE -> startsStatement(last) && isName(typeAt(i + 1)) ? type : ID;
                    case TEST -> startsStatement(last) && typeAt(i + 1) == STRING ? type : ID;
                    case AS -> (last == ID || last == STRING) && isName(typeAt(i + 1)) ? type : ID;
                    case ELSE -> typeAt(skipNewlines(i + 1)) == IF ? ELSE_IF : ELSE;
                    case FN -> isType(last, typeAt(i + 1)) ? ID : FN;
                    default -> type;
                };
        if (meant == ID && last != DOT && typeAt(i + 1) == ARROW) {
            meant = LAMBDA_NAME;
        }
        token.setType(meant);
    }

    /// Whether `fn` between these tokens is the type of functions: `f: fn, g: fn = nil`, `-> fn {`, `(fn, int)`.
    private static boolean isType(int last, int next) {
        boolean before = last == COLON || last == ARROW || last == LPAREN || last == NEW_PAREN || last == COMMA;
        return before && switch (next) {
            case COMMA, RPAREN, SEMI, ASSIGN, LBRACE, REC_OPEN, SHORT_OPEN, EMPTY_OPEN, NEWLINE -> true;
            default -> false;
        };
    }

    /// The parameters of `fn f(x) -> [n]` are no lambda.
    private boolean afterDefinedName() {
        int size = output.size();
        if (size < 2 || output.get(size - 1).getType() != ID) {
            return false;
        }
        int before = output.get(size - 2).getType();
        return before == FN || before == LAYER;
    }

    /// A brace starts a record iff `key:`, `"key":` or `...x` follows.
    private int brace(int first) {
        int type = typeAt(first);
        if (type == RBRACE) {
            return EMPTY_OPEN;
        }
        int second = typeAt(skipNewlines(first + 1));
        if (type == ELLIPSIS) {
            return second == RBRACE || second == EOF || typeAt(first + 1) == NEWLINE ? LBRACE : REC_OPEN;
        }
        if (type == STRING || isWord(type)) {
            if (second == COLON) {
                return REC_OPEN;
            }
            if (second == COMMA && isName(type)) {
                return SHORT_OPEN;
            }
        }
        return LBRACE;
    }

    private static boolean startsStatement(int last) {
        return last == NONE || last == NEWLINE || last == SEMI || last == LBRACE;
    }

    static boolean isName(int type) {
        return type == ID || type >= LAYER && type <= AS;
    }

    /// A name or a keyword.
    static boolean isWord(int type) {
        return type >= LET && type <= ID;
    }

    static boolean isBrace(int type) {
        return type == LBRACE || type == REC_OPEN || type == SHORT_OPEN || type == EMPTY_OPEN;
    }

    static boolean isOpening(int type) {
        return switch (type) {
            case LPAREN, LAMBDA_OPEN, NEW_PAREN, LBRACK, NEW_BRACK, LBRACE, REC_OPEN, SHORT_OPEN, EMPTY_OPEN, HOLE_OPEN,
                    FSTART -> true;
            default -> false;
        };
    }

    static boolean isClosing(int type) {
        return switch (type) {
            case RPAREN, RBRACK, RBRACE, HOLE_CLOSE, FEND -> true;
            default -> false;
        };
    }
}

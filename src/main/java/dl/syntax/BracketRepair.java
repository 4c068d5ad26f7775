package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.source.Diagnostic;
import dl.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// Repairs the tokens of a text whose brackets do not match, so that one slip is one message and the rest is still checked.
///
/// The layout tells where a bracket was forgotten: a statement that starts no deeper than the one with the open `(`, a
/// line inside a block that is not indented deeper than the block's header. It is asked about brackets that have no sound
/// partner only, for a program without mistakes may be laid out in any way.
final class BracketRepair {
    private static final int NONE = -1;

    private final Brackets given;
    private final List<CommonToken> input;
    private final List<CommonToken> tokens;
    private final Problems problems;
    /// The open brackets, as indices in the input.
    private final List<Integer> open = new ArrayList<>();
    /// The f-strings with a reported mistake.
    private final Set<Token> derailed = new HashSet<>();

    private BracketRepair(Brackets given, Problems problems) {
        this.given = given;
        this.input = given.tokens;
        this.problems = problems;
        this.tokens = new ArrayList<>(input.size() + 8);
    }

    static Brackets repair(Brackets given, Problems problems) {
        BracketRepair repair = new BracketRepair(given, problems);
        repair.run();
        return Brackets.match(repair.tokens);
    }

    private void run() {
        for (int i = 0; i < input.size(); i++) {
            CommonToken token = input.get(i);
            if (Brackets.leads(input, i) && token.getType() != NEWLINE && token.getType() != EOF) {
                startLine(i);
            }
            switch (token.getType()) {
                case LPAREN, LBRACK, LBRACE, HOLE_OPEN, FSTART -> {
                    while (token.getType() == LBRACE && isHeaderOpen(i)) {
                        reportUnclosed(top(), token, "expected `" + Brackets.closerText(top().getType()) + "` before this");
                        popVirtual(token);
                    }
                    open.add(i);
                    tokens.add(token);
                }
                case RPAREN, RBRACK, RBRACE, HOLE_CLOSE, FEND -> close(i);
                case ELSE -> {
                    if (isOpen() && isBlock(open.getLast()) && line(top()) == line(token) && given.partner(open.getLast()) == NONE) {
                        reportUnclosed(top(), token, "expected `}` before this");
                        popVirtual(token);
                    }
                    tokens.add(token);
                }
                case FSTRING_BROKEN -> {
                    breakString(token);
                    tokens.add(token);
                }
                case OPEN_LONG_STRING -> {
                    Span quotes = new Span(token.getStartIndex(), token.getStartIndex() + 3);
                    report("syntax/string-unclosed", quotes, "", "the string is never closed", "");
                    token.setType(STRING);
                    tokens.add(token);
                    // What was meant to follow stands in the text.
                    closeSilently(input.getLast());
                }
                case EOF -> {
                    end(token);
                    tokens.add(token);
                }
                default -> tokens.add(token);
            }
        }
    }

    /// Behind a mistake in the hole of an f-string the words of its line are not what they look like.
    private void report(Diagnostic diagnostic) {
        for (int opener : open) {
            CommonToken text = input.get(opener);
            if (text.getType() == FSTART) {
                int line = line(text);
                int end = line < problems.source.lineCount() ? problems.source.lineStart(line + 1) : problems.source.text().length();
                if (derailed.add(text)) {
                    problems.forget(text.getStartIndex(), end);
                    problems.report(diagnostic);
                }
                return;
            }
        }
        problems.report(diagnostic);
    }

    private void report(String code, Span span, String label, String message, String hint) {
        report(problems.error(code, span, label, message, hint));
    }

    // ---- the stack

    private boolean isOpen() {
        return !open.isEmpty();
    }

    private CommonToken top() {
        return input.get(open.getLast());
    }

    private void pop(CommonToken closer) {
        open.removeLast();
        tokens.add(closer);
    }

    private void popVirtual(Token place) {
        pop(Brackets.virtual(Brackets.closerOf(top().getType()), place));
    }

    /// Whether an open bracket holds statements: neither `(` nor `[`, nor the brace of a record.
    private boolean isBlock(int opener) {
        if (input.get(opener).getType() != LBRACE) {
            return false;
        }
        int first = skipNewlines(opener + 1);
        int second = input.get(first).getType() == EOF ? EOF : input.get(skipNewlines(first + 1)).getType();
        int type = input.get(first).getType();
        return !(type == ELLIPSIS || (type == STRING || Shaper.isWord(type)) && (second == COLON || second == COMMA));
    }

    private int skipNewlines(int index) {
        int at = index;
        while (input.get(at).getType() == NEWLINE) {
            at++;
        }
        return at;
    }

    // ---- layout

    /// The column at which the line of a token begins to hold something.
    private int indentation(Token token) {
        String text = problems.source.text();
        int start = problems.source.lineStart(line(token));
        int at = start;
        while (at < token.getStartIndex() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at - start;
    }

    private int line(Token token) {
        return problems.source.line(token.getStartIndex());
    }

    private void startLine(int i) {
        CommonToken token = input.get(i);
        while (isOpen()) {
            int type = top().getType();
            if (type == FSTART || type == HOLE_OPEN) {
                return;
            }
            if (isBlock(open.getLast()) ? !endsBlock(i) : !endsStatement(i)) {
                return;
            }
            if (isBlock(open.getLast())) {
                reportUnclosed(top(), token, token.getType() != RBRACE && indentation(token) == indentation(top())
                        ? "this is not indented deeper" : "this is indented less");
                closeBefore(token);
            } else {
                reportUnclosed(top(), token, "a new statement starts here");
                while (isOpen() && !isBlock(open.getLast()) && top().getType() != FSTART) {
                    problems.spoiled.add(top());
                    closeBefore(token);
                }
                if (isOpen() && top().getType() == FSTART) {
                    CommonToken newline = tokens.removeLast();
                    breakString(Brackets.virtual(FSTRING_BROKEN, newline));
                    tokens.add(newline);
                }
            }
        }
    }

    /// Whether a line that starts with a token cannot stand in the innermost block.
    private boolean endsBlock(int i) {
        CommonToken token = input.get(i);
        int header = indentation(top());
        int partner = given.partner(open.getLast());
        boolean fits = partner != NONE && (!Brackets.leads(input, partner) || indentation(input.get(partner)) >= header);
        if (fits || continuesLine(token.getType()) && token.getType() != ELSE && token.getType() != CATCH) {
            return false;
        }
        return token.getType() == RBRACE
                ? indentation(token) < header && open.stream().anyMatch(outer -> isBlock(outer) && indentation(input.get(outer)) == indentation(token))
                : indentation(token) <= header;
    }

    /// Whether a line that starts with a token begins a statement although `(`, `[` or the brace of a record is open.
    private boolean endsStatement(int i) {
        CommonToken token = input.get(i);
        if (Brackets.isStatementWord(input, i)) {
            return true;
        }
        int first = open.size() - 1;
        while (first > 0 && !isBlock(open.get(first - 1))) {
            first--;
        }
        CommonToken outermost = input.get(open.get(first));
        int type = token.getType();
        return outermost.getType() != FSTART && !given.isSound(open.getLast()) && !continuesLine(type) && !Shaper.isClosing(type)
                && indentation(token) <= indentation(outermost);
    }

    /// Whether a line that starts with this token goes on with what stands above.
    private static boolean continuesLine(int type) {
        return switch (type) {
            case ELSE, CATCH, PIPE, DOT, COMMA, COLON, SEMI, PLUS, MINUS, STAR, SLASH, FLOOR, PERCENT, MATMUL, CARET, AMP, BAR,
                    AND, OR, IN, EQ, NE, LE, GE, LT, GT, ARROW, ASSIGN, RANGE, RANGE_IN, BLANK -> true;
            default -> false;
        };
    }

    /// Whether a brace begins the body of a header, such as `fn f(x {`, in which a bracket without partner is still open.
    private boolean isHeaderOpen(int brace) {
        if (!isOpen() || top().getType() != LPAREN && top().getType() != LBRACK || given.partner(open.getLast()) != NONE) {
            return false;
        }
        int opener = open.getLast();
        int word = opener;
        while (!Brackets.leads(input, word)) {
            word--;
        }
        int before = input.get(brace - 1).getType();
        return Brackets.isHeaderWord(input, word) && line(top()) == line(input.get(brace))
                && (Shaper.isName(before) || Shaper.isClosing(before) || before == INT || before == FLOAT)
                && input.subList(opener, brace).stream().noneMatch(token -> token.getType() == IF || token.getType() == ELSE);
    }

    /// Puts the missing bracket at the end of the line above.
    private void closeBefore(CommonToken token) {
        CommonToken newline = tokens.removeLast();
        popVirtual(newline);
        tokens.add(newline);
    }

    // ---- closing brackets

    private void close(int i) {
        CommonToken token = input.get(i);
        int type = token.getType();
        if (isOpen() && Brackets.closerOf(top().getType()) == type) {
            int outer = outerBracket(i);
            if (type == RBRACE && isStray(i)) {
                stray(token);
            } else if (outer >= 0) {
                notClosedBefore(token, outer);
            } else {
                pop(token);
            }
            return;
        }
        int matching = open.size() - 1;
        while (matching >= 0 && Brackets.closerOf(input.get(open.get(matching)).getType()) != type) {
            matching--;
        }
        if (matching >= 0 && closes(i, matching)) {
            notClosedBefore(token, matching);
        } else if (isOpen() && !isBlock(open.getLast()) && top().getType() != FSTART && top().getType() != HOLE_OPEN) {
            report(problems.error("syntax/bracket-mismatch", Tokens.span(token),
                    "expected `" + Brackets.closerText(top().getType()) + "`", Tokens.span(top()), "opened here",
                    "`" + top().getText() + "` is closed by `" + token.getText() + "`", ""));
            problems.spoiled.add(top());
            if (closesLater(i)) {
                token.setType(BLANK);
                tokens.add(token);
            } else {
                token.setType(Brackets.closerOf(top().getType()));
                pop(token);
            }
        } else {
            stray(token);
        }
    }

    /// The place on the stack of the bracket that a closing one at the start of a line ends by its column, where the
    /// innermost bracket is another one of the same kind; -1 if they agree.
    private int outerBracket(int i) {
        CommonToken token = input.get(i);
        if (!Brackets.leads(input, i) || isBlock(open.getLast()) || indentation(token) >= indentation(top())) {
            return NONE;
        }
        for (int at = open.size() - 2; at >= 0 && !isBlock(open.get(at)); at--) {
            CommonToken outer = input.get(open.get(at));
            if (Brackets.closerOf(outer.getType()) == token.getType() && indentation(outer) == indentation(token)) {
                return given.isSound(open.get(at)) ? NONE : at;
            }
        }
        return NONE;
    }

    private void notClosedBefore(CommonToken token, int matching) {
        CommonToken opener = top();
        CommonToken outer = input.get(open.get(matching));
        report(outer.getType() == opener.getType()
                ? problems.error("syntax/bracket-unclosed", Tokens.span(opener), "never closed", Tokens.span(token),
                "this closes the `" + outer.getText() + "` of line " + line(outer), "`" + opener.getText() + "` is never closed", "")
                : problems.error("syntax/bracket-mismatch", Tokens.span(opener), "never closed", Tokens.span(token),
                "expected `" + Brackets.closerText(opener.getType()) + "` before this",
                (opener.getType() == HOLE_OPEN ? "the hole `{` of the f-string" : "`" + opener.getText() + "`")
                        + " is not closed before `" + token.getText() + "`", ""));
        while (open.size() - 1 > matching) {
            problems.spoiled.add(top());
            popVirtual(token);
        }
        pop(token);
    }

    private void stray(CommonToken token) {
        report("syntax/bracket-stray", Tokens.span(token), "nothing is open here", "`" + token.getText() + "` closes nothing",
                "remove it, or add the `" + Brackets.openerText(token.getType()) + "` that it should close");
        token.setType(BLANK);
        tokens.add(token);
        problems.spoiled.add(token);
    }

    /// Whether a closing bracket that does not fit the innermost open one was meant for an outer one of its kind.
    private boolean closes(int i, int matching) {
        CommonToken token = input.get(i);
        boolean leads = Brackets.leads(input, i);
        if (token.getType() == RBRACE && !leads && !isBlock(open.getLast())) {
            // `}` at the end of `let a = (1 + 2}` is a slip of that line; the block around it began above.
            return line(top()) != line(token) || line(input.get(open.get(matching))) == line(token);
        }
        if (closesLater(i)) {
            return false;
        }
        for (int between = matching + 1; between < open.size(); between++) {
            CommonToken block = input.get(open.get(between));
            if (isBlock(open.get(between)) && line(block) != line(token)) {
                return leads && indentation(token) <= indentation(input.get(open.get(matching)));
            }
        }
        return true;
    }

    /// Whether the innermost open bracket finds its own end before a line that is not indented deeper.
    private boolean closesLater(int i) {
        int wanted = Brackets.closerOf(top().getType());
        int depth = 0;
        for (int at = i + 1; at < input.size(); at++) {
            CommonToken token = input.get(at);
            int type = token.getType();
            if (depth == 0 && type == wanted) {
                return true;
            }
            if (type == EOF || Brackets.leads(input, at) && type != NEWLINE && indentation(token) <= indentation(top())) {
                return false;
            }
            if (Shaper.isOpening(type)) {
                depth++;
            } else if (Shaper.isClosing(type) && depth-- == 0) {
                return false;
            }
        }
        return false;
    }

    /// Whether a `}` that is indented deeper than the header of the block is one too many: the block goes on and ends below.
    private boolean isStray(int i) {
        int header = indentation(top());
        if (!given.extraBrace || !isBlock(open.getLast()) || !Brackets.leads(input, i) || indentation(input.get(i)) <= header) {
            return false;
        }
        for (int at = i + 1; at < input.size(); at++) {
            CommonToken token = input.get(at);
            if (Brackets.leads(input, at) && token.getType() != NEWLINE && token.getType() != EOF && indentation(token) <= header) {
                return token.getType() == RBRACE && indentation(token) == header;
            }
        }
        return false;
    }

    // ---- texts, and the end

    private void breakString(CommonToken token) {
        while (isOpen()) {
            CommonToken opener = top();
            int type = opener.getType();
            if (type == FSTART) {
                unclosedString(opener, token.getStartIndex());
            }
            popVirtual(token);
            if (type == FSTART && (!isOpen() || top().getType() != HOLE_OPEN)) {
                closeWithString(opener, token);
                return;
            }
        }
    }

    /// The quote that is missing was probably followed by the brackets that are open since the same line.
    private void closeWithString(CommonToken string, CommonToken newline) {
        int next = input.get(skipNewlines(input.indexOf(newline) + 1)).getType();
        while (isOpen() && !isBlock(open.getLast()) && line(top()) == line(string) && next != Brackets.closerOf(top().getType())) {
            problems.spoiled.add(top());
            popVirtual(newline);
        }
    }

    private void unclosedString(Token opener, int end) {
        problems.spoiled.add(opener);
        if (!problems.reportedWithin(opener.getStartIndex(), end)) {
            report("syntax/string-unclosed", Tokens.span(opener), "starts here", "the f-string is not closed on its line",
                    "close it with `\"`; a string over several lines stands in f\"\"\"...\"\"\"");
        }
    }

    private void reportUnclosed(Token opener, Token place, String label) {
        if (!problems.reportedWithin(opener.getStartIndex(), place.getStartIndex()) || isBlock(open.getLast())) {
            report(problems.error("syntax/bracket-unclosed", Tokens.span(opener), "never closed",
                    Tokens.span(place), label, "`" + opener.getText() + "` is never closed", ""));
        }
    }

    /// The author may not have come to the end yet: of all that is open there, the innermost is one message.
    private void end(CommonToken token) {
        if (!isOpen()) {
            return;
        }
        for (int opener : open) {
            CommonToken text = input.get(opener);
            if (text.getType() == FSTART && text.getStopIndex() == text.getStartIndex() + 1) {
                unclosedString(text, token.getStartIndex());
                closeSilently(token);
                return;
            }
        }
        if (isBlock(open.getLast()) || !problems.reportedWithin(top().getStartIndex(), token.getStartIndex())) {
            report(unclosed(top(), problems));
        }
        closeSilently(token);
    }

    private void closeSilently(CommonToken place) {
        while (isOpen()) {
            if (!isBlock(open.getLast())) {
                problems.spoiled.add(top());
            }
            popVirtual(place);
        }
    }

    private static Diagnostic unclosed(Token opener, Problems problems) {
        boolean text = opener.getType() == FSTART;
        String what = switch (opener.getType()) {
            case FSTART -> "the f-string is never closed";
            case HOLE_OPEN -> "the hole of the f-string is never closed";
            default -> "`" + opener.getText() + "` is never closed";
        };
        return problems.error(text ? "syntax/string-unclosed" : "syntax/bracket-unclosed", Tokens.span(opener), "", what, "");
    }
}

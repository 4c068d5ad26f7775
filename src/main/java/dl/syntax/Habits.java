package dl.syntax;

import static dl.syntax.antlr.DlParser.*;

import dl.source.Diagnostic;
import dl.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// What people write who come from Python, Julia, MATLAB or C, and how dl says it.
final class Habits {
    static final String COMPUTED_KEY = "write the key as a name or in quotes; a computed one is set behind: r[key] = value, or record(list((key, value)))";

    private final Problems problems;
    private final Tokens tokens;
    private final Token offending;
    private final @Nullable Token previous;
    private final RuleContext rule;
    private final int at;

    Habits(Problems problems, Tokens tokens, Token offending, @Nullable Token previous, RuleContext rule) {
        this.problems = problems;
        this.tokens = tokens;
        this.offending = offending;
        this.previous = previous;
        this.rule = rule;
        this.at = offending.getTokenIndex();
    }

    /// Returns null when nothing familiar is seen.
    @Nullable Diagnostic describe(boolean expressionExpected) {
        boolean leads = (previous == null || separates(previous.getType()))
                && (within(RULE_program) || within(RULE_block) || expressionExpected);
        Diagnostic found = leads ? leading() : null;
        if (found == null) {
            found = expressionExpected ? insteadOfOperand() : insteadOfMore();
        }
        return found == null ? words() : found;
    }

    private Diagnostic error(String code, String message, String hint) {
        return problems.error(code, Tokens.span(offending), "", message, hint);
    }

    private int next(int distance) {
        return at + distance < tokens.size() ? tokens.get(at + distance).getType() : Token.EOF;
    }

    private boolean within(int ruleIndex) {
        return rule.getRuleIndex() == ruleIndex;
    }

    private boolean header() {
        return within(RULE_body) || within(RULE_function) || within(RULE_test) || within(RULE_layer);
    }

    // ---- at the start of a line

    private @Nullable Diagnostic leading() {
        String text = offending.getText();
        switch (offending.getType()) {
            case ELSE, ELSE_IF -> {
                return error("syntax/else-without-if", "`else` has no `if` before it", "write } else { behind the body of the `if`");
            }
            case CATCH -> {
                return error("syntax/catch-without-try", "`catch` has no `try` before it", "write try { ... } catch e { ... }");
            }
            case PARAM, STATE -> {
                return error("syntax/outside-layer", "`" + text + "` stands only in a layer",
                        "elsewhere a value that changes is a `var`");
            }
            case PIPE -> {
                return previous == null
                        ? error("syntax/leading-operator", "`|>` has no value before it", "write x |> f")
                        : null;
            }
            case PLUS, STAR, SLASH, FLOOR, PERCENT, MATMUL, CARET, AMP, BAR, AND, OR, EQ, NE, LT, LE, GT, GE, IN, RANGE,
                    RANGE_IN, ARROW, COMMA, ADD_ASSIGN, SUB_ASSIGN, MUL_ASSIGN, DIV_ASSIGN -> {
                if (offending.getType() == PLUS && next(1) == PLUS) {
                    return null;
                }
                if (offending.getType() == MATMUL && next(1) == ID) {
                    return error("syntax/decorator", "dl has no decorators",
                            "call it: let f = " + tokens.get(at + 1).getText() + "(x -> ...)");
                }
                return error("syntax/leading-operator", "a line cannot start with `" + text + "`",
                        "end the line above with `" + text + "` to continue it");
            }
            case ASSIGN -> {
                return error("syntax/leading-operator", "a line cannot start with `=`",
                        "`=` stays on the line of what it defines; break the line behind it");
            }
            case DOT -> {
                return next(1) == INT ? leadingDot() : null;
            }
            case ELLIPSIS -> {
                return error("syntax/placeholder", "`...` stands for code that is not written",
                        "write nil where nothing is to be done");
            }
            default -> {
                return null;
            }
        }
    }

    private Diagnostic leadingDot() {
        Span span = Tokens.span(offending).to(Tokens.span(tokens.get(at + 1)));
        String digits = tokens.get(at + 1).getText();
        return problems.error("syntax/number", span, "", "`." + digits + "` is not a number", "write 0." + digits);
    }

    // ---- where an expression was expected

    private @Nullable Diagnostic insteadOfOperand() {
        String text = offending.getText();
        switch (offending.getType()) {
            case PLUS -> {
                if (previous != null && previous.getType() == PLUS) {
                    return problems.error("syntax/increment", Tokens.span(previous).to(Tokens.span(offending)), "",
                            "`++` is not an operator of dl", "write i += 1");
                }
                return error("syntax/unary-plus", "there is no unary `+`", "leave it out");
            }
            case DOT -> {
                return next(1) == INT ? leadingDot() : null;
            }
            case LET, VAR, RETURN, THROW, BREAK, CONTINUE, ASSERT, IMPORT -> {
                if (previous != null && problems.source.line(previous.getStartIndex())
                        < problems.source.line(offending.getStartIndex())) {
                    return null;
                }
                return error("syntax/statement-as-value", "`" + text + "` is a statement and has no value",
                        previous != null && previous.getType() == ARROW
                                ? "put it into a block: -> { " + text + " ... }"
                                : "put it into a block: { " + text + " ... }");
            }
            case FN -> {
                return anonymous();
            }
            case STAR -> {
                return previous != null && isIn(previous, LPAREN, COMMA, LBRACK, SEMI)
                        ? error("syntax/spread", "`" + text + "` does not spread a list", "write ...xs")
                        : null;
            }
            case ELLIPSIS -> {
                return error("syntax/placeholder", "`...` stands for code that is not written",
                        "write nil where nothing is to be done");
            }
            case ELSE, ELSE_IF -> {
                return error("syntax/else-without-if", "`else` has no `if` before it",
                        "a choice is written if c { a } else { b }");
            }
            case ASSIGN -> {
                if (previous != null && isIn(previous, EQ, ASSIGN, LT, GT, NOT)) {
                    return error("syntax/foreign-operator",
                            "`" + previous.getText() + text + "` is not an operator of dl", "a comparison is written ==");
                }
                return null;
            }
            case COLON -> {
                return previous != null && previous.getType() == ELSE ? colon() : null;
            }
            default -> {
                return null;
            }
        }
    }

    private Diagnostic definition() {
        String name = previous == null ? "f" : previous.getText();
        return error("syntax/let-function", "a function with parameters is not defined with `let`",
                "write fn " + name + "(x) = ..., or let " + name + " = x -> ...");
    }

    private Diagnostic anonymous() {
        return error("syntax/anonymous-fn", "a function without a name is not written with `fn`",
                "write x -> x + 1, or (x, y) -> { ... }");
    }

    // ---- behind something complete

    private @Nullable Diagnostic insteadOfMore() {
        String text = offending.getText();
        switch (offending.getType()) {
            case FOR -> {
                return within(RULE_brackets) || within(RULE_parentheses) || within(RULE_call) ? comprehension() : null;
            }
            case IF -> {
                return within(RULE_body) ? null
                        : error("syntax/ternary", "`if` stands before its two values, not between them",
                                "write if c { a } else { b }");
            }
            case COLON -> {
                return colon();
            }
            case ASSIGN, ADD_ASSIGN, SUB_ASSIGN, MUL_ASSIGN, DIV_ASSIGN -> {
                return assignment(text);
            }
            case COMMA, LAST_COMMA -> {
                return comma();
            }
            case SEMI -> {
                return within(RULE_brackets)
                        ? error("syntax/matrix-rows", "`;` does not separate the rows of a matrix",
                                "each row is a bracket: [[1, 2], [3, 4]]")
                        : null;
            }
            case ELLIPSIS -> {
                if (within(RULE_parameters) || within(RULE_namedParameter)) {
                    return error("syntax/rest-not-last", "parameters behind `;` are named one by one",
                            "`...` stands before `;` and takes the positional arguments that are left");
                }
                return error("syntax/range", "`...` is not an operator of dl",
                        "a range is 0..n without its end, 0..=n with it");
            }
            case DOT -> {
                return next(1) == INT
                        ? error("syntax/element", "an element is not reached with `.`",
                                "write [" + tokens.get(at + 1).getText() + "]")
                        : null;
            }
            case SHORT_OPEN -> {
                return header() ? shortBody() : null;
            }
            case LPAREN, LAMBDA_OPEN -> {
                if (previous != null && previous.getType() == FN) {
                    return anonymous();
                }
                return within(RULE_binding) && offending.getType() == LPAREN ? definition() : null;
            }
            case INT, FLOAT -> {
                return within(RULE_field)
                        ? error("syntax/element", "an element is not reached with `.`",
                                "write [" + text.replace(".", "][") + "]")
                        : null;
            }
            case STRING -> {
                return within(RULE_field)
                        ? error("syntax/element", "a key behind `.` is a word", "write [" + text + "]")
                        : null;
            }
            case ARROW -> {
                return error("syntax/lambda-parameters", "`->` has no parameters before it",
                        "the parameters of a function are names: x -> ..., (x, y) -> ...");
            }
            case STAR -> {
                return within(RULE_importStatement) || within(RULE_importName)
                        ? error("syntax/import-star", "an import names what it takes", "name them, import nn: Linear, Dropout, or import nn and write nn.Linear")
                        : null;
            }
            case NEWLINE -> {
                return brokenHeader();
            }
            case CATCH -> {
                return error("syntax/catch-without-try", "`catch` has no `try` before it", "write try { ... } catch e { ... }");
            }
            case ELSE, ELSE_IF -> {
                return error("syntax/else-without-if", "`else` has no `if` before it",
                        "a choice is written if c { a } else { b }");
            }
            default -> {
                return null;
            }
        }
    }

    private Diagnostic colon() {
        if (within(RULE_body) && rule.parent.getRuleIndex() == RULE_forLoop && next(1) != NEWLINE) {
            return error("syntax/range", "a range is not written with `:`", "write 0..n without its end, 0..=n with it");
        }
        if (header() || previous != null && previous.getType() == ELSE) {
            return error("syntax/colon-block", "a body does not start with `:`", "bodies stand in braces: { ... }");
        }
        if (within(RULE_call)) {
            return error("syntax/named-argument", "an argument is not named with `:`", "write "
                    + (previous != null && previous.getType() == ID ? previous.getText() : "name") + " = value");
        }
        if (within(RULE_brackets)) {
            return error("syntax/record-brackets", "`key: value` does not stand in square brackets",
                    "a record stands in braces: {x: 1}");
        }
        if (within(RULE_block) && computedKey()) {
            return error("syntax/record-field", "a key of a record is a name or a string", COMPUTED_KEY);
        }
        if (within(RULE_program) || within(RULE_block)) {
            return error("syntax/annotation", "`:` has no meaning here",
                    "an annotation belongs to a `let`: let x: f32[n] = ...; bodies stand in braces");
        }
        return error("syntax/expected", "`:` has no meaning here", "");
    }

    /// `{1: "one"}`, `{[key]: 2}`, `{"a" + b: 3}`: read as a block, meant as a record.
    private boolean computedKey() {
        int open = ((ParserRuleContext) rule).getStart().getTokenIndex();
        for (int i = open + 1; i < at; i++) {
            if (separates(tokens.get(i).getType())) {
                return false;
            }
        }
        return !Shaper.isWord(next(open + 1 - at)) || next(open + 2 - at) != COLON;
    }

    private @Nullable Diagnostic assignment(String text) {
        if (within(RULE_body)) {
            return error("syntax/assign-in-condition", "`" + text + "` assigns and has no value", "a comparison is written ==");
        }
        if (within(RULE_tuplePattern) && rule.parent.getRuleIndex() != RULE_binding) {
            return error("syntax/counting-loop", "a loop does not count with `=` and `;`", "write for i in 0..n { ... }");
        }
        if (within(RULE_parentheses) || within(RULE_brackets) || within(RULE_subscript) || within(RULE_hole)
                || within(RULE_call)) {
            return error("syntax/assign-in-expression", "`" + text + "` assigns and has no value",
                    "a comparison is written ==; an assignment is a statement of its own");
        }
        if (within(RULE_record) || within(RULE_shortRecord)) {
            return error("syntax/record-field", "a field is not written with `=`", "write key: value");
        }
        if (within(RULE_program) || within(RULE_block)) {
            return error("syntax/assign-chain", "`" + text + "` assigns and has no value",
                    assignedLambda() ? "put it into a block: x -> { ... }" : "an assignment is a statement of its own");
        }
        return null;
    }

    private boolean assignedLambda() {
        for (int i = at; i > 0 && tokens.get(i).getType() != NEWLINE; i--) {
            if (tokens.get(i).getType() == ARROW) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Diagnostic comma() {
        if (within(RULE_forLoop)) {
            return error("syntax/bare-tuple", "several names of a loop stand in parentheses", "write for (i, x) in ...");
        }
        if (within(RULE_block) && recordLike()) {
            return error("syntax/record-field", "a field is not written with `=`", "write {key: value, ...}");
        }
        if (next(1) == LAMBDA_NAME && previous != null && previous.getType() == ID) {
            return error("syntax/lambda-parameters", "several parameters stand in parentheses",
                    "write (" + previous.getText() + ", " + tokens.get(at + 1).getText() + ") -> ...");
        }
        if (within(RULE_program) || within(RULE_block) || within(RULE_binding) || within(RULE_layer)) {
            return error("syntax/bare-tuple", "a tuple stands in parentheses",
                    within(RULE_binding) ? "write let (a, b) = ..." : "write (a, b)");
        }
        return null;
    }

    /// `{a = 1, b = 2}`.
    private boolean recordLike() {
        int open = ((ParserRuleContext) rule).getStart().getTokenIndex();
        return open + 2 < tokens.size() && tokens.get(open + 1).getType() == ID && tokens.get(open + 2).getType() == ASSIGN;
    }

    private Diagnostic shortBody() {
        String name = tokens.get(at + 1).getText();
        String other = Shaper.isName(next(3)) ? tokens.get(at + 3).getText() : "y";
        return error("syntax/short-record-body", "a body cannot hold `" + name + ", " + other + "`",
                "write the tuple (" + name + ", " + other + ") or the record {" + name + ": " + name + ", " + other + ": "
                        + other + "}");
    }

    /// `[x^2 for x in xs if x > 0]` becomes `map(filter(xs, x -> x > 0), x -> x^2)`.
    private Diagnostic comprehension() {
        String hint = "write map(xs, x -> ...)";
        int in = find(at, IN);
        int condition = in < 0 ? -1 : find(in, IF);
        int end = in < 0 ? -1 : find(in, within(RULE_brackets) ? RBRACK : RPAREN);
        if (in > 0 && end > 0) {
            int start = ((ParserRuleContext) rule).getStart().getTokenIndex() + 1;
            String value = text(start, at);
            String name = text(at + 1, in);
            name = name.indexOf(',') >= 0 && !name.startsWith("(") ? "((" + name + "))"
                    : name.startsWith("(") ? "(" + name + ")" : name;
            boolean filtered = condition > 0 && condition < end;
            String over = text(in + 1, filtered ? condition : end);
            if (filtered) {
                over = "filter(" + over + ", " + name + " -> " + text(condition + 1, end) + ")";
            }
            hint = "write map(" + over + ", " + name + " -> " + value + ")";
        }
        return error("syntax/comprehension", "dl has no list comprehensions", hint);
    }

    /// The next token of a type before the line ends.
    private int find(int from, int type) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            int t = tokens.get(i).getType();
            if (t == type && depth == 0) {
                return i;
            }
            if (Shaper.isOpening(t)) {
                depth++;
            } else if (Shaper.isClosing(t) && depth-- == 0) {
                return -1;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        if (to <= from) {
            return "...";
        }
        Span span = Tokens.span(tokens.get(from)).to(Tokens.span(tokens.get(to - 1)));
        return problems.source.slice(span);
    }

    /// `fn f(x)` with `{` or `=` on the next line.
    private @Nullable Diagnostic brokenHeader() {
        int next = next(1);
        if (header() && (Shaper.isBrace(next) || next == ASSIGN || next == ARROW) && previous != null) {
            String mark = tokens.get(at + 1).getText();
            return problems.error("syntax/broken-header", Tokens.span(tokens.get(at + 1)), "", Tokens.span(previous),
                    "the header ends here", "`" + mark + "` does not stand on the line of its header",
                    "move `" + mark + "` to the end of the line above");
        }
        return null;
    }

    // ---- words of other languages

    private @Nullable Diagnostic words() {
        if (previous != null && previous.getType() == ID && startsOperand(offending.getType())) {
            String word = previous.getText();
            String hint = ForeignWords.leading(word);
            if (!hint.isEmpty()) {
                return problems.error("syntax/foreign-word", Tokens.span(previous), "", ForeignWords.isName(word)
                        ? "`" + word + "` cannot stand like this" : "`" + word + "` is not a keyword of dl", hint);
            }
        }
        if (offending.getType() == ID) {
            String hint = ForeignWords.following(offending.getText());
            if (!hint.isEmpty()) {
                return error("syntax/foreign-word", "`" + offending.getText() + "` is not a keyword of dl", hint);
            }
        }
        return null;
    }

    // ---- tokens

    static String shown(Token token) {
        String text = token.getText();
        return "`" + (text.length() > 30 ? text.substring(0, 27) + "..." : text) + "`";
    }

    static boolean isIn(Token token, int... types) {
        for (int type : types) {
            if (token.getType() == type) {
                return true;
            }
        }
        return false;
    }

    /// Whether a statement starts behind this token.
    static boolean separates(int type) {
        return type == NEWLINE || type == SEMI || type == LBRACE;
    }

    static boolean startsOperand(int type) {
        return switch (type) {
            case ID, INT, FLOAT, IMAGINARY, STRING, TRUE, FALSE, NIL, FSTART, LPAREN, NEW_PAREN, LBRACK, NEW_BRACK, LBRACE,
                    REC_OPEN, SHORT_OPEN, EMPTY_OPEN, LAMBDA_NAME, LAMBDA_OPEN, IF, FOR, WHILE, WITH, TRY, LET, VAR, FN,
                    RETURN, THROW, ASSERT, IMPORT, BREAK, CONTINUE, NOT, LAYER, PARAM, STATE, TEST -> true;
            default -> false;
        };
    }
}

package dl.syntax;

import static dl.syntax.antlr.DlParser.*;

import dl.source.Diagnostic;
import dl.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// Says in words what the parser found wrong: it names what is missing, never a set of tokens.
///
/// The rule in which the parser stopped tells which construct is not finished; the token that does not fit and the one
/// before it tell which habit brought the user here. [Habits] knows the habits.
final class SyntaxErrors {
    private final Problems problems;

    // The place that is being described.
    private final Tokens tokens;
    private final Token offending;
    private final @Nullable Token previous;
    private final RuleContext rule;

    SyntaxErrors(Problems problems, Tokens tokens, FirstError.Found found) {
        this.problems = problems;
        this.tokens = tokens;
        this.offending = found.offending;
        this.rule = found.rule;
        int index = offending.getTokenIndex();
        this.previous = index > 0 ? tokens.get(index - 1) : null;
    }

    /// @param required whether the parser could go on with nothing but an expression
    Diagnostic describe(boolean required) {
        boolean expressionExpected = required || firstOfList();
        Habits habits = new Habits(problems, tokens, offending, previous, rule);
        Diagnostic habit = habits.describe(expressionExpected);
        if (habit != null) {
            return habit;
        }
        if (expressionExpected) {
            return operandMissing();
        }
        return switch (rule.getRuleIndex()) {
            case RULE_program, RULE_block -> statementEnd();
            case RULE_layer -> layerItem();
            case RULE_body, RULE_conditional, RULE_test -> body();
            case RULE_function -> functionHeader();
            case RULE_binding, RULE_layerField -> value();
            case RULE_type, RULE_tupleType -> error("a type", "such as int, str, fn, [n, d] or f32[n, d]");
            case RULE_pattern, RULE_patternItem, RULE_fieldPattern -> name("a name or a pattern");
            case RULE_call -> separated("arguments", ")");
            case RULE_parentheses -> separated("values", ")");
            case RULE_tuplePattern -> separated("names", ")");
            case RULE_lambdaHead, RULE_parameters -> separated("parameters", ")");
            case RULE_brackets -> separated("elements", "]");
            case RULE_subscript -> separated("indices", "]");
            case RULE_indexBinders -> separated("indices", "]");
            case RULE_record, RULE_shortRecord, RULE_recordPattern -> separated("fields", "}");
            case RULE_binder -> error("the name of an index",
                    "the left side names indices: let C[i, j] = ...; one element of a `var` is set without `let`: C[0] = 1");
            case RULE_entry -> error("a field such as `x: 1`", Habits.COMPUTED_KEY);
            case RULE_fstring -> error("the end of the f-string", "close it with `\"`");
            case RULE_hole -> error("`}`", "the hole of an f-string holds one expression: f\"{x}\", f\"{x:.2f}\"");
            case RULE_forLoop -> error("`in`", "a loop is written for x in xs { ... }");
            case RULE_tryCatch -> tryCatch();
            default -> name("a name");
        };
    }

    /// Behind an opening bracket the parser would also take the closing one; what stands there was meant as a value.
    private boolean firstOfList() {
        if (previous == null || Habits.startsOperand(offending.getType())) {
            return false;
        }
        return switch (rule.getRuleIndex()) {
            case RULE_call, RULE_parentheses, RULE_brackets -> Habits.isIn(previous, LPAREN, NEW_PAREN, LBRACK, NEW_BRACK);
            case RULE_program, RULE_block -> previous.getType() == RETURN;
            default -> false;
        };
    }

    // ---- parts

    private Diagnostic error(String expected, String hint) {
        return problems.error("syntax/expected", place(), "", "expected " + expected + ", found " + found(), hint);
    }

    /// The end of a line or of the input has no character to point at: the place behind the last token stands for it.
    private Span place() {
        if (previous != null && (offending.getType() == NEWLINE || offending.getType() == Token.EOF || isMissing(offending))) {
            int end = Tokens.span(previous).end();
            return new Span(end, end);
        }
        return Tokens.span(offending);
    }

    /// Whether a token is not in the text: a bracket that stands where one was forgotten.
    private static boolean isMissing(Token token) {
        return token.getStopIndex() < token.getStartIndex();
    }

    private String found() {
        return switch (offending.getType()) {
            case NEWLINE -> "the end of the line";
            case Token.EOF -> "the end of the input";
            default -> isMissing(offending) ? "the end of the line" : Habits.shown(offending);
        };
    }

    private Diagnostic operandMissing() {
        if (rule.getRuleIndex() == RULE_subscript || rule.getRuleIndex() == RULE_index) {
            return error("an index", "x[:] is all of x");
        }
        return onNextLine() ? continued("an expression") : error("an expression", afterPrevious());
    }

    /// Whether the line above ends with something that wants more, and this line was not meant to give it.
    private boolean onNextLine() {
        return previous != null && offending.getType() != Token.EOF && offending.getType() != NEWLINE
                && !Shaper.isOpening(previous.getType()) && !Shaper.isClosing(offending.getType())
                && problems.source.line(previous.getStartIndex()) < problems.source.line(offending.getStartIndex());
    }

    private Diagnostic continued(String expected) {
        String text = previous.getText();
        return problems.error("syntax/expected", Tokens.span(previous), "", place(), "read as its continuation",
                "expected " + expected + " after `" + text + "`, found " + found(), afterPrevious());
    }

    private String afterPrevious() {
        if (previous == null) {
            return "";
        }
        return switch (previous.getType()) {
            case PLUS, MINUS, STAR, SLASH, FLOOR, PERCENT, MATMUL, CARET, AMP, BAR, AND, OR, NOT, EQ, NE, LT, LE, GT, GE,
                    PIPE, RANGE -> "`" + previous.getText() + "` needs a value on its right";
            case ASSIGN -> "a value stands right of `=`";
            case ARROW -> "the function's value stands right of `->`";
            case THROW, ASSERT, IF, WHILE -> "`" + previous.getText() + "` needs a value behind it";
            default -> "";
        };
    }

    // ---- constructs

    private Diagnostic statementEnd() {
        if (Habits.startsOperand(offending.getType())) {
            return problems.error("syntax/statement-end", place(), "this does not belong to what stands before it",
                    "expected an operator or the end of the statement, found " + found(),
                    "two statements on one line need `;` between them");
        }
        return error("the end of the statement", "");
    }

    private Diagnostic layerItem() {
        if (rule.getChildCount() < 2) {
            return name("the layer's name");
        }
        if (rule.getChildCount() == 2) {
            return error("`(` after the layer's name", "layer " + rule.getChild(1).getText() + "() { ... } takes no arguments");
        }
        if (rule.getChildCount() <= 5) {
            problems.braceMissing(offending);
            return error("`{` after the layer's parameters", "layer Name(size) { param w = ... }");
        }
        boolean starts = previous != null && Habits.separates(previous.getType());
        if (!starts) {
            return statementEnd();
        }
        return problems.error("syntax/layer-item", place(), "",
                "a layer holds `param`, `state`, `let` and `fn` only, found " + found(),
                "param w = ... is learned, state s = ... is kept, let c = ... is neither; code belongs into a `fn`");
    }

    private Diagnostic body() {
        String header = rule.getRuleIndex() == RULE_test || rule.parent == null ? "test"
                : switch (rule.parent.getRuleIndex()) {
                    case RULE_forLoop -> "for";
                    case RULE_whileLoop -> "while";
                    case RULE_withBlock -> "with";
                    case RULE_tryCatch -> "try";
                    case RULE_function -> "fn";
                    default -> "if";
                };
        problems.braceMissing(offending);
        if (previous != null && previous.getType() == ELSE && Habits.startsOperand(offending.getType())) {
            return problems.error("syntax/else-condition", place(), "", "`else` takes no condition",
                    "write } else if " + offending.getText() + " ... {");
        }
        return error("`{`", "the body of `" + header + "` stands in braces, and `{` on the same line");
    }

    private Diagnostic functionHeader() {
        if (previous != null && previous.getType() == FN) {
            return name("the function's name");
        }
        if (previous != null && previous.getType() == ID && rule.getChildCount() == 2) {
            return error("`(` after the function's name",
                    "parameters stand in parentheses: fn " + previous.getText() + "(x) = ...");
        }
        if (rule.getChildCount() < 5) {
            return separated("parameters", ")");
        }
        problems.braceMissing(offending);
        return error("`=` or `{`", "write fn f(x) = x^2, or fn f(x) { ... } with `{` on the same line");
    }

    private Diagnostic value() {
        boolean nameMissing = previous != null && Habits.isIn(previous, LET, VAR, PARAM, STATE);
        if (nameMissing) {
            return name("a name");
        }
        Token first = ((ParserRuleContext) rule).getStart();
        return error("`=`", "`" + first.getText() + "` needs a value: " + first.getText() + " x = 0");
    }

    private Diagnostic tryCatch() {
        if (previous != null && previous.getType() == CATCH) {
            return error("a name for the error", "write catch e { ... }, or catch _ { ... } when it is not needed");
        }
        return error("`catch`", "a `try` is followed by catch e { ... }");
    }

    /// A list in brackets in which a separator or the end is missing.
    private Diagnostic separated(String what, String closer) {
        boolean first = previous != null && Shaper.isOpening(previous.getType());
        int type = offending.getType();
        if (first || previous != null && previous.getType() == COMMA) {
            return name("a name");
        }
        if (rule.getRuleIndex() == RULE_lambdaHead) {
            return problems.error("syntax/lambda-parameters", place(), "",
                    "the parameters of a lambda are names, found " + found(), "write (x, y) -> x + y");
        }
        if (Habits.startsOperand(type) || type == NEWLINE) {
            Span behind = previous == null ? place() : new Span(Tokens.span(previous).end(), Tokens.span(previous).end());
            return problems.error("syntax/missing-comma", behind, "`,` is missing here",
                    "the " + what + " are not separated", "separate them with `,`");
        }
        return error("`,` or `" + closer + "`", type == SEMI ? "the " + what + " are separated by `,`"
                : rule.getRuleIndex() == RULE_parameters ? "a parameter is a name, with or without a type: fn f(x, y: [n]; scale = 1)" : "");
    }

    private Diagnostic name(String expected) {
        if (onNextLine() && previous.getType() != NEWLINE && previous.getType() != COMMA) {
            return continued(expected);
        }
        int type = offending.getType();
        if (Shaper.isWord(type) && !Shaper.isName(type)) {
            return problems.error("syntax/keyword-as-name", place(), "", Habits.shown(offending)
                    + " is a keyword of dl and cannot be a name", "call it " + offending.getText() + "_ or something else");
        }
        return error(expected, "");
    }
}

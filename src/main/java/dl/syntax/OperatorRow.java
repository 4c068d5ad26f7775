package dl.syntax;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Span;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/// Groups one row of operands and operators by [Precedence], with two stacks (Dijkstra's shunting yard).
///
/// No recursion: a sum of three thousand terms is as safe as one of two. What does nest, prefix operators and `^`, counts
/// towards the nesting limit.
final class OperatorRow {
    private final ExpressionBuilder builder;
    private final List<Expr> operands = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    OperatorRow(ExpressionBuilder builder) {
        this.builder = builder;
    }

    /// An operator whose right side is not complete yet.
    private static final class Waiting {
        final int level;
        final Token token;
        final boolean prefix;
        /// All operators of a chain of comparisons.
        final List<ComparisonOperator> comparisons;
        final List<Token> comparisonTokens;
        @Nullable Parameters parameters;
        AstBuilder.@Nullable Surroundings outside;

        Waiting(int level, Token token, boolean prefix) {
            this.level = level;
            this.token = token;
            this.prefix = prefix;
            this.comparisons = level == Precedence.COMPARISON ? new ArrayList<>(1) : List.of();
            this.comparisonTokens = level == Precedence.COMPARISON ? new ArrayList<>(1) : List.of();
        }
    }

    Expr group(List<ParseTree> children) {
        operand((OperandContext) children.getFirst());
        for (int i = 1; i < children.size(); i += 2) {
            Token operator = ((TerminalNode) children.get(i)).getSymbol();
            infix(operator);
            if (operator.getType() == DlParser.NOT) {
                i++; // `not in`
            }
            operand((OperandContext) children.get(i + 1));
        }
        while (!waiting.isEmpty()) {
            reduce();
        }
        return operands.getFirst();
    }

    private void operand(OperandContext c) {
        int i = 0;
        while (isPrefix(c.getChild(i))) {
            prefix(c.getChild(i));
            i++;
        }
        operands.add(builder.operand(c, i));
    }

    static boolean isPrefix(ParseTree child) {
        int type = AstBuilder.type(child);
        return type == DlParser.MINUS || type == DlParser.NOT || child instanceof LambdaHeadContext;
    }

    private void prefix(ParseTree child) {
        if (child instanceof TerminalNode node) {
            Token token = node.getSymbol();
            push(new Waiting(token.getType() == DlParser.NOT ? Precedence.NOT_LEVEL : Precedence.NEGATION, token, true));
            return;
        }
        LambdaHeadContext head = (LambdaHeadContext) child;
        Token token = head.getStart();
        Waiting lambda = new Waiting(Precedence.LAMBDA, token, true);
        if (head.LAMBDA_NAME() != null) {
            Span span = Tokens.span(token);
            Pattern name = new Pattern.Name(span, Literals.name(head.LAMBDA_NAME()));
            lambda.parameters = new Parameters(
                    List.of(new Parameter.Positional(span, name, Optional.empty())),
                    Optional.empty(), List.of());
        } else {
            lambda.parameters = builder.builder.patterns().parameters(head.parameters());
        }
        lambda.outside = builder.builder.enterFunction();
        push(lambda);
    }

    private void push(Waiting operator) {
        waiting.add(operator);
        if (++builder.pending > DlParser.NESTING_LIMIT) {
            throw new DiagnosticException(tooDeep(builder.problems, Tokens.span(operator.token)));
        }
    }

    static Diagnostic tooDeep(Problems problems, Span span) {
        return Diagnostic.of("limit/nesting", ErrorKind.LIMIT,
                        "this is nested more than " + DlParser.NESTING_LIMIT + " levels deep",
                        new Label(problems.source, span, "level " + (DlParser.NESTING_LIMIT + 1)))
                .hint("give parts of it a name with `let`, or make them functions");
    }

    private void infix(Token token) {
        int level = Precedence.ofInfix(token.getType());
        while (!waiting.isEmpty()) {
            Waiting left = waiting.getLast();
            if (level == Precedence.COMPARISON && left.level == level) {
                break;
            }
            if (!Precedence.groupsLeft(left.level, level)) {
                break;
            }
            if (level == Precedence.RANGE_LEVEL && left.level == level) {
                builder.problems.report("syntax/range-chain", Tokens.span(token), "", "a range has two ends",
                        "a step is written with a slice, x[0:10:2], or with arange(0, 10, 2)");
            }
            reduce();
        }
        if (level != Precedence.COMPARISON) {
            push(new Waiting(level, token, false));
            return;
        }
        Waiting chain = waiting.isEmpty() || waiting.getLast().level != level ? null : waiting.getLast();
        if (chain == null) {
            chain = new Waiting(level, token, false);
            push(chain);
        }
        chain.comparisons.add(comparison(token.getType()));
        chain.comparisonTokens.add(token);
    }

    private static ComparisonOperator comparison(int token) {
        return switch (token) {
            case DlParser.EQ -> ComparisonOperator.EQUAL;
            case DlParser.NE -> ComparisonOperator.NOT_EQUAL;
            case DlParser.LT -> ComparisonOperator.LESS;
            case DlParser.LE -> ComparisonOperator.LESS_EQUAL;
            case DlParser.GT -> ComparisonOperator.GREATER;
            case DlParser.GE -> ComparisonOperator.GREATER_EQUAL;
            case DlParser.IN -> ComparisonOperator.IN;
            default -> ComparisonOperator.NOT_IN;
        };
    }

    private void reduce() {
        Waiting operator = waiting.removeLast();
        builder.pending--;
        Expr right = operands.removeLast();
        if (operator.prefix) {
            operands.add(prefixed(operator, right));
            return;
        }
        if (operator.level == Precedence.COMPARISON) {
            operands.add(compared(operator, right));
            return;
        }
        Expr left = operands.removeLast();
        operands.add(combined(operator.token.getType(), left, right));
    }

    private Expr prefixed(Waiting operator, Expr operand) {
        Span span = Tokens.span(operator.token).to(operand.span());
        if (operator.parameters != null) {
            builder.builder.leave(operator.outside);
            return new Expr.Lambda(span, operator.parameters, operand);
        }
        if (operator.level == Precedence.NOT_LEVEL) {
            return new Expr.Not(span, operand);
        }
        if (operand instanceof Expr.IntLiteral literal && Literals.isSmallest(literal, builder.problems)) {
            return new Expr.IntLiteral(span, Long.MIN_VALUE);
        }
        return new Expr.Negate(span, operand);
    }

    private Expr compared(Waiting chain, Expr last) {
        int count = chain.comparisons.size();
        List<Expr> compared = new ArrayList<>(count + 1);
        compared.addAll(operands.subList(operands.size() - count, operands.size()));
        compared.add(last);
        for (int i = 0; i < count; i++) {
            operands.removeLast();
        }
        if (count > 1) {
            Comparisons.check(chain.comparisons, chain.comparisonTokens, compared, builder.problems);
        }
        Span span = compared.getFirst().span().to(last.span());
        return new Expr.Comparison(span, List.copyOf(chain.comparisons), List.copyOf(compared));
    }

    private static Expr combined(int token, Expr left, Expr right) {
        Span span = left.span().to(right.span());
        return switch (token) {
            case DlParser.AND -> new Expr.Logical(span, true, left, right);
            case DlParser.OR -> new Expr.Logical(span, false, left, right);
            case DlParser.PIPE -> new Expr.Pipe(span, left, right);
            case DlParser.RANGE -> new Expr.Range(span, left, right, false);
            case DlParser.RANGE_IN -> new Expr.Range(span, left, right, true);
            default -> new Expr.Binary(span, binary(token), left, right);
        };
    }

    private static BinaryOperator binary(int token) {
        return switch (token) {
            case DlParser.PLUS -> BinaryOperator.ADD;
            case DlParser.MINUS -> BinaryOperator.SUBTRACT;
            case DlParser.STAR -> BinaryOperator.MULTIPLY;
            case DlParser.SLASH -> BinaryOperator.DIVIDE;
            case DlParser.FLOOR -> BinaryOperator.FLOOR_DIVIDE;
            case DlParser.PERCENT -> BinaryOperator.REMAINDER;
            case DlParser.MATMUL -> BinaryOperator.MATMUL;
            case DlParser.CARET -> BinaryOperator.POWER;
            case DlParser.AMP -> BinaryOperator.AND;
            case DlParser.BAR -> BinaryOperator.OR;
            default -> throw new IllegalStateException("operator " + token);
        };
    }
}

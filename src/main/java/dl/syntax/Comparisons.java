package dl.syntax;

import dl.source.Span;
import java.util.List;
import org.antlr.v4.runtime.Token;

/// The rule of chained comparisons: one direction, `0 < x <= 1`, so that the chain reads as one statement.
final class Comparisons {
    private Comparisons() {}

    static void check(List<ComparisonOperator> operators, List<Token> tokens, List<Expr> operands, Problems problems) {
        int direction = 0;
        Token directed = null;
        for (int i = 0; i < operators.size(); i++) {
            ComparisonOperator operator = operators.get(i);
            Span span = Tokens.span(tokens.get(i));
            switch (operator) {
                case NOT_EQUAL, IN, NOT_IN -> {
                    problems.report("syntax/comparison-chain", span, "",
                            "`" + operator.text() + "` cannot be part of a chain of comparisons",
                            suggestion(operators, operands, problems));
                    return;
                }
                case EQUAL -> {}
                case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> {
                    int way = operator == ComparisonOperator.LESS || operator == ComparisonOperator.LESS_EQUAL ? 1 : -1;
                    if (directed != null && way != direction) {
                        problems.report(problems.error("syntax/comparison-chain", span, way > 0 ? "upwards" : "downwards",
                                Tokens.span(directed), way > 0 ? "downwards" : "upwards",
                                "a chain of comparisons must go in one direction",
                                suggestion(operators, operands, problems)));
                        return;
                    }
                    direction = way;
                    directed = tokens.get(i);
                }
            }
        }
    }

    private static String suggestion(List<ComparisonOperator> operators, List<Expr> operands, Problems problems) {
        StringBuilder text = new StringBuilder("write ");
        for (int i = 0; i < operators.size(); i++) {
            text.append(i == 0 ? "" : " and ").append(problems.source.slice(operands.get(i).span())).append(' ')
                    .append(operators.get(i).text()).append(' ')
                    .append(problems.source.slice(operands.get(i + 1).span()));
        }
        return text.toString();
    }
}

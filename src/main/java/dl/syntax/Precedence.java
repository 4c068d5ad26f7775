package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

/// How tightly operators bind, loosest first. The grammar reads a row of operands; [ExpressionBuilder] groups it by this.
///
/// | level | operators | |
/// |---|---|---|
/// | 1 | `->` | a lambda takes everything to its right |
/// | 2 | `or` `\|` | left |
/// | 3 | `and` `&` | left |
/// | 4 | `not` | prefix |
/// | 5 | `==` `!=` `<` `<=` `>` `>=` `in` `not in` | chain |
/// | 6 | `\|>` | left |
/// | 7 | `..` `..=` | none |
/// | 8 | `+` `-` | left |
/// | 9 | `*` `/` `//` `%` `@` | left |
/// | 10 | unary `-` | prefix |
/// | 11 | `^` | right; its right side may be negated: `2^-1` |
/// | 12 | call, index, field | part of an operand |
final class Precedence {
    static final int LAMBDA = 1;
    static final int OR_LEVEL = 2;
    static final int AND_LEVEL = 3;
    static final int NOT_LEVEL = 4;
    static final int COMPARISON = 5;
    static final int PIPE_LEVEL = 6;
    static final int RANGE_LEVEL = 7;
    static final int SUM = 8;
    static final int PRODUCT = 9;
    static final int NEGATION = 10;
    static final int POWER = 11;

    private Precedence() {}

    static int ofInfix(int token) {
        return switch (token) {
            case OR, BAR -> OR_LEVEL;
            case AND, AMP -> AND_LEVEL;
            case PIPE -> PIPE_LEVEL;
            case RANGE, RANGE_IN -> RANGE_LEVEL;
            case PLUS, MINUS -> SUM;
            case STAR, SLASH, FLOOR, PERCENT, MATMUL -> PRODUCT;
            case CARET -> POWER;
            default -> COMPARISON;
        };
    }

    /// Whether an operator waiting on the left takes its operand before an operator of the given level does.
    static boolean groupsLeft(int waiting, int next) {
        return waiting > next || waiting == next && next != POWER;
    }
}

package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.syntax.Layout.Group;
import dl.syntax.Layout.Kind;
import dl.syntax.Layout.Piece;
import java.util.List;

/// Where blanks stand between the words of a row.
///
/// Binary operators have blanks around them, `^`, `..` and the arithmetic inside slices and sizes have none.
final class Spacing {
    private Spacing() {}

    static void apply(Kind kind, List<Piece> row) {
        boolean slice = kind == Kind.INDEX && row.stream().anyMatch(piece -> piece.opening() == COLON);
        for (int i = 1; i < row.size(); i++) {
            Piece piece = row.get(i);
            int before = row.get(i - 1).closing();
            piece.spaced = spaced(row, i, before, piece.opening(), kind, slice);
        }
    }

    private static boolean spaced(List<Piece> row, int i, int before, int type, Kind kind, boolean slice) {
        boolean tight = slice || kind == Kind.SIZES;
        if (before == DOT || type == DOT || before == ELLIPSIS || range(before) || range(type) || before == CARET || type == CARET) {
            return false;
        }
        if (type == COLON || type == COMMA) {
            return false;
        }
        if (before == COLON) {
            return !slice;
        }
        if (before == MINUS && isPrefix(row, i - 1)) {
            return false;
        }
        if (tight && (arithmetic(before) || arithmetic(type) && !(type == MINUS && isPrefix(row, i)))) {
            return false;
        }
        if (row.get(i) instanceof Group group) {
            return switch (group.kind) {
                case CALL, INDEX -> false;
                case SIZES -> !(before == ID);
                case BLOCK, RECORD, PAREN, BRACKET -> true;
            };
        }
        return true;
    }

    private static boolean range(int type) {
        return type == RANGE || type == RANGE_IN;
    }

    private static boolean arithmetic(int type) {
        return switch (type) {
            case PLUS, MINUS, STAR, SLASH, FLOOR, PERCENT -> true;
            default -> false;
        };
    }

    /// Whether the minus at an index has nothing to its left.
    private static boolean isPrefix(List<Piece> row, int index) {
        int left = index - 1;
        while (left >= 0 && row.get(left).closing() == Layout.Remark.TYPE) {
            left--;
        }
        return left < 0 || !endsOperand(row.get(left).closing());
    }

    static boolean endsOperand(int type) {
        return switch (type) {
            case ID, INT, FLOAT, IMAGINARY, STRING, FSTART, TRUE, FALSE, NIL, RPAREN, RBRACK, RBRACE -> true;
            default -> false;
        };
    }

    static boolean isInfix(int type) {
        return switch (type) {
            case OR, BAR, AND, AMP, EQ, NE, LT, LE, GT, GE, PIPE, PLUS, MINUS, STAR, SLASH, FLOOR, PERCENT, MATMUL -> true;
            default -> false;
        };
    }

    /// Whether a bracket that follows this row belongs to a type.
    static boolean typeZone(Kind outer, boolean typed, List<Piece> row) {
        if (outer == Kind.SIZES) {
            return true;
        }
        if (row.isEmpty()) {
            return false;
        }
        int first = row.getFirst().opening();
        boolean binding = first == LET || first == VAR || first == PARAM || first == STATE;
        for (int i = row.size() - 1; i >= 0; i--) {
            int type = row.get(i).opening();
            if (type == ASSIGN) {
                return false;
            }
            if (type == COLON) {
                return typed || binding;
            }
            if (type == ARROW) {
                return first == FN;
            }
        }
        return false;
    }

    /// Whether the parentheses behind this row hold the parameters of a definition.
    static boolean parameters(List<Piece> row) {
        int size = row.size();
        return size >= 2 && (row.get(size - 2).opening() == FN || row.get(size - 2).opening() == LAYER);
    }

    /// Whether a brace behind this row is the pattern of a `let` or `for`.
    static boolean recordPattern(List<Piece> row) {
        if (row.isEmpty()) {
            return false;
        }
        int last = row.getLast().closing();
        return last == LET || last == VAR || last == FOR;
    }
}

package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.syntax.Layout.Group;
import dl.syntax.Layout.Item;
import dl.syntax.Layout.Kind;
import dl.syntax.Layout.Leaf;
import dl.syntax.Layout.Piece;
import dl.syntax.Layout.Remark;
import java.util.List;

/// Where a row may go on to the next line, and where its author wanted it to.
final class Breaks {
    private static final int NONE = -2;

    private Breaks() {}

    /// Whether the author broke the row behind an operator or comma or before a `.name`; such breaks stay.
    static boolean forced(List<Piece> row) {
        for (int i = 1; i < row.size(); i++) {
            if (kept(row, i) && row.get(i - 1).closing() != ASSIGN && row.get(i - 1).closing() != ARROW) {
                return true;
            }
        }
        return false;
    }

    /// Whether the author's break before a piece stays, if the row does not fit on one line.
    static boolean kept(List<Piece> row, int index) {
        if (index == 0 || row.get(index).breaks == 0) {
            return false;
        }
        int before = row.get(index - 1).closing();
        return Spacing.isInfix(before) || before == COMMA || before == ASSIGN || before == ARROW || row.get(index).opening() == DOT;
    }

    /// Whether the author broke before a `|>`.
    static boolean pipes(List<Piece> row) {
        return row.stream().anyMatch(piece -> piece.opening() == PIPE && piece.breaks > 0);
    }

    static boolean continuesBlock(int type) {
        return type == ELSE || type == ELSE_IF || type == CATCH;
    }

    static int level(int type) {
        return Spacing.isInfix(type) ? Precedence.ofInfix(type) : NONE;
    }

    /// The level of the operators that bind loosest in a row, or -1 if there are none.
    static int loosest(List<Piece> row) {
        int loosest = -1;
        for (int i = 1; i < row.size() - 1; i++) {
            int type = row.get(i).opening();
            if (row.get(i) instanceof Leaf && Spacing.isInfix(type) && Spacing.endsOperand(row.get(i - 1).closing())) {
                loosest = loosest < 0 ? Precedence.ofInfix(type) : Math.min(loosest, Precedence.ofInfix(type));
            }
        }
        return loosest;
    }

    /// The text from a piece to the next operator of the level.
    static String segment(List<Piece> row, int from, int level) {
        StringBuilder text = new StringBuilder(" ");
        for (int i = from; i < row.size(); i++) {
            String flat = row.get(i).flat();
            text.append(i > from && row.get(i).spaced ? " " : "");
            if (flat == null) {
                return text.toString();
            }
            text.append(flat);
            if (row.get(i) instanceof Leaf && level(row.get(i).opening()) == level) {
                break;
            }
        }
        return text.toString();
    }

    /// Whether a call keeps its first line because only its last argument needs more: a lambda's block, or the one
    /// list or record that it is given.
    static boolean hugs(Group group, int column, int width) {
        if (group.spread && group.kind != Kind.CALL || group.remark.isPresent() || group.items.isEmpty()) {
            return false;
        }
        int used = column;
        for (Item item : group.items.subList(0, group.items.size() - 1)) {
            String flat = Layout.flat(item.row);
            if (flat == null || item.remark.isPresent()) {
                return false;
            }
            used += flat.length() + 2;
        }
        Item last = group.items.getLast();
        if (last.isRemark() || last.remark.isPresent() || group.isSingle()) {
            return false;
        }
        boolean alone = group.items.size() == 1 && last.row.size() == 1;
        if (last.row.isEmpty() || !(last.row.getLast() instanceof Group tail) || !(alone || endsInBlock(group))) {
            return false;
        }
        for (Piece piece : last.row.subList(0, last.row.size() - 1)) {
            String flat = piece.flat();
            if (flat == null) {
                return false;
            }
            used += flat.length() + 1;
        }
        return used + 2 <= width && !last.row.stream().anyMatch(Remark.class::isInstance);
    }

    /// Whether all that follows the last item's first line is the block of a lambda, or of the one thing in the brackets.
    private static boolean endsInBlock(Group group) {
        Group at = group;
        while (!at.items.isEmpty()) {
            Item last = at.items.getLast();
            int size = last.row.size();
            if (size == 0 || !(last.row.getLast() instanceof Group inner)) {
                return false;
            }
            if (inner.kind == Kind.BLOCK) {
                boolean lambda = size >= 2 && last.row.get(size - 2).closing() == ARROW;
                return !inner.items.isEmpty() && (lambda || at.items.size() == 1)
                        && last.row.stream().limit(size - 1L).noneMatch(piece -> piece instanceof Group other && other.kind == Kind.BLOCK);
            }
            at = inner;
        }
        return false;
    }

    /// Whether a bracket holds one word, which a line of its own would hardly make shorter.
    static boolean oneText(Group group) {
        return group.items.size() == 1 && group.items.getFirst().row.size() == 1 && group.items.getFirst().row.getFirst() instanceof Leaf;
    }

    /// Whether a bracket holds nothing but numbers, which are written as many to a line as fit.
    static boolean numbers(Group group) {
        return group.items.size() > 1 && group.items.stream().allMatch(item -> item.remark.isEmpty() && !item.row.isEmpty() && switch (item.row.getLast().opening()) {
            case INT, FLOAT, IMAGINARY, TRUE, FALSE -> item.row.size() == 1 || item.row.size() == 2 && item.row.getFirst().opening() == MINUS;
            default -> false;
        });
    }
}

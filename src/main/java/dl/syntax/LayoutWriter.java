package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.syntax.Layout.Group;
import dl.syntax.Layout.Item;
import dl.syntax.Layout.Kind;
import dl.syntax.Layout.Leaf;
import dl.syntax.Layout.Piece;
import dl.syntax.Layout.Remark;
import java.util.List;
import java.util.Optional;

/// Writes a [Layout]: on one line what fits, otherwise one item of the outermost brackets per line.
final class LayoutWriter {
    private static final int WIDTH = 100;
    private static final int STEP = 2;

    private final StringBuilder out = new StringBuilder();
    private final Remarks remarks = new Remarks(out);
    private int column;

    /// The text of a program.
    static String write(List<Item> statements) {
        LayoutWriter writer = new LayoutWriter();
        writer.statements(statements, 0);
        if (!writer.out.isEmpty()) {
            writer.newline(0);
        }
        return writer.remarks.aligned();
    }

    // ---- lines

    private void text(String text) {
        out.append(text);
        int line = text.lastIndexOf('\n');
        column = line < 0 ? column + text.length() : text.length() - line - 1;
    }

    private void newline(int indent) {
        out.append('\n').repeat(' ', indent);
        column = indent;
    }

    private void behind(Optional<Remark> remark) {
        remark.ifPresent(comment -> {
            remarks.add(comment.column);
            text("  " + comment.text);
        });
    }

    // ---- statements

    /// Begins where the first one is to stand.
    private void statements(List<Item> items, int indent) {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (i > 0) {
                Item above = items.get(i - 1);
                String flat = Layout.flat(item.row);
                if (above.separator.equals(";") && item.breaks() == 0 && above.remark.isEmpty() && flat != null && column + 2 + flat.length() <= WIDTH) {
                    text("; ");
                } else {
                    if (item.breaks() > 1) {
                        out.append('\n');
                    }
                    newline(indent);
                }
            }
            if (item.isRemark()) {
                text(((Remark) item.row.getFirst()).text);
            } else {
                row(item.row, indent, 0, true);
            }
            behind(item.remark);
        }
    }

    // ---- rows

    /// @param indent    where the line of the row begins
    /// @param tail      how many characters must follow on the row's last line
    /// @param statement whether it stands in a block, where the author's line breaks are kept
    private void row(List<Piece> row, int indent, int tail, boolean statement) {
        String flat = Layout.flat(row);
        if (flat != null && (!statement || !Breaks.forced(row)) && !Breaks.pipes(row) && fits(flat, tail)) {
            text(flat);
            return;
        }
        boolean blocks = row.stream().anyMatch(piece -> piece instanceof Group group && group.kind == Kind.BLOCK && !group.items.isEmpty());
        boolean pipes = row.stream().anyMatch(piece -> piece.opening() == PIPE) && (Breaks.pipes(row) || !blocks);
        int level = blocks || pipes || statement && Breaks.forced(row) ? -1 : Breaks.loosest(row);
        int at = indent;
        boolean ended = false;
        for (int i = 0; i < row.size(); i++) {
            Piece piece = row.get(i);
            if (piece instanceof Remark remark) {
                if (remark.ownLine()) {
                    newline(indent + STEP);
                    text(remark.text);
                } else {
                    behind(Optional.of(remark));
                }
                ended = true;
                continue;
            }
            boolean onNext = ended || piece.opening() == PIPE && pipes || statement && Breaks.kept(row, i)
                    || level >= 0 && i > 0 && Breaks.level(row.get(i - 1).closing()) == level && !fits(Breaks.segment(row, i, level), tail);
            if (onNext && i > 0) {
                at = Breaks.continuesBlock(piece.opening()) ? indent : indent + STEP;
                newline(at);
            } else if (i > 0 && piece.spaced) {
                text(" ");
            }
            ended = false;
            switch (piece) {
                case Leaf leaf -> text(leaf.text);
                case Group group -> group(group, at, rest(row, i, tail), blocks);
                case Remark _ -> throw new IllegalStateException("handled above");
            }
        }
        if (ended) {
            newline(indent);
        }
    }

    private boolean fits(String text, int tail) {
        int line = text.indexOf('\n');
        return column + (line < 0 ? text.length() + tail : line) <= WIDTH;
    }

    /// How much stands behind a piece on its line at least: up to the next bracket, which may be opened there.
    private static int rest(List<Piece> row, int index, int tail) {
        int width = 0;
        for (int i = index + 1; i < row.size(); i++) {
            width += row.get(i).spaced ? 1 : 0;
            switch (row.get(i)) {
                case Leaf leaf -> width += leaf.text.length();
                case Group _ -> {
                    return width + 1;
                }
                case Remark _ -> {
                    return width;
                }
            }
        }
        return width + tail;
    }

    // ---- brackets

    /// @param open whether the blocks of this row are written over several lines
    private void group(Group group, int indent, int rest, boolean open) {
        String flat = group.flat();
        boolean block = group.kind == Kind.BLOCK && !group.items.isEmpty();
        if (flat != null && !(block && open) && (fits(flat, rest) || Breaks.oneText(group))) {
            text(flat);
            return;
        }
        text(group.openText());
        if (block) {
            behind(group.remark);
            newline(indent + STEP);
            statements(group.items, indent + STEP);
            newline(indent);
        } else if (Breaks.hugs(group, column, WIDTH)) {
            hug(group, indent, rest);
        } else {
            spread(group, indent);
        }
        text(group.closeText());
    }

    /// `f(x, y -> {` and the block on lines of its own, as if the call were not there.
    private void hug(Group group, int indent, int rest) {
        for (int i = 0; i < group.items.size(); i++) {
            Item item = group.items.get(i);
            boolean last = i == group.items.size() - 1;
            row(item.row, indent, last ? rest + 1 : 0, false);
            if (!last) {
                text(item.separator + " ");
            }
        }
    }

    private void spread(Group group, int indent) {
        behind(group.remark);
        boolean filled = Breaks.numbers(group);
        for (int i = 0; i < group.items.size(); i++) {
            Item item = group.items.get(i);
            boolean last = group.items.subList(i + 1, group.items.size()).stream().allMatch(Item::isRemark);
            String separator = last ? closingSeparator(group, item) : item.separator;
            String flat = filled ? Layout.flat(item.row) : null;
            if (flat != null && i > 0 && fits(flat, 2)) {
                text(" ");
            } else {
                if (i > 0 && item.breaks() > 1) {
                    out.append('\n');
                }
                newline(indent + STEP);
            }
            if (item.isRemark()) {
                text(((Remark) item.row.getFirst()).text);
                continue;
            }
            row(item.row, indent + STEP, separator.length(), false);
            text(separator);
            behind(item.remark);
        }
        newline(indent);
    }

    /// The last of several items gets a comma too, so that adding another changes one line; `(e)` must not get one.
    private static String closingSeparator(Group group, Item item) {
        boolean plain = group.kind == Kind.PAREN && items(group) == 1 && !item.separator.equals(",");
        return plain || item.isRemark() ? "" : ",";
    }

    private static int items(Group group) {
        return (int) group.items.stream().filter(item -> !item.isRemark()).count();
    }
}

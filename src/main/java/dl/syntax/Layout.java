package dl.syntax;

import dl.syntax.antlr.DlLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A program as the formatter sees it: words, brackets with what they hold, and the comments between.
final class Layout {
    private Layout() {}

    /// A part of a row.
    abstract static sealed class Piece permits Leaf, Group, Remark {
        /// How many line breaks stood before it.
        final int breaks;
        /// Whether a blank stands before it on the same line.
        boolean spaced;

        Piece(int breaks) {
            this.breaks = breaks;
        }

        /// The type of its first token.
        abstract int opening();

        /// The type of its last token.
        abstract int closing();

        /// Its text without any break, or null when it cannot be written so.
        abstract @Nullable String flat();
    }

    /// A word; an f-string is one, whatever its holes hold.
    static final class Leaf extends Piece {
        final int type;
        final String text;

        Leaf(int breaks, int type, String text) {
            super(breaks);
            this.type = type;
            this.text = text;
        }

        @Override
        int opening() {
            return type;
        }

        @Override
        int closing() {
            return type;
        }

        @Override
        String flat() {
            return text;
        }
    }

    /// A comment; it ends its line.
    static final class Remark extends Piece {
        static final int TYPE = -2;

        final String text;
        /// The column where it stood, counted from 0.
        final int column;

        Remark(int breaks, String text, int column) {
            super(breaks);
            this.text = text;
            this.column = column;
        }

        boolean ownLine() {
            return breaks > 0;
        }

        @Override
        int opening() {
            return TYPE;
        }

        @Override
        int closing() {
            return TYPE;
        }

        @Override
        @Nullable String flat() {
            return null;
        }
    }

    enum Kind {
        /// `{ statements }`
        BLOCK,
        /// `{key: value}`
        RECORD,
        /// `(e)`, `(a, b)`: also patterns and types
        PAREN,
        /// `f(...)`, and the parameters of a function
        CALL,
        /// `[...]`
        BRACKET,
        /// `x[...]`
        INDEX,
        /// The sizes of an annotation.
        SIZES
    }

    /// Brackets and what they hold.
    static final class Group extends Piece {
        final Kind kind;
        final int open;
        final int close;
        final List<Item> items;
        /// Whether the author put what it holds on lines of its own.
        final boolean spread;
        /// A comment on the line of the opening bracket.
        final Optional<Remark> remark;
        private @Nullable String flat;
        private boolean measured;

        Group(int breaks, Kind kind, int open, int close, List<Item> items, boolean spread, Optional<Remark> remark) {
            super(breaks);
            this.kind = kind;
            this.open = open;
            this.close = close;
            this.items = items;
            this.spread = spread;
            this.remark = remark;
        }

        String openText() {
            return switch (kind) {
                case BLOCK, RECORD -> "{";
                case PAREN, CALL -> "(";
                case BRACKET, INDEX, SIZES -> "[";
            };
        }

        String closeText() {
            return switch (kind) {
                case BLOCK, RECORD -> "}";
                case PAREN, CALL -> ")";
                case BRACKET, INDEX, SIZES -> "]";
            };
        }

        @Override
        int opening() {
            return open;
        }

        @Override
        int closing() {
            return close;
        }

        /// `(a,)` and `{x,}` need their comma, no other brackets do.
        boolean isSingle() {
            return (kind == Kind.PAREN || open == DlLexer.SHORT_OPEN) && items.size() == 1 && items.getFirst().separator.equals(",");
        }

        @Override
        @Nullable String flat() {
            if (!measured) {
                flat = makeFlat();
                measured = true;
            }
            return flat;
        }

        private @Nullable String makeFlat() {
            if (spread || remark.isPresent()) {
                return null;
            }
            StringBuilder text = new StringBuilder(openText());
            boolean padded = kind == Kind.BLOCK && !items.isEmpty();
            text.append(padded ? " " : "");
            for (int i = 0; i < items.size(); i++) {
                Item item = items.get(i);
                String row = Layout.flat(item.row);
                if (row == null || item.remark.isPresent()) {
                    return null;
                }
                boolean last = i == items.size() - 1;
                text.append(row).append(last ? isSingle() ? "," : "" : (kind == Kind.BLOCK ? ";" : item.separator) + " ");
            }
            return text.append(padded ? " " : "").append(closeText()).toString();
        }
    }

    /// What stands between two separators: a statement, an argument, an element; or a comment alone.
    static final class Item {
        final List<Piece> row;
        /// `,` or `;` behind it, or nothing.
        final String separator;
        /// A comment behind it.
        final Optional<Remark> remark;

        Item(List<Piece> row, String separator, Optional<Remark> remark) {
            this.row = row;
            this.separator = separator;
            this.remark = remark;
        }

        boolean isRemark() {
            return row.size() == 1 && row.getFirst() instanceof Remark;
        }

        int breaks() {
            return row.isEmpty() ? 0 : row.getFirst().breaks;
        }
    }

    /// A row on one line, or null when something in it needs more.
    static @Nullable String flat(List<Piece> row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String part = row.get(i).flat();
            if (part == null) {
                return null;
            }
            text.append(i > 0 && row.get(i).spaced ? " " : "").append(part);
        }
        return text.toString();
    }

    static List<Piece> pieces() {
        return new ArrayList<>();
    }
}

package dl.syntax;

import static dl.syntax.antlr.DlLexer.*;

import dl.source.Source;
import dl.syntax.Layout.Group;
import dl.syntax.Layout.Item;
import dl.syntax.Layout.Kind;
import dl.syntax.Layout.Leaf;
import dl.syntax.Layout.Piece;
import dl.syntax.Layout.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;

/// Makes the [Layout] of a source whose syntax is right.
final class LayoutReader {
    /// A token or comment, in the order of the text.
    private record Word(int type, int start, int end) {}

    private final Source source;
    private final List<Word> words = new ArrayList<>();
    private int at;
    /// Where the last word ended.
    private int end;

    LayoutReader(Source source) {
        this.source = source;
        Problems problems = new Problems(source);
        Scanner scanner = new Scanner(source, problems);
        scanner.run();
        Brackets brackets = Brackets.match(scanner.tokens);
        merge(new Shaper(source, brackets, problems).run());
    }

    /// Puts the comments between the tokens, and each f-string into one word.
    private void merge(List<CommonToken> tokens) {
        List<Comment> comments = Comment.of(source);
        int next = 0;
        int strings = 0;
        int start = 0;
        for (CommonToken token : tokens) {
            if (token.getType() == FSTART && strings++ == 0) {
                start = token.getStartIndex();
            }
            if (strings == 0) {
                for (; next < comments.size() && comments.get(next).span().start() < token.getStartIndex(); next++) {
                    Comment comment = comments.get(next);
                    words.add(new Word(Remark.TYPE, comment.span().start(), comment.span().start() + comment.text().length()));
                }
                words.add(new Word(token.getType(), token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1)));
            } else if (token.getType() == FEND && --strings == 0) {
                int stop = token.getStopIndex() + 1;
                while (next < comments.size() && comments.get(next).span().start() < stop) {
                    next++;
                }
                words.add(new Word(FSTART, start, stop));
            }
        }
    }

    /// The statements of the whole source.
    List<Item> read() {
        return items(Kind.BLOCK, false);
    }

    // ---- structure

    private Word word() {
        return words.get(at);
    }

    private int breaks(Word word) {
        return source.line(word.start()) - source.line(end);
    }

    private String text(Word word) {
        return source.text().substring(word.start(), word.end());
    }

    private Word take() {
        Word word = words.get(at++);
        if (word.type() != NEWLINE) {
            end = word.end();
        }
        return word;
    }

    /// Everything up to a closing bracket, which is left.
    ///
    /// @param typed whether a `:` in it comes before a type
    private List<Item> items(Kind kind, boolean typed) {
        List<Item> items = new ArrayList<>();
        while (true) {
            List<Piece> row = Layout.pieces();
            while (!endsRow(kind, word().type())) {
                piece(kind, typed, row);
                // a comment that begins a statement or an argument on a line of its own stands alone
                if (row.size() == 1 && row.getFirst() instanceof Remark remark && (remark.ownLine() || items.isEmpty())) {
                    break;
                }
            }
            boolean alone = row.size() == 1 && row.getFirst() instanceof Remark;
            Word stop = word();
            boolean ended = Shaper.isClosing(stop.type()) || stop.type() == EOF;
            if (alone) {
                items.add(new Item(row, "", Optional.empty()));
                if (stop.type() == NEWLINE) {
                    take();
                }
                if (ended) {
                    return items;
                }
                continue;
            }
            Optional<Remark> behind = Optional.empty();
            List<Remark> own = new ArrayList<>();
            while (!row.isEmpty() && row.getLast() instanceof Remark remark) {
                row.removeLast();
                if (remark.ownLine()) {
                    own.addFirst(remark);
                } else {
                    behind = Optional.of(remark);
                }
            }
            String separator = "";
            if (!ended) {
                Word taken = take();
                separator = taken.type() == NEWLINE ? "" : taken.type() == SEMI ? ";" : ",";
                // `a,  # about a`
                while (taken.type() != NEWLINE && word().type() == Remark.TYPE && breaks(word()) == 0 && behind.isEmpty()) {
                    behind = Optional.of(remark());
                }
            }
            Spacing.apply(kind, row);
            if (!row.isEmpty() || !ended && kind != Kind.BLOCK) {
                items.add(new Item(row, separator, behind));
            } else {
                behind.ifPresent(remark -> items.add(new Item(List.of(remark), "", Optional.empty())));
            }
            own.forEach(remark -> items.add(new Item(List.of(remark), "", Optional.empty())));
            if (ended) {
                return items;
            }
        }
    }

    private static boolean endsRow(Kind kind, int type) {
        if (type == EOF || Shaper.isClosing(type)) {
            return true;
        }
        return kind == Kind.BLOCK ? type == NEWLINE || type == SEMI : type == COMMA || type == LAST_COMMA || type == SEMI;
    }

    private Remark remark() {
        int breaks = breaks(word());
        Word word = take();
        return new Remark(breaks, text(word), source.column(word.start()) - 1);
    }

    private void piece(Kind kind, boolean typed, List<Piece> row) {
        Word word = word();
        if (word.type() == Remark.TYPE) {
            row.add(remark());
        } else if (Shaper.isOpening(word.type()) && word.type() != FSTART) {
            row.add(group(kind, typed, row));
        } else {
            int breaks = breaks(word);
            take();
            row.add(new Leaf(breaks, word.type(), text(word)));
        }
    }

    private Group group(Kind outer, boolean typed, List<Piece> row) {
        int breaks = breaks(word());
        Word open = take();
        boolean types = Spacing.typeZone(outer, typed, row);
        Kind kind = kind(outer, types, open.type(), row);
        boolean inner = kind == Kind.CALL && Spacing.parameters(row) || open.type() == LAMBDA_OPEN;
        Optional<Remark> remark = word().type() == Remark.TYPE && breaks(word()) == 0 ? Optional.of(remark()) : Optional.empty();
        boolean spread = breaks(word()) > 0;
        List<Item> items = items(kind, inner || types && kind == Kind.PAREN);
        Word close = word();
        if (kind == Kind.BLOCK) {
            spread = source.line(open.start()) != source.line(close.start());
        }
        take();
        return new Group(breaks, kind, open.type(), close.type(), items, spread && !items.isEmpty(), remark);
    }

    private static Kind kind(Kind outer, boolean types, int open, List<Piece> row) {
        boolean behindOperand = !row.isEmpty() && Spacing.endsOperand(row.getLast().closing());
        return switch (open) {
            case LBRACE -> Spacing.recordPattern(row) ? Kind.RECORD : Kind.BLOCK;
            case REC_OPEN, SHORT_OPEN, EMPTY_OPEN -> Kind.RECORD;
            case LPAREN -> behindOperand ? Kind.CALL : Kind.PAREN;
            case LBRACK -> types || outer == Kind.SIZES ? Kind.SIZES : behindOperand ? Kind.INDEX : Kind.BRACKET;
            case NEW_BRACK -> types ? Kind.SIZES : Kind.BRACKET;
            case LAMBDA_OPEN -> Kind.PAREN;
            default -> Kind.PAREN;
        };
    }
}

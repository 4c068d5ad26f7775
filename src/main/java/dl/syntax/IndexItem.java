package dl.syntax;

import dl.source.Span;
import java.util.Optional;

/// One item between the brackets of an index.
public sealed interface IndexItem extends Node {
    /// A single index, an index tensor, a mask, or the names `None` and `newaxis` (decided when lowered).
    record At(Span span, Expr value) implements IndexItem {}

    record Slice(Span span, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step) implements IndexItem {}

    record Ellipsis(Span span) implements IndexItem {}
}

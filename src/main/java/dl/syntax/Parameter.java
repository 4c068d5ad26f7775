package dl.syntax;

import dl.source.Span;
import java.util.Optional;

/// A parameter of a function, lambda or layer.
public sealed interface Parameter extends Node {
    /// Before the `;`.
    record Positional(Span span, Pattern pattern, Optional<TypeExpr> type) implements Parameter {}

    /// `...xs`.
    record Rest(Span span, String name) implements Parameter {}

    /// After the `;`, with or without default.
    record Named(Span span, String name, Optional<TypeExpr> type, Optional<Expr> defaultValue) implements Parameter {}
}

package dl.syntax;

import dl.source.Span;
import java.util.Optional;

/// One size in a shape annotation.
public sealed interface SizeExpr extends Node {
    /// `n`, `3`, `2*d`, `_`, `(n)`.
    record Of(Span span, Expr value) implements SizeExpr {}

    /// `...` or `...s`.
    record Rest(Span span, Optional<String> name) implements SizeExpr {}
}

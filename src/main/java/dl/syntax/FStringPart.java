package dl.syntax;

import dl.source.Span;

/// A piece of an f-string.
public sealed interface FStringPart extends Node {
    /// Plain text, escapes and doubled braces resolved.
    record Text(Span span, String text) implements FStringPart {}

    /// `{expr:spec}`; `spec` is empty when there is none.
    record Hole(Span span, Expr expr, String spec) implements FStringPart {}
}

package dl.syntax;

import dl.source.Span;

/// An argument of a call.
public sealed interface Argument extends Node {
    Expr value();

    record Positional(Span span, Expr value) implements Argument {}

    record Named(Span span, String name, Span nameSpan, Expr value) implements Argument {}

    /// `...xs`.
    record Spread(Span span, Expr value) implements Argument {}
}

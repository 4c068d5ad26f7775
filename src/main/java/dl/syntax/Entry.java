package dl.syntax;

import dl.source.Span;

/// An entry of a record literal.
public sealed interface Entry extends Node {
    /// `key: value`; for the short form `{x}` the value is the name itself.
    record Keyed(Span span, String key, Expr value) implements Entry {}

    /// `...value`.
    record Spread(Span span, Expr value) implements Entry {}
}

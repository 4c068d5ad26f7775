package dl.syntax;

import dl.source.Span;

/// An element of a bracket: a value, or `...xs` that splices a list.
public record Element(Span span, boolean spread, Expr value) implements Node {}

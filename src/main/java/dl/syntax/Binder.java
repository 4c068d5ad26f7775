package dl.syntax;

import dl.source.Span;
import java.util.Optional;

/// A binder of index notation, left of the `=` in `let C[i, j in 0..n, :] = ...`.
public sealed interface Binder extends Node {
    record Index(Span span, String name, Optional<Expr> range) implements Binder {}

    /// `:`.
    record WholeAxis(Span span) implements Binder {}

    /// `...`.
    record Rest(Span span) implements Binder {}
}

package dl.syntax;

import dl.source.Span;
import java.util.List;
import java.util.Optional;

/// An annotation of a parameter, result or binding.
public sealed interface TypeExpr extends Node {
    /// `int`, `float`, `bool`, `str`, `fn`, `list`, `record`, ...
    record Named(Span span, String name) implements TypeExpr {}

    /// `f32[n, d]`, `[..., d]`.
    record Tensor(Span span, Optional<String> elementType, List<SizeExpr> sizes) implements TypeExpr {}

    record Tuple(Span span, List<TypeExpr> elements) implements TypeExpr {}
}

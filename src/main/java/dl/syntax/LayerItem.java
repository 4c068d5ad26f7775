package dl.syntax;

import dl.source.Span;
import java.util.Optional;

/// A line of a layer's body.
public sealed interface LayerItem extends Node {
    enum FieldKind { PARAM, STATE, LET }

    /// @param doc the text of the `##` lines above it, without the marks; empty when there are none
    record Field(Span span, FieldKind kind, String name, Span nameSpan, Optional<TypeExpr> type, Expr value, String doc)
            implements LayerItem {}

    record Method(Span span, Stmt.FunctionDecl function) implements LayerItem {}
}

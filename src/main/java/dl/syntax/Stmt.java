package dl.syntax;

import dl.source.Span;
import java.util.List;
import java.util.Optional;

/// A statement.
public sealed interface Stmt extends Node {

    /// `import nn`, `import nn.train: fit as f`, `import "./util.dl" as util`.
    ///
    /// @param path   `nn.train`, or the file as written when `isFile`
    /// @param alias  the name the module is bound to, when given
    /// @param names  the names taken from it; empty when the module itself is bound
    record Import(Span span, String path, Span pathSpan, boolean isFile, Optional<String> alias, List<ImportName> names)
            implements Stmt {}

    /// `fn f(x) = ...` or `fn f(x) { ... }`.
    ///
    /// @param doc the text of the `##` lines above it, without the marks; empty when there are none
    record FunctionDecl(
            Span span, String name, Span nameSpan, Parameters parameters, Optional<TypeExpr> result, Expr body, String doc)
            implements Stmt {}

    record LayerDecl(Span span, String name, Span nameSpan, Parameters parameters, List<LayerItem> items, String doc)
            implements Stmt {}

    record TestDecl(Span span, String title, Expr.Block body) implements Stmt {}

    /// `let` (not mutable) and `var`.
    record Binding(
            Span span, boolean mutable, Pattern pattern, Optional<TypeExpr> type, Expr value, String doc)
            implements Stmt {}

    /// `let C[i, j] = ...`.
    record IndexBinding(Span span, boolean mutable, String name, Span nameSpan, List<Binder> binders, Expr value)
            implements Stmt {}

    /// `target = value`, `target += value`. The target is a name, field, index or tuple of such.
    record Assign(Span span, Expr target, Optional<BinaryOperator> operator, Expr value) implements Stmt {}

    record Return(Span span, Optional<Expr> value) implements Stmt {}

    record Break(Span span) implements Stmt {}

    record Continue(Span span) implements Stmt {}

    record Throw(Span span, Expr value) implements Stmt {}

    record Assert(Span span, Expr condition, Optional<Expr> message) implements Stmt {}

    record Expression(Span span, Expr value) implements Stmt {}
}

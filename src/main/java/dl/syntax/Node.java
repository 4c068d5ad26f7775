package dl.syntax;

import dl.source.Span;

/// A piece of syntax. Facts found out later (slots, types) live in side tables keyed by identity, never in the tree.
public sealed interface Node
        permits Expr, Stmt, Pattern, TypeExpr, Parameter, Argument, Element, Entry, IndexItem, Context, LayerItem,
                FStringPart, Binder, SizeExpr, ImportName, Program {
    Span span();
}

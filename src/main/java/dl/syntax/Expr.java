package dl.syntax;

import dl.source.Span;
import java.util.List;
import java.util.Optional;

/// An expression. `if`, `for`, `while`, `with`, `try` and blocks are expressions too.
public sealed interface Expr extends Node {

    record IntLiteral(Span span, long value) implements Expr {}

    record FloatLiteral(Span span, double value) implements Expr {}

    /// `2i`: an imaginary number.
    record ImaginaryLiteral(Span span, double value) implements Expr {}

    record BoolLiteral(Span span, boolean value) implements Expr {}

    /// The text with its escapes resolved.
    record StringLiteral(Span span, String value) implements Expr {}

    record NilLiteral(Span span) implements Expr {}

    record FString(Span span, List<FStringPart> parts) implements Expr {}

    record Name(Span span, String name) implements Expr {}

    /// `(e)`; kept for the formatter and for rules that look through it.
    record Paren(Span span, Expr inner) implements Expr {}

    /// `()`, `(a,)`, `(a, b)`.
    record Tuple(Span span, List<Expr> elements) implements Expr {}

    /// `[...]`: a tensor or a list (ruled by its elements when it runs).
    record Bracket(Span span, List<Element> elements) implements Expr {}

    /// `{x: 1, ...rest}` and, in expression position, `{}` and `{x, y}`.
    record RecordLiteral(Span span, List<Entry> entries) implements Expr {}

    /// `target.key`; a call `x.f(...)` is a [Call] whose callee is a Field.
    record Field(Span span, Expr target, String key, Span keySpan) implements Expr {}

    record Call(Span span, Expr callee, List<Argument> arguments) implements Expr {}

    record Index(Span span, Expr target, List<IndexItem> items) implements Expr {}

    record Negate(Span span, Expr operand) implements Expr {}

    record Not(Span span, Expr operand) implements Expr {}

    record Binary(Span span, BinaryOperator operator, Expr left, Expr right) implements Expr {}

    /// `a < b <= c`: `operators.size() == operands.size() - 1`; each operand is evaluated once.
    record Comparison(Span span, List<ComparisonOperator> operators, List<Expr> operands) implements Expr {}

    /// `and`, `or`: short-circuit on single bools. The elementwise `&` and `|` are [Binary].
    record Logical(Span span, boolean isAnd, Expr left, Expr right) implements Expr {}

    record Range(Span span, Expr from, Expr to, boolean inclusive) implements Expr {}

    record Pipe(Span span, Expr left, Expr right) implements Expr {}

    record Lambda(Span span, Parameters parameters, Expr body) implements Expr {}

    record Branch(Expr condition, Expr body) {}

    record If(Span span, List<Branch> branches, Optional<Expr> otherwise) implements Expr {}

    record For(Span span, Pattern pattern, Expr iterable, Expr body) implements Expr {}

    record While(Span span, Expr condition, Expr body) implements Expr {}

    record With(Span span, List<Context> contexts, Expr body) implements Expr {}

    /// `catch name`; the name may be `_`.
    record Try(Span span, Expr body, String name, Span nameSpan, Expr handler) implements Expr {}

    /// A block's value is its last statement when that is an expression.
    record Block(Span span, List<Stmt> statements) implements Expr {}
}

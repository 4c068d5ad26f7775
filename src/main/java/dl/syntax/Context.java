package dl.syntax;

import dl.source.Span;
import java.util.List;

/// The head of a `with`: a context's name, `seed(42)`, `training`.
public record Context(Span span, String name, List<Argument> arguments) implements Node {}

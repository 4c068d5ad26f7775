package dl.syntax;

import dl.source.Span;

/// `name` or `name as alias` in an import; without `as` the alias is the name.
public record ImportName(Span span, String name, String alias) implements Node {}

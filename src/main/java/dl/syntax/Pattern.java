package dl.syntax;

import dl.source.Span;
import java.util.List;
import java.util.Optional;

/// What stands left of a binding's `=`, in a parameter or after `for`.
public sealed interface Pattern extends Node {
    /// A name; `_` binds nothing.
    record Name(Span span, String name) implements Pattern {}

    /// `(a, b, ...rest)`. The rest is last when there is one.
    record Tuple(Span span, List<Pattern> elements, Optional<Name> rest) implements Pattern {}

    record KeyPattern(String key, Span keySpan, Pattern pattern) {}

    /// `{x, y: z, ...rest}`.
    record Fields(Span span, List<KeyPattern> fields, Optional<Name> rest) implements Pattern {}
}

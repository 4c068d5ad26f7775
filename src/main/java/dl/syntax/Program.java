package dl.syntax;

import dl.source.Span;
import java.util.List;

/// A whole source.
public record Program(Span span, List<Stmt> statements) implements Node {
    public Program {
        statements = List.copyOf(statements);
    }
}

package dl.source;

import java.util.List;

/// Carries one or more diagnostics up to whoever shows them. It has no Java stack trace: the diagnostic says where.
public final class DiagnosticException extends RuntimeException {
    private final transient List<Diagnostic> diagnostics;

    public DiagnosticException(List<Diagnostic> diagnostics) {
        super(diagnostics.getFirst().message(), null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    public DiagnosticException(Diagnostic diagnostic) {
        this(List.of(diagnostic));
    }

    /// At least one; several only for mistakes found before anything ran.
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    public Diagnostic first() {
        return diagnostics.getFirst();
    }
}

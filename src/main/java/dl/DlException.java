package dl;

import dl.source.Diagnostic;
import dl.source.Label;
import java.util.List;
import java.util.Optional;

/// A mistake in a dl program, or the end of one that was interrupted; the message is the rendered diagnostic.
public final class DlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    DlException(List<Diagnostic> diagnostics, String rendered) {
        super(rendered, null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /// The stable code of the first diagnostic, such as `shape/matmul`.
    public String code() {
        return diagnostics.getFirst().code();
    }

    /// The family of the first diagnostic as the user reads it, such as `ShapeError`.
    public String kind() {
        return diagnostics.getFirst().kind().title();
    }

    /// The name of the source, when the error has a place.
    public Optional<String> source() {
        return place().map(label -> label.source().name());
    }

    /// The 1-based line, or 0 when the error has no place.
    public int line() {
        return place().map(label -> label.source().line(label.span().start())).orElse(0);
    }

    /// The 1-based column in code points, or 0 when the error has no place.
    public int column() {
        return place().map(label -> label.source().column(label.span().start())).orElse(0);
    }

    /// All diagnostics; several only for mistakes found before anything ran.
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private Optional<Label> place() {
        return diagnostics.getFirst().labels().stream().findFirst();
    }
}

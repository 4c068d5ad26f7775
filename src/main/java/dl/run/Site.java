package dl.run;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.List;

/// A place in a source that can be running: a whole expression and the spans of its operands.
public record Site(Source source, Span span, List<Span> operands) {
    public Site {
        operands = List.copyOf(operands);
    }

    public static Site of(Source source, Span span, Span... operands) {
        return new Site(source, span, List.of(operands));
    }

    /// Gives an error of the numeric layers its place: a label under each operand that it names.
    public DlError locate(OpError error) {
        List<Label> labels = new ArrayList<>();
        for (OpError.ArgumentLabel label : error.labels()) {
            boolean known = label.argument() >= 0 && label.argument() < operands.size();
            labels.add(new Label(source, known ? operands.get(label.argument()) : span, label.text()));
        }
        if (labels.isEmpty()) {
            labels.add(new Label(source, span, ""));
        }
        if (error.related().isPresent() && error.related().get().site() instanceof Site other) {
            boolean inside = other.source == source && labels.size() == 1 && span.start() <= other.span.start() && other.span.end() <= span.end();
            if (inside) {
                labels.clear();
            }
            labels.add(new Label(other.source, other.span, error.related().get().text()));
        }
        Diagnostic diagnostic = new Diagnostic(error.code(), error.kind(), error.getMessage(), labels, error.hint(), List.of());
        return new DlError(diagnostic);
    }

    public DlError error(String code, ErrorKind kind, String message, String hint) {
        Diagnostic diagnostic = Diagnostic.of(code, kind, message, new Label(source, span, ""));
        return new DlError(hint.isEmpty() ? diagnostic : diagnostic.hint(hint));
    }

    /// "examples/digits.dl:40".
    public String where() {
        return source.name() + ":" + source.line(span.start());
    }
}

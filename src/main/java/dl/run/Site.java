package dl.run;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A place in a source that can be running: a whole expression and the spans of its operands.
public record Site(Source source, Span span, List<Span> operands) {
    /// A name, and behind it fields, calls and indices with nothing nested in them.
    private static final Pattern QUOTABLE = Pattern.compile(
            "[\\p{L}_][\\p{L}\\p{N}_']*(\\.[\\p{L}_][\\p{L}\\p{N}_]*|\\([^()]*\\)|\\[[^\\[\\]]*\\])*");
    private static final int QUOTED = 24;

    public Site {
        operands = List.copyOf(operands);
    }

    public static Site of(Source source, Span span, Span... operands) {
        return new Site(source, span, List.of(operands));
    }

    /// Gives an error of the numeric layers its place: a label under each operand that it names.
    public DlError locate(OpError error) {
        return locate(error, parameter -> Optional.empty());
    }

    /// As [#locate(OpError)], with the places of the arguments that are no operands.
    public DlError locate(OpError error, Function<String, Optional<Span>> parameters) {
        List<Label> labels = new ArrayList<>();
        for (OpError.ParameterLabel label : error.parameterLabels()) {
            parameters.apply(label.parameter()).ifPresent(place -> labels.add(new Label(source, place, label.text())));
        }
        for (OpError.ArgumentLabel label : error.labels()) {
            boolean known = label.argument() >= 0 && label.argument() < operands.size();
            labels.add(new Label(source, known ? operands.get(label.argument()) : span, label.text()));
        }
        if (labels.isEmpty()) {
            labels.add(new Label(source, span, ""));
        }
        if (error.related().isPresent() && error.related().get().site() instanceof Site other) {
            // the call around the place says nothing when it is on the same line
            boolean inside = other.source == source && labels.size() == 1 && span.start() <= other.span.start() && other.span.end() <= span.end();
            if (inside) {
                labels.clear();
            }
            Label there = new Label(other.source, other.span, error.related().get().text());
            labels.add(error.related().get().first() ? 0 : labels.size(), there);
        }
        Diagnostic diagnostic = new Diagnostic(error.code(), error.kind(), error.getMessage(), labels,
                error.hint(operands.stream().map(this::quoted).toList()), List.of());
        return new DlError(diagnostic);
    }

    /// The text at a span when it is short and binds tightly, so that a hint can build on it; else nothing.
    private String quoted(Span operand) {
        String text = source.slice(operand);
        return text.length() <= QUOTED && QUOTABLE.matcher(text).matches() ? text : "";
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

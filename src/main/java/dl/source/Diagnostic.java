package dl.source;

import java.util.List;
import java.util.Optional;

/// An error or warning as data; [Renderer] alone turns it into text.
///
/// @param code    stable name, `family/what`, such as `shape/matmul`
/// @param kind    the family the user sees and `catch` finds
/// @param message one sentence without a final full stop: what is wrong, with the values that matter
/// @param labels  the places that matter, the primary one first; may be empty when there is no source
/// @param hint    what to do about it
/// @param trace   the calls that led here, innermost first: "fit (stdlib/nn/train.dl:31)"
public record Diagnostic(
        String code, ErrorKind kind, String message, List<Label> labels, Optional<String> hint, List<String> trace) {

    public Diagnostic {
        labels = List.copyOf(labels);
        trace = List.copyOf(trace);
    }

    public static Diagnostic of(String code, ErrorKind kind, String message, Label... labels) {
        return new Diagnostic(code, kind, message, List.of(labels), Optional.empty(), List.of());
    }

    public Diagnostic hint(String text) {
        return new Diagnostic(code, kind, message, labels, Optional.of(text), trace);
    }

    public Diagnostic labels(List<Label> replacement) {
        return new Diagnostic(code, kind, message, replacement, hint, trace);
    }

    public Diagnostic trace(List<String> calls) {
        return new Diagnostic(code, kind, message, labels, hint, calls);
    }
}

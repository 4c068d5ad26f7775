package dl.tensor;

import dl.source.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An error without a place: the numeric layers throw it, the call that was running adds the spans.
///
/// Labels name operands by their position in the call, so that the caller can put a caret under each.
public final class OpError extends RuntimeException {
    /// A few words about one argument: `argument` is its position, or -1 for the whole call.
    public record ArgumentLabel(int argument, String text) {}

    /// Another place that matters: `site` is what the running call gave as its position, opaque here.
    public record Related(Object site, String text) {}

    private final String code;
    private final ErrorKind kind;
    private final transient List<ArgumentLabel> labels = new ArrayList<>();
    private transient Optional<String> hint = Optional.empty();
    private transient Optional<Related> related = Optional.empty();

    public OpError(String code, ErrorKind kind, String message) {
        super(message, null, false, false);
        this.code = code;
        this.kind = kind;
    }

    public static OpError shape(String code, String message) {
        return new OpError(code, ErrorKind.SHAPE, message);
    }

    public static OpError type(String code, String message) {
        return new OpError(code, ErrorKind.TYPE, message);
    }

    public static OpError value(String code, String message) {
        return new OpError(code, ErrorKind.VALUE, message);
    }

    public static OpError index(String code, String message) {
        return new OpError(code, ErrorKind.INDEX, message);
    }

    public static OpError domain(String code, String message) {
        return new OpError(code, ErrorKind.DOMAIN, message);
    }

    public static OpError limit(String code, String message) {
        return new OpError(code, ErrorKind.LIMIT, message);
    }

    public static OpError grad(String code, String message) {
        return new OpError(code, ErrorKind.GRAD, message);
    }

    public OpError label(int argument, String text) {
        labels.add(new ArgumentLabel(argument, text));
        return this;
    }

    public OpError hint(String text) {
        hint = Optional.of(text);
        return this;
    }

    public OpError related(Object site, String text) {
        related = Optional.of(new Related(site, text));
        return this;
    }

    public String code() {
        return code;
    }

    public ErrorKind kind() {
        return kind;
    }

    public List<ArgumentLabel> labels() {
        return List.copyOf(labels);
    }

    public Optional<String> hint() {
        return hint;
    }

    public Optional<Related> related() {
        return related;
    }
}

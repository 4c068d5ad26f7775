package dl.tensor;

import dl.source.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// An error without a place: the numeric layers throw it, the call that was running adds the spans.
///
/// Labels name operands by their position in the call, and other arguments by the name of their parameter, so that the
/// caller can put a caret under each. In hints `$0`, `$1` stand for the operands as the user wrote them.
public final class OpError extends RuntimeException {
    /// A few words about one argument: `argument` is its position, or -1 for the whole call.
    public record ArgumentLabel(int argument, String text) {}

    /// A few words about the argument that was given for a parameter which is no operand, such as `axis`.
    public record ParameterLabel(String parameter, String text) {}

    /// Another place that matters: `site` is what the running call gave as its position, opaque here.
    ///
    /// @param first whether the mistake is rather there than in the call
    public record Related(Object site, String text, boolean first) {}

    private final String code;
    private final ErrorKind kind;
    private final transient List<ArgumentLabel> labels = new ArrayList<>();
    private final transient List<ParameterLabel> parameterLabels = new ArrayList<>(0);
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

    /// Puts a label under the argument that was given for a parameter; where none was given, there is no label.
    public OpError labelParameter(String parameter, String text) {
        parameterLabels.add(new ParameterLabel(parameter, text));
        return this;
    }

    /// @param text may name the operands `$0`, `$1`
    public OpError hint(String text) {
        hint = Optional.of(text);
        return this;
    }

    public OpError related(Object site, String text) {
        related = Optional.of(new Related(site, text, false));
        return this;
    }

    /// Another place, where the mistake is rather than in the call.
    public OpError causedAt(Object site, String text) {
        related = Optional.of(new Related(site, text, true));
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

    public List<ParameterLabel> parameterLabels() {
        return List.copyOf(parameterLabels);
    }

    /// The hint with the operands called x, y and so on.
    public Optional<String> hint() {
        return hint(List.of());
    }

    /// The hint with the operands as they were written; or x, y, in the order of their positions, when one that it names
    /// has no text here.
    public Optional<String> hint(List<String> operands) {
        return hint.map(text -> {
            int[] mentioned = IntStream.range(0, 10).filter(i -> text.contains("$" + i)).toArray();
            boolean written = Arrays.stream(mentioned).allMatch(i -> i < operands.size() && !operands.get(i).isEmpty());
            String named = text;
            for (int k = 0; k < mentioned.length; k++) {
                named = named.replace("$" + mentioned[k], written ? operands.get(mentioned[k]) : String.valueOf((char) ('x' + Math.min(k, 2))));
            }
            return named;
        });
    }

    /// The hint as it was given, for another error.
    public Optional<String> hintTemplate() {
        return hint;
    }

    public Optional<Related> related() {
        return related;
    }
}

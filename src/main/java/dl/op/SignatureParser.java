package dl.op;

import dl.tensor.DType;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a signature. Mistakes are the declaration's, hence IllegalArgumentException.
final class SignatureParser {
    private final String text;
    private int at;
    private boolean floating;

    SignatureParser(String text) {
        this.text = text;
    }

    Signature parse() {
        word();
        expect("(");
        List<Parameter> parameters = new ArrayList<>();
        boolean named = false;
        while (!accept(")")) {
            if (accept(";")) {
                named = true;
            } else {
                if (!parameters.isEmpty() && text.charAt(previous()) != ';') {
                    expect(",");
                }
                parameters.add(parameter(named));
            }
        }
        Optional<Type> result = Optional.empty();
        if (accept("->")) {
            floating = false;
            result = Optional.of(resultType());
        }
        skip();
        if (at != text.length()) {
            throw bad("an end");
        }
        return new Signature(text, parameters, result, floating);
    }

    private int previous() {
        int i = at - 1;
        while (Character.isWhitespace(text.charAt(i))) {
            i--;
        }
        return i;
    }

    private Parameter parameter(boolean named) {
        boolean variadic = accept("...");
        String name = word();
        expect(":");
        skip();
        Optional<Type.Tensor> type = Optional.empty();
        Parameter.Kind kind;
        int start = at;
        String first = Character.isLetter(text.charAt(at)) ? word() : "";
        skip();
        if (first.isEmpty() || text.charAt(at) == '[') {
            at = start;
            kind = Parameter.Kind.TENSOR;
            type = Optional.of(tensor());
        } else {
            kind = switch (first) {
                case "tensor" -> Parameter.Kind.TENSOR;
                case "tensors" -> Parameter.Kind.TENSORS;
                case "int" -> Parameter.Kind.INT;
                case "ints" -> Parameter.Kind.INTS;
                case "padding" -> Parameter.Kind.PADDING;
                case "float" -> Parameter.Kind.FLOAT;
                case "bool" -> Parameter.Kind.BOOL;
                case "str" -> Parameter.Kind.STRING;
                case "dtype" -> Parameter.Kind.DTYPE;
                default -> throw bad("a type");
            };
        }
        boolean optional = accept("=");
        Object value = optional ? value() : Attributes.NONE;
        if (kind == Parameter.Kind.FLOAT && value instanceof Long whole) {
            value = whole.doubleValue();
        }
        if ((kind == Parameter.Kind.INTS || kind == Parameter.Kind.PADDING) && value instanceof Long whole) {
            value = new int[] {Math.toIntExact(whole)};
        }
        if (variadic && kind == Parameter.Kind.INT) {
            value = new int[0];
        }
        return new Parameter(name, kind, named, variadic, !optional && !variadic, value, type);
    }

    private Type resultType() {
        if (accept("(")) {
            List<Type> elements = new ArrayList<>();
            while (!accept(")")) {
                elements.add(resultType());
                accept(",");
            }
            return new Type.Tuple(elements);
        }
        return tensor();
    }

    /// `f32[n, 2*d]`, `f[...s]`, `[..., n]`.
    private Type.Tensor tensor() {
        skip();
        Optional<DType> element = Optional.empty();
        if (Character.isLetter(text.charAt(at))) {
            String name = word();
            if (name.equals("f")) {
                floating = true;
            } else {
                element = Optional.of(elementType(name));
            }
        }
        expect("[");
        List<Dim> before = new ArrayList<>();
        List<Dim> after = new ArrayList<>();
        Optional<Sizes.Rest> rest = Optional.empty();
        while (!accept("]")) {
            if (accept("...")) {
                boolean bare = text.charAt(at) == ',' || text.charAt(at) == ']';
                rest = Optional.of(new Sizes.Rest(bare ? Optional.empty() : Optional.of(word())));
            } else {
                (rest.isPresent() ? after : before).add(size());
            }
            accept(",");
        }
        return new Type.Tensor(element, new Sizes(before, rest, after));
    }

    private DType elementType(String name) {
        for (DType type : DType.values()) {
            if (type.text().equals(name)) {
                return type;
            }
        }
        throw bad("an element type");
    }

    private Dim size() {
        Dim sum = factor();
        while (true) {
            if (accept("+")) {
                sum = sum.plus(factor());
            } else if (accept("*")) {
                sum = sum.times(factor());
            } else {
                return sum;
            }
        }
    }

    private Dim factor() {
        skip();
        if (accept("_")) {
            return Dim.UNKNOWN;
        }
        String word = word();
        return Character.isDigit(word.charAt(0)) ? Dim.of(Long.parseLong(word)) : Dim.symbol(word);
    }

    private Object value() {
        skip();
        if (accept("\"")) {
            int end = text.indexOf('"', at);
            String string = text.substring(at, end);
            at = end + 1;
            return string;
        }
        int start = at;
        while (at < text.length() && ",;)".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at).strip();
        return switch (word) {
            case "nil" -> Attributes.NONE;
            case "true" -> true;
            case "false" -> false;
            default -> word.contains(".") || word.contains("e") ? (Object) Double.valueOf(word) : (Object) Long.valueOf(word);
        };
    }

    private String word() {
        skip();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw bad("a name");
        }
        return text.substring(start, at);
    }

    private boolean accept(String token) {
        skip();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw bad(token);
        }
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException bad(String wanted) {
        return new IllegalArgumentException("expected " + wanted + " at " + at + " of: " + text);
    }
}

package dl.op;

import dl.type.Type;
import java.util.List;
import java.util.Optional;

/// An operation's parameters and the type of its result, as its declaration writes them:
/// `softmax(x: f[...s]; axis: int = -1) -> f[...s]`.
public final class Signature {
    private final String text;
    private final List<Parameter> parameters;
    private final Optional<Type> result;
    private final boolean floating;
    private final String[] attributeNames;
    private final Attributes defaults;

    Signature(String text, List<Parameter> parameters, Optional<Type> result, boolean floating) {
        this.text = text;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.floating = floating;
        List<Parameter> attributes = parameters.stream().filter(p -> !p.kind().isInput()).toList();
        this.attributeNames = attributes.stream().map(p -> p.name().intern()).toArray(String[]::new);
        this.defaults = Attributes.of(this, attributes.stream().map(Parameter::defaultValue).toArray());
    }

    public static Signature parse(String text) {
        return new SignatureParser(text).parse();
    }

    public String text() {
        return text;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /// The pattern of the result; empty where the declaration leaves it to the shape rule.
    public Optional<Type> result() {
        return result;
    }

    /// Whether the result is written `f[...]`: ints and bools are taken as floats.
    public boolean floating() {
        return floating;
    }

    /// Every attribute at its default; required ones are [Attributes#NONE].
    public Attributes defaults() {
        return defaults;
    }

    /// The parameter of this name.
    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// The position of an attribute among [Attributes], or -1.
    public int attribute(String name) {
        return List.of(attributeNames).indexOf(name);
    }

    String[] attributeNames() {
        return attributeNames;
    }

    @Override
    public String toString() {
        return text;
    }
}

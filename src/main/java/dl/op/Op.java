package dl.op;

import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import dl.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One tensor operation: everything that dl knows about it stands in its declaration.
public final class Op {
    /// Gives the type of the result from those of the inputs, concrete or symbolic.
    @FunctionalInterface
    public interface Rule {
        Type.Tensor infer(List<Type.Tensor> inputs, Attributes attributes);
    }

    /// A line of dl that must fail with this code.
    public record Failing(String source, String code) {}

    private final String name;
    private final String text;
    private final String doc;
    private final List<Example> examples;
    private final List<String> samples;
    private final List<Failing> failing;
    private final double tolerance;
    private final Derivative[] derivatives;
    private final @Nullable Forward forward;
    private final Forward.@Nullable Composite composite;
    private final @Nullable Rule rule;
    private final boolean random;
    private final boolean internal;
    private final boolean elementwise;
    private final @Nullable Batching batching;
    private @Nullable Signature signature;

    private Op(Builder builder) {
        name = builder.text.substring(0, builder.text.indexOf('('));
        text = builder.text;
        doc = builder.doc;
        examples = builder.examples;
        samples = builder.samples;
        failing = builder.failing;
        tolerance = builder.tolerance;
        derivatives = builder.derivatives;
        forward = builder.forward;
        composite = builder.composite;
        rule = builder.rule;
        random = builder.random;
        internal = builder.internal;
        elementwise = builder.elementwise;
        batching = builder.batching;
        if ((forward == null) == (composite == null)) {
            throw new IllegalStateException(name + " needs a kernel or parts");
        }
    }

    static Builder op(String signature) {
        return new Builder(signature);
    }

    /// An operation of tensors that a program defines, with the products of gradients and Jacobians that it gives.
    public static Op custom(String name, Function<Operand[], Tensor> value, Derivative.JointVjp gradient) {
        return op(name + "(...inputs: [...]) -> [...]").internal()
                .kernels((_, inputs, _) -> value.apply(inputs))
                .derivative(new Derivative.Joint(Derivative.ALL_INPUTS, gradient))
                .build();
    }

    public String name() {
        return name;
    }

    /// Parsed when first asked for: starting up parses none.
    public Signature signature() {
        Signature parsed = signature;
        if (parsed == null) {
            parsed = Signature.parse(text);
            signature = parsed;
        }
        return parsed;
    }

    /// What the operation does; the first sentence stands alone.
    public String doc() {
        return doc;
    }

    public List<Example> examples() {
        return examples;
    }

    /// Inputs for the tests of value and derivative; see [Sample].
    public List<String> samples() {
        return samples;
    }

    public List<Failing> failing() {
        return failing;
    }

    /// The relative error that the gradient check allows.
    public double tolerance() {
        return tolerance;
    }

    /// Whether the result depends on the random stream.
    public boolean random() {
        return random;
    }

    /// Whether it exists for other operations, so that nobody should be led to it.
    public boolean internal() {
        return internal;
    }

    /// What runs it on plain tensors; absent for an operation that is written in others.
    @Nullable Forward forward() {
        return forward;
    }

    /// Whether it is written in other operations.
    public boolean composite() {
        return composite != null;
    }

    /// Whether an operation written in others works element by element.
    boolean isElementwise() {
        return elementwise;
    }

    /// Whether its result is true or false by declaration.
    public boolean infersBool() {
        return text.contains("-> bool[");
    }

    /// What is declared about the derivative with respect to the input at a position.
    public Derivative derivative(int input) {
        return derivatives[Math.min(input, derivatives.length - 1)];
    }

    /// How many inputs have a declared derivative; the last stands for all that follow.
    public int declaredDerivatives() {
        return derivatives.length;
    }

    /// Runs the operation: the only way to do so. Traced inputs take over, the innermost first.
    public Operand apply(OpContext context, Operand[] inputs, Attributes attributes) {
        if (composite != null) {
            return context.checkNumerics() ? Numerics.composite(this, context, inputs, attributes, composite)
                    : composite.run(new Algebra(context), inputs, attributes);
        }
        if (random && context.levels().batched() && highest(inputs) < context.levels().innermost().level()) {
            return context.levels().innermost().each(this, context, inputs, attributes);
        }
        for (Operand input : inputs) {
            if (!(input instanceof Tensor)) {
                return trace(context, inputs, attributes);
            }
        }
        Operand result;
        try {
            result = forward.run(context, inputs, attributes);
        } catch (OutOfMemoryError full) {
            throw Memory.exhausted(this, context, inputs, attributes);
        }
        context.usage().operation(inputs, result);
        if (context.checkNumerics()) {
            Numerics.check(this, inputs, result);
        }
        return result;
    }

    private static int highest(Operand[] inputs) {
        int highest = 0;
        for (Operand input : inputs) {
            highest = input instanceof Traced traced ? Math.max(highest, traced.level()) : highest;
        }
        return highest;
    }

    /// Runs the operation for all examples of a batch at once, if it can.
    ///
    /// @param inputs  those that `batched` marks have the axis of the examples in front, as the result has
    public Optional<Operand> batched(OpContext context, Operand[] inputs, boolean[] batched, int examples, Attributes attributes) {
        Batching how = batching != null ? batching : Fusion.isElementwise(this, inputs.length) ? Batching.ELEMENTWISE : null;
        return how == null ? Optional.empty()
                : Optional.ofNullable(how.run(new Batching.Call(new Algebra(context), this, inputs, batched, examples, attributes)));
    }

    /// Runs an operation without attributes, or with all of them at their defaults.
    public Operand apply(OpContext context, Operand... inputs) {
        return apply(context, inputs, signature().defaults());
    }

    private Operand trace(OpContext context, Operand[] inputs, Attributes attributes) {
        Traced highest = null;
        for (Operand input : inputs) {
            if (input instanceof Traced traced && (highest == null || traced.level() > highest.level())) {
                highest = traced;
            }
        }
        if (highest == null) {
            throw new IllegalStateException("an operand that is neither tensor nor traced: " + List.of(inputs));
        }
        return highest.process(this, context, inputs, attributes);
    }

    /// Attributes in the order of the signature; those left out at the end keep their defaults.
    public Attributes attributes(Object... values) {
        Attributes defaults = signature().defaults();
        Object[] all = new Object[defaults.count()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < values.length ? values[i] : defaults.get(i);
        }
        return Attributes.of(signature(), all);
    }

    /// The type of the result, from types whose sizes may be numbers or symbols.
    public Type.Tensor infer(List<Type.Tensor> inputs, Attributes attributes) {
        return rule != null ? rule.infer(inputs, attributes) : Rules.bySignature(this, inputs);
    }

    @Override
    public String toString() {
        return text;
    }

    /// Collects a declaration.
    static final class Builder {
        private final String text;
        private String doc = "";
        private final List<Example> examples = new ArrayList<>(2);
        private final List<String> samples = new ArrayList<>(4);
        private final List<Failing> failing = new ArrayList<>(2);
        private double tolerance = 1e-6;
        private Derivative[] derivatives = {};
        private @Nullable Forward forward;
        private Forward.@Nullable Composite composite;
        private @Nullable Rule rule;
        private boolean random;
        private boolean internal;
        private boolean elementwise;
        private @Nullable Batching batching;

        private Builder(String text) {
            this.text = text;
        }

        Builder doc(String doc) {
            this.doc = doc;
            return this;
        }

        Builder example(String source, String expected) {
            examples.add(new Example(source, expected));
            return this;
        }

        Builder samples(String... samples) {
            this.samples.addAll(List.of(samples));
            return this;
        }

        Builder tolerance(double tolerance) {
            this.tolerance = tolerance;
            return this;
        }

        Builder fails(String source, String code) {
            failing.add(new Failing(source, code));
            return this;
        }

        Builder rule(Rule rule) {
            this.rule = rule;
            return this;
        }

        /// One for each input, in order; the last also stands for all that follow.
        Builder derivative(Derivative... derivatives) {
            this.derivatives = derivatives;
            return this;
        }

        Builder internal() {
            internal = true;
            return this;
        }

        /// Of an operation that is written in others: all of them work element by element.
        Builder elementwise() {
            elementwise = true;
            return this;
        }

        /// How it takes a batch at once; without it an operation that is not elementwise runs example by example.
        Builder batch(Batching batching) {
            this.batching = batching;
            return this;
        }

        Builder random() {
            random = true;
            return this;
        }

        Builder kernel(Forward.OfNone kernel) {
            forward = (context, _, attributes) -> kernel.run(context, attributes);
            return this;
        }

        Builder kernel(Forward.OfOne kernel) {
            forward = (context, inputs, attributes) -> kernel.run(context, (Tensor) inputs[0], attributes);
            return this;
        }

        Builder kernel(Forward.OfTwo kernel) {
            forward = (context, inputs, attributes) -> kernel.run(context, (Tensor) inputs[0], (Tensor) inputs[1], attributes);
            return this;
        }

        Builder kernel(Forward.OfThree kernel) {
            forward = (context, inputs, attributes) ->
                    kernel.run(context, (Tensor) inputs[0], (Tensor) inputs[1], (Tensor) inputs[2], attributes);
            return this;
        }

        Builder kernels(Forward kernel) {
            forward = kernel;
            return this;
        }

        /// The operation is a composition of others, and its derivative follows from theirs.
        Builder parts(Forward.Composite parts) {
            composite = parts;
            derivatives = new Derivative[] {new Derivative.Parts()};
            return this;
        }

        Op build() {
            return new Op(this);
        }
    }

    /// The element type of the result where the signature does not say: the highest of the inputs, if all are known.
    static Optional<DType> highest(List<Type.Tensor> inputs) {
        DType highest = DType.BOOL;
        for (Type.Tensor input : inputs) {
            if (input.element().isEmpty()) {
                return Optional.empty();
            }
            highest = DType.highest(highest, input.element().get());
        }
        return Optional.of(highest);
    }
}

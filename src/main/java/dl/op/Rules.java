package dl.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import dl.type.Unifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shape rules that many operations share, over sizes that may be numbers or symbols.
final class Rules {
    private Rules() {}

    /// Matches the inputs with the patterns of the signature, and fills in the pattern of the result.
    static Type.Tensor bySignature(Op op, List<Type.Tensor> inputs) {
        Unifier unifier = new Unifier();
        List<Parameter> parameters = op.signature().parameters().stream().filter(p -> p.kind().isInput()).toList();
        for (int i = 0; i < inputs.size(); i++) {
            Optional<Type.Tensor> pattern = parameters.get(Math.min(i, parameters.size() - 1)).type();
            if (pattern.isPresent()) {
                Optional<Unifier.Mismatch> mismatch = unifier.unify(pattern.get().sizes(), inputs.get(i).sizes());
                if (mismatch.isPresent()) {
                    throw OpError.shape("shape/signature", op.name() + " wants " + pattern.get() + " and this is "
                                    + inputs.get(i) + ": " + mismatch.get().reason())
                            .label(i, inputs.get(i).toString());
                }
            }
        }
        if (op.signature().result().orElse(null) instanceof Type.Tensor result) {
            return new Type.Tensor(element(op, inputs), unifier.substitute(result.sizes()));
        }
        return Type.tensor(Sizes.any());
    }

    /// The element type that the signature gives the result, where it is known.
    static Optional<DType> element(Op op, List<Type.Tensor> inputs) {
        if (op.signature().result().orElse(null) instanceof Type.Tensor result && result.element().isPresent()) {
            return result.element();
        }
        Optional<DType> highest = Op.highest(inputs);
        boolean floating = op.signature().floating() && highest.isPresent() && highest.get().compareTo(DType.F32) < 0;
        return floating ? Optional.empty() : highest;
    }

    /// The shape that all inputs have together.
    static Type.Tensor broadcast(List<Type.Tensor> inputs, Attributes attributes) {
        Sizes all = Sizes.of();
        for (Type.Tensor input : inputs) {
            all = broadcast(all, input.sizes());
        }
        return Type.tensor(all);
    }

    static Sizes broadcast(Sizes x, Sizes y) {
        if (!x.ranked() || !y.ranked()) {
            return Sizes.any();
        }
        List<Dim> a = x.axes();
        List<Dim> b = y.axes();
        int rank = Math.max(a.size(), b.size());
        List<Dim> result = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            int p = i - rank + a.size();
            int q = i - rank + b.size();
            result.add(p < 0 ? b.get(q) : q < 0 ? a.get(p) : together(a.get(p), b.get(q), x, y));
        }
        return Sizes.of(result);
    }

    private static Dim together(Dim a, Dim b, Sizes x, Sizes y) {
        if (a.equals(b) || b.is(1)) {
            return a;
        }
        if (a.is(1)) {
            return b;
        }
        if (a instanceof Dim.Known && b instanceof Dim.Known) {
            throw OpError.shape("shape/broadcast", "shapes " + x + " and " + y + " do not fit together: " + a + " meets " + b);
        }
        // a known size other than 1 decides; two different symbols may be anything
        return a instanceof Dim.Known ? a : b instanceof Dim.Known ? b : Dim.UNKNOWN;
    }

    /// The axes of an attribute taken away, or kept as size 1.
    static Type.Tensor reduce(List<Type.Tensor> inputs, Attributes attributes) {
        Sizes sizes = inputs.getFirst().sizes();
        boolean keep = attributes.bool("keepdims");
        if (!sizes.ranked()) {
            return Type.tensor(keep || attributes.has("axis") ? Sizes.any() : Sizes.of());
        }
        boolean[] reduced = Axes.marked(attributes, sizes.axes().size(), sizes.toString());
        List<Dim> left = new ArrayList<>();
        for (int i = 0; i < reduced.length; i++) {
            if (!reduced[i]) {
                left.add(sizes.axes().get(i));
            } else if (keep) {
                left.add(Dim.ONE);
            }
        }
        return Type.tensor(Sizes.of(left));
    }
}

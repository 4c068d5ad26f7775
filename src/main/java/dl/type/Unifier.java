package dl.type;

import dl.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Binds the symbols of patterns to sizes, one pattern after the other, and says where one does not fit.
///
/// Sizes may be numbers or expressions over other symbols: the same code checks calls and signatures.
public final class Unifier {
    /// Where a pattern and a shape disagree: `axis` counts from the front of the shape, or is -1 for the rank.
    public record Mismatch(int axis, String reason) {}

    private final Map<String, Dim> sizes = new HashMap<>();
    private final Map<String, List<Dim>> rests = new HashMap<>();

    /// Gives a symbol its size beforehand.
    public Unifier bind(String symbol, long size) {
        sizes.put(symbol, Dim.of(size));
        return this;
    }

    /// The size a symbol was bound to.
    public Optional<Dim> size(String symbol) {
        return Optional.ofNullable(sizes.get(symbol));
    }

    /// The sizes that `...name` was bound to.
    public Optional<List<Dim>> rest(String name) {
        return Optional.ofNullable(rests.get(name));
    }

    public Optional<Mismatch> unify(Sizes pattern, Shape shape) {
        return unify(pattern, Sizes.of(shape));
    }

    /// Matches a pattern with sizes of known rank; sizes of unknown rank match everything and bind nothing.
    public Optional<Mismatch> unify(Sizes pattern, Sizes actual) {
        if (!actual.ranked()) {
            return Optional.empty();
        }
        List<Dim> axes = actual.axes();
        int fixed = pattern.before().size() + pattern.after().size();
        if (pattern.ranked() ? axes.size() != fixed : axes.size() < fixed) {
            String wanted = fixed + (fixed == 1 ? " axis" : " axes");
            return Optional.of(new Mismatch(-1, "it has " + axes.size() + (axes.size() == 1 ? " axis" : " axes") + ", not "
                    + (pattern.ranked() ? wanted : wanted + " or more")));
        }
        int tail = axes.size() - pattern.after().size();
        for (int i = 0; i < pattern.before().size(); i++) {
            Optional<Mismatch> mismatch = unify(i, pattern.before().get(i), axes.get(i));
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        if (pattern.rest().isPresent() && pattern.rest().get().name().isPresent()) {
            Optional<Mismatch> mismatch =
                    unifyRest(pattern.rest().get().name().get(), pattern.before().size(), axes.subList(pattern.before().size(), tail));
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        for (int i = 0; i < pattern.after().size(); i++) {
            Optional<Mismatch> mismatch = unify(tail + i, pattern.after().get(i), axes.get(tail + i));
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> unifyRest(String name, int first, List<Dim> axes) {
        List<Dim> known = rests.get(name);
        if (known == null) {
            rests.put(name, List.copyOf(axes));
            return Optional.empty();
        }
        if (known.size() != axes.size()) {
            return Optional.of(new Mismatch(-1, "..." + name + " is " + Sizes.of(known) + ", not " + Sizes.of(axes)));
        }
        for (int i = 0; i < axes.size(); i++) {
            if (!agree(known.get(i), axes.get(i))) {
                return Optional.of(
                        new Mismatch(first + i, "..." + name + " is " + Sizes.of(known) + ", not " + Sizes.of(axes)));
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> unify(int axis, Dim pattern, Dim actual) {
        Dim wanted = substitute(pattern);
        return switch (wanted) {
            case Dim.Unknown() -> Optional.empty();
            case Dim.Known _ -> agree(wanted, actual) ? Optional.empty() : Optional.of(mismatch(axis, pattern, wanted, actual));
            case Dim.Linear(SortedMap<String, Long> terms, long constant) -> {
                if (actual instanceof Dim.Unknown || terms.size() > 1 || wanted.equals(actual)) {
                    yield Optional.empty();
                }
                String symbol = terms.firstKey();
                long factor = terms.get(symbol);
                Optional<Dim> solved = divide(actual.minus(Dim.of(constant)), factor);
                if (solved.isEmpty()) {
                    yield actual instanceof Dim.Known ? Optional.of(mismatch(axis, pattern, wanted, actual)) : Optional.empty();
                }
                sizes.put(symbol, solved.get());
                yield Optional.empty();
            }
        };
    }

    private static Mismatch mismatch(int axis, Dim pattern, Dim wanted, Dim actual) {
        String which = pattern.equals(wanted) || wanted instanceof Dim.Linear ? pattern.toString() : pattern + " = " + wanted;
        return new Mismatch(axis, "axis " + axis + " is " + actual + ", not " + which);
    }

    /// Two sizes that are both numbers must be equal; where one is not, nothing can be said against it.
    private static boolean agree(Dim a, Dim b) {
        return !(a instanceof Dim.Known) || !(b instanceof Dim.Known) || a.equals(b);
    }

    private static Optional<Dim> divide(Dim dim, long factor) {
        return switch (dim) {
            case Dim.Known(long size) ->
                size % factor == 0 && size / factor >= 0 ? Optional.of(Dim.of(size / factor)) : Optional.empty();
            case Dim.Linear(SortedMap<String, Long> terms, long constant) -> {
                if (constant % factor != 0 || terms.values().stream().anyMatch(term -> term % factor != 0)) {
                    yield Optional.empty();
                }
                Dim quotient = Dim.of(constant / factor);
                for (Map.Entry<String, Long> term : terms.entrySet()) {
                    quotient = quotient.plus(Dim.symbol(term.getKey()).times(term.getValue() / factor));
                }
                yield Optional.of(quotient);
            }
            case Dim.Unknown unknown -> Optional.of(unknown);
        };
    }

    /// The size with every bound symbol replaced.
    public Dim substitute(Dim dim) {
        if (!(dim instanceof Dim.Linear(SortedMap<String, Long> terms, long constant))) {
            return dim;
        }
        Dim sum = Dim.of(constant);
        for (Map.Entry<String, Long> term : terms.entrySet()) {
            Dim bound = sizes.get(term.getKey());
            sum = sum.plus((bound == null ? Dim.symbol(term.getKey()) : bound).times(term.getValue()));
        }
        return sum;
    }

    /// The sizes with every bound symbol and rest replaced.
    public Sizes substitute(Sizes pattern) {
        List<Dim> before = new ArrayList<>(pattern.before().stream().map(this::substitute).toList());
        List<Dim> after = pattern.after().stream().map(this::substitute).toList();
        Optional<List<Dim>> bound = pattern.rest().flatMap(Sizes.Rest::name).flatMap(this::rest);
        if (pattern.ranked()) {
            return Sizes.of(before);
        }
        if (bound.isEmpty()) {
            return new Sizes(before, pattern.rest(), after);
        }
        before.addAll(bound.get());
        before.addAll(after);
        return Sizes.of(before);
    }
}

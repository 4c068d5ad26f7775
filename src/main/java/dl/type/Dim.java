package dl.type;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The size of one axis: known, a linear expression over symbols (`n`, `2*d`, `n + 1`), or unknown (`_`).
public sealed interface Dim {
    /// A size that is a number.
    record Known(long size) implements Dim {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /// A sum of symbols with non-zero factors, and a constant.
    record Linear(SortedMap<String, Long> terms, long constant) implements Dim {
        public Linear {
            if (terms.isEmpty()) {
                throw new IllegalArgumentException("a linear size needs a symbol; use Dim.of");
            }
            terms = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(terms));
        }

        /// Whether it is one bare symbol.
        public boolean isSymbol() {
            return constant == 0 && terms.size() == 1 && terms.get(terms.firstKey()) == 1;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            terms.forEach((name, factor) -> {
                if (!text.isEmpty()) {
                    text.append(factor < 0 ? " - " : " + ");
                } else if (factor < 0) {
                    text.append('-');
                }
                long size = Math.abs(factor);
                text.append(size == 1 ? name : size + "*" + name);
            });
            if (constant != 0) {
                text.append(constant < 0 ? " - " : " + ").append(Math.abs(constant));
            }
            return text.toString();
        }
    }

    /// A size about which nothing is said.
    record Unknown() implements Dim {
        @Override
        public String toString() {
            return "_";
        }
    }

    Dim UNKNOWN = new Unknown();
    Dim ONE = new Known(1);

    static Dim of(long size) {
        return size == 1 ? ONE : new Known(size);
    }

    static Dim symbol(String name) {
        return new Linear(new TreeMap<>(Map.of(name, 1L)), 0);
    }

    /// Whether this is the number `size`.
    default boolean is(long size) {
        return this instanceof Known(long known) && known == size;
    }

    default Dim plus(Dim other) {
        if (this instanceof Unknown || other instanceof Unknown) {
            return UNKNOWN;
        }
        SortedMap<String, Long> terms = new TreeMap<>(terms(this));
        terms(other).forEach((name, factor) -> terms.merge(name, factor, Long::sum));
        terms.values().removeIf(factor -> factor == 0);
        long constant = constant(this) + constant(other);
        return terms.isEmpty() ? of(constant) : new Linear(terms, constant);
    }

    default Dim times(long factor) {
        if (this instanceof Unknown) {
            return factor == 0 ? of(0) : this;
        }
        SortedMap<String, Long> terms = new TreeMap<>(terms(this));
        terms.replaceAll((_, old) -> old * factor);
        return factor == 0 || terms.isEmpty() ? of(constant(this) * factor) : new Linear(terms, constant(this) * factor);
    }

    default Dim minus(Dim other) {
        return plus(other.times(-1));
    }

    /// The product where it is linear, otherwise unknown.
    default Dim times(Dim other) {
        if (this instanceof Known(long size)) {
            return other.times(size);
        }
        return other instanceof Known(long size) ? times(size) : UNKNOWN;
    }

    private static SortedMap<String, Long> terms(Dim dim) {
        return dim instanceof Linear(SortedMap<String, Long> terms, _) ? terms : new TreeMap<>();
    }

    private static long constant(Dim dim) {
        return switch (dim) {
            case Known(long size) -> size;
            case Linear(_, long constant) -> constant;
            case Unknown() -> throw new IllegalStateException("an unknown size has no constant");
        };
    }
}

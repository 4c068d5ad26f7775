package dl.op;

import dl.tensor.DType;
import java.util.Arrays;

/// The values of an operation's parameters that are not tensors, in the order of its signature.
///
/// Java types: `Long`, `int[]` (INTS and variadic INT), `Double`, `Boolean`, `String`, [DType], and [#NONE] for `nil`.
public final class Attributes {
    /// Stands for `nil`.
    public static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "nil";
        }
    };

    /// For operations that have tensors only.
    public static final Attributes EMPTY = new Attributes(new String[0], new Object[0]);

    private final String[] names;
    private final Object[] values;

    private Attributes(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    /// Values in the order of the signature's attribute parameters; the array is given away.
    public static Attributes of(Signature signature, Object... values) {
        if (values.length != signature.attributeNames().length) {
            throw new IllegalArgumentException(signature.text() + " has " + signature.attributeNames().length
                    + " attributes, not " + values.length);
        }
        return values.length == 0 ? EMPTY : new Attributes(signature.attributeNames(), values);
    }

    /// The number of attributes.
    public int count() {
        return values.length;
    }

    /// The value of the attribute at a position of the signature, or [#NONE].
    public Object get(int position) {
        return values[position];
    }

    public Object get(String name) {
        return values[position(name)];
    }

    /// Whether the attribute is given, by the caller or by a default other than `nil`.
    public boolean has(String name) {
        return get(name) != NONE;
    }

    public long integer(String name) {
        return (Long) get(name);
    }

    /// An `int` attribute that counts or names axes: values outside of 32 bits saturate.
    public int small(String name) {
        return Math.clamp(integer(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// The ints; callers must not write to the array.
    public int[] integers(String name) {
        return (int[]) get(name);
    }

    public double floating(String name) {
        return ((Number) get(name)).doubleValue();
    }

    public boolean bool(String name) {
        return (Boolean) get(name);
    }

    public String string(String name) {
        return (String) get(name);
    }

    public DType dtype(String name) {
        return (DType) get(name);
    }

    /// The first values, for an operation that shares the beginning of its parameters.
    Object[] values(int count) {
        return java.util.Arrays.copyOf(values, count);
    }

    /// The same attributes with one of them changed.
    public Attributes with(String name, Object value) {
        Object[] changed = values.clone();
        changed[position(name)] = value;
        return new Attributes(names, changed);
    }

    private int position(String name) {
        // names are interned by the signature, and literals by the JVM
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no attribute " + name + " in " + Arrays.toString(names));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append(": ");
            text.append(values[i] instanceof int[] ints ? Arrays.toString(ints) : values[i]);
        }
        return text.append('}').toString();
    }
}

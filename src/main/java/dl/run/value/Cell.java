package dl.run.value;

import org.jspecify.annotations.Nullable;

/// A variable that lives longer than the call that made it: a module's name, or one that a closure captured.
public final class Cell {
    public byte kind = Kind.UNSET;
    public long bits;
    public Object ref = Nil.NIL;
    /// The claim on containers that only this variable holds; see `Ownership`.
    public @Nullable Object token;

    /// An unset cell.
    public Cell() {}

    public Cell(Object value) {
        set(value);
    }

    public boolean isSet() {
        return kind != Kind.UNSET;
    }

    /// The boxed value; must be set. Whoever asks may keep it.
    public Object get() {
        token = null;
        return switch (kind) {
            case Kind.LONG -> bits;
            case Kind.DOUBLE -> Double.longBitsToDouble(bits);
            case Kind.BOOL -> bits != 0;
            default -> ref;
        };
    }

    public void set(Object value) {
        ref = Nil.NIL;
        switch (value) {
            case Long number -> {
                kind = Kind.LONG;
                bits = number;
            }
            case Double number -> {
                kind = Kind.DOUBLE;
                bits = Double.doubleToRawLongBits(number);
            }
            case Boolean truth -> {
                kind = Kind.BOOL;
                bits = truth ? 1 : 0;
            }
            default -> {
                kind = Kind.OBJECT;
                ref = value;
            }
        }
    }
}

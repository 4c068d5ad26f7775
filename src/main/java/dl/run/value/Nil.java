package dl.run.value;

/// The value of what has no value.
public enum Nil {
    NIL;

    @Override
    public String toString() {
        return "nil";
    }
}

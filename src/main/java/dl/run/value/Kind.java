package dl.run.value;

/// How a value travels between nodes without being boxed, and how control leaves a node.
///
/// Negative kinds mean that the node did not produce a value: control is on its way out.
public final class Kind {
    /// The value is in a reference register or slot.
    public static final byte OBJECT = 0;
    /// The value is an int in a bits register or slot.
    public static final byte LONG = 1;
    /// The value is a float, its bits in a bits register or slot.
    public static final byte DOUBLE = 2;
    /// The value is a bool, 0 or 1 in a bits register or slot.
    public static final byte BOOL = 3;
    /// Of slots and cells only: not yet bound.
    public static final byte UNSET = 4;

    public static final byte RETURN = -1;
    public static final byte BREAK = -2;
    public static final byte CONTINUE = -3;

    private Kind() {}
}

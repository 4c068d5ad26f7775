package dl.kernel;

/// An operation on pairs of bools.
public enum Logic {
    AND,
    OR,
    XOR
}

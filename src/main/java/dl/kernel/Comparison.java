package dl.kernel;

/// A comparison of pairs of elements; NaN is unequal to everything.
public enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL
}

package dl.kernel;

/// An operation on pairs of elements.
public enum BinaryOperator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    /// The quotient rounded toward minus infinity.
    FLOOR_DIVIDE,
    /// What [#FLOOR_DIVIDE] leaves: it has the sign of the divisor.
    REMAINDER,
    POWER,
    /// NaN where either is NaN.
    MAXIMUM,
    MINIMUM,
    ATAN2
}

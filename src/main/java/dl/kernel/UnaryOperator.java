package dl.kernel;

/// An operation on each element.
public enum UnaryOperator {
    NEGATE,
    ABS,
    SIGN,
    SQUARE,
    RECIPROCAL,
    SQRT,
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    LOG2,
    LOG10,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    TANH,
    ASINH,
    ACOSH,
    ATANH,
    SIGMOID,
    SOFTPLUS,
    RELU,
    ERF,
    ERFC,
    FLOOR,
    CEIL,
    /// To the nearest integer, halves to even.
    ROUND,
    TRUNC
}

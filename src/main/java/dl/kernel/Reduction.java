package dl.kernel;

/// What many elements become one by.
public enum Reduction {
    SUM,
    PRODUCT,
    /// NaN where any element is NaN.
    MAXIMUM,
    MINIMUM
}

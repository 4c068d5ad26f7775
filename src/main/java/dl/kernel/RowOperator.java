package dl.kernel;

/// What works on rows: each element of the result depends on its row alone. The gradients take the gradient of the result first.
public enum RowOperator {
    /// The exponentials of a row, scaled to sum to one; the row's maximum is subtracted first.
    SOFTMAX,
    /// The logarithms of [#SOFTMAX], without the loss of forming it.
    LOG_SOFTMAX,
    /// `(x - mean) / sqrt(variance + epsilon)`, the variance as the mean of squared differences.
    NORMALIZE,
    /// `g * y - y * sum(g * y)`: what flows back through [#SOFTMAX] with the result `y`.
    SOFTMAX_GRADIENT,
    /// `g - exp(y) * sum(g)`: what flows back through [#LOG_SOFTMAX] with the result `y`.
    LOG_SOFTMAX_GRADIENT,
    /// `(g - mean(g) - z * mean(g * z)) / sqrt(variance + epsilon)` with `z` the result of [#NORMALIZE] for `y`: what flows back through it.
    NORMALIZE_GRADIENT
}

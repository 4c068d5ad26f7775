package dl.tensor;

/// What an operation takes and gives: a [Tensor], or a value that is being traced for differentiation.
public interface Operand {
    DType dtype();

    Shape shape();

    /// Whether this is a dl *number*: rank 0, and it takes the element type of the tensor that it meets.
    boolean weak();

    /// The values without any tracing.
    Tensor plain();

    /// The value with no derivative going through it.
    default Operand detached() {
        return plain();
    }
}

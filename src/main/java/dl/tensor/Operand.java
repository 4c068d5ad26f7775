package dl.tensor;

/// What an operation takes and gives: a [Tensor], or a value that is being traced for differentiation.
public interface Operand {
    DType dtype();

    Shape shape();

    /// Whether this is a dl *number*: rank 0, and it takes the element type of the tensor that it meets.
    boolean weak();

    /// The one value without any tracing.
    ///
    /// @throws OpError `type/batched` where there is one for each example of a batch
    Tensor plain();

    /// The value with no derivative going through it.
    default Operand detached() {
        return plain();
    }

    /// All elements, for a look at them: of a batched value those of all examples, the axes of [#batches] in front.
    default Tensor elements() {
        return plain();
    }

    /// The sizes of the batches that this is a value for each example of, the outermost first.
    default int[] batches() {
        return new int[0];
    }
}

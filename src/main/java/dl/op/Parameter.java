package dl.op;

import dl.type.Type;
import java.util.Optional;

/// One parameter of an operation.
///
/// `named` parameters stand after `;` and are given by name only; a `variadic` one takes the rest of the positional
/// arguments (none are an empty `int[]`). `defaultValue` is [Attributes#NONE] for `nil`. `type` is the pattern that a tensor must fit.
public record Parameter(
        String name,
        Kind kind,
        boolean named,
        boolean variadic,
        boolean required,
        Object defaultValue,
        Optional<Type.Tensor> type) {
    /// What the parameter takes.
    public enum Kind {
        /// A tensor or number: an input of the operation. Variadic: any number of them.
        TENSOR,
        /// A list of tensors: inputs of the operation.
        TENSORS,
        /// An int. Variadic: ints, or one list, tuple or rank-1 tensor of ints; the attribute is an `int[]`.
        INT,
        /// An int, or a list, tuple or rank-1 tensor of ints; the attribute is an `int[]`.
        INTS,
        /// What is added around axes: as INTS, or a `String` such as "same".
        PADDING,
        /// A float; ints are taken too.
        FLOAT,
        BOOL,
        STRING,
        DTYPE;

        /// Whether arguments of this kind are inputs and not attributes.
        public boolean isInput() {
            return this == TENSOR || this == TENSORS;
        }
    }
}

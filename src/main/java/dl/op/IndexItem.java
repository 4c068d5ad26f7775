package dl.op;

import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.OptionalLong;

/// One item between the brackets of `x[...]`.
public sealed interface IndexItem {
    /// A position; negative ones count from the end. The axis disappears.
    record At(long position) implements IndexItem {}

    /// `start:stop:step`, clamped to the axis as in NumPy.
    record Slice(OptionalLong start, OptionalLong stop, OptionalLong step) implements IndexItem {
        public static final Slice ALL = new Slice(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /// `None`: a new axis of size 1.
    record NewAxis() implements IndexItem {}

    /// `...`: all the axes that no other item takes.
    record Ellipsis() implements IndexItem {}

    /// A tensor of ints: the elements at these positions.
    record Gather(Operand positions) implements IndexItem {}

    /// The elements at the positions that an input of the operation gives, counted behind those that it works on.
    record GatherInput(int input) implements IndexItem {}

    /// A tensor of bools, which takes as many axes as it has: the elements where it is true.
    record Mask(Tensor condition) implements IndexItem {}
}

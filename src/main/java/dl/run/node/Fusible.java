package dl.run.node;

import dl.op.Op;
import dl.run.Site;
import java.util.Optional;

/// A node that may run an elementwise operation on its operands, and does nothing else.
interface Fusible {
    /// The operation; empty where it is none, or none that works element by element, or reduces.
    Optional<Op> elementwise();

    /// Whether it makes few elements of many, so that it may be the last of a chain and nothing else.
    default boolean reduces() {
        return elementwise().filter(dl.op.Fusion::isReduction).isPresent();
    }

    /// Whether it becomes bytecode that evaluates its operands; otherwise it runs as it is.
    default boolean emits() {
        return false;
    }

    /// In the order in which they are evaluated.
    Node[] operands();

    /// The same node with other operands.
    Node with(Node[] operands);

    Site site();
}

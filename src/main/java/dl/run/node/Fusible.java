package dl.run.node;

import dl.op.Op;
import dl.run.Site;
import java.util.Optional;

/// A node that may run an elementwise operation on its operands, and does nothing else.
interface Fusible {
    /// The operation; empty where it is none, or none that works element by element.
    Optional<Op> elementwise();

    /// In the order in which they are evaluated.
    Node[] operands();

    /// The same node with other operands.
    Node with(Node[] operands);

    Site site();
}

package dl.grad;

import dl.op.Usage;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The memory of one backward pass: what it needs of the forward pass, and the gradients on their way at their most.
final class Footprint {
    /// Smaller arrays are not worth counting: a pass over thousands of numbers should not pay for it.
    private static final int SMALL = 4096;

    private @Nullable Set<Object> storages;
    private final long saved;
    private long held;
    private long most;

    Footprint(List<Tape.Node> nodes) {
        long bytes = 0;
        for (Tape.Node node : nodes) {
            for (Operand input : node.inputs) {
                bytes += unseen(input);
            }
            bytes += unseen(node.output);
        }
        saved = bytes;
    }

    /// A gradient has reached a value that had none.
    void arrives(Operand gradient) {
        held += bytes(gradient);
    }

    /// A gradient has been passed on.
    void leaves(Operand gradient) {
        most = Math.max(most, held);
        held -= bytes(gradient);
    }

    long bytes() {
        return saved + most;
    }

    private long unseen(@Nullable Operand value) {
        long bytes = bytes(value);
        if (bytes == 0 || !(value instanceof Tensor tensor)) {
            return 0;
        }
        Set<Object> seen = storages;
        if (seen == null) {
            seen = Collections.newSetFromMap(new IdentityHashMap<>());
            storages = seen;
        }
        return seen.add(tensor.storage()) ? bytes : 0;
    }

    private static long bytes(@Nullable Operand value) {
        long bytes = value instanceof Tensor tensor ? Usage.bytes(tensor) : 0;
        return bytes < SMALL ? 0 : bytes;
    }
}

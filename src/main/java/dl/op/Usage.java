package dl.op;

import dl.tensor.Operand;
import dl.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What one session uses: counts of what it did, and a little memory set aside.
///
/// Only the session's thread counts; others may read, and see a moment ago. Always on: it costs an operation a few nanoseconds.
public final class Usage {
    /// Enough to say in a full heap that it is full, and to run the line that empties it.
    private static final int RESERVE = 1 << 19;

    private byte @Nullable [] reserve = new byte[RESERVE];
    private long operations;
    private long bytes;
    private long largestPass;

    /// How many tensor operations have run.
    public long operations() {
        return operations;
    }

    /// The bytes of all results that are no views.
    public long bytes() {
        return bytes;
    }

    /// The bytes of the largest backward pass: what it had saved, and the gradients at their most.
    public long largestPass() {
        return largestPass;
    }

    /// Notes an operation. A result on the storage of an input is a view and costs nothing.
    public void operation(Operand[] inputs, Operand result) {
        operations++;
        if (result instanceof Tensor made) {
            Object storage = made.storage();
            for (Operand input : inputs) {
                if (input instanceof Tensor given && given.storage() == storage) {
                    return;
                }
            }
            bytes += bytes(made);
        }
    }

    /// Notes a backward pass.
    public void pass(long bytes) {
        largestPass = Math.max(largestPass, bytes);
    }

    /// Gives up what was set aside, because there is nothing else left.
    public void spendReserve() {
        reserve = null;
    }

    /// Sets memory aside again once there is plenty of it.
    public void restoreReserve() {
        if (reserve == null && Memory.free() > 16 * RESERVE) {
            reserve = new byte[RESERVE];
        }
    }

    /// The bytes of the whole storage of a tensor.
    public static long bytes(Tensor tensor) {
        return switch (tensor.dtype()) {
            case BOOL -> tensor.booleans().length;
            case I64 -> 8L * tensor.longs().length;
            case F32 -> 4L * tensor.floats().length;
            case F64, C128 -> 8L * tensor.doubles().length;
        };
    }
}

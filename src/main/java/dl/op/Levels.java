package dl.op;

import dl.tensor.OpError;
import dl.tensor.Operand;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts the differentiations and batches that are open in one session: an inner one has the higher level.
public final class Levels {
    /// A batch that is open.
    public interface Examples {
        int level();

        /// Runs an operation for one example after the other.
        Operand each(Op op, OpContext context, Operand[] inputs, Attributes attributes);
    }

    /// Each level traces all that the levels inside it do: deeper nesting than this is a recursion that does not end.
    private static final int DEEPEST = 100;

    private int depth;
    private long clock;
    private final Deque<Examples> batches = new ArrayDeque<>(2);

    /// Opens a level and returns it; the outermost is 1.
    ///
    /// @throws OpError `limit/recursion` where derivatives of derivatives go too deep
    public int enter() {
        if (depth == DEEPEST) {
            throw OpError.limit("limit/recursion", "the derivatives are nested more than " + DEEPEST + " deep")
                    .hint("does the recursion end? It calls grad inside of grad");
        }
        return ++depth;
    }

    /// A time of its own for something that is recorded.
    public long tick() {
        return clock++;
    }

    /// The time that the next record will have.
    public long now() {
        return clock;
    }

    /// The innermost batch, for whose examples random operations draw one by one.
    public void push(Examples batch) {
        batches.push(batch);
    }

    /// Takes a batch away if it is the innermost.
    public boolean pop(Examples batch) {
        if (batches.peek() != batch) {
            return false;
        }
        batches.pop();
        return true;
    }

    /// Whether a batch is open.
    public boolean batched() {
        return !batches.isEmpty();
    }

    Examples innermost() {
        return batches.getFirst();
    }

    /// Whether some differentiation or batch is going on.
    public boolean isOpen() {
        return depth > 0;
    }

    /// Closes a level; those inside it that an exception left open are closed with it.
    public void leave(int level) {
        depth = Math.min(depth, level - 1);
        batches.removeIf(batch -> batch.level() > depth);
    }
}

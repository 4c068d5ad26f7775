package dl.op;

import dl.tensor.OpError;

/// Counts the differentiations that are open in one session: an inner one has the higher level.
public final class Levels {
    /// Each level traces all that the levels inside it do: deeper nesting than this is a recursion that does not end.
    private static final int DEEPEST = 100;

    private int depth;

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

    /// Whether some differentiation is going on.
    public boolean isOpen() {
        return depth > 0;
    }

    /// Closes a level; those inside it that an exception left open are closed with it.
    public void leave(int level) {
        depth = Math.min(depth, level - 1);
    }
}

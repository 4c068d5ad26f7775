package dl.op;

/// Counts the differentiations that are open in one session: an inner one has the higher level.
public final class Levels {
    private int depth;

    /// Opens a level and returns it; the outermost is 1.
    public int enter() {
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

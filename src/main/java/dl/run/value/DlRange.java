package dl.run.value;

/// The ints from `from` to `to`, the end excluded.
public record DlRange(long from, long to) implements Sequence {
    /// How many ints there are, or the largest long when there are more.
    public long length() {
        long length = to - from;
        return to <= from ? 0 : length < 0 ? Long.MAX_VALUE : length;
    }

    /// What can be gone through at once: lists are not longer than this, so that a longer range meets their limit.
    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, length());
    }

    @Override
    public Object get(int index) {
        return from + index;
    }
}

package dl.run.value;

/// The ints from `from` to `to`, the end excluded.
public record DlRange(long from, long to) implements Sequence {
    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, to - from));
    }

    @Override
    public Object get(int index) {
        return from + index;
    }
}

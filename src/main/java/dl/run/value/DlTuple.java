package dl.run.value;

/// A fixed number of values.
public final class DlTuple implements Sequence {
    public static final DlTuple EMPTY = new DlTuple();

    private final Object[] elements;

    public DlTuple(Object... elements) {
        this.elements = elements;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public Object get(int index) {
        return elements[index];
    }
}

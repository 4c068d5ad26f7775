package dl.run.value;

/// What has elements in an order: lists, tuples, ranges.
public interface Sequence {
    int size();

    /// The element at a position from 0 to `size() - 1`.
    Object get(int index);

    default Object[] toArray() {
        Object[] all = new Object[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = get(i);
        }
        return all;
    }
}

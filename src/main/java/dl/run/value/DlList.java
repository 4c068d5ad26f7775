package dl.run.value;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An immutable list whose append is cheap: lists that grew out of each other share one array, and the newest of them
/// may claim the next free place in it.
public final class DlList implements Sequence {
    public static final DlList EMPTY = new DlList(new Object[0]);

    private final Storage storage;
    private final int size;
    private @Nullable Object claim;

    private static final class Storage {
        Object[] elements;
        int used;

        Storage(Object[] elements, int used) {
            this.elements = elements;
            this.used = used;
        }
    }

    /// A list of these elements; the array is given away.
    public DlList(Object... elements) {
        this(new Storage(elements, elements.length), elements.length);
    }

    private DlList(Storage storage, int size) {
        this.storage = storage;
        this.size = size;
    }

    public static DlList of(List<?> elements) {
        return new DlList(elements.toArray());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Object get(int index) {
        return storage.elements[index];
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(storage.elements, size);
    }

    /// This list with one more element; amortised constant time.
    public DlList append(Object value) {
        synchronized (storage) {
            if (storage.used == size) {
                if (size == storage.elements.length) {
                    storage.elements = Arrays.copyOf(storage.elements, grown(), Object[].class);
                }
                storage.elements[size] = value;
                storage.used = size + 1;
                return new DlList(storage, size + 1);
            }
        }
        Object[] copy = Arrays.copyOf(storage.elements, grown(), Object[].class);
        copy[size] = value;
        Arrays.fill(copy, size + 1, copy.length, null);
        return new DlList(new Storage(copy, size + 1), size + 1);
    }

    private int grown() {
        return (int) Math.max(8, Math.min(2L * size, Integer.MAX_VALUE));
    }

    /// This list with another element at `index`.
    public DlList with(int index, Object value) {
        Object[] copy = toArray();
        copy[index] = value;
        return new DlList(copy);
    }

    /// Notes that only the holder of this token can reach this list and its elements' array.
    public void claim(Object token) {
        claim = token;
    }

    public boolean claimedBy(Object token) {
        return claim == token;
    }

    /// Changes this list itself, which must be claimed.
    public void setInPlace(int index, Object value) {
        storage.elements[index] = value;
    }

    public DlList slice(int from, int to) {
        return new DlList(Arrays.copyOfRange(storage.elements, from, to));
    }

    public DlList concat(DlList other) {
        Object[] all = Arrays.copyOf(storage.elements, (int) Math.min((long) size + other.size, Integer.MAX_VALUE), Object[].class);
        System.arraycopy(other.storage.elements, 0, all, size, other.size);
        return new DlList(all);
    }
}

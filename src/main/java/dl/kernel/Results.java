package dl.kernel;

import dl.tensor.DType;
import dl.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where kernels get the arrays of their results: fresh ones, or one that its only holder has offered, which is still in the
/// cache.
public final class Results {
    /// Elements from which on warm memory pays: what is smaller comes warm out of the allocator's buffer.
    public static final int WORTH = 1 << 14;

    private @Nullable Object offered;
    private @Nullable Object last;
    /// The thread that watches what it makes, if any does.
    private @Nullable Thread watcher;
    private long reusedBytes;

    /// The bytes of all results that took memory which was offered.
    public long reusedBytes() {
        return reusedBytes;
    }

    /// Begins to watch what this thread makes, and offers it an array that nobody will read again, if there is one.
    public void watch(@Nullable Object free) {
        offered = free;
        last = null;
        watcher = Thread.currentThread();
    }

    /// Ends the watch and the offer: whether this array is the last that was made under them.
    public boolean unwatch(@Nullable Object storage) {
        boolean made = storage != null && storage == last;
        offered = null;
        last = null;
        watcher = null;
        return made;
    }

    /// An array for a result, each of whose `n` elements the caller writes: what it holds is arbitrary.
    public float[] floats(int n) {
        return watches() && offered instanceof float[] free && free.length == n ? taken(free, 4L * n) : made(new float[n]);
    }

    public double[] doubles(int n) {
        return watches() && offered instanceof double[] free && free.length == n ? taken(free, 8L * n) : made(new double[n]);
    }

    /// The same for any element type; only floats are taken from what is offered.
    public Object of(DType type, int n) {
        return switch (type) {
            case F32 -> floats(n);
            case F64 -> doubles(n);
            case BOOL, I64, C128 -> Tensor.allocate(type, n);
        };
    }

    /// The same, all zeros.
    public Object zeros(DType type, int n) {
        Object free = offered;
        Object given = of(type, n);
        if (given == free) {
            switch (given) {
                case float[] floats -> Arrays.fill(floats, 0);
                case double[] doubles -> Arrays.fill(doubles, 0);
                default -> throw new AssertionError(type);
            }
        }
        return given;
    }

    /// The threads that help one operation make nothing that it could be confused with.
    private boolean watches() {
        return watcher != null && watcher == Thread.currentThread();
    }

    private <T> T taken(T array, long bytes) {
        reusedBytes += bytes;
        offered = null;
        last = array;
        return array;
    }

    private <T> T made(T array) {
        if (watches()) {
            last = array;
        }
        return array;
    }
}

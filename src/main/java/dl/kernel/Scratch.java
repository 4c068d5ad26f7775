package dl.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A few arrays that kernels lend each other: fresh memory costs more than many a kernel.
///
/// What a borrowed array holds is arbitrary; who borrows gives back.
public final class Scratch {
    private static final int KEPT = 6;

    private final AtomicReferenceArray<float @Nullable []> floats = new AtomicReferenceArray<>(KEPT);
    private final AtomicReferenceArray<double @Nullable []> doubles = new AtomicReferenceArray<>(KEPT);

    /// An array of at least `n` elements.
    public float[] floats(int n) {
        for (int i = 0; i < KEPT; i++) {
            float[] kept = floats.getAndSet(i, null);
            if (kept != null) {
                if (kept.length >= n) {
                    return kept;
                }
                floats.compareAndSet(i, null, kept);
            }
        }
        return new float[size(n)];
    }

    public double[] doubles(int n) {
        for (int i = 0; i < KEPT; i++) {
            double[] kept = doubles.getAndSet(i, null);
            if (kept != null) {
                if (kept.length >= n) {
                    return kept;
                }
                doubles.compareAndSet(i, null, kept);
            }
        }
        return new double[size(n)];
    }

    /// Gives an array back; a larger one replaces a smaller one.
    public void release(float[] array) {
        int smallest = 0;
        for (int i = 0; i < KEPT; i++) {
            if (floats.compareAndSet(i, null, array)) {
                return;
            }
            float[] kept = floats.get(i);
            float[] least = floats.get(smallest);
            if (kept == null || least != null && kept.length < least.length) {
                smallest = i;
            }
        }
        float[] least = floats.get(smallest);
        if (least == null || least.length < array.length) {
            floats.set(smallest, array);
        }
    }

    public void release(double[] array) {
        int smallest = 0;
        for (int i = 0; i < KEPT; i++) {
            if (doubles.compareAndSet(i, null, array)) {
                return;
            }
            double[] kept = doubles.get(i);
            double[] least = doubles.get(smallest);
            if (kept == null || least != null && kept.length < least.length) {
                smallest = i;
            }
        }
        double[] least = doubles.get(smallest);
        if (least == null || least.length < array.length) {
            doubles.set(smallest, array);
        }
    }

    private static int size(int n) {
        // Steps of an eighth, so that slightly different products share an array.
        int step = Math.max(1024, Integer.highestOneBit(Math.max(1, n)) >> 3);
        return (int) Math.min(Integer.MAX_VALUE - 8, ((long) n + step - 1) / step * step);
    }
}

package dl.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The sizes of a tensor's axes. Immutable.
public final class Shape {
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;
    private final int count;

    private Shape(int[] sizes) {
        this.sizes = sizes;
        this.count = count(sizes);
    }

    /// @throws OpError `limit/tensor-size` when the shape has more than 2^31 - 1 elements
    public static Shape of(int... sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /// The size of an axis; negative axes count from the end.
    public int size(int axis) {
        return sizes[axis < 0 ? axis + sizes.length : axis];
    }

    /// The number of elements: 1 for rank 0.
    public int count() {
        return count;
    }

    public int[] toArray() {
        return sizes.clone();
    }

    /// Row-major strides, in elements.
    public int[] strides() {
        int[] strides = new int[sizes.length];
        int step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= sizes[i];
        }
        return strides;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /// `[2, 3]`, and `[]` for rank 0.
    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static int count(int[] sizes) {
        long count = 1;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in " + Arrays.toString(sizes));
            }
            count *= size;
            if (count > Integer.MAX_VALUE) {
                throw OpError.limit("limit/tensor-size", "a tensor of shape " + Arrays.toString(sizes)
                        + " has more than 2147483647 elements, the most that one tensor can hold");
            }
        }
        return (int) count;
    }
}

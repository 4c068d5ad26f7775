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

    /// The shape that two shapes have together under NumPy's rules: aligned at the last axis, size 1 stretches.
    ///
    /// @throws OpError `shape/broadcast` naming the axis and both sizes; labels for arguments 0 and 1
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b) || b.sizes.length == 0) {
            return a;
        }
        if (a.sizes.length == 0) {
            return b;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.sizes[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.sizes[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw OpError.shape("shape/broadcast", "shapes " + a + " and " + b + " do not fit together: axis -" + i
                                + " has size " + x + " on the left and " + y + " on the right")
                        .label(0, a.toString())
                        .label(1, b.toString())
                        .hint(hint(a, b, i));
            }
            sizes[rank - i] = x == 1 ? y : x;
        }
        return new Shape(sizes);
    }

    /// The shape that all of `shapes` have together, as [#broadcast(Shape, Shape)].
    public static Shape broadcast(Shape... shapes) {
        Shape result = SCALAR;
        for (Shape shape : shapes) {
            result = broadcast(result, shape);
        }
        return result;
    }

    private static String hint(Shape a, Shape b, int axisFromEnd) {
        // The frequent slip: a vector meant for the rows (one number per row) meets the columns.
        Shape vector = a.rank() == 1 ? a : b;
        Shape other = vector == a ? b : a;
        if (vector.rank() == 1 && other.rank() >= 2 && axisFromEnd == 1 && other.size(-2) == vector.size(0)) {
            return "the vector has one element per row: add an axis with v[:, None]";
        }
        return "axes are aligned from the last; sizes must be equal, or one of them 1";
    }

    static OpError cannotStretch(Shape from, Shape to) {
        return OpError.shape("shape/broadcast", "shape " + from + " cannot be stretched to " + to)
                .hint("axes are aligned from the last; only axes of size 1 stretch");
    }

    /// The axes of this shape, and those of another behind them.
    public Shape join(Shape inner) {
        int[] all = Arrays.copyOf(sizes, rank() + inner.rank());
        System.arraycopy(inner.sizes, 0, all, rank(), inner.rank());
        return new Shape(all);
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
                        + " has more than 2147483647 elements, the most that one tensor can hold")
                        .hint("work on it in parts, such as batches");
            }
        }
        return (int) count;
    }
}

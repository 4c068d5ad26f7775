package dl.tensor;

import org.jspecify.annotations.Nullable;

/// An n-dimensional array: a window (offset, strides) on a flat storage that nobody changes once the tensor is visible.
///
/// Storage by element type: `boolean[]`, `long[]`, `float[]`, `double[]`, and `double[]` with real and imaginary parts
/// interleaved for c128 (offset and strides still count elements).
public final class Tensor implements Operand {
    private final DType dtype;
    private final Shape shape;
    private final Object storage;
    private final int offset;
    private final int[] strides;
    private final boolean weak;
    private final boolean contiguous;
    private @Nullable Object claim;

    private Tensor(DType dtype, Shape shape, Object storage, int offset, int[] strides, boolean weak) {
        this.dtype = dtype;
        this.shape = shape;
        this.storage = storage;
        this.offset = offset;
        this.strides = strides;
        this.weak = weak;
        this.contiguous = isContiguous(shape, strides);
    }

    /// A tensor of zeros (false for bool).
    public static Tensor zeros(DType dtype, Shape shape) {
        return over(dtype, shape, allocate(dtype, shape.count()));
    }

    /// A fresh flat array that holds `count` elements.
    ///
    /// @throws OpError `limit/tensor-size` for more complex numbers than their two parts have places in an array
    public static Object allocate(DType dtype, int count) {
        return switch (dtype) {
            case BOOL -> new boolean[count];
            case I64 -> new long[count];
            case F32 -> new float[count];
            case F64 -> new double[count];
            case C128 -> new double[parts(count)];
        };
    }

    /// How many doubles hold `count` complex numbers.
    ///
    /// @throws OpError `limit/tensor-size` when they are more than an array holds
    private static int parts(int count) {
        if (count > Integer.MAX_VALUE / 2) {
            throw OpError.limit("limit/tensor-size", count + " complex numbers are more than " + Integer.MAX_VALUE / 2 + ", the most that one tensor can hold")
                    .hint("work on it in parts, such as batches");
        }
        return 2 * count;
    }

    /// A row-major tensor over the array that [#allocate] made, which the caller gives away.
    public static Tensor over(DType dtype, Shape shape, Object storage) {
        return new Tensor(dtype, shape, storage, 0, shape.strides(), false);
    }

    /// A complex tensor over real and imaginary parts, interleaved.
    public static Tensor complex(Shape shape, double[] storage) {
        return over(DType.C128, shape, storage);
    }

    /// A row-major tensor over `storage`, which the caller gives away.
    public static Tensor of(Shape shape, float[] storage) {
        return new Tensor(DType.F32, shape, storage, 0, shape.strides(), false);
    }

    public static Tensor of(Shape shape, double[] storage) {
        return new Tensor(DType.F64, shape, storage, 0, shape.strides(), false);
    }

    public static Tensor of(Shape shape, long[] storage) {
        return new Tensor(DType.I64, shape, storage, 0, shape.strides(), false);
    }

    public static Tensor of(Shape shape, boolean[] storage) {
        return new Tensor(DType.BOOL, shape, storage, 0, shape.strides(), false);
    }

    public static Tensor number(long value) {
        return new Tensor(DType.I64, Shape.SCALAR, new long[] {value}, 0, new int[0], true);
    }

    public static Tensor number(double value) {
        return new Tensor(DType.F64, Shape.SCALAR, new double[] {value}, 0, new int[0], true);
    }

    /// A complex number.
    public static Tensor number(double real, double imaginary) {
        return new Tensor(DType.C128, Shape.SCALAR, new double[] {real, imaginary}, 0, new int[0], true);
    }

    public static Tensor number(boolean value) {
        return new Tensor(DType.BOOL, Shape.SCALAR, new boolean[] {value}, 0, new int[0], true);
    }

    /// Another window on the same storage.
    public Tensor view(Shape shape, int offset, int[] strides) {
        return new Tensor(dtype, shape, storage, offset, strides, false);
    }

    /// The same values, as a dl number (rank 0 only) or as a tensor.
    public Tensor weak(boolean weak) {
        return weak == this.weak ? this : new Tensor(dtype, shape, storage, offset, strides, weak);
    }

    /// The value of a tensor of rank 0, else type and shape: `f32[2, 3]`. [dl.Session#display] shows all elements.
    @Override
    public String toString() {
        if (rank() > 0) {
            return dtype + shape.toString();
        }
        return switch (dtype) {
            case BOOL -> Boolean.toString(booleanAt(0));
            case I64 -> Long.toString(longAt(0));
            case F32 -> Float.toString((float) doubleAt(0));
            case F64 -> Double.toString(doubleAt(0));
            case C128 -> doubleAt(0) + " + " + imaginaryAt(0) + "i";
        };
    }

    /// Notes that only the holder of this token can reach the storage, and may change it in place.
    public void claim(Object token) {
        claim = token;
    }

    public boolean claimedBy(Object token) {
        return claim == token;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean weak() {
        return weak;
    }

    @Override
    public Tensor plain() {
        return this;
    }

    public int rank() {
        return shape.rank();
    }

    public int count() {
        return shape.count();
    }

    public int offset() {
        return offset;
    }

    /// The distance between neighbours along an axis, in elements of the storage.
    public int stride(int axis) {
        return strides[axis < 0 ? axis + strides.length : axis];
    }

    /// Whether the elements lie in row-major order without gaps from [#offset()] on.
    public boolean contiguous() {
        return contiguous;
    }

    /// The flat array, whatever its type; callers must not write to it.
    public Object storage() {
        return storage;
    }

    public int[] strides() {
        return strides.clone();
    }

    /// The place in the storage of the element with this row-major index.
    public int position(int flat) {
        if (contiguous) {
            return offset + flat;
        }
        int position = offset;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            int size = shape.size(axis);
            position += flat % size * strides[axis];
            flat /= size;
        }
        return position;
    }

    /// The element with this row-major index, as a double (bool as 0 and 1, complex by its real part).
    public double doubleAt(int flat) {
        int at = position(flat);
        return switch (dtype) {
            case BOOL -> booleans()[at] ? 1 : 0;
            case I64 -> longs()[at];
            case F32 -> floats()[at];
            case F64 -> doubles()[at];
            case C128 -> doubles()[2 * at];
        };
    }

    /// The imaginary part of the element with this row-major index: 0 unless complex.
    public double imaginaryAt(int flat) {
        return dtype == DType.C128 ? doubles()[2 * position(flat) + 1] : 0;
    }

    /// The real parts of complex numbers as f64: a view.
    public Tensor real() {
        return part(0);
    }

    /// The imaginary parts of complex numbers as f64: a view.
    public Tensor imaginary() {
        return part(1);
    }

    private Tensor part(int which) {
        if (dtype != DType.C128) {
            throw new IllegalStateException("a part of " + dtype);
        }
        int[] steps = new int[strides.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = 2 * strides[i];
        }
        return new Tensor(DType.F64, shape, storage, 2 * offset + which, steps, weak);
    }

    /// The element with this row-major index as an int.
    ///
    /// @throws OpError `value/int-range` when it is NaN, infinite, or too large
    public long longAt(int flat) {
        int at = position(flat);
        return switch (dtype) {
            case BOOL -> booleans()[at] ? 1 : 0;
            case I64 -> longs()[at];
            case F32 -> Conversion.toLong(floats()[at]);
            case F64 -> Conversion.toLong(doubles()[at]);
            case C128 -> throw Conversion.complex(DType.I64);
        };
    }

    /// The element with this row-major index, true where it is not zero.
    public boolean booleanAt(int flat) {
        return dtype == DType.BOOL ? booleans()[position(flat)] : doubleAt(flat) != 0 || imaginaryAt(flat) != 0;
    }

    /// The same values in row-major order without gaps: this tensor where it already is so.
    public Tensor contiguousCopy() {
        return contiguous ? this : copy();
    }

    /// The same values in a storage of their own, in row-major order.
    public Tensor copy() {
        Object target = allocate(dtype, count());
        Strided.copy(this, target, 0);
        return new Tensor(dtype, shape, target, 0, shape.strides(), weak);
    }

    /// The same elements in another shape: a view where the strides allow it, else a copy.
    ///
    /// @throws IllegalArgumentException when the counts differ
    public Tensor reshapeView(Shape other) {
        if (other.count() != count()) {
            throw new IllegalArgumentException(shape + " cannot become " + other);
        }
        if (contiguous) {
            return new Tensor(dtype, other, storage, offset, other.strides(), weak && other.rank() == 0);
        }
        int[] viewed = Strided.reshape(shape, strides, other);
        return viewed.length == other.rank()
                ? new Tensor(dtype, other, storage, offset, viewed, false)
                : copy().reshapeView(other);
    }

    /// A view with the axes in another order: axis `i` of the result is axis `order[i]` of this one.
    public Tensor permute(int... order) {
        int[] sizes = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.size(order[i]);
            steps[i] = strides[order[i]];
        }
        return new Tensor(dtype, Shape.of(sizes), storage, offset, steps, weak);
    }

    /// A view with two axes exchanged; negative axes count from the end.
    public Tensor transpose(int first, int second) {
        int[] order = new int[rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int a = first < 0 ? first + rank() : first;
        int b = second < 0 ? second + rank() : second;
        order[a] = b;
        order[b] = a;
        return permute(order);
    }

    /// A view of a larger shape, where new and stretched axes have stride 0.
    ///
    /// @throws OpError `shape/broadcast` when this shape does not stretch to `target`
    public Tensor broadcastTo(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        int lead = target.rank() - rank();
        int[] steps = new int[target.rank()];
        for (int i = 0; i < target.rank(); i++) {
            int size = i < lead ? 1 : shape.size(i - lead);
            if (lead < 0 || size != 1 && size != target.size(i)) {
                throw Shape.cannotStretch(shape, target);
            }
            steps[i] = size == 1 ? 0 : strides[i - lead];
        }
        if (lead < 0) {
            throw Shape.cannotStretch(shape, target);
        }
        return new Tensor(dtype, target, storage, offset, steps, false);
    }

    /// The same values with another element type; keeps weakness.
    ///
    /// @throws OpError `value/int-range` when a float is NaN, infinite or outside of i64;
    ///     `type/complex-to-real` when complex numbers would lose their imaginary part
    public Tensor to(DType target) {
        return target == dtype ? this : Conversion.convert(this, target).weak(weak);
    }

    /// The storage; callers must not write to it.
    public float[] floats() {
        return (float[]) storage;
    }

    public double[] doubles() {
        return (double[]) storage;
    }

    public long[] longs() {
        return (long[]) storage;
    }

    public boolean[] booleans() {
        return (boolean[]) storage;
    }

    private static boolean isContiguous(Shape shape, int[] strides) {
        int step = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            int size = shape.size(i);
            if (size != 1 && strides[i] != step) {
                return shape.count() == 0;
            }
            step *= size;
        }
        return true;
    }
}

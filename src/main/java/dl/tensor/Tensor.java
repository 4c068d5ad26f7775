package dl.tensor;

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

    private Tensor(DType dtype, Shape shape, Object storage, int offset, int[] strides, boolean weak) {
        this.dtype = dtype;
        this.shape = shape;
        this.storage = storage;
        this.offset = offset;
        this.strides = strides;
        this.weak = weak;
        this.contiguous = isContiguous(shape, strides);
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

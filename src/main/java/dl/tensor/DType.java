package dl.tensor;

/// The type of a tensor's elements. The order of the constants is the order of promotion.
public enum DType {
    BOOL("bool", 1), I64("i64", 8), F32("f32", 4), F64("f64", 8), C128("c128", 16);

    private final String text;
    private final int bytes;

    DType(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /// The name that users write, `f32`.
    public String text() {
        return text;
    }

    /// Bytes per element.
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    /// The higher of two element types.
    public static DType highest(DType a, DType b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public String toString() {
        return text;
    }
}

package dl.tensor;

/// Changes of element type, exact or refused.
final class Conversion {
    private static final double TWO_63 = 0x1p63;

    private Conversion() {}

    static long toLong(double value) {
        // NaN fails both comparisons.
        if (value >= -TWO_63 && value < TWO_63) {
            return (long) value;
        }
        throw OpError.value("value/int-range", number(value)
                        + " has no int: an int lies between -2^63 and 2^63 - 1")
                .hint(Double.isNaN(value) ? "where(isnan($0), 0.0, $0) replaces what is not a number" : "clip($0, low, high) keeps values in a range");
    }

    /// As dl writes it: `1e30`, `inf`.
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : (value == (float) value ? Float.toString((float) value) : Double.toString(value)).replace(".0E", "e").replace('E', 'e');
    }

    static OpError complex(DType target) {
        return OpError.type("type/complex-to-real", "a complex tensor cannot become " + target
                        + ": the imaginary part would be lost")
                .hint("real($0) takes the real part, imag($0) the imaginary part, abs($0) the absolute value");
    }

    static Tensor convert(Tensor source, DType target) {
        Tensor from = source.contiguousCopy();
        int n = from.count();
        int at = from.offset();
        return switch (target) {
            case BOOL -> Tensor.of(from.shape(), booleans(from, at, n));
            case I64 -> Tensor.of(from.shape(), longs(from, at, n));
            case F32 -> Tensor.of(from.shape(), floats(from, at, n));
            case F64 -> Tensor.of(from.shape(), doubles(from, at, n));
            case C128 -> Tensor.complex(from.shape(), complexes(from, at, n));
        };
    }

    private static boolean[] booleans(Tensor from, int at, int n) {
        boolean[] to = new boolean[n];
        switch (from.dtype()) {
            case BOOL -> System.arraycopy(from.booleans(), at, to, 0, n);
            case I64 -> {
                long[] x = from.longs();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] != 0;
                }
            }
            case F32 -> {
                float[] x = from.floats();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] != 0;
                }
            }
            case F64 -> {
                double[] x = from.doubles();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] != 0;
                }
            }
            case C128 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = from.booleanAt(i);
                }
            }
        }
        return to;
    }

    private static long[] longs(Tensor from, int at, int n) {
        long[] to = new long[n];
        switch (from.dtype()) {
            case BOOL -> {
                boolean[] x = from.booleans();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] ? 1 : 0;
                }
            }
            case I64 -> System.arraycopy(from.longs(), at, to, 0, n);
            case F32 -> {
                float[] x = from.floats();
                for (int i = 0; i < n; i++) {
                    to[i] = toLong(x[at + i]);
                }
            }
            case F64 -> {
                double[] x = from.doubles();
                for (int i = 0; i < n; i++) {
                    to[i] = toLong(x[at + i]);
                }
            }
            case C128 -> throw complex(DType.I64);
        }
        return to;
    }

    private static float[] floats(Tensor from, int at, int n) {
        float[] to = new float[n];
        switch (from.dtype()) {
            case BOOL -> {
                boolean[] x = from.booleans();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] ? 1 : 0;
                }
            }
            case I64 -> {
                long[] x = from.longs();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i];
                }
            }
            case F32 -> System.arraycopy(from.floats(), at, to, 0, n);
            case F64 -> {
                double[] x = from.doubles();
                for (int i = 0; i < n; i++) {
                    to[i] = (float) x[at + i];
                }
            }
            case C128 -> throw complex(DType.F32);
        }
        return to;
    }

    private static double[] doubles(Tensor from, int at, int n) {
        double[] to = new double[n];
        switch (from.dtype()) {
            case BOOL -> {
                boolean[] x = from.booleans();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i] ? 1 : 0;
                }
            }
            case I64 -> {
                long[] x = from.longs();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i];
                }
            }
            case F32 -> {
                float[] x = from.floats();
                for (int i = 0; i < n; i++) {
                    to[i] = x[at + i];
                }
            }
            case F64 -> System.arraycopy(from.doubles(), at, to, 0, n);
            case C128 -> throw complex(DType.F64);
        }
        return to;
    }

    private static double[] complexes(Tensor from, int at, int n) {
        double[] to = (double[]) Tensor.allocate(DType.C128, n);
        if (from.dtype() == DType.C128) {
            System.arraycopy(from.doubles(), 2 * at, to, 0, 2 * n);
            return to;
        }
        double[] real = doubles(from, at, n);
        for (int i = 0; i < n; i++) {
            to[2 * i] = real[i];
        }
        return to;
    }
}

package dl.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.type.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Words for memory that is not there: what was wanted, what is held, how to get more.
public final class Memory {
    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;

    private Memory() {}

    /// The error of an operation that found no room: `limit/memory`, naming its result with shape, element type and bytes.
    static OpError exhausted(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        context.usage().spendReserve();
        Optional<Shape> shape = shape(op, inputs, attributes);
        DType type = element(op, context, inputs, attributes);
        long wanted = shape.map(sizes -> (long) sizes.count() * type.bytes()).orElse(0L);
        // what does not fit may also be a copy of an input, or a table of the kernel
        boolean itself = wanted >= MEGABYTE && wanted >= free() / 2;
        OpError error = exhausted(itself ? "there is no room for the result of " + op.name() + ", " + type + shape.get() + " of " + text(wanted)
                : op.name() + " found no room to work in", wanted);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].shape().rank() > 0) {
                error.label(i, Describe.type(inputs[i]));
            }
        }
        return error;
    }

    /// The error of anything that found no room.
    ///
    /// @param what   a sentence without its end
    /// @param wanted how many bytes would have done, if that is known
    public static OpError exhausted(String what, long wanted) {
        long limit = Runtime.getRuntime().maxMemory();
        return OpError.limit("limit/memory", what + ": " + text(limit - free()) + " of the " + text(limit) + " that dl may use are held")
                .hint(hint(wanted));
    }

    /// How to get more memory: an amount that would have done, as far as it is known.
    public static String hint(long wanted) {
        Runtime java = Runtime.getRuntime();
        // The collector keeps a third of the heap for what is young, where a large array finds no room.
        long enough = Math.max(2 * java.maxMemory(), (java.maxMemory() - free() + wanted) / 2 * 3);
        String option = "-Xmx" + (enough + GIGABYTE - 1) / GIGABYTE + "g";
        return "work on smaller pieces, such as batches, or allow more: DL_JAVA_OPTIONS=" + option + " dl ..., or java " + option + " in a program of your own";
    }

    /// A number of bytes as people say it, `6.4 GB`; kilo, mega and giga are powers of 1024, as for -Xmx.
    public static String text(long bytes) {
        return bytes < 1024 ? bytes + " bytes" : bytes < MEGABYTE ? decimal(bytes / 1024.0) + " kB"
                : bytes < GIGABYTE ? decimal((double) bytes / MEGABYTE) + " MB" : decimal((double) bytes / GIGABYTE) + " GB";
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%.0f", value);
    }

    static long free() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - java.totalMemory() + java.freeMemory();
    }

    private static Optional<Shape> shape(Op op, Operand[] inputs, Attributes attributes) {
        try {
            return op.infer(Arrays.stream(inputs).map(Type::of).toList(), attributes).sizes().shape();
        } catch (RuntimeException unknown) {
            // it is for a message only, about an error that is there already
            return Optional.empty();
        }
    }

    /// The element type of the result: as declared, else that of the inputs under the rules of promotion.
    private static DType element(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        if (Arrays.asList(op.signature().attributeNames()).contains("dtype") && attributes.has("dtype")) {
            return attributes.dtype("dtype");
        }
        if (op.infersBool()) {
            return DType.BOOL;
        }
        DType highest = DType.BOOL;
        boolean floats = inputs.length == 0 || op.signature().floating();
        for (Operand input : inputs) {
            floats |= input.dtype().isFloat();
            if (!input.weak() || !input.dtype().isFloat()) {
                highest = DType.highest(highest, input.dtype());
            }
        }
        return floats && highest.compareTo(DType.F32) < 0 ? context.defaultFloat() : highest;
    }
}

package dl.run.builtin;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NumPy's `.npy` format, versions 1 to 3: a tensor as a header in text and its elements (numpy/lib/format.py).
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z])([0-9]+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, L]*)\\)");
    private static final int LONGEST_HEADER = 1 << 20;

    private Npy() {}

    /// A file that is not what it should be.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what);
        }
    }

    static boolean begins(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static byte[] write(Tensor tensor) {
        String type = switch (tensor.dtype()) {
            case BOOL -> "|b1";
            case I64 -> "<i8";
            case F32 -> "<f4";
            case F64 -> "<f8";
            case C128 -> "<c16";
        };
        StringBuilder sizes = new StringBuilder();
        for (int axis = 0; axis < tensor.rank(); axis++) {
            sizes.append(tensor.shape().size(axis)).append(tensor.rank() == 1 ? "," : axis == tensor.rank() - 1 ? "" : ", ");
        }
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        // the elements begin at a multiple of 64
        int length = (MAGIC.length + 4 + header.length() + 1 + 63) / 64 * 64;
        ByteBuffer buffer = ByteBuffer.allocate(Math.addExact(length, Math.multiplyExact(tensor.count(), tensor.dtype().bytes()))).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - MAGIC.length - 4));
        buffer.put((header + " ".repeat(length - MAGIC.length - 4 - header.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < tensor.count(); i++) {
            switch (tensor.dtype()) {
                case BOOL -> buffer.put((byte) (tensor.booleanAt(i) ? 1 : 0));
                case I64 -> buffer.putLong(tensor.longAt(i));
                case F32 -> buffer.putFloat(tensor.floats()[tensor.position(i)]);
                case F64 -> buffer.putDouble(tensor.doubleAt(i));
                case C128 -> buffer.putDouble(tensor.doubleAt(i)).putDouble(tensor.imaginaryAt(i));
            }
        }
        return buffer.array();
    }

    /// @throws Malformed when it is no such file, is cut short, or holds elements that dl has not
    static Tensor read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (!begins(start) || start.length < MAGIC.length + 2) {
            throw new Malformed("it does not begin as .npy files do");
        }
        boolean first = start[MAGIC.length] == 1;
        ByteBuffer size = ByteBuffer.wrap(exactly(in, first ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        int length = first ? size.getShort() & 0xffff : size.getInt();
        if (length < 0 || length > LONGEST_HEADER) {
            throw new Malformed("its header is too long");
        }
        String header = new String(exactly(in, length), StandardCharsets.UTF_8);
        Matcher descr = find(DESCR, header);
        int[] sizes = sizes(find(SHAPE, header).group(1));
        long count = 1;
        for (int each : sizes) {
            count *= each;
            if (count > Integer.MAX_VALUE) {
                throw new Malformed("it has more elements than a tensor can have");
            }
        }
        boolean columns = find(ORDER, header).group(1).equals("True");
        int width = Integer.parseInt(descr.group(3));
        long bytes = count * width;
        if (bytes > Integer.MAX_VALUE - 16) {
            throw new Malformed("it has more bytes than a tensor can have");
        }
        ByteBuffer data = ByteBuffer.wrap(exactly(in, (int) bytes)).order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        Shape shape = Shape.of(columns ? reversed(sizes) : sizes);
        Tensor tensor = elements(descr.group(2) + width, shape, data);
        if (!columns || sizes.length < 2) {
            return tensor;
        }
        int[] order = new int[sizes.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = order.length - 1 - i;
        }
        return tensor.permute(order).copy();
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new Malformed("it ends too early");
        }
        return bytes;
    }

    private static Matcher find(Pattern pattern, String header) throws Malformed {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new Malformed("its header cannot be read, or its elements are no plain numbers: " + header.strip());
        }
        return matcher;
    }

    private static int[] sizes(String text) throws Malformed {
        String[] parts = text.replace("L", "").strip().split("\\s*,\\s*");
        int[] sizes = new int[parts.length == 1 && parts[0].isEmpty() ? 0 : parts.length];
        for (int i = 0; i < sizes.length; i++) {
            try {
                sizes[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException large) {
                throw new Malformed("its shape (" + text + ") is not one that a tensor can have");
            }
        }
        return sizes;
    }

    private static int[] reversed(int[] sizes) {
        int[] reversed = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            reversed[i] = sizes[sizes.length - 1 - i];
        }
        return reversed;
    }

    private static Tensor elements(String type, Shape shape, ByteBuffer data) throws Malformed {
        int count = shape.count();
        return switch (type) {
            case "f4", "f2" -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = type.equals("f4") ? data.getFloat() : Float.float16ToFloat(data.getShort());
                }
                yield Tensor.of(shape, values);
            }
            case "f8" -> {
                double[] values = new double[count];
                data.asDoubleBuffer().get(values);
                yield Tensor.of(shape, values);
            }
            case "c16", "c8" -> {
                double[] values = new double[2 * count];
                for (int i = 0; i < values.length; i++) {
                    values[i] = type.equals("c16") ? data.getDouble() : data.getFloat();
                }
                yield Tensor.complex(shape, values);
            }
            case "b1" -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = data.get() != 0;
                }
                yield Tensor.of(shape, values);
            }
            case "i8", "i4", "i2", "i1", "u1", "u2", "u4" -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = switch (type) {
                        case "i8" -> data.getLong();
                        case "i4" -> data.getInt();
                        case "i2" -> data.getShort();
                        case "i1" -> data.get();
                        case "u1" -> data.get() & 0xff;
                        case "u2" -> data.getShort() & 0xffff;
                        default -> data.getInt() & 0xffff_ffffL;
                    };
                }
                yield Tensor.of(shape, values);
            }
            default -> throw new Malformed("its elements are of NumPy's type " + type + ", which dl has not");
        };
    }
}

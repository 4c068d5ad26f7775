package dl.run.builtin;

import dl.run.Machine;
import dl.run.Trees;
import dl.tensor.OpError;
import dl.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One short text that stands for the bits of all tensors in a tree.
final class Fingerprint {
    private Fingerprint() {}

    private static final int PIECE = 1 << 12;

    /// The SHA-256 over, for each leaf in order, `f32[2, 3]` and its elements as big-endian bits. NaNs are all alike: their
    /// bits say which machine made them.
    static String of(Machine machine, Object tree) {
        MessageDigest digest = sha256();
        for (Object leaf : Trees.leaves(Trees.holdsLayer(tree) ? Trees.parameters(tree) : tree)) {
            if (leaf instanceof String text) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            } else if (Machine.isOperand(leaf)) {
                update(digest, Machine.operand(leaf).plain());
            } else {
                throw OpError.type("type/argument", "a fingerprint is of tensors, numbers and strings, got " + machine.interpreter.describe(leaf)).label(0, "");
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Tensor tensor) {
        digest.update((tensor.dtype() + tensor.shape().toString()).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(PIECE * tensor.dtype().bytes());
        for (int i = 0; i < tensor.count(); i++) {
            switch (tensor.dtype()) {
                case BOOL -> bytes.put((byte) (tensor.booleanAt(i) ? 1 : 0));
                case I64 -> bytes.putLong(tensor.longAt(i));
                case F32 -> bytes.putInt(Float.floatToIntBits((float) tensor.doubleAt(i)));
                case F64 -> bytes.putLong(Double.doubleToLongBits(tensor.doubleAt(i)));
                case C128 -> bytes.putLong(Double.doubleToLongBits(tensor.doubleAt(i))).putLong(Double.doubleToLongBits(tensor.imaginaryAt(i)));
            }
            if (!bytes.hasRemaining()) {
                digest.update(bytes.flip());
                bytes.clear();
            }
        }
        digest.update(bytes.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

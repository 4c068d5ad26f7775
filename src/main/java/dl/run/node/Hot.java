package dl.run.node;

import dl.run.Machine;
import dl.run.value.Closure;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.tensor.OpError;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compiles what runs often to bytecode, and holds what that bytecode calls.
public final class Hot {
    /// Calls of a function before it is compiled. Tests compile at once, with `-Ddl.hot=1`.
    public static final int CALLS = Integer.getInteger("dl.hot", 1000);
    /// Turns of a loop before it is compiled.
    static final int TURNS = Integer.getInteger("dl.hot", 10_000);
    /// HotSpot never compiles methods beyond 8000 bytes.
    private static final int LARGEST = 7900;
    private static final int MOST_ATTEMPTS = 40;

    private Hot() {}

    /// A faster form of a function's body for the kinds that its parameters have now.
    public static Optional<Node> function(Node body, Mention[] mentions, Machine machine, int frame, int slots) {
        return compile(body, new Emitter.Plan(kinds(machine, frame, slots), mentions, false));
    }

    /// A faster form of a loop for the kinds that the variables around it have now.
    static Optional<Node> loop(Node loop, Mention[] mentions, Machine machine) {
        return compile(loop, new Emitter.Plan(kinds(machine, machine.base, machine.top - machine.base), mentions, true));
    }

    private static byte[] kinds(Machine machine, int frame, int slots) {
        byte[] kinds = new byte[slots];
        System.arraycopy(machine.kinds, frame, kinds, 0, slots);
        return kinds;
    }

    private static Optional<Node> compile(Node root, Emitter.Plan plan) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                List<Object> constants = new ArrayList<>();
                ClassDesc name = ClassDesc.of("dl.run.node.Compiled");
                int[] size = new int[1];
                byte[] bytes = ClassFile.of().build(name, type -> type
                        .withFlags(ClassFile.ACC_FINAL)
                        .withSuperclass(Emitter.NODE)
                        .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, code -> code
                                .aload(0).invokespecial(Emitter.NODE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                        .withMethodBody("run", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE), ClassFile.ACC_PUBLIC,
                                code -> new Emitter(code, constants, plan).method(root, root)));
                if (isTooLarge(bytes)) {
                    if (plan.compact) {
                        return Optional.empty();
                    }
                    plan.compact = true;
                    plan.memory.addAll(plan.open);
                    continue;
                }
                Class<?> made = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(constants), true).lookupClass();
                return Optional.of((Node) made.getDeclaredConstructor().newInstance());
            } catch (Emitter.Again again) {
                // with what the plan has learned
            } catch (IllegalArgumentException tooLarge) {
                // a method has at most 64 KB
                return Optional.empty();
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return Optional.empty();
    }

    private static boolean isTooLarge(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream().flatMap(method -> method.findAttribute(Attributes.code()).stream())
                .anyMatch(code -> code.codeLength() > LARGEST);
    }

    // ---- what compiled code calls

    static boolean large(int kind, @Nullable Object ref) {
        return kind == Kind.OBJECT && Chain.isLarge(ref);
    }

    static byte give(long value, Machine machine) {
        machine.bits = value;
        return Kind.LONG;
    }

    static byte give(double value, Machine machine) {
        machine.bits = Double.doubleToRawLongBits(value);
        return Kind.DOUBLE;
    }

    static byte give(boolean value, Machine machine) {
        machine.bits = value ? 1 : 0;
        return Kind.BOOL;
    }

    static byte nil(Machine machine) {
        machine.ref = Nil.NIL;
        return Kind.OBJECT;
    }

    static byte again(Machine machine, int kind, long bits, Object ref) {
        machine.bits = bits;
        machine.ref = ref;
        return (byte) kind;
    }

    static boolean isNil(byte kind, Machine machine) {
        return kind == Kind.OBJECT && machine.ref == Nil.NIL;
    }

    static Object take(byte kind, Machine machine) {
        return machine.take(kind);
    }

    static Object box(int kind, long bits, Object ref) {
        return Machine.box((byte) kind, bits, ref);
    }

    /// Whether numbers that are not finite are errors, for which compiled code does not look. Contexts begin and end in
    /// nodes that are not compiled, so that asking on entry is enough.
    static boolean watched(Machine machine) {
        return machine.interpreter.checkNumerics();
    }

    static boolean has(Machine machine, int at, int kind) {
        return machine.kinds[at] == kind;
    }

    static long loadLong(Machine machine, int at) {
        return machine.prims[at];
    }

    static double loadDouble(Machine machine, int at) {
        return Double.longBitsToDouble(machine.prims[at]);
    }

    static boolean loadBool(Machine machine, int at) {
        return machine.prims[at] != 0;
    }

    static void store(Machine machine, int at, long value) {
        machine.kinds[at] = Kind.LONG;
        machine.prims[at] = value;
    }

    static void store(Machine machine, int at, double value) {
        machine.kinds[at] = Kind.DOUBLE;
        machine.prims[at] = Double.doubleToRawLongBits(value);
    }

    static void store(Machine machine, int at, boolean value) {
        machine.kinds[at] = Kind.BOOL;
        machine.prims[at] = value ? 1 : 0;
    }

    static void store(Machine machine, int at, int kind, long bits, Object ref) {
        machine.kinds[at] = (byte) kind;
        if (kind == Kind.OBJECT) {
            machine.refs[at] = ref;
        } else {
            machine.prims[at] = bits;
        }
    }

    static boolean truth(byte kind, Machine machine, Control.Condition condition) {
        return kind == Kind.BOOL ? machine.bits != 0 : condition.truth(machine, kind);
    }

    /// The function, when it is one in dl that takes exactly so many arguments, and nothing else.
    static @Nullable Closure exact(Object function, int count) {
        return function instanceof Closure closure && closure.code().takesExactly(count) ? closure : null;
    }

    static double root(double x, Calls.Call call, Machine machine) {
        if (x >= 0) {
            return Math.sqrt(x);
        }
        byte kind = call.root(machine, x);
        return (Double) machine.take(kind);
    }

    /// The same of a value of any kind.
    static byte root(int kind, long bits, Object ref, Calls.Call call, Machine machine) {
        if (kind == Kind.DOUBLE) {
            double x = Double.longBitsToDouble(bits);
            if (x >= 0) {
                machine.bits = Double.doubleToRawLongBits(Math.sqrt(x));
                return Kind.DOUBLE;
            }
        }
        return call.root(machine, Machine.box((byte) kind, bits, ref));
    }

    static int frame(Machine machine, Closure closure) {
        int frame = machine.top;
        machine.reserve(frame + closure.code().slots());
        return frame;
    }

    static void cell(Machine machine, int at) {
        machine.kinds[at] = Kind.OBJECT;
        machine.refs[at] = new dl.run.value.Cell();
    }

    static boolean equal(double a, double b) {
        return a == b;
    }

    static boolean less(double a, double b) {
        return a < b;
    }

    static boolean lessEqual(double a, double b) {
        return a <= b;
    }

    static boolean equal(long a, long b) {
        return a == b;
    }

    static boolean less(long a, long b) {
        return a < b;
    }

    static boolean lessEqual(long a, long b) {
        return a <= b;
    }

    static boolean not(boolean a) {
        return !a;
    }

    static long add(long a, long b, Arithmetic node) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw node.overflowed(a, b);
        }
        return sum;
    }

    static long subtract(long a, long b, Arithmetic node) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw node.overflowed(a, b);
        }
        return difference;
    }

    static long multiply(long a, long b, Arithmetic node) {
        long low = a * b;
        if (Math.multiplyHigh(a, b) != low >> 63) {
            throw node.overflowed(a, b);
        }
        return low;
    }

    static long floorDivide(long a, long b, Arithmetic node) {
        if (b == 0 || b == -1) {
            return node.divided(a, b, true);
        }
        return Math.floorDiv(a, b);
    }

    static long remainder(long a, long b, Arithmetic node) {
        if (b == 0) {
            return node.divided(a, b, false);
        }
        return Math.floorMod(a, b);
    }

    // ---- operands of unknown kinds: floats first, for they have the least to do

    static byte add(int leftKind, long a, @Nullable Object left, int rightKind, Arithmetic node, Machine machine) {
        return leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE
                ? give(Double.longBitsToDouble(a) + Double.longBitsToDouble(machine.bits), machine)
                : node.finish(machine, (byte) leftKind, a, left, (byte) rightKind);
    }

    static byte subtract(int leftKind, long a, @Nullable Object left, int rightKind, Arithmetic node, Machine machine) {
        return leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE
                ? give(Double.longBitsToDouble(a) - Double.longBitsToDouble(machine.bits), machine)
                : node.finish(machine, (byte) leftKind, a, left, (byte) rightKind);
    }

    static byte multiply(int leftKind, long a, @Nullable Object left, int rightKind, Arithmetic node, Machine machine) {
        return leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE
                ? give(Double.longBitsToDouble(a) * Double.longBitsToDouble(machine.bits), machine)
                : node.finish(machine, (byte) leftKind, a, left, (byte) rightKind);
    }

    static byte divide(int leftKind, long a, @Nullable Object left, int rightKind, Arithmetic node, Machine machine) {
        return leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE
                ? give(Double.longBitsToDouble(a) / Double.longBitsToDouble(machine.bits), machine)
                : node.finish(machine, (byte) leftKind, a, left, (byte) rightKind);
    }

    static long negate(long a, Negate node) {
        if (a == Long.MIN_VALUE) {
            throw node.overflowed();
        }
        return -a;
    }
}

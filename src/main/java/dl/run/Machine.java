package dl.run;

import dl.run.value.Callable;
import dl.run.value.Cell;
import dl.run.value.Closure;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.Arrays;

/// The registers and the stack of one running session.
///
/// A node leaves its value in [#bits] or [#ref], as the kind that it returns says, so that numbers are never boxed on
/// the way. Frames are windows of three parallel arrays: primitive values, references, and the kind of each slot.
public final class Machine {
    /// The value of the node that ran last, when its kind is LONG, DOUBLE (raw bits) or BOOL.
    public long bits;
    /// The value of the node that ran last, when its kind is OBJECT.
    public Object ref = Nil.NIL;
    /// The kind of the value that is being returned while control leaves with [Kind#RETURN].
    public byte returned;

    public long[] prims = new long[1024];
    public @org.jspecify.annotations.Nullable Object[] refs = new Object[1024];
    public byte[] kinds = new byte[1024];
    /// The first slot of the running function, and the first free slot above it.
    public int base;
    public int top;
    /// The cells that the running closure captured.
    public Cell[] captures = {};
    public int depth;
    public final Interpreter interpreter;

    /// The operands of the chain of operations that is running; see [dl.run.node.Chain].
    public Object[] operands = {};

    /// The range of a loop on its way into its compiled form.
    public long rangeFrom;
    public long rangeTo;

    private volatile boolean interrupted;
    private final int depthLimit;

    public Machine(Interpreter interpreter, int depthLimit) {
        this.interpreter = interpreter;
        this.depthLimit = depthLimit;
    }

    // ---- values

    /// Leaves a boxed value in the registers and returns its kind. A rank-0 tensor that is a number becomes one.
    public byte give(Object value) {
        if (value instanceof Long number) {
            bits = number;
            return Kind.LONG;
        }
        if (value instanceof Double number) {
            bits = Double.doubleToRawLongBits(number);
            return Kind.DOUBLE;
        }
        if (value instanceof Boolean truth) {
            bits = truth ? 1 : 0;
            return Kind.BOOL;
        }
        ref = value instanceof Tensor tensor && tensor.weak() ? number(tensor) : value;
        return ref == value ? Kind.OBJECT : give(ref);
    }

    public byte give(long value) {
        bits = value;
        return Kind.LONG;
    }

    public byte give(double value) {
        bits = Double.doubleToRawLongBits(value);
        return Kind.DOUBLE;
    }

    public byte give(boolean value) {
        bits = value ? 1 : 0;
        return Kind.BOOL;
    }

    /// The boxed value of the registers.
    public Object take(byte kind) {
        return box(kind, bits, ref);
    }

    public static Object box(byte kind, long bits, Object ref) {
        return switch (kind) {
            case Kind.LONG -> bits;
            case Kind.DOUBLE -> Double.longBitsToDouble(bits);
            case Kind.BOOL -> bits != 0;
            default -> ref;
        };
    }

    /// A weak rank-0 tensor as Long, Double or Boolean; anything else as it is, complex numbers included: they stay weak
    /// tensors everywhere.
    public static Object number(Object value) {
        if (!(value instanceof Tensor tensor) || !tensor.weak()) {
            return value;
        }
        return switch (tensor.dtype()) {
            case BOOL -> tensor.booleans()[tensor.offset()];
            case I64 -> tensor.longs()[tensor.offset()];
            case F32 -> (double) tensor.floats()[tensor.offset()];
            case F64 -> tensor.doubles()[tensor.offset()];
            case C128 -> tensor;
        };
    }

    // ---- slots

    /// Stores the registers' value in a slot counted from the bottom of the stack.
    public void store(int at, byte kind) {
        kinds[at] = kind;
        if (kind == Kind.OBJECT) {
            refs[at] = ref;
        } else {
            prims[at] = bits;
        }
    }

    public void store(int at, Object value) {
        store(at, give(value));
    }

    public byte load(int at) {
        byte kind = kinds[at];
        if (kind == Kind.OBJECT) {
            ref = refs[at];
        } else {
            bits = prims[at];
        }
        return kind;
    }

    /// Makes room for slots up to `limit`.
    public void reserve(int limit) {
        if (limit > kinds.length) {
            int size = Math.max(limit, kinds.length * 2);
            prims = Arrays.copyOf(prims, size);
            refs = Arrays.copyOf(refs, size);
            kinds = Arrays.copyOf(kinds, size);
        }
    }

    /// Drops the references of a frame that is left.
    public void clear(int from, int to) {
        Object[] all = refs;
        for (int i = from; i < to; i++) {
            all[i] = null;
        }
    }

    // ---- calls

    /// Counts a call that begins.
    public void enter(Site site) {
        if (++depth > depthLimit) {
            depth = 0;
            throw site.error("limit/recursion", ErrorKind.LIMIT, "the calls are nested more than " + depthLimit + " deep",
                    "does the recursion end? A loop needs no stack");
        }
        checkInterrupt();
    }

    /// Calls a dl function from Java.
    public Object call(Object function, Site site, Object... arguments) {
        if (function instanceof Closure closure && closure.code().takesExactly(arguments.length)) {
            return take(closure.code().run(this, closure.captures(), site, arguments));
        }
        if (!(function instanceof Callable callable)) {
            throw interpreter.notAFunction(function, site);
        }
        byte kind = callable.call(this, Arguments.positional(site, arguments));
        return take(kind);
    }

    /// Everything that must be put back when an error is caught.
    public record Mark(int base, int top, Cell[] captures, int depth) {}

    public Mark mark() {
        return new Mark(base, top, captures, depth);
    }

    public void reset(Mark mark) {
        clear(mark.top, Math.max(mark.top, Math.min(refs.length, highest())));
        base = mark.base;
        top = mark.top;
        captures = mark.captures;
        depth = mark.depth;
    }

    private int highest() {
        return Math.max(top, base);
    }

    // ---- interruption

    public void interrupt() {
        interrupted = true;
    }

    public void clearInterrupt() {
        interrupted = false;
    }

    /// Loops and calls come by here.
    public void checkInterrupt() {
        if (interrupted) {
            interrupted = false;
            throw new DlError(dl.source.Diagnostic.of("interrupted", ErrorKind.INTERRUPTED, "interrupted"));
        }
    }

    /// A number or tensor as an operand of tensor operations.
    public static Operand operand(Object value) {
        return switch (value) {
            case Operand operand -> operand;
            case Long number -> Tensor.number(number);
            case Double number -> Tensor.number(number);
            case Boolean truth -> Tensor.number(truth);
            default -> throw new IllegalArgumentException("not an operand: " + value);
        };
    }

    public static boolean isOperand(Object value) {
        return value instanceof Operand || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }
}

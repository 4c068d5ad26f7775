package dl.run.node;

import dl.kernel.Results;
import dl.run.Machine;
import dl.run.value.Kind;
import dl.tensor.Tensor;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// The value of a `let` whose tensor nobody else can ever hold (see `dl.run.Overwritable`): when the `let` runs again, what it made
/// the time before is dead, and its memory, still in the cache, takes the new value.
///
/// Dead, because frames lie on a stack: the `let` runs in the same frame again, where the name has just gone out of scope, or in
/// one at the same place or below, when the frame before has ended. In a frame above (a recursion) the value may be alive.
public final class Overwriting extends Node {
    private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Overwriting");

    private final Node value;
    /// The array that was made last; weak, since it is worth having only while it is there. Null until a value was large.
    private @Nullable WeakReference<Object> last;
    /// Where the frame begins for which it was made, and whether nobody was offered it since.
    private int frame;
    private boolean kept;

    public Overwriting(Node value) {
        this.value = value;
    }

    @Override
    boolean isPure() {
        return value.isPure();
    }

    @Override
    public byte run(Machine machine) {
        begin(machine);
        return end(machine, value.run(machine));
    }

    /// Offers the array of the time before.
    void begin(Machine machine) {
        if (last != null) {
            machine.interpreter.parallel().results().watch(kept && machine.base <= frame ? last.get() : null);
            kept = false;
        }
    }

    /// Notes the array that was made, unless a derivative is being recorded, which would keep it.
    byte end(Machine machine, byte kind) {
        Object made = kind == Kind.OBJECT && machine.ref instanceof Tensor tensor && tensor.count() >= Results.WORTH ? tensor.storage() : null;
        if (last == null) {
            if (made != null) {
                last = new WeakReference<>(null);
            }
        } else if (machine.interpreter.parallel().results().unwatch(made) && !machine.interpreter.levels().isOpen()) {
            if (last.get() != made) {
                last = new WeakReference<>(made);
            }
            frame = machine.base;
            kept = true;
        }
        return kind;
    }

    @Override
    byte kindIn(Emitter emitter) {
        return value.kindIn(emitter);
    }

    @Override
    byte emit(Emitter emitter) {
        byte known = value.kindIn(emitter);
        if (known != Emitter.UNKNOWN) {
            return value.emit(emitter);
        }
        emitter.constant(this, DESC);
        emitter.machine();
        emitter.code.invokevirtual(DESC, "begin", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE));
        byte kind = value.emit(emitter);
        if (kind == Emitter.NEVER) {
            return kind;
        }
        int given = emitter.code.allocateLocal(TypeKind.INT);
        emitter.toUnknown(kind);
        emitter.code.istore(given);
        emitter.constant(this, DESC);
        emitter.machine();
        emitter.code.iload(given).invokevirtual(DESC, "end", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte));
        return Emitter.UNKNOWN;
    }
}

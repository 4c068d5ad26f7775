package dl.run.node;

import dl.op.Op;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Cell;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.tensor.Tensor;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which containers a variable holds alone, so that assigning to an element may change them in place.
///
/// A variable whose elements are assigned somewhere has a token. The first assignment copies the container and claims
/// the copy with the token; further ones find the claim and write in place. Reading the variable in a way that lets
/// the container out of sight drops the token, and with it all claims at once. Reads that keep nothing (an operand of an
/// operator, the target of an index) leave it.
public abstract class Ownership {
    /// The token, or null when nothing is claimed.
    abstract @Nullable Object token(Machine machine);

    abstract void token(Machine machine, @Nullable Object token);

    final Object tokenForWriting(Machine machine) {
        Object token = token(machine);
        if (token == null) {
            token = new Object();
            token(machine, token);
        }
        return token;
    }

    /// What was claimed may be held by somebody else from now on.
    final void release(Machine machine) {
        token(machine, null);
    }

    /// Of a variable in the frame: the token has a slot of its own.
    public static Ownership ofSlot(int slot) {
        return new Ownership() {
            @Override
            @Nullable Object token(Machine machine) {
                return machine.refs[machine.base + slot];
            }

            @Override
            void token(Machine machine, @Nullable Object token) {
                machine.refs[machine.base + slot] = token;
            }
        };
    }

    /// Of a variable that lives in a cell.
    public static Ownership ofCell(CellFinder finder) {
        return new Ownership() {
            @Override
            @Nullable Object token(Machine machine) {
                return finder.find(machine).token;
            }

            @Override
            void token(Machine machine, @Nullable Object token) {
                finder.find(machine).token = token;
            }
        };
    }

    /// Finds the cell of a variable.
    @FunctionalInterface
    public interface CellFinder {
        Cell find(Machine machine);
    }

    /// A read that lets the value go anywhere.
    public static final class Releasing extends Node {
        private final Node read;
        private final Ownership ownership;

        public Releasing(Node read, Ownership ownership) {
            this.read = read;
            this.ownership = ownership;
        }

        @Override
        boolean isPure() {
            return read.isPure();
        }

        @Override
        public byte run(Machine machine) {
            ownership.release(machine);
            return read.run(machine);
        }

        @Override
        byte emit(Emitter emitter) {
            emitter.constant(ownership, DESC);
            emitter.machine();
            emitter.code.invokevirtual(DESC, "release", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE));
            return read.emit(emitter);
        }
    }

    private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Ownership");

    /// A read by an operation, which keeps the value only when a derivative is being recorded.
    public static final class Borrowing extends Node {
        private final Node read;
        private final Ownership ownership;
        private final boolean takesApart;

        public Borrowing(Node read, Ownership ownership) {
            this(read, ownership, false);
        }

        /// @param takesApart whether it uses the tensors in a list, and keeps neither these nor the list
        public Borrowing(Node read, Ownership ownership, boolean takesApart) {
            this.read = read;
            this.ownership = ownership;
            this.takesApart = takesApart;
        }

        @Override
        boolean isPure() {
            return read.isPure();
        }

        @Override
        public byte run(Machine machine) {
            if (machine.interpreter.levels().isOpen()) {
                ownership.release(machine);
            }
            byte kind = read.run(machine);
            if (!takesApart && kind == dl.run.value.Kind.OBJECT && machine.ref instanceof DlList) {
                // the sum of two lists holds their elements
                ownership.release(machine);
            }
            return kind;
        }

        /// Whether a result shares elements with the value of this variable, as a transposed or reshaped one does.
        void settle(Machine machine, Tensor result) {
            if (ownership.token(machine) != null) {
                byte kind = read.run(machine);
                if (kind == dl.run.value.Kind.OBJECT && machine.ref instanceof Tensor held && held.storage() == result.storage()) {
                    ownership.release(machine);
                }
                machine.ref = result;
            }
        }
    }

    /// A call of an operation with borrowed arguments: when its result is a view of one of them, that one is let go.
    public static final class Lending extends Node implements Fusible {
        private final Node call;
        private final Borrowing[] borrowed;

        public Lending(Node call, Borrowing[] borrowed) {
            this.call = call;
            this.borrowed = borrowed;
        }

        @Override
        boolean isPure() {
            return call.isPure();
        }

        /// A result of elements computed anew shares nothing with the arguments.
        @Override
        public Optional<Op> elementwise() {
            return call instanceof Fusible fusible ? fusible.elementwise() : Optional.empty();
        }

        @Override
        public Node[] operands() {
            return ((Fusible) call).operands();
        }

        @Override
        public Node with(Node[] operands) {
            return ((Fusible) call).with(operands);
        }

        @Override
        public Site site() {
            return ((Fusible) call).site();
        }

        @Override
        public byte run(Machine machine) {
            byte kind = call.run(machine);
            if (kind == dl.run.value.Kind.OBJECT) {
                if (machine.ref instanceof Tensor result) {
                    for (Borrowing each : borrowed) {
                        each.settle(machine, result);
                    }
                } else {
                    Object result = machine.ref;
                    for (Borrowing each : borrowed) {
                        each.ownership.release(machine);
                    }
                    machine.ref = result;
                }
            }
            return kind;
        }
    }

    /// The result of indexing a container that may be changed in place later: views become copies, claimed parts are let go.
    Object settled(Machine machine, Object target, Object result) {
        Object token = token(machine);
        if (token == null) {
            return result;
        }
        if (target instanceof Tensor && result instanceof Tensor view) {
            return view.copy().weak(view.weak());
        }
        if (claimed(result, token)) {
            release(machine);
        }
        return result;
    }

    static boolean claimed(Object container, Object token) {
        return container instanceof DlRecord fields ? fields.claimedBy(token)
                : container instanceof DlList list ? list.claimedBy(token)
                : container instanceof Tensor tensor && tensor.claimedBy(token);
    }

    /// Claims a container that was just made.
    static Object claim(Object container, @Nullable Object token) {
        if (token != null) {
            switch (container) {
                case Tensor tensor -> tensor.claim(token);
                case DlList list -> list.claim(token);
                case DlRecord fields -> fields.claim(token);
                default -> { }
            }
        }
        return container;
    }
}

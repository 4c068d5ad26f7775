package dl.run.node;

import dl.op.Op;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/// Unary minus.
public final class Negate extends Node implements Fusible {
    private final Node operand;
    private final Op op;
    private final Site site;

    public Negate(Op op, Node operand, Site site) {
        this.op = op;
        this.operand = operand;
        this.site = site;
    }

    @Override
    public Optional<Op> elementwise() {
        return Optional.of(op);
    }

    @Override
    public boolean emits() {
        return true;
    }

    @Override
    public Node[] operands() {
        return new Node[] {operand};
    }

    @Override
    public Node with(Node[] operands) {
        return new Negate(op, operands[0], site);
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    boolean isPure() {
        return operand.isPure();
    }

    DlError overflowed() {
        return site.locate(OpError.value("value/int-overflow", "-(" + Long.MIN_VALUE + ") does not fit into a 64-bit int"));
    }

    @Override
    byte kindIn(Emitter emitter) {
        byte kind = operand.kindIn(emitter);
        return kind == Kind.LONG || kind == Kind.DOUBLE ? kind : Emitter.UNKNOWN;
    }

    @Override
    byte emit(Emitter emitter) {
        byte kind = operand.emit(emitter);
        ClassDesc own = ClassDesc.of("dl.run.node.Negate");
        switch (kind) {
            case Kind.LONG -> {
                emitter.constant(this, own);
                emitter.hot("negate", ConstantDescs.CD_long, ConstantDescs.CD_long, own);
            }
            case Kind.DOUBLE -> emitter.code.dneg();
            case Emitter.NEVER -> { }
            default -> {
                emitter.toUnknown(kind);
                Emitter.Temp value = emitter.save(Emitter.UNKNOWN);
                emitter.constant(this, own);
                emitter.machine();
                emitter.code.iload(value.first());
                emitter.code.invokevirtual(own, "finish", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, ConstantDescs.CD_byte));
                return Emitter.UNKNOWN;
            }
        }
        return kind;
    }

    @Override
    public byte run(Machine machine) {
        return finish(machine, operand.run(machine));
    }

    byte finish(Machine machine, byte kind) {
        return switch (kind) {
            case Kind.LONG -> {
                if (machine.bits == Long.MIN_VALUE) {
                    throw overflowed();
                }
                yield machine.give(-machine.bits);
            }
            case Kind.DOUBLE -> machine.give(-Double.longBitsToDouble(machine.bits));
            case Kind.BOOL -> machine.give(-machine.bits);
            case Kind.OBJECT -> {
                if (machine.ref instanceof DlRecord record) {
                    yield machine.give(TreeArithmetic.negate(machine, op, record, site));
                }
                if (!(machine.ref instanceof Operand x)) {
                    throw site.error("type/operand", ErrorKind.TYPE, "cannot negate " + machine.interpreter.describe(machine.ref),
                            machine.ref instanceof DlList ? "tensor(xs) makes a tensor of a list of numbers"
                                    : machine.ref instanceof String ? "float(s) or int(s) reads a number from a string" : "numbers, tensors and records of these have a negative");
                }
                machine.interpreter.at(site);
                try {
                    yield machine.give(op.apply(machine.interpreter, new Operand[] {x}, op.signature().defaults()));
                } catch (OpError error) {
                    throw site.locate(error);
                }
            }
            default -> kind;
        };
    }
}

package dl.grad;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.OpContext;
import dl.tensor.Operand;

/// A value that a tape follows. Inside it is a tensor, or a value that a tape further out follows.
final class TracedValue implements Followed {
    private final Tape tape;
    private final Operand value;
    private final Tape.Node node;

    TracedValue(Tape tape, Operand value, Tape.Node node) {
        this.tape = tape;
        this.value = value;
        this.node = node;
    }

    Tape tape() {
        return tape;
    }

    @Override
    public Operand value() {
        return value;
    }

    Tape.Node node() {
        return node;
    }

    @Override
    public int level() {
        return tape.level();
    }

    @Override
    public Operand process(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        if (tape.isOpen()) {
            return tape.record(op, context, inputs, attributes);
        }
        Operand[] inner = java.util.Arrays.copyOf(inputs, inputs.length, Operand[].class);
        for (int i = 0; i < inner.length; i++) {
            while (inner[i] instanceof TracedValue traced && !traced.tape.isOpen()) {
                inner[i] = traced.value;
            }
        }
        return op.apply(context, inner, attributes);
    }
}

package dl.grad;

import dl.op.Algebra;
import dl.op.Attributes;
import dl.op.Levels;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Ops;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Optional;

/// Runs what is written for one example on a batch of them.
///
/// An operation with a rule for batches takes all examples at once; any other runs for one after the other, and the results are
/// stacked. Both give what the operation gives for each example.
public final class Batch implements Levels.Examples, AutoCloseable {
    private final OpContext context;
    private final Algebra algebra;
    private final int examples;
    private final int level;
    private boolean open = true;

    private Batch(OpContext context, int examples) {
        this.context = context;
        this.algebra = new Algebra(context);
        this.examples = examples;
        this.level = context.levels().enter();
        context.levels().push(this);
    }

    public static Batch open(OpContext context, int examples) {
        return new Batch(context, examples);
    }

    @Override
    public int level() {
        return level;
    }

    int examples() {
        return examples;
    }

    /// What a program for one example sees of a tensor whose first axis counts the examples.
    public Operand input(Operand stacked) {
        return new BatchedValue(this, stacked, false);
    }

    /// The values of all examples, along a new first axis; what is the same for all is repeated.
    public Operand stacked(Operand value) {
        if (own(value)) {
            return ((BatchedValue) value).stacked();
        }
        return algebra.broadcastTo(algebra.strong(value), Shape.of(examples).join(value.shape()));
    }

    private boolean own(Operand value) {
        return value instanceof BatchedValue batched && batched.batch() == this;
    }

    Operand run(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        int n = inputs.length;
        Operand[] inner = new Operand[n];
        boolean[] batched = new boolean[n];
        boolean numbers = op.random();
        for (int i = 0; i < n; i++) {
            batched[i] = own(inputs[i]);
            inner[i] = batched[i] ? ((BatchedValue) inputs[i]).stacked() : inputs[i];
            numbers |= batched[i] && inputs[i].weak();
        }
        if (!numbers) {
            try {
                Optional<Operand> result = op.batched(context, inner, batched, examples, attributes);
                if (result.isPresent()) {
                    return new BatchedValue(this, result.get(), false);
                }
            } catch (OpError error) {
                // of one example it tells the sizes and axes that the user sees
                for (Operand[] example : parts(inputs)) {
                    op.apply(context, example, attributes);
                }
                throw error;
            }
        }
        return each(op, context, inputs, attributes);
    }

    /// Runs an operation for one example after the other.
    @Override
    public Operand each(Op op, OpContext context, Operand[] inputs, Attributes attributes) {
        if (examples == 0) {
            throw OpError.value("value/no-examples", op.name() + " needs an example to know what its result looks like, and this batch has none")
                    .hint("do not call vmap where there is nothing to map over");
        }
        Operand[] results = new Operand[examples];
        Operand[][] parts = parts(inputs);
        boolean drawn = op.random() && context.levels().pop(this);
        try {
            for (int e = 0; e < examples; e++) {
                results[e] = op.apply(context, parts[e], attributes);
            }
        } finally {
            if (drawn) {
                context.levels().push(this);
            }
        }
        boolean weak = results[0].weak();
        for (int e = 0; e < examples; e++) {
            if (!results[e].shape().equals(results[0].shape())) {
                throw OpError.shape("shape/examples", op.name() + " gives " + results[0].shape() + " for the first example of the batch and "
                                + results[e].shape() + " for example " + e)
                        .hint("under vmap the shapes may not depend on the values; where(condition, a, b) keeps them");
            }
            results[e] = algebra.strong(results[e]);
        }
        return new BatchedValue(this, Ops.STACK.apply(context, results, Ops.STACK.signature().defaults()), weak);
    }

    /// The inputs of each example.
    private Operand[][] parts(Operand[] inputs) {
        Operand[][] all = new Operand[examples][];
        for (int e = 0; e < examples; e++) {
            all[e] = inputs.clone();
        }
        for (int i = 0; i < inputs.length; i++) {
            if (own(inputs[i])) {
                part(all, i, ((BatchedValue) inputs[i]).stacked(), inputs[i].weak(), 0);
            }
        }
        return all;
    }

    /// Takes a batch apart in halves: the derivative of taking one example out of n is as large as the n, and of halves it adds up to
    /// n log n instead of n^2.
    private void part(Operand[][] all, int input, Operand stacked, boolean weak, int from) {
        int count = stacked.shape().size(0);
        if (count == 1 || stacked instanceof Tensor) {
            for (int e = 0; e < count; e++) {
                Operand value = algebra.at(stacked, e);
                all[from + e][input] = weak ? algebra.asNumber(value) : value;
            }
            return;
        }
        int half = count / 2;
        part(all, input, algebra.slice(stacked, 0, 0, half), weak, from);
        part(all, input, algebra.slice(stacked, 0, half, count), weak, from + half);
    }

    /// The error where one value is needed.
    OpError notOne(BatchedValue value) {
        checkOpen();
        return OpError.type("type/batched", "one value is needed here, and under vmap this is " + value.dtype() + value.shape() + " for each of "
                        + examples + (examples == 1 ? " example" : " examples"))
                .hint("where(condition, a, b) chooses for each example; ints, sizes and conditions must be the same for all");
    }

    /// A batch that has ended means nothing any more.
    void checkOpen() {
        if (!open) {
            throw OpError.type("type/batched-outside", "this value belongs to one example of a vmap that has ended")
                    .hint("return it from the function that vmap runs: results come back stacked");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            context.levels().pop(this);
            context.levels().leave(level);
        }
    }
}

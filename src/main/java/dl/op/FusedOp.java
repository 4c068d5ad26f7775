package dl.op;

import dl.kernel.BinaryOperator;
import dl.kernel.Reduce;
import dl.kernel.Reduction;
import dl.kernel.TileProgram;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes one operation of a sketch. Its derivative is a sketch again, which computes what it needs anew from the inputs
/// instead of saving what stood between them.
final class FusedOp {
    /// A bit in `saves` for each input, and one for the output.
    private static final int MOST_INPUTS = 28;
    private static final String NAME = "elementwise(...xs: [...]) -> [...]";

    private final Sketch sketch;
    private final List<Symbol> inputs;
    private final List<Sketch.Entry> steps;
    private final Optional<Sketch.Entry> reduction;

    private FusedOp(Sketch sketch, List<Symbol> inputs, List<Sketch.Entry> steps, Optional<Sketch.Entry> reduction) {
        this.sketch = sketch;
        this.inputs = inputs;
        this.steps = steps;
        this.reduction = reduction;
        if (inputs.size() > MOST_INPUTS) {
            throw new Symbol.NotElementwise();
        }
    }

    /// @param inputs what the operation takes, in this order
    /// @param steps what it computes, the result last
    /// @param reduction what is done with the result of the last step, if anything
    /// @param wanted which inputs are followed by a derivative
    static Op of(Sketch sketch, List<Symbol> inputs, List<Sketch.Entry> steps, Optional<Sketch.Entry> reduction, BitSet wanted) {
        FusedOp fused = new FusedOp(sketch, inputs, steps, reduction);
        TileProgram program = fused.program(List.of(steps.getLast().result()));
        DType dtype = sketch.dtype;
        Forward forward = reduction.isPresent() ? new Reducing(program, dtype, reduction.get())
                : (context, operands, _) -> run(program, dtype, context, operands)[0];
        return Op.op(NAME)
                .internal()
                .kernels(forward)
                .derivative(wanted.isEmpty() ? new Derivative[] {Derivative.zero("nothing is followed")} : fused.derivatives(wanted))
                .build();
    }

    /// The sum, mean or extreme of what a program gives; along the last axes no more than a block of it ever exists.
    private record Reducing(TileProgram program, DType dtype, Sketch.Entry reduction) implements Forward {
        @Override
        public Tensor run(OpContext context, Operand[] inputs, Attributes none) {
            Shape shape = Fusion.whole(inputs);
            Op op = reduction.op();
            Attributes attributes = reduction.attributes();
            int[] axes = Reductions.axes(shape, attributes);
            int length = 1;
            boolean last = true;
            for (int i = 0; i < axes.length; i++) {
                length *= shape.size(axes[i]);
                last &= axes[i] == shape.rank() - axes.length + i;
            }
            if (!last || length == 0 || axes.length == 0) {
                return (Tensor) op.apply(context, new Operand[] {FusedOp.run(program, dtype, context, inputs)[0]}, attributes);
            }
            Reduction kind = op == Reductions.AMAX ? Reduction.MAXIMUM : op == Reductions.AMIN ? Reduction.MINIMUM : Reduction.SUM;
            Tensor result = program.reduce(context.kernels(), context.parallel(), kind, shape, length,
                    Reduce.shape(shape, axes, attributes.bool("keepdims")), tensors(dtype, inputs));
            return op == Reductions.MEAN
                    ? Maps.binary(context, BinaryOperator.DIVIDE, "divide", "/", result, Tensor.number((long) length)) : result;
        }
    }

    private static Tensor[] tensors(DType dtype, Operand[] operands) {
        Tensor[] tensors = new Tensor[operands.length];
        for (int i = 0; i < tensors.length; i++) {
            Tensor x = (Tensor) operands[i];
            tensors[i] = x.weak() && x.dtype() != DType.BOOL ? Promotion.to(x, dtype) : x;
        }
        return tensors;
    }

    private static Tensor[] run(TileProgram program, DType dtype, OpContext context, Operand[] operands) {
        return program.run(context.kernels(), context.parallel(), Fusion.whole(operands), tensors(dtype, operands));
    }

    private TileProgram program(List<Symbol> results) {
        Map<Integer, Integer> registers = new HashMap<>();
        for (Symbol input : inputs) {
            registers.put(input.index, registers.size());
        }
        Map<Double, Integer> constants = new LinkedHashMap<>();
        for (Sketch.Entry step : steps) {
            for (int i = 0; i < step.inputs().length; i++) {
                if (step.inputs()[i] instanceof Tensor number && !(isSquare(step) && i == 1)) {
                    constants.putIfAbsent(constant(number), inputs.size() + constants.size());
                }
            }
        }
        int next = inputs.size() + constants.size();
        List<TileProgram.Step> code = new ArrayList<>(steps.size());
        for (Sketch.Entry step : steps) {
            code.add(Sketch.step(step.op(), step.inputs(), operand -> operand instanceof Symbol symbol ? registers.get(symbol.index)
                    : constants.getOrDefault(constant((Tensor) operand), -1)));
            registers.put(step.result().index, next++);
        }
        double[] numbers = constants.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        return new TileProgram(sketch.dtype, inputs.size(), numbers, code,
                results.stream().mapToInt(result -> registers.get(result.index)).toArray());
    }

    private static boolean isSquare(Sketch.Entry step) {
        return step.op() == Arithmetic.POWER && step.inputs()[1] instanceof Tensor exponent && exponent.doubleAt(0) == 2;
    }

    private double constant(Tensor number) {
        return Promotion.to(number, sketch.dtype).doubleAt(0);
    }

    // ---- the derivative

    private Derivative[] derivatives(BitSet wanted) {
        Gradient gradient = new Gradient(wanted);
        Derivative[] all = new Derivative[inputs.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = wanted.get(i) ? gradient.joint() : Derivative.zero("nothing is followed");
        }
        return all;
    }

    /// The products of a gradient with all wanted Jacobians, as one sketch over the gradient, the inputs and the output.
    private final class Gradient {
        private final BitSet wanted;
        private final Sketch backward;
        /// The gradient of each wanted input, by its position.
        private final @Nullable Symbol[] results = new Symbol[inputs.size()];
        /// The leaves of the sketch that the results need: the gradient, then inputs, then the output.
        private final List<Symbol> used;
        private final Optional<TileProgram> program;

        Gradient(BitSet wanted) {
            this.wanted = wanted;
            if (reduction.isPresent() && reduction.get().op() != Reductions.SUM && reduction.get().op() != Reductions.MEAN) {
                throw new Symbol.NotElementwise();
            }
            Symbol result = steps.getLast().result();
            backward = new Sketch(sketch.context(), sketch.dtype);
            Symbol g = backward.leaf(sketch.dtype, result.shape(), false);
            Map<Integer, Operand> values = new HashMap<>();
            for (Symbol input : inputs) {
                Symbol leaf = backward.leaf(input.dtype(), input.shape(), input.weak());
                values.put(input.index, leaf);
            }
            Symbol output = backward.leaf(sketch.dtype, result.shape(), false);
            for (Sketch.Entry step : steps) {
                values.put(step.result().index, step.result() == result && reduction.isEmpty() ? output
                        : step.op().apply(backward.context(), mapped(step.inputs(), values), step.attributes()));
            }
            pullBack(g, values);
            List<Symbol> found = new ArrayList<>();
            for (Symbol each : results) {
                if (each != null) {
                    found.add(each);
                }
            }
            List<Sketch.Entry> needed = Fusion.needed(backward, found);
            used = Fusion.leaves(backward, needed, found);
            List<Symbol> computed = found.stream().filter(each -> !backward.isLeaf(each)).toList();
            program = computed.isEmpty() ? Optional.empty() : Optional.of(new FusedOp(backward, used, needed, Optional.empty()).program(computed));
        }

        private void pullBack(Symbol g, Map<Integer, Operand> values) {
            Map<Integer, Operand> gradients = new HashMap<>();
            gradients.put(steps.getLast().result().index, g);
            BitSet depends = new BitSet();
            for (int i = 0; i < inputs.size(); i++) {
                if (wanted.get(i)) {
                    depends.set(inputs.get(i).index);
                }
            }
            for (Sketch.Entry step : steps) {
                if (step.symbols().stream().anyMatch(symbol -> !symbol.detached && depends.get(symbol.index))) {
                    depends.set(step.result().index);
                }
            }
            Algebra algebra = new Algebra(backward.context());
            for (int at = steps.size() - 1; at >= 0; at--) {
                Sketch.Entry step = steps.get(at);
                Operand gradient = gradients.get(step.result().index);
                if (gradient == null) {
                    continue;
                }
                for (int i = 0; i < step.inputs().length; i++) {
                    if (step.inputs()[i] instanceof Symbol target && !target.detached && depends.get(target.index)
                            && step.op().derivative(i) instanceof Derivative.Rule rule) {
                        Operand part = rule.vjp().apply(gradient, saved(step, i, values));
                        gradients.merge(target.index, part, algebra::add);
                    }
                }
            }
            for (int i = 0; i < inputs.size(); i++) {
                if (wanted.get(i)) {
                    // what is constant, or does not depend on the input, is told better by the single operations
                    if (!(gradients.get(inputs.get(i).index) instanceof Symbol found)) {
                        throw new Symbol.NotElementwise();
                    }
                    results[i] = found;
                }
            }
        }

        private Saved saved(Sketch.Entry step, int which, Map<Integer, Operand> values) {
            int n = step.inputs().length;
            Shape[] shapes = new Shape[n];
            DType[] dtypes = new DType[n];
            for (int i = 0; i < n; i++) {
                shapes[i] = step.inputs()[i].shape();
                dtypes[i] = step.inputs()[i].dtype();
            }
            return new Saved(backward.context(), step.op(), which, mapped(step.inputs(), values), values.get(step.result().index), shapes,
                    dtypes, step.attributes());
        }

        private Operand[] mapped(Operand[] operands, Map<Integer, Operand> values) {
            Operand[] result = new Operand[operands.length];
            for (int i = 0; i < result.length; i++) {
                if (operands[i] instanceof Symbol symbol) {
                    Operand value = values.get(symbol.index);
                    result[i] = symbol.detached ? value.detached() : value;
                } else {
                    result[i] = operands[i];
                }
            }
            return result;
        }

        Derivative.Joint joint() {
            int saves = 0;
            for (Symbol leaf : used) {
                int position = leaf.index - 1;
                saves |= position < 0 ? 0 : position == inputs.size() ? Derivative.OUTPUT : 1 << position;
            }
            return new Derivative.Joint(saves, this::apply);
        }

        private @Nullable Operand[] apply(Operand reduced, Saved saved) {
            Operand gradient = reduction.isPresent() ? spread(reduced, saved, reduction.get()) : reduced;
            Operand[] operands = new Operand[used.size()];
            boolean plain = true;
            for (int i = 0; i < operands.length; i++) {
                int position = used.get(i).index - 1;
                operands[i] = position < 0 ? gradient : position == inputs.size() ? saved.output() : saved.input(position);
                plain &= operands[i] instanceof Tensor;
            }
            Tensor[] made = plain && program.isPresent() ? run(program.get(), sketch.dtype, saved.context(), operands) : new Tensor[0];
            @Nullable Operand[] found = new Operand[inputs.size()];
            int next = 0;
            for (int i = 0; i < found.length; i++) {
                Symbol result = results[i];
                if (result != null) {
                    found[i] = backward.isLeaf(result) ? operands[position(result)]
                            : plain ? made[next++] : followed(result, saved.context(), operands);
                }
            }
            return found;
        }

        /// The gradient of a sum or mean for each of its terms.
        private Operand spread(Operand g, Saved saved, Sketch.Entry last) {
            Shape shape = Shape.SCALAR;
            for (int i = 0; i < saved.inputCount(); i++) {
                shape = Shape.broadcast(shape, saved.shape(i));
            }
            Operand each = last.op() == Reductions.MEAN
                    ? saved.divide(g, saved.whole(Reductions.length(shape, last.attributes()))) : g;
            boolean[] marked = Axes.marked(last.attributes(), shape.rank(), shape);
            return saved.broadcastTo(saved.reshape(each, Axes.without(shape, marked, true)), shape);
        }

        private int position(Symbol leaf) {
            for (int i = 0; i < used.size(); i++) {
                if (used.get(i).index == leaf.index) {
                    return i;
                }
            }
            throw new IllegalStateException("a leaf that is not used");
        }

        /// One gradient as an operation of its own, which a differentiation around this one follows.
        private Operand followed(Symbol result, OpContext context, Operand[] operands) {
            List<Sketch.Entry> needed = Fusion.needed(backward, List.of(result));
            List<Symbol> taken = Fusion.leaves(backward, needed, List.of(result));
            BitSet follow = new BitSet();
            Operand[] given = new Operand[taken.size()];
            for (int i = 0; i < given.length; i++) {
                given[i] = operands[position(taken.get(i))];
                follow.set(i, given[i] instanceof Traced);
            }
            Op one;
            try {
                one = of(backward, taken, needed, Optional.empty(), follow);
            } catch (Symbol.NotElementwise _) {
                return oneByOne(needed, taken, given, context);
            }
            return one.apply(context, given, Attributes.EMPTY);
        }

        private Operand oneByOne(List<Sketch.Entry> needed, List<Symbol> taken, Operand[] given, OpContext context) {
            Map<Integer, Operand> values = new HashMap<>();
            for (int i = 0; i < given.length; i++) {
                values.put(taken.get(i).index, given[i]);
            }
            Operand last = given[0];
            for (Sketch.Entry step : needed) {
                last = step.op().apply(context, mapped(step.inputs(), values), step.attributes());
                values.put(step.result().index, last);
            }
            return last;
        }
    }
}

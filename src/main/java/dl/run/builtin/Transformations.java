package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;

import dl.grad.Batch;
import dl.grad.Tape;
import dl.kernel.RandomStream;
import dl.op.Algebra;
import dl.op.Attributes;
import dl.op.Op;
import dl.run.Arguments;
import dl.run.Context;
import dl.run.Convert;
import dl.run.Machine;
import dl.run.Replay;
import dl.run.Site;
import dl.run.Trees;
import dl.run.value.Callable;
import dl.run.value.DlRange;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Functions of functions that change how they run: for a batch, with less memory, with another derivative.
final class Transformations {
    static final List<NativeFunction> ALL = List.of(
            pure("vmap(f; in_axes = 0, out_axes = 0)", "The function that runs f, written for one example, on a batch: the arguments are mapped over their axis `in_axes`"
                            + " (one for all, or one for each; nil for an argument that is the same for all examples), and the results are stacked along `out_axes`."
                            + " Arguments and results may be trees. Random numbers differ among the examples.",
                    List.of(example("vmap(x -> x @ x)([[1.0, 2.0], [3.0, 4.0]])", "[5.0, 25.0]"),
                            example("vmap((x, y) -> x + y, in_axes = (0, nil))([1, 2], 10)", "[11, 12]")),
                    call -> new Mapped(Differentiation.function(call), axes(call), outAxis(call))),
            pure("checkpoint(f)", "A function with the values and derivatives of f that keeps no intermediate results for the backward pass, but computes them again there:"
                            + " less memory, at the cost of one more run of f.",
                    List.of(example("grad(checkpoint(x -> sin(x)^2))(0.0)", "0.0")),
                    call -> new Checkpoint(Differentiation.function(call))),
            pure("custom_grad(f, gradient)", "A function with the values of f and the derivative that `gradient(g, ...)` gives: from the gradient `g` of the result and the"
                            + " arguments of f it computes the gradients of these, a tuple where there are several (nil for ints). f gives one tensor or number.",
                    List.of(example("grad(custom_grad(x -> round(x), (g, x) -> g))(1.7)", "1.0")),
                    call -> {
                        if (!(call.get(1) instanceof Callable)) {
                            throw Declare.wrong(call, 1, "a function").hint("it takes the gradient of the result and the arguments: custom_grad(x -> round(x), (g, x) -> g)");
                        }
                        return new Custom(Differentiation.function(call), call.get(1));
                    }));

    private Transformations() {}

    // ---- vmap

    /// The axis of each argument; one for all where there is one.
    private record Axes(OptionalInt[] all, boolean single) {
        OptionalInt of(int argument) {
            return all[single ? 0 : argument];
        }
    }

    private static Axes axes(NativeFunction.Call call) {
        Object given = call.values()[1];
        if (given == null) {
            return new Axes(new OptionalInt[] {OptionalInt.of(0)}, true);
        }
        if (given instanceof Sequence several) {
            OptionalInt[] all = new OptionalInt[several.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = axis(call, several.get(i));
            }
            return new Axes(all, false);
        }
        if (given instanceof Tensor tensor && tensor.rank() == 1 && tensor.dtype() == DType.I64) {
            OptionalInt[] all = new OptionalInt[tensor.count()];
            for (int i = 0; i < all.length; i++) {
                all[i] = OptionalInt.of((int) tensor.longAt(i));
            }
            return new Axes(all, false);
        }
        return new Axes(new OptionalInt[] {axis(call, given)}, true);
    }

    private static OptionalInt axis(NativeFunction.Call call, Object given) {
        return given == Nil.NIL ? OptionalInt.empty() : OptionalInt.of(Convert.size(given)
                .orElseThrow(() -> Declare.wrong(call, 1, "an axis, nil, or a tuple of these").hint("in_axes = (0, nil) maps over the first argument and keeps the second")));
    }

    private static int outAxis(NativeFunction.Call call) {
        return call.has(2) ? Convert.size(call.get(2)).orElseThrow(() -> Declare.wrong(call, 2, "an axis")) : 0;
    }

    /// What vmap returns.
    private record Mapped(Callable function, Axes axes, int outAxis) implements Callable {
        @Override
        public String name() {
            return "vmap(" + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            Site site = arguments.site();
            Machine.Mark mark = machine.mark();
            int given = arguments.positional().length;
            if (!axes.single && axes.all.length != given) {
                throw site.error("type/argument", ErrorKind.TYPE, "in_axes names " + axes.all.length + " arguments, and the call has " + given,
                        "one axis for each argument, nil for one that is the same for all examples");
            }
            try {
                Algebra algebra = new Algebra(machine.interpreter);
                Object[] stacked = new Object[given];
                int[] examples = {-1};
                for (int i = 0; i < given; i++) {
                    int argument = i;
                    OptionalInt axis = axes.of(i);
                    stacked[i] = axis.isEmpty() ? arguments.positional()[i]
                            : Trees.map(whole(machine, arguments.positional()[i]), leaf -> stacked(machine, algebra, leaf, axis.getAsInt(), argument, examples));
                }
                if (examples[0] < 0) {
                    throw OpError.value("value/no-examples", "there is nothing to map over in the arguments of vmap")
                            .hint("an argument is mapped over an axis of its tensors: in_axes = 0 is the first");
                }
                try (Batch batch = Batch.open(machine.interpreter, examples[0])) {
                    Object[] values = new Object[given];
                    for (int i = 0; i < given; i++) {
                        values[i] = axes.of(i).isEmpty() ? stacked[i]
                                : Trees.map(stacked[i], leaf -> leaf instanceof Operand operand ? batch.input(operand) : leaf);
                    }
                    Object result = machine.take(function.call(machine,
                            new Arguments(site, values, arguments.names(), arguments.named(), arguments.spans())));
                    return machine.give(Trees.map(result, leaf -> result(machine, algebra, batch, leaf)));
                }
            } catch (OpError error) {
                machine.reset(mark);
                throw arguments.locate(error);
            }
        }

        /// Lists of numbers and ranges count as tensors.
        private static Object whole(Machine machine, Object value) {
            boolean numbers = value instanceof DlRange || value instanceof Sequence list && !(value instanceof DlTuple) && list.size() > 0
                    && java.util.stream.IntStream.range(0, list.size()).allMatch(i -> Machine.isOperand(list.get(i)) && Machine.operand(list.get(i)).shape().rank() == 0);
            return numbers ? Convert.tensor(machine, value).orElse(Machine.operand(0L)) : value;
        }

        private static Object stacked(Machine machine, Algebra algebra, Object leaf, int axis, int argument, int[] examples) {
            if (leaf instanceof LayerInstance) {
                throw OpError.type("type/vmap-argument", "vmap maps over tensors, and this argument is " + machine.interpreter.describe(leaf)).label(argument, "")
                        .hint("in_axes = (nil, 0) keeps a first argument the same for all examples; params(model) is a tree of tensors");
            }
            if (!Machine.isOperand(leaf)) {
                return leaf;
            }
            Operand tensor = Machine.operand(leaf);
            int rank = tensor.shape().rank();
            if (rank == 0 || axis < -rank || axis >= rank) {
                throw OpError.shape("shape/vmap-axis", "vmap maps over axis " + axis + " of each tensor, and this is " + machine.interpreter.describe(leaf)).label(argument, machine.interpreter.describe(leaf))
                        .hint(rank == 0 ? "in_axes = (0, nil) keeps a second argument the same for all examples"
                                : "its axes are 0 to " + (rank - 1) + ", or -" + rank + " to -1 from the end");
            }
            int at = axis < 0 ? axis + rank : axis;
            int size = tensor.shape().size(at);
            if (examples[0] >= 0 && examples[0] != size) {
                throw OpError.shape("shape/vmap-size", "vmap maps over " + examples[0] + " examples, and this " + machine.interpreter.describe(leaf) + " has " + size + " along axis " + axis)
                        .label(argument, machine.interpreter.describe(leaf))
                        .hint("all arguments have as many examples; in_axes names the axis of each, nil where an argument is the same for all");
            }
            examples[0] = size;
            return moved(algebra, tensor, at, 0);
        }

        private Object result(Machine machine, Algebra algebra, Batch batch, Object leaf) {
            if (leaf == Nil.NIL) {
                return leaf;
            }
            if (!Machine.isOperand(leaf)) {
                throw OpError.type("type/vmap-result", "the results of vmap are tensors, and the function returned " + machine.interpreter.describe(leaf))
                        .hint("return tensors, numbers, or lists and records of these");
            }
            Operand all = batch.stacked(Machine.operand(leaf));
            if (Machine.operand(leaf).weak() && all.dtype() == DType.F64 && machine.interpreter.defaultFloat() == DType.F32) {
                all = rounded(algebra, all);
            }
            int rank = all.shape().rank();
            if (outAxis < -rank || outAxis >= rank) {
                throw OpError.shape("shape/axis-range", "out_axes = " + outAxis + " is out of range for results of shape " + all.shape())
                        .hint("-" + rank + " to " + (rank - 1) + " are the axes of a stacked result");
            }
            return Machine.number(moved(algebra, all, 0, outAxis < 0 ? outAxis + rank : outAxis));
        }

        /// Numbers as the tensor that brackets make of them.
        private static Operand rounded(Algebra algebra, Operand numbers) {
            Tensor values = numbers.elements();
            for (int i = 0; i < values.count(); i++) {
                Convert.toFloat(values.doubleAt(i));
            }
            return algebra.astype(numbers, DType.F32);
        }

        private static Operand moved(Algebra algebra, Operand x, int from, int to) {
            if (from == to) {
                return x;
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < x.shape().rank(); i++) {
                if (i != from) {
                    order.add(i);
                }
            }
            order.add(to, from);
            return algebra.permute(x, order.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    // ---- checkpoint

    /// What checkpoint returns.
    private record Checkpoint(Callable function) implements Callable {
        @Override
        public String name() {
            return "checkpoint(" + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            if (!machine.interpreter.levels().isOpen()) {
                return function.call(machine, arguments);
            }
            Context context = machine.interpreter.context();
            RandomStream stream = context.random();
            long position = stream.position();
            Replay replay = machine.interpreter.replay();
            Replay.Journal journal = new Replay.Journal();
            long start = machine.interpreter.levels().now();
            Object result = replay.first(journal, () -> machine.take(function.call(machine, arguments)));
            Operand[] kept = Tape.recompute(machine.interpreter, start, arguments.site(), leaves(result), () -> replay.again(
                    context.random(new RandomStream(stream.key(), position)), journal,
                    () -> leaves(machine.take(function.call(machine, arguments)))));
            int[] next = {0};
            return machine.give(Trees.map(result, leaf -> leaf instanceof Operand ? kept[next[0]++] : leaf));
        }

        private static Operand[] leaves(Object result) {
            return Trees.leaves(result).stream().filter(Operand.class::isInstance).toArray(Operand[]::new);
        }
    }

    // ---- custom_grad

    /// What custom_grad returns.
    private record Custom(Callable function, Object gradient) implements Callable {
        @Override
        public String name() {
            return "custom_grad(" + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            Object[] values = arguments.positional();
            if (!Leaves.any(values)) {
                return function.call(machine, arguments);
            }
            Site site = arguments.site();
            int[] positions = new int[values.length];
            java.util.Arrays.setAll(positions, i -> i);
            Differentiation.Positions all = new Differentiation.Positions(positions, values.length == 1);
            List<Leaves> leaves = Leaves.of(machine, values, positions, site);
            Operand[] inputs = leaves.stream().flatMap(each -> each.all().stream()).map(leaf -> leaf.value).toArray(Operand[]::new);
            Op op = Op.custom("custom_grad",
                    plain -> value(machine, all, leaves, arguments, plain),
                    (g, saved) -> gradients(machine, all, leaves, arguments, g, saved.inputs()));
            machine.interpreter.at(site);
            try {
                return machine.give(Machine.number(op.apply(machine.interpreter, inputs, Attributes.EMPTY)));
            } catch (OpError error) {
                throw site.locate(error);
            }
        }

        private static Arguments replaced(Differentiation.Positions positions, List<Leaves> leaves, Arguments arguments, Operand[] inputs) {
            int[] next = {0};
            return positions.replaced(arguments, leaves, leaf -> inputs[next[0]++]);
        }

        private Tensor value(Machine machine, Differentiation.Positions positions, List<Leaves> leaves, Arguments arguments, Operand[] inputs) {
            Object result = machine.take(function.call(machine, replaced(positions, leaves, arguments, inputs)));
            if (!Machine.isOperand(result)) {
                throw OpError.grad("grad/custom", "the function of custom_grad returned " + machine.interpreter.describe(result) + ", and one tensor or number is needed")
                        .hint("a function of several results is several functions, each with its own gradient");
            }
            if (!(Machine.operand(result) instanceof Tensor plain)) {
                boolean batched = Machine.operand(result).batches().length > 0;
                throw OpError.grad("grad/custom", "the function of custom_grad uses a value that " + (batched ? "differs among the examples of vmap" : "is being differentiated")
                                + ", and that is no argument of it")
                        .hint("make that value an argument, so that its gradient can be given too");
            }
            return plain;
        }

        private @Nullable Operand[] gradients(Machine machine, Differentiation.Positions positions, List<Leaves> leaves, Arguments arguments, Operand g,
                Operand[] inputs) {
            Site site = arguments.site();
            Object[] given = replaced(positions, leaves, arguments, inputs).positional();
            Object[] all = new Object[given.length + 1];
            all[0] = Machine.number(g);
            System.arraycopy(given, 0, all, 1, given.length);
            Object made = machine.call(gradient, site, all);
            List<@Nullable Operand> found = new ArrayList<>();
            Derivatives.paired(positions.gradient(leaves, leaf -> leaf), made, -1, "the arguments and the gradient of custom_grad", parts -> {
                Operand argument = ((Leaves.Leaf) parts[0]).value;
                // what is differentiated is a float: an int that still is one is a position or a size
                boolean none = parts[1] == Nil.NIL && argument.dtype() == DType.I64;
                found.add(none ? null : Derivatives.along(machine, argument, parts[1], -1, "the gradient of custom_grad", "the argument"));
            });
            return found.toArray(Operand[]::new);
        }
    }
}

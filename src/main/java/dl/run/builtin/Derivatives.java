package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;

import dl.grad.Batch;
import dl.grad.Tangents;
import dl.grad.Tape;
import dl.op.Algebra;
import dl.op.Ops;
import dl.run.Arguments;
import dl.run.Machine;
import dl.run.Site;
import dl.run.Trees;
import dl.run.value.Callable;
import dl.run.value.DlTuple;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Products with Jacobians and Hessians, and these themselves.
final class Derivatives {
    static final List<NativeFunction> ALL = List.of(
            pure("jvp(f, x, v)", "The pair (f(x), derivative of f at x along v): the product of the Jacobian with `v`, which has the structure of `x` (of a gradient,"
                            + " where x is a layer). Forward mode: nothing is remembered, whatever f loops over. The result of f may be any tree.",
                    List.of(example("jvp(x -> x^2, 3.0, 1.0)", "(9.0, 6.0)"), example("jvp(x -> x * [2.0, 3.0], [1.0, 1.0], [1.0, 0.0])", "([2.0, 3.0], [2.0, 0.0])")),
                    call -> pair(push(call.machine(), call.site(), Differentiation.function(call), "jvp", call.get(1), call.get(2)))),
            pure("vjp(f, x)", "The pair (f(x), function that takes v to the product of `v` with the Jacobian of f at x). `v` has the structure of f(x), the product that"
                            + " of `x`. Reverse mode; the function may be called many times.",
                    List.of(example("{ let (y, back) = vjp(x -> x^2, [1.0, 2.0]); (y, back([1.0, 10.0])) }", "([1.0, 4.0], [2.0, 40.0])")),
                    Derivatives::vjp),
            pure("jacobian(f; wrt = 0)", "The function that computes the Jacobian of f: for a result of shape s and an argument of shape t a tensor of shape s + t."
                            + " Trees on either side give trees.",
                    List.of(example("jacobian(x -> x^2)([1.0, 3.0])", "[[2.0, 0.0],\n [0.0, 6.0]]")),
                    call -> new Jacobian(Differentiation.function(call), Differentiation.Positions.of(call), false)),
            pure("hessian(f; wrt = 0)", "The function that computes the second derivatives of f, whose result has rank 0: of shape s + s for an argument of shape s.",
                    List.of(example("hessian(x -> sum(x^3))([1.0, 2.0])", "[[ 6.0,  0.0],\n [ 0.0, 12.0]]")),
                    call -> {
                        Differentiation.Positions positions = Differentiation.Positions.of(call);
                        return new Jacobian(new Differentiation.Gradient(Differentiation.function(call), positions, false), positions, true);
                    }),
            pure("hvp(f, x, v)", "The product of the Hessian of f at x with `v`, which has the structure of `x` (of a gradient, where x is a layer): forward mode over"
                            + " reverse mode, at a few times the cost of a gradient.",
                    List.of(example("hvp(x -> sum(x^3), [1.0, 2.0], [1.0, 1.0])", "[6.0, 12.0]")),
                    call -> push(call.machine(), call.site(), new Differentiation.Gradient(Differentiation.function(call), Differentiation.Positions.FIRST, false),
                            "hvp", call.get(1), call.get(2))[1]));

    private Derivatives() {}

    private static DlTuple pair(Object[] two) {
        return new DlTuple(two);
    }

    private static boolean isFloat(Object value) {
        return value instanceof Double || value instanceof Operand operand && operand.dtype().isFloat();
    }

    // ---- forward

    /// The value of a function and its derivative along a direction.
    private static Object[] push(Machine machine, Site site, Callable function, String name, Object x, Object direction) {
        Machine.Mark mark = machine.mark();
        Leaves leaves = Leaves.of(machine, x, site);
        try (Tangents tangents = Tangents.open(machine.interpreter)) {
            Map<Leaves.Leaf, Operand> directions = new IdentityHashMap<>();
            paired(leaves.gradient(new Trees.Visited(), leaf -> leaf), direction, 2, "point and direction", parts -> {
                Leaves.Leaf leaf = (Leaves.Leaf) parts[0];
                directions.put(leaf, along(machine, leaf.value, parts[1], 2, "the direction", "the point"));
            });
            Object followed = leaves.replaced(leaf -> tangents.input(tangents.floating(leaf.value), directions.getOrDefault(leaf, Tensor.number(0.0))));
            Object result = machine.take(function.call(machine, Arguments.positional(site, followed)));
            boolean[] depends = new boolean[1];
            Object value = Trees.map(result, leaf -> {
                depends[0] |= tangents.follows(leaf);
                return leaf instanceof Operand operand ? Machine.number(tangents.value(operand)) : leaf;
            });
            // the gradient of a linear function is constant, and its derivative 0
            if (!depends[0] && !name.equals("hvp")) {
                throw tangents.cuts().notConnected(name);
            }
            Object tangent = Trees.map(result, leaf -> isFloat(leaf) ? Machine.number(tangents.tangent(Machine.operand(leaf))) : Nil.NIL);
            return new Object[] {value, tangent};
        } catch (OpError error) {
            machine.reset(mark);
            throw error;
        }
    }

    /// Goes through two trees of one structure; nil in the first matches anything.
    ///
    /// @param both what they are, for the error that they differ
    static void paired(Object tree, Object other, int argument, String both, Consumer<Object[]> parts) {
        try {
            Trees.map(new Object[] {tree, other}, "", pair -> {
                parts.accept(pair);
                return pair[0];
            });
        } catch (OpError error) {
            if (!error.code().equals("value/tree-structure")) {
                throw error;
            }
            throw OpError.value(error.code(), error.getMessage().replace("the trees differ", both + " differ")).label(argument, "")
                    .hint("they have the same keys and lengths everywhere");
        }
    }

    /// A direction or gradient that goes with a value.
    static Operand along(Machine machine, Operand value, Object given, int argument, String what, String other) {
        if (!Machine.isOperand(given) || Machine.operand(given).dtype() == DType.BOOL || Machine.operand(given).dtype() == DType.C128) {
            throw OpError.grad("grad/direction", what + " has " + machine.interpreter.describe(given) + " where " + other + " has " + type(value))
                    .label(argument, "").hint("it has the same structure and shapes, with real numbers in every place");
        }
        Operand direction = Machine.operand(given);
        if (!direction.shape().equals(value.shape())) {
            throw OpError.grad("grad/direction", what + " has the shape " + direction.shape() + " where " + other + " has " + value.shape())
                    .label(argument, "").hint("it has the same structure and shapes: ones_like and zeros_like make such tensors");
        }
        return direction;
    }

    private static String type(Operand value) {
        return value.weak() ? "a number" : value.dtype() + value.shape().toString();
    }

    // ---- backward

    private static Object vjp(NativeFunction.Call call) {
        Machine machine = call.machine();
        Site site = call.site();
        Callable function = Differentiation.function(call);
        Leaves leaves = Leaves.of(machine, call.get(1), site);
        try (Tape tape = Tape.open(machine.interpreter)) {
            Object result = machine.take(function.call(machine, Arguments.positional(site, leaves.replaced(leaf -> tape.input(leaf.value)))));
            if (Trees.leaves(result).stream().noneMatch(tape::follows)) {
                throw tape.cuts().notConnected("vjp");
            }
            Object value = Trees.map(result, leaf -> leaf instanceof Operand operand ? Machine.number(tape.below(operand)) : leaf);
            return new DlTuple(value, new Pullback(tape, function.name(), leaves, result));
        }
    }

    /// What vjp gives besides the value.
    private record Pullback(Tape tape, String of, Leaves leaves, Object result) implements Callable {
        @Override
        public String name() {
            return "vjp(" + of + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            Site site = arguments.site();
            if (arguments.positional().length != 1 || arguments.names().length > 0) {
                throw site.error(arguments.positional().length == 0 ? "call/missing" : "call/too-many", ErrorKind.TYPE, "the function of vjp takes one argument, got "
                        + (arguments.positional().length + arguments.names().length), "it takes what is to be multiplied with the Jacobian, of the structure of the result");
            }
            try {
                List<Operand> results = new ArrayList<>();
                List<Operand> seeds = new ArrayList<>();
                Object followed = Trees.map(result, leaf -> tape.follows(leaf) ? leaf : Nil.NIL);
                paired(followed, arguments.positional()[0], 0, "result and gradient", parts -> {
                    Operand leaf = (Operand) parts[0];
                    Operand seed = along(machine, leaf, parts[1], 0, "the gradient", "the result");
                    results.add(leaf);
                    seeds.add(seed.dtype() == leaf.dtype() && seed.weak() == leaf.weak() ? seed : new Algebra(machine.interpreter).astype(seed, leaf.dtype()));
                });
                Operand[] inputs = leaves.inputs();
                Map<Operand, Operand> gradients = Differentiation.byInput(inputs,
                        tape.pull(results.toArray(Operand[]::new), seeds.toArray(Operand[]::new), inputs));
                return machine.give(leaves.gradient(new Trees.Visited(), leaf -> Machine.number(gradients.get(leaf.input()))));
            } catch (OpError error) {
                throw arguments.locate(error);
            }
        }
    }

    /// What jacobian and hessian return.
    ///
    /// @param second whether the function is a gradient, whose derivative may be 0 everywhere
    private record Jacobian(Callable function, Differentiation.Positions positions, boolean second) implements Callable {
        @Override
        public String name() {
            return (second ? "hessian(" : "jacobian(") + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            positions.check(arguments);
            Site site = arguments.site();
            Machine.Mark mark = machine.mark();
            List<Leaves> leaves = Leaves.of(machine, arguments.positional(), positions.all(), site);
            try (Tape tape = Tape.open(machine.interpreter)) {
                Object result = machine.take(function.call(machine, positions.replaced(arguments, leaves, leaf -> tape.input(leaf.value))));
                if (!second && Trees.leaves(result).stream().noneMatch(tape::follows)) {
                    throw tape.cuts().notConnected("jacobian");
                }
                Operand[] inputs = Differentiation.inputs(leaves);
                return machine.give(Trees.map(result, leaf -> {
                    if (!isFloat(leaf)) {
                        return Nil.NIL;
                    }
                    Map<Operand, Operand> rows = Differentiation.byInput(inputs, rows(machine, tape, Machine.operand(leaf), inputs));
                    return positions.gradient(leaves, input -> Machine.number(rows.get(input.input())));
                }));
            } catch (OpError error) {
                machine.reset(mark);
                throw site.locate(error);
            }
        }

        /// The Jacobians of one result with respect to all inputs: one pass backward for the batch of its elements.
        private static Operand[] rows(Machine machine, Tape tape, Operand result, Operand[] inputs) {
            Algebra algebra = new Algebra(machine.interpreter);
            int count = result.shape().count();
            Operand[] rows = new Operand[inputs.length];
            if (count == 0 || !tape.follows(result)) {
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = jacobian(algebra, algebra.full(Shape.of(count).join(inputs[i].shape()), inputs[i].dtype(), 0), result, inputs[i]);
                }
                return rows;
            }
            if (result.shape().rank() == 0) {
                return tape.gradients(result, inputs);
            }
            try (Batch batch = Batch.open(machine.interpreter, count)) {
                Operand basis = batch.input(algebra.reshape(algebra.run(Ops.EYE, new Operand[0], new int[] {count}, result.dtype()),
                        Shape.of(count).join(result.shape())));
                Operand[] gradients = tape.pull(result, basis, inputs);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = jacobian(algebra, batch.stacked(gradients[i]), result, inputs[i]);
                }
            }
            return rows;
        }

        private static Operand jacobian(Algebra algebra, Operand rows, Operand result, Operand input) {
            Operand typed = input.weak() && !result.weak() ? algebra.astype(rows, result.dtype()) : rows;
            return algebra.reshape(typed, result.shape().join(input.shape()));
        }
    }
}

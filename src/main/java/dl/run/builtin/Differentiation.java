package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;

import dl.grad.Tape;
import dl.run.Arguments;
import dl.run.Convert;
import dl.run.Machine;
import dl.run.Site;
import dl.run.Trees;
import dl.run.value.Callable;
import dl.run.value.DlTuple;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// grad and value_and_grad: functions of functions, over trees and layers.
final class Differentiation {
    static final List<NativeFunction> ALL = List.of(
            pure("grad(f; wrt = 0)", "The function that computes the gradient of f, whose result has rank 0, with respect to its argument `wrt` (or each of"
                            + " several), with the structure of that argument. For a layer it is a record of its parameters' gradients.",
                    List.of(example("grad(x -> x^2)(3.0)", "6.0"), example("grad(w -> sum(w^2))([1.0, 2.0])", "[2.0, 4.0]")),
                    call -> new Gradient(function(call), Positions.of(call), false)),
            pure("value_and_grad(f; wrt = 0)", "As grad, but gives the pair (value of f, gradient).",
                    List.of(example("value_and_grad(x -> x^2)(3.0)", "(9.0, 6.0)")),
                    call -> new Gradient(function(call), Positions.of(call), true)));

    private Differentiation() {}

    static Callable function(NativeFunction.Call call) {
        if (call.get(0) instanceof Callable function) {
            return function;
        }
        throw Declare.wrong(call, 0, "a function").hint(call.function().contains("vp") ? call.function() + " takes the function first, then the point"
                : call.function() + " takes the function, then the point: " + call.function() + "(f)(x)");
    }

    /// Which arguments are differentiated: one, or several.
    record Positions(int[] all, boolean single) {
        static final Positions FIRST = new Positions(new int[] {0}, true);

        static Positions of(NativeFunction.Call call) {
            if (!call.has(1)) {
                return FIRST;
            }
            if (call.get(1) instanceof Sequence several) {
                if (several.size() == 0) {
                    throw Declare.wrong(call, 1, "at least one position of an argument");
                }
                int[] all = new int[several.size()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = Convert.size(several.get(i)).filter(at -> at >= 0).orElseThrow(() -> Declare.wrong(call, 1, "positions of arguments, from 0 on"));
                }
                return new Positions(all, false);
            }
            int position = Convert.size(call.get(1)).filter(at -> at >= 0).orElseThrow(() -> Declare.wrong(call, 1, "a position of an argument, from 0 on"));
            return new Positions(new int[] {position}, true);
        }

        void check(Arguments arguments) {
            int given = arguments.positional().length;
            for (int position : all) {
                if (position >= given) {
                    throw arguments.site().error("grad/argument", ErrorKind.GRAD, "wrt = " + position + ", and the call has "
                            + (given == 0 ? "no positional arguments" : given == 1 ? "only the argument 0" : "only the arguments 0 to " + (given - 1)), "arguments are counted from 0: the first is wrt = 0");
                }
            }
        }

        /// The arguments with followed values in their places.
        Arguments replaced(Arguments arguments, List<Leaves> leaves, java.util.function.Function<Leaves.Leaf, Operand> input) {
            Object[] values = arguments.positional().clone();
            for (int i = 0; i < all.length; i++) {
                values[all[i]] = leaves.get(i).replaced(input);
            }
            return new Arguments(arguments.site(), values, arguments.names(), arguments.named(), arguments.spans());
        }

        /// Something for each leaf, in the structure of the arguments that are differentiated.
        Object gradient(List<Leaves> leaves, java.util.function.Function<Leaves.Leaf, Object> part) {
            Trees.Visited seen = new Trees.Visited();
            Object[] gradients = new Object[all.length];
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = leaves.get(i).gradient(seen, part);
            }
            return single ? gradients[0] : new DlTuple(gradients);
        }
    }

    /// All inputs of several arguments.
    static Operand[] inputs(List<Leaves> leaves) {
        return leaves.stream().flatMap(each -> java.util.Arrays.stream(each.inputs())).toArray(Operand[]::new);
    }

    /// What belongs to each input.
    static Map<Operand, Operand> byInput(Operand[] inputs, Operand[] found) {
        Map<Operand, Operand> gradients = new IdentityHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            gradients.put(inputs[i], found[i]);
        }
        return gradients;
    }

    /// What grad returns.
    record Gradient(Callable function, Positions positions, boolean withValue) implements Callable {
        @Override
        public String name() {
            return (withValue ? "value_and_grad(" : "grad(") + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            positions.check(arguments);
            Site site = arguments.site();
            Machine.Mark mark = machine.mark();
            List<Leaves> leaves = Leaves.of(machine, arguments.positional(), positions.all, site);
            try (Tape tape = Tape.open(machine.interpreter)) {
                Object result = machine.take(function.call(machine, positions.replaced(arguments, leaves, leaf -> tape.input(leaf.value))));
                if (!Machine.isOperand(result)) {
                    throw notANumber(machine, result);
                }
                Operand[] inputs = inputs(leaves);
                Map<Operand, Operand> gradients = byInput(inputs, tape.gradients(Machine.operand(result), inputs));
                Object gradient = positions.gradient(leaves, leaf -> Machine.number(gradients.get(leaf.input())));
                return machine.give(withValue ? new DlTuple(Machine.number(tape.below(Machine.operand(result))), gradient) : gradient);
            } catch (OpError error) {
                machine.reset(mark);
                throw site.locate(error);
            }
        }

        private static OpError notANumber(Machine machine, Object result) {
            return OpError.grad("grad/not-scalar", "the function returned " + machine.interpreter.describe(result) + ", grad needs one number")
                    .hint(result == Nil.NIL ? "its last statement has no value: end the function with the loss itself"
                            : result instanceof Sequence ? "return the loss alone; what else is wanted can be computed outside" : "return the loss alone, or first reduce it with sum or mean");
        }
    }
}

package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;

import dl.grad.Tape;
import dl.run.Arguments;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.Trees;
import dl.run.value.Callable;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// grad and value_and_grad: functions of functions, over trees and layers.
final class Differentiation {
    static final List<NativeFunction> ALL = List.of(
            pure("grad(f; wrt = 0)", "The function that computes the gradient of f, whose result has rank 0, with respect to its argument `wrt` (or each of"
                            + " several), with the structure of that argument. For a layer it is a record of its parameters' gradients.",
                    List.of(example("grad(x -> x^2)(3.0)", "6.0"), example("grad(w -> sum(w^2))([1.0, 2.0])", "[2.0, 4.0]")),
                    call -> new Gradient(function(call), positions(call), false)),
            pure("value_and_grad(f; wrt = 0)", "As grad, but gives the pair (value of f, gradient).",
                    List.of(example("value_and_grad(x -> x^2)(3.0)", "(9.0, 6.0)")),
                    call -> new Gradient(function(call), positions(call), true)));

    private Differentiation() {}

    private static Callable function(NativeFunction.Call call) {
        if (call.get(0) instanceof Callable function) {
            return function;
        }
        throw Declare.wrong(call, 0, "a function").hint("grad takes the function, then the point: grad(f)(x)");
    }

    /// One position, or several.
    private record Positions(int[] all, boolean single) {}

    private static Positions positions(NativeFunction.Call call) {
        if (!call.has(1)) {
            return new Positions(new int[] {0}, true);
        }
        if (call.get(1) instanceof Sequence several) {
            int[] all = new int[several.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = Convert.size(several.get(i)).filter(at -> at >= 0).orElseThrow(() -> Declare.wrong(call, 1, "positions of arguments, from 0 on"));
            }
            return new Positions(all, false);
        }
        int position = Convert.size(call.get(1)).filter(at -> at >= 0).orElseThrow(() -> Declare.wrong(call, 1, "a position of an argument, from 0 on"));
        return new Positions(new int[] {position}, true);
    }

    /// What grad returns.
    private record Gradient(Callable function, Positions positions, boolean withValue) implements Callable {
        @Override
        public String name() {
            return (withValue ? "value_and_grad(" : "grad(") + function.name() + ")";
        }

        @Override
        public byte call(Machine machine, Arguments arguments) {
            Object[] values = arguments.positional().clone();
            for (int position : positions.all) {
                if (position >= values.length) {
                    throw arguments.site().error("grad/argument", ErrorKind.GRAD, "wrt = " + position + ", and the call has only "
                            + (values.length == 1 ? "the argument 0" : "the arguments 0 to " + (values.length - 1)), "arguments are counted from 0: the first is wrt = 0");
                }
            }
            Machine.Mark mark = machine.mark();
            try (Tape tape = Tape.open(machine.interpreter)) {
                Tracing tracing = new Tracing(tape, machine, arguments.site());
                Object[] traced = new Object[positions.all.length];
                for (int i = 0; i < traced.length; i++) {
                    traced[i] = tracing.trace(values[positions.all[i]]);
                    values[positions.all[i]] = traced[i];
                }
                if (tracing.inputs.isEmpty()) {
                    throw arguments.site().error("grad/nothing", ErrorKind.GRAD, "there is nothing to differentiate in "
                            + machine.interpreter.describe(arguments.positional()[positions.all[0]]), arguments.positional()[positions.all[0]] instanceof LayerInstance layer && layer.frozen()
                            ? "the layer is frozen, so its parameters count as constants" : "grad differentiates floats, tensors of floats, and lists, records and layers of these");
                }
                Arguments inner = new Arguments(arguments.site(), values, arguments.names(), arguments.named(), arguments.spans());
                Object result = machine.take(function.call(machine, inner));
                tracing.gradients(result);
                Trees.Visited seen = new Trees.Visited();
                Object[] gradients = new Object[traced.length];
                for (int i = 0; i < gradients.length; i++) {
                    gradients[i] = tracing.gradientTree(traced[i], seen);
                }
                Object gradient = positions.single ? gradients[0] : new DlTuple(gradients);
                return machine.give(withValue ? new DlTuple(tracing.below(result), gradient) : gradient);
            } catch (OpError error) {
                machine.reset(mark);
                throw located(error, arguments.site());
            }
        }

        private DlError located(OpError error, Site site) {
            return site.locate(error);
        }
    }

    /// One differentiation: which values are followed, and what became of them.
    private static final class Tracing {
        private final Tape tape;
        private final Machine machine;
        private final Site site;
        private final List<Operand> inputs = new ArrayList<>();
        private final Map<Object, Operand> gradients = new IdentityHashMap<>();

        Tracing(Tape tape, Machine machine, Site site) {
            this.tape = tape;
            this.machine = machine;
            this.site = site;
        }

        /// The value with every float in it followed; layers become views with followed parameters.
        Object trace(Object value) {
            Object leaves = Trees.map(value, leaf -> leaf instanceof LayerInstance ? leaf : leaf(leaf));
            return Trees.rebuild(leaves, Trees.Rebuild.VIEW, this::leaf);
        }

        private Object leaf(Object leaf) {
            boolean number = leaf instanceof Long || leaf instanceof Double;
            // complex ones too: the tape refuses them, where leaving them out would be silent
            boolean tensor = leaf instanceof Operand operand && operand.dtype() != DType.BOOL;
            if (!number && !tensor) {
                return leaf;
            }
            Operand input = tape.input(Machine.operand(leaf));
            inputs.add(input);
            return input;
        }

        void gradients(Object result) {
            if (!Machine.isOperand(result)) {
                throw OpError.grad("grad/not-scalar", "the function returned " + machine.interpreter.describe(result) + ", grad needs one number")
                        .hint(result == Nil.NIL ? "its last statement has no value: end the function with the loss itself"
                                : result instanceof Sequence ? "return the loss alone; what else is wanted can be computed outside" : "return the loss alone, or first reduce it with sum or mean");
            }
            Operand[] all = inputs.toArray(new Operand[0]);
            Operand[] found = tape.gradients(Machine.operand(result), all);
            for (int i = 0; i < all.length; i++) {
                gradients.put(all[i], found[i]);
            }
        }

        /// The structure of what was traced, with gradients for values, nil for what cannot have one.
        Object gradientTree(Object traced, Trees.Visited seen) {
            return switch (traced) {
                case LayerInstance layer -> seen.first(layer) ? Trees.parameters(layer, seen, this::gradient) : Nil.NIL;
                case DlList list -> new DlList(each(list.toArray(), seen));
                case DlTuple tuple -> new DlTuple(each(tuple.toArray(), seen));
                case DlRecord fields -> {
                    Object[] mapped = new Object[fields.size()];
                    for (int i = 0; i < mapped.length; i++) {
                        mapped[i] = gradientTree(fields.value(i), seen);
                    }
                    yield fields.withValues(mapped);
                }
                default -> gradient(traced);
            };
        }

        private Object[] each(Object[] values, Trees.Visited seen) {
            for (int i = 0; i < values.length; i++) {
                values[i] = gradientTree(values[i], seen);
            }
            return values;
        }

        private Object gradient(Object leaf) {
            Operand gradient = gradients.get(leaf);
            return gradient == null ? Nil.NIL : Machine.number(gradient);
        }

        /// A value of this differentiation as those around it see it.
        Object below(Object value) {
            return value instanceof Operand operand ? Machine.number(tape.below(operand)) : value;
        }
    }
}

package dl.run.builtin;

import dl.run.Machine;
import dl.run.Site;
import dl.run.Trees;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import dl.tensor.DType;
import dl.tensor.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The numbers and tensors of an argument that is differentiated, in the order of its tree; of layers the parameters.
final class Leaves {
    /// One of them, with what stands for it while it is followed.
    static final class Leaf {
        final Operand value;
        private Operand input;

        private Leaf(Operand value) {
            this.value = value;
            this.input = value;
        }

        Operand input() {
            return input;
        }
    }

    /// The argument with a [Leaf] in the place of each.
    private final Object tree;
    private final List<Leaf> all = new ArrayList<>(2);

    private Leaves(Object value) {
        Object outside = Trees.map(value, leaf -> leaf instanceof LayerInstance ? leaf : mark(leaf));
        tree = Trees.rebuild(outside, Trees.Rebuild.VIEW, this::mark);
    }

    /// @throws dl.run.DlError `grad/nothing`
    static Leaves of(Machine machine, Object value, Site site) {
        Leaves leaves = new Leaves(value);
        if (leaves.all.isEmpty()) {
            throw nothing(machine, value, site);
        }
        return leaves;
    }

    /// Of several arguments, of which one at least holds something.
    static List<Leaves> of(Machine machine, Object[] values, int[] positions, Site site) {
        List<Leaves> several = new ArrayList<>(positions.length);
        boolean empty = true;
        for (int position : positions) {
            Leaves leaves = new Leaves(values[position]);
            empty &= leaves.all.isEmpty();
            several.add(leaves);
        }
        if (empty) {
            throw nothing(machine, values[positions[0]], site);
        }
        return several;
    }

    /// Whether there is something to differentiate in these.
    static boolean any(Object[] values) {
        return java.util.Arrays.stream(values).anyMatch(value -> !new Leaves(value).all.isEmpty());
    }

    private static dl.run.DlError nothing(Machine machine, Object value, Site site) {
        return site.error("grad/nothing", ErrorKind.GRAD, "there is nothing to differentiate in " + machine.interpreter.describe(value),
                value instanceof LayerInstance layer && layer.frozen() ? "the layer is frozen, so its parameters count as constants"
                        : "grad differentiates floats, tensors of floats, and lists, records and layers of these");
    }

    private Object mark(Object value) {
        boolean number = value instanceof Long || value instanceof Double;
        // complex ones too: they are refused later, where leaving them out would be silent
        boolean tensor = value instanceof Operand operand && operand.dtype() != DType.BOOL;
        if (!number && !tensor) {
            return value;
        }
        Leaf leaf = new Leaf(Machine.operand(value));
        all.add(leaf);
        return leaf;
    }

    /// The argument with other values in their places; layers become views with other parameters.
    Object replaced(Function<Leaf, Operand> input) {
        for (Leaf leaf : all) {
            leaf.input = input.apply(leaf);
        }
        Object outside = Trees.map(tree, Leaves::input);
        return Trees.rebuild(outside, Trees.Rebuild.VIEW, Leaves::input);
    }

    private static Object input(Object leaf) {
        return leaf instanceof Leaf each ? Machine.number(each.input) : leaf;
    }

    /// What was put in their places.
    Operand[] inputs() {
        Operand[] inputs = new Operand[all.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = all.get(i).input;
        }
        return inputs;
    }

    List<Leaf> all() {
        return all;
    }

    /// The structure of a gradient: something for each of them, records of parameters for layers, nil for what else there is.
    ///
    /// @param seen the layers that gradients were given for, each once
    Object gradient(Trees.Visited seen, Function<Leaf, Object> part) {
        return gradient(tree, seen, leaf -> leaf instanceof Leaf each ? part.apply(each) : Nil.NIL);
    }

    private static Object gradient(Object value, Trees.Visited seen, Function<Object, Object> part) {
        return switch (value) {
            case LayerInstance layer -> seen.first(layer) ? Trees.parameters(layer, seen, part) : Nil.NIL;
            case DlList list -> new DlList(each(list.toArray(), seen, part));
            case DlTuple tuple -> new DlTuple(each(tuple.toArray(), seen, part));
            case DlRecord fields -> {
                Object[] mapped = new Object[fields.size()];
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = gradient(fields.value(i), seen, part);
                }
                yield fields.withValues(mapped);
            }
            default -> part.apply(value);
        };
    }

    private static Object[] each(Object[] values, Trees.Visited seen, Function<Object, Object> part) {
        for (int i = 0; i < values.length; i++) {
            values[i] = gradient(values[i], seen, part);
        }
        return values;
    }
}

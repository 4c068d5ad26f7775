package dl.run.node;

import dl.kernel.Results;
import dl.run.Arguments;
import dl.run.Machine;
import dl.run.Trees;
import dl.run.value.Callable;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.tensor.DType;
import dl.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `m = tree_map((m, g) -> ..., m, g)` for a state m of a layer, whose function lets no leaf out of sight (see `dl.run.Overwritable`) and
/// calls nothing that could assign to the state.
///
/// What it made is claimed by the state's token ([Ownership]). Leaves that still are when it has run again are held by nobody else: they are
/// dead once the new ones are there, and their memory takes the ones after those.
public final class Updating extends Node {
    private final Node read;
    private final Ownership ownership;
    private final Variables.Target target;
    private final Node call;
    /// Arrays of dead leaves; weak, since they are worth having only while they are there.
    private final List<WeakReference<Object>> free = new ArrayList<>();
    /// The arrays that the call that is running made for leaves.
    private Set<Object> made = Set.of();

    /// @param read      the state, without letting it go
    /// @param ownership its claims
    /// @param call      makes the call of `tree_map` of the node that it is given for the function
    public Updating(Node read, Ownership ownership, Variables.Target target, Node function, UnaryOperator<Node> call) {
        this.read = read;
        this.ownership = ownership;
        this.target = target;
        this.call = call.apply(new Watching(function));
    }

    @Override
    public byte run(Machine machine) {
        boolean recording = machine.interpreter.levels().isOpen();
        made = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            byte kind = call.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object tree = machine.take(kind);
            List<Object> dead = recording ? List.of() : claimed(machine);
            target.store(machine, machine.give(tree));
            // what is stored may be another tree of the same leaves
            if (!recording && read.run(machine) == Kind.OBJECT) {
                claim(machine.ref, ownership.tokenForWriting(machine));
            }
            free.clear();
            dead.forEach(array -> free.add(new WeakReference<>(array)));
            return Control.nil(machine);
        } finally {
            made = Set.of();
        }
    }

    /// Claims what was just made. Tuples cannot be claimed, so whoever reads one may keep what is in it.
    private void claim(Object tree, Object token) {
        switch (tree) {
            case Tensor tensor when made.contains(tensor.storage()) -> tensor.claim(token);
            case DlRecord fields -> {
                fields.claim(token);
                for (int i = 0; i < fields.size(); i++) {
                    claim(fields.value(i), token);
                }
            }
            case DlList list -> {
                list.claim(token);
                for (int i = 0; i < list.size(); i++) {
                    claim(list.get(i), token);
                }
            }
            default -> { }
        }
    }

    /// The arrays of the state's leaves that nobody else holds.
    private List<Object> claimed(Machine machine) {
        Object token = ownership.token(machine);
        List<Object> arrays = new ArrayList<>();
        if (token != null && read.run(machine) == Kind.OBJECT) {
            for (Object leaf : Trees.leaves(machine.ref)) {
                if (leaf instanceof Tensor tensor && tensor.claimedBy(token)) {
                    arrays.add(tensor.storage());
                }
            }
        }
        return arrays;
    }

    /// A free array for a leaf like this one, which is then no longer free.
    private @Nullable Object take(Object leaf) {
        if (leaf instanceof Tensor like && like.count() >= Results.WORTH) {
            for (Iterator<WeakReference<Object>> each = free.iterator(); each.hasNext(); ) {
                Object array = each.next().get();
                boolean fits = switch (array) {
                    case float[] floats -> like.dtype() == DType.F32 && floats.length == like.count();
                    case double[] doubles -> like.dtype() == DType.F64 && doubles.length == like.count();
                    case null, default -> false;
                };
                if (fits || array == null) {
                    each.remove();
                }
                if (fits) {
                    return array;
                }
            }
        }
        return null;
    }

    /// The function with a watch over what it makes of each leaf.
    private final class Watching extends Node {
        private final Node function;

        Watching(Node function) {
            this.function = function;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = function.run(machine);
            if (kind < 0) {
                return kind;
            }
            Callable inner = (Callable) machine.take(kind);
            return machine.give(new Callable() {
                @Override
                public byte call(Machine machine, Arguments arguments) {
                    Results results = machine.interpreter.parallel().results();
                    results.watch(take(arguments.positional()[0]));
                    byte kind = inner.call(machine, arguments);
                    Object array = kind == Kind.OBJECT && machine.ref instanceof Tensor tensor ? tensor.storage() : null;
                    if (results.unwatch(array) && array != null) {
                        made.add(array);
                    }
                    return kind;
                }

                @Override
                public String name() {
                    return inner.name();
                }
            });
        }
    }
}

package dl.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A chain of elementwise operations as one pass over its operands, for operands of certain kinds.
///
/// What is computed from numbers alone, and what has fewer elements than the result, is computed before, operation by
/// operation; all else is one program ([dl.kernel.TileProgram]). The result has the bits of the single operations; a gradient
/// may add its parts in another order.
public final class Fusion {
    /// A chain below so many elements is run operation by operation: setting up the program costs more than it saves.
    public static final int WORTH = 1024;

    /// What must be alike for a fusion to be used again.
    private record Kind(DType dtype, boolean weak, boolean followed, Optional<Shape> shape, int same) {}

    private final List<Kind> kinds;
    private final int leaves;
    private final List<Earlier> before;
    /// For each input of the operation its position among the leaves and the results of `before`.
    private final int[] inputs;
    private final @Nullable Op fused;

    /// An operation that runs by itself.
    ///
    /// @param from for each input its position among the leaves and the results before, -1 for a number that never changes
    private record Earlier(Sketch.Entry entry, int[] from) {
        Operand run(OpContext context, Operand[] values) {
            Operand[] given = new Operand[from.length];
            for (int i = 0; i < given.length; i++) {
                Operand input = entry.inputs()[i];
                given[i] = !(input instanceof Symbol symbol) ? input : symbol.detached ? values[from[i]].detached() : values[from[i]];
            }
            return entry.op().apply(context, given, entry.attributes());
        }
    }

    private Fusion(List<Kind> kinds, int leaves, List<Earlier> before, int[] inputs, @Nullable Op fused) {
        this.kinds = kinds;
        this.leaves = leaves;
        this.before = before;
        this.inputs = inputs;
        this.fused = fused;
    }

    /// Whether an operation of so many tensors and nothing else works element by element, in a way that can be fused.
    public static boolean isElementwise(Op op, int count) {
        boolean known = op.composite() ? op.isElementwise() : switch (op.forward()) {
            case Maps.Floating _, Maps.Preserving _, Maps.Binary _, Maps.Compare _, Maps.Logical _ -> true;
            // stop_gradient gives its argument itself, which must be seen to be shared
            case null, default -> op == Arithmetic.ABS || op == Comparisons.WHERE || op == Comparisons.LOGICAL_NOT || op == Comparisons.ISNAN;
        };
        return known && op.signature().parameters().stream().filter(parameter -> parameter.kind().isInput()).count() == count;
    }

    /// Whether an operation of one tensor makes few elements of many, so that a chain may end with it.
    public static boolean isReduction(Op op) {
        return Sketch.isReduction(op) || op == Reductions.MAX || op == Reductions.MIN;
    }

    /// Whether the chain is one pass for these operands; if not, its operations run one by one.
    public boolean isFused() {
        return fused != null;
    }

    /// Plans for operands like these.
    ///
    /// @param chain runs the operations of the chain on what stands for the operands
    /// @throws OpError what the chain throws for operands that do not go together
    public static Fusion plan(OpContext context, Operand[] operands, Function<Operand[], Operand> chain) {
        List<Kind> kinds = kinds(operands);
        try {
            return planned(context, operands, kinds, chain);
        } catch (Symbol.NotElementwise _) {
            return new Fusion(kinds, operands.length, List.of(), new int[0], null);
        }
    }

    private static Fusion planned(
            OpContext context, Operand[] operands, List<Kind> kinds, Function<Operand[], Operand> chain) {
        Sketch sketch = new Sketch(context, type(operands));
        int n = operands.length;
        Operand[] placeholders = new Operand[n];
        for (int i = 0; i < n; i++) {
            int same = kinds.get(i).same();
            Symbol leaf = sketch.leaf(operands[i].dtype(), operands[i].shape(), operands[i].weak());
            placeholders[i] = same < i ? placeholders[same] : leaf;
        }
        if (!(chain.apply(placeholders) instanceof Symbol result) || sketch.isLeaf(result) || result.dtype() != sketch.dtype
                || result.weak() || result.detached) {
            throw new Symbol.NotElementwise();
        }
        Optional<Sketch.Entry> reduction = Optional.of(sketch.entry(result)).filter(entry -> Sketch.isReduction(entry.op()));
        Symbol elements = reduction.map(entry -> (Symbol) entry.inputs()[0]).orElse(result);
        if (sketch.isLeaf(elements)) {
            throw new Symbol.NotElementwise();
        }
        int count = elements.shape().count();
        List<Sketch.Entry> before = new ArrayList<>();
        List<Sketch.Entry> steps = new ArrayList<>();
        for (Sketch.Entry entry : needed(sketch, List.of(elements))) {
            if (Sketch.isReduction(entry.op())) {
                throw new Symbol.NotElementwise();
            }
            (entry.result().weak() || entry.result().shape().count() != count ? before : steps).add(entry);
        }
        if (steps.size() < (reduction.isPresent() ? 1 : 2)) {
            throw new Symbol.NotElementwise();
        }
        TreeMap<Integer, Symbol> taken = new TreeMap<>();
        for (Sketch.Entry step : steps) {
            for (Symbol symbol : step.symbols()) {
                if (sketch.isLeaf(symbol) || before.contains(sketch.entry(symbol))) {
                    taken.putIfAbsent(symbol.index, symbol);
                }
            }
        }
        List<Symbol> given = List.copyOf(taken.values());
        int[] inputs = new int[given.size()];
        BitSet followed = new BitSet();
        BitSet tracks = tracks(sketch, kinds, before);
        for (int i = 0; i < inputs.length; i++) {
            Symbol symbol = given.get(i);
            inputs[i] = position(sketch, symbol, n, before);
            followed.set(i, tracks.get(symbol.index));
        }
        List<Earlier> earlier = new ArrayList<>(before.size());
        for (Sketch.Entry entry : before) {
            int[] from = new int[entry.inputs().length];
            for (int i = 0; i < from.length; i++) {
                from[i] = entry.inputs()[i] instanceof Symbol symbol ? position(sketch, symbol, n, before) : -1;
            }
            earlier.add(new Earlier(entry, from));
        }
        return new Fusion(kinds, n, earlier, inputs, FusedOp.of(sketch, given, steps, reduction, followed));
    }

    private static int position(Sketch sketch, Symbol symbol, int leaves, List<Sketch.Entry> before) {
        return sketch.isLeaf(symbol) ? symbol.index : leaves + before.indexOf(sketch.entry(symbol));
    }

    /// The positions of the symbols that a derivative follows.
    private static BitSet tracks(Sketch sketch, List<Kind> kinds, List<Sketch.Entry> before) {
        BitSet tracks = new BitSet();
        for (int i = 0; i < kinds.size(); i++) {
            tracks.set(i, kinds.get(i).followed());
        }
        for (Sketch.Entry entry : before) {
            if (entry.symbols().stream().anyMatch(symbol -> !symbol.detached && tracks.get(symbol.index)) && !entry.op().infersBool()) {
                tracks.set(entry.result().index);
            }
        }
        return tracks;
    }

    /// The one float type of all tensors among the operands.
    private static DType type(Operand[] operands) {
        DType found = null;
        for (Operand operand : operands) {
            if (operand.dtype() == DType.C128 || !operand.weak() && operand.dtype() == DType.I64) {
                throw new Symbol.NotElementwise();
            }
            if (!operand.weak() && operand.dtype() != DType.BOOL) {
                if (found != null && found != operand.dtype()) {
                    throw new Symbol.NotElementwise();
                }
                found = operand.dtype();
            }
        }
        if (found == null) {
            throw new Symbol.NotElementwise();
        }
        return found;
    }

    private static List<Kind> kinds(Operand[] operands) {
        Shape whole = whole(operands);
        List<Kind> kinds = new ArrayList<>(operands.length);
        for (int i = 0; i < operands.length; i++) {
            Operand operand = operands[i];
            int same = i;
            for (int j = 0; j < i && same == i; j++) {
                same = operands[j] == operand ? j : i;
            }
            kinds.add(new Kind(operand.dtype(), operand.weak(), operand instanceof Traced,
                    operand.shape().equals(whole) ? Optional.empty() : Optional.of(operand.shape()), same));
        }
        return kinds;
    }

    /// The shape that all operands stretch to.
    ///
    /// @throws OpError `shape/broadcast`
    static Shape whole(Operand[] operands) {
        Shape whole = Shape.SCALAR;
        for (Operand operand : operands) {
            Shape shape = operand.shape();
            if (shape != whole && !shape.equals(whole)) {
                whole = Shape.broadcast(whole, shape);
            }
        }
        return whole;
    }

    /// Whether this was planned for operands like these.
    public boolean fits(Operand[] operands) {
        Shape whole = whole(operands);
        for (int i = 0; i < operands.length; i++) {
            Operand operand = operands[i];
            Kind kind = kinds.get(i);
            Shape shape = operand.shape();
            boolean alike = operand.dtype() == kind.dtype && operand.weak() == kind.weak && operand instanceof Traced == kind.followed
                    && (kind.shape.isEmpty() ? shape.equals(whole) : shape.equals(kind.shape.get()) && !shape.equals(whole));
            if (!alike) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if ((operands[j] == operand) != (kinds.get(j).same == kind.same)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Runs the chain on operands that it [#fits].
    ///
    /// @throws OpError what a single operation would throw
    public Operand run(OpContext context, Operand[] operands) {
        Operand[] values = operands;
        if (!before.isEmpty()) {
            values = java.util.Arrays.copyOf(operands, leaves + before.size(), Operand[].class);
            for (int i = 0; i < before.size(); i++) {
                values[leaves + i] = before.get(i).run(context, values);
            }
        }
        Operand[] given = new Operand[inputs.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = values[inputs[i]];
        }
        return fused.apply(context, given, Attributes.EMPTY);
    }

    /// The entries that results depend on, in their order.
    static List<Sketch.Entry> needed(Sketch sketch, List<Symbol> results) {
        BitSet wanted = new BitSet();
        results.forEach(result -> wanted.set(result.index));
        List<Sketch.Entry> found = new ArrayList<>();
        for (int at = sketch.entries.size() - 1; at >= 0; at--) {
            Sketch.Entry entry = sketch.entries.get(at);
            if (wanted.get(entry.result().index)) {
                found.addFirst(entry);
                entry.symbols().forEach(symbol -> wanted.set(symbol.index));
            }
        }
        return found;
    }

    /// The leaves that entries read or that are results themselves.
    static List<Symbol> leaves(Sketch sketch, List<Sketch.Entry> entries, List<Symbol> results) {
        TreeMap<Integer, Symbol> found = new TreeMap<>();
        for (Symbol result : results) {
            if (sketch.isLeaf(result)) {
                found.putIfAbsent(result.index, result);
            }
        }
        for (Sketch.Entry entry : entries) {
            for (Symbol symbol : entry.symbols()) {
                if (sketch.isLeaf(symbol)) {
                    found.putIfAbsent(symbol.index, symbol);
                }
            }
        }
        return List.copyOf(found.values());
    }
}

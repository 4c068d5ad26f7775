package dl.op;

import dl.kernel.Comparison;
import dl.kernel.Reduce;
import dl.kernel.TileProgram;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// The elementwise operations that a computation consists of, in their order: it is run once on [Symbol]s, and each
/// operation leaves an entry. Composed operations and derivative rules are seen through.
final class Sketch {
    /// One operation; its inputs are symbols of this sketch, or numbers that never change.
    record Entry(Op op, Attributes attributes, Operand[] inputs, Symbol result) {
        /// The symbols among the inputs.
        List<Symbol> symbols() {
            List<Symbol> found = new ArrayList<>(inputs.length);
            for (Operand input : inputs) {
                if (input instanceof Symbol symbol) {
                    found.add(symbol);
                }
            }
            return found;
        }
    }

    private final OpContext context;
    /// The element type of all numbers that are no weak ones.
    final DType dtype;
    private final List<Symbol> leaves = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();

    Sketch(OpContext context, DType dtype) {
        this.context = context;
        this.dtype = dtype;
    }

    OpContext context() {
        return context;
    }

    /// A placeholder for an input. All are made before the first operation.
    Symbol leaf(DType type, Shape shape, boolean weak) {
        Symbol leaf = new Symbol(this, leaves.size(), type, shape, weak, false);
        leaves.add(leaf);
        return leaf;
    }

    int leafCount() {
        return leaves.size();
    }

    boolean isLeaf(Symbol symbol) {
        return symbol.index < leaves.size();
    }

    Entry entry(Symbol symbol) {
        return entries.get(symbol.index - leaves.size());
    }

    /// @throws Symbol.NotElementwise for an operation that is not
    /// @throws OpError `shape/broadcast`
    Operand record(Op op, Operand[] inputs, Attributes attributes) {
        if (op == Casts.STOP_GRADIENT) {
            return inputs[0].detached();
        }
        if (isReduction(op)) {
            return reduction(op, inputs[0], attributes);
        }
        Shape shape = Fusion.whole(inputs);
        boolean weak = true;
        for (Operand input : inputs) {
            weak &= input.weak();
        }
        TileProgram.Step step = step(op, inputs, _ -> 0);
        if (!weak) {
            for (int i = 0; i < inputs.length; i++) {
                checkType(step, i, inputs[i]);
            }
        }
        Symbol result = new Symbol(this, leaves.size() + entries.size(), step.isMask() ? DType.BOOL : dtype, shape, weak, false);
        entries.add(new Entry(op, attributes, inputs, result));
        return result;
    }

    /// Whether an operation may be the last of a sketch and make few elements of many.
    static boolean isReduction(Op op) {
        return op == Reductions.SUM || op == Reductions.MEAN || op == Reductions.AMAX || op == Reductions.AMIN;
    }

    private Symbol reduction(Op op, Operand x, Attributes attributes) {
        if (x.weak() || x.dtype() != dtype) {
            throw new Symbol.NotElementwise();
        }
        Shape shape = Reduce.shape(x.shape(), Reductions.axes(x.shape(), attributes), attributes.bool("keepdims"));
        Symbol result = new Symbol(this, leaves.size() + entries.size(), dtype, shape, false, false);
        entries.add(new Entry(op, attributes, new Operand[] {x}, result));
        return result;
    }

    /// Numbers where numbers are read, masks where masks are; nothing that would be converted.
    private void checkType(TileProgram.Step step, int position, Operand input) {
        boolean mask = step instanceof TileProgram.Combine || step instanceof TileProgram.Not
                || step instanceof TileProgram.Select && position == 0;
        if (mask) {
            if (input.dtype() != DType.BOOL || !(input instanceof Symbol)) {
                throw new Symbol.NotElementwise();
            }
        } else if (input.weak() ? input.dtype() == DType.C128 || input.dtype() == DType.BOOL : input.dtype() != dtype) {
            throw new Symbol.NotElementwise();
        } else if (!(input instanceof Symbol) && !input.weak()) {
            throw new Symbol.NotElementwise();
        }
    }

    /// The loop that an operation is.
    static TileProgram.Step step(Op op, Operand[] inputs, ToIntFunction<Operand> register) {
        int x = register.applyAsInt(inputs[0]);
        int y = inputs.length > 1 ? register.applyAsInt(inputs[1]) : 0;
        if (op == Comparisons.WHERE) {
            return new TileProgram.Select(x, y, register.applyAsInt(inputs[2]));
        }
        if (op == Activations.RELU_GRADIENT) {
            return new TileProgram.Gated(x, y);
        }
        if (op == Comparisons.LOGICAL_NOT) {
            return new TileProgram.Not(x);
        }
        if (op == Comparisons.ISNAN) {
            return new TileProgram.Compare(Comparison.NOT_EQUAL, x, x);
        }
        if (op == Arithmetic.ABS) {
            return new TileProgram.Unary(UnaryOperator.ABS, x);
        }
        return switch (op.forward()) {
            case Maps.Floating(var operator) -> new TileProgram.Unary(operator, x);
            case Maps.Preserving(var operator) -> new TileProgram.Unary(operator, x);
            case Maps.Compare(var comparison, _) -> new TileProgram.Compare(comparison, x, y);
            case Maps.Logical(var logic, _) -> new TileProgram.Combine(logic, x, y);
            case Maps.Binary(var operator, _, _) -> {
                if (op == Arithmetic.POWER && inputs[1].weak()) {
                    // an exponent that may be 2 from one run to the next would change which loop runs
                    if (!(inputs[1] instanceof Tensor exponent) || exponent.dtype() == DType.C128) {
                        throw new Symbol.NotElementwise();
                    }
                    if (exponent.doubleAt(0) == 2) {
                        yield new TileProgram.Unary(UnaryOperator.SQUARE, x);
                    }
                }
                yield new TileProgram.Binary(operator, x, y);
            }
            case null, default -> throw new Symbol.NotElementwise();
        };
    }
}

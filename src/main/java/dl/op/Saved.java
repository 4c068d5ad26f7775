package dl.op;

import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// What a derivative rule may see of the forward pass, with the operations to compute from it.
///
/// Inputs and output are there only where the rule `saves` them; shapes, element types and attributes always are.
public final class Saved extends Algebra {
    private final Op op;
    private final int which;
    private final @Nullable Operand[] inputs;
    private final @Nullable Operand output;
    private final Shape[] shapes;
    private final DType[] dtypes;
    private final Attributes attributes;

    public Saved(
            OpContext context,
            Op op,
            int which,
            @Nullable Operand[] inputs,
            @Nullable Operand output,
            Shape[] shapes,
            DType[] dtypes,
            Attributes attributes) {
        super(context);
        this.op = op;
        this.which = which;
        this.inputs = inputs;
        this.output = output;
        this.shapes = shapes;
        this.dtypes = dtypes;
        this.attributes = attributes;
    }

    /// The input that is being differentiated.
    public int which() {
        return which;
    }

    public int inputCount() {
        return shapes.length;
    }

    public Operand input(int position) {
        Operand input = inputs[position];
        if (input == null) {
            throw new IllegalStateException("the derivative of " + op.name() + " reads input " + position + " but does not save it");
        }
        return input;
    }

    /// All inputs; they must all be saved.
    public Operand[] inputs() {
        Operand[] all = new Operand[shapes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = input(i);
        }
        return all;
    }

    public Operand output() {
        if (output == null) {
            throw new IllegalStateException("the derivative of " + op.name() + " reads the output but does not save it");
        }
        return output;
    }

    public Shape shape(int position) {
        return shapes[position];
    }

    public DType dtype(int position) {
        return dtypes[position];
    }

    public Attributes attributes() {
        return attributes;
    }

    public Op op() {
        return op;
    }
}

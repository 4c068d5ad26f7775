package dl.grad;

import dl.op.Op;
import dl.tensor.OpError;
import org.jspecify.annotations.Nullable;

/// Where the path from the inputs of a differentiation to its result was cut: by an operation that gave a plain result for a
/// followed input.
public final class Cuts {
    static final String NO_GRAD = "no_grad was on";

    private record Cut(Op op, String reason, Object site) {
        /// The operation as a user would call it.
        String word() {
            return op.infersBool() ? "the comparison" : op.name().equals("astype") ? "the conversion" : op.name();
        }

        /// What to write where a derivative is wanted.
        String instead() {
            return switch (op.name()) {
                case "argmax", "argmin" -> "softmax(x) is its smooth relative; differentiate the loss, and take " + op.name() + " of the result afterwards";
                case "floor", "ceil", "round", "sign" -> "x + stop_gradient(" + op.name() + "(x) - x) has this value and the derivative of x";
                case "stop_gradient" -> "leave stop_gradient away where the derivative is wanted";
                default -> op.infersBool() ? "sigmoid(k * (x - t)) is a smooth step; where(c, a, b) passes the derivatives of a and b"
                        : "compute what is to be differentiated from floats alone; grad needs a path from the argument to the result";
            };
        }
    }

    private @Nullable Cut last;

    Cuts() {}

    /// The last cut is the likeliest to matter; a comparison only where there is nothing else, as it mostly steers.
    void remember(Op op, String reason, Object site) {
        if (last == null || !op.infersBool() || last.op.infersBool()) {
            last = new Cut(op, reason, site);
        }
    }

    /// Whether there was none.
    public boolean none() {
        return last == null;
    }

    /// The error that a result does not depend on what is differentiated.
    ///
    /// @param function what differentiates, as the user calls it
    public OpError notConnected(String function) {
        String message = "the result does not depend on what " + function + " differentiates";
        Cut cut = last;
        if (cut == null) {
            return OpError.grad("grad/not-connected", message)
                    .hint("use the function's own parameter inside it, not a value from outside");
        }
        boolean off = cut.reason.equals(NO_GRAD);
        return OpError.grad("grad/not-connected", message + ": " + (off ? "the path was cut here, because " : cut.word() + " cut the path, because ") + cut.reason)
                .causedAt(cut.site, off ? "not recorded" : "no derivative passes through this")
                .hint(off ? "let the block of no_grad hold only what is not differentiated" : cut.instead());
    }
}

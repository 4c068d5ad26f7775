package dl.op;

import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.kernel.RandomStream;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;

/// `with check_numerics`: stops at the operation that makes a NaN or an infinity out of values that had none.
///
/// What goes through an operation that is written in others is judged by its result: inside, `logsumexp` and its like may
/// well pass through infinities.
public final class Numerics {
    private Numerics() {}

    /// Runs an operation that is written in others.
    static Operand composite(Op op, OpContext context, Operand[] inputs, Attributes attributes, Forward.Composite parts) {
        Operand result = parts.run(new Algebra(unchecked(context)), inputs, attributes);
        check(op, inputs, result);
        return result;
    }

    /// Fails when the result holds a NaN or an infinity and the inputs none of its kind.
    static void check(Op op, Operand[] inputs, Operand result) {
        Tensor made = result.elements();
        int at = inputs.length == 0 ? -1 : first(made);
        if (at < 0) {
            return;
        }
        for (Operand input : inputs) {
            if (first(input.elements()) >= 0) {
                return;
            }
        }
        throw OpError.domain("domain/not-finite", op.name() + " made " + text(made.doubleAt(at)) + where(made, at) + of(inputs, made.shape(), at))
                .hint("check_numerics stops at the first value that is not finite; where, clip or a small constant keep the arguments away from it");
    }

    /// Fails when a rule of differentiation made a NaN or an infinity of a gradient that had none.
    public static void gradient(Op op, Operand upstream, Operand gradient) {
        Tensor made = gradient.elements();
        int at = first(made);
        if (at < 0 || first(upstream.elements()) >= 0) {
            return;
        }
        throw OpError.domain("domain/not-finite", "the derivative of " + op.name() + " is " + text(made.doubleAt(at)) + where(made, at))
                .hint("its slope is not finite there; where(c, f(where(c, x, 1)), 0) keeps such elements out of both passes");
    }

    /// The same context without the check.
    public static OpContext unchecked(OpContext context) {
        return context instanceof Unchecked ? context : new Unchecked(context);
    }

    /// The row-major index of the first element that is not finite, or -1.
    private static int first(Tensor x) {
        if (!x.dtype().isFloat() && x.dtype() != DType.C128) {
            return -1;
        }
        if (x.dtype() == DType.F32 && x.contiguous()) {
            float[] values = x.floats();
            int end = x.offset() + x.count();
            for (int i = x.offset(); i < end; i++) {
                if (values[i] - values[i] != 0) {
                    return i - x.offset();
                }
            }
            return -1;
        }
        for (int i = 0; i < x.count(); i++) {
            if (!Double.isFinite(x.doubleAt(i)) || !Double.isFinite(x.imaginaryAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String of(Operand[] inputs, Shape shape, int at) {
        StringBuilder text = new StringBuilder();
        for (Operand input : inputs) {
            Tensor x = input.elements();
            boolean stretches = x.rank() <= shape.rank();
            for (int axis = 1; stretches && axis <= x.rank(); axis++) {
                int size = x.shape().size(x.rank() - axis);
                stretches = size == 1 || size == shape.size(shape.rank() - axis);
            }
            if (!stretches) {
                return "";
            }
            text.append(text.isEmpty() ? ", from " : " and ").append(text(x.broadcastTo(shape).doubleAt(at)));
        }
        return text.toString();
    }

    private static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        float rounded = (float) value;
        return Float.isInfinite(rounded) || rounded == 0 && value != 0 ? Double.toString(value) : Float.toString(rounded);
    }

    private static String where(Tensor x, int flat) {
        if (x.rank() == 0) {
            return "";
        }
        int[] index = new int[x.rank()];
        for (int axis = x.rank() - 1, rest = flat; axis >= 0; axis--) {
            index[axis] = rest % x.shape().size(axis);
            rest /= x.shape().size(axis);
        }
        return " at " + Arrays.toString(index);
    }

    private record Unchecked(OpContext context) implements OpContext {
        @Override
        public Usage usage() {
            return context.usage();
        }

        @Override
        public Kernels kernels() {
            return context.kernels();
        }

        @Override
        public Parallel parallel() {
            return context.parallel();
        }

        @Override
        public DType defaultFloat() {
            return context.defaultFloat();
        }

        @Override
        public RandomStream random() {
            return context.random();
        }

        @Override
        public boolean strictGradients() {
            return context.strictGradients();
        }

        @Override
        public boolean training() {
            return context.training();
        }

        @Override
        public Object site() {
            return context.site();
        }

        @Override
        public Levels levels() {
            return context.levels();
        }

        @Override
        public boolean recording() {
            return context.recording();
        }
    }
}

package dl.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;

/// Which element type operands have together, and how they come to have it.
///
/// Two tensors, and two numbers, take the higher type. A number that meets a tensor takes the tensor's type, except that
/// a float makes a float of bools and ints, and an int makes ints of bools.
final class Promotion {
    private Promotion() {}

    /// The common type of two operands.
    static DType common(OpContext context, Tensor x, Tensor y) {
        DType a = x.dtype();
        DType b = y.dtype();
        if (a == b) {
            return a;
        }
        if (x.weak() == y.weak()) {
            return DType.highest(a, b);
        }
        return x.weak() ? meet(context, b, a) : meet(context, a, b);
    }

    /// The common type of any number of operands.
    static DType common(OpContext context, Tensor[] all) {
        DType strong = null;
        DType weak = null;
        for (Tensor x : all) {
            if (x.weak()) {
                weak = weak == null ? x.dtype() : DType.highest(weak, x.dtype());
            } else {
                strong = strong == null ? x.dtype() : DType.highest(strong, x.dtype());
            }
        }
        if (strong == null) {
            return weak == null ? context.defaultFloat() : weak;
        }
        return weak == null ? strong : meet(context, strong, weak);
    }

    private static DType meet(OpContext context, DType tensor, DType number) {
        if (tensor.isFloat() && number != DType.C128) {
            return tensor;
        }
        return number.isFloat() ? DType.highest(tensor, context.defaultFloat()) : DType.highest(tensor, number);
    }

    /// The type that arithmetic works in: bools count as ints.
    static DType arithmetic(DType type) {
        return type == DType.BOOL ? DType.I64 : type;
    }

    /// The float type for an operand: its own, or the default for ints and bools (f64 for numbers).
    static DType floating(OpContext context, Tensor x) {
        return x.dtype().compareTo(DType.F32) >= 0 ? x.dtype() : x.weak() ? DType.F64 : context.defaultFloat();
    }

    /// An operand in the type that an operation works in; a number must keep its meaning when it is rounded.
    ///
    /// The result stays weak if `x` is.
    static Tensor to(Tensor x, DType type) {
        if (x.dtype() == type) {
            return x;
        }
        if (x.weak() && type == DType.F32 && x.dtype() == DType.F64) {
            double value = x.doubles()[x.offset()];
            float rounded = (float) value;
            if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
                throw OpError.value("value/number-range", Describe.number(value) + " is too large for f32, whose largest number is about 3.4e38")
                        .hint("convert the tensor with f64(x), or scale the number");
            }
            if (rounded == 0 && value != 0) {
                throw OpError.value("value/number-range", Describe.number(value) + " is zero in f32, whose smallest number is about 1.4e-45")
                        .hint("convert the tensor with f64(x), or use a larger number");
            }
            return Tensor.of(x.shape(), new float[] {rounded}).weak(true);
        }
        return x.to(type);
    }

    /// Refuses complex numbers where an operation has no rule for them.
    static void real(String name, Operand x, int argument) {
        real(name, x, argument, "take abs(x), real(x) or imag(x) first");
    }

    /// Refuses complex numbers and says what to do instead.
    static void real(String name, Operand x, int argument, String instead) {
        if (x.dtype() == DType.C128) {
            throw OpError.type("type/complex", name + " is not defined for complex numbers")
                    .label(argument, Describe.type(x))
                    .hint(instead);
        }
    }

    /// Refuses complex numbers where elements are put in order.
    static void ordered(String name, Tensor x, int argument) {
        real(name, x, argument, "complex numbers have no order: compare abs(x) or real(x)");
    }
}

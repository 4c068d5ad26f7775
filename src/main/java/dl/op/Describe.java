package dl.op;

import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;

/// Words for operands in error messages.
final class Describe {
    private Describe() {}

    /// `f32[2, 3]`, or `int` and `float` for numbers.
    static String type(Operand x) {
        if (x.weak()) {
            return switch (x.dtype()) {
                case BOOL -> "bool";
                case I64 -> "int";
                case F32, F64 -> "float";
                case C128 -> "complex";
            };
        }
        return x.dtype() + x.shape().toString();
    }

    /// `an int`, `a float`, `f32[2]`.
    static String a(Operand x) {
        return x.weak() ? (x.dtype() == dl.tensor.DType.I64 ? "an " : "a ") + type(x) : type(x);
    }

    /// A float as dl writes it: `1e40`.
    static String number(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : Double.isNaN(value) ? "nan" : Double.toString(value).replace(".0E", "e").replace('E', 'e');
    }

    /// `1 axis`, `3 axes`.
    static String axes(int count) {
        return count == 1 ? "1 axis" : count + " axes";
    }

    /// The shape error of two operands that do not broadcast, in the words of the operation: `cannot add [2] + [3]: ...`.
    ///
    /// Other errors stay as they are.
    static OpError mismatch(String verb, String symbol, Operand x, Operand y, OpError cause) {
        if (!cause.code().equals("shape/broadcast")) {
            return cause;
        }
        OpError error = OpError.shape(
                        cause.code(), "cannot " + verb + " " + x.shape() + " " + symbol + " " + y.shape() + ": " + reason(cause))
                .label(0, type(x))
                .label(1, type(y));
        cause.hintTemplate().ifPresent(error::hint);
        return error;
    }

    /// What follows the colon of a message.
    static String reason(OpError error) {
        String message = error.getMessage();
        return message.substring(message.indexOf(": ") + 2);
    }

    /// The common shape of two operands.
    static Shape broadcast(String verb, String symbol, Operand x, Operand y) {
        try {
            return Shape.broadcast(x.shape(), y.shape());
        } catch (OpError e) {
            throw mismatch(verb, symbol, x, y, e);
        }
    }
}

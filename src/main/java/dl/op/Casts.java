package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Tensor;
import dl.type.Type;
import java.util.List;

/// Changing the element type.
final class Casts {
    static final Op ASTYPE = op("astype(x: [...s], dtype: dtype) -> [...s]")
            .doc("The same values with another element type; a float that becomes an int is truncated and must be in range.")
            .example("astype([1.5, -2.7], i64)", "[1, -2]")
            .kernel((k, x, a) -> cast(x, a.dtype("dtype")))
            .rule((in, a) -> Type.tensor(a.dtype("dtype"), in.getFirst().sizes()))
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[2, 3]; dtype = f32")
            .fails("astype([1.5, inf], i64)", "value/int-range")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op F32 = cast("f32", DType.F32, "[1.0, 2.0]", vjp(0, (g, s) -> g));
    static final Op F64 = cast("f64", DType.F64, "[1.0, 2.0]", vjp(0, (g, s) -> g));
    static final Op I64 = cast("i64", DType.I64, "[1, 2]", zero("ints do not change smoothly"));

    static final Op C128 = cast("c128", DType.C128, "[1.0 + 0.0i, 2.0 + 0.0i]", Complexes.REFUSED);

    static final Op BOOL = cast("bool", DType.BOOL, "[true, true]", zero("its result is true or false"));

    static final Op STOP_GRADIENT = op("stop_gradient(x: [...s]) -> [...s]")
            .doc("The same value, through which no derivative flows.")
            .example("stop_gradient([1.0, 2.0])", "[1.0, 2.0]")
            .kernel((k, x, a) -> x)
            .derivative(zero("it was asked to stop the derivative"))
            .samples("normal[2]")
            .batch(Batching.ELEMENTWISE)
            .build();

    /// Turns a rank-0 tensor into a number: gradients with respect to numbers are numbers.
    static final Op AS_NUMBER = op("as_number(x: []) -> []")
            .internal()
            .doc("The value of a rank-0 tensor as a number, which takes the element type of what it meets.")
            .example("as_number(f32(2.5))", "2.5")
            .kernel((k, x, a) -> number(x))
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[]")
            .fails("as_number([1.0, 2.0])", "shape/not-scalar")
            .build();

    static final List<Op> ALL = List.of(
            ASTYPE, F32, F64, I64, BOOL, C128, STOP_GRADIENT, AS_NUMBER);

    private Casts() {}

    private static Op cast(String name, DType type, String expected, Derivative derivative) {
        return op(name + "(x: [...s]) -> " + name + "[...s]")
                .doc(switch (type) {
                    case BOOL -> "True where `x` is not 0.";
                    case I64 -> "The same values as i64 elements; floats are truncated and must be in range.";
                    case F32, F64, C128 -> "The same values as " + name + " elements.";
                })
                .example(name + "([1, 2])", expected)
                .kernel((k, x, a) -> cast(x, type))
                .derivative(derivative)
                .samples("normal[2, 3]")
                .batch(Batching.ELEMENTWISE)
                .build();
    }

    private static Tensor cast(Tensor x, DType type) {
        try {
            return x.to(type).weak(false);
        } catch (OpError e) {
            throw e.labels().isEmpty() ? e.label(0, Describe.type(x)) : e;
        }
    }

    private static Tensor number(Tensor x) {
        if (x.rank() != 0) {
            throw OpError.shape("shape/not-scalar", "this needs one number, and " + Describe.type(x) + " has " + x.count())
                    .label(0, Describe.type(x))
                    .hint("take one element, as in $0[" + "0, ".repeat(x.rank() - 1) + "0], or reduce it: mean($0)");
        }
        return switch (x.dtype()) {
            case BOOL, I64 -> x.weak(true);
            case F32, F64 -> x.to(DType.F64).weak(true);
            case C128 -> x.weak(true);
        };
    }
}

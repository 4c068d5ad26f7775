package dl.op;

import static dl.op.Derivative.refuse;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.kernel.ComplexKernels;
import dl.kernel.UnaryOperator;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Type;
import java.util.List;
import java.util.Optional;

/// Complex numbers and their parts. Real numbers are complex numbers whose imaginary part is 0, and stay real.
final class Complexes {
    static final Derivative REFUSED = refuse("its result is complex");

    static final Op COMPLEX = op("complex(real: [...], imag: [...]) -> c128[...]")
            .doc("Complex numbers of real and imaginary parts, which broadcast: `complex(1, 2)` is `1 + 2i`.")
            .example("complex([1, 2], 0.5)", "[1.0 + 0.5i, 2.0 + 0.5i]")
            .kernel((k, x, y, a) -> complex(x, y))
            .rule((in, a) -> Type.tensor(DType.C128, Rules.broadcast(in, a).sizes()))
            .derivative(REFUSED, REFUSED)
            .samples("normal[2, 3], normal[3]", "normal[0], normal[]")
            .fails("complex(zeros(2), zeros(3))", "shape/broadcast")
            .fails("complex(1i, 2)", "type/complex")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op REAL = op("real(x: [...s]) -> [...s]")
            .doc("The elementwise real part: a view, and of real numbers these themselves.")
            .example("real([1 + 2i, 3])", "[1.0, 3.0]")
            .kernel((k, x, a) -> x.dtype() == DType.C128 ? x.real() : x)
            .rule(Complexes::realRule)
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op IMAG = op("imag(x: [...s]) -> [...s]")
            .doc("The elementwise imaginary part: a view, and of real numbers zeros.")
            .example("imag([1 + 2i, 3])", "[2.0, 0.0]")
            .kernel((k, x, a) -> x.dtype() == DType.C128
                    ? x.imaginary()
                    : Tensor.zeros(Promotion.arithmetic(x.dtype()), x.shape()).weak(x.weak()))
            .rule(Complexes::realRule)
            .derivative(zero("the imaginary part of a real number is always 0"))
            .samples("normal[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op CONJ = op("conj(x: [...s]) -> [...s]")
            .doc("The elementwise complex conjugate, with the opposite imaginary part; of real numbers these themselves.")
            .example("conj([1 + 2i, 3])", "[1.0 - 2.0i, 3.0 - 0.0i]")
            .kernel((k, x, a) -> x.dtype() == DType.C128 ? ComplexKernels.conjugate(x).weak(x.weak()) : x)
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op ANGLE = op("angle(x: [...s]) -> [...s]")
            .doc("The elementwise angle to the positive real axis, above -pi up to pi; of negative numbers pi.")
            .example("angle(1i)", "1.5707963267948966")
            .kernel((k, x, a) -> angle(k, x))
            .rule(Complexes::angleRule)
            .derivative(zero("the angle of a real number is constant but for the jump at 0"))
            .samples("nonzero[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final List<Op> ALL = List.of(COMPLEX, REAL, IMAG, CONJ, ANGLE);

    private Complexes() {}

    /// The type of a part: f64 of complex numbers.
    static Type.Tensor realRule(List<Type.Tensor> inputs, Attributes attributes) {
        Type.Tensor x = inputs.getFirst();
        return new Type.Tensor(x.element().map(type -> type == DType.C128 ? DType.F64 : Promotion.arithmetic(type)), x.sizes());
    }

    private static Type.Tensor angleRule(List<Type.Tensor> inputs, Attributes attributes) {
        Optional<DType> element = realRule(inputs, attributes).element();
        return new Type.Tensor(element.filter(DType::isFloat), inputs.getFirst().sizes());
    }

    static Tensor abs(OpContext context, Tensor x) {
        return x.dtype() == DType.C128
                ? Maps.as(x.weak(), ComplexKernels.abs(context.parallel(), x))
                : Maps.preserving(context, UnaryOperator.ABS, x);
    }

    private static Tensor angle(OpContext context, Tensor x) {
        if (x.dtype() == DType.C128) {
            return Maps.as(x.weak(), ComplexKernels.angle(context.parallel(), x));
        }
        DType type = Promotion.floating(context, x);
        return Maps.binary(context, dl.kernel.BinaryOperator.ATAN2, "take the angle of", "and", Tensor.zeros(type, Shape.SCALAR).weak(x.weak()), x.to(type));
    }

    private static Tensor complex(Operand re, Operand im) {
        Tensor x = re.plain();
        Tensor y = im.plain();
        for (int i = 0; i < 2; i++) {
            Tensor part = i == 0 ? x : y;
            if (part.dtype() == DType.C128) {
                throw OpError.type("type/complex", "the parts of a complex number are real, and this one is complex")
                        .label(i, Describe.type(part))
                        .hint("x + y * 1i takes complex numbers too");
            }
        }
        Shape shape = Describe.broadcast("make complex numbers of", "and", x, y);
        Tensor result = ComplexKernels.join(x.to(DType.F64).broadcastTo(shape), y.to(DType.F64).broadcastTo(shape));
        return Maps.as(x.weak() && y.weak(), result);
    }
}

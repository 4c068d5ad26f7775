package dl.op;

import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.kernel.UnaryOperator;
import java.util.List;

/// Elementary functions, elementwise; ints are taken as floats.
final class Elementary {
    private static final Derivative STEPS = zero("it is constant between its jumps");

    static final Op SQRT = floating("sqrt", UnaryOperator.SQRT, "The elementwise square root; NaN below 0.")
            .example("sqrt([4.0, 9.0])", "[2.0, 3.0]")
            .derivative(vjp(OUTPUT, (g, s) -> s.divide(g, s.multiply(s.output(), 2))))
            .samples("positive[2, 3]", "positive[0]")
            .build();

    static final Op CBRT = floating("cbrt", UnaryOperator.CBRT, "The elementwise cube root, with the sign of `x`.")
            .example("cbrt([27.0, -8.0])", "[3.0, -2.0]")
            .derivative(vjp(OUTPUT, (g, s) -> s.divide(g, s.multiply(s.square(s.output()), 3))))
            .samples("positive[2, 3]", "nonzero[2]", "positive[0]")
            .build();

    static final Op EXP = floating("exp", UnaryOperator.EXP, "The elementwise exponential.")
            .example("exp([0.0, 1.0])", "[1.0, 2.7182817]")
            .derivative(vjp(OUTPUT, (g, s) -> s.multiply(g, s.output())))
            .samples("normal[2, 3]", "normal[0]")
            .build();

    static final Op EXPM1 = floating("expm1", UnaryOperator.EXPM1, "`exp(x) - 1`, without the loss of digits near 0.")
            .example("expm1([0.0])", "[0.0]")
            .derivative(vjp(OUTPUT, (g, s) -> s.multiply(g, s.add(s.output(), s.whole(1)))))
            .samples("normal[2, 3]")
            .build();

    static final Op LOG = floating("log", UnaryOperator.LOG, "The elementwise natural logarithm; `-inf` at 0, NaN below.")
            .example("log([1.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.input(0))))
            .samples("positive[2, 3]", "positive[0]")
            .build();

    static final Op LOG1P = floating("log1p", UnaryOperator.LOG1P, "`log(1 + x)`, without the loss of digits near 0.")
            .example("log1p([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.add(s.input(0), s.whole(1)))))
            .samples("positive[2, 3]")
            .build();

    static final Op LOG2 = floating("log2", UnaryOperator.LOG2, "The elementwise logarithm to base 2.")
            .example("log2([1, 8])", "[0.0, 3.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.multiply(s.input(0), Math.log(2)))))
            .samples("positive[2, 3]")
            .build();

    static final Op LOG10 = floating("log10", UnaryOperator.LOG10, "The elementwise logarithm to base 10.")
            .example("log10([1, 1000])", "[0.0, 3.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.multiply(s.input(0), Math.log(10)))))
            .samples("positive[2, 3]")
            .build();

    static final Op SIN = floating("sin", UnaryOperator.SIN, "The elementwise sine of an angle in radians.")
            .example("sin([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.run(Elementary.COS, s.input(0)))))
            .samples("normal[2, 3]")
            .build();

    static final Op COS = floating("cos", UnaryOperator.COS, "The elementwise cosine of an angle in radians.")
            .example("cos([0.0])", "[1.0]")
            .derivative(vjp(X, (g, s) -> s.negate(s.multiply(g, s.run(SIN, s.input(0))))))
            .samples("normal[2, 3]")
            .build();

    static final Op TAN = floating("tan", UnaryOperator.TAN, "The elementwise tangent of an angle in radians.")
            .example("tan([0.0])", "[0.0]")
            .derivative(vjp(OUTPUT, (g, s) -> s.multiply(g, s.add(s.square(s.output()), s.whole(1)))))
            .samples("unit[2, 3]")
            .build();

    static final Op ASIN = floating("asin", UnaryOperator.ASIN, "The elementwise angle whose sine is `x`; NaN outside of -1 to 1.")
            .example("asin([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.sqrt(s.subtract(s.whole(1), s.square(s.input(0)))))))
            .samples("unit[2, 3]")
            .build();

    static final Op ACOS = floating("acos", UnaryOperator.ACOS, "The elementwise angle whose cosine is `x`; NaN outside of -1 to 1.")
            .example("acos([1.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.negate(s.divide(g, s.sqrt(s.subtract(s.whole(1), s.square(s.input(0))))))))
            .samples("unit[2, 3]")
            .build();

    static final Op ATAN = floating("atan", UnaryOperator.ATAN, "The elementwise angle whose tangent is `x`.")
            .example("atan([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.add(s.square(s.input(0)), s.whole(1)))))
            .samples("normal[2, 3]")
            .build();

    static final Op SINH = floating("sinh", UnaryOperator.SINH, "The elementwise hyperbolic sine.")
            .example("sinh([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.run(Elementary.COSH, s.input(0)))))
            .samples("normal[2, 3]")
            .build();

    static final Op COSH = floating("cosh", UnaryOperator.COSH, "The elementwise hyperbolic cosine.")
            .example("cosh([0.0])", "[1.0]")
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.run(SINH, s.input(0)))))
            .samples("normal[2, 3]")
            .build();

    static final Op TANH = floating("tanh", UnaryOperator.TANH, "The elementwise hyperbolic tangent.")
            .example("tanh([0.0])", "[0.0]")
            .derivative(vjp(OUTPUT, (g, s) -> s.multiply(g, s.subtract(s.whole(1), s.square(s.output())))))
            .samples("normal[2, 3]", "normal[0]")
            .build();

    static final Op ASINH = floating("asinh", UnaryOperator.ASINH, "The elementwise inverse of `sinh`.")
            .example("asinh([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.sqrt(s.add(s.square(s.input(0)), s.whole(1))))))
            .samples("normal[2, 3]")
            .build();

    static final Op ACOSH = floating("acosh", UnaryOperator.ACOSH, "The elementwise inverse of `cosh`; NaN below 1.")
            .example("acosh([1.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.sqrt(s.subtract(s.square(s.input(0)), s.whole(1))))))
            .samples("large[2, 3]")
            .build();

    static final Op ATANH = floating("atanh", UnaryOperator.ATANH, "The elementwise inverse of `tanh`; NaN outside of -1 to 1.")
            .example("atanh([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.divide(g, s.subtract(s.whole(1), s.square(s.input(0))))))
            .samples("unit[2, 3]")
            .build();

    static final Op ERF = floating("erf", UnaryOperator.ERF, "The elementwise error function, `2 / sqrt(pi)` times the integral of `exp(-t^2)` from 0 to `x`.")
            .example("erf([0.0])", "[0.0]")
            .derivative(vjp(X, (g, s) -> s.multiply(g, bell(s, 2 / Math.sqrt(Math.PI)))))
            .samples("normal[2, 3]")
            .build();

    static final Op ERFC = floating("erfc", UnaryOperator.ERFC, "`1 - erf(x)`, without the loss of digits for large `x`.")
            .example("erfc([0.0])", "[1.0]")
            .derivative(vjp(X, (g, s) -> s.multiply(g, bell(s, -2 / Math.sqrt(Math.PI)))))
            .samples("normal[2, 3]")
            .build();

    static final Op FLOOR = rounding("floor", UnaryOperator.FLOOR, "The largest whole number that is not above `x`, elementwise.", "[1.0, -2.0]");
    static final Op CEIL = rounding("ceil", UnaryOperator.CEIL, "The smallest whole number that is not below `x`, elementwise.", "[2.0, -1.0]");
    static final Op ROUND =
            rounding("round", UnaryOperator.ROUND, "The nearest whole number, halves to the even one, elementwise.", "[2.0, -2.0]");
    static final Op TRUNC = rounding("trunc", UnaryOperator.TRUNC, "The whole number next to `x` towards 0, elementwise.", "[1.0, -1.0]");

    static final List<Op> ALL = List.of(
            SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH,
            ERF, ERFC, FLOOR, CEIL, ROUND, TRUNC);

    private Elementary() {}

    private static Op.Builder floating(String name, UnaryOperator operator, String doc) {
        return op(name + "(x: f[...s]) -> f[...s]").doc(doc).kernels(new Maps.Floating(operator));
    }

    private static Op rounding(String name, UnaryOperator operator, String doc, String expected) {
        return op(name + "(x: [...s]) -> [...s]")
                .doc(doc)
                .example(name + "([1.5, -1.5])", expected)
                .kernels(new Maps.Preserving(operator))
                .derivative(STEPS)
                .samples("normal[2, 3]")
                .build();
    }

    /// factor * exp(-x^2).
    private static dl.tensor.Operand bell(Saved s, double factor) {
        return s.multiply(s.exp(s.negate(s.square(s.input(0)))), factor);
    }
}

package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.kernel.BinaryOperator;
import dl.kernel.UnaryOperator;
import dl.tensor.Operand;
import java.util.List;

/// Sums, products, powers and their relatives, elementwise.
final class Arithmetic {
    private static final Derivative STEPS = zero("it is constant between its jumps");

    static final Op ADD = op("add(x: [...], y: [...]) -> [...]")
            .doc("The elementwise sum `x + y`; shapes broadcast as in NumPy.")
            .example("add([1, 2], 10)", "[11, 12]")
            .kernels(new Maps.Binary(BinaryOperator.ADD, "add", "+"))
            .rule(Rules::broadcast)
            .derivative(vjp(0, (g, s) -> g), vjp(0, (g, s) -> g))
            .samples("normal[2, 3], normal[3]", "normal[3, 1], normal[1, 2]", "normal[0, 2], normal[2]", "normal[], normal[5]")
            .fails("zeros(2, 3) + zeros(2, 4)", "shape/broadcast")
            .fails("9223372036854775807 + ones(2).i64()", "value/int-overflow")
            .build();

    static final Op SUBTRACT = op("subtract(x: [...], y: [...]) -> [...]")
            .doc("The elementwise difference `x - y`; shapes broadcast as in NumPy.")
            .example("subtract([1, 2], 10)", "[-9, -8]")
            .kernels(new Maps.Binary(BinaryOperator.SUBTRACT, "subtract", "-"))
            .rule(Rules::broadcast)
            .derivative(vjp(0, (g, s) -> g), vjp(0, (g, s) -> s.negate(g)))
            .samples("normal[2, 3], normal[3]", "normal[3, 1], normal[1, 2]", "normal[0, 2], normal[2]")
            .fails("zeros(2, 3) - zeros(2, 4)", "shape/broadcast")
            .build();

    static final Op MULTIPLY = op("multiply(x: [...], y: [...]) -> [...]")
            .doc("The elementwise product `x * y`; shapes broadcast as in NumPy.")
            .example("multiply([1, 2], 10)", "[10, 20]")
            .kernels(new Maps.Binary(BinaryOperator.MULTIPLY, "multiply", "*"))
            .rule(Rules::broadcast)
            .derivative(
                    vjp(Y, (g, s) -> s.multiply(g, s.input(1))),
                    vjp(X, (g, s) -> s.multiply(g, s.input(0))))
            .samples("normal[2, 3], normal[3]", "normal[3, 1], normal[1, 2]", "normal[0, 2], normal[2]")
            .fails("zeros(2, 3) * zeros(2, 4)", "shape/broadcast")
            .build();

    static final Op DIVIDE = op("divide(x: [...], y: [...]) -> f[...]")
            .doc("The elementwise quotient `x / y`, a float also for ints; it follows IEEE, so `1 / 0` is `inf`.")
            .example("divide([1, 2], 4)", "[0.25, 0.5]")
            .kernels(new Maps.Binary(BinaryOperator.DIVIDE, "divide", "/"))
            .rule(Rules::broadcast)
            .derivative(
                    vjp(Y, (g, s) -> s.divide(g, s.input(1))),
                    vjp(X | Y, (g, s) -> s.negate(
                            s.divide(s.multiply(g, s.input(0)), s.square(s.input(1))))))
            .samples("normal[2, 3], nonzero[3]", "normal[3, 1], positive[1, 2]", "normal[0, 2], positive[2]")
            .fails("zeros(2, 3) / zeros(2, 4)", "shape/broadcast")
            .build();

    static final Op FLOOR_DIVIDE = op("floor_divide(x: [...], y: [...]) -> [...]")
            .doc("The elementwise quotient `x // y`, rounded toward minus infinity.")
            .example("floor_divide([7, -7], 2)", "[3, -4]")
            .kernels(new Maps.Binary(BinaryOperator.FLOOR_DIVIDE, "divide", "//"))
            .rule(Rules::broadcast)
            .derivative(STEPS, STEPS)
            .samples("normal[2, 3], nonzero[3]")
            .fails("floor_divide([1, 2], 0)", "domain/division-by-zero")
            .build();

    static final Op REMAINDER = op("remainder(x: [...], y: [...]) -> [...]")
            .doc("What `x // y` leaves, `x % y`: it has the sign of `y`.")
            .example("remainder([7, -7], 3)", "[1, 2]")
            .kernels(new Maps.Binary(BinaryOperator.REMAINDER, "take the remainder of", "%"))
            .rule(Rules::broadcast)
            .derivative(
                    vjp(0, (g, s) -> g),
                    vjp(X | Y, (g, s) -> s.negate(s.multiply(g, s.floorDivide(s.input(0), s.input(1))))))
            .samples("normal[2, 3], nonzero[3]")
            .fails("remainder([1, 2], 0)", "domain/division-by-zero")
            .build();

    static final Op POWER = op("power(x: [...], y: [...]) -> [...]")
            .doc("The elementwise power `x ^ y`. Tensors of ints need exponents that are not negative; `2 ^ -1` of numbers is 0.5. Of complex numbers the principal value.")
            .example("power([1, 2, 3], 2)", "[1, 4, 9]")
            .kernels(new Maps.Binary(BinaryOperator.POWER, "raise", "^"))
            .rule(Rules::broadcast)
            .derivative(
                    vjp(X | Y, Arithmetic::powerOfBase),
                    vjp(X | Y | Derivative.OUTPUT, Arithmetic::powerOfExponent))
            .samples("positive[2, 3], normal[3]", "positive[2], normal[]", "positive[0], normal[]")
            .tolerance(1e-5)
            .fails("power([1, 2], -1)", "domain/negative-power")
            .build();

    static final Op NEGATE = op("negate(x: [...s]) -> [...s]")
            .doc("The elementwise negative `-x`.")
            .example("negate([1, -2])", "[-1, 2]")
            .kernels(new Maps.Preserving(UnaryOperator.NEGATE))
            .derivative(vjp(0, (g, s) -> s.negate(g)))
            .samples("normal[2, 3]", "normal[0]")
            .build();

    static final Op ABS = op("abs(x: [...s]) -> [...s]")
            .doc("The elementwise absolute value, of complex numbers their length; its derivative at 0 is taken as 0.")
            .example("abs([-1.5, 2.0])", "[1.5, 2.0]")
            .example("abs(3 + 4i)", "5.0")
            .kernel((k, x, a) -> Complexes.abs(k, x))
            .rule(Complexes::realRule)
            .derivative(vjp(X, (g, s) -> {
                Kinks.atZero(s, s.input(0));
                return s.multiply(g, s.sign(s.input(0)));
            }))
            .samples("nonzero[2, 3]", "nonzero[0]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op SIGN = op("sign(x: [...s]) -> [...s]")
            .doc("The elementwise sign: -1, 0 or 1; NaN stays NaN.")
            .example("sign([-3, 0, 2])", "[-1, 0, 1]")
            .kernels(new Maps.Preserving(UnaryOperator.SIGN))
            .derivative(STEPS)
            .samples("nonzero[2, 3]")
            .build();

    static final Op SQUARE = op("square(x: [...s]) -> [...s]")
            .doc("The elementwise square `x * x`.")
            .example("square([1, -3])", "[1, 9]")
            .kernels(new Maps.Preserving(UnaryOperator.SQUARE))
            .derivative(vjp(X, (g, s) -> s.multiply(g, s.multiply(s.input(0), 2))))
            .samples("normal[2, 3]", "normal[0]")
            .build();

    static final Op RECIPROCAL = op("reciprocal(x: f[...s]) -> f[...s]")
            .doc("The elementwise reciprocal `1 / x`.")
            .example("reciprocal([2.0, 4.0])", "[0.5, 0.25]")
            .kernels(new Maps.Floating(UnaryOperator.RECIPROCAL))
            .derivative(vjp(Derivative.OUTPUT, (g, s) -> s.negate(s.multiply(g, s.square(s.output())))))
            .samples("nonzero[2, 3]", "nonzero[0]")
            .build();

    static final Op MAXIMUM = op("maximum(x: [...], y: [...]) -> [...]")
            .doc("The larger of two, elementwise; NaN where either is NaN. At a tie each gets half of the derivative.")
            .example("maximum([1, 5], 3)", "[3, 5]")
            .kernels(new Maps.Binary(BinaryOperator.MAXIMUM, "compare", "and"))
            .rule(Rules::broadcast)
            .derivative(vjp(X | Y, (g, s) -> share(g, s, true)), vjp(X | Y, (g, s) -> share(g, s, true)))
            .samples("distinct[2, 3], normal[3]", "normal[0, 2], normal[2]")
            .fails("maximum(zeros(2, 3), zeros(2, 4))", "shape/broadcast")
            .build();

    static final Op MINIMUM = op("minimum(x: [...], y: [...]) -> [...]")
            .doc("The smaller of two, elementwise; NaN where either is NaN. At a tie each gets half of the derivative.")
            .example("minimum([1, 5], 3)", "[1, 3]")
            .kernels(new Maps.Binary(BinaryOperator.MINIMUM, "compare", "and"))
            .rule(Rules::broadcast)
            .derivative(vjp(X | Y, (g, s) -> share(g, s, false)), vjp(X | Y, (g, s) -> share(g, s, false)))
            .samples("distinct[2, 3], normal[3]", "normal[0, 2], normal[2]")
            .fails("minimum(zeros(2, 3), zeros(2, 4))", "shape/broadcast")
            .build();

    static final Op CLIP = op("clip(x: [...], low: [...], high: [...]) -> [...]")
            .doc("Elements below `low` become `low`, those above `high` become `high`; nothing flows back to those.")
            .example("clip([-2, 0, 5], -1, 1)", "[-1, 0, 1]")
            .elementwise()
            .parts((o, in, a) -> o.where(
                    o.less(in[0].detached(), in[1].detached()),
                    in[1],
                    o.where(o.greater(in[0].detached(), in[2].detached()), in[2], in[0])))
            .rule(Rules::broadcast)
            .samples("distinct[2, 3], number, number")
            .build();

    static final Op ATAN2 = op("atan2(y: [...], x: [...]) -> f[...]")
            .doc("The angle of the point `(x, y)` to the positive x-axis, between -pi and pi.")
            .example("atan2(1.0, 1.0)", "0.7853981633974483")
            .kernels(new Maps.Binary(BinaryOperator.ATAN2, "take the angle of", "and"))
            .rule(Rules::broadcast)
            .derivative(
                    vjp(X | Y, (g, s) -> s.divide(s.multiply(g, s.input(1)), s.add(s.square(s.input(0)), s.square(s.input(1))))),
                    vjp(X | Y, (g, s) -> s.negate(
                            s.divide(s.multiply(g, s.input(0)), s.add(s.square(s.input(0)), s.square(s.input(1)))))))
            .samples("nonzero[2, 3], positive[3]")
            .build();

    static final List<Op> ALL = List.of(
            ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, REMAINDER, POWER, NEGATE, ABS, SIGN, SQUARE, RECIPROCAL, MAXIMUM, MINIMUM, CLIP, ATAN2);

    private Arithmetic() {}

    /// y x^(y - 1), written so that the frequent exponents cost little and 0^0 gives 0.
    private static Operand powerOfBase(Operand g, Saved s) {
        Operand x = s.input(0);
        Operand y = s.input(1);
        if (y instanceof dl.tensor.Tensor exponent && exponent.count() == 1) {
            double value = exponent.doubleAt(0);
            if (value == 2) {
                return s.multiply(g, s.multiply(x, 2));
            }
            if (value == 1) {
                return g;
            }
            if (value == 0) {
                return s.multiply(g, 0);
            }
        }
        Operand factor = s.multiply(y, s.power(x, s.subtract(y, s.whole(1))));
        if (y instanceof dl.tensor.Tensor exponent && exponent.count() == 1) {
            return s.multiply(g, factor);
        }
        return s.multiply(g, s.where(s.equal(y, s.whole(0)), s.whole(0), factor));
    }

    /// x^y log x, and 0 where x is 0 and y is not negative.
    private static Operand powerOfExponent(Operand g, Saved s) {
        Operand x = s.input(0);
        Operand zero = s.logicalAnd(s.equal(x, s.whole(0)), s.greaterEqual(s.input(1), s.whole(0)));
        Operand log = s.log(s.where(zero, s.whole(1), x));
        return s.multiply(g, s.multiply(s.output(), log));
    }

    /// The whole derivative to the larger (smaller) of two, half to each at a tie.
    private static Operand share(Operand g, Saved s, boolean larger) {
        Operand mine = s.input(s.which());
        Operand other = s.input(1 - s.which());
        Kinks.atTie(s, s.input(0), s.input(1));
        Operand wins = larger ? s.greater(mine, other) : s.less(mine, other);
        Operand ties = s.equal(mine, other);
        return s.where(wins, g, s.where(ties, s.multiply(g, 0.5), s.whole(0)));
    }
}

package dl.op;

import static dl.op.Op.op;

import dl.kernel.Comparison;
import dl.kernel.Logic;
import dl.tensor.DType;
import dl.tensor.Tensor;
import java.util.List;

/// Comparisons, logic, and choosing by a condition.
final class Comparisons {
    private static final Derivative TRUTH = Derivative.zero("its result is true or false");

    static final Op EQUAL = compare("equal", "==", Comparison.EQUAL, "Where `x == y`, elementwise.", "[false, true]");
    static final Op NOT_EQUAL = compare("not_equal", "!=", Comparison.NOT_EQUAL, "Where `x != y`, elementwise.", "[true, false]");
    static final Op LESS = compare("less", "<", Comparison.LESS, "Where `x < y`, elementwise.", "[true, false]");
    static final Op LESS_EQUAL = compare("less_equal", "<=", Comparison.LESS_EQUAL, "Where `x <= y`, elementwise.", "[true, true]");
    static final Op GREATER = compare("greater", ">", Comparison.GREATER, "Where `x > y`, elementwise.", "[false, false]");
    static final Op GREATER_EQUAL =
            compare("greater_equal", ">=", Comparison.GREATER_EQUAL, "Where `x >= y`, elementwise.", "[false, true]");

    static final Op LOGICAL_AND = logic("logical_and", "and", Logic.AND, "Where both are true, elementwise: `x & y`.", "[true, false]");
    static final Op LOGICAL_OR = logic("logical_or", "or", Logic.OR, "Where one or both are true, elementwise: `x | y`.", "[true, true]");
    static final Op LOGICAL_XOR = logic("logical_xor", "xor", Logic.XOR, "Where exactly one is true, elementwise.", "[false, true]");

    static final Op LOGICAL_NOT = op("logical_not(x: bool[...s]) -> bool[...s]")
            .doc("Where `x` is false, elementwise: `not x`.")
            .example("logical_not([true, false])", "[false, true]")
            .kernel((k, x, a) -> Maps.not(x))
            .derivative(TRUTH)
            .samples("bool[2, 3]", "bool[0]")
            .fails("logical_not([1, 2])", "type/not-bool")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op WHERE = op("where(condition: bool[...], x: [...], y: [...]) -> [...]")
            .doc("Elements of `x` where the condition holds, and of `y` elsewhere; all three broadcast.")
            .example("where([true, false], [1, 2], 0)", "[1, 0]")
            .kernel((k, c, x, y, a) -> Maps.select(k, c, x, y))
            .rule(Rules::broadcast)
            .derivative(
                    TRUTH,
                    Derivative.vjp(Derivative.X, (g, s) -> s.where(s.input(0), g, s.whole(0))),
                    Derivative.vjp(Derivative.X, (g, s) -> s.where(s.input(0), s.whole(0), g)))
            .samples("bool[2, 3], normal[3], normal[2, 1]", "bool[3], normal[2, 3], normal[]", "bool[0], normal[0], normal[]")
            .fails("where([1, 0], 1.0, 2.0)", "type/not-bool")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op ISNAN = op("isnan(x: [...s]) -> bool[...s]")
            .doc("Where `x` is not a number.")
            .example("isnan([nan, 1.0])", "[true, false]")
            .kernel((k, x, a) -> Maps.compare(k, Comparison.NOT_EQUAL, "!=", x, x))
            .derivative(TRUTH)
            .samples("normal[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op ISFINITE = op("isfinite(x: [...s]) -> bool[...s]")
            .doc("Where `x` is neither infinite nor NaN.")
            .example("isfinite([1.0, inf, nan])", "[true, false, false]")
            .kernel((k, x, a) -> {
                // x - x is 0 exactly for finite x
                Tensor real = x.dtype() == DType.BOOL || x.dtype() == DType.I64 ? x.to(DType.F64) : x;
                Tensor zero = Maps.binary(k, dl.kernel.BinaryOperator.SUBTRACT, "subtract", "-", real, real);
                return Maps.compare(k, Comparison.EQUAL, "==", zero, zero);
            })
            .derivative(TRUTH)
            .samples("normal[2, 3]")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op ISINF = op("isinf(x: [...s]) -> bool[...s]")
            .doc("Where `x` is plus or minus infinity.")
            .example("isinf([1.0, inf, nan])", "[false, true, false]")
            .parts((o, in, a) -> o.equal(o.abs(in[0].detached()), o.number(Double.POSITIVE_INFINITY)))
            .samples("normal[2, 3]")
            .build();

    static final List<Op> ALL = List.of(
            EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR, LOGICAL_NOT, WHERE, ISNAN, ISFINITE, ISINF);

    private Comparisons() {}

    private static Op compare(String name, String symbol, Comparison comparison, String doc, String expected) {
        return op(name + "(x: [...], y: [...]) -> bool[...]")
                .doc(doc)
                .example(name + "([1, 2], 2)", expected)
                .kernels(new Maps.Compare(comparison, symbol))
                .rule(Rules::broadcast)
                .derivative(TRUTH, TRUTH)
                .samples("normal[2, 3], normal[3]", "normal[2, 1], normal[1, 3]", "normal[0, 2], normal[2]")
                .fails(name + "(zeros(2, 3), zeros(2, 4))", "shape/broadcast")
                .build();
    }

    private static Op logic(String name, String word, Logic logic, String doc, String expected) {
        return op(name + "(x: bool[...], y: bool[...]) -> bool[...]")
                .doc(doc)
                .example(name + "([true, false], true)", expected)
                .kernels(new Maps.Logical(logic, word))
                .rule(Rules::broadcast)
                .derivative(TRUTH, TRUTH)
                .samples("bool[2, 3], bool[3]", "bool[2, 1], bool[1, 3]")
                .fails(name + "([1, 2], true)", "type/not-bool")
                .build();
    }
}

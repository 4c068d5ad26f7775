package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.Reduction;
import dl.tensor.DType;
import dl.tensor.Operand;
import java.util.List;

/// Many elements to one, over all axes or some.
final class Reductions {
    static final Op SUM = op("sum(x: [...s]; axis: ints = nil, keepdims: bool = false)")
            .doc("The sum of all elements, or along `axis`; bools count as ints.")
            .example("sum([[1, 2], [3, 4]])", "10")
            .example("sum([[1, 2], [3, 4]], axis = 0)", "[4, 6]")
            .kernel((k, x, a) -> Reduce.run(k, Reduction.SUM, x.dtype() == DType.BOOL ? x.to(DType.I64) : x, a))
            .rule(Rules::reduce)
            .derivative(vjp(0, (g, s) -> s.broadcastTo(Reduce.restore(g, s), s.shape(0))))
            .samples("normal[2, 3]", "normal[2, 3, 4]; axis = 1", "normal[2, 3, 4]; axis = [0, 2], keepdims = true", "normal[0, 3]; axis = 0")
            .fails("sum(zeros(2, 3), axis = 2)", "shape/axis-range")
            .build();

    static final Op SUM_TO = op("sum_to(x: [...], sizes: ints)")
            .doc("Sums the axes along which a tensor of shape `sizes` was stretched: the reverse of broadcasting.")
            .example("sum_to([[1, 2], [3, 4]], [2])", "[4, 6]")
            .kernel((k, x, a) -> Reduce.sumTo(k, x, dl.tensor.Shape.of(a.integers("sizes"))))
            .rule((in, a) -> dl.type.Type.tensor(dl.type.Sizes.of(dl.tensor.Shape.of(a.integers("sizes")))))
            .derivative(vjp(0, (g, s) -> s.broadcastTo(g, s.shape(0))))
            .samples("normal[2, 3]; sizes = [3]", "normal[2, 3]; sizes = [2, 1]")
            .fails("sum_to(zeros(2, 3), [4])", "shape/broadcast")
            .build();

    static final List<Op> ALL = List.of(SUM, SUM_TO);

    private Reductions() {}
}

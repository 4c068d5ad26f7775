package dl.op;

import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.List;
import java.util.function.LongBinaryOperator;

/// Arithmetic of ints modulo 2^64, for hashes and generators; everywhere else an overflow is an error.
final class Wrapping {
    private static final Derivative INTS = zero("its values are ints");

    static final Op WRAPPING_ADD = op("wrapping_add(x: i64[...], y: i64[...]) -> i64[...]")
            .doc("The elementwise sum of ints modulo 2^64, from -2^63 to 2^63 - 1: what does not fit wraps around.")
            .example("wrapping_add(9223372036854775807, 1)", "-9223372036854775808")
            .kernel((k, x, y, a) -> apply("add", "+", Long::sum, x, y))
            .rule(Rules::broadcast)
            .derivative(INTS, INTS)
            .samples("whole[2, 3], whole[3]", "whole[0], whole[]")
            .fails("wrapping_add([1.5], 1)", "type/not-int")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final Op WRAPPING_MUL = op("wrapping_mul(x: i64[...], y: i64[...]) -> i64[...]")
            .doc("The elementwise product of ints modulo 2^64, from -2^63 to 2^63 - 1: what does not fit wraps around.")
            .example("wrapping_mul([6364136223846793005, 3], 2)", "[-5718471626015965606, 6]")
            .kernel((k, x, y, a) -> apply("multiply", "*", (p, q) -> p * q, x, y))
            .rule(Rules::broadcast)
            .derivative(INTS, INTS)
            .samples("whole[2, 3], whole[3]", "whole[0], whole[]")
            .fails("wrapping_mul([1, 2, 3], [1, 2])", "shape/broadcast")
            .batch(Batching.ELEMENTWISE)
            .build();

    static final List<Op> ALL = List.of(WRAPPING_ADD, WRAPPING_MUL);

    private Wrapping() {}

    private static Tensor apply(String verb, String symbol, LongBinaryOperator operator, Tensor x, Tensor y) {
        ints(x, 0);
        ints(y, 1);
        Shape shape;
        try {
            shape = Shape.broadcast(x.shape(), y.shape());
        } catch (OpError mismatch) {
            throw Describe.mismatch(verb, symbol, x, y, mismatch);
        }
        Tensor a = x.broadcastTo(shape);
        Tensor b = y.broadcastTo(shape);
        long[] out = new long[shape.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = operator.applyAsLong(a.longAt(i), b.longAt(i));
        }
        return Maps.as(x.weak() && y.weak(), Tensor.of(shape, out));
    }

    private static void ints(Tensor x, int argument) {
        if (x.dtype() != DType.I64) {
            throw OpError.type("type/not-int", "only ints wrap around, and this is " + Describe.type(x))
                    .label(argument, Describe.type(x))
                    .hint("convert it first: i64($" + argument + ")");
        }
    }
}

package dl.op;

import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Sizes;
import dl.type.Type;
import java.util.List;

/// Comparing whole tensors.
final class Closeness {
    private static final Derivative TRUTH = Derivative.zero("its result is true or false");

    static final Op SAME = op("same(x: [...], y: [...]) -> bool[]")
            .doc("Whether shape, element type and all values are equal; NaN equals NaN here.")
            .example("same([1, 2], [1, 2])", "true")
            .kernel((k, x, y, a) -> Tensor.number(x.dtype() == y.dtype() && x.shape().equals(y.shape()) && equal(x, y)))
            .rule((in, a) -> Type.tensor(Sizes.of()))
            .derivative(TRUTH, TRUTH)
            .samples("normal[2, 3], normal[2, 3]")
            .build();

    static final Op ISCLOSE = op("isclose(x: [...], y: [...]; rtol: float = 1e-5, atol: float = 1e-8) -> bool[...]")
            .doc("Where `|x - y| <= atol + rtol * |y|`, elementwise; infinities of one sign are close.")
            .example("isclose([1.0, 2.0], [1.0, 2.1])", "[true, false]")
            .kernel((k, x, y, a) -> isclose(x, y, a.floating("rtol"), a.floating("atol")))
            .rule(Rules::broadcast)
            .derivative(TRUTH, TRUTH)
            .samples("normal[2, 3], normal[3]")
            .fails("isclose(zeros(2), zeros(3))", "shape/broadcast")
            .build();

    static final Op CLOSE = op("close(x: [...], y: [...]; rtol: float = 1e-5, atol: float = 1e-8) -> bool[]")
            .doc("Whether the shapes are equal and all elements close, as by `isclose`.")
            .example("close([1.0, 2.0], [1.0, 2.00000001])", "true")
            .kernel((k, x, y, a) -> {
                boolean close = x.shape().equals(y.shape()) || x.weak() || y.weak();
                if (close) {
                    Tensor each = isclose(x, y, a.floating("rtol"), a.floating("atol"));
                    for (int i = 0; close && i < each.count(); i++) {
                        close = each.booleanAt(i);
                    }
                }
                return Tensor.number(close);
            })
            .rule((in, a) -> Type.tensor(Sizes.of()))
            .derivative(TRUTH, TRUTH)
            .samples("normal[2, 3], normal[2, 3]")
            .build();

    static final List<Op> ALL = List.of(SAME, ISCLOSE, CLOSE);

    private Closeness() {}

    private static boolean equal(Tensor x, Tensor y) {
        for (int i = 0; i < x.count(); i++) {
            boolean same = x.dtype() == DType.I64
                    ? x.longAt(i) == y.longAt(i)
                    : same(x.doubleAt(i), y.doubleAt(i)) && same(x.imaginaryAt(i), y.imaginaryAt(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(double p, double q) {
        return p == q || Double.isNaN(p) && Double.isNaN(q);
    }

    private static Tensor isclose(Tensor x, Tensor y, double rtol, double atol) {
        Shape shape = Describe.broadcast("compare", "and", x, y);
        Tensor a = x.broadcastTo(shape);
        Tensor b = y.broadcastTo(shape);
        boolean[] out = new boolean[shape.count()];
        for (int i = 0; i < out.length; i++) {
            double p = a.doubleAt(i);
            double q = b.doubleAt(i);
            double distance = Math.hypot(p - q, a.imaginaryAt(i) - b.imaginaryAt(i));
            out[i] = p == q && a.imaginaryAt(i) == b.imaginaryAt(i)
                    || distance <= atol + rtol * Math.hypot(q, b.imaginaryAt(i)) && !Double.isInfinite(q)
                            && !Double.isInfinite(b.imaginaryAt(i));
        }
        return Tensor.of(shape, out);
    }
}

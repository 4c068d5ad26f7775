package dl.op;

import static dl.op.Derivative.OUTPUT;
import static dl.op.Derivative.X;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.UnaryOperator;
import java.util.List;

/// Elementary functions, elementwise; ints are taken as floats.
final class Elementary {
    static final Op LOG = op("log(x: f[...s]) -> f[...s]")
            .doc("The elementwise natural logarithm; `-inf` at 0, NaN below.")
            .example("log([1.0])", "[0.0]")
            .kernels(new Maps.Floating(UnaryOperator.LOG))
            .derivative(vjp(X, (g, s) -> s.divide(g, s.input(0))))
            .samples("positive[2, 3]", "positive[0]")
            .build();

    static final List<Op> ALL = List.of(LOG);

    private Elementary() {}
}

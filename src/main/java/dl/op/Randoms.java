package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.RandomFill;
import dl.kernel.RandomStream;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.List;

/// Random numbers. The same seed gives the same numbers on any machine and any number of threads.
final class Randoms {
    static final Op RANDN = op("randn(...sizes: int; dtype: dtype = nil)")
            .doc("Standard normal numbers.")
            .example("randn(2, 3).shape", "(2, 3)")
            .kernel((k, a) -> normal(k, Creation.shape(a), Creation.type(k, a)))
            .rule((in, a) -> Creation.sized(a))
            .random()
            .samples("; sizes = [2, 3]", "; sizes = [0]")
            .fails("randn(-1)", "value/size")
            .build();

    static final Op RAND = op("rand(...sizes: int; dtype: dtype = nil)")
            .doc("Numbers evenly spread over 0 (included) to 1 (excluded).")
            .example("rand(2, 3).shape", "(2, 3)")
            .kernel((k, a) -> uniform(k, Creation.shape(a), Creation.type(k, a)))
            .rule((in, a) -> Creation.sized(a))
            .random()
            .samples("; sizes = [2, 3]", "; sizes = [0]")
            .fails("rand(-1)", "value/size")
            .build();

    static final Op RANDINT = op("randint(low: int, high: int, ...sizes: int)")
            .doc("Ints from `low` (included) to `high` (excluded), all equally likely.")
            .example("randint(5, 6, 2)", "[5, 5]")
            .kernel((k, a) -> {
                long low = a.integer("low");
                long high = a.integer("high");
                if (low >= high) {
                    throw OpError.value("value/empty-range", "randint needs low < high, and " + low + " to " + high + " holds no int")
                            .hint("the upper end does not belong to it: randint(0, 6, ...) gives 0 to 5").labelParameter("low", "").labelParameter("high", "");
                }
                Shape shape = Creation.shape(a);
                long[] out = new long[shape.count()];
                RandomStream random = k.random();
                RandomFill.integers(k.parallel(), random.key(), random.take(out.length), low, high, out);
                return Tensor.of(shape, out);
            })
            .rule((in, a) -> Creation.sized(a))
            .random()
            .samples("; low = 0, high = 10, sizes = [2, 3]")
            .fails("randint(3, 3, 2)", "value/empty-range")
            .build();

    static final Op BERNOULLI = op("bernoulli(p: float, ...sizes: int) -> bool[...]")
            .doc("Bools that are true with probability `p`.")
            .example("bernoulli(1.0, 3)", "[true, true, true]")
            .kernel((k, a) -> {
                double p = a.floating("p");
                if (!(p >= 0 && p <= 1)) {
                    throw OpError.value("value/probability", "a probability lies between 0 and 1, and " + p + " does not").labelParameter("p", "").hint("percentages are divided by 100: 0.5 is every second one");
                }
                Shape shape = Creation.shape(a);
                float[] draws = uniform(k, shape, DType.F32).floats();
                boolean[] out = new boolean[draws.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = draws[i] < p;
                }
                return Tensor.of(shape, out);
            })
            .rule((in, a) -> Creation.sized(a))
            .random()
            .samples("; p = 0.5, sizes = [2, 3]")
            .fails("bernoulli(1.5, 3)", "value/probability")
            .build();

    static final Op PERMUTATION = op("permutation(n: int) -> i64[_]")
            .doc("The ints from 0 to `n` (excluded) in random order.")
            .example("sort(permutation(3))", "[0, 1, 2]")
            .kernel((k, a) -> permutation(k, Creation.size(a.integer("n"))))
            .rule((in, a) -> Type.tensor(Sizes.of(Dim.of(a.integer("n")))))
            .random()
            .samples("; n = 5", "; n = 0")
            .fails("permutation(-1)", "value/size")
            .build();

    static final Op SHUFFLE = op("shuffle(x: [...s]) -> [...s]")
            .doc("The parts along the first axis in random order.")
            .example("sort(shuffle([3, 1, 2]))", "[1, 2, 3]")
            .kernel((k, x, a) -> {
                if (x.rank() == 0) {
                    throw OpError.shape("shape/rank", "shuffle needs an axis, and this is " + Describe.type(x)).label(0, Describe.type(x))
                            .hint("it reorders the elements of the first axis; permutation(n) gives an order of 0 to n - 1");
                }
                return new Index(List.of(new IndexItem.Gather(permutation(k, x.shape().size(0))))).get(x);
            })
            .derivative(Derivative.refuse("the order is not kept; shuffle positions with permutation, and take them"))
            .random()
            .samples("normal[3, 2]")
            .fails("shuffle(2.0)", "shape/rank")
            .build();

    static final List<Op> ALL = List.of(RANDN, RAND, RANDINT, BERNOULLI, PERMUTATION, SHUFFLE);

    private Randoms() {}

    private static Tensor permutation(OpContext context, int n) {
        RandomStream random = context.random();
        return Tensor.of(Shape.of(n), RandomFill.permutation(random.key(), random.take(n), n));
    }

    private static Tensor normal(OpContext context, Shape shape, DType type) {
        RandomStream random = context.random();
        long at = random.take(shape.count());
        if (floating(type) == DType.F32) {
            float[] out = new float[shape.count()];
            RandomFill.normal(context.kernels(), context.parallel(), random.key(), at, out);
            return Tensor.of(shape, out);
        }
        double[] out = new double[shape.count()];
        RandomFill.normal(context.kernels(), context.parallel(), random.key(), at, out);
        return Tensor.of(shape, out);
    }

    private static Tensor uniform(OpContext context, Shape shape, DType type) {
        RandomStream random = context.random();
        long at = random.take(shape.count());
        if (floating(type) == DType.F32) {
            float[] out = new float[shape.count()];
            RandomFill.uniform(context.parallel(), random.key(), at, out);
            return Tensor.of(shape, out);
        }
        double[] out = new double[shape.count()];
        RandomFill.uniform(context.parallel(), random.key(), at, out);
        return Tensor.of(shape, out);
    }

    private static DType floating(DType type) {
        if (!type.isFloat()) {
            throw OpError.type("type/not-float", "random floats have type f32 or f64, not " + type);
        }
        return type;
    }
}

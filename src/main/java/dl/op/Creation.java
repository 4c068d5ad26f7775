package dl.op;

import static dl.op.Derivative.refuse;
import static dl.op.Derivative.vjp;
import static dl.op.Derivative.zero;
import static dl.op.Op.op;

import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.List;

/// Tensors from sizes and bounds.
final class Creation {
    private static final Derivative SHAPE_ONLY = zero("its result depends on the shape alone");

    static final Op ZEROS = op("zeros(...sizes: int; dtype: dtype = nil)")
            .doc("A tensor of zeros; without sizes of rank 0.")
            .example("zeros(2, 3)", "[[0.0, 0.0, 0.0],\n [0.0, 0.0, 0.0]]")
            .kernel((k, a) -> filled(shape(a), type(k, a), 0))
            .rule((in, a) -> sized(a))
            .samples("; sizes = [2, 3]", "; sizes = [0]")
            .fails("zeros(-1)", "value/size")
            .build();

    static final Op ONES = op("ones(...sizes: int; dtype: dtype = nil)")
            .doc("A tensor of ones; without sizes of rank 0.")
            .example("ones(3)", "[1.0, 1.0, 1.0]")
            .kernel((k, a) -> filled(shape(a), type(k, a), 1))
            .rule((in, a) -> sized(a))
            .samples("; sizes = [2, 3]", "; sizes = [0]")
            .fails("ones(-1)", "value/size")
            .build();

    static final Op FULL = op("full(sizes: ints, value: []; dtype: dtype = nil)")
            .doc("A tensor that repeats one value; a float number makes floats of the default type.")
            .example("full([2, 2], 7)", "[[7, 7],\n [7, 7]]")
            .kernel((k, x, a) -> {
                DType type = a.has("dtype") ? a.dtype("dtype") : x.weak() && x.dtype() == DType.F64 ? k.defaultFloat() : x.dtype();
                return Promotion.to(x, type).weak(false).broadcastTo(shape(a)).copy();
            })
            .rule((in, a) -> sized(a))
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[]; sizes = [2, 3]")
            .fails("full([-1], 2.0)", "value/size")
            .build();

    static final Op ZEROS_LIKE = like("zeros_like", "zeros", 0, "[0, 0]");
    static final Op ONES_LIKE = like("ones_like", "ones", 1, "[1, 1]");

    static final Op FULL_LIKE = op("full_like(x: [...s], value: []) -> [...s]")
            .doc("A tensor of the shape and element type of `x` that repeats one value.")
            .example("full_like([1.0, 2.0], 7)", "[7.0, 7.0]")
            .kernel((k, x, value, a) -> Promotion.to(value, x.dtype()).weak(false).broadcastTo(x.shape()).copy())
            .rule((in, a) -> Type.tensor(in.getFirst().sizes()))
            .derivative(SHAPE_ONLY, vjp(0, (g, s) -> g))
            .samples("normal[2, 3], normal[]")
            .build();

    static final Op EYE = op("eye(...sizes: int; dtype: dtype = nil)")
            .doc("The identity matrix of `n` rows; with two sizes ones on the main diagonal of that matrix.")
            .example("eye(2)", "[[1.0, 0.0],\n [0.0, 1.0]]")
            .kernel((k, a) -> {
                Shape shape = shape(a);
                if (shape.rank() < 1 || shape.rank() > 2) {
                    throw OpError.shape("shape/eye", "eye takes one size or two, not " + shape.rank()).labelParameter("sizes", "").hint("eye(n) is square, eye(n, m) has n rows and m columns");
                }
                return diagonal(shape.size(0), shape.size(-1), type(k, a));
            })
            .rule((in, a) -> {
                int[] sizes = a.integers("sizes");
                return Type.tensor(Sizes.of(Dim.of(sizes[0]), Dim.of(sizes[sizes.length - 1])));
            })
            .samples("; sizes = [3]", "; sizes = [2, 3]")
            .fails("eye(2, 3, 4)", "shape/eye")
            .build();

    static final Op ARANGE = op("arange(...bounds: []; dtype: dtype = nil) -> [_]")
            .doc("Evenly spaced values: `arange(stop)`, `arange(start, stop)` or `arange(start, stop, step)`, without `stop`.")
            .example("arange(3)", "[0, 1, 2]")
            .example("arange(1, 2, 0.25)", "[1.0, 1.25, 1.5, 1.75]")
            .kernels((k, in, a) -> arange(k, in, a))
            .derivative(refuse("the number of its elements depends on the bounds"))
            .rule((in, a) -> Type.tensor(Sizes.of(Dim.UNKNOWN)))
            .samples("whole[]", "whole[], whole[]")
            .fails("arange(0, 5, 0)", "value/step")
            .build();

    static final Op LINSPACE = op("linspace(start: float, stop: float, count: int; dtype: dtype = nil)")
            .doc("`count` evenly spaced floats from `start` to `stop`, both included.")
            .example("linspace(0, 1, 5)", "[0.0, 0.25, 0.5, 0.75, 1.0]")
            .kernel((k, a) -> linspace(a.floating("start"), a.floating("stop"), a.integer("count"), floating(type(k, a))))
            .rule((in, a) -> Type.tensor(Sizes.of(Dim.of(a.integer("count")))))
            .samples("; start = 0, stop = 1, count = 5", "; start = 0, stop = 1, count = 1")
            .fails("linspace(0, 1, -1)", "value/size")
            .build();

    static final List<Op> ALL =
            List.of(ZEROS, ONES, FULL, ZEROS_LIKE, ONES_LIKE, FULL_LIKE, EYE, ARANGE, LINSPACE);

    private Creation() {}

    private static Op like(String name, String what, double value, String expected) {
        return op(name + "(x: [...s]; dtype: dtype = nil) -> [...s]")
                .doc("A tensor of " + what + " of the shape and element type of `x`.")
                .example(name + "([5, 6])", expected)
                .kernel((k, x, a) -> filled(x.shape(), a.has("dtype") ? a.dtype("dtype") : x.dtype(), value))
                .rule((in, a) -> Type.tensor(in.getFirst().sizes()))
                .derivative(SHAPE_ONLY)
                .samples("normal[2, 3]")
                .build();
    }

    static DType type(OpContext context, Attributes attributes) {
        return attributes.has("dtype") ? attributes.dtype("dtype") : context.defaultFloat();
    }

    private static DType floating(DType type) {
        if (!type.isFloat()) {
            throw OpError.type("type/not-float", "linspace gives floats, not " + type).labelParameter("dtype", "").hint("arange(start, stop, step) gives ints");
        }
        return type;
    }

    static Shape shape(Attributes attributes) {
        return shape(attributes.integers("sizes"));
    }

    static Shape shape(int[] sizes) {
        for (int size : sizes) {
            size(size);
        }
        return Shape.of(sizes);
    }

    static int size(long size) {
        if (size < 0) {
            throw OpError.value("value/size", "a size cannot be negative, and " + size + " is").labelParameter("sizes", "").labelParameter("count", "").labelParameter("counts", "").labelParameter("widths", "")
                    .labelParameter("classes", "").labelParameter("n", "")
                    .hint("sizes and counts are 0 or more: is a subtraction the wrong way round?");
        }
        if (size > Integer.MAX_VALUE) {
            throw OpError.limit("limit/tensor-size", "an axis of " + size + " elements is more than 2147483647");
        }
        return (int) size;
    }

    static Type.Tensor sized(Attributes attributes) {
        return Type.tensor(Sizes.of(shape(attributes)));
    }

    static Tensor filled(Shape shape, DType type, double value) {
        Tensor result = Tensor.zeros(type, shape);
        if (value != 0) {
            switch (type) {
                case BOOL -> java.util.Arrays.fill(result.booleans(), true);
                case I64 -> java.util.Arrays.fill(result.longs(), (long) value);
                case F32 -> java.util.Arrays.fill(result.floats(), (float) value);
                case F64 -> java.util.Arrays.fill(result.doubles(), value);
                case C128 -> {
                    for (int i = 0; i < result.count(); i++) {
                        result.doubles()[2 * i] = value;
                    }
                }
            }
        }
        return result;
    }

    /// A bool identity matrix, as a condition.
    static Tensor identity(int n) {
        return diagonal(n, n, DType.BOOL);
    }

    private static Tensor diagonal(int rows, int columns, DType type) {
        Tensor ones = filled(Shape.of(Math.min(rows, columns)), type, 1);
        Tensor result = Tensor.zeros(type, Shape.of(rows, columns));
        Moves.put(result.view(ones.shape(), 0, new int[] {columns + 1}), ones);
        return result;
    }

    private static Tensor arange(OpContext context, dl.tensor.Operand[] inputs, Attributes attributes) {
        if (inputs.length < 1 || inputs.length > 3) {
            throw OpError.type("type/argument-count", "arange takes one to three bounds, not " + inputs.length)
                    .hint("arange(stop), arange(start, stop) or arange(start, stop, step)");
        }
        Tensor[] bounds = new Tensor[inputs.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (Tensor) inputs[i];
            Promotion.real("arange", bounds[i], i);
            if (bounds[i].rank() != 0) {
                throw OpError.shape("shape/not-scalar", "the bounds of arange are numbers, not " + Describe.type(bounds[i]))
                        .hint("take one element of it: $" + i + "[0]")
                        .label(i, Describe.type(bounds[i]));
            }
        }
        DType common = Promotion.arithmetic(Promotion.common(context, bounds));
        boolean weak = java.util.Arrays.stream(bounds).allMatch(Tensor::weak);
        DType type = attributes.has("dtype") ? attributes.dtype("dtype")
                : common.isFloat() && weak ? context.defaultFloat() : common;
        if (common == DType.I64) {
            return wholes(bounds, type);
        }
        double start = bounds.length > 1 ? bounds[0].doubleAt(0) : 0;
        double stop = bounds[bounds.length > 1 ? 1 : 0].doubleAt(0);
        double step = bounds.length > 2 ? bounds[2].doubleAt(0) : 1;
        if (step == 0 || !Double.isFinite(step) || !Double.isFinite(start) || !Double.isFinite(stop)) {
            throw step(step);
        }
        double[] values = new double[size((long) Math.max(0, Math.ceil((stop - start) / step)))];
        for (int i = 0; i < values.length; i++) {
            values[i] = start + i * step;
        }
        return Tensor.of(Shape.of(values.length), values).to(type);
    }

    private static Tensor wholes(Tensor[] bounds, DType type) {
        long start = bounds.length > 1 ? bounds[0].longAt(0) : 0;
        long stop = bounds[bounds.length > 1 ? 1 : 0].longAt(0);
        long step = bounds.length > 2 ? bounds[2].longAt(0) : 1;
        if (step == 0) {
            throw step(0);
        }
        long distance = Math.subtractExact(stop, start);
        long count = distance == 0 || distance > 0 != step > 0 ? 0 : (distance + (step > 0 ? step - 1 : step + 1)) / step;
        long[] values = new long[size(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = start + i * step;
        }
        return Tensor.of(Shape.of(values.length), values).to(type);
    }

    private static OpError step(double step) {
        return OpError.value("value/step", step == 0 ? "the step of arange cannot be 0" : "the bounds and the step of arange must be finite")
                .hint("arange(stop), arange(start, stop) or arange(start, stop, step)");
    }

    private static Tensor linspace(double start, double stop, long count, DType type) {
        double[] values = new double[size(count)];
        for (int i = 0; i < values.length; i++) {
            // the last one exactly, whatever the rounding before it
            values[i] = i == values.length - 1 && i > 0 ? stop : start + (stop - start) * i / Math.max(1, count - 1);
        }
        return Tensor.of(Shape.of(values.length), values).to(type);
    }
}

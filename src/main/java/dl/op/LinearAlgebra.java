package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.BinaryOperator;
import dl.kernel.MatrixProduct;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.List;

/// Products and parts of matrices.
final class LinearAlgebra {
    /// Additions worth handing to another thread.
    private static final int ROWS_GRAIN = 1 << 15;

    static final Op MATMUL = op("matmul(x: [..., n, k], y: [..., k, m]) -> [..., n, m]")
            .doc("The matrix product `x @ y`; vectors are rows on the left and columns on the right, leading axes broadcast.")
            .example("matmul([[1, 2], [3, 4]], [1, 1])", "[3, 7]")
            .kernel((k, x, y, a) -> matmul(k, x, y))
            .rule((in, a) -> product(in.get(0).sizes(), in.get(1).sizes()))
            .derivative(vjp(Y, LinearAlgebra::leftGradient), vjp(X, LinearAlgebra::rightGradient))
            .samples(
                    "normal[2, 3], normal[3, 4]", "normal[3], normal[3]", "normal[2, 3], normal[3]", "normal[3], normal[3, 2]",
                    "normal[2, 2, 3], normal[3, 2]", "normal[2, 2, 3], normal[2, 3, 2]", "normal[3], normal[2, 3, 2]",
                    "normal[2, 2, 3], normal[3]", "normal[2, 1, 2, 3], normal[2, 3, 1]", "normal[0, 3], normal[3, 2]")
            .fails("zeros(32, 784) @ zeros(128, 10)", "shape/matmul")
            .fails("matmul(2.0, zeros(3))", "shape/matmul-rank")
            .batch(Batching.PRODUCT)
            .build();

    static final Op AFFINE = op("affine(x: [..., n, k], w: [k, m], b: [m]) -> [..., n, m]")
            .internal()
            .doc("`x @ w + b`, where `b` is added to the product in its place: half of the memory of the two operations, and their bits.")
            .example("affine([[1, 2], [3, 4]], [[1.0], [1.0]], [10.0])", "[[13.0],\n [17.0]]")
            .kernel((k, x, w, b, a) -> affine(k, x, w, b))
            .rule((in, a) -> product(in.get(0).sizes(), in.get(1).sizes()))
            .derivative(vjp(Y, LinearAlgebra::leftGradient), vjp(X, LinearAlgebra::rightGradient), vjp(0, (g, s) -> g))
            .samples("normal[2, 3], normal[3, 4], normal[4]", "normal[3], normal[3, 2], normal[2]", "normal[2, 2, 3], normal[3, 2], normal[2]")
            .fails("affine(zeros(2, 3), zeros(2, 3), zeros(3))", "shape/matmul")
            .fails("affine(zeros(2, 3), zeros(3, 3), zeros(2))", "shape/broadcast")
            .batch(Batching.AFFINE)
            .build();

    static final Op DOT = op("dot(x: [n], y: [n]) -> []")
            .doc("The inner product of two vectors.")
            .example("dot([1, 2], [3, 4])", "11")
            .parts((o, in, a) -> {
                vector("dot", in, 0);
                vector("dot", in, 1);
                return o.run(MATMUL, in[0], in[1]);
            })
            .samples("normal[3], normal[3]")
            .fails("dot(zeros(2), zeros(2, 2))", "shape/not-vector")
            .build();

    static final Op OUTER = op("outer(x: [n], y: [m]) -> [n, m]")
            .doc("The products of each element of `x` with each of `y`.")
            .example("outer([1, 2], [3, 4])", "[[3, 4],\n [6, 8]]")
            .parts((o, in, a) -> {
                vector("outer", in, 0);
                vector("outer", in, 1);
                return o.multiply(o.reshape(in[0], Shape.of(in[0].shape().count(), 1)), in[1]);
            })
            .samples("normal[3], normal[2]")
            .fails("outer(zeros(2), zeros(2, 2))", "shape/not-vector")
            .build();

    static final Op TRIL = triangle("tril", "below", "[[1, 0],\n [3, 4]]", true);
    static final Op TRIU = triangle("triu", "above", "[[1, 2],\n [0, 4]]", false);

    static final Op DIAGONAL = op("diagonal(x: [..., n, m]; offset: int = 0) -> [..., _]")
            .doc("The elements on a diagonal of the last two axes: a view; `offset` above 0 goes to the right.")
            .example("diagonal([[1, 2], [3, 4]])", "[1, 4]")
            .kernel((k, x, a) -> diagonal(x, a.integer("offset")))
            .derivative(vjp(0, (g, s) -> s.run(
                    LinearAlgebra.DIAGONAL_EMBED, new Operand[] {g}, s.attributes().get("offset"),
                    (long) s.shape(0).size(-2), (long) s.shape(0).size(-1))))
            .samples("normal[3, 3]", "normal[2, 3]; offset = 1", "normal[2, 3, 2]; offset = -1")
            .fails("diagonal(zeros(3))", "shape/rank")
            .batch(Batching.LEADING)
            .build();

    static final Op DIAGONAL_EMBED = op("diagonal_embed(x: [..., _]; offset: int = 0, rows: int = nil, columns: int = nil) -> [..., _, _]")
            .doc("Matrices that are 0 but for a diagonal, which holds the last axis of `x`.")
            .example("diagonal_embed([1, 2])", "[[1, 0],\n [0, 2]]")
            .kernel((k, x, a) -> embed(x, a))
            .rule((in, a) -> {
                if (!in.getFirst().sizes().ranked()) {
                    return Type.tensor(Sizes.any());
                }
                List<Dim> axes = new ArrayList<>(in.getFirst().sizes().axes());
                Dim n = axes.removeLast();
                Dim side = n.plus(Dim.of(Math.abs(a.integer("offset"))));
                axes.add(a.has("rows") ? Dim.of(a.integer("rows")) : side);
                axes.add(a.has("columns") ? Dim.of(a.integer("columns")) : side);
                return Type.tensor(Sizes.of(axes));
            })
            .derivative(vjp(0, (g, s) -> s.run(DIAGONAL, new Operand[] {g}, s.attributes().get("offset"))))
            .samples("normal[3]", "normal[2, 2]; offset = 1")
            .batch(Batching.LEADING)
            .build();

    static final Op DIAG = op("diag(x: [...]; offset: int = 0) -> [...]")
            .doc("The diagonal of a matrix; of a vector the matrix that has it as diagonal.")
            .example("diag([1, 2])", "[[1, 0],\n [0, 2]]")
            .parts((o, in, a) -> switch (in[0].shape().rank()) {
                case 1 -> o.run(DIAGONAL_EMBED, in, a.get("offset"));
                case 2 -> o.run(DIAGONAL, in, a.get("offset"));
                default -> throw OpError.shape("shape/rank", "diag takes a vector or a matrix, not " + Describe.type(in[0]))
                        .label(0, Describe.type(in[0]))
                        .hint("diagonal($0) takes the diagonals of the last two axes");
            })
            .rule((in, a) -> Type.tensor(Sizes.any()))
            .samples("normal[3]", "normal[2, 3]")
            .fails("diag(zeros(2, 2, 2))", "shape/rank")
            .build();

    static final Op TRACE = op("trace(x: [..., n, m]) -> [...]")
            .doc("The sum of the main diagonal of the last two axes.")
            .example("trace([[1, 2], [3, 4]])", "5")
            .parts((o, in, a) -> o.sum(o.run(DIAGONAL, in), false, -1))
            .rule((in, a) -> Type.tensor(drop(in.getFirst().sizes(), 2)))
            .samples("normal[3, 3]", "normal[2, 2, 3]")
            .fails("trace(zeros(3))", "shape/rank")
            .build();

    static final List<Op> ALL = List.of(MATMUL, AFFINE, DOT, OUTER, TRIL, TRIU, DIAGONAL, DIAGONAL_EMBED, DIAG, TRACE);

    private LinearAlgebra() {}

    private static Op triangle(String name, String where, String expected, boolean lower) {
        return op(name + "(x: [..., n, m]; offset: int = 0) -> [..., n, m]")
                .doc("The elements on and " + where + " a diagonal of the last two axes, zeros elsewhere.")
                .example(name + "([[1, 2], [3, 4]])", expected)
                .kernel((k, x, a) -> triangle(x, a.integer("offset"), lower))
                .derivative(vjp(0, (g, s) -> s.run(s.op(), new Operand[] {g}, s.attributes().get("offset"))))
                .samples("normal[3, 3]", "normal[2, 3, 2]; offset = 1", "normal[2, 0]")
                .fails(name + "(zeros(3))", "shape/rank")
                .batch(Batching.LEADING)
                .build();
    }

    private static void vector(String name, Operand[] in, int i) {
        if (in[i].shape().rank() != 1) {
            throw OpError.shape("shape/not-vector", name + " takes vectors, and this is " + Describe.type(in[i]))
                    .label(i, Describe.type(in[i]))
                    .hint("$" + i + ".reshape(-1) makes a vector of it; matrices are multiplied with @");
        }
    }

    static void matrix(String name, Tensor x) {
        if (x.rank() < 2) {
            throw OpError.shape("shape/rank", name + " needs a matrix, and this is " + Describe.type(x))
                    .label(0, Describe.type(x))
                    .hint(x.rank() == 1 ? "$0[None] is a matrix with one row, $0[:, None] one with one column" : "a matrix has two axes: [[1, 2], [3, 4]]");
        }
    }

    private static Tensor matmul(OpContext context, Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            int which = x.rank() == 0 ? 0 : 1;
            throw OpError.shape("shape/matmul-rank", x.rank() == 0 && y.rank() == 0 ? "@ multiplies matrices and vectors, and both sides are numbers"
                            : "@ multiplies matrices and vectors, and the " + (which == 0 ? "left" : "right") + " side is a number")
                    .label(0, Describe.type(x))
                    .label(1, Describe.type(y))
                    .hint("* multiplies by a number");
        }
        int inner = x.shape().size(-1);
        int other = y.rank() == 1 ? y.shape().size(0) : y.shape().size(-2);
        if (inner != other) {
            throw mismatch(x, y, inner, other);
        }
        DType type = Promotion.arithmetic(Promotion.common(context, x, y));
        Tensor a = x.to(type);
        Tensor b = y.to(type);
        if (x.rank() == 1) {
            a = a.view(Shape.of(1, inner), a.offset(), new int[] {0, a.stride(0)});
        }
        if (y.rank() == 1) {
            b = b.view(Shape.of(inner, 1), b.offset(), new int[] {b.stride(0), 0});
        }
        Tensor result;
        try {
            result = MatrixProduct.multiply(context.kernels(), context.parallel(), a, b);
        } catch (OpError e) {
            throw Describe.mismatch("multiply", "@", x, y, e);
        }
        if (x.rank() > 1 && y.rank() > 1) {
            return result;
        }
        int[] sizes = result.shape().toArray();
        int rank = sizes.length;
        int[] kept = new int[rank - (x.rank() == 1 ? 1 : 0) - (y.rank() == 1 ? 1 : 0)];
        System.arraycopy(sizes, 0, kept, 0, rank - 2);
        int at = rank - 2;
        if (x.rank() > 1) {
            kept[at++] = sizes[rank - 2];
        }
        if (y.rank() > 1) {
            kept[at] = sizes[rank - 1];
        }
        return result.reshapeView(Shape.of(kept));
    }

    private static Tensor affine(OpContext context, Tensor x, Tensor w, Tensor b) {
        Tensor product = matmul(context, x, w);
        if (!product.dtype().isFloat() || b.dtype() != product.dtype() || b.rank() != 1 || product.rank() == 0
                || b.shape().size(0) != product.shape().size(-1)) {
            return Maps.binary(context, BinaryOperator.ADD, "add", "+", product, b);
        }
        int n = b.count();
        Tensor row = b.contiguousCopy();
        context.parallel().forRange(product.count() / Math.max(1, n), ROWS_GRAIN / Math.max(1, n) + 1, (from, to) -> {
            for (int at = from * n; at < to * n; at += n) {
                if (b.dtype() == DType.F32) {
                    context.kernels().binary(BinaryOperator.ADD, product.floats(), at, 1, row.floats(), row.offset(), 1, product.floats(), at, n);
                } else {
                    context.kernels().binary(BinaryOperator.ADD, product.doubles(), at, 1, row.doubles(), row.offset(), 1, product.doubles(), at, n);
                }
            }
        });
        return product;
    }

    private static OpError mismatch(Operand x, Operand y, int inner, int other) {
        OpError error = OpError.shape("shape/matmul", "cannot multiply " + x.shape() + " @ " + y.shape() + ": inner sizes " + inner
                        + " and " + other + " differ")
                .label(0, Describe.type(x))
                .label(1, Describe.type(y));
        if (x.shape().rank() == 2 && y.shape().rank() == 2) {
            if (y.shape().size(1) == inner) {
                return error.hint("the right side fits when transposed: $0 @ $1.T");
            }
            if (x.shape().size(0) == other) {
                return error.hint("the left side fits when transposed: $0.T @ $1");
            }
        }
        if (x.shape().rank() == 1 && y.shape().rank() == 2 && y.shape().size(1) == inner) {
            return error.hint("the right side fits from the left: $1 @ $0");
        }
        if (x.shape().rank() == 2 && y.shape().rank() == 2) {
            return error.hint("the left side needs as many columns as the right side has rows");
        }
        return error.hint("the last axis of the left side must be as long as " + (y.shape().rank() == 1 ? "the right side" : "the last but one of the right side"));
    }

    private static Type.Tensor product(Sizes x, Sizes y) {
        if (!x.ranked() || !y.ranked()) {
            return Type.tensor(Sizes.any());
        }
        List<Dim> a = x.axes();
        List<Dim> b = y.axes();
        if (a.isEmpty() || b.isEmpty()) {
            throw OpError.shape("shape/matmul-rank", "cannot multiply " + x + " @ " + y + ": a number is no matrix");
        }
        Dim inner = a.getLast();
        Dim other = b.size() == 1 ? b.getFirst() : b.get(b.size() - 2);
        if (inner instanceof Dim.Known && other instanceof Dim.Known && !inner.equals(other)) {
            throw OpError.shape("shape/matmul", "cannot multiply " + x + " @ " + y + ": inner sizes " + inner + " and " + other + " differ");
        }
        Sizes lead = Rules.broadcast(drop(x, 2), drop(y, 2));
        List<Dim> result = new ArrayList<>(lead.axes());
        if (a.size() > 1) {
            result.add(a.get(a.size() - 2));
        }
        if (b.size() > 1) {
            result.add(b.getLast());
        }
        return Type.tensor(Sizes.of(result));
    }

    /// All but the last axes.
    private static Sizes drop(Sizes sizes, int axes) {
        return sizes.ranked() ? Sizes.of(sizes.axes().subList(0, Math.max(0, sizes.axes().size() - axes))) : sizes;
    }

    /// g @ y^T, through transposed views; the tape sums the axes over which x was stretched.
    private static Operand leftGradient(Operand g, Saved s) {
        Operand y = s.input(1);
        Shape x = s.shape(0);
        if (y.shape().rank() == 1) {
            // x [..., n, k] @ y [k]: each row of x gets g times y
            return s.multiply(column(s, g), y);
        }
        Operand rows = x.rank() == 1 ? row(s, g) : g;
        return dropRow(s, s.run(MATMUL, rows, s.swapaxes(y, -1, -2)), x.rank() == 1);
    }

    /// x^T @ g; where y is one matrix for all of a stack, the stack is one tall matrix.
    private static Operand rightGradient(Operand g, Saved s) {
        Operand x = s.input(0);
        Shape y = s.shape(1);
        if (x.shape().rank() == 1) {
            // x [k] @ y [..., k, m]: each column of y gets x times g
            return y.rank() == 1 ? s.multiply(g, x) : s.multiply(column(s, x), row(s, g));
        }
        if (y.rank() == 1) {
            Operand all = s.multiply(column(s, g), x);
            return all;
        }
        if (y.rank() == 2 && x.shape().rank() > 2) {
            Operand tall = s.reshape(x, Shape.of(x.shape().count() / Math.max(1, x.shape().size(-1)), x.shape().size(-1)));
            Operand gradients = s.reshape(g, Shape.of(g.shape().count() / Math.max(1, g.shape().size(-1)), g.shape().size(-1)));
            return s.run(MATMUL, s.swapaxes(tall, -1, -2), gradients);
        }
        return s.run(MATMUL, s.swapaxes(x, -1, -2), g);
    }

    /// Adds g @ y^T, or x^T @ g, to the gradient of the one matrix.
    static void addGradient(OpContext context, Tensor sum, int which, Tensor other, Tensor g) {
        Tensor turned = other.transpose(0, 1);
        MatrixProduct.add(context.kernels(), context.parallel(), which == 0 ? g : turned, which == 0 ? turned : g, sum);
    }

    /// With a new last axis of size 1.
    private static Operand column(Saved s, Operand x) {
        return s.expandDims(x, x.shape().rank());
    }

    /// With a new axis of size 1 before the last.
    private static Operand row(Saved s, Operand x) {
        return s.expandDims(x, x.shape().rank() - 1);
    }

    private static Operand dropRow(Saved s, Operand x, boolean drop) {
        if (!drop) {
            return x;
        }
        int[] sizes = x.shape().toArray();
        int[] kept = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, kept, 0, kept.length - 1);
        kept[kept.length - 1] = sizes[sizes.length - 1];
        return s.reshape(x, Shape.of(kept));
    }

    private static Tensor triangle(Tensor x, long offset, boolean lower) {
        matrix(lower ? "tril" : "triu", x);
        Tensor result = x.copy();
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        int lines = columns == 0 ? 0 : x.count() / columns;
        int width = x.dtype() == DType.C128 ? 2 : 1;
        for (int line = 0; line < lines; line++) {
            long edge = (lower ? 1 : 0) + line % rows + offset;
            int split = (int) Math.clamp(edge, 0L, (long) columns);
            int from = (line * columns + (lower ? split : 0)) * width;
            int to = (line * columns + (lower ? columns : split)) * width;
            switch (x.dtype()) {
                case BOOL -> java.util.Arrays.fill(result.booleans(), from, to, false);
                case I64 -> java.util.Arrays.fill(result.longs(), from, to, 0);
                case F32 -> java.util.Arrays.fill(result.floats(), from, to, 0);
                case F64, C128 -> java.util.Arrays.fill(result.doubles(), from, to, 0);
            }
        }
        return result;
    }

    private static Tensor diagonal(Tensor x, long offset) {
        matrix("diagonal", x);
        int rank = x.rank();
        long rows = x.shape().size(-2);
        long columns = x.shape().size(-1);
        long length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        int[] sizes = java.util.Arrays.copyOf(x.shape().toArray(), rank - 1);
        int[] strides = java.util.Arrays.copyOf(x.strides(), rank - 1);
        sizes[rank - 2] = (int) length;
        strides[rank - 2] = x.stride(-2) + x.stride(-1);
        long start = length == 0 ? 0 : offset >= 0 ? offset * x.stride(-1) : -offset * x.stride(-2);
        return x.view(Shape.of(sizes), x.offset() + (int) start, strides);
    }

    private static Tensor embed(Tensor x, Attributes attributes) {
        if (x.rank() == 0) {
            throw OpError.shape("shape/rank", "diagonal_embed needs an axis, and this is " + Describe.type(x));
        }
        long offset = attributes.integer("offset");
        long side = x.shape().size(-1) + Math.abs(offset);
        int[] sizes = java.util.Arrays.copyOf(x.shape().toArray(), x.rank() + 1);
        sizes[x.rank() - 1] = Creation.size(attributes.has("rows") ? attributes.integer("rows") : side);
        sizes[x.rank()] = Creation.size(attributes.has("columns") ? attributes.integer("columns") : side);
        Tensor result = Tensor.zeros(x.dtype(), Shape.of(sizes));
        Tensor target = diagonal(result, offset);
        if (!target.shape().equals(x.shape())) {
            throw OpError.shape("shape/diagonal", "a diagonal of " + target.shape().size(-1) + " elements does not take "
                    + x.shape().size(-1));
        }
        Moves.put(target, x);
        return result;
    }
}

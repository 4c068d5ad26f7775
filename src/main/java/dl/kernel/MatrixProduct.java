package dl.kernel;

import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;

/// Products of matrices and stacks of matrices; transposed views are read where they lie.
public final class MatrixProduct {
    private MatrixProduct() {}

    /// `[..., m, k]` times `[..., k, n]`, where the leading axes broadcast; both of one type, any but bool.
    ///
    /// @throws dl.tensor.OpError `shape/broadcast` when the leading axes do not fit; `value/int-overflow`
    /// @throws IllegalArgumentException when ranks are below 2 or inner sizes differ: the caller's shape rule says it better
    public static Tensor multiply(Kernels kernels, Parallel parallel, Tensor a, Tensor b) {
        if (a.rank() < 2 || b.rank() < 2 || a.shape().size(-1) != b.shape().size(-2) || a.dtype() != b.dtype()) {
            throw new IllegalArgumentException(a.dtype() + a.shape().toString() + " @ " + b.dtype() + b.shape());
        }
        int m = a.shape().size(-2);
        int k = a.shape().size(-1);
        int n = b.shape().size(-1);
        if (a.rank() == 2 && b.rank() == 2) {
            Object out = parallel.results().of(a.dtype(), Shape.of(m, n).count());
            one(kernels, parallel, m, n, k, a, a.offset(), b, b.offset(), out, 0, false);
            return Tensor.over(a.dtype(), Shape.of(m, n), out);
        }
        Shape lead = Shape.broadcast(lead(a.shape()), lead(b.shape()));
        Shape shape = join(lead, m, n);
        if (b.rank() == 2 && a.contiguous()) {
            // One tall product instead of many small ones; each element is the same chain either way.
            Object out = Tensor.allocate(a.dtype(), shape.count());
            Tensor tall = a.reshapeView(Shape.of(lead.count() * m, k));
            one(kernels, parallel, lead.count() * m, n, k, tall, tall.offset(), b, b.offset(), out, 0, false);
            return Tensor.over(a.dtype(), shape, out);
        }
        Tensor left = a.broadcastTo(join(lead, m, k));
        Tensor right = b.broadcastTo(join(lead, k, n));
        Object out = Tensor.allocate(a.dtype(), shape.count());
        int products = lead.count();
        int[] leftAt = starts(left, lead);
        int[] rightAt = starts(right, lead);
        // Many small products share out as wholes; few large ones share their rows.
        if (products >= 2 * parallel.threads() && parallel.threads() > 1) {
            long work = Math.max(1, (long) m * n * k);
            parallel.forRange(products, (int) Math.max(1, (1 << 16) / work), (from, to) -> {
                for (int i = from; i < to; i++) {
                    one(kernels, parallel, m, n, k, left, leftAt[i], right, rightAt[i], out, i * m * n, false);
                }
            });
        } else {
            for (int i = 0; i < products; i++) {
                one(kernels, parallel, m, n, k, left, leftAt[i], right, rightAt[i], out, i * m * n, false);
            }
        }
        return Tensor.over(a.dtype(), shape, out);
    }

    /// Adds the product of two matrices to `sum`, in its storage, which nobody else may hold; all of one type of floats. The chain
    /// of each element goes on from what is there: many products added up have the bits of one product of all their columns and rows.
    public static void add(Kernels kernels, Parallel parallel, Tensor a, Tensor b, Tensor sum) {
        if (!sum.contiguous() || sum.offset() != 0) {
            throw new IllegalArgumentException("a sum with gaps");
        }
        one(kernels, parallel, sum.shape().size(0), sum.shape().size(1), a.shape().size(1), a, a.offset(), b, b.offset(), sum.storage(), 0, true);
    }

    private static void one(
            Kernels kernels,
            Parallel parallel,
            int m,
            int n,
            int k,
            Tensor a,
            int aAt,
            Tensor b,
            int bAt,
            Object out,
            int outAt,
            boolean add) {
        int aRow = a.stride(-2);
        int aColumn = a.stride(-1);
        int bRow = b.stride(-2);
        int bColumn = b.stride(-1);
        switch (a.dtype()) {
            case F32 ->
                kernels.gemm(
                        m, n, k, a.floats(), aAt, aRow, aColumn, b.floats(), bAt, bRow, bColumn, (float[]) out, outAt,
                        add, parallel);
            case F64 ->
                kernels.gemm(
                        m, n, k, a.doubles(), aAt, aRow, aColumn, b.doubles(), bAt, bRow, bColumn, (double[]) out, outAt,
                        add, parallel);
            case I64 ->
                LongKernels.gemm(
                        m, n, k, a.longs(), aAt, aRow, aColumn, b.longs(), bAt, bRow, bColumn, (long[]) out, outAt);
            case C128 ->
                ComplexKernels.gemm(
                        kernels, m, n, k, a.doubles(), aAt, aRow, aColumn, b.doubles(), bAt, bRow, bColumn, (double[]) out, outAt,
                        parallel);
            case BOOL -> throw new IllegalArgumentException("matrix product of " + a.dtype());
        }
    }

    /// Where each matrix of a stack begins.
    private static int[] starts(Tensor stack, Shape lead) {
        int[] starts = new int[lead.count()];
        for (int i = 0; i < starts.length; i++) {
            int at = stack.offset();
            for (int axis = lead.rank() - 1, rest = i; axis >= 0; axis--) {
                at += rest % lead.size(axis) * stack.stride(axis);
                rest /= lead.size(axis);
            }
            starts[i] = at;
        }
        return starts;
    }

    private static Shape lead(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape join(Shape lead, int rows, int columns) {
        int[] sizes = Arrays.copyOf(lead.toArray(), lead.rank() + 2);
        sizes[lead.rank()] = rows;
        sizes[lead.rank() + 1] = columns;
        return Shape.of(sizes);
    }
}

package dl.op;

import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The same elements under other axes: views, no copies.
final class Layout {
    static final Op RESHAPE = op("reshape(x: [...s], ...sizes: int)")
            .doc("The same elements in row-major order under another shape; one size may be -1 and follows from the others.")
            .example("reshape([1, 2, 3, 4, 5, 6], 2, -1)", "[[1, 2, 3], [4, 5, 6]]")
            .kernel((k, x, a) -> x.reshapeView(target(x.shape(), a.integers("sizes"))))
            .rule((in, a) -> reshaped(in.getFirst(), a.integers("sizes")))
            .derivative(vjp(0, (g, s) -> s.reshape(g, s.shape(0))))
            .samples("normal[2, 3]; sizes = [3, 2]", "normal[4]; sizes = [2, -1]", "normal[0, 3]; sizes = [3, 0]")
            .fails("reshape([1, 2, 3], 2, 2)", "shape/reshape")
            .build();

    static final Op BROADCAST_TO = op("broadcast_to(x: [...], ...sizes: int)")
            .doc("A view of a larger shape, in which axes of size 1 and new leading axes repeat.")
            .example("broadcast_to([1, 2], 2, 2)", "[[1, 2], [1, 2]]")
            .kernel((k, x, a) -> x.broadcastTo(Shape.of(a.integers("sizes"))))
            .rule((in, a) -> Type.tensor(Sizes.of(Shape.of(a.integers("sizes")))))
            .derivative(vjp(0, (g, s) -> g))
            .samples("normal[3]; sizes = [2, 3]", "normal[2, 1]; sizes = [2, 3]")
            .fails("broadcast_to([1, 2, 3], 2, 2)", "shape/broadcast")
            .build();

    static final List<Op> ALL = List.of(RESHAPE, BROADCAST_TO);

    private Layout() {}

    private static Shape target(Shape shape, int[] sizes) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else if (sizes[i] < 0) {
                throw OpError.shape("shape/reshape", "cannot reshape to " + Arrays.toString(sizes) + ": "
                        + (sizes[i] == -1 ? "only one size may be -1" : "a size is negative"));
            } else {
                known *= sizes[i];
            }
        }
        int[] result = sizes.clone();
        if (open >= 0) {
            if (known == 0 || shape.count() % known != 0) {
                throw reshapes(shape, sizes, known == 0 ? "the size -1 could be anything" : shape.count() + " elements do not divide by " + known);
            }
            result[open] = (int) (shape.count() / known);
        } else if (known != shape.count()) {
            throw reshapes(shape, sizes, shape.count() + " elements do not fill " + known + " places");
        }
        return Shape.of(result);
    }

    private static OpError reshapes(Shape shape, int[] sizes, String reason) {
        return OpError.shape("shape/reshape", "cannot reshape " + shape + " to " + Arrays.toString(sizes) + ": " + reason)
                .label(0, shape.toString());
    }

    private static Type.Tensor reshaped(Type.Tensor x, int[] sizes) {
        if (x.sizes().shape().isPresent()) {
            return Type.tensor(Sizes.of(target(x.sizes().shape().get(), sizes)));
        }
        List<Dim> axes = new ArrayList<>();
        for (int size : sizes) {
            axes.add(size == -1 ? Dim.UNKNOWN : Dim.of(size));
        }
        return Type.tensor(Sizes.of(axes));
    }
}

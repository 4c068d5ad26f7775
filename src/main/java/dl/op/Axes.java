package dl.op;

import dl.tensor.OpError;
import dl.tensor.Shape;
import java.util.Arrays;

/// Reads the attributes that name axes.
final class Axes {
    private Axes() {}

    /// An axis counted from the front.
    ///
    /// @throws OpError `shape/axis-range`
    static int at(long axis, int rank, Object shape) {
        return at("axis", axis, rank, shape);
    }

    /// An axis that another parameter than `axis` gives.
    static int at(String parameter, long axis, int rank, Object shape) {
        if (axis < -rank || axis >= rank) {
            OpError error = OpError.shape("shape/axis-range", "axis " + axis + " does not exist in " + shape + ", which has "
                            + Describe.axes(rank))
                    .labelParameter(parameter, "")
                    .label(0, shape.toString());
            throw rank == 0
                    ? error.hint("a value of rank 0 has no axes")
                    : error.hint(rank == 1 ? "its only axis is 0, or -1 from the end"
                            : "its axes are 0 to " + (rank - 1) + ", or -" + rank + " to -1 from the end");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    static int at(long axis, Shape shape) {
        return at(axis, shape.rank(), shape);
    }

    static int at(String parameter, long axis, Shape shape) {
        return at(parameter, axis, shape.rank(), shape);
    }

    static OpError twice(String parameter, long axis, Object shape) {
        return OpError.shape("shape/axis-twice", "axis " + axis + " is named twice")
                .labelParameter(parameter, "")
                .label(0, shape.toString())
                .hint("name each axis once; axes below 0 count from the end");
    }

    /// Which axes the attribute `axis` names; all of them where it is `nil`.
    static boolean[] marked(Attributes attributes, int rank, Object shape) {
        boolean[] marked = new boolean[rank];
        Object given = attributes.get("axis");
        if (given == Attributes.NONE) {
            Arrays.fill(marked, true);
            return marked;
        }
        int[] axes = given instanceof Long one ? new int[] {Math.clamp(one, Integer.MIN_VALUE, Integer.MAX_VALUE)} : (int[]) given;
        for (int axis : axes) {
            int i = at(axis, rank, shape);
            if (marked[i]) {
                throw twice("axis", axis, shape);
            }
            marked[i] = true;
        }
        return marked;
    }

    /// The shape with the marked axes taken away, or kept as size 1.
    static Shape without(Shape shape, boolean[] marked, boolean keep) {
        int rank = 0;
        int[] sizes = new int[shape.rank()];
        for (int i = 0; i < marked.length; i++) {
            if (!marked[i]) {
                sizes[rank++] = shape.size(i);
            } else if (keep) {
                sizes[rank++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, rank));
    }

    static boolean all(boolean[] marked) {
        for (boolean each : marked) {
            if (!each) {
                return false;
            }
        }
        return true;
    }
}

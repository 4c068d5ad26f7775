package dl.op;

import dl.kernel.Windows;
import dl.tensor.OpError;
import dl.tensor.Shape;
import dl.type.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How windows slide over the axes behind the first two, as the parameters `stride`, `padding`, `dilation` and `ceil_mode` say.
///
/// @param in sizes of these axes
/// @param out how often the window fits
record Sliding(int[] in, int[] window, int[] stride, int[] dilation, int[] before, int[] after, int[] out) {
    /// The parameters as given: one value, or one for each axis, of a sliding over `rank` axes.
    record Steps(String name, int rank, Attributes attributes) {
        int[] stride(int[] window) {
            return attributes.has("stride") ? each("stride", attributes.integers("stride"), 1) : window;
        }

        int[] dilation() {
            return each("dilation", attributes.integers("dilation"), 1);
        }

        boolean same() {
            return attributes.get("padding") instanceof String text && known(text).equals("same");
        }

        private String known(String text) {
            if (!text.equals("same") && !text.equals("valid")) {
                throw OpError.value("value/window", "padding is an int, a list of ints, \"same\" or \"valid\", not \"" + text + "\"")
                        .labelParameter("padding", "")
                        .hint("\"same\" gives as many elements as there are (divided by the stride), \"valid\" pads nothing");
            }
            return text;
        }

        /// What is added before and behind each axis, where that is given in numbers.
        int[][] padding() {
            if (attributes.get("padding") instanceof String text) {
                known(text);
                return new int[2][rank];
            }
            int[] given = attributes.integers("padding");
            if (given.length != 2 * rank) {
                int[] both = each("padding", given, 0);
                return new int[][] {both, both};
            }
            int[][] sides = new int[2][rank];
            for (int i = 0; i < given.length; i++) {
                least("padding", given[i], 0);
                sides[i % 2][i / 2] = given[i];
            }
            return sides;
        }

        /// One value for each axis.
        int[] each(String parameter, int[] given, int least) {
            if (given.length != 1 && given.length != rank) {
                String what = rank == 1 ? "1 axis" : rank + " axes";
                throw OpError.value("value/window", name + " slides over " + what + ", and " + parameter + " has " + given.length + " values")
                        .labelParameter(parameter, "")
                        .hint(parameter.equals("padding") ? "one width for all sides, one for each axis, or a pair for each axis: before and behind"
                                : "give one int for all axes, or a list of " + rank);
            }
            for (int value : given) {
                least(parameter, value, least);
            }
            if (given.length == rank) {
                return given;
            }
            int[] all = new int[rank];
            Arrays.fill(all, given[0]);
            return all;
        }

        private void least(String parameter, int value, int least) {
            if (value < least) {
                throw OpError.value("value/window", name + " needs a " + parameter + " of at least " + least + ", not " + value)
                        .labelParameter(parameter, "")
                        .hint(least == 0 ? "0 adds nothing; to leave elements out, slice first: $0[:, :, 1:-1]" : "1 is the smallest " + parameter);
            }
        }
    }

    /// How a window slides over the last axes of `x`.
    ///
    /// @throws OpError `shape/window` where it does not fit, `value/window`
    static Sliding over(Steps steps, Shape x, int[] window, boolean ceil) {
        int rank = steps.rank();
        int[] in = Arrays.copyOfRange(x.toArray(), 2, 2 + rank);
        int[] stride = steps.stride(window);
        int[] dilation = steps.dilation();
        int[][] sides = steps.padding();
        int[] before = sides[0].clone();
        int[] after = sides[1].clone();
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            long span = span(window[i], dilation[i]);
            if (steps.same()) {
                out[i] = Math.ceilDiv(in[i], stride[i]);
                long total = Math.max(0, (out[i] - 1L) * stride[i] + span - in[i]);
                before[i] = (int) (total / 2);
                after[i] = (int) (total - before[i]);
                continue;
            }
            long room = (long) in[i] + before[i] + after[i] - span;
            if (room < 0) {
                throw tooSmall(steps.name(), x, i, window[i], span, before[i] + after[i]);
            }
            long count = (ceil ? Math.ceilDiv(room, stride[i]) : room / stride[i]) + 1;
            // a window that begins behind the input and what is before it would hold nothing
            out[i] = Math.clamp(ceil && (count - 1) * stride[i] >= (long) in[i] + before[i] ? count - 1 : count, 0, Integer.MAX_VALUE);
        }
        return new Sliding(in, window, stride, dilation, before, after, out);
    }

    private static OpError tooSmall(String name, Shape x, int i, int window, long span, int padding) {
        OpError error = OpError.shape("shape/window", name + " cannot place a window of " + window
                        + (span > window ? ", which spans " + span + " with its dilation," : "") + " on axis " + (i + 2) + " of " + x + ": it has "
                        + x.size(i + 2) + (x.size(i + 2) == 1 ? " element" : " elements") + (padding == 0 ? "" : ", " + (x.size(i + 2) + (long) padding) + " with the padding"))
                .label(0, x.toString())
                .labelParameter("window", "");
        return error.hint("a smaller window, or padding = " + Math.ceilDiv(span - x.size(i + 2), 2) + " or more, makes it fit");
    }

    static long span(int window, int dilation) {
        return (window - 1L) * dilation + 1;
    }

    /// The size of an axis of the result, from sizes that may be symbols.
    static Dim size(Steps steps, Dim in, Dim window, int axis, boolean ceil, int stride) {
        int[][] sides = steps.padding();
        int dilation = steps.dilation()[axis];
        if (steps.same() && stride == 1) {
            return in;
        }
        if (stride == 1 && !steps.same()) {
            return in.plus(Dim.of((long) sides[0][axis] + sides[1][axis] + dilation)).minus(window.times(dilation));
        }
        return Dim.UNKNOWN;
    }

    /// The elements of a window that is given as a parameter.
    static int[] window(Steps steps) {
        return steps.each("window", steps.attributes().integers("window"), 1);
    }

    Windows windows() {
        return Windows.of(in, window, out, stride, dilation, before);
    }

    /// Refuses windows that hold padding alone.
    void full(String name, Shape x) {
        for (int axis = 0; axis < in.length; axis++) {
            for (int position = 0; position < out[axis]; position++) {
                boolean meets = false;
                for (int tap = 0; tap < window[axis] && !meets; tap++) {
                    long at = (long) position * stride[axis] + (long) tap * dilation[axis] - before[axis];
                    meets = at >= 0 && at < in[axis];
                }
                if (!meets) {
                    throw OpError.shape("shape/window", name + " would have a window that holds padding alone, on axis " + (axis + 2) + " of " + x
                                    + ": the window has " + window[axis] + ", the padding " + before[axis])
                            .label(0, x.toString())
                            .labelParameter("padding", "")
                            .hint("padding that is smaller than the window leaves an element in each");
                }
            }
        }
    }

    /// The first two sizes and then these.
    static Shape join(int first, int second, int[] rest) {
        int[] sizes = new int[rest.length + 2];
        sizes[0] = first;
        sizes[1] = second;
        System.arraycopy(rest, 0, sizes, 2, rest.length);
        return Shape.of(sizes);
    }

    static List<Dim> join(Dim first, Dim second, List<Dim> rest) {
        List<Dim> all = new ArrayList<>(List.of(first, second));
        all.addAll(rest);
        return all;
    }

    /// What is behind the first two sizes.
    static int[] spatial(Shape shape) {
        return Arrays.copyOfRange(shape.toArray(), 2, shape.rank());
    }
}

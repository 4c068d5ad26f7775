package dl.op;

import static dl.op.Derivative.X;
import static dl.op.Derivative.Y;
import static dl.op.Derivative.vjp;
import static dl.op.Op.op;

import dl.kernel.ConvolutionShape;
import dl.kernel.LongConvolution;
import dl.kernel.Windows;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import dl.type.Dim;
import dl.type.Sizes;
import dl.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Convolutions over one, two and three axes, and their transposes.
///
/// Three operations are each other's derivatives: [#CONVOLVE] is linear in image and weights, [#TRANSPOSED] and [#WEIGHTS] give
/// back the one and the other. What users call finds out the sizes and runs one of them.
final class Convolutions {
    private static final String STEPS = "stride: ints, before: ints, dilation: ints, groups: int, sizes: ints";
    private static final String OPTIONS = "stride: ints = 1, padding: padding = 0, dilation: ints = 1, groups: int = 1";
    private static final String TRANSPOSED_OPTIONS =
            "stride: ints = 1, padding: ints = 0, output_padding: ints = 0, dilation: ints = 1, groups: int = 1";
    private static final String[] IMAGES = {"", "[n, c, length]", "[n, c, height, width]", "[n, c, depth, height, width]"};

    static final Op CONVOLVE = op("convolve(x: [...], w: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("The convolution that `conv1d` and its relatives run: `sizes` are those of the result behind its first two axes.")
            .example("convolve([[[1, 2, 3]]], [[[1, 1]]], stride = [1], before = [0], dilation = [1], groups = 1, sizes = [2])", "[[[3, 5]]]")
            .kernel((k, x, w, a) -> {
                checkRanks("convolve", x, w, a);
                int[] sizes = a.integers("sizes");
                return run(k, 2, x, w, Sliding.join(x.shape().size(0), w.shape().size(0), sizes), a);
            })
            .rule((in, a) -> ranked(in, in.get(0).sizes().ranked() && in.get(1).sizes().ranked() ? in.get(0).sizes().axes().get(0) : Dim.UNKNOWN,
                    in.get(1).sizes().ranked() ? in.get(1).sizes().axes().get(0) : Dim.UNKNOWN, a))
            .derivative(
                    vjp(Y, (g, s) -> transposed(s, g, s.input(1), Sliding.spatial(s.shape(0)))),
                    vjp(X, (g, s) -> weights(s, s.input(0), g, Sliding.spatial(s.shape(1)))))
            .samples("normal[2, 2, 5], normal[3, 2, 2]; stride = [2], before = [1], dilation = [1], groups = 1, sizes = [3]",
                    "normal[1, 2, 3, 4], normal[4, 1, 2, 2]; stride = [1, 1], before = [0, 1], dilation = [1, 2], groups = 2, sizes = [2, 3]")
            .fails("convolve(zeros(1, 1, 3), zeros(1, 2, 2), stride = [1], before = [0], dilation = [1], groups = 1, sizes = [2])", "shape/channels")
            .batch(Batching.merging(1))
            .build();

    static final Op TRANSPOSED = op("convolve_transposed(y: [...], w: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("The transpose of `convolve`: what flows back through it to its input, whose last sizes are `sizes`.")
            .example("convolve_transposed([[[3, 5]]], [[[1, 1]]], stride = [1], before = [0], dilation = [1], groups = 1, sizes = [3])", "[[[3, 8, 5]]]")
            .kernel((k, y, w, a) -> {
                checkRanks("convolve_transposed", y, w, a);
                return run(k, 0, y, w, Sliding.join(y.shape().size(0), w.shape().size(1) * groups(a), a.integers("sizes")), a);
            })
            .rule((in, a) -> ranked(in, in.get(0).sizes().ranked() ? in.get(0).sizes().axes().get(0) : Dim.UNKNOWN,
                    in.get(1).sizes().ranked() ? in.get(1).sizes().axes().get(1).times(groups(a)) : Dim.UNKNOWN, a))
            .derivative(
                    vjp(Y, (g, s) -> convolve(s, g, s.input(1), Sliding.spatial(s.shape(0)))),
                    vjp(X, (g, s) -> weights(s, g, s.input(0), Sliding.spatial(s.shape(1)))))
            .samples("normal[2, 3, 3], normal[3, 2, 2]; stride = [2], before = [1], dilation = [1], groups = 1, sizes = [5]")
            .fails("convolve_transposed(zeros(1, 1, 3), zeros(2, 2, 2), stride = [1], before = [0], dilation = [1], groups = 1, sizes = [4])", "shape/channels")
            .batch(Batching.merging(1))
            .build();

    static final Op WEIGHTS = op("convolve_weights(x: [...], y: [...]; " + STEPS + ") -> [...]")
            .internal()
            .doc("What flows back through `convolve` to its weights, whose last sizes are `sizes`.")
            .example("convolve_weights([[[1, 2, 3]]], [[[1, 1]]], stride = [1], before = [0], dilation = [1], groups = 1, sizes = [2])", "[[[3, 5]]]")
            .kernel((k, x, y, a) -> {
                checkRanks("convolve_weights", x, y, a);
                return run(k, 1, x, y, Sliding.join(y.shape().size(1), x.shape().size(1) / groups(a), a.integers("sizes")), a);
            })
            .rule((in, a) -> ranked(in, in.get(1).sizes().ranked() ? in.get(1).sizes().axes().get(1) : Dim.UNKNOWN,
                    groups(a) == 1 && in.get(0).sizes().ranked() ? in.get(0).sizes().axes().get(1) : Dim.UNKNOWN, a))
            .derivative(
                    vjp(Y, (g, s) -> transposed(s, s.input(1), g, Sliding.spatial(s.shape(0)))),
                    vjp(X, (g, s) -> convolve(s, s.input(0), g, Sliding.spatial(s.shape(1)))))
            .samples("normal[2, 2, 5], normal[2, 3, 3]; stride = [2], before = [1], dilation = [1], groups = 1, sizes = [2]")
            .fails("convolve_weights(zeros(1, 1, 3), zeros(2, 2, 2), stride = [1], before = [0], dilation = [1], groups = 1, sizes = [2])", "shape/channels")
            .build();

    static final List<Op> ALL = all();

    private Convolutions() {}

    private static List<Op> all() {
        List<Op> all = new ArrayList<>(List.of(CONVOLVE, TRANSPOSED, WEIGHTS));
        all.add(forward(1, "conv1d([[[1, 2, 3, 4]]], [[[1, 0, -1]]])", "[[[-2, -2]]]",
                "normal[2, 2, 5], normal[3, 2, 3]", "normal[1, 2, 6], normal[4, 1, 2]; stride = 2, padding = [2, 1], groups = 2, dilation = 2",
                "normal[0, 2, 5], normal[3, 2, 3]; padding = \"same\""));
        all.add(forward(2, "conv2d(ones(1, 1, 3, 3), ones(1, 1, 2, 2), padding = [0, 1])", "[[[[2.0, 4.0, 4.0, 2.0],\n   [2.0, 4.0, 4.0, 2.0]]]]",
                "normal[2, 2, 4, 3], normal[3, 2, 3, 2]", "normal[1, 2, 3, 4], normal[2, 1, 2, 2]; stride = [2, 1], padding = 1, groups = 2",
                "normal[1, 1, 4, 5], normal[2, 1, 3, 2]; padding = \"same\", dilation = [1, 2]"));
        all.add(forward(3, "conv3d(ones(1, 1, 2, 2, 2), ones(1, 1, 2, 2, 2))", "[[[[[8.0]]]]]",
                "normal[1, 2, 2, 3, 3], normal[2, 2, 2, 2, 2]", "normal[1, 1, 2, 3, 3], normal[1, 1, 1, 2, 3]; stride = [1, 2, 2], padding = [0, 1, 1]"));
        all.add(backward(1, "conv_transpose1d([[[1, 2]]], [[[1, 1, 1]]])", "[[[1, 3, 3, 2]]]",
                "normal[2, 3, 4], normal[3, 2, 3]", "normal[1, 4, 3], normal[4, 1, 2]; stride = 3, padding = 1, output_padding = 2, groups = 2"));
        all.add(backward(2, "conv_transpose2d([[[[1, 2]]]], [[[[1, 1]]]], stride = 2)", "[[[[1, 1, 2, 2]]]]",
                "normal[2, 2, 3, 2], normal[2, 3, 2, 3]", "normal[1, 2, 2, 3], normal[2, 2, 3, 3]; stride = 2, padding = 1, output_padding = 1",
                "normal[1, 2, 3, 3], normal[2, 1, 2, 2]; dilation = 2, groups = 2"));
        all.add(backward(3, "conv_transpose3d(ones(1, 1, 1, 1, 1), ones(1, 1, 1, 1, 2))", "[[[[[1.0, 1.0]]]]]",
                "normal[1, 2, 2, 2, 2], normal[2, 1, 2, 1, 2]; stride = [1, 2, 1]"));
        return List.copyOf(all);
    }

    private static Op forward(int rank, String example, String expected, String... samples) {
        String name = "conv" + rank + "d";
        String blanks = ", _".repeat(rank);
        String small = ", 3".repeat(rank);
        return op(name + "(x: [n, c" + blanks + "], w: [o, _" + blanks + "]; " + OPTIONS + ") -> [n, o" + blanks + "]")
                .doc("Slides the weights `w` `[o, c / groups, window...]` over the images `x` `" + IMAGES[rank] + "`: "
                        + "each element of the result is the sum of the products of a window with the weights of its channel (a cross-correlation, "
                        + "as is usual). `padding` adds zeros: one width for all sides, one for each axis, a pair for each axis, `\"same\"` for results as "
                        + "large as `x` divided by `stride`, or `\"valid\"` for none. With `groups` the channels are cut into groups "
                        + "that do not see each other; `groups = c` is a depthwise convolution. Biases are added behind it: `+ b[" + ":"
                        + ", None".repeat(rank) + "]`.")
                .example(example, expected)
                .parts((o, in, a) -> {
                    Sliding plan = plan(name, rank, in[0].shape(), Describe.type(in[0]), in[1].shape(), Describe.type(in[1]), a);
                    real(name, in);
                    return o.run(CONVOLVE, in, plan.stride(), plan.before(), plan.dilation(), a.get("groups"), plan.out());
                })
                .rule((in, a) -> rule(name, rank, in, a))
                .samples(samples)
                .fails(name + "(zeros(1, 2" + small + "), zeros(4, 3" + small + "))", "shape/channels")
                .fails(name + "(zeros(1, 2" + small + "), zeros(4, 2" + small.replace('3', '5') + "))", "shape/window")
                .fails(name + "(zeros(2" + small + "), zeros(4, 2" + small + "))", "shape/rank")
                .fails(name + "(zeros(1, 3" + small + "), zeros(4, 1" + small + "), groups = 3)", "shape/groups")
                .fails(name + "(zeros(1, 2" + small + "), zeros(4, 2" + small + "), stride = 0)", "value/window")
                .build();
    }

    private static Op backward(int rank, String example, String expected, String... samples) {
        String name = "conv_transpose" + rank + "d";
        String blanks = ", _".repeat(rank);
        String small = ", 3".repeat(rank);
        return op(name + "(x: [n, c" + blanks + "], w: [c, _" + blanks + "]; " + TRANSPOSED_OPTIONS + ") -> [n, _" + blanks + "]")
                .doc("The transpose of `conv" + rank + "d`, which spreads each element of `x` `" + IMAGES[rank] + "` over a window with the weights `w` "
                        + "`[c, outputs / groups, window...]`; what overlaps adds up. An axis of `s` elements gets "
                        + "`(s - 1) * stride - 2 * padding + dilation * (window - 1) + 1 + output_padding`: `padding` takes away what it adds in "
                        + "`conv" + rank + "d`, and `output_padding` chooses among the sizes that `stride` would take to `s`.")
                .example(example, expected)
                .parts((o, in, a) -> {
                    Sliding plan = transposedPlan(name, rank, in[0].shape(), Describe.type(in[0]), in[1].shape(), Describe.type(in[1]), a);
                    real(name, in);
                    return o.run(TRANSPOSED, in, plan.stride(), plan.before(), plan.dilation(), a.get("groups"), plan.in());
                })
                .rule((in, a) -> transposedRule(name, rank, in, a))
                .samples(samples)
                .fails(name + "(zeros(1, 2" + small + "), zeros(3, 4" + small + "))", "shape/channels")
                .fails(name + "(zeros(1, 2" + small + "), zeros(2, 4" + small + "), padding = 3)", "shape/window")
                .fails(name + "(zeros(1, 2" + small + "), zeros(2, 4" + small + "), output_padding = 1)", "value/window")
                .build();
    }

    // ---- what users give

    private static Sliding plan(String name, int rank, Shape x, String xText, Shape w, String wText, Attributes a) {
        ranks(name, rank, x.rank(), xText, w.rank(), wText);
        int groups = groups(name, a);
        int channels = x.size(1);
        if (w.size(0) % groups != 0 || channels % groups != 0) {
            boolean outputs = channels % groups == 0;
            throw indivisible(outputs ? w.size(0) : channels, outputs ? "channels of the result" : "channels of x", groups, xText, wText);
        }
        if (w.size(1) != channels / groups) {
            throw channels(name, channels, w.size(1), groups, "axis 1 of w has " + w.size(1), xText, wText,
                    groups == 1 && channels % Math.max(1, w.size(1)) == 0 && w.size(0) % Math.max(1, channels / Math.max(1, w.size(1))) == 0 && w.size(1) > 0
                            ? "w fits with groups = " + channels / w.size(1) + "; else axis 1 of w is the number of channels of x"
                            : "w is [outputs, channels of x / groups, window...]");
        }
        return sliding(new Sliding.Steps(name, rank, a), x, xText, w, wText);
    }

    private static Sliding sliding(Sliding.Steps steps, Shape x, String xText, Shape w, String wText) {
        int[] window = Sliding.spatial(w);
        for (int i = 0; i < window.length; i++) {
            if (window[i] == 0) {
                throw OpError.shape("shape/window", steps.name() + " needs a window of at least 1, and axis " + (i + 2) + " of w has 0")
                        .label(1, wText)
                        .hint("w is [outputs, channels of x / groups, window...]");
            }
        }
        try {
            return Sliding.over(steps, x, window, false);
        } catch (OpError e) {
            throw e.code().equals("shape/window") ? e.label(1, wText) : e;
        }
    }

    private static Sliding transposedPlan(String name, int rank, Shape x, String xText, Shape w, String wText, Attributes a) {
        ranks(name, rank, x.rank(), xText, w.rank(), wText);
        int groups = groups(name, a);
        if (x.size(1) % groups != 0) {
            throw indivisible(x.size(1), "channels of x", groups, xText, wText);
        }
        if (w.size(0) != x.size(1)) {
            throw channels(name, x.size(1), w.size(0), 1, "axis 0 of w has " + w.size(0), xText, wText, w.size(1) == x.size(1) && groups == 1
                    ? "the first axes of w are exchanged: swapaxes($1, 0, 1)" : "w is [channels of x, outputs / groups, window...]");
        }
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        int[] window = Sliding.spatial(w);
        int[] in = Sliding.spatial(x);
        int[] stride = steps.stride(window);
        int[] dilation = steps.dilation();
        int[][] sides = steps.padding();
        int[] more = steps.each("output_padding", a.integers("output_padding"), 0);
        int[] result = new int[rank];
        for (int i = 0; i < rank; i++) {
            if (more[i] >= Math.max(stride[i], dilation[i])) {
                throw OpError.value("value/window", name + " needs an output_padding below stride or dilation, and " + more[i] + " is not below "
                                + Math.max(stride[i], dilation[i]))
                        .labelParameter("output_padding", "")
                        .hint("output_padding chooses among the sizes that the stride takes to the same; pad($0, ...) adds any number of elements");
            }
            long size = in[i] == 0 ? 0 : (in[i] - 1L) * stride[i] - sides[0][i] - sides[1][i] + Sliding.span(window[i], dilation[i]) + more[i];
            if (size < (in[i] == 0 ? 0 : 1) || window[i] == 0) {
                throw OpError.shape("shape/window", name + " would have nothing left on axis " + (i + 2) + ": "
                                + (size + sides[0][i] + sides[1][i]) + " elements, of which the padding takes away " + ((long) sides[0][i] + sides[1][i]))
                        .label(0, xText)
                        .label(1, wText)
                        .labelParameter("padding", "")
                        .hint("the padding of a transposed convolution makes its result smaller: take less");
            }
            result[i] = Math.clamp(size, 0, Integer.MAX_VALUE);
        }
        return new Sliding(result, window, stride, dilation, sides[0], sides[1], in);
    }

    private static void ranks(String name, int rank, int x, String xText, int w, String wText) {
        for (int i = 0; i < 2; i++) {
            int has = i == 0 ? x : w;
            if (has != rank + 2) {
                throw OpError.shape("shape/rank", name + " takes " + (i == 0 ? "images " + IMAGES[rank] : "weights of " + (rank + 2) + " axes")
                                + ", and this is " + (i == 0 ? xText : wText))
                        .label(i, i == 0 ? xText : wText)
                        .hint(i == 0 && has == rank + 1 ? "$0[None] is a batch of one; $0[:, None] has one channel"
                                : i == 0 ? "the first axis is the batch, the second the channels"
                                : name.startsWith("conv_") ? "weights are [channels of x, outputs / groups, window...]"
                                : "weights are [outputs, channels of x / groups, window...]");
            }
        }
    }

    private static int groups(String name, Attributes a) {
        long groups = a.integer("groups");
        if (groups < 1 || groups > Integer.MAX_VALUE) {
            throw OpError.shape("shape/groups", name + " needs at least one group, not " + groups).labelParameter("groups", "")
                    .hint("groups = 1 connects every channel with every other");
        }
        return (int) groups;
    }

    private static OpError indivisible(int count, String what, int groups, String xText, String wText) {
        return OpError.shape("shape/groups", count + " " + what + " do not divide into " + groups + (groups == 1 ? " group" : " groups"))
                .label(0, xText)
                .label(1, wText)
                .labelParameter("groups", "")
                .hint("channels of x and of the result are multiples of groups");
    }

    private static OpError channels(String name, int has, int takes, int groups, String where, String xText, String wText, String hint) {
        return OpError.shape("shape/channels", name + " cannot apply these weights: x has " + has + (has == 1 ? " channel" : " channels")
                        + (groups == 1 ? "" : " in " + groups + " groups, " + has / groups + " each") + ", and " + where)
                .label(0, xText)
                .label(1, wText)
                .hint(hint);
    }

    private static void real(String name, Operand[] in) {
        for (int i = 0; i < in.length; i++) {
            if (in[i].dtype() == DType.C128) {
                throw OpError.type("type/complex", name + " is not defined for complex numbers")
                        .label(i, Describe.type(in[i]))
                        .hint("convolve real(x) and imag(x) one by one");
            }
        }
    }

    // ---- shapes that may be symbols

    private static Type.Tensor rule(String name, int rank, List<Type.Tensor> in, Attributes a) {
        Sizes x = in.get(0).sizes();
        Sizes w = in.get(1).sizes();
        if (!x.ranked() || !w.ranked()) {
            return Type.tensor(Sizes.any());
        }
        ranks(name, rank, x.axes().size(), in.get(0).toString(), w.axes().size(), in.get(1).toString());
        if (x.shape().isPresent() && w.shape().isPresent()) {
            Sliding plan = plan(name, rank, x.shape().get(), in.get(0).toString(), w.shape().get(), in.get(1).toString(), a);
            return Type.tensor(Sizes.of(Sliding.join(x.shape().get().size(0), w.shape().get().size(0), plan.out())));
        }
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            sizes.add(Sliding.size(steps, x.axes().get(i + 2), w.axes().get(i + 2), i, false, steps.stride(new int[rank])[i]));
        }
        return Type.tensor(Sizes.of(Sliding.join(x.axes().get(0), w.axes().get(0), sizes)));
    }

    private static Type.Tensor transposedRule(String name, int rank, List<Type.Tensor> in, Attributes a) {
        Sizes x = in.get(0).sizes();
        Sizes w = in.get(1).sizes();
        if (!x.ranked() || !w.ranked()) {
            return Type.tensor(Sizes.any());
        }
        ranks(name, rank, x.axes().size(), in.get(0).toString(), w.axes().size(), in.get(1).toString());
        if (x.shape().isPresent() && w.shape().isPresent()) {
            Sliding plan = transposedPlan(name, rank, x.shape().get(), in.get(0).toString(), w.shape().get(), in.get(1).toString(), a);
            return Type.tensor(Sizes.of(Sliding.join(x.shape().get().size(0), w.shape().get().size(1) * groups(a), plan.in())));
        }
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        int[][] sides = steps.padding();
        int[] more = steps.each("output_padding", a.integers("output_padding"), 0);
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int stride = steps.stride(new int[rank])[i];
            int dilation = steps.dilation()[i];
            sizes.add(x.axes().get(i + 2).times(stride).plus(w.axes().get(i + 2).times(dilation))
                    .plus(Dim.of((long) more[i] + 1 - stride - dilation - sides[0][i] - sides[1][i])));
        }
        return Type.tensor(Sizes.of(Sliding.join(x.axes().get(0), w.axes().get(1).times(groups(a)), sizes)));
    }

    private static Type.Tensor ranked(List<Type.Tensor> in, Dim first, Dim second, Attributes a) {
        return Type.tensor(Sizes.of(Sliding.join(first, second, Arrays.stream(a.integers("sizes")).mapToObj(Dim::of).toList())));
    }

    // ---- derivatives

    private static Operand convolve(Saved s, Operand x, Operand w, int[] sizes) {
        return run(s, CONVOLVE, x, w, sizes);
    }

    private static Operand transposed(Saved s, Operand y, Operand w, int[] sizes) {
        return run(s, TRANSPOSED, y, w, sizes);
    }

    private static Operand weights(Saved s, Operand x, Operand y, int[] sizes) {
        return run(s, WEIGHTS, x, y, sizes);
    }

    private static Operand run(Saved s, Op op, Operand x, Operand y, int[] sizes) {
        Attributes a = s.attributes();
        return s.run(op, new Operand[] {x, y}, a.get("stride"), a.get("before"), a.get("dilation"), a.get("groups"), sizes);
    }

    // ---- kernels

    private static int groups(Attributes a) {
        return Math.clamp(a.integer("groups"), 1, Integer.MAX_VALUE);
    }

    private static void checkRanks(String name, Tensor x, Tensor y, Attributes a) {
        int rank = a.integers("sizes").length;
        Sliding.Steps steps = new Sliding.Steps(name, rank, a);
        steps.each("stride", a.integers("stride"), 1);
        steps.each("dilation", a.integers("dilation"), 1);
        steps.each("before", a.integers("before"), 0);
        steps.each("sizes", a.integers("sizes"), 0);
        if (rank < 1 || rank > 3 || x.rank() != rank + 2 || y.rank() != rank + 2) {
            throw OpError.shape("shape/rank", name + " takes tensors with two axes more than sizes, and these are " + Describe.type(x) + " and "
                            + Describe.type(y))
                    .label(0, Describe.type(x))
                    .label(1, Describe.type(y));
        }
        real(name, new Operand[] {x, y});
    }

    /// Runs one of the three, of which `missing` says what the third tensor is: 0 the images, 1 the weights, 2 the result.
    private static Tensor run(OpContext context, int missing, Tensor first, Tensor second, Shape third, Attributes a) {
        Shape x = missing == 0 ? third : first.shape();
        Shape w = missing == 1 ? third : second.shape();
        Shape y = missing == 2 ? third : missing == 1 ? second.shape() : first.shape();
        int groups = groups(a);
        if (x.size(0) != y.size(0) || x.size(1) != w.size(1) * groups || w.size(0) != y.size(1) || w.size(0) % groups != 0) {
            throw OpError.shape("shape/channels", "images " + x + ", weights " + w + " and results " + y + " do not belong together in "
                            + groups + (groups == 1 ? " group" : " groups"))
                    .label(0, Describe.type(first))
                    .label(1, Describe.type(second));
        }
        int rank = third.rank() - 2;
        Sliding.Steps steps = new Sliding.Steps("convolve", rank, a);
        Windows windows = Windows.of(
                Sliding.spatial(x), Sliding.spatial(w), Sliding.spatial(y), steps.each("stride", a.integers("stride"), 1),
                steps.each("dilation", a.integers("dilation"), 1), steps.each("before", a.integers("before"), 0));
        ConvolutionShape shape = new ConvolutionShape(x.size(0), groups, w.size(1), w.size(0) / groups, windows);
        DType type = Promotion.arithmetic(Promotion.common(context, first, second));
        Tensor p = first.to(type).contiguousCopy();
        Tensor q = second.to(type).contiguousCopy();
        Object out = context.parallel().results().zeros(type, third.count());
        switch (type) {
            case F32 -> {
                float[] r = (float[]) out;
                switch (missing) {
                    case 0 -> context.kernels().convolveTransposed(shape, p.floats(), p.offset(), q.floats(), q.offset(), r, context.parallel());
                    case 1 -> context.kernels().convolveWeights(shape, p.floats(), p.offset(), q.floats(), q.offset(), r, context.parallel());
                    default -> context.kernels().convolve(shape, p.floats(), p.offset(), q.floats(), q.offset(), r, context.parallel());
                }
            }
            case F64 -> {
                double[] r = (double[]) out;
                switch (missing) {
                    case 0 -> context.kernels().convolveTransposed(shape, p.doubles(), p.offset(), q.doubles(), q.offset(), r, context.parallel());
                    case 1 -> context.kernels().convolveWeights(shape, p.doubles(), p.offset(), q.doubles(), q.offset(), r, context.parallel());
                    default -> context.kernels().convolve(shape, p.doubles(), p.offset(), q.doubles(), q.offset(), r, context.parallel());
                }
            }
            case I64 -> {
                long[] r = (long[]) out;
                switch (missing) {
                    case 0 -> LongConvolution.transposed(shape, p.longs(), p.offset(), q.longs(), q.offset(), r);
                    case 1 -> LongConvolution.weights(shape, p.longs(), p.offset(), q.longs(), q.offset(), r);
                    default -> LongConvolution.forward(shape, p.longs(), p.offset(), q.longs(), q.offset(), r);
                }
            }
            case BOOL, C128 -> throw new IllegalStateException("convolution of " + type);
        }
        return Tensor.over(type, third, out);
    }
}

package dl.op;

import dl.kernel.Kernels;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What stands between the brackets of `x[...]`, applied to a tensor: a view, of which some axes may be gathered.
///
/// NumPy's rules, except that integers are no index tensors, and index tensors must stand next to each other.
final class Index {
    /// A view, the first of its gathered axes, and what they are gathered at; for messages, from which item and for which
    /// axis of the tensor each of the positions is.
    private record Plan(Tensor view, int axis, Tensor[] positions, Shape gathered, int[] from, int[] counted) {}

    private static final Tensor[] NOTHING = {};
    private static final int[] NO_ITEMS = {};

    private final List<IndexItem> items;
    private final boolean positionsOnly;

    Index(List<IndexItem> items) {
        this.items = List.copyOf(items);
        boolean only = true;
        for (IndexItem item : this.items) {
            only &= item instanceof IndexItem.At;
        }
        positionsOnly = only;
    }

    List<IndexItem> items() {
        return items;
    }

    /// Whether two places of the result may be one place of the tensor.
    boolean gathers() {
        for (IndexItem item : items) {
            if (item instanceof IndexItem.Gather) {
                return true;
            }
        }
        return false;
    }

    /// `x[items]`: a view where nothing is gathered.
    Tensor get(Tensor x) {
        Plan plan = plan(x);
        if (plan.positions.length == 0) {
            return plan.view;
        }
        Shape shape = shape(plan);
        Tensor inner = inner(plan);
        int[] starts = starts(plan);
        if (inner.contiguous() && inner.count() >= 8) {
            return Moves.pickRuns(x, starts, inner.count(), shape);
        }
        return Moves.pick(x, combine(starts, inner), shape);
    }

    /// The shape of `x[items]`.
    Shape shape(Tensor x) {
        return shape(plan(x));
    }

    /// The places in the storage of `x` that `x[items]` shows, in row-major order.
    int[] places(Tensor x) {
        Plan plan = plan(x);
        return plan.positions.length == 0 ? Moves.places(plan.view) : combine(starts(plan), inner(plan));
    }

    /// Writes `source`, of the shape of `x[items]`, into the storage of `x`.
    void put(Tensor x, Tensor source) {
        Plan plan = plan(x);
        if (plan.positions.length == 0) {
            Moves.put(plan.view, source);
        } else {
            Moves.put(x, combine(starts(plan), inner(plan)), source.contiguousCopy());
        }
    }

    /// Adds `source`, of the shape of `x[items]`, in the storage of `x`; what goes to equal places adds up in its order.
    void add(Kernels kernels, Tensor x, Tensor source) {
        Plan plan = plan(x);
        Tensor inner = plan.positions.length == 0 ? Moves.run(plan.view) : inner(plan);
        if (x.dtype().isFloat() && inner.contiguous() && inner.count() >= 8) {
            Moves.addRuns(kernels, x, plan.positions.length == 0 ? Moves.places(Moves.starts(plan.view)) : starts(plan), inner.count(), source);
        } else {
            Moves.add(x, places(x), source);
        }
    }

    private static Shape shape(Plan plan) {
        if (plan.positions.length == 0) {
            return plan.view.shape();
        }
        int[] view = plan.view.shape().toArray();
        int[] gathered = plan.gathered.toArray();
        int after = view.length - plan.axis - plan.positions.length;
        int[] sizes = new int[plan.axis + gathered.length + after];
        System.arraycopy(view, 0, sizes, 0, plan.axis);
        System.arraycopy(gathered, 0, sizes, plan.axis, gathered.length);
        System.arraycopy(view, view.length - after, sizes, sizes.length - after, after);
        return Shape.of(sizes);
    }

    /// The axes behind the gathered ones, as offsets from each start.
    private static Tensor inner(Plan plan) {
        int from = plan.axis + plan.positions.length;
        return cut(plan.view, from, plan.view.rank()).view0();
    }

    private record Cut(Tensor view, int[] sizes, int[] strides) {
        Tensor view0() {
            return view.view(Shape.of(sizes), 0, strides);
        }
    }

    private static Cut cut(Tensor view, int from, int to) {
        return new Cut(
                view,
                java.util.Arrays.copyOfRange(view.shape().toArray(), from, to),
                java.util.Arrays.copyOfRange(view.strides(), from, to));
    }

    private static int[] starts(Plan plan) {
        Tensor outer = cut(plan.view, 0, plan.axis).view0();
        int[] outers = Moves.places(outer);
        int n = plan.gathered.count();
        int[] gathered = new int[n];
        for (int j = 0; j < plan.positions.length; j++) {
            int item = plan.from[j];
            Tensor positions = plan.positions[j].broadcastTo(plan.gathered).contiguousCopy();
            int axis = plan.axis + j;
            int size = plan.view.shape().size(axis);
            int stride = plan.view.stride(axis);
            long[] values = positions.longs();
            for (int i = 0; i < n; i++) {
                long position = values[positions.offset() + i];
                gathered[i] += at(position, size, plan.counted[j], item) * stride;
            }
        }
        int[] starts = new int[outers.length * n];
        for (int o = 0, at = 0; o < outers.length; o++) {
            for (int i = 0; i < n; i++) {
                starts[at++] = plan.view.offset() + outers[o] + gathered[i];
            }
        }
        return starts;
    }

    private static int[] combine(int[] starts, Tensor inner) {
        int[] offsets = Moves.places(inner);
        int[] places = new int[starts.length * offsets.length];
        for (int i = 0, at = 0; i < starts.length; i++) {
            for (int offset : offsets) {
                places[at++] = starts[i] + offset;
            }
        }
        return places;
    }

    static int at(long position, int size, int axis) {
        return at(position, size, axis, -1);
    }

    /// @param item which item of the brackets gives the position, or -1 when it comes from elsewhere
    private static int at(long position, int size, int axis, int item) {
        if (position < -size || position >= size) {
            OpError error = OpError.index("index/range", "index " + position + " is out of range for axis " + axis + ", which has "
                    + size + (size == 1 ? " element" : " elements"));
            if (item >= 0) {
                error.label(item + 1, "");
            }
            throw size == 0 ? error.hint("it is empty, so no index fits")
                    : error.hint(size == 1 ? "its only element is 0, or -1 from the end" : "its elements are 0 to " + (size - 1) + ", or -" + size + " to -1 from the end");
        }
        return (int) (position < 0 ? position + size : position);
    }

    /// One element or row: no lists, since loops over elements come here.
    private Plan element(Tensor x) {
        int n = items.size();
        int offset = x.offset();
        for (int axis = 0; axis < n; axis++) {
            long position = ((IndexItem.At) items.get(axis)).position();
            offset += at(position, x.shape().size(axis), axis, axis) * x.stride(axis);
        }
        int left = x.rank() - n;
        int[] sizes = new int[left];
        int[] strides = new int[left];
        for (int i = 0; i < left; i++) {
            sizes[i] = x.shape().size(n + i);
            strides[i] = x.stride(n + i);
        }
        return new Plan(x.view(Shape.of(sizes), offset, strides), 0, NOTHING, Shape.SCALAR, NO_ITEMS, NO_ITEMS);
    }

    private Plan plan(Tensor x) {
        if (positionsOnly && items.size() <= x.rank()) {
            return element(x);
        }
        int used = 0;
        int dots = 0;
        for (IndexItem item : items) {
            used += switch (item) {
                case IndexItem.At _, IndexItem.Slice _, IndexItem.Gather _, IndexItem.GatherInput _ -> 1;
                case IndexItem.Mask(Tensor condition) -> condition.rank();
                case IndexItem.NewAxis _ -> 0;
                case IndexItem.Ellipsis _ -> {
                    dots++;
                    yield 0;
                }
            };
        }
        if (used > x.rank()) {
            throw OpError.index("index/too-many", used + (used == 1 ? " index" : " indices") + " for " + Describe.type(x)
                            + ", which has " + Describe.axes(x.rank()))
                    .label(0, Describe.type(x))
                    .hint(x.rank() == 0 ? "a value of rank 0 is one number: it has nothing to pick from"
                            : x.rank() == 1 && used == 2 ? "a vector takes one index: $0[i]; $0[:, None] makes a column of it" : "one index for each axis");
        }
        if (dots > 1) {
            throw OpError.index("index/ellipsis", "... may stand once in an index").label(last(IndexItem.Ellipsis.class) + 1, "the second one")
                    .hint("it stands for all axes that no other item names; write : for one axis");
        }
        List<Integer> sizes = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        List<Tensor> positions = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        List<Integer> counted = new ArrayList<>();
        int first = -1;
        int offset = x.offset();
        int axis = 0;
        for (int at = 0; at < items.size(); at++) {
            switch (items.get(at)) {
                case IndexItem.At(long position) -> {
                    offset += at(position, x.shape().size(axis), axis, at) * x.stride(axis);
                    axis++;
                }
                case IndexItem.Slice slice -> {
                    int size = x.shape().size(axis);
                    long step = slice.step().orElse(1);
                    if (step == 0) {
                        throw OpError.index("index/step", "the step of a slice cannot be 0").label(at + 1, "").hint("1 takes every element, 2 every second, -1 goes backwards");
                    }
                    long start = clamp(slice.start().orElse(step > 0 ? 0 : size - 1L), slice.start().isPresent(), size, step);
                    long stop = slice.stop().isPresent() ? clamp(slice.stop().getAsLong(), true, size, step) : step > 0 ? size : -1;
                    long distance = step > 0 ? stop - start : start - stop;
                    long stride = Math.abs(Math.max(step, -Long.MAX_VALUE));
                    int count = distance <= 0 ? 0 : (int) ((distance - 1) / stride + 1);
                    offset += count == 0 ? 0 : (int) start * x.stride(axis);
                    sizes.add(count);
                    strides.add(count > 1 ? (int) step * x.stride(axis) : 0);
                    axis++;
                }
                case IndexItem.NewAxis _ -> {
                    sizes.add(1);
                    strides.add(0);
                }
                case IndexItem.Ellipsis _ -> {
                    for (int end = axis + x.rank() - used; axis < end; axis++) {
                        sizes.add(x.shape().size(axis));
                        strides.add(x.stride(axis));
                    }
                }
                case IndexItem.GatherInput _ -> throw new IllegalStateException("positions that nobody filled in");
                case IndexItem.Gather(Operand given) -> {
                    Tensor ints = given.plain();
                    if (ints.dtype() != DType.I64) {
                        throw OpError.index("index/not-int", "an index is an int, and this is " + Describe.type(ints))
                                .label(at + 1, Describe.type(ints))
                                .hint("convert it with i64(x)");
                    }
                    first = adjacent(first, positions, sizes, at);
                    positions.add(ints);
                    from.add(at);
                    counted.add(axis);
                    sizes.add(x.shape().size(axis));
                    strides.add(x.stride(axis));
                    axis++;
                }
                case IndexItem.Mask(Tensor condition) -> {
                    first = adjacent(first, positions, sizes, at);
                    for (int i = 0; i < condition.rank(); i++) {
                        if (condition.shape().size(i) != x.shape().size(axis + i)) {
                            throw OpError.index("index/mask", "a mask " + condition.shape() + " does not fit "
                                            + Describe.type(x) + ": axis " + (axis + i) + " has " + x.shape().size(axis + i)
                                            + " elements, the mask " + condition.shape().size(i))
                                    .label(at + 1, Describe.type(condition))
                                    .label(0, Describe.type(x))
                                    .hint("a mask has one bool for each element, as a comparison of the same tensor gives it: $0[$0 > 0]");
                        }
                    }
                    Tensor[] found = Selecting.nonzero(condition);
                    for (int i = 0; i < condition.rank(); i++) {
                        positions.add(found[i]);
                        from.add(at);
                        counted.add(axis);
                        sizes.add(x.shape().size(axis));
                        strides.add(x.stride(axis));
                        axis++;
                    }
                }
            }
        }
        for (; axis < x.rank(); axis++) {
            sizes.add(x.shape().size(axis));
            strides.add(x.stride(axis));
        }
        Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        Tensor view = x.view(shape, offset, strides.stream().mapToInt(Integer::intValue).toArray());
        Tensor[] all = positions.toArray(Tensor[]::new);
        Shape gathered = Shape.SCALAR;
        for (int j = 0; j < all.length; j++) {
            try {
                gathered = Shape.broadcast(gathered, all[j].shape());
            } catch (OpError e) {
                throw OpError.index("index/pair", "index tensors " + gathered + " and " + all[j].shape() + " do not pair up: "
                                + Describe.reason(e))
                        .label(from.get(j) + 1, Describe.type(all[j]))
                        .label(from.get(0) + 1, Describe.type(all[0]))
                        .hint("several index tensors name one element together: x[rows, columns]; for all rows and all columns write x[rows][:, columns]");
            }
        }
        return new Plan(view, Math.max(0, first), all, gathered, ints(from), ints(counted));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private int last(Class<? extends IndexItem> kind) {
        int last = items.size() - 1;
        while (last > 0 && !kind.isInstance(items.get(last))) {
            last--;
        }
        return last;
    }

    private static int adjacent(int first, List<Tensor> positions, List<Integer> sizes, int item) {
        if (first < 0) {
            return sizes.size();
        }
        if (first + positions.size() != sizes.size()) {
            throw OpError.index("index/adjacent", "index tensors must stand next to each other, without a slice or axis between")
                    .label(item + 1, "")
                    .hint("index in two steps: $0[i][:, j]");
        }
        return first;
    }

    private static long clamp(long position, boolean given, int size, long step) {
        if (!given) {
            return position;
        }
        long at = position < 0 ? position + size : position;
        return step > 0 ? Math.clamp(at, 0L, (long) size) : Math.clamp(at, -1L, size - 1L);
    }

    @Override
    public String toString() {
        return items.toString();
    }
}

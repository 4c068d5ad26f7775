package dl.kernel;

import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// A straight line of elementwise steps that runs over its inputs tile by tile: what one step gives the next never leaves
/// the first-level cache, and no tensor is made but the results.
///
/// Registers are numbered: the inputs first, then the constants, then what the steps give, in their order. Each step runs the
/// loop that the operation alone runs, so that every element has the same bits as from one operation after the other.
public final class TileProgram {
    /// One elementwise operation on registers.
    public sealed interface Step {
        /// Whether the step gives bools.
        default boolean isMask() {
            return false;
        }

        /// The registers that it reads.
        int[] reads();
    }

    public record Unary(UnaryOperator operator, int x) implements Step {
        @Override
        public int[] reads() {
            return new int[] {x};
        }
    }

    public record Binary(BinaryOperator operator, int x, int y) implements Step {
        @Override
        public int[] reads() {
            return new int[] {x, y};
        }
    }

    public record Compare(Comparison comparison, int x, int y) implements Step {
        @Override
        public boolean isMask() {
            return true;
        }

        @Override
        public int[] reads() {
            return new int[] {x, y};
        }
    }

    /// Of two masks.
    public record Combine(Logic logic, int x, int y) implements Step {
        @Override
        public boolean isMask() {
            return true;
        }

        @Override
        public int[] reads() {
            return new int[] {x, y};
        }
    }

    public record Not(int x) implements Step {
        @Override
        public boolean isMask() {
            return true;
        }

        @Override
        public int[] reads() {
            return new int[] {x};
        }
    }

    /// `x` where the mask is true, else `y`.
    public record Select(int mask, int x, int y) implements Step {
        @Override
        public int[] reads() {
            return new int[] {mask, x, y};
        }
    }

    /// `g` where `x` is positive, else 0.
    public record Gated(int g, int x) implements Step {
        @Override
        public int[] reads() {
            return new int[] {g, x};
        }
    }

    /// Elements of a tile: a handful of tiles of f32 fits the first-level cache.
    static final int TILE = 2048;

    private static final int NOWHERE = -1;

    final DType dtype;
    final int inputs;
    final double[] constants;
    final List<Step> steps;
    /// What each step reads, asked once and not at every run.
    final int[][] reads;
    final int[] results;
    /// Where each step writes: a tile of numbers or of masks, by their own count; tiles are used again when nobody reads them
    /// any more. A step that is a result writes there at once.
    final int[] place;
    final int tiles;
    final int masks;

    /// @param dtype of the numbers, F32 or F64
    /// @param constants numbers that are exact in `dtype`
    /// @param results the registers of the steps to give, each a number
    public TileProgram(DType dtype, int inputs, double[] constants, List<Step> steps, int[] results) {
        this.dtype = dtype;
        this.inputs = inputs;
        this.constants = constants;
        this.steps = List.copyOf(steps);
        this.reads = steps.stream().map(Step::reads).toArray(int[][]::new);
        this.results = results;
        int first = inputs + constants.length;
        int[] last = new int[steps.size()];
        Arrays.fill(last, NOWHERE);
        for (int i = 0; i < last.length; i++) {
            for (int read : reads[i]) {
                if (read >= first) {
                    last[read - first] = i;
                }
            }
        }
        for (int result : results) {
            if (result < first || steps.get(result - first).isMask()) {
                throw new IllegalArgumentException("register " + result + " is no result");
            }
        }
        place = new int[last.length];
        Places numbers = new Places(last);
        Places bools = new Places(last);
        for (int i = 0; i < last.length; i++) {
            place[i] = result(first + i) >= 0 ? NOWHERE : (steps.get(i).isMask() ? bools : numbers).take(i);
        }
        tiles = numbers.count;
        masks = bools.count;
    }

    /// Hands out tiles; one is free again after the step that reads it last: an operand that stands still is read to the end.
    private static final class Places {
        private final int[] last;
        private final int[] holder;
        private int count;

        Places(int[] last) {
            this.last = last;
            this.holder = new int[last.length];
        }

        int take(int step) {
            for (int place = 0; place < count; place++) {
                if (last[holder[place]] < step) {
                    holder[place] = step;
                    return place;
                }
            }
            holder[count] = step;
            return count++;
        }
    }

    /// The position of a register among the results, or -1.
    int result(int register) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == register) {
                return i;
            }
        }
        return NOWHERE;
    }

    /// Runs over inputs that stretch to `shape`: bools where a mask is read, else tensors of the program's type.
    public Tensor[] run(Kernels kernels, Parallel parallel, Shape shape, Tensor... operands) {
        int n = shape.count();
        Object[] outs = new Object[results.length];
        Tensor[] made = new Tensor[results.length];
        for (int i = 0; i < outs.length; i++) {
            // one register may be two results
            int same = result(results[i]);
            outs[i] = same < i ? outs[same] : parallel.results().of(dtype, n);
            made[i] = same < i ? made[same] : Tensor.over(dtype, shape, outs[i]);
        }
        if (n == 0) {
            return made;
        }
        Walk walk = Walk.over(shape, operands);
        boolean gathers = TileRun.gathers(this, walk);
        walk.run(parallel, grain(), (first, last) -> {
            TileRun run = TileRun.of(this, kernels, parallel, walk, gathers, outs);
            if (gathers) {
                run.rows(first, last);
            } else {
                walk.pieces(first, last, run);
            }
            run.release();
        });
        return made;
    }

    private int grain() {
        return Math.max(TILE, Walk.GRAIN / Math.max(1, steps.size()) / TILE * TILE);
    }

    /// Runs the program and reduces its one result along the last axes, `length` elements to one, without keeping more of it
    /// than a block: the bits are those of [Reduce#along].
    ///
    /// @param reduction a sum, maximum or minimum
    public Tensor reduce(Kernels kernels, Parallel parallel, Reduction reduction, Shape shape, int length, Shape reduced, Tensor... operands) {
        int rows = reduced.count();
        Object out = Tensor.allocate(dtype, rows);
        if (rows == 0) {
            return Tensor.over(dtype, reduced, out);
        }
        Walk walk = length == 0 ? null : Walk.over(shape, operands);
        int blocks = Math.max(1, (length + BLOCK - 1) / BLOCK);
        // short rows go through the program several at a time
        int group = blocks > 1 || length == 0 ? 1 : BLOCK / length;
        boolean gathers = walk != null && blocks == 1 && length % walk.inner() == 0 && TileRun.gathers(this, walk);
        double[] parts = new double[rows * blocks];
        parallel.forRange(parts.length, Math.max(1, grain() / Math.max(1, Math.min(length, BLOCK))), (first, last) -> {
            Object block = dtype == DType.F32 ? parallel.scratch().floats(BLOCK) : parallel.scratch().doubles(BLOCK);
            float[] singles = new float[dtype == DType.F32 ? group : 0];
            TileRun run = walk == null ? null : TileRun.of(this, kernels, parallel, walk, gathers, new Object[] {block});
            for (int part = first; part < last; part += group) {
                int count = Math.min(group, last - part);
                int from = part / blocks * length + part % blocks * BLOCK;
                int n = Math.min(BLOCK, length - part % blocks * BLOCK);
                if (run != null) {
                    run.base = from;
                    if (gathers) {
                        run.rows(from / walk.inner(), (from + count * n) / walk.inner());
                    } else {
                        walk.range(from, from + count * n, run);
                    }
                }
                if (block instanceof float[] floats) {
                    kernels.reduceRows(reduction, floats, 0, count, n, singles, 0);
                    for (int each = 0; each < count; each++) {
                        parts[part + each] = singles[each];
                    }
                } else {
                    kernels.reduceRows(reduction, (double[]) block, 0, count, n, parts, part);
                }
            }
            if (run != null) {
                run.release();
            }
            if (block instanceof float[] floats) {
                parallel.scratch().release(floats);
            } else {
                parallel.scratch().release((double[]) block);
            }
        });
        for (int row = 0; row < rows; row++) {
            double total = Reduce.combine(reduction, parts, row * blocks, blocks);
            if (out instanceof float[] floats) {
                floats[row] = (float) total;
            } else {
                ((double[]) out)[row] = total;
            }
        }
        return Tensor.over(dtype, reduced, out);
    }

    /// What sums are cut into; see [FloatReductions].
    private static final int BLOCK = FloatReductions.BLOCK;
}

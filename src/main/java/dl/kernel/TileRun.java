package dl.kernel;

import dl.tensor.DType;

/// One thread's way through a [TileProgram]: where its registers are, and the loop over tiles.
///
/// A register that stands still along a run (a broadcast operand, and what is computed from such only) has step 0 and is
/// computed once per tile. Where runs are short, as the rows of a matrix to which a vector is added, a tile holds several of
/// them instead, and operands that do not lie as the result does are copied into tiles of their own: a call per run and step
/// costs some 30 ns (`x / d * a + b` on 1000 rows of 100 took 99 us so, and takes 50).
abstract class TileRun implements Walk.Run {
    final TileProgram program;
    final Kernels kernels;
    final Parallel parallel;
    final int first;
    /// Where each register begins in its array, and its step, 0 or 1.
    final int[] offset;
    final int[] step;
    final boolean[][] masks;
    private final int[] inputStart;
    private final Walk walk;
    /// The inputs that are copied into tiles, run by run, and those that are copied once.
    private final boolean[] copied;
    private boolean begun;
    /// The element at which the arrays of the results begin.
    int base;

    /// @param gathers whether tiles hold several runs
    TileRun(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, boolean gathers) {
        this.program = program;
        this.kernels = kernels;
        this.parallel = parallel;
        this.walk = walk;
        first = program.inputs + program.constants.length;
        int registers = first + program.steps.size();
        offset = new int[registers];
        step = new int[registers];
        masks = new boolean[registers][];
        inputStart = new int[program.inputs];
        copied = new boolean[program.inputs];
        boolean[] tiles = program.masks == 0 ? NO_MASKS : new boolean[program.masks * TileProgram.TILE];
        for (int i = 0; i < program.inputs; i++) {
            step[i] = walk.step(i);
            if (gathers) {
                inputStart[i] = walk.operand(i).offset();
                copied[i] = isCopied(walk, i);
                step[i] = copied[i] ? 1 : step[i];
            }
            if (walk.operand(i).dtype() == DType.BOOL) {
                masks[i] = walk.operand(i).booleans();
            }
        }
        for (int i = 0; i < program.steps.size(); i++) {
            TileProgram.Step each = program.steps.get(i);
            for (int read : program.reads[i]) {
                step[first + i] |= step[read];
            }
            if (each.isMask()) {
                masks[first + i] = tiles;
            }
            offset[first + i] = program.place[i] * TileProgram.TILE;
        }
    }

    /// Whether an input of tiles of several runs must be copied: it is neither one number nor as the result.
    private static boolean isCopied(Walk walk, int i) {
        return !walk.isDense(i) && !(walk.isRepeated(i) && walk.step(i) == 0);
    }

    final boolean isCopied(int input) {
        return copied[input];
    }

    /// Whether it is worth while to put several runs into a tile. What is computed from operands that stand still along the
    /// runs would be computed again and again.
    static boolean gathers(TileProgram program, Walk walk) {
        if (!walk.isShort(TileProgram.TILE)) {
            return false;
        }
        int registers = program.inputs + program.constants.length;
        boolean[] moves = new boolean[registers + program.steps.size()];
        boolean[] rests = new boolean[moves.length];
        for (int i = 0; i < program.inputs; i++) {
            moves[i] = walk.step(i) != 0;
            rests[i] = !walk.isRepeated(i);
            if (walk.operand(i).dtype() == DType.BOOL && isCopied(walk, i)) {
                return false;
            }
        }
        for (int i = 0; i < program.steps.size(); i++) {
            for (int read : program.reads[i]) {
                moves[registers + i] |= moves[read];
                rests[registers + i] |= rests[read];
            }
            if (rests[registers + i] && !moves[registers + i]) {
                return false;
            }
        }
        return true;
    }

    private static final boolean[] NO_MASKS = {};

    static TileRun of(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, boolean gathers, Object[] outs) {
        return program.dtype == DType.F32 ? new Floats(program, kernels, parallel, walk, gathers, outs)
                : new Doubles(program, kernels, parallel, walk, gathers, outs);
    }

    /// Gives the tiles back.
    abstract void release();

    final void masks(TileProgram.Combine each, int to, int n) {
        BooleanKernels.logic(
                each.logic(), masks[each.x()], offset[each.x()], step[each.x()], masks[each.y()], offset[each.y()], step[each.y()],
                masks[to], offset[to], n);
    }

    final void masks(TileProgram.Not each, int to, int n) {
        BooleanKernels.not(masks[each.x()], offset[each.x()], masks[to], offset[to], n);
    }

    /// Runs one step over `n` elements.
    abstract void step(TileProgram.Step each, int register, int n);

    /// Repeats the first element of a result over `n` of them.
    abstract void spread(int register, int n);

    @Override
    public void run(int[] position, int out, int n) {
        System.arraycopy(position, 0, inputStart, 0, inputStart.length);
        for (int done = 0; done < n; done += TileProgram.TILE) {
            int count = Math.min(TileProgram.TILE, n - done);
            for (int i = 0; i < inputStart.length; i++) {
                offset[i] = inputStart[i] + done * step[i];
            }
            steps(out + done, count);
        }
    }

    private void steps(int out, int count) {
        for (int i = 0; i < program.steps.size(); i++) {
            int register = first + i;
            boolean result = program.place[i] < 0;
            if (result) {
                offset[register] = out - base;
            }
            step(program.steps.get(i), register, step[register] == 0 ? 1 : count);
            if (result && step[register] == 0) {
                spread(register, count);
            }
        }
    }

    /// Does the runs `from` to `to`, several at a time.
    final void rows(int from, int to) {
        int inner = walk.inner();
        int most = TileProgram.TILE / inner;
        for (int row = from; row < to; row += most) {
            int count = Math.min(most, to - row);
            for (int i = 0; i < inputStart.length; i++) {
                if (!copied[i]) {
                    offset[i] = inputStart[i] + row * inner * step[i];
                } else if (!walk.isRepeated(i)) {
                    for (int next = 0; next < count; next++) {
                        copy(i, walk.place(i, row + next), next * inner, inner, walk.step(i));
                    }
                } else if (!begun) {
                    for (int next = 0; next < most; next++) {
                        copy(i, inputStart[i], next * inner, inner, walk.step(i));
                    }
                }
            }
            begun = true;
            steps(row * inner, count * inner);
        }
    }

    /// Copies `n` elements of an input, or one of them so many times, into its tile.
    abstract void copy(int input, int from, int to, int n, int step);

    /// In f32.
    private static final class Floats extends TileRun {
        private final float[][] numbers;
        private final float[][] sources;
        private final float[] tiles;

        Floats(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, boolean gathers, Object[] outs) {
            super(program, kernels, parallel, walk, gathers);
            numbers = new float[offset.length][];
            sources = new float[program.inputs][];
            tiles = parallel.scratch().floats(program.tiles * TileProgram.TILE);
            for (int i = 0; i < program.inputs; i++) {
                if (masks[i] == null) {
                    sources[i] = walk.operand(i).floats();
                    numbers[i] = isCopied(i) ? parallel.scratch().floats(TileProgram.TILE) : sources[i];
                }
            }
            for (int i = 0; i < program.constants.length; i++) {
                numbers[program.inputs + i] = new float[] {(float) program.constants[i]};
            }
            for (int i = 0; i < program.steps.size(); i++) {
                int result = program.result(first + i);
                numbers[first + i] = result >= 0 ? (float[]) outs[result] : tiles;
            }
        }

        @Override
        void release() {
            parallel.scratch().release(tiles);
            for (int i = 0; i < program.inputs; i++) {
                if (isCopied(i)) {
                    parallel.scratch().release(numbers[i]);
                }
            }
        }

        @Override
        void copy(int input, int from, int to, int n, int step) {
            if (step == 0) {
                java.util.Arrays.fill(numbers[input], to, to + n, sources[input][from]);
            } else {
                System.arraycopy(sources[input], from, numbers[input], to, n);
            }
        }

        @Override
        void step(TileProgram.Step each, int to, int n) {
            switch (each) {
                case TileProgram.Unary(UnaryOperator operator, int x) ->
                    kernels.unary(operator, numbers[x], offset[x], numbers[to], offset[to], n);
                case TileProgram.Binary(BinaryOperator operator, int x, int y) ->
                    kernels.binary(
                            operator, numbers[x], offset[x], step[x], numbers[y], offset[y], step[y], numbers[to], offset[to], n);
                case TileProgram.Compare(Comparison comparison, int x, int y) ->
                    BooleanKernels.compare(
                            comparison, numbers[x], offset[x], step[x], numbers[y], offset[y], step[y], masks[to], offset[to], n);
                case TileProgram.Gated(int g, int x) ->
                    Gate.run(numbers[g], offset[g], step[g], numbers[x], offset[x], step[x], numbers[to], offset[to], n);
                case TileProgram.Combine combine -> masks(combine, to, n);
                case TileProgram.Not not -> masks(not, to, n);
                case TileProgram.Select(int mask, int x, int y) ->
                    kernels.select(
                            masks[mask], offset[mask], step[mask], numbers[x], offset[x], step[x], numbers[y], offset[y], step[y],
                            numbers[to], offset[to], n);
            }
        }

        @Override
        void spread(int register, int n) {
            java.util.Arrays.fill(numbers[register], offset[register], offset[register] + n, numbers[register][offset[register]]);
        }
    }

    /// In f64.
    private static final class Doubles extends TileRun {
        private final double[][] numbers;
        private final double[][] sources;
        private final double[] tiles;

        Doubles(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, boolean gathers, Object[] outs) {
            super(program, kernels, parallel, walk, gathers);
            numbers = new double[offset.length][];
            sources = new double[program.inputs][];
            tiles = parallel.scratch().doubles(program.tiles * TileProgram.TILE);
            for (int i = 0; i < program.inputs; i++) {
                if (masks[i] == null) {
                    sources[i] = walk.operand(i).doubles();
                    numbers[i] = isCopied(i) ? parallel.scratch().doubles(TileProgram.TILE) : sources[i];
                }
            }
            for (int i = 0; i < program.constants.length; i++) {
                numbers[program.inputs + i] = new double[] {program.constants[i]};
            }
            for (int i = 0; i < program.steps.size(); i++) {
                int result = program.result(first + i);
                numbers[first + i] = result >= 0 ? (double[]) outs[result] : tiles;
            }
        }

        @Override
        void release() {
            parallel.scratch().release(tiles);
            for (int i = 0; i < program.inputs; i++) {
                if (isCopied(i)) {
                    parallel.scratch().release(numbers[i]);
                }
            }
        }

        @Override
        void copy(int input, int from, int to, int n, int step) {
            if (step == 0) {
                java.util.Arrays.fill(numbers[input], to, to + n, sources[input][from]);
            } else {
                System.arraycopy(sources[input], from, numbers[input], to, n);
            }
        }

        @Override
        void step(TileProgram.Step each, int to, int n) {
            switch (each) {
                case TileProgram.Unary(UnaryOperator operator, int x) ->
                    kernels.unary(operator, numbers[x], offset[x], numbers[to], offset[to], n);
                case TileProgram.Binary(BinaryOperator operator, int x, int y) ->
                    kernels.binary(
                            operator, numbers[x], offset[x], step[x], numbers[y], offset[y], step[y], numbers[to], offset[to], n);
                case TileProgram.Compare(Comparison comparison, int x, int y) ->
                    BooleanKernels.compare(
                            comparison, numbers[x], offset[x], step[x], numbers[y], offset[y], step[y], masks[to], offset[to], n);
                case TileProgram.Gated(int g, int x) ->
                    Gate.run(numbers[g], offset[g], step[g], numbers[x], offset[x], step[x], numbers[to], offset[to], n);
                case TileProgram.Combine combine -> masks(combine, to, n);
                case TileProgram.Not not -> masks(not, to, n);
                case TileProgram.Select(int mask, int x, int y) ->
                    kernels.select(
                            masks[mask], offset[mask], step[mask], numbers[x], offset[x], step[x], numbers[y], offset[y], step[y],
                            numbers[to], offset[to], n);
            }
        }

        @Override
        void spread(int register, int n) {
            java.util.Arrays.fill(numbers[register], offset[register], offset[register] + n, numbers[register][offset[register]]);
        }
    }
}

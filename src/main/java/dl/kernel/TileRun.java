package dl.kernel;

import dl.tensor.DType;

/// One thread's way through a [TileProgram]: where its registers are, and the loop over tiles.
///
/// A register that stands still along a run (a broadcast operand, and what is computed from such only) has step 0 and is
/// computed once per tile.
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
    /// The element at which the arrays of the results begin.
    int base;

    TileRun(TileProgram program, Kernels kernels, Parallel parallel, Walk walk) {
        this.program = program;
        this.kernels = kernels;
        this.parallel = parallel;
        first = program.inputs + program.constants.length;
        int registers = first + program.steps.size();
        offset = new int[registers];
        step = new int[registers];
        masks = new boolean[registers][];
        inputStart = new int[program.inputs];
        boolean[] tiles = program.masks == 0 ? NO_MASKS : new boolean[program.masks * TileProgram.TILE];
        for (int i = 0; i < program.inputs; i++) {
            step[i] = walk.step(i);
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

    private static final boolean[] NO_MASKS = {};

    static TileRun of(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, Object[] outs) {
        return program.dtype == DType.F32 ? new Floats(program, kernels, parallel, walk, outs)
                : new Doubles(program, kernels, parallel, walk, outs);
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
            for (int i = 0; i < program.steps.size(); i++) {
                int register = first + i;
                boolean result = program.place[i] < 0;
                if (result) {
                    offset[register] = out + done - base;
                }
                step(program.steps.get(i), register, step[register] == 0 ? 1 : count);
                if (result && step[register] == 0) {
                    spread(register, count);
                }
            }
        }
    }

    /// In f32.
    private static final class Floats extends TileRun {
        private final float[][] numbers;
        private final float[] tiles;

        Floats(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, Object[] outs) {
            super(program, kernels, parallel, walk);
            numbers = new float[offset.length][];
            tiles = parallel.scratch().floats(program.tiles * TileProgram.TILE);
            for (int i = 0; i < program.inputs; i++) {
                if (masks[i] == null) {
                    numbers[i] = walk.operand(i).floats();
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
        private final double[] tiles;

        Doubles(TileProgram program, Kernels kernels, Parallel parallel, Walk walk, Object[] outs) {
            super(program, kernels, parallel, walk);
            numbers = new double[offset.length][];
            tiles = parallel.scratch().doubles(program.tiles * TileProgram.TILE);
            for (int i = 0; i < program.inputs; i++) {
                if (masks[i] == null) {
                    numbers[i] = walk.operand(i).doubles();
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

package dl.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls vector kernels on idle data until the compiler has made them quicker than the scalar ones.
///
/// One daemon thread at a time, which ends when nothing is left to practise.
final class WarmUp {
    private static final int N = 1024;
    /// An operation that has not become quicker by then lets the others go first, and stays scalar after [#ROUNDS] tries.
    private static final long LIMIT_NANOS = 1_500_000_000L;

    private static final int ROUNDS = 6;
    /// So often in a row the vector kernel must win: one lucky call is no compiled code.
    private static final int WINS = 8;

    /// Hears that an operation's vector loop has become the quicker one.
    @FunctionalInterface
    interface Ready {
        void accept(Kernels vector, int operation);
    }

    private final Supplier<Optional<Kernels>> load;
    private final IntUnaryOperator work;
    private final Ready ready;
    /// What `load` found; only the thread that practises looks here.
    private @Nullable Optional<Kernels> found;
    private final ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    /// @param work what an operation has done so far: those that did most come first
    WarmUp(Supplier<Optional<Kernels>> load, IntUnaryOperator work, Ready ready) {
        this.load = load;
        this.work = work;
        this.ready = ready;
    }

    /// Asks for an operation of [WarmingKernels]' table.
    void practise(int operation) {
        queue.add(operation);
        start();
    }

    private void start() {
        if (!queue.isEmpty() && running.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("dl-warm-up").start(this::work);
        }
    }

    private void work() {
        Optional<Kernels> kernels = found == null ? load.get() : found;
        found = kernels;
        if (kernels.isEmpty()) {
            queue.clear();
            running.set(false);
            return;
        }
        Kernels vector = kernels.get();
        try (Parallel alone = Parallel.threads(1)) {
            Practice practice = new Practice(alone);
            int[] rounds = new int[2 * WarmingKernels.COUNT];
            for (Integer operation; (operation = next(rounds)) != null; ) {
                if (isHeavy(operation) || practise(vector, practice, operation)) {
                    ready.accept(vector, operation);
                } else if (++rounds[operation] < ROUNDS) {
                    queue.add(operation);
                }
            }
        } finally {
            running.set(false);
            // What came between the last look and here.
            start();
        }
    }

    /// The operation that did most; one that was tried in vain counts less each time.
    private @Nullable Integer next(int[] rounds) {
        Integer most = null;
        int best = -1;
        for (Integer operation : queue) {
            int worth = work.applyAsInt(operation) >> 3 * rounds[operation];
            if (worth > best) {
                best = worth;
                most = operation;
            }
        }
        if (most != null) {
            queue.remove(most);
        }
        return most;
    }

    /// Convolutions work so long in one call that their own calls are the best practice: while they wait, scalar loops cost more.
    private static boolean isHeavy(int operation) {
        int kind = operation % WarmingKernels.COUNT;
        return kind >= WarmingKernels.CONVOLVE && kind <= WarmingKernels.CONVOLVE_WEIGHTS;
    }

    private static boolean practise(Kernels vector, Practice practice, int operation) {
        long end = System.nanoTime() + LIMIT_NANOS;
        int wins = 0;
        while (wins < WINS) {
            long start = System.nanoTime();
            practice.run(ScalarKernels.INSTANCE, operation);
            long middle = System.nanoTime();
            // Vectors get the larger share, for they have the longer way to go.
            for (int i = 0; i < 4; i++) {
                practice.run(vector, operation);
            }
            long now = System.nanoTime();
            wins = now - middle <= 4 * (middle - start) ? wins + 1 : 0;
            if (now > end) {
                return false;
            }
        }
        return true;
    }

    /// Data to practise on: all ones, because numbers that grow or vanish take slow paths.
    private static final class Practice {
        private final Parallel alone;
        private final float[] floats = ones(new float[8 * N]);
        private final float[] floatsOut = new float[8 * N];
        private final double[] doubles = ones(new double[8 * N]);
        private final double[] doublesOut = new double[8 * N];
        private final boolean[] bools = new boolean[N];
        /// Images that are read where they lie and images that are copied, wide and narrow panels, steps of one and of two.
        private final List<ConvolutionShape> convolutions = List.of(
                convolution(11, 3, 15, 1), convolution(11, 3, 29, 1), convolution(11, 3, 15, 2), convolution(5, 3, 29, 1), convolution(11, 1, 66, 1));

        private final Windows pools =
                Windows.of(new int[] {12, 24}, new int[] {2, 2}, new int[] {6, 12}, new int[] {2, 2}, new int[] {1, 1}, new int[] {0, 0});
        private final long[] positions = new long[N];

        Practice(Parallel alone) {
            this.alone = alone;
        }

        private static ConvolutionShape convolution(int size, int window, int outputs, int stride) {
            int[] in = {size, size};
            int[] windows = {window, window};
            int[] out = {size / stride, size / stride};
            int[] before = {window / 2, window / 2};
            return new ConvolutionShape(
                    1, 1, 8, outputs, Windows.of(in, windows, out, new int[] {stride, stride}, new int[] {1, 1}, before));
        }

        private static float[] ones(float[] x) {
            Arrays.fill(x, 1);
            return x;
        }

        private static double[] ones(double[] x) {
            Arrays.fill(x, 1);
            return x;
        }

        void run(Kernels kernels, int operation) {
            if (operation < WarmingKernels.COUNT) {
                floats(kernels, operation);
            } else {
                doubles(kernels, operation - WarmingKernels.COUNT);
            }
        }

        private void floats(Kernels kernels, int operation) {
            if (operation < WarmingKernels.BINARY) {
                kernels.unary(UnaryOperator.values()[operation], floats, 0, floatsOut, 0, N);
            } else if (operation < WarmingKernels.REDUCE) {
                BinaryOperator operator = BinaryOperator.values()[operation - WarmingKernels.BINARY];
                kernels.binary(operator, floats, 0, 1, floats, N, 1, floatsOut, 0, N);
                kernels.binary(operator, floats, 0, 1, floats, N, 0, floatsOut, 0, N);
                kernels.binary(operator, floats, 0, 0, floats, N, 1, floatsOut, 0, N);
            } else if (operation < WarmingKernels.COLUMNS) {
                floatsOut[0] = kernels.reduce(Reduction.values()[operation - WarmingKernels.REDUCE], floats, 0, N);
                kernels.reduceRows(Reduction.values()[operation - WarmingKernels.REDUCE], floats, 0, N / 100, 100, floatsOut, 1);
            } else if (operation < WarmingKernels.SELECT) {
                Reduction reduction = Reduction.values()[operation - WarmingKernels.COLUMNS];
                kernels.reduceColumns(reduction, floats, 0, N / 64, 64, floatsOut, 0);
                kernels.reduceColumns(reduction, floats, 0, N / 5, 5, floatsOut, 0);
            } else if (operation == WarmingKernels.SELECT) {
                kernels.select(bools, 0, 1, floats, 0, 1, floats, N, 1, floatsOut, 0, N);
                kernels.select(bools, 0, 1, floats, 0, 1, floats, N, 0, floatsOut, 0, N);
                kernels.select(bools, 0, 1, floats, 0, 0, floats, N, 1, floatsOut, 0, N);
            } else if (operation == WarmingKernels.ARGUMENT) {
                floatsOut[0] = kernels.argument(true, floats, 0, N);
            } else if (operation < WarmingKernels.GEMM) {
                RowOperator operator = RowOperator.values()[operation - WarmingKernels.ROWS];
                kernels.rows(operator, floats, 0, floats, 0, floatsOut, 0, N / 64, 64, 1);
                kernels.rows(operator, floats, 0, floats, 0, floatsOut, 0, N / 100, 100, 1);
            } else if (operation == WarmingKernels.CONVOLVE) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolve(shape, floats, 0, floats, 0, floatsOut, alone);
                }
            } else if (operation == WarmingKernels.CONVOLVE_TRANSPOSED) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolveTransposed(shape, floats, 0, floats, 0, floatsOut, alone);
                }
            } else if (operation == WarmingKernels.CONVOLVE_WEIGHTS) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolveWeights(shape, floats, 0, floats, 0, floatsOut, alone);
                }
            } else if (operation == WarmingKernels.POOL) {
                kernels.poolMaximum(pools, 8, floats, 0, floatsOut, alone);
                kernels.poolPositions(pools, 8, floats, 0, positions, alone);
            } else {
                // These rows and columns meet every micro-kernel: where the operands lie, then those for copies.
                int row = operation == WarmingKernels.GEMM ? 64 : 1;
                int column = operation == WarmingKernels.GEMM ? 1 : 15;
                kernels.gemm(15, 74, 64, floats, 0, row, column, floats, 0, 74, 1, floatsOut, 0, alone);
                kernels.gemm(15, 74, 64, floats, 0, row, column, floats, 0, 1, 64, floatsOut, 0, alone);
            }
        }

        private void doubles(Kernels kernels, int operation) {
            if (operation < WarmingKernels.BINARY) {
                kernels.unary(UnaryOperator.values()[operation], doubles, 0, doublesOut, 0, N);
            } else if (operation < WarmingKernels.REDUCE) {
                BinaryOperator operator = BinaryOperator.values()[operation - WarmingKernels.BINARY];
                kernels.binary(operator, doubles, 0, 1, doubles, N, 1, doublesOut, 0, N);
                kernels.binary(operator, doubles, 0, 1, doubles, N, 0, doublesOut, 0, N);
                kernels.binary(operator, doubles, 0, 0, doubles, N, 1, doublesOut, 0, N);
            } else if (operation < WarmingKernels.COLUMNS) {
                doublesOut[0] = kernels.reduce(Reduction.values()[operation - WarmingKernels.REDUCE], doubles, 0, N);
                kernels.reduceRows(Reduction.values()[operation - WarmingKernels.REDUCE], doubles, 0, N / 100, 100, doublesOut, 1);
            } else if (operation < WarmingKernels.SELECT) {
                Reduction reduction = Reduction.values()[operation - WarmingKernels.COLUMNS];
                kernels.reduceColumns(reduction, doubles, 0, N / 64, 64, doublesOut, 0);
                kernels.reduceColumns(reduction, doubles, 0, N / 5, 5, doublesOut, 0);
            } else if (operation == WarmingKernels.SELECT) {
                kernels.select(bools, 0, 1, doubles, 0, 1, doubles, N, 1, doublesOut, 0, N);
                kernels.select(bools, 0, 1, doubles, 0, 1, doubles, N, 0, doublesOut, 0, N);
                kernels.select(bools, 0, 1, doubles, 0, 0, doubles, N, 1, doublesOut, 0, N);
            } else if (operation == WarmingKernels.ARGUMENT) {
                doublesOut[0] = kernels.argument(true, doubles, 0, N);
            } else if (operation < WarmingKernels.GEMM) {
                RowOperator operator = RowOperator.values()[operation - WarmingKernels.ROWS];
                kernels.rows(operator, doubles, 0, doubles, 0, doublesOut, 0, N / 64, 64, 1);
                kernels.rows(operator, doubles, 0, doubles, 0, doublesOut, 0, N / 100, 100, 1);
            } else if (operation == WarmingKernels.CONVOLVE) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolve(shape, doubles, 0, doubles, 0, doublesOut, alone);
                }
            } else if (operation == WarmingKernels.CONVOLVE_TRANSPOSED) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolveTransposed(shape, doubles, 0, doubles, 0, doublesOut, alone);
                }
            } else if (operation == WarmingKernels.CONVOLVE_WEIGHTS) {
                for (ConvolutionShape shape : convolutions) {
                    kernels.convolveWeights(shape, doubles, 0, doubles, 0, doublesOut, alone);
                }
            } else if (operation == WarmingKernels.POOL) {
                kernels.poolMaximum(pools, 8, doubles, 0, doublesOut, alone);
                kernels.poolPositions(pools, 8, doubles, 0, positions, alone);
            } else {
                // These rows and columns meet every micro-kernel: where the operands lie, then those for copies.
                int row = operation == WarmingKernels.GEMM ? 64 : 1;
                int column = operation == WarmingKernels.GEMM ? 1 : 15;
                kernels.gemm(15, 74, 64, doubles, 0, row, column, doubles, 0, 74, 1, doublesOut, 0, alone);
                kernels.gemm(15, 74, 64, doubles, 0, row, column, doubles, 0, 1, 64, doublesOut, 0, alone);
            }
        }
    }
}

package dl.kernel;

import dl.source.ErrorKind;
import dl.tensor.OpError;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed team of threads that shares loops; the caller is one of them.
///
/// Bodies must not depend on where a range is cut: the cuts follow `grain`, and who runs which piece is chance.
/// Helpers are daemons; they spin for a moment after work (handing over by wake-up costs about 50 us), then sleep.
public final class Parallel implements AutoCloseable {
    /// The body of a shared loop.
    @FunctionalInterface
    public interface Range {
        /// Does the elements `from` (included) to `to` (excluded).
        void run(int from, int to);
    }

    /// One shared loop: who takes part claims piece after piece, first those of its own part of the loop, then what others have
    /// left. So one loop after the other finds most of an array in the cache of the thread that wrote it.
    private final class Job {
        /// Counters lie so far apart that threads do not share a line of the cache.
        private static final int APART = 32;

        final Range body;
        final int n;
        final int grain;
        final int pieces;
        /// The next piece of each part.
        private final AtomicIntegerArray next = new AtomicIntegerArray(threads() * APART);
        final AtomicInteger done = new AtomicInteger();
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        /// Set once the caller has nothing left to do and sleeps.
        volatile @Nullable Thread waiting;

        Job(Range body, int n, int grain) {
            this.body = body;
            this.n = n;
            this.grain = grain;
            this.pieces = (n - 1) / grain + 1;
            for (int part = 0; part < threads(); part++) {
                next.set(part * APART, first(part));
            }
        }

        private int first(int part) {
            return (int) ((long) pieces * part / threads());
        }

        boolean isTaken() {
            for (int part = 0; part < threads(); part++) {
                if (next.get(part * APART) < first(part + 1)) {
                    return false;
                }
            }
            return true;
        }

        /// A piece for a thread, or -1 when all are taken.
        private int claim(int thread) {
            for (int i = 0; i < threads(); i++) {
                int part = (thread + i) % threads();
                int end = first(part + 1);
                if (next.get(part * APART) < end) {
                    int piece = next.getAndIncrement(part * APART);
                    if (piece < end) {
                        return piece;
                    }
                }
            }
            return -1;
        }

        /// @param thread 0 for the caller, then the helpers
        void work(int thread) {
            boolean caller = thread == 0;
            for (int piece; (piece = claim(thread)) >= 0; finished()) {
                if (failure.get() != null) {
                    continue;
                }
                if (caller && stopped) {
                    failure.compareAndSet(null, interruption());
                    continue;
                }
                try {
                    int from = piece * grain;
                    body.run(from, (int) Math.min(n, (long) from + grain));
                } catch (Throwable problem) {
                    failure.compareAndSet(null, problem);
                }
            }
        }

        private void finished() {
            if (done.incrementAndGet() == pieces) {
                // Read after the count: a caller who announces itself later sees the full count before it sleeps.
                LockSupport.unpark(waiting);
            }
        }

        /// Returns when all pieces are done. A helper that lost its core may take long, so it spins for a moment only.
        void await() {
            long since = System.nanoTime();
            while (done.get() < pieces) {
                if (System.nanoTime() - since < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    waiting = Thread.currentThread();
                    if (done.get() < pieces) {
                        LockSupport.parkNanos(this, LONGEST_SLEEP);
                    }
                }
            }
        }
    }

    private static final long SPIN_NANOS = 50_000;
    private static final long LONGEST_SLEEP = 10_000_000;

    private final Thread[] helpers;
    private final Scratch scratch = new Scratch();
    private final Results results = new Results();
    private final AtomicInteger asleep = new AtomicInteger();
    private volatile @Nullable Job job;
    private volatile boolean closed;
    private volatile boolean stopped;
    private boolean busy;
    private boolean started;

    private Parallel(int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int thread = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("dl-helper-" + thread).unstarted(() -> serve(thread));
        }
    }

    /// A team of `n` threads, the caller included; helpers start with the first loop that is worth sharing.
    public static Parallel threads(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("threads: " + n);
        }
        return new Parallel(n);
    }

    public int threads() {
        return helpers.length + 1;
    }

    /// The arrays that this team's kernels share.
    public Scratch scratch() {
        return scratch;
    }

    /// Where this team's kernels get the arrays of their results.
    public Results results() {
        return results;
    }

    /// Runs `body` over 0..n in pieces of `grain`, and returns when all are done.
    ///
    /// A loop inside a loop, and a loop of one piece, run at once in the calling thread.
    ///
    /// @throws OpError of kind `Interrupted` after [#stop()], between pieces of a shared loop; an exception of the body
    ///     reaches the caller as it is
    public void forRange(int n, int grain, Range body) {
        if (n <= 0) {
            return;
        }
        if (helpers.length == 0 || n <= grain || closed || !enter()) {
            body.run(0, n);
            return;
        }
        Job mine = new Job(body, n, grain);
        try {
            if (stopped) {
                throw interruption();
            }
            job = mine;
            wake();
            mine.work(0);
            mine.await();
        } finally {
            job = null;
            leave();
        }
        Throwable problem = mine.failure.get();
        if (problem instanceof RuntimeException exception) {
            throw exception;
        }
        if (problem instanceof Error error) {
            throw error;
        }
    }

    /// Makes shared loops end before their time, the running one too, until [#resume()]; may come from any thread.
    ///
    /// A flag of its own, because the interrupt of a thread would also close the files that it reads.
    public void stop() {
        stopped = true;
    }

    private static OpError interruption() {
        return new OpError("interrupted", ErrorKind.INTERRUPTED, "interrupted");
    }

    /// Lets shared loops run again.
    public void resume() {
        stopped = false;
    }

    /// Ends the helpers and waits for them; loops run in the caller from then on.
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper != Thread.currentThread() && helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean enter() {
        if (busy || closed) {
            return false;
        }
        if (!started) {
            started = true;
            try {
                for (Thread helper : helpers) {
                    helper.start();
                }
            } catch (OutOfMemoryError limit) {
                // The system has no more threads: those that started do the work.
            }
        }
        busy = true;
        return true;
    }

    private synchronized void leave() {
        busy = false;
    }

    private void wake() {
        if (asleep.get() > 0) {
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
        }
    }

    private void serve(int thread) {
        Job last = null;
        long idleSince = System.nanoTime();
        while (!closed) {
            Job current = job;
            if (current != null && current != last) {
                last = current;
                current.work(thread);
                idleSince = System.nanoTime();
            } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                // Announced before looking again: a caller who sees nobody asleep published its job before this look.
                last = null;
                asleep.incrementAndGet();
                Job late = job;
                if (!closed && (late == null || late.isTaken())) {
                    LockSupport.park(this);
                }
                asleep.decrementAndGet();
                idleSince = System.nanoTime();
            }
        }
    }
}

package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.tensor.OpError;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelTest {
    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("dl-helper-")).count();
    }

    @Test
    void everyElementIsDoneOnce() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            try (Parallel parallel = Parallel.threads(threads)) {
                for (int n : new int[] {0, 1, 7, 1000, 12345}) {
                    for (int grain : new int[] {1, 3, 1000, 100000}) {
                        int[] seen = new int[n];
                        parallel.forRange(n, grain, (from, to) -> {
                            for (int i = from; i < to; i++) {
                                seen[i]++;
                            }
                        });
                        assertThat(Arrays.stream(seen).allMatch(count -> count == 1)).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void manyShortLoopsWithPausesBetweenThemAllEnd() throws InterruptedException {
        try (Parallel parallel = Parallel.threads(4)) {
            for (int round = 0; round < 300; round++) {
                AtomicInteger sum = new AtomicInteger();
                parallel.forRange(64, 1, (from, to) -> sum.addAndGet(to - from));
                assertThat(sum.get()).isEqualTo(64);
                if (round % 50 == 0) {
                    Thread.sleep(2);
                }
            }
        }
    }

    @Test
    void anExceptionReachesTheCallerAndTheTeamGoesOn() {
        try (Parallel parallel = Parallel.threads(3)) {
            assertThatThrownBy(() -> parallel.forRange(100, 1, (from, to) -> {
                        if (from == 50) {
                            throw new IllegalStateException("fifty");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("fifty");
            AtomicInteger count = new AtomicInteger();
            parallel.forRange(100, 1, (from, to) -> count.incrementAndGet());
            assertThat(count.get()).isEqualTo(100);
        }
    }

    @Test
    void aStoppedTeamEndsItsLoopAndThoseAfterItUntilItResumes() {
        try (Parallel parallel = Parallel.threads(2)) {
            AtomicInteger pieces = new AtomicInteger();
            assertThatThrownBy(() -> parallel.forRange(1_000_000, 1, (from, to) -> {
                pieces.incrementAndGet();
                parallel.stop();
            })).isInstanceOf(OpError.class);
            assertThat(pieces.get()).isLessThan(1_000_000);
            assertThatThrownBy(() -> parallel.forRange(10, 1, (from, to) -> { })).isInstanceOf(OpError.class);
            parallel.resume();
            AtomicInteger count = new AtomicInteger();
            parallel.forRange(10, 1, (from, to) -> count.incrementAndGet());
            assertThat(count.get()).isEqualTo(10);
        }
    }

    @Test
    void aLoopInsideALoopRunsAtOnce() {
        try (Parallel parallel = Parallel.threads(2)) {
            AtomicInteger count = new AtomicInteger();
            parallel.forRange(10, 1, (a, b) -> parallel.forRange(10, 1, (from, to) -> count.addAndGet(to - from)));
            assertThat(count.get()).isEqualTo(100);
        }
    }

    @Test
    void anExceptionOfANestedLoopReachesTheCaller() {
        try (Parallel parallel = Parallel.threads(3)) {
            assertThatThrownBy(() -> parallel.forRange(10, 1, (a, b) -> parallel.forRange(10, 1, (from, to) -> {
                        throw new IllegalStateException("inside");
                    })))
                    .hasMessage("inside");
        }
    }

    @Test
    void exhaustedMemoryInAHelperReachesTheCallerAsItIs() {
        try (Parallel parallel = Parallel.threads(2)) {
            assertThatThrownBy(() -> parallel.forRange(100, 1, (from, to) -> {
                        throw new OutOfMemoryError("told");
                    }))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("told");
        }
    }

    @Test
    void theCallerSleepsWhileAHelperIsLate() {
        try (Parallel parallel = Parallel.threads(2)) {
            Thread caller = Thread.currentThread();
            CountDownLatch helperWorks = new CountDownLatch(1);
            AtomicReference<Thread.State> state = new AtomicReference<>(Thread.State.RUNNABLE);
            parallel.forRange(2, 1, (from, to) -> {
                if (Thread.currentThread() == caller) {
                    waitFor(helperWorks);
                    return;
                }
                helperWorks.countDown();
                for (int i = 0; i < 2000 && state.get() != Thread.State.TIMED_WAITING; i++) {
                    LockSupport.parkNanos(1_000_000);
                    state.set(caller.getState());
                }
            });
            assertThat(state.get()).isEqualTo(Thread.State.TIMED_WAITING);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void idleHelpersUseNoProcessor() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (Parallel parallel = Parallel.threads(4)) {
            parallel.forRange(1000, 1, (from, to) -> LockSupport.parkNanos(1000));
            long[] helpers = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("dl-helper-")).mapToLong(Thread::threadId).toArray();
            assertThat(helpers).hasSizeGreaterThanOrEqualTo(3);
            Thread.sleep(5);
            // A helper that got no core for these 5 ms may yet have to finish its 50 us.
            long before = Arrays.stream(helpers).map(threads::getThreadCpuTime).sum();
            Thread.sleep(200);
            assertThat(Arrays.stream(helpers).map(threads::getThreadCpuTime).sum() - before).isLessThan(2_000_000);
        }
    }

    @Test
    void manyTeamsWorkSideBySide() throws InterruptedException {
        AtomicInteger sum = new AtomicInteger();
        Thread[] users = new Thread[8];
        for (int i = 0; i < users.length; i++) {
            users[i] = Thread.ofPlatform().start(() -> {
                try (Parallel parallel = Parallel.threads(3)) {
                    for (int round = 0; round < 50; round++) {
                        parallel.forRange(64, 1, (from, to) -> sum.addAndGet(to - from));
                    }
                }
            });
        }
        for (Thread user : users) {
            user.join();
        }
        assertThat(sum.get()).isEqualTo(8 * 50 * 64);
    }

    @Test
    void aSmallLoopStartsNoThread() {
        long before = helpers();
        try (Parallel parallel = Parallel.threads(4)) {
            parallel.forRange(1000, 1000, (from, to) -> {});
            assertThat(helpers()).isEqualTo(before);
        }
    }

    @Test
    void closingLeavesNoThread() {
        long before = helpers();
        Parallel parallel = Parallel.threads(4);
        parallel.forRange(100, 1, (from, to) -> {});
        assertThat(helpers()).isEqualTo(before + 3);
        parallel.close();
        assertThat(helpers()).isEqualTo(before);
        AtomicInteger count = new AtomicInteger();
        parallel.forRange(10, 1, (from, to) -> count.addAndGet(to - from));
        assertThat(count.get()).isEqualTo(10);
    }
}

package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dl.tensor.OpError;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
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

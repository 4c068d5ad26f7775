package dl.bench;

import java.util.function.IntConsumer;

/// Something to be timed, ready to run.
@FunctionalInterface
interface Work extends IntConsumer {
    void run(int times);

    @Override
    default void accept(int times) {
        run(times);
    }
}

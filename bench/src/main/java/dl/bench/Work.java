package dl.bench;

/// Something to be timed, ready to run.
@FunctionalInterface
interface Work {
    void run(int times);
}

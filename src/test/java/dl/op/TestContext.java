package dl.op;

import dl.kernel.KernelChoice;
import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.kernel.RandomStream;
import dl.tensor.DType;

/// A context for tests of operations, without a session.
public final class TestContext implements OpContext {
    private final Kernels kernels;
    private final Parallel parallel;
    private final RandomStream random = RandomStream.of(42);
    private final Levels levels = new Levels();
    private final Usage usage = new Usage();
    private final boolean strict;

    private TestContext(String kernels, int threads, boolean strict) {
        this.kernels = KernelChoice.choose(kernels).kernels();
        this.parallel = Parallel.threads(threads);
        this.strict = strict;
    }

    public static TestContext of(String kernels) {
        return new TestContext(kernels, 1, false);
    }

    public static TestContext auto() {
        return of("auto");
    }

    public static TestContext strict() {
        return new TestContext("scalar", 1, true);
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Parallel parallel() {
        return parallel;
    }

    @Override
    public DType defaultFloat() {
        return DType.F32;
    }

    @Override
    public RandomStream random() {
        return random;
    }

    @Override
    public boolean strictGradients() {
        return strict;
    }

    @Override
    public boolean training() {
        return false;
    }

    @Override
    public Object site() {
        return "line 1";
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public Levels levels() {
        return levels;
    }
}

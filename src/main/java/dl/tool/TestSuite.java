package dl.tool;

import dl.source.Renderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tests many files at once and reports on them in their order.
public final class TestSuite {
    private final Renderer renderer;
    private final Consumer<String> out;
    private int files;
    private int passed;
    private int failed;

    /// @param out takes the report, piece by piece
    public TestSuite(Renderer renderer, Consumer<String> out) {
        this.renderer = renderer;
        this.out = out;
    }

    public int passed() {
        return passed;
    }

    public int failed() {
        return failed;
    }

    /// Runs the files, `threads` at a time; a report is written as soon as those before it are.
    public void run(List<Path> paths, int threads, Function<Path, FileReport> test) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, paths.size())), Thread.ofPlatform().daemon().factory());
        try {
            List<Future<FileReport>> running = new ArrayList<>();
            for (Path path : paths) {
                running.add(pool.submit(() -> test.apply(path)));
            }
            for (Future<FileReport> future : running) {
                report(future.get());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure.getCause());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /// Writes what became of a file; nothing for one without tests.
    void report(FileReport report) {
        if (report.results().isEmpty()) {
            return;
        }
        files++;
        passed += report.passed();
        failed += report.failed();
        StringBuilder text = new StringBuilder();
        text.append(report.failed() == 0 ? "ok      " : "FAILED  ").append(report.file()).append("  ").append(counts(report.passed(), report.failed()))
                .append("  ").append(seconds(report.seconds())).append('\n');
        for (TestResult result : report.results()) {
            if (!result.passed()) {
                text.append("\n  ").append(result.name()).append("  (").append(report.file()).append(':').append(result.line()).append(")\n");
                text.append(renderer.render(result.failures()).indent(4));
                if (!result.printed().isBlank()) {
                    text.append("    it printed:\n").append(result.printed().indent(6));
                }
            }
        }
        out.accept(text.append(report.failed() == 0 ? "" : "\n").toString());
    }

    /// The last line of the report.
    public String summary(double seconds) {
        return counts(passed, failed) + " in " + files + (files == 1 ? " file" : " files") + "  " + seconds(seconds) + "\n";
    }

    private static String counts(int passed, int failed) {
        return passed + " passed" + (failed == 0 ? "" : ", " + failed + " failed");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}

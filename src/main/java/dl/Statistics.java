package dl;

import dl.op.Memory;
import java.util.Locale;

/// What a session has done, and what it took. The time in the collector, its runs and the heap are those of the whole
/// JVM, from its start on; [#since] leaves away what was before.
///
/// @param seconds          since the session was made
/// @param collectorSeconds in which the garbage collector worked
/// @param collections      how often it did
/// @param operations       tensor operations; arithmetic on plain numbers is none
/// @param tensorBytes      of all results of operations that are no views
/// @param reusedBytes      of those among them that took the memory of a value that was dead
/// @param largestPass      bytes of the largest backward pass: what it needed of the forward pass, and the gradients on
///     their way at their most. What a training step takes beyond parameters and data; arrays below 4 kB are not counted
/// @param heap             bytes held at the moment, garbage included
/// @param largestHeap      the most so far; an upper bound, as the regions of the heap have their peaks at different moments
/// @param heapLimit        bytes that the heap may grow to (`-Xmx`)
/// @param threads          for large tensor work
/// @param kernels          which compute, and why
public record Statistics(
        double seconds,
        double collectorSeconds,
        long collections,
        long operations,
        long tensorBytes,
        long reusedBytes,
        long largestPass,
        long heap,
        long largestHeap,
        long heapLimit,
        int threads,
        String kernels) {
    /// What came after an earlier look: times and counts are differences, sizes stay.
    public Statistics since(Statistics earlier) {
        return new Statistics(seconds - earlier.seconds, collectorSeconds - earlier.collectorSeconds, collections - earlier.collections,
                operations - earlier.operations, tensorBytes - earlier.tensorBytes, reusedBytes - earlier.reusedBytes, largestPass, heap, largestHeap, heapLimit, threads, kernels);
    }

    /// The part of the time that went to the collector, from 0 to 1.
    public double collectorShare() {
        return seconds <= 0 ? 0 : Math.min(1, collectorSeconds / seconds);
    }

    /// A table of a line each.
    @Override
    public String toString() {
        return row("time", "%.3f s", seconds)
                + row("collector", "%.3f s, %.1f %% of the time, %,d collection%s", collectorSeconds, 100 * collectorShare(), collections, collections == 1 ? "" : "s")
                + row("operations", "%,d on tensors", operations)
                + row("tensors", reusedBytes == 0 ? "%s made" : "%s made, %s of it in memory used again", Memory.text(tensorBytes), Memory.text(reusedBytes))
                + row("backward pass", largestPass == 0 ? "none" : "%s at most", Memory.text(largestPass))
                + row("heap", "%s at most, %s allowed", Memory.text(largestHeap), Memory.text(heapLimit))
                + row("threads", "%d", threads)
                + row("kernels", "%s", kernels);
    }

    private static String row(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "%-14s ", name) + String.format(Locale.ROOT, format, values) + "\n";
    }
}

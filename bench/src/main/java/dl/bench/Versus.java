package dl.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/// Several builds of dl (and OpenBLAS) in one process, in turns of about a millisecond: what a change to a kernel is worth.
///
/// ```
/// java dl.bench.Versus THREADS BUILD[,BUILD...] ROW...
/// ```
///
/// A build is a jar or a folder of classes of dl, or the word `openblas`. Turns this short mostly escape a busy machine's
/// scheduler; of each build's turns the quickest and the one at the lower tenth are shown, as speed in relation to the first build.
public final class Versus {
    private static final int MOST_TURNS = 400;
    private static final double TURN_NANOS = 1e6;
    private static final double WARM_NANOS = 2e9;
    /// So long a row takes at most, except that there are ten turns.
    private static final double ROW_NANOS = 8e9;

    private Versus() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        int threads = Integer.parseInt(args[0]);
        Map<String, Object> builds = new LinkedHashMap<>();
        for (String build : args[1].split(",")) {
            builds.put(build, build.equals("openblas") ? new OpenBlas() : load(build, threads));
        }
        for (String row : List.of(args).subList(2, args.length)) {
            List<IntConsumer> works = new ArrayList<>();
            for (Object peer : builds.values()) {
                works.add(prepare(peer, row));
            }
            // Products on one thread run in this one, so that its own time says more than the clock on the wall.
            boolean alone = threads == 1 && row.contains("gemm");
            compare(row, List.copyOf(builds.keySet()), works, alone ? Versus::processorNanos : System::nanoTime);
        }
        System.exit(0);
    }

    /// A copy of [Ours] over the classes of a build.
    private static Object load(String build, int threads) throws ReflectiveOperationException, MalformedURLException {
        URL own = Versus.class.getProtectionDomain().getCodeSource().getLocation();
        URL[] urls = {Path.of(build).toUri().toURL(), own};
        URLClassLoader loader = new URLClassLoader(build, urls, ClassLoader.getPlatformClassLoader());
        var maker = loader.loadClass("dl.bench.Ours").getDeclaredConstructor(int.class);
        maker.setAccessible(true);
        return maker.newInstance(threads);
    }

    private static IntConsumer prepare(Object peer, String row) throws ReflectiveOperationException {
        ClassLoader loader = peer.getClass().getClassLoader();
        Method parse = loader.loadClass("dl.bench.Row").getDeclaredMethod("parse", String.class);
        parse.setAccessible(true);
        Object parsed = parse.invoke(null, row);
        Method prepare = peer.getClass().getDeclaredMethod("prepare", parsed.getClass());
        prepare.setAccessible(true);
        try {
            return (IntConsumer) prepare.invoke(peer, parsed);
        } catch (InvocationTargetException problem) {
            throw new IllegalArgumentException(row, problem.getCause());
        }
    }

    private static void compare(String row, List<String> names, List<IntConsumer> works, LongSupplier clock) {
        int count = works.size();
        int[] times = new int[count];
        for (int i = 0; i < count; i++) {
            times[i] = warm(works.get(i));
        }
        double[][] taken = new double[count][MOST_TURNS];
        int turns = 0;
        for (long start = System.nanoTime(); turns < MOST_TURNS && (turns < 10 || System.nanoTime() - start < ROW_NANOS); turns++) {
            for (int i = 0; i < count; i++) {
                long began = clock.getAsLong();
                works.get(i).accept(times[i]);
                taken[i][turns] = (double) (clock.getAsLong() - began) / times[i];
            }
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-24s", row));
        for (int i = 0; i < count; i++) {
            Arrays.sort(taken[i], 0, turns);
        }
        for (int i = 0; i < count; i++) {
            String name = names.get(i).substring(names.get(i).lastIndexOf('/') + 1);
            text.append(String.format(
                    Locale.ROOT, "  %s %.0f ns (%.2f, %.2f)", name, taken[i][0], taken[0][0] / taken[i][0], taken[0][turns / 10] / taken[i][turns / 10]));
        }
        System.out.println(text);
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /// Runs until compiled; how often fills a turn.
    private static int warm(IntConsumer work) {
        long start = System.nanoTime();
        int times = 1;
        double best = Double.POSITIVE_INFINITY;
        for (long now = start; now - start < WARM_NANOS; ) {
            work.accept(times);
            long then = now;
            now = System.nanoTime();
            best = Math.min(best, (double) (now - then) / times);
            times = (int) Math.clamp(TURN_NANOS / best, 1, 1 << 20);
        }
        return times;
    }
}

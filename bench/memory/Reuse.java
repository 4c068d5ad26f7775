import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/// What reusing arrays could gain: ten elementwise passes, as an update of Adam makes them, into fresh arrays and into
/// arrays that are used again. The best case of any pool, since handing out and taking back cost nothing here.
///
///     java -XX:+UseParallelGC -XX:+UseTransparentHugePages bench/memory/Reuse.java
///
/// By the thread's own processor time, alternated; a ratio above 1 speaks for reuse.
public final class Reuse {
    private static final int PASSES = 10;

    private static void pass(float[] a, float[] b, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = 0.9f * a[i] + b[i];
        }
    }

    private static float[] step(float[] x, float[][] pool) {
        float[] before = x;
        float[] last = x;
        for (int i = 0; i < PASSES; i++) {
            float[] out = pool == null ? new float[x.length] : pool[i % 3];
            pass(last, before, out);
            before = last;
            last = out;
        }
        return last;
    }

    private static double nanos(float[] x, float[][] pool, int steps) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        float sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += step(x, pool)[0];
        }
        if (Float.isNaN(sum)) {
            throw new IllegalStateException();
        }
        return (double) (threads.getCurrentThreadCpuTime() - start) / steps / PASSES;
    }

    public static void main(String[] args) {
        System.out.println("kB per array    fresh us    reused us    ratio   (medians of 15, smallest-largest ratio)");
        for (int kilobytes : new int[] {16, 64, 256, 1024, 4096, 16384}) {
            int n = kilobytes * 256;
            float[] x = new float[n];
            float[][] pool = new float[3][n];
            int steps = Math.max(3, 200_000_000 / n / PASSES / 8);
            double[] fresh = new double[15];
            double[] reused = new double[15];
            double[] ratio = new double[15];
            for (int round = -3; round < 15; round++) {
                double f = nanos(x, null, steps);
                double r = nanos(x, pool, steps);
                if (round >= 0) {
                    fresh[round] = f;
                    reused[round] = r;
                    ratio[round] = f / r;
                }
            }
            Arrays.sort(fresh);
            Arrays.sort(reused);
            Arrays.sort(ratio);
            System.out.printf(Locale.ROOT, "%12d %11.1f %12.1f %8.2f   %.2f-%.2f%n", kilobytes, fresh[7] / 1000, reused[7] / 1000, ratio[7], ratio[0], ratio[14]);
        }
    }
}

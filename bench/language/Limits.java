import com.sun.management.ThreadMXBean;
import dl.Dl;
import dl.Session;
import dl.source.Source;
import dl.syntax.Parse;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/// Measures what the language promises about single things, in one JVM, and prints rows of a table.
/// With the argument `parse` it prints the milliseconds of the first parse alone.
final class Limits {
    private static final int RUNS = 9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static void main(String[] args) {
        if (args.length > 0) {
            System.out.println(parse(program()));
            return;
        }
        double[] warm = new double[RUNS];
        for (int i = 0; i < 60; i++) {
            double taken = parse(program());
            warm[i % RUNS] = taken;
        }
        row("parsing 5,000 statements, warm", warm, "ms", "30 ms");
        try (Session session = Dl.create().newSession()) {
            annotations(session);
            for (int size = 1000; size <= 1_000_000; size *= 10) {
                fill(session, size, "vector", "zeros(" + size + ")");
            }
            for (int size = 1000; size <= 1_000_000; size *= 10) {
                fill(session, size, "list", "list(0.." + size + ")");
            }
        }
    }

    private static String program() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1250; i++) {
            text.append("fn f").append(i).append("(x, y; scale = 1.0) = x * scale + y^2 - ").append(i).append('\n')
                    .append("let a").append(i).append(" = f").append(i).append("(").append(i).append(", 2.5, scale = 0.5)\n")
                    .append("let b").append(i).append(" = [a").append(i).append(", 1, 2][0:2]\n")
                    .append("if a").append(i).append(" > 3 { print(f\"{a").append(i).append(":.2f}\") }\n");
        }
        return text.toString();
    }

    private static double parse(String text) {
        long began = System.nanoTime();
        if (!(Parse.parse(new Source("program.dl", text)) instanceof Parse.Complete)) {
            throw new IllegalStateException("the program does not parse");
        }
        return (System.nanoTime() - began) / 1e6;
    }

    /// The difference between calls of two functions that differ in their annotations only.
    private static void annotations(Session session) {
        session.eval("""
                fn plain(x, w) = x
                fn checked(x: f32[n, d], w: f32[d, h]) = x
                fn hot_plain(n, x, w) { var y = x
                  for i in 0..n { y = plain(x, w) }
                  y }
                fn hot_checked(n, x, w) { var y = x
                  for i in 0..n { y = checked(x, w) }
                  y }
                let (x, w) = (ones(3, 4), ones(4, 5))
                """);
        int calls = 1_000_000;
        double[] taken = new double[RUNS];
        for (int i = 0; i < 20 + RUNS; i++) {
            double plain = seconds(session, "hot_plain(" + calls + ", x, w);");
            double checked = seconds(session, "hot_checked(" + calls + ", x, w);");
            if (i >= 20) {
                taken[i - 20] = (checked - plain) / calls * 1e9;
            }
        }
        row("checking `x: f32[n, d], w: f32[d, h]` at a hot call", taken, "ns", "100 ns");
    }

    private static void fill(Session session, int size, String what, String made) {
        String name = "fill_" + what + size;
        session.eval("fn " + name + "() { var v = " + made + "\n for i in 0.." + size + " { v[i] = i * 0.5 }\n v }");
        long thread = Arrays.stream(THREADS.getAllThreadIds()).filter(id -> THREADS.getThreadInfo(id) != null
                && THREADS.getThreadInfo(id).getThreadName().equals("dl")).findFirst().orElse(-1);
        double[] taken = new double[RUNS];
        long bytes = 0;
        for (int i = 0; i < 20 + RUNS; i++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            double seconds = seconds(session, name + "();");
            bytes = THREADS.getThreadAllocatedBytes(thread) - before;
            if (i >= 20) {
                taken[i - 20] = seconds / size * 1e9;
            }
        }
        row(String.format(Locale.ROOT, "filling a %s of %,d element by element (%.1f bytes allocated per element)", what, size, (double) bytes / size),
                taken, "ns per element", "linear, no copies");
    }

    private static double seconds(Session session, String code) {
        long began = System.nanoTime();
        session.eval(code);
        return (System.nanoTime() - began) / 1e9;
    }

    private static void row(String what, double[] values, String unit, String wanted) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "| %s | %.1f %s | %.1f-%.1f | %s |%n", what, sorted[sorted.length / 2], unit, sorted[0], sorted[sorted.length - 1], wanted);
    }
}

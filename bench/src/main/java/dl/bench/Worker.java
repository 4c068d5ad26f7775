package dl.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One peer in a process of its own, which times rows as its standard input asks.
///
/// ```
/// java dl.bench.Worker PEER THREADS
/// prepare ROW SECONDS   runs it untimed, in three or more spells of so many seconds, until one is no quicker than the one before;
///                       answers "ready" or "missing REASON"
/// time ROW MILLIS N     answers the nanoseconds of one run, N times, each from runs that fill so many milliseconds; once where a run
///                       takes more than half a second
/// forget ROW            lets its data go
/// ```
public final class Worker {
    private static final int MOST_SPELLS = 8;
    /// Nanoseconds of a run that is its own median.
    private static final double LONG = 0.5e9;

    private static final class Prepared {
        final Work work;
        int times = 1;

        Prepared(Work work) {
            this.work = work;
        }
    }

    private final Map<String, Prepared> rows = new HashMap<>();
    private final Peer peer;

    private Worker(Peer peer) {
        this.peer = peer;
    }

    public static void main(String[] args) throws IOException {
        int threads = Integer.parseInt(args[1]);
        // What natives print must not mix with answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        Peer peer = switch (args[0]) {
            case "dl" -> new Ours(threads);
            case "openblas" -> new OpenBlas();
            case "pytorch" -> new PyTorch(threads);
            case "netlib" -> new Netlib();
            default -> throw new IllegalArgumentException(args[0]);
        };
        Worker worker = new Worker(peer);
        answers.println(peer.about());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line; (line = in.readLine()) != null; ) {
                answers.println(worker.answer(line.split(" ")));
                answers.flush();
            }
        }
        System.exit(0);
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "prepare" -> prepare(words[1], Double.parseDouble(words[2]));
            case "time" -> time(rows.get(words[1]), Double.parseDouble(words[2]), Integer.parseInt(words[3]));
            case "forget" -> {
                rows.remove(words[1]);
                System.gc();
                yield "ready";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String prepare(String row, double seconds) {
        Prepared prepared;
        try {
            prepared = new Prepared(peer.prepare(Row.parse(row)));
        } catch (Peer.Missing missing) {
            return "missing " + missing.getMessage();
        }
        rows.put(row, prepared);
        double before = Double.POSITIVE_INFINITY;
        for (int spell = 0; spell < MOST_SPELLS; spell++) {
            double best = spell(prepared, seconds);
            if (spell >= 2 && best > before * 0.97) {
                break;
            }
            before = best;
        }
        prepared.times = 1;
        return "ready";
    }

    /// The nanoseconds of the quickest run.
    private static double spell(Prepared prepared, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double best = Double.POSITIVE_INFINITY;
        prepared.times = 1;
        long now = System.nanoTime();
        do {
            prepared.work.run(prepared.times);
            long then = now;
            now = System.nanoTime();
            best = Math.min(best, (double) (now - then) / prepared.times);
            // Never too long at a time: code compiled in the midst of a long run serves the next one only.
            prepared.times = Math.min(prepared.times * 2, 1024);
        } while (now < end);
        return best;
    }

    private String time(Prepared prepared, double millis, int samples) {
        StringBuilder text = new StringBuilder();
        for (int taken = 0; taken < samples; ) {
            long began = System.nanoTime();
            prepared.work.run(prepared.times);
            double nanos = System.nanoTime() - began;
            if (nanos < millis * 0.7e6 && prepared.times < 1 << 28) {
                double factor = Math.clamp(millis * 1e6 / nanos, 1.5, 100);
                prepared.times = (int) Math.ceil(prepared.times * factor);
            } else {
                text.append(String.format(Locale.ROOT, "%.1f ", nanos / prepared.times));
                taken = nanos > LONG ? samples : taken + 1;
            }
        }
        return text.toString().trim();
    }
}

package dl.bench;

import dl.Dl;
import dl.DlException;
import dl.Session;
import dl.kernel.KernelChoice;
import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.tensor.DType;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// dl: products straight at the kernels, as a BLAS is called; all else as a user has it, a function in a session.
///
/// The function `make` of `bench/peers/KIND.dl` takes the row's sizes and gives a function that does the work so many times.
final class Ours implements Peer {
    private final Kernels kernels = KernelChoice.choose(System.getProperty("dl.bench.kernels", "auto")).kernels();
    private final Parallel parallel;
    private final Dl engine;
    private final Path scripts = Path.of(System.getProperty("dl.bench.scripts", "bench/peers"));

    Ours(int threads) {
        parallel = Parallel.threads(threads);
        engine = Dl.create().threads(threads).kernels(System.getProperty("dl.bench.kernels", "auto"));
    }

    @Override
    public String about() {
        return "dl, vectors of " + kernels + " bits";
    }

    @Override
    public Work prepare(Row row) throws Missing {
        return switch (row.kind()) {
            case "sgemm" -> single(row.size(0), row.size(1), row.size(2), false, false);
            case "sgemm_tn" -> single(row.size(0), row.size(1), row.size(2), true, false);
            case "sgemm_nt" -> single(row.size(0), row.size(1), row.size(2), false, true);
            case "dgemm" -> twice(row.size(0), row.size(1), row.size(2));
            default -> script(row);
        };
    }

    private Work single(int m, int n, int k, boolean transposeA, boolean transposeB) {
        float[] a = Data.floats(m * k);
        float[] b = Data.floats(k * n);
        float[] c = new float[m * n];
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        return times -> {
            for (int i = 0; i < times; i++) {
                kernels.gemm(m, n, k, a, 0, aRow, aColumn, b, 0, bRow, bColumn, c, 0, parallel);
            }
        };
    }

    private Work twice(int m, int n, int k) {
        double[] a = Data.doubles(m * k);
        double[] b = Data.doubles(k * n);
        double[] c = new double[m * n];
        return times -> {
            for (int i = 0; i < times; i++) {
                kernels.gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, parallel);
            }
        };
    }

    private Work script(Row row) throws Missing {
        Path file = scripts.resolve(row.kind() + ".dl");
        if (!Files.exists(file)) {
            throw new Missing("no script " + file);
        }
        Session session = engine.newSession();
        List<String> sizes = new ArrayList<>();
        for (int size : row.sizes()) {
            sizes.add(Integer.toString(size));
        }
        try {
            if (row.kind().startsWith("mnist")) {
                Data.Digits digits = Data.mnist();
                session.set("pixels", Tensor.over(DType.F32, Shape.of(digits.labels().length, 784), digits.pixels()));
                session.set("digits", digits.labels());
            }
            session.eval(Files.readString(file));
            Object work = session.eval("make(" + String.join(", ", sizes) + ")");
            session.call(work, 1L);
            return times -> session.call(work, (long) times);
        } catch (DlException problem) {
            session.close();
            throw new Missing("dl: " + problem.getMessage().lines().findFirst().orElse("?"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

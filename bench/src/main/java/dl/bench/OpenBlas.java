package dl.bench;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/// OpenBLAS on native memory: no copies between Java and it. OPENBLAS_NUM_THREADS says how many threads.
final class OpenBlas implements Peer {
    @Override
    public String about() {
        return "OpenBLAS 0.3.31, kernels for " + System.getenv("OPENBLAS_CORETYPE");
    }

    @Override
    public Work prepare(Row row) throws Missing {
        return switch (row.kind()) {
            case "sgemm" -> single(row.size(0), row.size(1), row.size(2), false, false);
            case "sgemm_tn" -> single(row.size(0), row.size(1), row.size(2), true, false);
            case "sgemm_nt" -> single(row.size(0), row.size(1), row.size(2), false, true);
            case "dgemm" -> twice(row.size(0), row.size(1), row.size(2));
            default -> throw new Missing("not a product");
        };
    }

    private static Work single(int m, int n, int k, boolean transposeA, boolean transposeB) {
        FloatPointer a = new FloatPointer(Data.floats(m * k));
        FloatPointer b = new FloatPointer(Data.floats(k * n));
        FloatPointer c = new FloatPointer((long) m * n);
        int first = transposeA ? CblasTrans : CblasNoTrans;
        int second = transposeB ? CblasTrans : CblasNoTrans;
        int aWide = transposeA ? m : k;
        int bWide = transposeB ? k : n;
        return times -> {
            for (int i = 0; i < times; i++) {
                cblas_sgemm(CblasRowMajor, first, second, m, n, k, 1, a, aWide, b, bWide, 0, c, n);
            }
        };
    }

    private static Work twice(int m, int n, int k) {
        DoublePointer a = new DoublePointer(Data.doubles(m * k));
        DoublePointer b = new DoublePointer(Data.doubles(k * n));
        DoublePointer c = new DoublePointer((long) m * n);
        return times -> {
            for (int i = 0; i < times; i++) {
                cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
            }
        };
    }
}

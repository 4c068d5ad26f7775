package dl.bench;

import dev.ludovic.netlib.blas.JavaBLAS;

/// The pure Java peer: netlib's VectorBLAS, one thread. It is column-major: C' = B' A'.
final class Netlib implements Peer {
    private final JavaBLAS blas = JavaBLAS.getInstance();

    @Override
    public String about() {
        return "netlib, " + blas.getClass().getSimpleName();
    }

    @Override
    public Work prepare(Row row) throws Missing {
        int[] s = row.sizes();
        return switch (row.kind()) {
            case "sgemm" -> {
                float[] a = Data.floats(s[0] * s[2]);
                float[] b = Data.floats(s[2] * s[1]);
                float[] c = new float[s[0] * s[1]];
                yield times -> {
                    for (int i = 0; i < times; i++) {
                        blas.sgemm("N", "N", s[1], s[0], s[2], 1, b, s[1], a, s[2], 0, c, s[1]);
                    }
                };
            }
            case "dgemm" -> {
                double[] a = Data.doubles(s[0] * s[2]);
                double[] b = Data.doubles(s[2] * s[1]);
                double[] c = new double[s[0] * s[1]];
                yield times -> {
                    for (int i = 0; i < times; i++) {
                        blas.dgemm("N", "N", s[1], s[0], s[2], 1, b, s[1], a, s[2], 0, c, s[1]);
                    }
                };
            }
            default -> throw new Missing("not measured");
        };
    }
}

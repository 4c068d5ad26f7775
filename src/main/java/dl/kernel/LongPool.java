package dl.kernel;

import java.util.Arrays;

/// The largest ints of windows; see [FloatPool].
public final class LongPool {
    private LongPool() {}

    /// Where in its plane the first largest element of each window is.
    public static void positions(Windows windows, int planes, long[] x, int xAt, long[] out) {
        Arrays.fill(out, -1);
        for (int plane = 0; plane < planes; plane++) {
            int start = xAt + plane * windows.inputs();
            windows.walk(start, plane * windows.outputs(), (at, step, target, n) -> {
                for (int i = 0; i < n; i++) {
                    long best = out[target + i];
                    if (best < 0 || x[at + i * step] > x[start + (int) best]) {
                        out[target + i] = at + i * step - start;
                    }
                }
            });
        }
    }

    /// The element at a position of each plane.
    public static void pick(int planes, int size, long[] x, int xAt, long[] positions, int positionsAt, int count, long[] out) {
        for (int i = 0; i < planes * count; i++) {
            out[i] = x[xAt + i / count * size + (int) positions[positionsAt + i]];
        }
    }
}

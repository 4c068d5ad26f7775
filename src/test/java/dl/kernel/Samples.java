package dl.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Inputs and comparisons that the kernel tests share.
final class Samples {
    private static final double[] SPECIAL = {
        0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-40,
        1e-310, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, 88.7, -87.4, -103.5, 709.5, -744.5, 1e6, -2e6, 1e15, 0.625,
        0.92, 1.5707963, 3.1415927, 0.70710677, 0.7071068, 1.4142135, 0.99999994, 1.0000001, 4, -4, 8388608, 0.34657359
    };

    private Samples() {}

    /// The scalar kernels are the reference; these are the others that this machine can run.
    static List<KernelChoice> vectors() {
        List<KernelChoice> choices = new ArrayList<>();
        for (String width : List.of("128", "256", "512")) {
            KernelChoice choice = KernelChoice.choose(width);
            if (choice.name().equals(width)) {
                choices.add(choice);
            } else {
                System.out.println("skipped: " + width + " bits: " + choice.reason());
            }
        }
        return choices;
    }

    /// Ordinary numbers of several magnitudes, and among them special ones.
    static double[] doubles(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = switch (random.nextInt(8)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1 -> random.nextGaussian() * 100;
                case 2 -> random.nextDouble() * 1e-3;
                default -> random.nextGaussian() * 2;
            };
        }
        return x;
    }

    /// Ordinary numbers only.
    static double[] plain(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
        }
        return x;
    }

    static float[] floats(double[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) x[i];
        }
        return y;
    }

    /// The bits, all NaNs alike.
    static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(x[i]);
        }
        return bits;
    }

    static long[] bits(double[] x) {
        long[] bits = new long[x.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToLongBits(x[i]);
        }
        return bits;
    }
}

package dl.bench;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/// The same data for everybody.
final class Data {
    private Data() {}

    static float[] floats(int n) {
        Random random = new Random(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    static double[] doubles(int n) {
        Random random = new Random(n);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
        }
        return x;
    }

    /// Pixels from 0 to 1, row by row, and labels of the first 20,000 digits.
    record Digits(float[] pixels, long[] labels) {}

    /// Reads the digits of the folder that DL_BENCH_MNIST names.
    static Digits mnist() throws Peer.Missing {
        String folder = System.getenv("DL_BENCH_MNIST");
        if (folder == null) {
            throw new Peer.Missing("DL_BENCH_MNIST names no folder with the MNIST files");
        }
        byte[] images = idx(Path.of(folder), "train20k-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz", 16, 784);
        byte[] digits = idx(Path.of(folder), "train20k-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte.gz", 8, 1);
        float[] pixels = new float[images.length];
        for (int i = 0; i < images.length; i++) {
            pixels[i] = (images[i] & 0xff) / 255f;
        }
        long[] labels = new long[digits.length];
        for (int i = 0; i < digits.length; i++) {
            labels[i] = digits[i];
        }
        return new Digits(pixels, labels);
    }

    private static byte[] idx(Path folder, String name, String otherName, int header, int width) throws Peer.Missing {
        Path file = Files.exists(folder.resolve(name)) ? folder.resolve(name) : folder.resolve(otherName);
        if (!Files.exists(file)) {
            throw new Peer.Missing("no " + name + " in DL_BENCH_MNIST");
        }
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))))) {
            in.skipNBytes(header);
            return in.readNBytes(20_000 * width);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

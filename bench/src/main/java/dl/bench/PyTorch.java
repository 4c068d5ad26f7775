package dl.bench;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.argmax;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.erf;
import static org.bytedeco.pytorch.global.torch.exp;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.log;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.sigmoid;
import static org.bytedeco.pytorch.global.torch.softmax;
import static org.bytedeco.pytorch.global.torch.sum;
import static org.bytedeco.pytorch.global.torch.tanh;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/// PyTorch 2.13 through its C++ interface: oneDNN and its own kernels, eager, without Python's share of the time.
final class PyTorch implements Peer {
    PyTorch(int threads) {
        set_num_threads(threads);
    }

    @Override
    public String about() {
        return "PyTorch 2.13 (C++ interface)";
    }

    @Override
    public Work prepare(Row row) throws Missing {
        int n = row.sizes().length > 0 ? row.size(0) : 0;
        return switch (row.kind()) {
            case "chain" -> {
                Tensor a = randn(n);
                Tensor b = randn(n);
                Tensor c = randn(n);
                yield eager(() -> relu(add(mul(a, b), c)));
            }
            case "add4" -> {
                Tensor a = randn(4, 4).set_requires_grad(true);
                Tensor b = randn(4, 4);
                yield eager(() -> add(a, b));
            }
            case "add" -> {
                Tensor a = randn(n);
                Tensor b = randn(n);
                yield eager(() -> add(a, b));
            }
            case "gelu" -> unary(randn(n), x -> gelu(x));
            case "gelu_chain" -> {
                Scalar half = new Scalar(0.5);
                Scalar root = new Scalar(Math.sqrt(0.5));
                Scalar one = new Scalar(1.0);
                yield unary(randn(n), x -> mul(mul(x, half), add(erf(mul(x, root)), one)));
            }
            case "tanh" -> unary(randn(n), x -> tanh(x));
            case "sigmoid" -> unary(randn(n), x -> sigmoid(x));
            case "exp" -> unary(randn(n), x -> exp(x));
            case "log" -> unary(add(rand(n), randn(1).zero_()), x -> log(x));
            case "softmax" -> unary(randn(n, row.size(1)), x -> softmax(x, 1));
            case "layernorm", "layer_norm" -> {
                Tensor weight = randn(row.size(1));
                Tensor bias = randn(row.size(1));
                TensorOptional scale = new TensorOptional(weight);
                TensorOptional shift = new TensorOptional(bias);
                long[] shape = {row.size(1)};
                yield unary(randn(n, row.size(1)), x -> layer_norm(x, shape, scale, shift, 1e-5, true));
            }
            case "argmax" -> {
                LongOptional axis = new LongOptional(1);
                yield unary(randn(n, row.size(1)), x -> argmax(x, axis, false));
            }
            case "sum_rows" -> unary(randn(n, row.size(1)), x -> sum(x, 0));
            case "sum_all" -> unary(randn(n), x -> sum(x));
            case "matmul" -> {
                Tensor b = randn(row.size(2), row.size(1));
                yield unary(randn(n, row.size(2)), x -> matmul(x, b));
            }
            case "conv" -> conv(row, false);
            case "conv_grad" -> conv(row, true);
            case "mlp" -> mlp(n);
            case "mnist_mlp" -> mnist(784, new Mlp()::step);
            case "mnist_cnn" -> mnist(28, new Cnn()::step);
            case "lstm" -> lstm();
            case "transformer" -> transformer();
            default -> throw new Missing("not measured");
        };
    }

    private static Work unary(Tensor x, java.util.function.UnaryOperator<Tensor> operation) {
        return eager(() -> operation.apply(x));
    }

    private static Work eager(Supplier<Tensor> operation) {
        return scoped(() -> {
            Tensor unused = operation.get();
        });
    }

    /// What an iteration makes is freed at its end, not by the garbage collector.
    private static Work scoped(Runnable body) {
        return times -> {
            for (int i = 0; i < times; i++) {
                try (PointerScope scope = new PointerScope()) {
                    body.run();
                }
            }
        };
    }

    /// Sizes: batch, input channels, height and width, output channels, height and width of the kernel, padding.
    private static Work conv(Row row, boolean backward) {
        int padding = row.size(5);
        Tensor x = randn(row.size(0), row.size(1), row.size(2), row.size(2));
        Tensor w = randn(row.size(3), row.size(1), row.size(4), row.size(4));
        TensorOptional bias = new TensorOptional();
        long[] one = {1, 1};
        long[] padded = {padding, padding};
        if (!backward) {
            return eager(() -> conv2d(x, w, bias, one, padded, one, 1));
        }
        x.set_requires_grad(true);
        w.set_requires_grad(true);
        return scoped(() -> {
            sum(conv2d(x, w, bias, one, padded, one, 1)).backward();
            x.mutable_grad().reset();
            w.mutable_grad().reset();
        });
    }

    private static final class Mlp {
        final LinearImpl first = new LinearImpl(784, 256);
        final LinearImpl second = new LinearImpl(256, 128);
        final LinearImpl third = new LinearImpl(128, 10);
        final Adam adam;

        Mlp() {
            TensorVector all = new TensorVector();
            for (LinearImpl layer : new LinearImpl[] {first, second, third}) {
                all.push_back(layer.weight());
                all.push_back(layer.bias());
            }
            adam = new Adam(all, new AdamOptions(1e-3));
        }

        void step(Tensor x, Tensor labels) {
            adam.zero_grad();
            Tensor logits = third.forward(relu(second.forward(relu(first.forward(x)))));
            cross_entropy(logits, labels).backward();
            adam.step();
        }
    }

    private static Tensor labels(int n) {
        Random random = new Random(1);
        return Tensor.create(random.longs(n, 0, 10).toArray());
    }

    private static Work mlp(int batch) {
        Mlp model = new Mlp();
        Tensor x = randn(batch, 784);
        Tensor labels = labels(batch);
        return scoped(() -> model.step(x, labels));
    }

    private static final class Cnn {
        final Conv2dImpl first = new Conv2dImpl(new Conv2dOptions(1, 16, new LongPointer(5, 5)));
        final Conv2dImpl second = new Conv2dImpl(new Conv2dOptions(16, 32, new LongPointer(5, 5)));
        final LinearImpl third = new LinearImpl(512, 128);
        final LinearImpl fourth = new LinearImpl(128, 10);
        final Adam adam;

        Cnn() {
            TensorVector all = new TensorVector();
            all.push_back(first.weight());
            all.push_back(first.bias());
            all.push_back(second.weight());
            all.push_back(second.bias());
            for (LinearImpl layer : new LinearImpl[] {third, fourth}) {
                all.push_back(layer.weight());
                all.push_back(layer.bias());
            }
            adam = new Adam(all, new AdamOptions(1e-3));
        }

        void step(Tensor x, Tensor labels) {
            adam.zero_grad();
            Tensor features = max_pool2d(relu(second.forward(max_pool2d(relu(first.forward(x)), 2, 2))), 2, 2);
            Tensor logits = fourth.forward(relu(third.forward(features.reshape(-1, 512))));
            cross_entropy(logits, labels).backward();
            adam.step();
        }
    }

    /// One epoch; images are vectors of 784 or squares of 28.
    private static Work mnist(int size, BiConsumer<Tensor, Tensor> step) throws Missing {
        Data.Digits digits = Data.mnist();
        int n = digits.labels().length;
        Tensor pixels = size == 784 ? Tensor.create(digits.pixels(), n, 784) : Tensor.create(digits.pixels(), n, 1, size, size);
        Tensor labels = Tensor.create(digits.labels());
        Consumer<Integer> batch = from -> {
            try (PointerScope scope = new PointerScope()) {
                int some = Math.min(64, n - from);
                step.accept(pixels.narrow(0, from, some), labels.narrow(0, from, some));
            }
        };
        return times -> {
            for (int i = 0; i < times; i++) {
                for (int from = 0; from < n; from += 64) {
                    batch.accept(from);
                }
            }
        };
    }

    /// From 64 to 128 units, sequences of 32, batches of 32, forward and backward.
    private static Work lstm() {
        LSTMImpl layer = new LSTMImpl(64, 128);
        Tensor x = randn(32, 32, 64);
        return scoped(() -> {
            layer.zero_grad(true);
            sum(layer.forward(x).get0()).backward();
        });
    }

    /// Steps of Adam on a language model of characters: 12 blocks of 64, 4 layers of 4 heads, 128 columns, 65 characters.
    private static Work transformer() {
        int width = 128;
        int heads = 4;
        TensorVector all = new TensorVector();
        java.util.function.UnaryOperator<Tensor> learned = w -> {
            w.set_requires_grad(true);
            all.push_back(w);
            return w;
        };
        Tensor symbols = learned.apply(randn(65, width));
        Tensor places = learned.apply(randn(64, width));
        LinearImpl[][] layers = new LinearImpl[4][];
        Tensor[][] norms = new Tensor[9][];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = new Tensor[] {learned.apply(ones(width)), learned.apply(zeros(width))};
        }
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new LinearImpl[] {
                new LinearImpl(width, 3 * width), new LinearImpl(width, width), new LinearImpl(width, 4 * width), new LinearImpl(4 * width, width)
            };
            for (LinearImpl layer : layers[i]) {
                all.push_back(layer.weight());
                all.push_back(layer.bias());
            }
        }
        LinearImpl head = new LinearImpl(width, 65);
        all.push_back(head.weight());
        all.push_back(head.bias());
        Adam adam = new Adam(all, new AdamOptions(1e-3));
        Random random = new Random(1);
        Tensor x = Tensor.create(random.longs(12 * 64, 0, 65).toArray(), 12, 64);
        Tensor y = Tensor.create(random.longs(12 * 64, 0, 65).toArray());
        long[] shape = {width};
        java.util.function.BiFunction<Tensor, Tensor[], Tensor> norm =
                (h, w) -> layer_norm(h, shape, new TensorOptional(w[0]), new TensorOptional(w[1]), 1e-5, true);
        return scoped(() -> {
            adam.zero_grad();
            Tensor h = add(embedding(symbols, x), places);
            for (int i = 0; i < layers.length; i++) {
                TensorVector parts = layers[i][0].forward(norm.apply(h, norms[2 * i])).split(width, 2);
                Tensor[] each = new Tensor[3];
                for (int p = 0; p < 3; p++) {
                    each[p] = parts.get(p).reshape(12, 64, heads, width / heads).transpose(1, 2);
                }
                Tensor seen = scaled_dot_product_attention(
                        each[0], each[1], each[2], new TensorOptional(), 0.0, true, new DoubleOptional(), false);
                h = add(h, layers[i][1].forward(seen.transpose(1, 2).reshape(12, 64, width)));
                h = add(h, layers[i][3].forward(gelu(layers[i][2].forward(norm.apply(h, norms[2 * i + 1])))));
            }
            Tensor logits = head.forward(norm.apply(h, norms[8]));
            cross_entropy(logits.reshape(-1, 65), y).backward();
            adam.step();
        });
    }
}

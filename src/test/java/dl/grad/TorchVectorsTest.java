package dl.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dl.op.Algebra;
import dl.op.IndexItem;
import dl.op.NumpyTables;
import dl.op.Op;
import dl.op.OpContext;
import dl.op.Ops;
import dl.op.TestContext;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Values and vector-Jacobian products agree with those that PyTorch computed.
class TorchVectorsTest {
    /// A function of the named inputs of a case.
    private interface Program {
        Operand run(Algebra o, Map<String, Operand> in);
    }

    private static final Object NIL = dl.op.Attributes.NONE;

    /// How the cases read in operations, by their PyTorch expression.
    private static final Map<String, Program> PROGRAMS = new HashMap<>();

    static {
        unary("F.elu(x,1.3)", "elu", 1.3);
        unary("F.leaky_relu(x,0.1)", "leaky_relu", 0.1);
        unary("F.log_softmax(x,-1)", "log_softmax", -1L);
        unary("F.silu(x)", "silu");
        unary("torch.abs(x)", "abs");
        unary("torch.acos(x)", "acos");
        unary("torch.acosh(x)", "acosh");
        unary("torch.cos(x)", "cos");
        unary("torch.erf(x)", "erf");
        unary("torch.erfc(x)", "erfc");
        unary("-x", "negate");
        unary("torch.sigmoid(x)", "sigmoid");
        unary("torch.sqrt(x)", "sqrt");
        unary("torch.tanh(x)", "tanh");
        unary("torch.amax(x,dim=0)", "amax", axes(0), false);
        unary("torch.amax(x,dim=1)", "amax", axes(1), false);
        unary("torch.amax(x,dim=1,keepdim=True)", "amax", axes(1), true);
        unary("torch.amin(x,dim=(0,2))", "amin", axes(0, 2), false);
        unary("torch.cumprod(x,1)", "cumprod", 1L);
        unary("torch.logsumexp(x,(0,1,2))", "logsumexp", NIL, false);
        unary("torch.logsumexp(x,dim=(0,2))", "logsumexp", axes(0, 2), false);
        unary("torch.logsumexp(x,dim=1,keepdim=True)", "logsumexp", axes(1), true);
        unary("torch.mean(x)", "mean");
        unary("torch.mean(x,dim=0)", "mean", axes(0), false);
        unary("torch.mean(x,dim=(0,2))", "mean", axes(0, 2), false);
        unary("torch.sum(x)", "sum");
        unary("torch.sum(x,dim=(0,2))", "sum", axes(0, 2), false);
        unary("torch.sum(x,dim=1,keepdim=True)", "sum", axes(1), true);
        unary("torch.var(x,dim=1,keepdim=True)", "var", axes(1), true, 1L);
        unary("torch.var(x,1,unbiased=False)", "var", axes(1), false, 0L);
        unary("x.flip(0,2)", "flip", axes(0, 2));
        unary("x.permute(2,0,1)", "permute", (Object) axes(2, 0, 1));
        binary("a+b", "add");
        binary("a-b", "subtract");
        binary("a*b", "multiply");
        binary("a/b", "divide");
        binary("a@b", "matmul");
        binary("torch.atan2(a,b)", "atan2");
        binary("torch.maximum(a,b)", "maximum");
        binary("torch.minimum(a,b)", "minimum");
        PROGRAMS.put("torch.abs(a)**b", (o, in) -> o.power(o.abs(in.get("a")), in.get("b")));
        PROGRAMS.put("x**1.7", (o, in) -> o.power(in.get("x"), o.number(1.7)));
        PROGRAMS.put("torch.clamp(x,-0.5,0.7)", (o, in) ->
                o.run(op("clip"), new Operand[] {in.get("x"), o.number(-0.5), o.number(0.7)}));
        PROGRAMS.put("torch.where(c,a,b)", (o, in) -> o.where(in.get("c"), in.get("a"), in.get("b")));
        PROGRAMS.put("x[1]", (o, in) -> Ops.getIndex(o.context(), in.get("x"), List.of(new IndexItem.At(1))));
        PROGRAMS.put("x[...,1]", (o, in) ->
                Ops.getIndex(o.context(), in.get("x"), List.of(new IndexItem.Ellipsis(), new IndexItem.At(1))));
        PROGRAMS.put("x.masked_fill(x>0.5,-1.)", (o, in) -> {
            Tensor mask = o.greater(in.get("x"), o.number(0.5)).plain();
            return Ops.setIndex(o.context(), in.get("x"), List.of(new IndexItem.Mask(mask)), o.number(-1));
        });
        PROGRAMS.put("torch.stack([x,x*x],1)", (o, in) ->
                o.run(op("stack"), new Operand[] {in.get("x"), o.multiply(in.get("x"), in.get("x"))}, 1L));
        PROGRAMS.put("x/torch.sqrt((x*x).mean(-1,keepdim=True)+1e-6)*w", (o, in) -> {
            Operand x = in.get("x");
            Operand mean = o.run(op("mean"), new Operand[] {o.square(x)}, axes(-1), true);
            return o.multiply(o.divide(x, o.sqrt(o.add(mean, o.number(1e-6)))), in.get("w"));
        });
        PROGRAMS.put("F.cross_entropy(x,t,reduction='none')", (o, in) -> crossEntropy(o, in));
        PROGRAMS.put("F.cross_entropy(x,t,reduction='sum')", (o, in) -> o.sum(crossEntropy(o, in), false));
        PROGRAMS.put("F.nll_loss(F.log_softmax(x,1),t,reduction='sum')", (o, in) -> o.sum(crossEntropy(o, in), false));
        PROGRAMS.put("F.mse_loss(x,t,reduction='mean')", (o, in) -> o.run(op("mean"), o.square(o.subtract(in.get("x"), in.get("t")))));
        PROGRAMS.put("F.l1_loss(x,t,reduction='mean')", (o, in) -> o.run(op("mean"), o.abs(o.subtract(in.get("x"), in.get("t")))));
        PROGRAMS.put("F.l1_loss(x,t,reduction='none')", (o, in) -> o.abs(o.subtract(in.get("x"), in.get("t"))));
        PROGRAMS.put(
                "torch.softmax((q@k.transpose(-1,-2)/2).masked_fill(torch.ones(5,5).triu(1).bool(),float(\"-inf\")),-1)@v",
                (o, in) -> {
                    Operand scores = o.divide(o.run(op("matmul"), in.get("q"), o.swapaxes(in.get("k"), -1, -2)), o.whole(2));
                    Operand ones = o.run(op("ones"), new Operand[0], (Object) new int[] {5, 5});
                    Operand future = o.equal(o.run(op("triu"), new Operand[] {ones}, 1L), o.whole(1));
                    Operand masked = o.where(future, o.number(Double.NEGATIVE_INFINITY), scores);
                    return o.run(op("matmul"), o.run(op("softmax"), masked), in.get("v"));
                });
    }

    static {
        convolution("F.conv1d(x,w,b,dilation=3,padding=3)", "conv1d", axes(1), axes(3), axes(3), 1L);
        convolution("F.conv2d(x,w,b)", "conv2d", axes(1), axes(0), axes(1), 1L);
        convolution("F.conv2d(x,w,b,dilation=2)", "conv2d", axes(1), axes(0), axes(2), 1L);
        convolution("F.conv2d(x,w,b,stride=(2,1),padding=(0,2))", "conv2d", axes(2, 1), axes(0, 2), axes(1), 1L);
        convolution("F.conv_transpose2d(x,w,b)", "conv_transpose2d", axes(1), axes(0), axes(0), axes(1), 1L);
        convolution("F.conv_transpose2d(x,w,b,stride=2)", "conv_transpose2d", axes(2), axes(0), axes(0), axes(1), 1L);
        convolution("F.conv_transpose2d(x,w,b,stride=2,padding=1,output_padding=1)", "conv_transpose2d", axes(2), axes(1), axes(1), axes(1), 1L);
        convolution("F.conv_transpose2d(x,w,b,groups=2,dilation=2)", "conv_transpose2d", axes(1), axes(0), axes(0), axes(2), 2L);
        unary("F.adaptive_avg_pool2d(x,1)", "mean", axes(2, 3), true);
        unary("F.avg_pool2d(x,2)", "avg_pool2d", (Object) axes(2));
        unary("F.avg_pool2d(x,3,2,1)", "avg_pool2d", axes(3), axes(2), axes(1));
        unary("F.avg_pool2d(x,3,2,1,count_include_pad=False)", "avg_pool2d", axes(3), axes(2), axes(1), axes(1), false, false);
        PROGRAMS.put("F.max_pool1d(x[:,:,0],3,2,1)", (o, in) -> {
            IndexItem.Slice all = IndexItem.Slice.ALL;
            Operand rows = Ops.getIndex(o.context(), in.get("x"), List.of(all, all, new IndexItem.At(0)));
            return o.run(op("max_pool1d"), new Operand[] {rows}, axes(3), axes(2), axes(1));
        });
    }

    private static void convolution(String expression, String name, Object... attributes) {
        PROGRAMS.put(expression, (o, in) -> {
            Operand y = o.run(op(name), new Operand[] {in.get("x"), in.get("w")}, attributes);
            int[] sizes = new int[y.shape().rank() - 1];
            java.util.Arrays.fill(sizes, 1);
            sizes[0] = in.get("b").shape().count();
            return o.add(y, o.reshape(in.get("b"), Shape.of(sizes)));
        });
    }

    private static Operand crossEntropy(Algebra o, Map<String, Operand> in) {
        Operand logs = o.run(op("log_softmax"), in.get("x"));
        Operand picked = o.run(op("gather"), logs, o.expandDims(in.get("t"), 1));
        return o.negate(o.reshape(picked, in.get("t").shape()));
    }

    private static int[] axes(int... axes) {
        return axes;
    }

    private static Op op(String name) {
        return Ops.find(name).orElseThrow();
    }

    private static void unary(String expression, String name, Object... attributes) {
        PROGRAMS.put(expression, (o, in) -> o.run(op(name), new Operand[] {in.get("x")}, attributes));
    }

    private static void binary(String expression, String name) {
        PROGRAMS.put(expression, (o, in) -> o.run(op(name), in.get("a"), in.get("b")));
    }

    @TestFactory
    Stream<DynamicTest> values_and_gradients_agree() throws IOException {
        Path root = NumpyTables.folder("ad").resolve("torch");
        if (!Files.isDirectory(root)) {
            System.out.println("skipped: no reference vectors at " + root);
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> cases = files.filter(file -> file.endsWith("case.json")).sorted().toList();
            return cases.stream().flatMap(file -> {
                JsonObject test = JsonParser.parseString(read(file)).getAsJsonObject();
                Program program = PROGRAMS.get(test.get("torch_expr").getAsString());
                return program == null
                        ? Stream.empty()
                        : Stream.of(dynamicTest(root.relativize(file.getParent()).toString(), () -> agrees(file.getParent(), test, program)));
            });
        }
    }

    private static void agrees(Path folder, JsonObject test, Program program) throws IOException {
        OpContext context = TestContext.auto();
        Map<String, Operand> plain = new HashMap<>();
        for (JsonElement each : test.getAsJsonArray("inputs")) {
            JsonObject input = each.getAsJsonObject();
            plain.put(input.get("name").getAsString(), NumpyTables.npy(folder.resolve(input.get("file").getAsString())));
        }
        try (Tape tape = Tape.open(context)) {
            Map<String, Operand> traced = new HashMap<>(plain);
            List<String> names = test.getAsJsonArray("grads").asList().stream()
                    .map(each -> each.getAsJsonObject().get("wrt").getAsString()).toList();
            names.forEach(name -> traced.put(name, tape.input(plain.get(name))));
            Operand result = program.run(new Algebra(context), traced);
            close(result, NumpyTables.npy(folder.resolve("out0.npy")), "value");
            Operand[] gradients = tape.pull(
                    result, NumpyTables.npy(folder.resolve("cot0.npy")), names.stream().map(traced::get).toArray(Operand[]::new));
            for (int i = 0; i < gradients.length; i++) {
                close(gradients[i], NumpyTables.npy(folder.resolve("grad_" + names.get(i) + ".npy")), names.get(i));
            }
        }
    }

    private static void close(Operand actual, Tensor expected, String what) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        for (int i = 0; i < expected.count(); i++) {
            double e = expected.doubleAt(i);
            assertThat(Math.abs(actual.plain().doubleAt(i) - e)).as("%s, element %d", what, i).isLessThanOrEqualTo(1e-11 + 1e-9 * Math.abs(e));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

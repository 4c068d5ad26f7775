package dl;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dl.op.NumpyTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Recurrent layers and attention agree with PyTorch in values and gradients, in f64.
class RecurrentVectorsTest {
    /// What dl computes in each case from `v`, a record of its inputs, to a list of its outputs. Weights are the transposes of PyTorch's.
    private static final Map<String, String> CASES = Map.of(
            "rnn/lstm_basic", """
                    let cell = record_of(v, "_l0")
                    let model = with_params(LSTM(3, 4), {cells: list_of(cell)})
                    let (y, (h, c)) = model(v.x, last = (v.h0, v.c0))
                    list(y, h, c)""",
            "rnn/gru_2layer", """
                    let model = with_params(GRU(3, 4, layers = 2), {cells: list(record_of(v, "_l0"), record_of(v, "_l1"))})
                    let (y, h) = model(v.x, h = v.h0)
                    list(y, h)""",
            "rnn/rnn_bidir", """
                    let model = with_params(RNN(3, 4, bidirectional = true), {cells: list(record_of(v, "_l0"), record_of(v, "_l0r"))})
                    let (y, h) = model(v.x, h = v.h0)
                    list(y, h)""",
            "attention/mha", """
                    let model = with_params(MultiHeadAttention(8, 2), {w_in: v.wi.T, b_in: v.bi, w_out: v.wo.T, b_out: v.bo})
                    list_of(swapaxes(model(swapaxes(v.x, 0, 1)), 0, 1))""",
            "attention/sdpa_causal", "list_of(scaled_dot_product_attention(v.q, v.k, v.v, causal = true))");

    @TestFactory
    Stream<DynamicTest> valuesAndGradientsAgree() {
        Path root = NumpyTables.folder("ad").resolve("torch");
        if (!Files.isDirectory(root)) {
            System.out.println("skipped: no reference vectors at " + root);
            return Stream.empty();
        }
        return CASES.entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> agrees(root.resolve(each.getKey()), each.getValue())));
    }

    private static void agrees(Path folder, String body) throws IOException {
        try (Session session = Dl.create().newSession(); Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".npy")).sorted().toList();
            for (String name : names) {
                session.set(name.replace(".npy", ""), NumpyTables.npy(folder.resolve(name)));
            }
            session.eval("fn list_of(x) = append(list(), x)");
            session.eval("fn record_of(v, end) = {w_ih: get(v, \"w_ih\" + end, nil).T, w_hh: get(v, \"w_hh\" + end, nil).T, "
                    + "b_ih: get(v, \"b_ih\" + end, nil), b_hh: get(v, \"b_hh\" + end, nil)}");
            session.eval("fn run(v) {\n" + body + "\n}");
            List<String> inputs = names.stream().filter(name -> name.startsWith("in_")).map(name -> name.substring(3).replace(".npy", "")).toList();
            session.eval("let v = {" + String.join(", ", inputs.stream().map(name -> name + ": in_" + name).toList()) + "}");
            long outputs = names.stream().filter(name -> name.startsWith("out")).count();
            session.eval("let y = with dtype(f64) { run(v) }");
            session.eval("let g = with dtype(f64) { grad(v -> { let y = run(v); var total = 0.0; "
                    + "for (i, c) in enumerate(list(" + String.join(", ", names.stream().filter(name -> name.startsWith("cot"))
                            .map(name -> name.replace(".npy", "")).toList()) + ", nil)[:-1]) { total += sum(y[i] * c) }; total })(v) }");
            for (int i = 0; i < outputs; i++) {
                close("y[" + i + "]", session, "out" + i);
            }
            for (String input : inputs) {
                close("g." + input, session, "grad_" + input);
            }
        }
    }

    private static void close(String actual, Session session, String expected) {
        session.eval("assert max(abs(" + actual + " - " + expected + ") / (1 + abs(" + expected + "))) < 1e-9, \"" + actual + "\"");
    }
}

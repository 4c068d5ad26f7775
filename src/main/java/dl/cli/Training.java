package dl.cli;

import dl.Dl;
import dl.Session;
import dl.kernel.KernelChoice;
import dl.repl.PromptOnTerminal;
import dl.source.Source;
import dl.syntax.Parse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// What the launcher runs once for each of its caches, in the background, so that the JVM can cache the classes that such
/// starts need. The JVM takes in a whole cache at every start; that is why there are three.
///
/// It uses the scalar kernels: the vector module is loaded at run time, and the JVM (25) cannot cache classes that
/// depend on such a module. Loading the module itself is part of the training, which makes it 4 times quicker; so are the
/// kernels that every session begins with, which look for vectors only when there is work for them.
final class Training {
    /// So often that the cache knows what the parser's methods do, and a long script meets compiled ones earlier. Where only
    /// an expression is parsed, compiling them would be in its way.
    private static final int PARSES = 300;

    static final List<String> EXPRESSIONS = List.of(
            "1",
            "[1.0, 2.0] + 1",
            "let x = [1.0, 2.0]; print(sum(x * x), f\"{x[0]:.2f}\")",
            "let a = reshape(arange(4), 2, 2); a.T @ a",
            "for i in 0..3 { print(i, if i > 1 { \"a\" } else { \"b\" }) }",
            "mean(randn(3, 4))",
            "fn f(x) { x ^ 2 }; map([1, 2], f)",
            "grad(x -> sum(x * x))([3.0])");

    private Training() {}

    /// @param words the name of the cache: `expression` for `dl -e`, `prompt`, or `dl` for all else
    public static void main(String[] words) throws Exception {
        if (words[0].equals("expression")) {
            EXPRESSIONS.forEach(code -> Main.main(new String[] {"-e", code}));
            return;
        }
        KernelChoice.provideModule();
        KernelChoice.automatic();
        if (words[0].equals("prompt")) {
            try (Session session = Dl.create().kernels("scalar").newSession()) {
                PromptOnTerminal.rehearse(session, "let x = [1.0, 2.0]\rsum(x)\r");
            }
        }
        try (InputStream script = Training.class.getResourceAsStream("training.dl")) {
            if (script != null) {
                String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
                for (int i = 0; i < PARSES; i++) {
                    Parse.parse(new Source("training.dl", text));
                }
                run(text);
            }
        }
    }

    private static void run(String text) throws IOException {
        Path table = table();
        Path script = Files.writeString(Files.createTempFile("dl-training-", ".dl"), text);
        Main.main(new String[] {"--kernels", "scalar", script.toString(), table.toString(), "40"});
        Files.delete(script);
        Files.delete(table);
    }

    /// A compressed CSV file of small whole numbers.
    private static Path table() throws IOException {
        Path file = Files.createTempFile("dl-training-", ".csv.gz");
        try (Writer rows = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII)) {
            for (int row = 0; row < 300; row++) {
                for (int column = 0; column < 9; column++) {
                    rows.append(Integer.toString(row * (column + 3) % 17)).append(',');
                }
                rows.append(Integer.toString(row % 3)).append('\n');
            }
        }
        return file;
    }
}

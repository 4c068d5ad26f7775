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
import java.util.zip.GZIPOutputStream;

/// What the launcher runs once, in the background, so that the JVM can cache the classes that every start needs: with the
/// word `prompt` those of the terminal as well.
///
/// It uses the scalar kernels: the vector module is loaded at run time, and the JVM (25) cannot cache classes that
/// depend on such a module. Loading the module itself is part of the training, which makes it 4 times quicker; so are the
/// kernels that every session begins with, which look for vectors only when there is work for them.
final class Training {
    /// So often that the cache knows what the parser's methods do, and a long script meets compiled ones earlier.
    private static final int PARSES = 300;

    private Training() {}

    public static void main(String[] words) throws Exception {
        KernelChoice.provideModule();
        KernelChoice.automatic();
        if (words.length > 0 && words[0].equals("prompt")) {
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
                Path table = table();
                Path file = Files.writeString(Files.createTempFile("dl-training-", ".dl"), text);
                Main.main(new String[] {"--kernels", "scalar", file.toString(), table.toString(), "40"});
                Main.main(new String[] {"--kernels", "scalar", "-e", "[1.0, 2.0] + 1"});
                Files.delete(file);
                Files.delete(table);
            }
        }
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

package dl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command `dl` as a process of its own, started as the launcher starts it but from the compiled classes.
record Child(int exitCode, String output, String errors) {
    private static final List<String> FLAGS = List.of(
            "--add-exports",
            "java.base/jdk.internal.module=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseParallelGC",
            "-Xlog:disable");

    static Child dl(String... words) {
        return fed("", words);
    }

    /// With this text as standard input.
    static Child fed(String input, String... words) {
        return fed(Path.of(""), input, words);
    }

    /// With a heap of so many megabytes.
    static Child within(int megabytes, String input, String... words) {
        ProcessBuilder builder = builder(words);
        builder.command().add(1, "-Xmx" + megabytes + "m");
        return run(builder, input, words);
    }

    static Child fed(Path folder, String input, String... words) {
        return run(builder(words).directory(folder.toAbsolutePath().toFile()), input, words);
    }

    private static Child run(ProcessBuilder builder, String input, String... words) {
        try (Streams files = Streams.create()) {
            Files.writeString(files.input, input);
            Process process = builder
                    .redirectInput(files.input.toFile())
                    .redirectOutput(files.output.toFile())
                    .redirectError(files.errors.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("dl " + List.of(words) + " does not end");
            }
            return new Child(process.exitValue(), Files.readString(files.output), Files.readString(files.errors));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    static ProcessBuilder builder(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dl.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command);
    }

    /// Streams through files, so that no pipe can fill up while nobody reads.
    private record Streams(Path input, Path output, Path errors) implements AutoCloseable {
        static Streams create() throws IOException {
            return new Streams(
                    Files.createTempFile("dl-in", ".txt"),
                    Files.createTempFile("dl-out", ".txt"),
                    Files.createTempFile("dl-err", ".txt"));
        }

        @Override
        public void close() throws IOException {
            Files.delete(input);
            Files.delete(output);
            Files.delete(errors);
        }
    }
}

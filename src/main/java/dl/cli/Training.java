package dl.cli;

import dl.Dl;
import dl.Session;
import dl.repl.PromptOnTerminal;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What the launcher runs once, in the background, so that the JVM can cache the classes that every start needs.
///
/// It uses the scalar kernels: the vector module is loaded at run time, and the JVM (25) cannot cache classes that
/// depend on such a module. Loading the module itself is part of the training, which makes it 4 times quicker.
final class Training {
    private Training() {}

    public static void main(String[] none) throws Exception {
        loadVectorModule();
        try (Session session = Dl.create().kernels("scalar").newSession()) {
            PromptOnTerminal.rehearse(session, "let x = [1.0, 2.0]\rsum(x)\r");
        }
        try (InputStream script = Training.class.getResourceAsStream("training.dl")) {
            if (script != null) {
                Main.main(new String[] {
                    "--kernels", "scalar", "-e", new String(script.readAllBytes(), StandardCharsets.UTF_8)
                });
            }
        }
    }

    /// As the kernels do it, but without touching a class of the module.
    private static void loadVectorModule() throws ReflectiveOperationException {
        Class.forName("jdk.internal.module.Modules")
                .getMethod("loadModule", String.class)
                .invoke(null, "jdk.incubator.vector");
    }
}

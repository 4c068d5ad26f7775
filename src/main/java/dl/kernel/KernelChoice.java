package dl.kernel;

import java.util.Optional;

/// The kernels that a session uses, and why these.
///
/// @param name `scalar`, `128`, `256` or `512`: the width of the vectors in bits
/// @param reason a sentence for `dl --version`
public record KernelChoice(Kernels kernels, String name, String reason) {
    /// The kernels of `auto`, at once: scalar ones that look for the vector module when there is work enough for it.
    ///
    /// Finding the module and loading its classes takes as long as all else that a start does.
    public static Kernels automatic() {
        return VectorLoader.automatic();
    }

    /// Loads the module of the vector kernels and none of its classes.
    ///
    /// @return what keeps it from being there; empty where nothing does
    public static Optional<String> provideModule() {
        return VectorLoader.provideModule();
    }

    /// Chooses by name: `auto`, `scalar`, `128`, `256`, `512`.
    ///
    /// @throws IllegalArgumentException for another name
    public static KernelChoice choose(String name) {
        return switch (name) {
            case "scalar" -> new KernelChoice(ScalarKernels.INSTANCE, "scalar", "scalar kernels, as asked for");
            case "auto", "128", "256", "512" -> VectorLoader.load(name);
            default -> throw new IllegalArgumentException(
                    "kernels \"" + name + "\": choose auto, scalar, 128, 256 or 512");
        };
    }
}

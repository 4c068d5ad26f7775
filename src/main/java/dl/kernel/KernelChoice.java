package dl.kernel;

/// The kernels that a session uses, and why these.
///
/// @param name `scalar`, `128`, `256` or `512`: the width of the vectors in bits
/// @param reason a sentence for `dl --version`
public record KernelChoice(Kernels kernels, String name, String reason) {
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

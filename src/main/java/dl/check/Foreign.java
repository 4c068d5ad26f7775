package dl.check;

import java.util.Map;
import java.util.Optional;

/// What people coming from other languages type, and how dl spells it.
final class Foreign {
    private static final Map<String, String> SPELLING = Map.ofEntries(
            Map.entry("None", "dl writes nil for no value; None is a new axis inside an index: x[:, None]"),
            Map.entry("null", "dl writes nil"), Map.entry("True", "dl writes true"), Map.entry("False", "dl writes false"),
            Map.entry("def", "dl writes fn f(x) = ... or fn f(x) { ... }"), Map.entry("function", "dl writes fn f(x) = ... or x -> ..."),
            Map.entry("lambda", "dl writes x -> ..."), Map.entry("elif", "dl writes else if"),
            Map.entry("self", "inside a layer its fields are plain names: w, not self.w"),
            Map.entry("this", "inside a layer its fields are plain names: w, not this.w"),
            Map.entry("np", "tensor functions are builtins: zeros(3), not np.zeros(3)"),
            Map.entry("torch", "tensor functions are builtins: zeros(3), not torch.zeros(3)"),
            Map.entry("const", "dl writes let"), Map.entry("println", "dl writes print"), Map.entry("length", "dl writes len(x)"));

    private Foreign() {}

    static Optional<String> spelling(String name) {
        return Optional.ofNullable(SPELLING.get(name));
    }
}

package dl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The options; help, parsing and suggestions all read this one list.
///
/// Parsed by hand: a parser library (picocli, without annotations) was measured at 60 ms, and the JVM itself takes 30.
enum Flag {
    EVALUATE("-e", "CODE", "evaluate CODE and print its last value"),
    KERNELS("--kernels", "NAME", "compute with auto, scalar, 128, 256 or 512 (bits of a vector); results are the same"),
    THREADS("--threads", "N", "use N threads; results are the same"),
    STATS("--stats", "", "say on standard error what the run took: time, memory, operations"),
    COLOR("--color", "WHEN", "colour diagnostics: auto, always or never"),
    VERSION("--version", "", "print the version, the JDK, the kernels in use and why"),
    HELP("--help", "", "print this");

    private final String text;
    private final String operand;
    private final String meaning;

    Flag(String text, String operand, String meaning) {
        this.text = text;
        this.operand = operand;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    /// What its operand is called, empty when it takes none.
    String operand() {
        return operand;
    }

    boolean takesOperand() {
        return !operand.isEmpty();
    }

    String meaning() {
        return meaning;
    }

    static Optional<Flag> find(String text) {
        String name = text.equals("-h") ? "--help" : text;
        return Arrays.stream(values()).filter(flag -> flag.text.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Flag::text).toList();
    }
}

package dl.tool;

import dl.source.Diagnostic;
import java.util.List;

/// How one test ended.
///
/// @param name     the title of a `test` block, or `example of f`
/// @param line     where it begins
/// @param failures empty when it passed
/// @param printed  what it wrote
public record TestResult(String name, int line, List<Diagnostic> failures, String printed, double seconds) {
    public boolean passed() {
        return failures.isEmpty();
    }
}

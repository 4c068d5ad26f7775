package dl.tool;

import java.util.List;

/// How the tests of one file ended.
public record FileReport(String file, List<TestResult> results, double seconds) {
    public int failed() {
        return (int) results.stream().filter(result -> !result.passed()).count();
    }

    public int passed() {
        return results.size() - failed();
    }
}

package dl.check;

import dl.source.Diagnostic;
import dl.source.Label;
import dl.source.Source;
import dl.syntax.Parse;
import dl.syntax.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Everything that can be said about a file without running it, in one go.
///
/// Errors: syntax, names, calls of known functions with wrong arguments, constant shapes that cannot match. Warnings:
/// names that are never read, hidden parameters, code that is never reached.
public final class Checker {
    private Checker() {}

    /// The findings in the order of the text.
    public static List<Finding> check(Source source, Names known) {
        return switch (Parse.parse(source)) {
            case Parse.Incomplete(Diagnostic diagnostic) -> List.of(new Finding(diagnostic, false));
            case Parse.Invalid(List<Diagnostic> diagnostics) -> diagnostics.stream().map(diagnostic -> new Finding(diagnostic, false)).toList();
            case Parse.Complete(Program program) -> check(source, program, known);
        };
    }

    private static List<Finding> check(Source source, Program program, Names known) {
        List<Finding> findings = new ArrayList<>();
        List<Diagnostic> errors = new ArrayList<>();
        Resolution resolution = Resolver.examine(source, program, known, errors);
        errors.forEach(error -> findings.add(new Finding(error, false)));
        new CallCheck(source, resolution, known, findings).run(program);
        new ShapeCheck(source, resolution, findings).run(program);
        new Habit(source, resolution, findings).run(program);
        findings.sort(Comparator.comparingInt(Checker::place));
        return findings;
    }

    private static int place(Finding finding) {
        return finding.diagnostic().labels().stream().findFirst().map(Label::span).map(span -> span.start()).orElse(0);
    }
}

package dl.check;

import dl.source.Diagnostic;
import dl.source.Label;
import dl.source.Source;
import dl.syntax.Parse;
import dl.syntax.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that can be said about a file without running it, in one go.
///
/// Errors: syntax, names, calls of known functions with wrong arguments, constant shapes that cannot match. Warnings:
/// names that are never read, hidden parameters, code that is never reached.
public final class Checker {
    private Checker() {}

    /// The findings in the order of the text.
    public static List<Finding> check(Source source, Names known) {
        return switch (Parse.parse(source)) {
            case Parse.Incomplete(List<Diagnostic> diagnostics) -> errors(diagnostics);
            case Parse.Invalid invalid -> errors(mistakes(source, invalid, known, new Globals()));
            case Parse.Complete(Program program) -> check(source, program, known);
        };
    }

    private static List<Finding> errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(diagnostic -> new Finding(diagnostic, false)).toList();
    }

    /// The mistakes in the syntax of a file, and the names in its other statements that are defined nowhere.
    ///
    /// @param globals what its module has already
    public static List<Diagnostic> mistakes(Source source, Parse.Invalid invalid, Names known, Globals globals) {
        List<Diagnostic> mistakes = new ArrayList<>();
        Resolver.examine(source, invalid.readable(), known, globals, mistakes);
        // On a line with a mistake in its syntax a name may not even be meant as one.
        Set<Integer> lines = invalid.diagnostics().stream().map(mistake -> source.line(place(mistake))).collect(Collectors.toSet());
        mistakes.removeIf(mistake -> !mistake.code().equals("name/unknown") || lines.contains(source.line(place(mistake)))
                || invalid.unread().contains(source.slice(mistake.labels().getFirst().span()))
                // the end of a block that began as in another language
                || source.slice(mistake.labels().getFirst().span()).equals("end"));
        mistakes.addAll(invalid.diagnostics());
        mistakes.sort(Comparator.comparingInt(Checker::place));
        return mistakes;
    }

    private static List<Finding> check(Source source, Program program, Names known) {
        List<Finding> findings = new ArrayList<>();
        List<Diagnostic> errors = new ArrayList<>();
        Resolution resolution = Resolver.examine(source, program, known, new Globals(), errors);
        errors.forEach(error -> findings.add(new Finding(error, false)));
        new CallCheck(source, resolution, known, findings).run(program);
        new ShapeCheck(source, resolution, findings).run(program);
        new Habit(source, resolution, findings).run(program);
        findings.sort(Comparator.comparingInt(finding -> place(finding.diagnostic())));
        return findings;
    }

    private static int place(Diagnostic diagnostic) {
        return diagnostic.labels().stream().findFirst().map(Label::span).map(span -> span.start()).orElse(0);
    }
}

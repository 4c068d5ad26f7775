package dl.tool;

import dl.check.Globals;
import dl.check.Resolver;
import dl.run.Display;
import dl.run.Interpreter;
import dl.run.TestBlock;
import dl.run.value.Module;
import dl.run.value.Nil;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.Parse;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Runs the `test` blocks and the documented examples of one file.
///
/// The file itself runs once, before its tests; they see its names. A name that an example binds is gone after its
/// comment.
public final class TestFile {
    /// Runs a task and returns what went wrong with it, in the surroundings that a session gives (its thread, say).
    @FunctionalInterface
    public interface Attempt {
        List<Diagnostic> run(Runnable task);
    }

    private final Interpreter interpreter;
    private final Attempt attempt;
    private final Supplier<String> printed;

    /// @param printed takes what was written since the last call
    public TestFile(Interpreter interpreter, Attempt attempt, Supplier<String> printed) {
        this.interpreter = interpreter;
        this.attempt = attempt;
        this.printed = printed;
    }

    /// The results in the order of the file. A file that cannot run gives one result, named after that; a file without
    /// tests of the wanted names does not run and gives none.
    public List<TestResult> run(Source source, Predicate<String> wanted) {
        switch (Parse.parse(source)) {
            case Parse.Complete(Program program) -> {
                return run(source, program, wanted);
            }
            case Parse.Incomplete(List<Diagnostic> diagnostics) -> {
                return seemsToHaveTests(source) ? List.of(broken(diagnostics, 0)) : List.of();
            }
            case Parse.Invalid(List<Diagnostic> diagnostics, _, _) -> {
                return seemsToHaveTests(source) ? List.of(broken(diagnostics, 0)) : List.of();
            }
        }
    }

    /// A file that cannot be read as a program is a mistake here only if it is to be tested.
    private static boolean seemsToHaveTests(Source source) {
        return source.text().contains("test \"") || source.text().contains(">>>");
    }

    private List<TestResult> run(Source source, Program program, Predicate<String> wanted) {
        List<Doctest> examples = Doctest.read(source, program).stream().filter(example -> wanted.test(title(example))).toList();
        boolean none = program.statements().stream().noneMatch(statement -> statement instanceof Stmt.TestDecl test && wanted.test(test.title()));
        if (none && examples.isEmpty()) {
            return List.of();
        }
        Module module = new Module(source.name(), source, new Globals());
        List<TestBlock> tests = new ArrayList<>();
        double start = interpreter.host().seconds();
        List<Diagnostic> mistakes = attempt.run(() -> tests.addAll(interpreter.runForTests(source, module)));
        if (!mistakes.isEmpty()) {
            return List.of(broken(mistakes, interpreter.host().seconds() - start));
        }
        printed.get();
        List<TestResult> results = new ArrayList<>();
        for (TestBlock test : tests) {
            if (wanted.test(test.title())) {
                results.add(timed(test.title(), source.line(test.span().start()), () -> attempt.run(() -> interpreter.run(test))));
            }
        }
        for (Doctest example : examples) {
            results.add(timed(title(example), example.line(), () -> converse(example, view(module))));
        }
        results.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return results;
    }

    private static String title(Doctest example) {
        return "example of " + example.name();
    }

    private TestResult broken(List<Diagnostic> mistakes, double seconds) {
        return new TestResult("the file runs", 1, mistakes, printed.get(), seconds);
    }

    private TestResult timed(String name, int line, Supplier<List<Diagnostic>> test) {
        double start = interpreter.host().seconds();
        List<Diagnostic> failures = interpreter.apart(test);
        return new TestResult(name, line, failures, printed.get(), interpreter.host().seconds() - start);
    }

    // ---- examples

    /// The module's names with their present values, as a prompt would have them after importing all of them.
    private static Module view(Module module) {
        Module view = new Module(module.name(), module.source(), module.globals().copy());
        module.cells().forEach((name, cell) -> {
            if (cell.isSet()) {
                view.cell(name).set(cell.get());
            }
        });
        return view;
    }

    private List<Diagnostic> converse(Doctest example, Module module) {
        for (Doctest.Step step : example.steps()) {
            StringBuilder echo = new StringBuilder();
            printed.get();
            List<Diagnostic> mistakes = attempt.run(() -> echo.append(echo(step.input(), module)));
            List<String> shown = new ArrayList<>(lines(printed.get()));
            shown.addAll(lines(echo.toString()));
            mistakes.forEach(mistake -> shown.add(mistake.kind().title() + ": " + mistake.message()));
            if (fits(shown, step.expected())) {
                continue;
            }
            return mistakes.isEmpty() || !step.expected().isEmpty() && step.expected().getFirst().contains("Error:")
                    ? List.of(different(module.source(), step.span(), shown, step.expected()))
                    : mistakes;
        }
        return List.of();
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /// Whether the prompt shows what is expected; a comment may leave out the type line below a tensor.
    private static boolean fits(List<String> shown, List<String> expected) {
        return shown.equals(expected)
                || shown.size() == expected.size() + 1 && !expected.isEmpty() && shown.subList(0, expected.size()).equals(expected);
    }

    private static Diagnostic different(Source source, Span place, List<String> shown, List<String> expected) {
        return Diagnostic.of("assertion/example", ErrorKind.ASSERTION, "the example does not show what its comment says",
                        new Label(source, place, ""))
                .hint("expected " + text(expected) + "\nit shows " + text(shown));
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "nothing" : String.join("\n         ", lines);
    }

    /// Evaluates one input as a prompt does and returns its echo.
    private String echo(Source input, Module module) {
        Object value = interpreter.run(input, module, Resolver.Mode.PROMPT).value();
        if (value == Nil.NIL) {
            return "";
        }
        Resolver.define(module.globals(), "ans", module.source());
        module.cell("ans").set(value);
        if (input.text().stripTrailing().endsWith(";")) {
            return "";
        }
        String type = Display.typeLine(value);
        return type.isEmpty() ? Display.alone(value) : Display.show(value) + "\n" + type;
    }
}

package dl.syntax;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.ProgramContext;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// The way from a text to its syntax.
public final class Parse {
    private static final int LONGEST_LINE = 1_000_000;

    private final Source source;
    private final Problems problems;

    private Parse(Source source) {
        this.source = source;
        this.problems = new Problems(source);
    }

    /// What became of a text.
    public sealed interface Result permits Complete, Incomplete, Invalid {}

    /// A program without mistakes in its syntax.
    public record Complete(Program program) implements Result {}

    /// Good so far, but the end came too early: a prompt asks for another line, a file has a mistake.
    public record Incomplete(Diagnostic diagnostic) implements Result {}

    /// At least one mistake, in the order of the text.
    public record Invalid(List<Diagnostic> diagnostics) implements Result {}

    /// Parses a whole source.
    public static Result parse(Source source) {
        return new Parse(source).run();
    }

    /// Whether a text is the name of a variable, as `let` takes it.
    public static boolean isName(String text) {
        return parse(new Source("", text)) instanceof Complete(Program program)
                && program.statements().size() == 1
                && program.statements().getFirst() instanceof Stmt.Expression(Span _, Expr.Name(Span _, String name))
                && name.equals(text);
    }

    /// Nobody writes such lines, and programs that do get an answer at once.
    private Optional<Diagnostic> lineTooLong() {
        String text = source.text();
        int start = 0;
        while (text.length() - start > LONGEST_LINE) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end;
            if (next - start > LONGEST_LINE) {
                return Optional.of(Diagnostic.of("limit/line", ErrorKind.LIMIT,
                                "this line has " + (next - start) + " characters, the longest may have " + LONGEST_LINE,
                                new Label(source, new Span(start + LONGEST_LINE, start + LONGEST_LINE + 1), ""))
                        .hint("keep data in a file and read it (read_csv, read_text), or break the line after an operator or comma"));
            }
            start = next + 1;
        }
        return Optional.empty();
    }

    private Result run() {
        Optional<Diagnostic> tooLong = lineTooLong();
        if (tooLong.isPresent()) {
            return new Invalid(List.of(tooLong.get()));
        }
        Scanner scanner = new Scanner(source, problems);
        scanner.run();
        if (problems.isFull()) {
            return new Invalid(problems.sorted());
        }
        Brackets brackets = new Brackets(scanner.tokens, problems);
        brackets.run();
        List<CommonToken> tokens = new Shaper(source, brackets, problems).run();
        if (problems.isFull()) {
            return new Invalid(problems.sorted());
        }
        for (Token spoiled : problems.spoiled) {
            tokens = Blanks.blank(tokens, spoiled);
        }
        while (true) {
            Tokens stream = new Tokens(tokens, scanner.lexer);
            DlParser parser = new DlParser(stream);
            parser.removeErrorListeners();
            parser.setErrorHandler(new FirstError());
            try {
                ProgramContext tree = parser.program();
                Program program = new AstBuilder(problems, scanner.docs).program(tree);
                if (problems.isEmpty()) {
                    // The text that is still open ends the last statement, so the parser did not miss anything.
                    return brackets.unclosed == null ? new Complete(program)
                            : new Incomplete(SyntaxErrors.unclosed(problems, brackets));
                }
                return new Invalid(problems.sorted());
            } catch (FirstError.Found found) {
                Token offending = found.offending;
                SyntaxErrors error = new SyntaxErrors(problems, stream, found, brackets);
                if (offending.getType() == Token.EOF && problems.isEmpty()) {
                    return new Incomplete(error.describe(found.expected.contains(DlParser.INT)));
                }
                if (!Blanks.reported(tokens, offending, problems)) {
                    problems.report(error.describe(found.expected.contains(DlParser.INT)));
                }
                int before = tokens.size();
                tokens = Blanks.blank(tokens, offending);
                if (tokens.size() == before || problems.isFull()) {
                    return new Invalid(problems.sorted());
                }
            } catch (DlParser.TooDeep deep) {
                return new Invalid(List.of(OperatorRow.tooDeep(problems, Tokens.span(parser.getCurrentToken()))));
            } catch (DiagnosticException limit) {
                return new Invalid(limit.diagnostics());
            }
        }
    }
}

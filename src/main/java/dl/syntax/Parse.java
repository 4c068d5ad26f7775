package dl.syntax;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.Source;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.ProgramContext;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// The way from a text to its syntax.
public final class Parse {
    private static final int MOST_ERRORS = 20;

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

    private Result run() {
        Scanner scanner = new Scanner(source, problems);
        scanner.run();
        Brackets brackets = new Brackets(scanner.tokens, problems);
        brackets.run();
        List<CommonToken> tokens = new Shaper(source, brackets, problems).run();
        SyntaxErrors errors = new SyntaxErrors(problems, brackets.unclosed);
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
                return built(new AstBuilder(problems, scanner.docs).program(tree));
            } catch (FirstError.Found found) {
                Token offending = found.offending;
                boolean atEnd = offending.getType() == Token.EOF;
                Diagnostic diagnostic = errors.describe(found, stream);
                if (atEnd && problems.isEmpty()) {
                    return new Incomplete(diagnostic);
                }
                problems.report(diagnostic);
                int before = tokens.size();
                tokens = Blanks.blank(tokens, offending);
                if (tokens.size() == before || problems.count() >= MOST_ERRORS) {
                    return new Invalid(problems.sorted());
                }
            } catch (DlParser.TooDeep deep) {
                return new Invalid(List.of(OperatorRow.tooDeep(problems, Tokens.span(parser.getCurrentToken()))));
            } catch (DiagnosticException limit) {
                return new Invalid(limit.diagnostics());
            }
        }
    }

    private Result built(Program program) {
        return problems.isEmpty() ? new Complete(program) : new Invalid(problems.sorted());
    }
}

package dl.syntax;

import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.syntax.antlr.DlLexer;
import dl.syntax.antlr.DlParser;
import dl.syntax.antlr.DlParser.ProgramContext;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// The way from a text to its syntax.
public final class Parse {
    private static final int LONGEST_LINE = 1_000_000;

    private final Source source;
    private final Problems problems;
    private final Set<String> unread = new HashSet<>();

    private Parse(Source source) {
        this.source = source;
        this.problems = new Problems(source);
    }

    /// What became of a text.
    public sealed interface Result permits Complete, Incomplete, Invalid {}

    /// A program without mistakes in its syntax.
    public record Complete(Program program) implements Result {}

    /// Good so far, but the end came too early: a prompt asks for another line, a file has these mistakes.
    public record Incomplete(List<Diagnostic> diagnostics) implements Result {}

    /// At least one mistake, in the order of the text.
    ///
    /// @param readable the statements without one
    /// @param unread the names in the others, which may define or use them
    public record Invalid(List<Diagnostic> diagnostics, Program readable, Set<String> unread) implements Result {
        private Invalid(List<Diagnostic> diagnostics) {
            this(diagnostics, new Program(new Span(0, 0), List.of()), Set.of());
        }
    }

    /// Parses a whole source.
    public static Result parse(Source source) {
        return switch (new Parse(source).run(false)) {
            case Incomplete _ -> switch (new Parse(source).run(true)) {
                case Invalid(var diagnostics, _, _) -> new Incomplete(diagnostics);
                case Incomplete incomplete -> incomplete;
                case Complete complete -> complete;
            };
            case Invalid invalid -> new Parse(source).run(true) instanceof Invalid all ? all : invalid;
            case Complete complete -> complete;
        };
    }

    /// Parses what is being typed: brackets that its end finds open are no mistake beside another one.
    public static Result parseTyped(Source source) {
        return new Parse(source).run(false) instanceof Invalid invalid ? invalid : parse(source);
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

    /// @param whole whether no further line can come that closes what is open
    private Result run(boolean whole) {
        Optional<Diagnostic> tooLong = lineTooLong();
        if (tooLong.isPresent()) {
            return new Invalid(List.of(tooLong.get()));
        }
        Scanner scanner = new Scanner(source, problems);
        scanner.run();
        if (problems.isFull()) {
            return new Invalid(problems.sorted());
        }
        Brackets brackets = Brackets.match(scanner.tokens);
        if (brackets.broken || whole && brackets.unclosed != null) {
            brackets = BracketRepair.repair(brackets, problems);
        } else if (brackets.unclosed instanceof CommonToken text && text.getType() == DlLexer.OPEN_LONG_STRING) {
            text.setType(DlLexer.STRING);
        }
        List<CommonToken> tokens = new Shaper(source, brackets, problems).run();
        if (problems.isFull()) {
            return new Invalid(problems.sorted());
        }
        for (Token spoiled : problems.spoiled) {
            tokens = blank(tokens, spoiled);
        }
        while (true) {
            Tokens stream = new Tokens(tokens, scanner.lexer);
            DlParser parser = new DlParser(stream);
            parser.removeErrorListeners();
            parser.setErrorHandler(new FirstError());
            try {
                ProgramContext tree = parser.program();
                Program program = new AstBuilder(problems, scanner.docs).program(tree);
                if (!problems.isEmpty()) {
                    return new Invalid(problems.sorted(), program, unread);
                }
                // The text that is still open ends the last statement, so the parser did not miss anything.
                return brackets.unclosed == null ? new Complete(program) : new Incomplete(List.of());
            } catch (FirstError.Found found) {
                Token offending = found.offending;
                SyntaxErrors error = new SyntaxErrors(problems, stream, found);
                Diagnostic diagnostic = error.describe(found.expected.contains(DlParser.INT));
                if (offending.getType() == Token.EOF && problems.isEmpty()) {
                    return new Incomplete(List.of(diagnostic));
                }
                if (!Blanks.reported(tokens, offending, problems)) {
                    problems.report(diagnostic);
                }
                int before = tokens.size();
                tokens = blank(tokens, offending);
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

    private List<CommonToken> blank(List<CommonToken> tokens, Token spoiled) {
        List<CommonToken> rest = Blanks.blank(tokens, spoiled);
        if (rest != tokens) {
            Set<Token> kept = Collections.newSetFromMap(new IdentityHashMap<>());
            kept.addAll(rest);
            for (Token token : tokens) {
                if (!kept.contains(token) && Shaper.isWord(token.getType())) {
                    unread.add(token.getText());
                }
            }
        }
        return rest;
    }
}

package dl.syntax;

import dl.source.Source;
import java.util.List;

/// Writes programs in the one way they are to look.
///
/// Two blanks of indentation; lines of at most 100 characters where that can be had; what does not fit has one item of
/// its brackets on each line, and a `,` behind the last. Comments stay where they are, and of several empty lines one.
/// The author decides whether a block stands on one line, whether brackets are opened over several lines (a break
/// behind the opening one), and about breaks behind operators and before `|>` and `.name`.
public final class Formatter {
    private Formatter() {}

    /// What became of a source.
    public sealed interface Result {}

    /// The text as it is to be; the same as before when nothing was to be done.
    public record Formatted(String text) implements Result {}

    /// The source is no program.
    public record Unreadable(List<dl.source.Diagnostic> diagnostics) implements Result {}

    /// The text would have said something else. That is a mistake of the formatter, and the source is left alone.
    public record Refused(String text) implements Result {}

    public static Result format(Source source) {
        return switch (Parse.parse(source)) {
            case Parse.Incomplete(var diagnostics) -> new Unreadable(diagnostics);
            case Parse.Invalid(var diagnostics, _, _) -> new Unreadable(diagnostics);
            case Parse.Complete(Program program) -> {
                String text = LayoutWriter.write(new LayoutReader(source).read());
                yield says(new Source(source.name(), text), program, source) ? new Formatted(text) : new Refused(text);
            }
        };
    }

    /// Whether a text means the same as the program and has the same comments.
    private static boolean says(Source formatted, Program program, Source before) {
        return Parse.parse(formatted) instanceof Parse.Complete(Program after)
                && SameTree.test(program.statements(), after.statements())
                && comments(before).equals(comments(formatted));
    }

    private static List<String> comments(Source source) {
        return Comment.of(source).stream().map(Comment::text).toList();
    }
}

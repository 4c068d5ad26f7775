package dl.tool;

import dl.source.Source;
import dl.source.Span;
import dl.syntax.Comment;
import dl.syntax.LayerItem;
import dl.syntax.Program;
import dl.syntax.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The examples in one block of `##` comments, which are a dialogue with a prompt.
///
/// `>>> line` is typed, `... line` continues it, and what follows up to an empty line is what the prompt shows.
///
/// @param name the definition below the comment, `Linear` or `Linear.forward`; `line 7` where nothing is defined
/// @param line where the comment begins
public record Doctest(String name, int line, List<Step> steps) {
    private static final String TYPED = ">>>";
    private static final String CONTINUED = "...";

    /// One input and what it shows.
    ///
    /// @param span     the first line of the input in the file, without its mark
    /// @param input    a source of the name and length of the file in which all but the input is blank, so that errors
    ///                 name the true line
    /// @param expected the lines shown, without blanks around them
    public record Step(Span span, Source input, List<String> expected) {}

    /// All examples of a file.
    public static List<Doctest> read(Source source, Program program) {
        Map<Integer, String> names = definitions(source, program);
        List<Doctest> found = new ArrayList<>();
        List<Comment> block = new ArrayList<>();
        int last = -1;
        for (Comment comment : Comment.of(source)) {
            int line = source.line(comment.span().start());
            if (!comment.documentation() || line != last + 1) {
                add(source, block, last, names, found);
                block = new ArrayList<>();
            }
            if (comment.documentation()) {
                block.add(comment);
                last = line;
            }
        }
        add(source, block, last, names, found);
        return found;
    }

    private static void add(Source source, List<Comment> block, int lastLine, Map<Integer, String> names, List<Doctest> found) {
        List<Step> steps = steps(source, block);
        if (!steps.isEmpty()) {
            int line = source.line(block.getFirst().span().start());
            found.add(new Doctest(names.getOrDefault(lastLine + 1, "line " + line), line, steps));
        }
    }

    private static List<Step> steps(Source source, List<Comment> block) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < block.size()) {
            Comment first = block.get(at++);
            if (!content(first).startsWith(TYPED)) {
                continue;
            }
            List<Span> code = new ArrayList<>();
            code.add(behind(first, TYPED));
            while (at < block.size() && content(block.get(at)).startsWith(CONTINUED)) {
                code.add(behind(block.get(at++), CONTINUED));
            }
            List<String> expected = new ArrayList<>();
            while (at < block.size() && !content(block.get(at)).isEmpty() && !content(block.get(at)).startsWith(TYPED)) {
                expected.add(content(block.get(at++)));
            }
            steps.add(new Step(code.getFirst(), only(source, code), List.copyOf(expected)));
        }
        return List.copyOf(steps);
    }

    private static String content(Comment comment) {
        return comment.text().substring(2).strip();
    }

    private static Span behind(Comment comment, String mark) {
        int start = comment.text().indexOf(mark) + mark.length();
        int offset = comment.span().start();
        // one blank belongs to the mark; further ones are indentation
        return new Span(offset + Math.min(comment.text().startsWith(" ", start) ? start + 1 : start, comment.text().length()),
                offset + comment.text().length());
    }

    /// The source with everything but these places made blank.
    private static Source only(Source source, List<Span> places) {
        StringBuilder text = new StringBuilder(source.text().length());
        int next = 0;
        for (int i = 0; i < source.text().length(); i++) {
            if (next < places.size() && i >= places.get(next).end()) {
                next++;
            }
            boolean shown = next < places.size() && i >= places.get(next).start();
            char c = source.text().charAt(i);
            text.append(shown || c == '\n' || c == '\r' ? c : ' ');
        }
        return new Source(source.name(), text.toString());
    }

    /// The names of definitions by the line on which they begin.
    private static Map<Integer, String> definitions(Source source, Program program) {
        Map<Integer, String> names = new TreeMap<>();
        for (Stmt statement : program.statements()) {
            int line = source.line(statement.span().start());
            switch (statement) {
                case Stmt.FunctionDecl fn -> names.put(line, fn.name());
                case Stmt.Binding let -> names.put(line, source.slice(let.pattern().span()));
                case Stmt.LayerDecl layer -> {
                    names.put(line, layer.name());
                    for (LayerItem item : layer.items()) {
                        names.put(source.line(item.span().start()), layer.name() + "." + switch (item) {
                            case LayerItem.Field field -> field.name();
                            case LayerItem.Method method -> method.function().name();
                        });
                    }
                }
                case Stmt.Import _, Stmt.TestDecl _, Stmt.IndexBinding _, Stmt.Assign _, Stmt.Return _, Stmt.Break _,
                        Stmt.Continue _, Stmt.Throw _, Stmt.Assert _, Stmt.Expression _ -> { }
            }
        }
        return names;
    }
}

package dl.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Turns diagnostics into the text that people read.
///
/// ```
/// ShapeError: cannot multiply [32, 784] @ [128, 10]: inner sizes 784 and 128 differ
///   --> examples/digits.dl:14:11  (shape/matmul)
///    |
/// 14 |   let h = x @ w2
///    |           -   -- f32[128, 10]
///    |           |
///    |           f32[32, 784]
///    = hint: did you mean w1 (f32[784, 128])?
/// ```
///
/// `^` marks the one place that is wrong; `-` marks places that matter together. [JsonRenderer] writes for tools.
public final class Renderer {
    private static final int WIDTH = 100;
    private static final int LONGEST_TRACE = 10;

    private final boolean color;

    private Renderer(boolean color) {
        this.color = color;
    }

    public static Renderer plain() {
        return new Renderer(false);
    }

    /// With ANSI colours.
    public static Renderer ansi() {
        return new Renderer(true);
    }

    /// One message; it ends with a line break.
    public String render(Diagnostic diagnostic) {
        return render(diagnostic, diagnostic.kind().title(), Paint.ERROR);
    }

    /// A message that does not stop the program.
    public String renderWarning(Diagnostic diagnostic) {
        return render(diagnostic, "warning", Paint.WARNING);
    }

    /// Several messages with an empty line between them.
    public String render(List<Diagnostic> diagnostics) {
        StringBuilder text = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            text.append(text.isEmpty() ? "" : "\n").append(render(diagnostic));
        }
        return text.toString();
    }

    private String render(Diagnostic diagnostic, String title, Paint paint) {
        StringBuilder text = new StringBuilder();
        text.append(paint.on(title, color)).append(Paint.STRONG.on(": " + diagnostic.message(), color)).append('\n');
        List<Label> labels = diagnostic.labels();
        int gutter = 1;
        for (Label label : labels) {
            gutter = Math.max(gutter, Integer.toString(lastLine(label)).length());
        }
        List<Source> sources = new ArrayList<>();
        for (Label label : labels) {
            if (!sources.contains(label.source())) {
                sources.add(label.source());
                section(diagnostic, label, sources.size() == 1, gutter, text);
            }
        }
        notes(diagnostic, gutter, text);
        return text.toString();
    }

    // ---- the part of one source

    private void section(Diagnostic diagnostic, Label first, boolean primary, int gutter, StringBuilder text) {
        Source source = first.source();
        int start = first.span().start();
        String place = source.name() + ":" + source.line(start) + ":" + source.column(start);
        text.append(" ".repeat(gutter)).append(Paint.FRAME.on(primary ? "--> " : "::: ", color)).append(place);
        if (primary) {
            text.append("  ").append(Paint.FRAME.on("(" + diagnostic.code() + ")", color));
        }
        text.append('\n');
        frame(gutter, "", text);
        int shown = 0;
        var lines = lines(diagnostic, source);
        for (var entry : lines.entrySet()) {
            int line = entry.getKey();
            if (shown > 0 && line == shown + 2) {
                numbered(gutter, shown + 1, new LineView(source.lineText(shown + 1)).text(), text);
            } else if (shown > 0 && line > shown + 1) {
                text.append(Paint.FRAME.on("...", color)).append('\n');
            }
            snippets(source, line, entry.getValue(), gutter, text);
            shown = line;
        }
    }

    /// The marks of each line of a source, in the order of the lines.
    private TreeMap<Integer, List<Snippet.Mark>> lines(Diagnostic diagnostic, Source source) {
        TreeMap<Integer, List<Snippet.Mark>> lines = new TreeMap<>();
        List<Label> labels = diagnostic.labels();
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            if (label.source() == source) {
                marks(label, i == 0 && pointsAt(diagnostic), lines);
            }
        }
        return lines;
    }

    /// Whether the first label is what is wrong, rather than one of several operands that do not fit together.
    private static boolean pointsAt(Diagnostic diagnostic) {
        return diagnostic.labels().size() == 1
                || diagnostic.labels().getFirst().text().isEmpty()
                || diagnostic.kind() == ErrorKind.SYNTAX
                || diagnostic.kind() == ErrorKind.NAME;
    }

    private static void marks(Label label, boolean primary, TreeMap<Integer, List<Snippet.Mark>> lines) {
        Source source = label.source();
        Span span = label.span();
        int firstLine = source.line(span.start());
        int lastLine = lastLine(label);
        LineView first = new LineView(source.lineText(firstLine));
        int from = first.column(span.start() - source.lineStart(firstLine));
        if (firstLine == lastLine) {
            int to = first.column(span.end() - source.lineStart(firstLine));
            add(lines, firstLine, new Snippet.Mark(from, Math.max(to, from + 1), label.text(), primary));
            return;
        }
        // A stretch over several lines: its first line to the end, its last line from the first letter.
        add(lines, firstLine, new Snippet.Mark(from, Math.max(first.width(), from + 1), "", primary));
        String text = source.lineText(lastLine);
        LineView last = new LineView(text);
        int indent = 0;
        while (indent < text.length() && Character.isWhitespace(text.charAt(indent))) {
            indent++;
        }
        int start = last.column(indent);
        int end = last.column(span.end() - source.lineStart(lastLine));
        add(lines, lastLine, new Snippet.Mark(start, Math.max(end, start + 1), label.text(), primary));
    }

    private static void add(TreeMap<Integer, List<Snippet.Mark>> lines, int line, Snippet.Mark mark) {
        List<Snippet.Mark> marks = lines.get(line);
        if (marks == null) {
            marks = new ArrayList<>();
            lines.put(line, marks);
        }
        marks.add(mark);
    }

    private static int lastLine(Label label) {
        Span span = label.span();
        return label.source().line(Math.max(span.start(), span.end() - 1));
    }

    /// A line is shown again for marks that do not fit on it together.
    private void snippets(Source source, int line, List<Snippet.Mark> marks, int gutter, StringBuilder text) {
        LineView view = new LineView(source.lineText(line));
        List<Snippet.Mark> together = new ArrayList<>();
        marks.sort(Comparator.comparingInt(Snippet.Mark::from));
        for (Snippet.Mark mark : marks) {
            if (!together.isEmpty() && mark.from() - together.getFirst().from() > WIDTH - 30) {
                snippet(view, line, together, gutter, text);
                together = new ArrayList<>();
            }
            together.add(mark);
        }
        snippet(view, line, together, gutter, text);
    }

    private void snippet(LineView view, int line, List<Snippet.Mark> marks, int gutter, StringBuilder text) {
        List<String> rows = new Snippet(view, marks, color).rows(WIDTH);
        numbered(gutter, line, rows.getFirst(), text);
        for (int i = 1; i < rows.size(); i++) {
            frame(gutter, rows.get(i), text);
        }
    }

    private void numbered(int gutter, int line, String content, StringBuilder text) {
        String number = Integer.toString(line);
        String margin = " ".repeat(gutter - number.length()) + number + " |";
        text.append(Paint.FRAME.on(margin, color)).append(content.isEmpty() ? "" : " ").append(content).append('\n');
    }

    private void frame(int gutter, String content, StringBuilder text) {
        text.append(" ".repeat(gutter + 1)).append(Paint.FRAME.on("|", color));
        text.append(content.isEmpty() ? "" : " ").append(content).append('\n');
    }

    // ---- what stands below

    private void notes(Diagnostic diagnostic, int gutter, StringBuilder text) {
        if (diagnostic.hint().isPresent()) {
            note("hint: ", diagnostic.hint().get(), gutter, text);
        }
        if (!diagnostic.trace().isEmpty()) {
            note("called from ", calls(diagnostic.trace()), gutter, text);
        }
    }

    private void note(String title, String content, int gutter, StringBuilder text) {
        String indent = "\n" + " ".repeat(gutter + 3 + title.length());
        text.append(" ".repeat(gutter + 1)).append(Paint.FRAME.on("=", color)).append(' ');
        text.append(Paint.NOTE.on(title, color)).append(content.replace("\n", indent)).append('\n');
    }

    /// The innermost calls and the outermost; a recursion's middle says nothing.
    private static String calls(List<String> trace) {
        if (trace.size() <= LONGEST_TRACE) {
            return String.join(" <- ", trace);
        }
        int head = LONGEST_TRACE - 3;
        return String.join(" <- ", trace.subList(0, head)) + " <- ... " + (trace.size() - head - 2) + " more <- "
                + String.join(" <- ", trace.subList(trace.size() - 2, trace.size()));
    }
}

package dl.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One source line with the marks under it and their texts.
///
/// The text of the rightmost mark stands beside it; the others hang below their marks, the rightmost first.
final class Snippet {
    /// A marked stretch of the line, in columns from 0.
    record Mark(int from, int to, String text, boolean primary) {}

    private static final int CONTEXT = 24;

    private final LineView line;
    private final List<Mark> marks;
    private final boolean color;

    /// @param marks at least one
    Snippet(LineView line, List<Mark> marks, boolean color) {
        this.line = line;
        this.marks = new ArrayList<>(marks);
        this.marks.sort(Comparator.comparingInt(Mark::from).thenComparingInt(Mark::to));
        this.color = color;
    }

    /// The rows, the source line first.
    ///
    /// @param width a longer line is cut around its first mark
    List<String> rows(int width) {
        List<String> rows = new ArrayList<>();
        int from = 0;
        int to = Math.max(line.width(), last());
        if (line.width() > width) {
            from = marks.getFirst().from() <= width - CONTEXT ? 0 : marks.getFirst().from() - CONTEXT;
            to = from + width;
        }
        String before = from > 0 ? "..." : "";
        String after = to < line.width() ? "..." : "";
        rows.add((before + line.text(from, to) + after).stripTrailing());
        List<Mark> shown = new ArrayList<>();
        for (Mark mark : marks) {
            int start = Math.clamp(mark.from(), from, to) - from + before.length();
            int end = Math.clamp(mark.to(), from, to) - from + before.length();
            shown.add(new Mark(start, Math.max(end, start + 1), mark.text(), mark.primary()));
        }
        underline(shown, rows);
        hang(shown, rows);
        return rows;
    }

    private int last() {
        int last = 0;
        for (Mark mark : marks) {
            last = Math.max(last, mark.to());
        }
        return last;
    }

    private void underline(List<Mark> shown, List<String> rows) {
        Row row = new Row();
        for (Mark mark : shown) {
            if (!mark.primary()) {
                row.put(mark.from(), "-".repeat(mark.to() - mark.from()), Paint.SECONDARY);
            }
        }
        for (Mark mark : shown) {
            if (mark.primary()) {
                row.put(mark.from(), "^".repeat(mark.to() - mark.from()), Paint.PRIMARY);
            }
        }
        Mark rightmost = shown.getLast();
        if (!rightmost.text().isEmpty()) {
            row.put(row.length() + 1, rightmost.text(), paint(rightmost));
            shown.removeLast();
        }
        rows.add(row.toString());
    }

    private void hang(List<Mark> shown, List<String> rows) {
        List<Mark> hanging = new ArrayList<>();
        for (Mark mark : shown) {
            if (!mark.text().isEmpty()) {
                hanging.add(mark);
            }
        }
        if (!hanging.isEmpty()) {
            rows.add(stems(hanging).toString());
        }
        while (!hanging.isEmpty()) {
            Mark mark = hanging.removeLast();
            Row row = stems(hanging);
            row.put(mark.from(), mark.text(), paint(mark));
            rows.add(row.toString());
        }
    }

    private Row stems(List<Mark> hanging) {
        Row row = new Row();
        for (Mark mark : hanging) {
            row.put(mark.from(), "|", paint(mark));
        }
        return row;
    }

    private static Paint paint(Mark mark) {
        return mark.primary() ? Paint.PRIMARY : Paint.SECONDARY;
    }

    /// A row that is written at columns, from left to right or over what stands there.
    private final class Row {
        private final List<String> cells = new ArrayList<>();
        private final List<Paint> paints = new ArrayList<>();

        int length() {
            return cells.size();
        }

        void put(int column, String text, Paint paint) {
            while (cells.size() < column) {
                cells.add(" ");
                paints.add(paint);
            }
            int at = column;
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                String cell = Character.isISOControl(c) ? " " : Character.toString(c);
                if (at < cells.size()) {
                    cells.set(at, cell);
                    paints.set(at, paint);
                } else {
                    cells.add(cell);
                    paints.add(paint);
                }
                at++;
                i += Character.charCount(c);
            }
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < cells.size(); ) {
                int end = i + 1;
                while (end < cells.size() && paints.get(end) == paints.get(i)) {
                    end++;
                }
                text.append(paints.get(i).on(String.join("", cells.subList(i, end)), color));
                i = end;
            }
            return text.toString().stripTrailing();
        }
    }
}

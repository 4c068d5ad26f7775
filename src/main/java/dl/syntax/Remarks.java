package dl.syntax;

import java.util.ArrayList;
import java.util.List;

/// The comments behind code: those that stood below each other still do.
final class Remarks {
    /// How many lines may lie between comments that stand below each other.
    private static final int GAP = 3;

    /// @param offset where its two blanks begin in the text
    /// @param column where it stood
    private record Place(int offset, int column) {}

    private final StringBuilder text;
    private final List<Place> places = new ArrayList<>();

    Remarks(StringBuilder text) {
        this.text = text;
    }

    /// Notes that a comment follows.
    void add(int column) {
        places.add(new Place(text.length(), column));
    }

    /// The text with blanks added before the comments.
    String aligned() {
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        int from = 0;
        while (from < places.size()) {
            int to = from + 1;
            while (to < places.size() && places.get(to).column == places.get(from).column && lines(places.get(to - 1), places.get(to)) <= GAP) {
                to++;
            }
            int column = 0;
            for (Place place : places.subList(from, to)) {
                column = Math.max(column, column(place) + 2);
            }
            if (to > from + 1) {
                column = Math.max(column, places.get(from).column);
            }
            for (Place place : places.subList(from, to)) {
                result.append(text, copied, place.offset).repeat(' ', column - column(place) - 2);
                copied = place.offset;
            }
            from = to;
        }
        return result.append(text, copied, text.length()).toString();
    }

    private int lines(Place above, Place below) {
        return (int) text.substring(above.offset, below.offset).chars().filter(c -> c == '\n').count();
    }

    private int column(Place place) {
        return text.codePointCount(text.lastIndexOf("\n", place.offset - 1) + 1, place.offset);
    }
}

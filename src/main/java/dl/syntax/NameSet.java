package dl.syntax;

import dl.source.Span;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names that may stand only once, with the place of each.
final class NameSet {
    private final Map<String, Span> places = new HashMap<>();

    /// Returns where the name stood before, or null when it is new. `_` is always new.
    @Nullable Span add(String name, Span place) {
        return name.equals("_") ? null : places.putIfAbsent(name, place);
    }
}

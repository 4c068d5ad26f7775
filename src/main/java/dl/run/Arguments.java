package dl.run;

import dl.source.Span;
import dl.tensor.OpError;
import java.util.List;

/// Evaluated arguments on their way into a function, with the place of the call.
///
/// @param spans the place of each positional argument, then of each named one
public record Arguments(Site site, Object[] positional, String[] names, Object[] named, Span[] spans) {
    private static final String[] NO_NAMES = {};
    private static final Object[] NO_VALUES = {};

    /// A call from Java: all places are the place of the call itself.
    public static Arguments positional(Site site, Object... values) {
        Span[] spans = new Span[values.length];
        java.util.Arrays.fill(spans, site.span());
        return new Arguments(site, values, NO_NAMES, NO_VALUES, spans);
    }

    /// The same with one more positional argument in front, as `x.f(y)` is `f(x, y)`.
    public Arguments prepend(Object first, Span span) {
        Object[] values = new Object[positional.length + 1];
        values[0] = first;
        System.arraycopy(positional, 0, values, 1, positional.length);
        Span[] places = new Span[spans.length + 1];
        places[0] = span;
        System.arraycopy(spans, 0, places, 1, spans.length);
        return new Arguments(site, values, names, named, places);
    }

    /// Gives an error whose labels count arguments its place.
    public DlError locate(OpError error) {
        return new Site(site.source(), site.span(), List.of(spans)).locate(error);
    }

    public Span positionalSpan(int index) {
        return spans[index];
    }

    public Span namedSpan(int index) {
        return spans[positional.length + index];
    }
}

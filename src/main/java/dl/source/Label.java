package dl.source;

/// A place in a source with a few words about it; `text` may be empty, then only the carets are drawn.
public record Label(Source source, Span span, String text) {}

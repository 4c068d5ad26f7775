package dl.op;

/// A line of dl and what the prompt shows for it. Examples run as tests and stand in the documentation.
public record Example(String source, String expected) {}

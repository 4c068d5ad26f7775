package dl.source;

/// The families of errors that a user sees and that `catch e` finds in `e.kind`.
public enum ErrorKind {
    SYNTAX("SyntaxError"),
    NAME("NameError"),
    TYPE("TypeError"),
    SHAPE("ShapeError"),
    INDEX("IndexError"),
    VALUE("ValueError"),
    DOMAIN("DomainError"),
    GRAD("GradError"),
    IO("IoError"),
    LIMIT("LimitError"),
    ASSERTION("AssertionError"),
    USER("UserError"),
    /// The evaluation was stopped from outside (Ctrl-C, a host's deadline); a script cannot catch it.
    INTERRUPTED("Interrupted"),
    /// A mistake in dl itself; a script cannot catch it.
    INTERNAL("InternalError");

    private final String title;

    ErrorKind(String title) {
        this.title = title;
    }

    /// The name as the user reads it, `ShapeError`.
    public String title() {
        return title;
    }

    /// Whether `catch` may take it.
    public boolean catchable() {
        return switch (this) {
            case LIMIT, INTERRUPTED, INTERNAL -> false;
            case SYNTAX, NAME, TYPE, SHAPE, INDEX, VALUE, DOMAIN, GRAD, IO, ASSERTION, USER -> true;
        };
    }
}

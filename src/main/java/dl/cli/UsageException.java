package dl.cli;

/// A wrong command line; the message says what is wrong, and the process ends with 2.
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message, null, false, false);
    }
}

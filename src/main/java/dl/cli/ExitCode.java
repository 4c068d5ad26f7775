package dl.cli;

/// What the process says to its parent.
final class ExitCode {
    static final int OK = 0;
    static final int SCRIPT_ERROR = 1;
    static final int USAGE = 2;
    /// 128 + SIGINT, as a shell reports it; the JVM gives the same when nobody handles the signal.
    static final int INTERRUPTED = 130;
    /// 128 + SIGPIPE.
    static final int BROKEN_PIPE = 141;

    private ExitCode() {}
}

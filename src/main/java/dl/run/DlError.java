package dl.run;

import dl.run.value.Nil;
import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import java.util.ArrayList;
import java.util.List;

/// An error of a running script on its way to a `catch` or to the user.
public final class DlError extends RuntimeException {
    private static final long serialVersionUID = 1;
    /// Deeper call stacks are cut: nobody reads further, and collecting would make deep recursion slow.
    private static final int TRACE_LIMIT = 12;

    private final transient Diagnostic diagnostic;
    private final transient Object thrown;
    private final transient List<String> trace = new ArrayList<>();

    public DlError(Diagnostic diagnostic) {
        this(diagnostic, Nil.NIL);
    }

    /// @param thrown the record that a script threw, or nil
    public DlError(Diagnostic diagnostic, Object thrown) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
        this.thrown = thrown;
        trace.addAll(diagnostic.trace());
    }

    public Diagnostic diagnostic() {
        return diagnostic.trace(trace);
    }

    public Object thrown() {
        return thrown;
    }

    /// Notes a call that the error leaves.
    public void leaves(String call) {
        if (trace.size() < TRACE_LIMIT) {
            trace.add(call);
        }
    }

    public DiagnosticException toDiagnosticException() {
        return new DiagnosticException(diagnostic());
    }
}

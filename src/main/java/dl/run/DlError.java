package dl.run;

import dl.run.value.Nil;
import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.Label;
import java.util.ArrayList;
import java.util.List;

/// An error of a running script on its way to a `catch` or to the user.
public final class DlError extends RuntimeException {
    private static final long serialVersionUID = 1;
    /// Deeper call stacks are cut: nobody reads further, and collecting would make deep recursion slow.
    private static final int TRACE_LIMIT = 12;

    private transient Diagnostic diagnostic;
    private final transient Object thrown;
    private final transient List<String> trace = new ArrayList<>();
    private final transient List<String> notes = new ArrayList<>(0);
    private transient boolean placed;
    /// How often the last call in the trace came one after the other, as in a recursion.
    private transient int repeated = 1;
    private transient String last = "";

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
        if (notes.isEmpty()) {
            return diagnostic.trace(trace);
        }
        String all = String.join("; ", notes);
        return diagnostic.trace(trace).hint(diagnostic.hint().map(hint -> hint + "; " + all).orElse(all));
    }

    /// Adds something that went wrong on the way out.
    public void note(String text) {
        notes.add(text);
    }

    /// Moves an error that the standard library threw on purpose to the call that the user wrote.
    public void relocate(Site site) {
        diagnostic = diagnostic.labels(List.of(new Label(site.source(), site.span(), "")));
        placed = true;
        trace.clear();
        last = "";
    }

    /// Puts the call that the user wrote before the place in the standard library where the error came up.
    public void calledAt(Site site) {
        List<Label> labels = new ArrayList<>(diagnostic.labels());
        labels.addFirst(new Label(site.source(), site.span(), ""));
        diagnostic = diagnostic.labels(labels);
        placed = true;
    }

    /// The places of the diagnostic, without making the whole of it.
    public List<Label> labels() {
        return diagnostic.labels();
    }

    /// Whether a script raised it with throw or assert.
    public boolean deliberate() {
        return thrown != Nil.NIL || diagnostic.code().equals("user/thrown") || diagnostic.code().equals("assertion/failed");
    }

    public Object thrown() {
        return thrown;
    }

    /// Notes a call that the error leaves.
    ///
    /// @param here whether the error points into this very call, which then says nothing new
    public void leaves(String call, boolean here) {
        if (here && !placed) {
            placed = true;
            return;
        }
        placed = true;
        if (call.equals(last)) {
            repeated++;
            trace.set(trace.size() - 1, call + " " + repeated + " times");
        } else if (trace.size() < TRACE_LIMIT) {
            trace.add(call);
            last = call;
            repeated = 1;
        }
    }

    public DiagnosticException toDiagnosticException() {
        return new DiagnosticException(diagnostic());
    }
}

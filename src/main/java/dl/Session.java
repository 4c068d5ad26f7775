package dl;

import dl.source.Diagnostic;
import dl.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A running dl with its variables. Used by one thread at a time; [#interrupt()] may come from any.
public final class Session implements AutoCloseable {
    Session(Dl engine) {}

    /// Evaluates a program given as text and returns its last value; `Nil.NIL` when it has none.
    ///
    /// @throws DlException for every mistake in the program; the session stays as it was before the failing statement
    public Object eval(String text) {
        return eval(new Source("<eval>", text));
    }

    public Object eval(Source source) {
        throw new IllegalStateException();
    }

    /// Runs a script in a module scope of its own, its imports found relative to the file.
    public Object run(Path file) {
        throw new IllegalStateException();
    }

    /// Evaluates a line of the prompt: names may be defined again, and `ans` becomes the value.
    public Object submit(Source source) {
        throw new IllegalStateException();
    }

    /// A variable of this session as a dl value.
    public Optional<Object> get(String name) {
        throw new IllegalStateException();
    }

    /// Sets a variable. Java numbers, booleans, strings, (nested) lists, maps, `float[]`, `double[]`, `long[]`,
    /// `boolean[]` and rectangular arrays of these become dl values.
    public void set(String name, Object value) {
        throw new IllegalStateException();
    }

    /// The value as the prompt echoes it: the value as dl, with a type line for rank 1 and more; empty for nil.
    public String display(Object value) {
        throw new IllegalStateException();
    }

    /// The documentation of a name, as `?name` shows it.
    public Optional<String> help(String name) {
        throw new IllegalStateException();
    }

    /// The names that begin with `prefix`, sorted; after a dot the members of a module or record.
    public List<String> complete(String prefix) {
        throw new IllegalStateException();
    }

    /// Which kernels compute and why, in one sentence.
    public String kernels() {
        throw new IllegalStateException();
    }

    /// Warnings of the last evaluation, such as unknown names inside a function typed at the prompt.
    public List<Diagnostic> warnings() {
        throw new IllegalStateException();
    }

    /// Stops the evaluation that is running, which then throws a [DlException] of kind `Interrupted`.
    public void interrupt() {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}

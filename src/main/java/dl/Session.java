package dl;

import dl.check.Checker;
import dl.check.Finding;
import dl.check.Globals;
import dl.check.Resolver;
import dl.kernel.Parallel;
import dl.op.Usage;
import dl.op.Memory;
import dl.run.Display;
import dl.run.Interpreter;
import dl.run.value.Module;
import dl.run.value.Nil;
import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Renderer;
import dl.source.Source;
import dl.syntax.Parse;
import dl.tensor.OpError;
import dl.tool.Completion;
import dl.tool.FileReport;
import dl.tool.Help;
import dl.tool.TestFile;
import dl.tool.TestResult;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A running dl with its variables. Used by one thread at a time; [#interrupt()] may come from any.
///
/// dl values as Java objects: an int is a `Long`, a float a `Double`, a bool a `Boolean`, a str a `String`, a tensor a
/// [dl.tensor.Tensor], lists, tuples and ranges are `List`s, a record is a `Map`, nil is [Nil#NIL]; functions and layers
/// are objects that [#call(Object, Object...)] takes. The array of a tensor that comes out, [dl.tensor.Tensor#floats()]
/// and its sisters, holds exactly its elements, row by row.
public final class Session implements AutoCloseable {
    /// Calls may nest this deep; the thread's stack is made for it.
    private static final int DEPTH_LIMIT = 50_000;

    private final Dl engine;
    private final Parallel parallel;
    private final Interpreter interpreter;
    private final Worker worker = new Worker();
    private final long began = System.nanoTime();
    private final Module prompt;
    private List<Diagnostic> warnings = List.of();
    private volatile boolean closed;

    Session(Dl engine) {
        this.engine = engine;
        this.parallel = Parallel.threads(engine.threads());
        this.interpreter = new Interpreter(engine.kernels(), parallel, new EngineHost(engine), DEPTH_LIMIT);
        this.prompt = new Module("prompt", new Source("<prompt>", ""), new Globals());
    }

    /// Evaluates a program given as text and returns its last value; [Nil#NIL] when it has none. What it defines stays.
    ///
    /// @throws DlException for every mistake in the program; what ran before it stays done
    public Object eval(String text) {
        return eval(new Source("<eval>", text));
    }

    /// As [#eval(String)], with a name for error messages.
    public Object eval(Source source) {
        return Values.toJava(guarded(() -> outcome(source, prompt, Resolver.Mode.PROMPT)));
    }

    /// Runs a script in a module of its own, its imports found relative to the file; returns its last value.
    public Object run(Path file) {
        return guarded(() -> {
            Source source = read(file);
            Path folder = file.getParent();
            interpreter.scriptDirectory(folder == null ? "." : folder.toString());
            return outcome(source, new Module(file.toString(), source, new Globals()), Resolver.Mode.FILE);
        });
    }

    /// Runs a program in a module of its own, as a script from standard input.
    public Object run(Source source) {
        return guarded(() -> outcome(source, new Module(source.name(), source, new Globals()), Resolver.Mode.FILE));
    }

    /// Evaluates a line of the prompt: names may be defined again, and `ans` becomes the value unless it is nil.
    ///
    /// @return the value in the form that [#display(Object)] takes
    public Object submit(Source source) {
        return guarded(() -> {
            Object value = outcome(source, prompt, Resolver.Mode.PROMPT);
            if (value != Nil.NIL) {
                define("ans", value);
            }
            return value;
        });
    }

    private Object outcome(Source source, Module module, Resolver.Mode mode) {
        Interpreter.Outcome outcome = interpreter.run(source, module, mode);
        warnings = outcome.warnings();
        return outcome.value();
    }

    private static Source read(Path file) {
        String name = file.toString();
        try {
            return new Source(name, Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new DiagnosticException(Diagnostic.of("io/not-found", ErrorKind.IO, "there is no file " + name));
        } catch (MalformedInputException malformed) {
            throw new DiagnosticException(Diagnostic.of("io/encoding", ErrorKind.IO, name + " is not UTF-8 text").hint("save it as UTF-8"));
        } catch (IOException unreadable) {
            throw new DiagnosticException(Diagnostic.of("io/unreadable", ErrorKind.IO, name + " cannot be read: " + unreadable.getMessage()));
        }
    }

    /// Calls a dl function or layer that an evaluation gave.
    public Object call(Object function, Object... arguments) {
        return Values.toJava(guarded(() -> {
            Object[] values = new Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Values.fromJava(arguments[i]);
            }
            Source source = new Source("<call>", "call");
            return interpreter.call(Values.fromJava(function), dl.run.Site.of(source, new dl.source.Span(0, 4)), values);
        }));
    }

    /// A variable of this session.
    public Optional<Object> get(String name) {
        return prompt.get(name).map(Values::toJava);
    }

    /// Sets a variable. Java numbers, booleans, strings, characters, lists, maps, arrays of numbers or booleans,
    /// rectangular arrays of these, and [dl.tensor.Tensor]s become dl values; an array of objects becomes a list. Arrays
    /// are copied; a tensor made of an array is not.
    ///
    /// @throws IllegalArgumentException for objects that have no dl value, and for names that dl code could not say
    public void set(String name, Object value) {
        if (!Parse.isName(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a variable");
        }
        define(name, Values.fromJava(value));
    }

    private void define(String name, Object value) {
        Resolver.define(prompt.globals(), name, prompt.source());
        prompt.cell(name).set(value);
    }

    /// The value as the prompt echoes it: as dl, with a type line for rank 1 and more; empty for nil.
    public String display(Object value) {
        Object shown = Values.fromJava(value);
        if (shown == Nil.NIL) {
            return "";
        }
        String type = Display.typeLine(shown);
        return type.isEmpty() ? Display.alone(shown) : Display.show(shown) + "\n" + type;
    }

    /// Tests a file; see [Dl#test(Path, Predicate)].
    FileReport test(Path file, Predicate<String> wanted, Supplier<String> printed) {
        TestFile tests = new TestFile(interpreter, this::mistakes, printed);
        double start = interpreter.host().seconds();
        List<Source> source = new ArrayList<>();
        List<Diagnostic> unreadable = mistakes(() -> source.add(read(file)));
        List<TestResult> results = unreadable.isEmpty() ? tests.run(source.getFirst(), wanted)
                : List.of(new TestResult("the file can be read", 0, unreadable, "", 0));
        return new FileReport(file.toString(), results, interpreter.host().seconds() - start);
    }

    /// Everything that can be said about a file without running it: mistakes and warnings, in the order of the text.
    public List<Finding> check(Path file) {
        return guarded(() -> Checker.check(read(file), interpreter.builtins()));
    }

    private List<Diagnostic> mistakes(Runnable task) {
        try {
            guarded(() -> {
                task.run();
                return Nil.NIL;
            });
            return List.of();
        } catch (DlException mistake) {
            return mistake.diagnostics();
        }
    }

    /// The documentation of a name, as `?name` shows it.
    public Optional<String> help(String name) {
        return guarded(() -> Help.of(interpreter, prompt, name));
    }

    /// The names that begin with `prefix`, sorted; after a dot the members of a module, record or layer.
    public List<String> complete(String prefix) {
        return Completion.of(interpreter, prompt, prefix);
    }

    /// Which kernels compute and why, in one sentence.
    public String kernels() {
        return interpreter.kernelChoice().name() + " (" + interpreter.kernelChoice().reason() + ")";
    }

    /// What this session has done so far, and what it took. May be called from any thread, also after [#close()]; counts
    /// that change meanwhile are those of a moment ago.
    public Statistics statistics() {
        double collector = 0;
        long collections = 0;
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            collector += Math.max(0, each.getCollectionTime()) / 1000.0;
            collections += Math.max(0, each.getCollectionCount());
        }
        long largest = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            largest += pool.getType() == MemoryType.HEAP && pool.getPeakUsage() != null ? pool.getPeakUsage().getUsed() : 0;
        }
        Runtime java = Runtime.getRuntime();
        Usage usage = interpreter.usage();
        return new Statistics((System.nanoTime() - began) * 1e-9, collector, collections, usage.operations(), usage.bytes(),
                parallel.results().reusedBytes(), usage.largestPass(),
                java.totalMemory() - java.freeMemory(), largest, java.maxMemory(), engine.threads(), kernels());
    }

    /// Warnings of the last evaluation, such as unknown names inside a function typed at the prompt.
    public List<Diagnostic> warnings() {
        return warnings;
    }

    /// Stops the evaluation that is running, which then throws a [DlException] of kind `Interrupted`.
    public void interrupt() {
        interpreter.machine().interrupt();
        parallel.stop();
    }

    /// Interrupts what is running, and returns when the session's threads have ended; called by one of them, as from
    /// inside of the output, it only asks them to.
    @Override
    public void close() {
        closed = true;
        interpreter.machine().interrupt();
        worker.close();
        parallel.close();
    }

    private <T> T guarded(java.util.concurrent.Callable<T> work) {
        return worker.call(() -> {
            interpreter.machine().clearInterrupt();
            parallel.resume();
            if (closed) {
                interpreter.machine().interrupt();
            }
            interpreter.usage().restoreReserve();
            try {
                return work.call();
            } catch (DiagnosticException error) {
                throw exception(error.diagnostics());
            } catch (dl.run.DlError error) {
                throw exception(List.of(error.diagnostic()));
            } catch (StackOverflowError overflow) {
                throw exception(List.of(Diagnostic.of("limit/recursion", ErrorKind.LIMIT, "the calls are nested too deep").hint("does the recursion end? A loop needs no stack")));
            } catch (OutOfMemoryError memory) {
                interpreter.usage().spendReserve();
                OpError full = Memory.exhausted("there is no room left", 0);
                Diagnostic diagnostic = Diagnostic.of(full.code(), full.kind(), full.getMessage()).hint(Memory.hint(0));
                throw exception(List.of(interpreter.site() instanceof dl.run.Site last
                        ? diagnostic.labels(List.of(new Label(last.source(), last.span(), "the last operation on tensors before that"))) : diagnostic));
            } catch (DlException error) {
                throw error;
            } catch (Exception bug) {
                throw exception(List.of(bug(bug)));
            }
        });
    }

    private static Diagnostic bug(Exception bug) {
        StackTraceElement[] stack = bug.getStackTrace();
        String where = stack.length == 0 ? "" : " at " + stack[0].getClassName() + "." + stack[0].getMethodName() + ":" + stack[0].getLineNumber();
        return Diagnostic.of("internal/bug", ErrorKind.INTERNAL, "dl itself went wrong: " + bug + where)
                .hint("this is a bug in dl, not in your program; please report it with the lines that led here");
    }

    private DlException exception(List<Diagnostic> diagnostics) {
        Renderer renderer = engine.color() ? Renderer.ansi() : Renderer.plain();
        return new DlException(diagnostics, renderer.render(diagnostics));
    }
}

package dl.run;

import dl.check.Checker;
import dl.check.Globals;
import dl.check.Resolution;
import dl.check.Resolver;
import dl.kernel.KernelChoice;
import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.op.Usage;
import dl.op.Levels;
import dl.op.OpContext;
import dl.op.Ops;
import dl.kernel.RandomStream;
import dl.run.builtin.Builtins;
import dl.run.node.Node;
import dl.run.value.BoundMethod;
import dl.run.value.Callable;
import dl.run.value.Cell;
import dl.run.value.Closure;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.run.value.LayerType;
import dl.run.value.Module;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.OpFunction;
import dl.source.Diagnostic;
import dl.source.DiagnosticException;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.syntax.Parse;
import dl.syntax.Program;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything that one session shares: its context, its builtins and modules, its kernels and threads.
public final class Interpreter implements OpContext {
    private static final Object NOWHERE = new Object();

    /// Absent for `auto`, which is found out when there is work for vectors.
    private final Optional<KernelChoice> asked;
    private final Kernels kernels;
    private final Parallel parallel;
    private final Host host;
    private final Levels levels = new Levels();
    private final Usage usage = new Usage();
    private final Builtins builtins;
    private final Modules modules;
    private final Machine machine;
    private Context context = Context.initial(0);
    private Object site = NOWHERE;
    private final Replay replay = new Replay(this);
    private String scriptDirectory = ".";

    /// @param kernelName `auto`, which is found out when there is work for vectors, or the name of the kernels to use
    public Interpreter(String kernelName, Parallel parallel, Host host, int depthLimit) {
        this.asked = kernelName.equals("auto") ? Optional.empty() : Optional.of(KernelChoice.choose(kernelName));
        this.kernels = asked.map(KernelChoice::kernels).orElseGet(KernelChoice::automatic);
        this.parallel = parallel;
        this.host = host;
        this.machine = new Machine(this, depthLimit);
        this.builtins = new Builtins(this);
        this.modules = new Modules(this);
    }

    /// The folder of the script that runs, or "." where there is none.
    public String scriptDirectory() {
        return scriptDirectory;
    }

    public void scriptDirectory(String folder) {
        scriptDirectory = folder;
    }

    public Host host() {
        return host;
    }

    public Machine machine() {
        return machine;
    }

    public Builtins builtins() {
        return builtins;
    }

    public Modules modules() {
        return modules;
    }

    /// Which kernels were chosen, and why; looks for the vector module if need be.
    public KernelChoice kernelChoice() {
        return asked.orElseGet(() -> KernelChoice.choose("auto"));
    }

    // ---- running

    /// What a program gave, with the warnings about it.
    public record Outcome(Object value, List<Diagnostic> warnings) {}

    /// Parses, resolves and runs a program in a module.
    ///
    /// @throws DiagnosticException for every mistake in it
    public Outcome run(Source source, Module module, Resolver.Mode mode) {
        Globals globals = module.globals().copy();
        Program program = parse(source, globals, mode);
        Resolution resolution = Resolver.resolve(source, program, builtins, globals, mode);
        Node node = Lowering.lower(source, program, resolution, module, this);
        globals.all().values().forEach(module.globals()::define);
        return new Outcome(run(node, resolution.main().slots()), resolution.warnings());
    }

    /// Runs a file in a module and returns its `test` blocks, which have not run.
    ///
    /// @throws DiagnosticException for every mistake in it
    public List<TestBlock> runForTests(Source source, Module module) {
        Program program = parse(source, module.globals(), Resolver.Mode.FILE);
        Resolution resolution = Resolver.resolve(source, program, builtins, module.globals(), Resolver.Mode.FILE);
        run(Lowering.lower(source, program, resolution, module, this), resolution.main().slots());
        return Lowering.tests(source, program, resolution, module, this);
    }

    /// Runs one `test` block.
    ///
    /// @throws DiagnosticException when it fails
    public void run(TestBlock test) {
        run(test.body(), test.slots());
    }

    /// Does something that leaves the context, the random stream included, as it was.
    public <T> T apart(Supplier<T> work) {
        Context before = context;
        context = before.random(new RandomStream(before.random().key(), before.random().position()));
        try {
            return work.get();
        } finally {
            context = before;
        }
    }

    /// Calls a function from outside of any program.
    public Object call(Object function, Site at, Object... arguments) {
        Machine.Mark mark = machine.mark();
        try {
            return machine.call(function, at, arguments);
        } catch (DlError | OutOfMemoryError | StackOverflowError error) {
            machine.reset(mark);
            throw error;
        }
    }

    private Program parse(Source source, Globals globals, Resolver.Mode mode) {
        return switch (mode == Resolver.Mode.PROMPT ? Parse.parseTyped(source) : Parse.parse(source)) {
            case Parse.Complete(Program program) -> program;
            case Parse.Incomplete(List<Diagnostic> diagnostics) -> throw new DiagnosticException(diagnostics);
            case Parse.Invalid invalid -> throw new DiagnosticException(mode == Resolver.Mode.PROMPT
                    ? invalid.diagnostics() : Checker.mistakes(source, invalid, builtins, globals.copy()));
        };
    }

    private Object run(Node node, int slots) {
        Machine.Mark mark = machine.mark();
        Context before = context;
        int frame = machine.top;
        machine.reserve(frame + slots);
        machine.base = frame;
        machine.top = frame + slots;
        site = NOWHERE;
        try {
            byte kind = node.run(machine);
            context = context.random(context.random());
            return machine.take(kind == Kind.RETURN ? machine.returned : kind);
        } catch (DlError error) {
            context = before;
            throw error.toDiagnosticException();
        } catch (OutOfMemoryError | StackOverflowError full) {
            context = before;
            throw full;
        } finally {
            machine.clear(frame, Math.max(frame, Math.min(machine.refs.length, machine.top)));
            machine.base = mark.base();
            machine.top = mark.top();
            machine.captures = mark.captures();
            machine.depth = mark.depth();
        }
    }

    // ---- the context that operations see

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Parallel parallel() {
        return parallel;
    }

    @Override
    public DType defaultFloat() {
        return context.defaultFloat();
    }

    @Override
    public RandomStream random() {
        return context.random();
    }

    @Override
    public boolean strictGradients() {
        return context.strictGradients();
    }

    @Override
    public boolean training() {
        return context.training();
    }

    @Override
    public boolean recording() {
        return context.recording();
    }

    @Override
    public boolean checkNumerics() {
        return context.checkNumerics();
    }

    @Override
    public Object site() {
        return site;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public Levels levels() {
        return levels;
    }

    /// Notes what is running, for errors that come later.
    public void at(Site place) {
        site = place;
    }

    /// Where the program is, as far as is known.
    public Site place() {
        return site instanceof Site known ? known : Site.of(new Source("", ""), new Span(0, 0));
    }

    /// Where states of layers are set, and work is done again.
    public Replay replay() {
        return replay;
    }

    public Context context() {
        return context;
    }

    public void context(Context next) {
        context = next;
    }

    // ---- values in words

    /// The text of a value, as `print` shows it.
    public String text(Object value) {
        return value instanceof String text ? text : Display.show(value);
    }

    /// The kind of a value for messages: `f32[2, 3]`, `a list of 4`, `the string "a"`.
    public String describe(Object value) {
        return switch (value) {
            case Nil _ -> "nil";
            case Long number -> "the int " + number;
            case Double number -> "the float " + Display.number(number);
            case Boolean truth -> "the bool " + truth;
            case String text -> "the string " + Display.quote(text.length() > 30 ? text.substring(0, 27) + "..." : text);
            case Operand batched when batched.batches().length > 0 -> batched.dtype() + batched.shape().toString() + Display.examples(batched);
            case Operand number when number.weak() && number.dtype() == DType.C128 -> "the complex number " + Display.show(number);
            case Operand number when number.weak() -> describe(Machine.number(number.plain()));
            case Operand tensor -> tensor.dtype() + tensor.shape().toString();
            case DlList list -> list.size() == 0 ? "an empty list" : "a list of " + list.size();
            case DlTuple tuple -> "a tuple of " + tuple.size();
            case DlRecord fields -> fields.size() == 0 ? "an empty record" : "a record {" + String.join(", ", fields.keys().subList(0, Math.min(4, fields.size())))
                    + (fields.size() > 4 ? ", ..." : "") + "}";
            case DlRange range -> "the range " + range.from() + ".." + range.to();
            case LayerInstance layer -> "a " + layer.type().name() + " layer";
            case LayerType type -> "the layer " + type.name();
            case Module module -> "the module " + module.name();
            case dl.run.value.ElementType type -> "the element type " + type;
            case Closure closure -> closure.name().equals("<lambda>") ? "a function" : "the function " + closure.name();
            case OpFunction function -> "the function " + function.name();
            case NativeFunction function -> "the function " + function.name();
            case BoundMethod method -> "the method " + method.name();
            case Callable function -> "the function " + function.name();
            default -> "a " + value.getClass().getSimpleName();
        };
    }

    /// @param definition where the name that was called is defined, if it has one
    public DlError notCallable(Object value, Site at, Optional<Label> definition) {
        String text = at.source().slice(at.span());
        if (text.contains("|>") && Machine.isOperand(value)) {
            return at.error("type/not-callable", ErrorKind.TYPE, describe(value) + " cannot be called", "the right side of |> is a function, as in x |> sum, or a call, as in x |> sum(axis = 0)");
        }
        int open = text.indexOf('(');
        String name = open > 0 ? text.substring(0, open).strip() : text;
        String hint = value == Nil.NIL ? "the value is nil: was it ever set?"
                : value instanceof Module module ? "call one of its members: " + name + "." + module.cells().keySet().stream()
                        .filter(key -> !key.startsWith("_")).findFirst().orElse("...") + "(...)"
                : value instanceof dl.run.value.Sequence || Machine.isOperand(value) && Machine.operand(value).shape().rank() > 0 ? "elements are read with brackets: " + name + "[0]"
                : definition.isPresent() && builtins.defines(name) ? "it hides the builtin " + name + "; use prelude." + name + ", or give the variable another name"
                : Machine.isOperand(value) ? "for a product write *: " + name + " * (...)" : "";
        DlError error = at.error("type/not-callable", ErrorKind.TYPE, (definition.isPresent() && !(value instanceof Module) ? "'" + name + "' is " + describe(value) + ", which" : describe(value))
                + " cannot be called", hint);
        return definition.isEmpty() || value instanceof Module ? error
                : new DlError(error.diagnostic().labels(List.of(new Label(at.source(), at.span(), ""), definition.get())));
    }

    /// The error of a function that was given something else to call.
    public DlError notAFunction(Object value, Site at) {
        return at.error("type/not-callable", ErrorKind.TYPE, describe(value) + " cannot be called", "a function is wanted here, as in x -> x^2");
    }

    /// The builtin whose name is closest to a mistyped one.
    public Optional<String> suggest(String name) {
        return Suggest.closest(name, builtins.all());
    }

    // ---- values

    /// A value without tracing, through trees.
    public Object plain(Object value) {
        return Trees.map(value, leaf -> leaf instanceof Operand operand ? Machine.number(operand.plain()) : leaf);
    }

    /// Sets a `state`, which outlives the call: neither a derivative nor a batch may be kept alive by it.
    public void setState(Cell state, Object value) {
        try {
            replay.set(state, plain(value));
        } catch (OpError error) {
            throw place().locate(OpError.grad("grad/batched-state", "a state cannot hold " + describe(value))
                    .hint("under vmap a state would need a value for each example: return the value, or compute the state from all examples outside"));
        }
    }

    public Operand transpose(Operand matrix) {
        return Ops.TRANSPOSE.apply(this, matrix);
    }

    /// Checks the first value of a `param`; numbers become tensors.
    public Object initialParameter(String name, Object value, Site at) {
        return switch (value) {
            case Nil nil -> nil;
            case Double number -> Tensor.number(number).weak(false).to(defaultFloat());
            case Long number -> Tensor.number((double) number).weak(false).to(defaultFloat());
            case Operand operand when operand.dtype().isFloat() -> operand;
            default -> throw at.error("type/parameter", ErrorKind.TYPE, "the param '" + name + "' must be a tensor of floats or nil, got " + describe(value),
                    value instanceof Operand ? "parameters are trained, so they are floats: f32(...)" : "use let for values that are not trained");
        };
    }

    /// The new value of a `param`: same shape, converted to its element type.
    public Object parameter(String name, Object before, Object after, Site at) {
        if (!Machine.isOperand(after)) {
            throw at.error("type/parameter", ErrorKind.TYPE, "the param '" + name + "' must be a tensor of floats, got " + describe(after),
                    "parameters are trained, so they are floats: f32(...)");
        }
        Operand next = Machine.operand(after);
        // also where the value is a constant: the gradient of a parameter that is replaced halfway means nothing
        if (levels.isOpen()) {
            throw at.error("grad/parameter-write", ErrorKind.GRAD, "the param '" + name + "' cannot be assigned while " + (levels.batched() ? "vmap runs" : "a derivative is being computed"),
                    levels.batched() ? "assign it after vmap returned" : "assign it after grad or value_and_grad returned");
        }
        if (!(before instanceof Operand old)) {
            return after;
        }
        Tensor plain = next.plain();
        if (!plain.shape().equals(old.shape())) {
            throw at.error("shape/parameter", ErrorKind.SHAPE, "the param '" + name + "' has shape " + old.shape() + ", the new value " + plain.shape(),
                    "a parameter keeps its shape");
        }
        try {
            return plain.weak(false).to(old.dtype());
        } catch (OpError error) {
            throw at.locate(error);
        }
    }
}

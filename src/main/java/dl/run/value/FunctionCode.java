package dl.run.value;

import dl.run.Arguments;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.node.Annotations;
import dl.run.node.Hot;
import dl.run.node.Mention;
import dl.run.node.Node;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Span;
import dl.source.Suggest;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The executable form of a function: what its frame looks like, how arguments come in, its body.
///
/// Slots: the instance when it is a method or constructor, the positional parameters, the rest, the named parameters,
/// then everything that the body binds.
public final class FunctionCode {
    /// A named parameter: `defaultValue` is absent when it must be given.
    public record Named(String name, Optional<Node> defaultValue) {}

    private final String name;
    private final String signature;
    private final String doc;
    private final Site site;
    private final boolean method;
    private final List<String> positional;
    private final Optional<String> rest;
    private final List<Named> named;
    private final int slots;
    private final int[] capturedParameters;
    private Intake intake = new Intake(Optional.empty(), Optional.empty(), Optional.empty(), false);
    private @Nullable Node body;
    private boolean prepares;
    private Mention[] mentions = {};
    private int calls;
    /// How many positional arguments fill the frame exactly, with nothing else to do; -1 when more is to do.
    private final int exactly;

    /// @param capturedParameters slots of parameters that closures share and that must move to cells
    public FunctionCode(String name, String signature, String doc, Site site, boolean method, List<String> positional,
            Optional<String> rest, List<Named> named, int slots, int[] capturedParameters) {
        this.name = name;
        this.signature = signature;
        this.doc = doc;
        this.site = site;
        this.method = method;
        this.positional = positional;
        this.rest = rest;
        this.named = named;
        this.slots = slots;
        this.capturedParameters = capturedParameters;
        this.exactly = rest.isEmpty() && named.isEmpty() && !method ? positional.size() : -1;
    }

    /// What there is to do with arguments before the body runs, in this order.
    ///
    /// @param checks       checks annotations and binds their sizes
    /// @param sharing      moves the sizes that closures share to cells
    /// @param patterns     takes apart the parameters that are patterns
    /// @param beforeDefaults whether defaults mention sizes or names in patterns, so that all this must come before them
    public record Intake(Optional<Annotations.Parameters> checks, Optional<Node> sharing, Optional<Node> patterns, boolean beforeDefaults) {}

    /// Set once, after the body is lowered (it may refer to this function).
    public void body(Intake before, Node code, Mention[] touched) {
        intake = before;
        body = code;
        mentions = touched;
        prepares = capturedParameters.length > 0 || intake.checks.isPresent() || intake.patterns.isPresent();
    }

    public String name() {
        return name;
    }

    /// The header as written: `mse(prediction, target)`.
    public String signature() {
        return signature;
    }

    public String doc() {
        return doc;
    }

    public Site site() {
        return site;
    }

    public int slots() {
        return slots;
    }

    public List<String> positional() {
        return positional;
    }

    public Optional<String> rest() {
        return rest;
    }

    public List<Named> named() {
        return named;
    }

    /// Whether `count` positional arguments fill the frame exactly, with nothing else to do.
    public boolean takesExactly(int count) {
        return exactly == count;
    }

    /// Runs with the arguments already in the slots from `frame` on, and gives the frame back.
    public byte run(Machine machine, int frame, Cell[] captures, Site caller) {
        return run(machine, frame, captures, caller, prepares);
    }

    private byte run(Machine machine, int frame, Cell[] captures, Site caller, boolean prepares) {
        machine.enter(caller);
        Cell[] savedCaptures = machine.captures;
        int savedBase = machine.base;
        machine.captures = captures;
        machine.base = frame;
        machine.top = frame + slots;
        if (prepares) {
            prepare(machine, frame);
        }
        if (++calls == Hot.CALLS) {
            body = Hot.function(body, mentions, machine, frame, slots).orElse(body);
        }
        byte kind = body.run(machine);
        if (kind == Kind.RETURN) {
            kind = machine.returned;
        }
        machine.depth--;
        machine.base = savedBase;
        machine.captures = savedCaptures;
        machine.top = frame;
        machine.clear(frame, frame + slots);
        return kind;
    }

    /// What there is to do between the arguments and the body, when all arguments are given.
    private void prepare(Machine machine, int frame) {
        for (int slot : capturedParameters) {
            share(machine, frame + slot);
        }
        check(machine);
        if (intake.patterns.isPresent()) {
            intake.patterns.get().run(machine);
        }
    }

    private void check(Machine machine) {
        if (intake.checks.isPresent()) {
            intake.checks.get().run(machine);
            if (intake.sharing.isPresent()) {
                intake.sharing.get().run(machine);
            }
        }
    }

    /// Runs with positional arguments that fill the frame exactly ([#takesExactly]).
    public byte run(Machine machine, Cell[] captures, Site caller, Object[] values) {
        int frame = machine.top;
        machine.reserve(frame + slots);
        for (int i = 0; i < values.length; i++) {
            machine.store(frame + i, values[i]);
        }
        try {
            return run(machine, frame, captures, caller);
        } catch (OpError mismatch) {
            throw locate(mismatch, Arguments.positional(caller, values));
        }
    }

    /// Moves a parameter to a cell, where closures find it.
    private static void share(Machine machine, int at) {
        byte kind = machine.load(at);
        if (kind == Kind.UNSET) {
            return;
        }
        Cell cell = new Cell();
        cell.kind = kind;
        cell.bits = machine.bits;
        cell.ref = kind == Kind.OBJECT ? machine.ref : Nil.NIL;
        machine.kinds[at] = Kind.OBJECT;
        machine.refs[at] = cell;
    }

    /// Binds arguments of any form and runs.
    ///
    /// @param self the instance for methods and constructors
    public byte call(Machine machine, Cell[] captures, Arguments arguments, Optional<Object> self) {
        Object[] values = arguments.positional();
        int count = values.length;
        int wanted = positional.size();
        int frame = machine.top;
        machine.reserve(frame + slots);
        int at = frame;
        if (self.isPresent()) {
            machine.store(at++, self.get());
        }
        int firstPositional = at;
        boolean[] given = new boolean[wanted];
        for (int i = 0; i < Math.min(count, wanted); i++) {
            machine.store(firstPositional + i, values[i]);
            given[i] = true;
        }
        if (count > wanted && rest.isEmpty()) {
            throw tooMany(arguments);
        }
        at += wanted;
        if (rest.isPresent()) {
            Object[] more = count > wanted ? java.util.Arrays.copyOfRange(values, wanted, count, Object[].class) : new Object[0];
            machine.store(at++, new DlList(more));
        }
        int firstNamed = at;
        for (int i = 0; i < named.size(); i++) {
            machine.kinds[firstNamed + i] = Kind.UNSET;
        }
        for (int j = 0; j < arguments.names().length; j++) {
            String key = arguments.names()[j];
            int position = positional.indexOf(key);
            if (position >= 0) {
                if (given[position]) {
                    throw error("call/given-twice", shown() + " got the parameter '" + key + "' twice", arguments, arguments.namedSpan(j),
                            dl.check.Callee.hintTwice(name, signature, key));
                }
                given[position] = true;
                machine.store(firstPositional + position, arguments.named()[j]);
                continue;
            }
            int slot = namedIndex(key);
            if (slot < 0) {
                throw unknownName(key, arguments, j);
            }
            if (machine.kinds[firstNamed + slot] != Kind.UNSET) {
                throw error("call/given-twice", name + " got the parameter '" + key + "' twice", arguments, arguments.namedSpan(j), "");
            }
            machine.store(firstNamed + slot, arguments.named()[j]);
        }
        for (int i = 0; i < wanted; i++) {
            if (!given[i]) {
                throw missing(positional.get(i), arguments);
            }
        }
        try {
            boolean prepared = defaults(machine, captures, arguments, frame, firstNamed);
            return run(machine, frame, captures, arguments.site(), prepares && !prepared);
        } catch (OpError mismatch) {
            throw locate(mismatch, arguments);
        }
    }

    /// Places an error of the annotations, whose labels count annotated parameters, under the arguments of a call.
    public DlError locate(OpError mismatch, Arguments arguments) {
        List<Span> places = new ArrayList<>();
        for (int i = 0; intake.checks.isPresent() && i < intake.checks.get().count(); i++) {
            Annotations.Parameter parameter = intake.checks.get().parameter(i);
            int named = List.of(arguments.names()).indexOf(parameter.name());
            places.add(named >= 0 ? arguments.namedSpan(named)
                    : parameter.position() >= 0 && parameter.position() < arguments.positional().length ? arguments.positionalSpan(parameter.position())
                    : arguments.site().span());
        }
        return new Site(arguments.site().source(), arguments.site().span(), places).locate(mismatch);
    }

    /// Defaults are evaluated at each call and see the parameters before them, and the sizes that these bind.
    ///
    /// @return whether there were any; then the arguments are prepared for the body too
    private boolean defaults(Machine machine, Cell[] captures, Arguments arguments, int frame, int firstNamed) {
        boolean missing = false;
        for (int i = 0; i < named.size(); i++) {
            missing |= machine.kinds[firstNamed + i] == Kind.UNSET;
        }
        if (!missing) {
            return false;
        }
        Cell[] savedCaptures = machine.captures;
        int savedBase = machine.base;
        int savedTop = machine.top;
        machine.captures = captures;
        machine.base = frame;
        machine.top = frame + slots;
        for (int slot : capturedParameters) {
            share(machine, frame + slot);
        }
        if (intake.beforeDefaults) {
            intake.checks.ifPresent(checks -> checks.given(machine));
            intake.sharing.ifPresent(sharing -> sharing.run(machine));
            intake.patterns.ifPresent(patterns -> patterns.run(machine));
        }
        for (int i = 0; i < named.size(); i++) {
            int at = firstNamed + i;
            if (machine.kinds[at] == Kind.UNSET) {
                Named parameter = named.get(i);
                if (parameter.defaultValue().isEmpty()) {
                    throw missing(parameter.name(), arguments);
                }
                byte kind = parameter.defaultValue().get().run(machine);
                machine.store(at, kind);
                for (int slot : capturedParameters) {
                    if (frame + slot == at) {
                        share(machine, at);
                    }
                }
            }
        }
        check(machine);
        if (!intake.beforeDefaults) {
            intake.patterns.ifPresent(patterns -> patterns.run(machine));
        }
        machine.captures = savedCaptures;
        machine.base = savedBase;
        machine.top = savedTop;
        return true;
    }

    private int namedIndex(String key) {
        for (int i = 0; i < named.size(); i++) {
            if (named.get(i).name().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    public DlError tooMany(Arguments arguments) {
        int wanted = positional.size();
        String hint = named.isEmpty() ? "its parameters are " + signature
                : "parameters after ';' are given by name: " + name + "(..., " + named.getFirst().name() + " = ...)";
        return error("call/too-many", shown() + " takes " + counted(wanted) + ", got " + arguments.positional().length, arguments,
                arguments.positionalSpan(wanted), hint);
    }

    private DlError missing(String parameter, Arguments arguments) {
        return error("call/missing", shown() + " needs the parameter '" + parameter + "'", arguments, arguments.site().span(), together(arguments)
                .orElse("its parameters are " + signature + ", the call gives " + (arguments.positional().length + arguments.named().length)));
    }

    /// A tuple that was given as one argument to a function of its elements, as by `map(zip(xs, ys), (x, y) -> ...)`.
    private Optional<String> together(Arguments arguments) {
        if (arguments.positional().length != 1 || !(arguments.positional()[0] instanceof DlTuple tuple) || tuple.size() != positional.size()) {
            return Optional.empty();
        }
        return Optional.of("its one argument is a tuple of " + tuple.size() + ": " + (name.equals("<lambda>")
                ? "(" + signature + ") -> ... takes it apart" : "t -> " + name + "(...t) spreads it into the parameters"));
    }

    private String shown() {
        return name.equals("<lambda>") ? "the function " + signature + " -> ..." : name;
    }

    private DlError unknownName(String key, Arguments arguments, int index) {
        List<String> all = new ArrayList<>(positional);
        named.forEach(parameter -> all.add(parameter.name()));
        String hint = Suggest.closest(key, all).map(close -> "did you mean " + close + "?").orElse("its parameters are " + signature);
        return error("call/unknown-parameter", shown() + " has no parameter '" + key + "'", arguments, arguments.namedSpan(index), hint);
    }

    private DlError error(String code, String message, Arguments arguments, dl.source.Span span, String hint) {
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(arguments.site().source(), span, ""));
        Diagnostic diagnostic = new Diagnostic(code, ErrorKind.TYPE, message, labels, Optional.of(hint).filter(text -> !text.isEmpty()), List.of());
        return new DlError(diagnostic);
    }

    private static String counted(int count) {
        return count == 0 ? "no positional arguments" : count == 1 ? "1 positional argument" : count + " positional arguments";
    }
}

package dl.run.node;

import dl.check.Foreign;
import dl.op.Op;
import dl.run.Arguments;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Modules;
import dl.run.Site;
import dl.run.value.Callable;
import dl.run.value.Closure;
import dl.run.value.DlRecord;
import dl.run.value.FunctionCode;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.run.value.Module;
import dl.run.value.Nil;
import dl.run.value.OpFunction;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.source.Span;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls: `f(x)`, `x.f(y)`, `x |> f`.
public final class Calls {
    private Calls() {}

    /// One argument as written.
    ///
    /// @param name empty for positional arguments
    public record Argument(Node value, String name, boolean spread, Span span) {
        boolean plain() {
            return name.isEmpty() && !spread;
        }
    }

    /// Where a call stands, and in which function, for the list of calls in an error.
    ///
    /// @param definition where the name that is called is defined, if it is a variable
    public record Place(Site site, String inside, Optional<dl.source.Label> definition) {
        String text() {
            return inside.isEmpty() ? site.where() : inside + " (" + site.where() + ")";
        }
    }

    /// `f(a, b)`.
    public static final class Call extends Node implements Fusible {
        private final Node callee;
        private final Argument[] arguments;
        private final boolean plain;
        private final Span[] spans;
        private final Place place;

        public Call(Node callee, Argument[] arguments, Place place) {
            this.callee = callee;
            this.arguments = arguments;
            this.place = place;
            boolean allPlain = true;
            spans = new Span[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                allPlain &= arguments[i].plain();
                spans[i] = arguments[i].span();
            }
            plain = allPlain;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = callee.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object function = machine.take(kind);
            if (plain && function instanceof Closure closure && closure.code().takesExactly(arguments.length)) {
                return direct(machine, closure);
            }
            return general(machine, function);
        }

        @Override
        public Optional<Op> elementwise() {
            return CallOperands.elementwise(callee, arguments, 0);
        }

        @Override
        public boolean emits() {
            return plain;
        }

        @Override
        public Node[] operands() {
            return CallOperands.operands(Optional.empty(), arguments);
        }

        @Override
        public Node with(Node[] operands) {
            return new Call(callee, CallOperands.with(arguments, operands, 0), place);
        }

        @Override
        public Site site() {
            return place.site();
        }

        @Override
        boolean isPure() {
            return CallOperands.isPure(callee, arguments);
        }

        private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Calls$Call");
        private static final ClassDesc CLOSURE = ClassDesc.of("dl.run.value.Closure");

        @Override
        byte kindIn(Emitter emitter) {
            return isRoot() && arguments[0].value().kindIn(emitter) == Kind.DOUBLE ? Kind.DOUBLE : Emitter.UNKNOWN;
        }

        /// Whether this is `sqrt(x)`, which the JVM has as an instruction with the same result.
        private boolean isRoot() {
            return plain && arguments.length == 1 && callee instanceof Node.Constant constant && constant.value() instanceof OpFunction function
                    && function.op().name().equals("sqrt");
        }

        @Override
        byte emit(Emitter emitter) {
            if (!plain) {
                return emitter.interpret(this);
            }
            CodeBuilder code = emitter.code;
            boolean known = callee instanceof Node.Constant;
            int function = code.allocateLocal(TypeKind.REFERENCE);
            emitter.toObject(callee.emit(emitter));
            code.astore(function);
            if (arguments.length > 0 && !(known && ((Node.Constant) callee).value() instanceof Callable)) {
                emitter.constant(this, DESC);
                emitter.machine();
                code.aload(function);
                code.invokevirtual(DESC, "checkCallable", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE, Emitter.OBJECT));
            }
            Emitter.Temp[] values = new Emitter.Temp[arguments.length];
            for (int i = 0; i < values.length; i++) {
                byte kind = arguments[i].value().emit(emitter);
                if (kind == Emitter.NEVER) {
                    return kind;
                }
                values[i] = emitter.save(kind);
            }
            if (isRoot() && values[0].kind() == Kind.DOUBLE) {
                emitter.load(values[0]);
                emitter.constant(this, DESC);
                emitter.machine();
                emitter.hot("root", ConstantDescs.CD_double, ConstantDescs.CD_double, DESC, Emitter.MACHINE);
                return Kind.DOUBLE;
            }
            if (isRoot()) {
                // the operation itself would fill the loop around it with all that operations do
                emitter.spread(values[0]);
                emitter.constant(this, DESC);
                emitter.machine();
                emitter.hot("root", ConstantDescs.CD_byte, ConstantDescs.CD_int, ConstantDescs.CD_long, Emitter.OBJECT, DESC, Emitter.MACHINE);
                return Emitter.UNKNOWN;
            }
            Label general = code.newLabel();
            Label end = code.newLabel();
            if (!known) {
                int closure = code.allocateLocal(TypeKind.REFERENCE);
                int frame = code.allocateLocal(TypeKind.INT);
                code.aload(function).loadConstant(values.length);
                emitter.hot("exact", CLOSURE, Emitter.OBJECT, ConstantDescs.CD_int);
                code.astore(closure).aload(closure).ifnull(general);
                emitter.machine();
                code.aload(closure);
                emitter.hot("frame", ConstantDescs.CD_int, Emitter.MACHINE, CLOSURE);
                code.istore(frame);
                for (int i = 0; i < values.length; i++) {
                    emitter.machine();
                    code.iload(frame).loadConstant(i).iadd();
                    if (values[i].kind() == Emitter.UNKNOWN) {
                        emitter.spread(values[i]);
                        emitter.hot("store", ConstantDescs.CD_void, Emitter.MACHINE, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_long, Emitter.OBJECT);
                    } else {
                        emitter.load(values[i]);
                        emitter.storeTyped(values[i].kind());
                    }
                }
                emitter.constant(this, DESC);
                emitter.machine();
                code.aload(closure).iload(frame);
                code.invokevirtual(DESC, "enter", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, CLOSURE, ConstantDescs.CD_int));
                code.goto_(end);
            }
            code.labelBinding(general);
            emitter.constant(this, DESC);
            emitter.machine();
            code.aload(function);
            emitter.array(values);
            code.invokevirtual(DESC, "general", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT, Emitter.OBJECT.arrayType()));
            code.labelBinding(end);
            return Emitter.UNKNOWN;
        }

        /// What is no function is an error before its arguments are evaluated.
        void checkCallable(Machine machine, Object function) {
            if (!(function instanceof Callable)) {
                throw machine.interpreter.notCallable(function, place.site(), place.definition());
            }
        }

        /// Arguments are evaluated straight into the frame of the function.
        private byte direct(Machine machine, Closure closure) {
            FunctionCode code = closure.code();
            int frame = machine.top;
            machine.reserve(frame + code.slots());
            for (int i = 0; i < arguments.length; i++) {
                byte kind = arguments[i].value().run(machine);
                if (kind < 0) {
                    machine.top = frame;
                    return kind;
                }
                machine.store(frame + i, kind);
                machine.top = frame + i + 1;
            }
            return enter(machine, closure, frame);
        }

        /// The square root where it may be more than the number.
        byte root(Machine machine, Object x) {
            return general(machine, ((Node.Constant) callee).value(), new Object[] {x});
        }

        /// Runs a function whose arguments are in its frame.
        byte enter(Machine machine, Closure closure, int frame) {
            FunctionCode code = closure.code();
            try {
                return code.run(machine, frame, closure.captures(), place.site());
            } catch (OpError mismatch) {
                throw left(code.locate(mismatch, new Arguments(place.site(), new Object[spans.length], NO_NAMES, NO_VALUES, spans)));
            } catch (DlError error) {
                throw left(error);
            }
        }

        private byte general(Machine machine, Object function) {
            checkCallable(machine, function);
            Gathered gathered = gather(machine, arguments, spans, place.site());
            return gathered.kind < 0 ? gathered.kind : call(machine, (Callable) function, gathered.arguments());
        }

        /// Calls with plain arguments that are evaluated already.
        byte general(Machine machine, Object function, Object[] values) {
            checkCallable(machine, function);
            return call(machine, (Callable) function, new Arguments(place.site(), values, NO_NAMES, NO_VALUES, spans));
        }

        private byte call(Machine machine, Callable callable, Arguments gathered) {
            try {
                return callable.call(machine, gathered);
            } catch (DlError error) {
                throw left(error);
            }
        }

        private DlError left(DlError error) {
            return Calls.left(error, place);
        }
    }

    /// Notes in the error which call it leaves, unless the error already points at this very line.
    private static DlError left(DlError error, Place place) {
        var labels = error.labels();
        if (!labels.isEmpty() && Modules.isLibrary(labels.getFirst().source()) && !Modules.isLibrary(place.site().source())) {
            if (error.deliberate()) {
                error.relocate(place.site());
            } else {
                error.calledAt(place.site());
            }
            return error;
        }
        boolean here = !labels.isEmpty() && labels.getFirst().source() == place.site().source()
                && labels.getFirst().span().start() >= place.site().span().start()
                && labels.getFirst().span().end() <= place.site().span().end();
        error.leaves(place.text(), here);
        return error;
    }

    private record Gathered(byte kind, Optional<Arguments> found) {
        Arguments arguments() {
            return found.orElseThrow();
        }
    }

    private static Gathered gather(Machine machine, Argument[] arguments, Span[] spans, Site site) {
        boolean simple = true;
        for (Argument argument : arguments) {
            simple &= argument.plain();
        }
        if (simple) {
            Object[] values = new Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                byte kind = arguments[i].value().run(machine);
                if (kind < 0) {
                    return new Gathered(kind, Optional.empty());
                }
                values[i] = machine.take(kind);
            }
            return new Gathered(Kind.OBJECT, Optional.of(new Arguments(site, values, NO_NAMES, NO_VALUES, spans)));
        }
        List<Object> positional = new ArrayList<>();
        List<Span> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Object> named = new ArrayList<>();
        List<Span> namedPlaces = new ArrayList<>();
        for (Argument argument : arguments) {
            byte kind = argument.value().run(machine);
            if (kind < 0) {
                return new Gathered(kind, Optional.empty());
            }
            Object value = machine.take(kind);
            if (!argument.name().isEmpty()) {
                names.add(argument.name());
                named.add(value);
                namedPlaces.add(argument.span());
            } else if (argument.spread()) {
                spread(machine, value, argument, site, positional, places, names, named, namedPlaces);
            } else {
                positional.add(value);
                places.add(argument.span());
            }
        }
        places.addAll(namedPlaces);
        return new Gathered(Kind.OBJECT, Optional.of(new Arguments(site, positional.toArray(), names.toArray(NO_NAMES), named.toArray(),
                places.toArray(new Span[0]))));
    }

    private static final String[] NO_NAMES = {};
    private static final Object[] NO_VALUES = {};

    private static void spread(Machine machine, Object value, Argument argument, Site site, List<Object> positional, List<Span> places,
            List<String> names, List<Object> named, List<Span> namedPlaces) {
        switch (value) {
            case Sequence elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    positional.add(elements.get(i));
                    places.add(argument.span());
                }
            }
            case DlRecord fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    names.add(fields.key(i));
                    named.add(fields.value(i));
                    namedPlaces.add(argument.span());
                }
            }
            default -> throw Site.of(site.source(), argument.span()).error("type/spread", ErrorKind.TYPE,
                    "cannot spread " + machine.interpreter.describe(value) + " into arguments",
                    "... spreads lists and tuples into positional arguments, records into named ones");
        }
    }

    /// `x.f(y)`: a member of a module, a field or method, else the visible function `f` with `x` in front.
    public static final class Method extends Node implements Fusible {
        private final Node target;
        private final Span targetSpan;
        private final String key;
        private final Optional<Node> visible;
        private final Argument[] arguments;
        private final Span[] spans;
        private final Place place;
        private final Site fieldSite;
        private final boolean fieldsOnly;

        /// @param visible    the function of that name that is in scope, if any
        /// @param fieldsOnly right of a pipe, where `a.f(...)` never means the visible function
        public Method(Node target, Span targetSpan, String key, Site fieldSite, Optional<Node> visible, Argument[] arguments, Place place,
                boolean fieldsOnly) {
            this.target = target;
            this.targetSpan = targetSpan;
            this.key = key;
            this.fieldSite = fieldSite;
            this.visible = visible;
            this.arguments = arguments;
            this.place = place;
            this.fieldsOnly = fieldsOnly;
            spans = new Span[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                spans[i] = arguments[i].span();
            }
        }

        @Override
        public Optional<Op> elementwise() {
            return fieldsOnly || visible.isEmpty() ? Optional.empty() : CallOperands.elementwise(visible.get(), arguments, 1);
        }

        @Override
        public Node[] operands() {
            return CallOperands.operands(Optional.of(target), arguments);
        }

        @Override
        public Node with(Node[] operands) {
            return new Method(operands[0], targetSpan, key, fieldSite, visible, CallOperands.with(arguments, operands, 1), place, fieldsOnly);
        }

        @Override
        public Site site() {
            return place.site();
        }

        @Override
        public byte run(Machine machine) {
            byte kind = target.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object receiver = machine.take(kind);
            Object function;
            boolean first = false;
            if (receiver instanceof Module module) {
                function = module.member(key).orElseThrow(() -> Fields.noMember(machine, module, key, fieldSite));
            } else if (receiver instanceof LayerInstance layer && layer.type().hasMethod(key)) {
                function = layer;
            } else {
                Optional<Object> field = Fields.find(receiver, key);
                if (field.isPresent()) {
                    function = field.get();
                    if (!(function instanceof Callable)) {
                        throw notAFunction(machine, function);
                    }
                } else {
                    if (visible.isEmpty() || fieldsOnly) {
                        throw unknown(machine, receiver);
                    }
                    byte functionKind = visible.get().run(machine);
                    function = machine.take(functionKind);
                    first = true;
                }
            }
            Gathered gathered = gather(machine, arguments, spans, place.site());
            if (gathered.kind < 0) {
                return gathered.kind;
            }
            Arguments all = first ? gathered.arguments().prepend(receiver, targetSpan) : gathered.arguments();
            try {
                if (function == receiver && receiver instanceof LayerInstance layer) {
                    return layer.invoke(machine, key, all);
                }
                if (!(function instanceof Callable callable)) {
                    throw machine.interpreter.notCallable(function, fieldSite, Optional.empty());
                }
                return callable.call(machine, all);
            } catch (DlError error) {
                throw left(error, place);
            }
        }

        private DlError notAFunction(Machine machine, Object value) {
            String text = fieldSite.source().slice(targetSpan);
            return fieldSite.error("type/field-not-callable", ErrorKind.TYPE, "the field '" + key + "' is " + machine.interpreter.describe(value) + ", not a function",
                    visible.isPresent() ? "to call the function " + key + " write " + key + "(" + text + ")" : "read it without parentheses: " + text + "." + key);
        }

        private DlError unknown(Machine machine, Object receiver) {
            if (receiver instanceof Operand && List.of("T", "shape", "dtype", "rank", "size", "real", "imag").contains(key)) {
                return fieldSite.error("type/field-not-callable", ErrorKind.TYPE, "'" + key + "' is a field of a tensor, not a function",
                        "read it without parentheses: " + fieldSite.source().slice(targetSpan) + "." + key);
            }
            if (receiver instanceof DlRecord || receiver instanceof LayerInstance) {
                Fields.get(machine, receiver, key, fieldSite);
            }
            String hint = receiver == Nil.NIL ? "the value left of the dot is nil: was it ever set?"
                    : Foreign.spelling(key).isPresent() ? Foreign.spelling(key).get()
                    : machine.interpreter.suggest(key).map(close -> "did you mean " + close + "?").orElse("x.f(...) calls the function f with x first; no function has this name");
            return fieldSite.error("name/unknown", ErrorKind.NAME, "'" + key + "' is not a field of " + machine.interpreter.describe(receiver)
                    + " and no function has that name", hint);
        }
    }

    /// `x |> f(a)`: the call `f(x, a)`; or `x |> e`: the call `e(x)`.
    public static final class Pipe extends Node implements Fusible {
        private final Node value;
        private final Span valueSpan;
        private final Node callee;
        private final Argument[] arguments;
        private final Span[] spans;
        private final Place place;

        public Pipe(Node value, Span valueSpan, Node callee, Argument[] arguments, Place place) {
            this.value = value;
            this.valueSpan = valueSpan;
            this.callee = callee;
            this.arguments = arguments;
            this.place = place;
            spans = new Span[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                spans[i] = arguments[i].span();
            }
        }

        @Override
        public Optional<Op> elementwise() {
            return CallOperands.elementwise(callee, arguments, 1);
        }

        @Override
        public Node[] operands() {
            return CallOperands.operands(Optional.of(value), arguments);
        }

        @Override
        public Node with(Node[] operands) {
            return new Pipe(operands[0], valueSpan, callee, CallOperands.with(arguments, operands, 1), place);
        }

        @Override
        public Site site() {
            return place.site();
        }

        @Override
        boolean isPure() {
            return value.isPure() && CallOperands.isPure(callee, arguments);
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object first = machine.take(kind);
            kind = callee.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object function = machine.take(kind);
            if (!(function instanceof Callable callable)) {
                throw machine.interpreter.notCallable(function, place.site(), place.definition());
            }
            Gathered gathered = gather(machine, arguments, spans, place.site());
            if (gathered.kind < 0) {
                return gathered.kind;
            }
            try {
                return callable.call(machine, gathered.arguments().prepend(first, valueSpan));
            } catch (DlError error) {
                throw left(error, place);
            }
        }
    }
}

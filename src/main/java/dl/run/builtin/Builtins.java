package dl.run.builtin;

import dl.check.Callee;
import dl.check.Names;
import dl.op.Op;
import dl.op.Ops;
import dl.run.Interpreter;
import dl.run.Modules;
import dl.run.Machine;
import dl.run.node.Node;
import dl.run.value.Closure;
import dl.run.value.ElementType;
import dl.run.value.FunctionCode;
import dl.run.value.LayerType;
import dl.run.value.Module;
import dl.run.value.NativeFunction;
import dl.run.value.OpFunction;
import dl.source.Source;
import dl.check.Globals;
import dl.tensor.DType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The names that every program has: operations, the functions of this package, constants, and the prelude, which is
/// the part of the standard library that needs no import.
public final class Builtins implements Names {
    /// Operations that move the random stream on, which can be all that is wanted of them.
    private static final Set<String> DRAWS = Set.of("rand", "randn", "randint", "bernoulli");

    private final Interpreter interpreter;
    private final Map<String, Object> values = new HashMap<>();
    private final Prelude prelude = Prelude.read();

    public Builtins(Interpreter interpreter) {
        this.interpreter = interpreter;
        for (List<NativeFunction> family : List.of(ValueFunctions.ALL, ListFunctions.ALL, CollectionFunctions.ALL, TextFunctions.ALL, FileFunctions.ALL,
                LayerFunctions.ALL, Differentiation.ALL, Derivatives.ALL, Transformations.ALL)) {
            for (NativeFunction function : family) {
                values.put(function.name(), function);
            }
        }
        for (DType type : DType.values()) {
            values.put(type.text(), new ElementType(type));
        }
        values.put("pi", Math.PI);
        values.put("e", Math.E);
        values.put("inf", Double.POSITIVE_INFINITY);
        values.put("nan", Double.NaN);
        values.put("args", dl.run.value.DlList.of(interpreter.host().arguments()));
    }

    @Override
    public boolean defines(String name) {
        return values.containsKey(name) || Ops.find(name).isPresent() || prelude.module(name).isPresent() || name.equals("prelude");
    }

    @Override
    public Collection<String> all() {
        List<String> names = new ArrayList<>(values.keySet());
        for (Op op : Ops.ALL) {
            if (!op.internal()) {
                names.add(op.name());
            }
        }
        names.addAll(prelude.names());
        return names;
    }

    @Override
    public boolean pure(String name) {
        if (DRAWS.contains(name)) {
            return false;
        }
        return Ops.find(name).isPresent() && !values.containsKey(name)
                || values.get(name) instanceof NativeFunction function && function.pure();
    }

    @Override
    public Optional<Callee> callee(String name) {
        return value(name).flatMap(value -> callee(name, value));
    }

    @Override
    public Optional<Callee> callee(String module, String name) {
        return Modules.isLibrary(module) ? interpreter.modules().library(module).member(name).flatMap(value -> callee(name, value)) : Optional.empty();
    }

    private static Optional<Callee> callee(String name, Object value) {
        return switch (value) {
            case OpFunction function -> Optional.of(new Callee(name, function.op().signature().text(), function.op().signature().parameters().stream()
                    .map(each -> new Callee.Parameter(each.name(), each.named(), each.variadic(), each.required() && !each.variadic())).toList()));
            case NativeFunction function -> Optional.of(function.callee());
            case Closure closure -> Optional.of(callee(name, closure.code()));
            case LayerType layer -> Optional.of(callee(name, layer.constructor()));
            default -> Optional.empty();
        };
    }

    private static Callee callee(String name, FunctionCode code) {
        List<Callee.Parameter> parameters = new ArrayList<>();
        code.positional().forEach(each -> parameters.add(new Callee.Parameter(each, false, false, true)));
        code.rest().ifPresent(rest -> parameters.add(new Callee.Parameter(rest, false, true, false)));
        code.named().forEach(each -> parameters.add(new Callee.Parameter(each.name(), true, false, each.defaultValue().isEmpty())));
        return new Callee(name, code.signature(), parameters);
    }

    /// The modules of the standard library that the prelude takes names from.
    public Collection<String> preludeModules() {
        return prelude.modules();
    }

    /// A node for a name that is defined here. Prelude names load their module when they are first used.
    public Node node(String name) {
        Optional<Object> value = ready(name);
        return value.isPresent() ? new Node.Constant(value.get()) : new FromPrelude(name);
    }

    /// The value of a name, loading its module if need be.
    public Optional<Object> value(String name) {
        Optional<Object> value = ready(name);
        return value.isPresent() ? value : prelude.module(name).map(module -> load(name));
    }

    private Optional<Object> ready(String name) {
        Object value = values.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        Optional<Op> op = Ops.find(name);
        if (op.isPresent()) {
            OpFunction function = new OpFunction(op.get());
            values.put(name, function);
            return Optional.of(function);
        }
        if (name.equals("prelude")) {
            return Optional.of(everything());
        }
        return Optional.empty();
    }

    private Object load(String name) {
        Module module = interpreter.modules().library(prelude.module(name).orElseThrow());
        Object value = module.member(name).orElseThrow(() -> new IllegalStateException(module.name() + " does not define " + name));
        values.put(name, value);
        return value;
    }

    /// All builtins as a module, for `prelude.sum` where `sum` is hidden.
    private Module everything() {
        Module module = new Module("prelude", new Source("<prelude>", ""), new Globals());
        for (String name : new TreeMap<>(Map.copyOf(index())).keySet()) {
            value(name).ifPresent(value -> module.cell(name).set(value));
        }
        values.put("prelude", module);
        return module;
    }

    private Map<String, Boolean> index() {
        Map<String, Boolean> index = new HashMap<>();
        all().forEach(name -> index.put(name, true));
        return index;
    }

    private final class FromPrelude extends Node {
        private final String name;

        FromPrelude(String name) {
            this.name = name;
        }

        @Override
        public byte run(Machine machine) {
            return machine.give(value(name).orElseThrow());
        }
    }
}

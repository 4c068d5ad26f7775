package dl.run.value;

import dl.check.Callee;
import dl.op.Example;
import dl.op.Memory;
import dl.run.Arguments;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Span;
import dl.source.Suggest;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A builtin that is not a tensor operation, declared by its header, such as `sort(xs; by = nil, reverse = false)`.
public final class NativeFunction implements Callable {
    /// What the builtin does with its arguments, which stand in the order of the header; those not given are absent.
    @FunctionalInterface
    public interface Body {
        Object run(Call call);
    }

    /// The bound arguments of one call.
    ///
    /// @param values in the order of the header; the last positional one is a [DlList] when it is variadic
    public record Call(String function, Machine machine, Site site, @org.jspecify.annotations.Nullable Object[] values, Span[] spans) {
        public Object get(int index) {
            return values[index];
        }

        /// The label position of an argument of the last, variadic parameter.
        public int rest(int index) {
            return values.length + index;
        }

        public boolean has(int index) {
            return values[index] != null && values[index] != Nil.NIL;
        }

        /// Calls a dl function.
        public Object call(Object function, Object... arguments) {
            return machine.call(function, site, arguments);
        }
    }

    /// What takes a function and gives one.
    private static final List<String> OF_FUNCTIONS = List.of("grad", "value_and_grad", "jacobian", "hessian", "vmap", "checkpoint");

    private record Parameter(String name, boolean named, boolean variadic, boolean required) {}

    private final String header;
    private final String doc;
    private final boolean pure;
    private final List<Example> examples;
    private final Body body;
    private final List<Parameter> parameters;

    /// @param pure whether calling it does nothing but compute a value
    public NativeFunction(String header, String doc, boolean pure, List<Example> examples, Body body) {
        this.header = header;
        this.doc = doc;
        this.pure = pure;
        this.examples = examples;
        this.body = body;
        this.parameters = parse(header);
    }

    private static List<Parameter> parse(String header) {
        List<Parameter> parameters = new ArrayList<>();
        boolean named = false;
        String inside = header.substring(header.indexOf('(') + 1, header.lastIndexOf(')'));
        int at = 0;
        while (at < inside.length()) {
            char c = inside.charAt(at);
            if (c == ';') {
                named = true;
            }
            if (c == ';' || c == ',' || c == ' ') {
                at++;
                continue;
            }
            int end = at;
            boolean quoted = false;
            while (end < inside.length() && (quoted || inside.charAt(end) != ',' && inside.charAt(end) != ';')) {
                quoted ^= inside.charAt(end) == '"';
                end++;
            }
            String text = inside.substring(at, end).strip();
            boolean variadic = text.startsWith("...");
            int equals = text.indexOf('=');
            String name = (equals < 0 ? text : text.substring(0, equals)).replace("...", "").strip();
            parameters.add(new Parameter(name, named, variadic, equals < 0 && !variadic));
            at = end;
        }
        return List.copyOf(parameters);
    }

    public String header() {
        return header;
    }

    /// What it takes, for checking calls before they run.
    public Callee callee() {
        return new Callee(name(), header, parameters.stream()
                .map(each -> new Callee.Parameter(each.name, each.named, each.variadic, each.required)).toList());
    }

    public String doc() {
        return doc;
    }

    public boolean pure() {
        return pure;
    }

    public List<Example> examples() {
        return examples;
    }

    @Override
    public String name() {
        return header.substring(0, header.indexOf('('));
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        Call call = bind(machine, arguments);
        try {
            return machine.give(body.run(call));
        } catch (OutOfMemoryError full) {
            machine.interpreter.usage().spendReserve();
            throw arguments.site().locate(Memory.exhausted(name() + " found no room to work in", 0));
        } catch (OpError error) {
            throw new Site(arguments.site().source(), arguments.site().span(), List.of(call.spans)).locate(error);
        }
    }

    private Call bind(Machine machine, Arguments arguments) {
        Object[] values = new Object[parameters.size()];
        Span[] spans = new Span[parameters.size()];
        java.util.Arrays.fill(spans, arguments.site().span());
        int next = 0;
        Object[] positional = arguments.positional();
        for (int p = 0; p < values.length; p++) {
            Parameter parameter = parameters.get(p);
            if (parameter.variadic) {
                values[p] = new DlList(java.util.Arrays.copyOfRange(positional, next, positional.length, Object[].class));
                int more = positional.length - next;
                spans = java.util.Arrays.copyOf(spans, values.length + more);
                System.arraycopy(arguments.spans(), next, spans, values.length, more);
                next = positional.length;
            } else if (!parameter.named && next < positional.length) {
                spans[p] = arguments.positionalSpan(next);
                values[p] = positional[next++];
            }
        }
        if (next < positional.length) {
            throw tooMany(machine, arguments, next);
        }
        for (int j = 0; j < arguments.names().length; j++) {
            int at = index(arguments.names()[j]);
            if (at < 0) {
                throw unknown(arguments, j);
            }
            if (values[at] != null) {
                throw error("call/given-twice", name() + " got the parameter '" + arguments.names()[j] + "' twice", arguments, arguments.namedSpan(j),
                        "give it once, by its position or by its name; its parameters are " + header);
            }
            values[at] = arguments.named()[j];
            spans[at] = arguments.namedSpan(j);
        }
        for (int p = 0; p < values.length; p++) {
            if (values[p] == null && parameters.get(p).required) {
                throw error("call/missing", name() + " needs the parameter '" + parameters.get(p).name + "'", arguments,
                        arguments.site().span(), "its parameters are " + header);
            }
        }
        return new Call(name(), machine, arguments.site(), values, spans);
    }

    private int index(String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name.equals(name) && !parameters.get(i).variadic) {
                return i;
            }
        }
        return -1;
    }

    private DlError tooMany(Machine machine, Arguments arguments, int taken) {
        if (OF_FUNCTIONS.contains(name()) && arguments.positional()[0] instanceof Callable) {
            return error("call/too-many", name() + " takes the function alone and gives a function", arguments, arguments.positionalSpan(taken),
                    "give the point to that: " + name() + "(f)(" + arguments.site().source().slice(arguments.positionalSpan(taken)) + ")");
        }
        Optional<Parameter> keyword = parameters.stream().filter(Parameter::named).findFirst();
        String hint = keyword.map(parameter -> "parameters after ';' are given by name: " + name() + "(..., " + parameter.name + " = ...)")
                .orElse("its parameters are " + header);
        String count = taken == 0 ? "no positional arguments" : taken == 1 ? "1 positional argument" : taken + " positional arguments";
        return error("call/too-many", name() + " takes " + count + ", got " + arguments.positional().length, arguments,
                arguments.positionalSpan(taken), hint);
    }

    private DlError unknown(Arguments arguments, int index) {
        String key = arguments.names()[index];
        List<String> names = parameters.stream().map(Parameter::name).toList();
        String hint = Suggest.closest(key, names).map(close -> "did you mean " + close + "?").orElse("its parameters are " + header);
        return error("call/unknown-parameter", name() + " has no parameter '" + key + "'", arguments, arguments.namedSpan(index), hint);
    }

    private static DlError error(String code, String message, Arguments arguments, Span span, String hint) {
        Diagnostic diagnostic = Diagnostic.of(code, ErrorKind.TYPE, message, new Label(arguments.site().source(), span, ""));
        return new DlError(hint.isEmpty() ? diagnostic : diagnostic.hint(hint));
    }
}

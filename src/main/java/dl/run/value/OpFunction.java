package dl.run.value;

import dl.op.Attributes;
import dl.op.Op;
import dl.op.Parameter;
import dl.op.Signature;
import dl.run.Arguments;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Diagnostic;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tensor operation as a dl function: binds arguments by the operation's signature.
public final class OpFunction implements Callable {
    private static final int NOT_SIMPLE = -1;

    private final Op op;
    /// How many tensors it takes when it takes nothing else by position; asked at every call.
    private int tensors = -2;

    public OpFunction(Op op) {
        this.op = op;
    }

    public Op op() {
        return op;
    }

    @Override
    public String name() {
        return op.name();
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        Object[] values = arguments.positional();
        if (arguments.names().length == 0 && values.length == simpleCount()) {
            Operand[] inputs = new Operand[values.length];
            boolean direct = true;
            for (int i = 0; i < inputs.length && direct; i++) {
                direct = Machine.isOperand(values[i]);
                if (direct) {
                    inputs[i] = Machine.operand(values[i]);
                }
            }
            if (direct) {
                return apply(machine, inputs, op.signature().defaults(), arguments, List.of(arguments.spans()));
            }
        }
        return new Binding(machine, arguments).run();
    }

    private int simpleCount() {
        if (tensors == -2) {
            int count = 0;
            for (Parameter parameter : op.signature().parameters()) {
                if (parameter.kind() == Parameter.Kind.TENSOR && !parameter.variadic() && parameter.required()) {
                    count++;
                } else if (parameter.required() || parameter.kind().isInput()) {
                    count = NOT_SIMPLE;
                    break;
                }
            }
            tensors = count;
        }
        return tensors;
    }

    private byte apply(Machine machine, Operand[] inputs, Attributes attributes, Arguments arguments, List<Span> spans) {
        Site site = arguments.site();
        machine.interpreter.at(site);
        try {
            return machine.give(op.apply(machine.interpreter, inputs, attributes));
        } catch (OpError error) {
            throw new Site(site.source(), site.span(), inputSpans(site.source(), spans)).locate(error, parameter -> place(arguments, parameter));
        }
    }

    /// The places of the inputs; those of a list literal are its elements.
    private List<Span> inputSpans(Source source, List<Span> spans) {
        boolean list = op.signature().parameters().getFirst().kind() == Parameter.Kind.TENSORS;
        return list && !spans.isEmpty() ? ListLiteral.elements(source, spans.getFirst()).filter(elements -> elements.size() == spans.size()).orElse(spans)
                : spans;
    }

    /// Where the argument for a parameter stands, if one was given.
    private Optional<Span> place(Arguments arguments, String name) {
        for (int j = 0; j < arguments.names().length; j++) {
            if (arguments.names()[j].equals(name)) {
                return Optional.of(arguments.namedSpan(j));
            }
        }
        int count = arguments.positional().length;
        int position = 0;
        for (Parameter parameter : op.signature().parameters()) {
            if (parameter.named()) {
                break;
            }
            if (parameter.name().equals(name)) {
                return position >= count ? Optional.empty()
                        : Optional.of(new Span(arguments.positionalSpan(position).start(), arguments.positionalSpan(parameter.variadic() ? count - 1 : position).end()));
            }
            position++;
        }
        return Optional.empty();
    }

    /// One call: which argument goes where.
    private final class Binding {
        private final Machine machine;
        private final Arguments arguments;
        private final Signature signature = op.signature();
        private final List<Operand> inputs = new ArrayList<>();
        private final List<Span> inputSpans = new ArrayList<>();
        private final Object[] attributes;
        private final boolean[] usedNames;

        Binding(Machine machine, Arguments arguments) {
            this.machine = machine;
            this.arguments = arguments;
            this.attributes = new Object[signature.defaults().count()];
            this.usedNames = new boolean[arguments.names().length];
        }

        byte run() {
            Object[] values = arguments.positional();
            int next = 0;
            int attribute = 0;
            for (Parameter parameter : signature.parameters()) {
                if (parameter.variadic()) {
                    next = variadic(parameter, next, attribute);
                } else if (!parameter.named() && next < values.length) {
                    Object value = values[next];
                    accept(parameter, value, arguments.positionalSpan(next), attribute);
                    checkNotNamed(parameter);
                    next++;
                } else {
                    int index = named(parameter.name());
                    if (index >= 0) {
                        accept(parameter, arguments.named()[index], arguments.namedSpan(index), attribute);
                    } else if (parameter.required()) {
                        throw error("call/missing", op.name() + " needs the parameter '" + parameter.name() + "'", arguments.site().span(),
                                "its parameters are " + signature.text());
                    } else if (!parameter.kind().isInput()) {
                        attributes[attribute] = signature.defaults().get(attribute);
                    }
                }
                if (!parameter.kind().isInput()) {
                    attribute++;
                }
            }
            if (next < values.length) {
                throw tooMany(next);
            }
            for (int j = 0; j < usedNames.length; j++) {
                if (!usedNames[j]) {
                    throw unknown(j);
                }
            }
            return apply(machine, inputs.toArray(new Operand[0]), Attributes.of(signature, attributes), arguments, inputSpans);
        }

        private void checkNotNamed(Parameter parameter) {
            int index = named(parameter.name());
            if (index >= 0) {
                throw error("call/given-twice", op.name() + " got the parameter '" + parameter.name() + "' twice", arguments.namedSpan(index),
                        "give it once, by its position or by its name; its parameters are " + signature.text());
            }
        }

        private int named(String name) {
            for (int j = 0; j < arguments.names().length; j++) {
                if (arguments.names()[j].equals(name)) {
                    usedNames[j] = true;
                    return j;
                }
            }
            return -1;
        }

        private void accept(Parameter parameter, Object value, Span span, int attribute) {
            switch (parameter.kind()) {
                case TENSOR -> {
                    if (value == Nil.NIL && !parameter.required()) {
                        return;
                    }
                    boolean noBools = value instanceof Sequence empty && empty.size() == 0
                            && parameter.type().flatMap(dl.type.Type.Tensor::element).filter(element -> element == dl.tensor.DType.BOOL).isPresent();
                    inputs.add(noBools ? dl.tensor.Tensor.zeros(dl.tensor.DType.BOOL, dl.tensor.Shape.of(0))
                            : Convert.tensor(machine, value).orElseThrow(() -> wrong(parameter, "a tensor", value, span)));
                    inputSpans.add(span);
                }
                case TENSORS -> {
                    if (!(value instanceof Sequence elements)) {
                        throw wrong(parameter, "a list of tensors", value, span);
                    }
                    for (int i = 0; i < elements.size(); i++) {
                        Object element = elements.get(i);
                        inputs.add(Convert.tensor(machine, element).orElseThrow(() -> wrong(parameter, "a list of tensors", element, span)));
                        inputSpans.add(span);
                    }
                }
                default -> attributes[attribute] = value == Nil.NIL && !parameter.required() ? Attributes.NONE
                        : Convert.attribute(parameter.kind(), parameter.variadic(), value)
                                .orElseThrow(() -> wrong(parameter, Convert.describe(parameter.kind()), value, span));
            }
        }

        private int variadic(Parameter parameter, int from, int attribute) {
            Object[] values = arguments.positional();
            if (parameter.kind().isInput()) {
                for (int i = from; i < values.length; i++) {
                    accept(parameter, values[i], arguments.positionalSpan(i), attribute);
                }
                return values.length;
            }
            int count = values.length - from;
            if (count == 1 && Convert.attribute(Parameter.Kind.INTS, true, values[from]).isPresent()) {
                attributes[attribute] = Convert.attribute(Parameter.Kind.INTS, true, values[from]).get();
                return values.length;
            }
            int[] ints = new int[count];
            for (int i = 0; i < count; i++) {
                int at = from + i;
                ints[i] = Convert.size(values[at])
                        .orElseThrow(() -> wrong(parameter, "an int", values[at], arguments.positionalSpan(at)));
            }
            attributes[attribute] = ints;
            return values.length;
        }

        private DlError wrong(Parameter parameter, String wanted, Object value, Span span) {
            String hint = value == Nil.NIL ? "the value is nil: was it ever set?"
                    : value instanceof Sequence && wanted.equals("a tensor") ? ofElements(value)
                    : value instanceof String && wanted.equals("a tensor") ? "float(s) or int(s) reads a number from a string"
                    : value instanceof Long size && size != (int) (long) size ? "sizes, counts and axes go up to " + Integer.MAX_VALUE
                    : value instanceof Operand batched && batched.batches().length > 0 ? "under vmap it differs among the examples: sizes and axes must be the same for all"
                    : value instanceof Operand operand && !(operand instanceof Tensor) && wanted.contains("int")
                            ? "grad takes the ints in its argument as floats: keep sizes and counts out of the differentiated argument"
                            : "its parameters are " + signature.text();
            return error("type/argument", op.name() + " wants " + wanted + " for '" + parameter.name() + "', got "
                    + machine.interpreter.describe(value), span, hint);
        }

        /// A list that is no tensor: what is in it, and what works on it.
        private String ofElements(Object list) {
            Object found = Convert.noNumber(list).orElse(list);
            String how = switch (op.name()) {
                case "sort" -> "; sorted(xs) puts strings and tuples in order";
                case "max" -> "; sorted(xs)[-1] is the last of strings in order";
                case "min" -> "; sorted(xs)[0] is the first of strings in order";
                case "sum" -> found instanceof String ? "; join(xs, \"\") puts strings together" : "";
                default -> "; map(xs, f) applies a function to each element";
            };
            return "a list of numbers counts as a tensor, and this one holds " + machine.interpreter.describe(found) + how;
        }

        private DlError tooMany(int taken) {
            Optional<Parameter> keyword = signature.parameters().stream().filter(Parameter::named).findFirst();
            String hint = keyword.map(parameter -> "parameters after ';' are given by name: " + op.name() + "(..., " + parameter.name() + " = ...)")
                    .orElse("its parameters are " + signature.text());
            return error("call/too-many", op.name() + " takes " + (taken == 1 ? "1 positional argument" : taken + " positional arguments")
                    + ", got " + arguments.positional().length, arguments.positionalSpan(taken), hint);
        }

        private DlError unknown(int index) {
            String key = arguments.names()[index];
            List<String> names = signature.parameters().stream().map(Parameter::name).toList();
            String hint = names.contains("axis") && (key.equals("dim") || key.equals("dims") || key.equals("axes")) ? "it is called axis: axis = 0"
                    : Suggest.closest(key, names).map(close -> "did you mean " + close + "?").orElse("its parameters are " + signature.text());
            return error("call/unknown-parameter", op.name() + " has no parameter '" + key + "'", arguments.namedSpan(index), hint);
        }

        private DlError error(String code, String message, Span span, String hint) {
            Diagnostic diagnostic = Diagnostic.of(code, ErrorKind.TYPE, message, new Label(arguments.site().source(), span, ""));
            return new DlError(hint.isEmpty() ? diagnostic : diagnostic.hint(hint));
        }
    }
}

package dl.run.builtin;

import static dl.run.builtin.Declare.effect;
import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;

import dl.op.Ops;
import dl.kernel.RandomStream;
import dl.run.Context;
import dl.run.Convert;
import dl.run.Display;
import dl.run.Interpreter;
import dl.run.Machine;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.LayerType;
import dl.run.value.Module;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.List;

/// Printing, conversion between kinds of values, randomness, time.
final class ValueFunctions {
    static final List<NativeFunction> ALL = List.of(
            effect("print(...values; sep = \" \", end = \"\\n\")", "Writes values as text, separated by `sep` and followed by `end`.",
                    List.of(example("print(1, \"a\", [1, 2])", "1 a [1, 2]")), ValueFunctions::print),
            pure("len(x)", "The number of elements of a list, tuple, range or record, of characters of a string, or the size of a tensor's first axis.",
                    List.of(example("len([1, 2, 3])", "3"), example("len(\"abc\")", "3")), ValueFunctions::length),
            pure("type(x)", "The kind of a value: int, float, complex, bool, str, tensor, list, tuple, record, range, fn, layer, module, nil.",
                    List.of(example("type(1.0)", "\"float\"")), call -> type(call.get(0))),
            pure("int(x)", "An int number: floats are cut towards zero, strings are read.",
                    List.of(example("int(2.9)", "2"), example("int(\"12\")", "12")), ValueFunctions::toInt),
            pure("float(x)", "A float number of an int, bool, rank-0 tensor or string.",
                    List.of(example("float(2)", "2.0"), example("float(\"1e-3\")", "0.001")), ValueFunctions::toFloat),
            pure("str(x)", "The text of a value, as print shows it.", List.of(example("str([1, 2])", "\"[1, 2]\"")),
                    call -> call.machine().interpreter.text(call.get(0))),
            pure("tensor(x; dtype = nil)", "A tensor of a number, range or (nested) list of numbers.",
                    List.of(example("tensor(list(1, 2))", "[1, 2]")), ValueFunctions::tensor),
            effect("seed(n)", "Sets the random stream: what is drawn afterwards depends on `n` and on nothing else.",
                    List.of(), ValueFunctions::seed),
            effect("random_at(seed, position, f)", "Runs f with the random stream of `seed` from `position` on: the pair (value of f(), position behind what it drew).",
                    List.of(example("random_at(7, 0, () -> len(rand(3)))", "(3, 3)")), ValueFunctions::randomAt),
            pure("is_training()", "Whether layers behave as in training: true inside `with training { ... }`.",
                    List.of(example("with training { is_training() }", "true")), call -> call.machine().interpreter.training()),
            effect("clock()", "Seconds since some fixed moment, for measuring how long something takes.", List.of(),
                    call -> call.machine().interpreter.host().seconds()),
            effect("timed(f)", "The pair (value of f(), seconds that it took).", List.of(example("timed(() -> 6 * 7)[0]", "42")), ValueFunctions::timed),
            effect("terminal_width()", "The width of the terminal in characters, or 0 when output goes elsewhere.", List.of(),
                    call -> (long) call.machine().interpreter.host().terminalWidth()),
            pure("fingerprint(tree)", "The SHA-256 of the element types, shapes and element bits of all tensors in a tree, as text. Equal trees have equal fingerprints on every machine.",
                    List.of(), call -> Fingerprint.of(call.machine(), call.get(0))));

    private ValueFunctions() {}

    private static Object print(NativeFunction.Call call) {
        Interpreter interpreter = call.machine().interpreter;
        String separator = call.has(1) ? text(call, 1) : " ";
        String end = call.get(2) == null ? "\n" : text(call, 2);
        StringBuilder line = new StringBuilder();
        DlList values = (DlList) call.get(0);
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : separator).append(values.get(i) instanceof LayerInstance model ? Display.alone(model) : interpreter.text(values.get(i)));
        }
        if (!interpreter.replay().isOn()) {
            interpreter.host().write(line.append(end).toString());
        }
        return Nil.NIL;
    }

    private static Object randomAt(NativeFunction.Call call) {
        long seed = Convert.integer(call.get(0)).orElseThrow(() -> wrong(call, 0, "an int"));
        long position = Convert.integer(call.get(1)).orElseThrow(() -> wrong(call, 1, "an int"));
        Interpreter interpreter = call.machine().interpreter;
        Context before = interpreter.context();
        RandomStream stream = new RandomStream(seed, position);
        interpreter.context(before.random(stream));
        try {
            Object value = call.call(call.get(2));
            return new DlTuple(value, stream.position());
        } finally {
            interpreter.context(before);
        }
    }

    private static OpError notOneNumber(NativeFunction.Call call) {
        OpError error = wrong(call, 0, "a number, a rank-0 tensor or a string");
        String type = call.function().equals("int") ? "i64" : "f32";
        return call.get(0) instanceof Operand batched && batched.batches().length > 0
                ? error.hint("under vmap there is one for each example: compute with the tensor itself, " + type + "(x) converts it")
                : Machine.isOperand(call.get(0)) ? error.hint("one element of it is $0[0]; " + type + "($0) converts all of it, mean($0) makes one number of many") : error;
    }

    static String text(NativeFunction.Call call, int argument) {
        if (call.get(argument) instanceof String text) {
            return text;
        }
        throw wrong(call, argument, "a string");
    }

    static long integer(NativeFunction.Call call, int argument) {
        return Convert.integer(call.get(argument)).orElseThrow(() -> wrong(call, argument, "an int"));
    }

    private static Object length(NativeFunction.Call call) {
        return switch (call.get(0)) {
            case dl.run.value.DlRange range -> range.length();
            case Sequence elements -> (long) elements.size();
            case DlRecord fields -> (long) fields.size();
            case String text -> (long) text.codePointCount(0, text.length());
            case Operand tensor when tensor.shape().rank() > 0 -> (long) tensor.shape().size(0);
            default -> throw wrong(call, 0, "something with elements");
        };
    }

    private static Object type(Object value) {
        return switch (value) {
            case Long _ -> "int";
            case Double _ -> "float";
            case Boolean _ -> "bool";
            case String _ -> "str";
            case Operand operand when operand.weak() && operand.dtype() == DType.C128 -> "complex";
            case Operand operand when operand.weak() -> type(Machine.number(operand.plain()));
            case Operand _ -> "tensor";
            case DlList _ -> "list";
            case dl.run.value.DlTuple _ -> "tuple";
            case DlRecord _ -> "record";
            case dl.run.value.DlRange _ -> "range";
            case Nil _ -> "nil";
            case Module _ -> "module";
            case LayerInstance layer -> layer.type().name();
            case LayerType _ -> "layer";
            case dl.run.value.ElementType _ -> "dtype";
            default -> "fn";
        };
    }

    /// Refuses complex numbers where a real one is made.
    private static void real(NativeFunction.Call call, String target) {
        if (call.get(0) instanceof Operand operand && operand.dtype() == DType.C128) {
            throw OpError.type("type/complex-to-real", call.machine().interpreter.describe(operand) + " cannot become " + target
                            + ": the imaginary part would be lost")
                    .label(0, "").hint("real(x) takes the real part, imag(x) the imaginary part, abs(x) the absolute value");
        }
    }

    private static Object toInt(NativeFunction.Call call) {
        Object value = call.get(0);
        real(call, "an int");
        if (value instanceof String text) {
            return Numerals.integer(text).orElseThrow(() -> OpError.value("value/parse", "cannot read \"" + text + "\" as an int").label(0, "")
                    .hint(Numerals.isInt(text) ? "ints go from -2^63 to 2^63 - 1; float(s) reads it"
                            : Numerals.floating(text).isPresent() ? "int(float(s)) reads it and cuts the fraction off" : "ints look like 12 or -3"));
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        double number = Convert.integer(value).isPresent() ? 0
                : Convert.floating(value).orElseThrow(() -> notOneNumber(call));
        if (Convert.integer(value).isPresent()) {
            return Convert.integer(value).get();
        }
        if (Double.isNaN(number) || number >= 0x1p63 || number < -0x1p63) {
            throw OpError.value("value/int-range", dl.run.Display.number(number) + (Double.isNaN(number) ? " is no number and has no int" : " does not fit into a 64-bit int"))
                    .label(0, "").hint(Double.isNaN(number) ? "isnan(x) finds it" : "ints go from -2^63 to 2^63 - 1");
        }
        if (value instanceof Operand operand && !(operand instanceof Tensor)) {
            // for the derivative to know what cut the path
            call.machine().interpreter.at(call.site());
            Ops.ASTYPE.apply(call.machine().interpreter, new Operand[] {operand}, Ops.ASTYPE.attributes(DType.I64));
        }
        return (long) number;
    }

    private static Object toFloat(NativeFunction.Call call) {
        Object value = call.get(0);
        real(call, "a float");
        if (value instanceof String text) {
            return Numerals.floating(text).orElseThrow(() -> OpError.value("value/parse", "cannot read \"" + text + "\" as a float").label(0, "")
                    .hint("floats look like 1.5 or 2e-3"));
        }
        if (value instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        double number = Convert.floating(value).orElseThrow(() -> notOneNumber(call));
        // a followed value stays followed
        return value instanceof Operand operand && !(operand instanceof Tensor) ? Ops.AS_NUMBER.apply(call.machine().interpreter, operand) : (Object) number;
    }

    private static Object tensor(NativeFunction.Call call) {
        Operand made = Convert.tensor(call.machine(), call.get(0)).orElseThrow(() -> wrong(call, 0, "numbers, in lists or not").hint(
                call.get(0) instanceof Sequence ? "it holds " + call.machine().interpreter.describe(Convert.noNumber(call.get(0)).orElse(Nil.NIL)) + "; a list holds anything"
                        : call.get(0) instanceof String ? "float(s) reads a number, map(s, ord) gives the numbers of the characters" : "tensors are made of ints, floats, bools and complex numbers"));
        if (made.weak() && !(made instanceof Tensor)) {
            DType type = made.dtype() == DType.F64 ? call.machine().interpreter.defaultFloat() : made.dtype();
            made = Ops.ASTYPE.apply(call.machine().interpreter, new Operand[] {made}, Ops.ASTYPE.attributes(type));
        } else if (made.weak()) {
            Tensor strong = made.plain().weak(false);
            made = strong.dtype() == DType.F64 ? strong.to(call.machine().interpreter.defaultFloat()) : strong;
        }
        if (!call.has(1)) {
            return made;
        }
        if (!(call.get(1) instanceof dl.run.value.ElementType type)) {
            throw wrong(call, 1, "an element type (f32, f64, i64, bool, c128)");
        }
        return Ops.ASTYPE.apply(call.machine().interpreter, new Operand[] {made}, Ops.ASTYPE.attributes(type.dtype()));
    }

    private static Object timed(NativeFunction.Call call) {
        double start = call.machine().interpreter.host().seconds();
        Object value = call.call(call.get(0));
        return new dl.run.value.DlTuple(value, call.machine().interpreter.host().seconds() - start);
    }

    private static Object seed(NativeFunction.Call call) {
        Interpreter interpreter = call.machine().interpreter;
        interpreter.context(interpreter.context().random(RandomStream.of(integer(call, 0))));
        return Nil.NIL;
    }
}

package dl.tool;

import dl.op.Example;
import dl.op.Op;
import dl.run.Display;
import dl.run.Interpreter;
import dl.run.value.Closure;
import dl.run.value.LayerInstance;
import dl.run.value.LayerType;
import dl.run.value.Module;
import dl.run.value.NativeFunction;
import dl.run.value.OpFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The documentation of a name, as the prompt shows it.
public final class Help {
    private Help() {}

    /// The text for a name such as `softmax`, `nn.Linear`, `with` or a variable; empty when nothing has that name.
    public static Optional<String> of(Interpreter interpreter, Module module, String name) {
        return find(interpreter, module, name).map(value -> describe(interpreter, name, value))
                .or(() -> Keywords.form(name).map(form -> name + " is a word of the language: " + form));
    }

    private static Optional<Object> find(Interpreter interpreter, Module module, String name) {
        String[] path = name.split("\\.");
        Optional<Object> value = module.get(path[0]).or(() -> interpreter.builtins().value(path[0]));
        for (int i = 1; i < path.length && value.isPresent(); i++) {
            String key = path[i];
            value = switch (value.get()) {
                case Module inner -> inner.member(key);
                case LayerInstance layer -> layer.get(key);
                case LayerType type when type.hasMethod(key) -> Optional.of(new Closure(type.method(key), type.methodCaptures(key)));
                default -> Optional.empty();
            };
        }
        return value;
    }

    private static String describe(Interpreter interpreter, String name, Object value) {
        return switch (value) {
            case OpFunction function -> page(readable(function.op().signature().text()), function.op().doc(), examples(function.op()));
            case NativeFunction function -> page(function.header(), function.doc(), examples(function.examples()));
            case Closure closure -> page("fn " + closure.code().signature(), closure.code().doc(), "");
            case LayerType type -> page("layer " + type.constructor().signature(), type.doc(), "");
            case Module inner -> page("module " + inner.name(), remark(inner), String.join(", ", Completion.members(inner)));
            default -> name + " is " + interpreter.describe(value) + "\n" + Display.show(value);
        };
    }

    /// A signature without kinds that repeat what the name and the default say: `padding = 0` for `padding: padding = 0`.
    private static String readable(String signature) {
        return signature.replaceAll("\\b(\\w+): \\1\\b", "$1");
    }

    /// The comment that a file begins with.
    private static String remark(Module module) {
        return module.source().text().lines().takeWhile(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ?", "")).collect(Collectors.joining("\n"));
    }

    private static String page(String header, String doc, String examples) {
        StringBuilder text = new StringBuilder(header);
        if (!doc.isEmpty()) {
            text.append("\n\n").append(doc.strip());
        }
        if (!examples.isEmpty()) {
            text.append("\n\n").append(examples.stripTrailing());
        }
        return text.toString();
    }

    private static String examples(Op op) {
        return examples(op.examples());
    }

    private static String examples(List<Example> examples) {
        StringBuilder text = new StringBuilder();
        for (Example example : examples) {
            text.append(">>> ").append(example.source()).append('\n').append(example.expected()).append('\n');
        }
        return text.toString();
    }
}

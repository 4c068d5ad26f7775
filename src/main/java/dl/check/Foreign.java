package dl.check;

import java.util.Map;
import java.util.Optional;

/// What people coming from other languages type, and how dl spells it.
public final class Foreign {
    private static final Map<String, String> SPELLING = Map.ofEntries(
            Map.entry("None", "dl writes nil for no value; None is a new axis inside an index: x[:, None]"),
            Map.entry("null", "dl writes nil"), Map.entry("True", "dl writes true"), Map.entry("False", "dl writes false"),
            Map.entry("def", "dl writes fn f(x) = ... or fn f(x) { ... }"), Map.entry("function", "dl writes fn f(x) = ... or x -> ..."),
            Map.entry("lambda", "dl writes x -> ..."), Map.entry("elif", "dl writes else if"),
            Map.entry("self", "inside a layer its fields are plain names: w, not self.w"),
            Map.entry("this", "inside a layer its fields are plain names: w, not this.w"),
            Map.entry("np", "tensor functions are builtins: zeros(3), not np.zeros(3)"),
            Map.entry("torch", "tensor functions are builtins: zeros(3), not torch.zeros(3)"),
            Map.entry("const", "dl writes let"), Map.entry("println", "dl writes print"), Map.entry("length", "dl writes len(x)"),
            Map.entry("numpy", "tensor functions are builtins: zeros(3), not numpy.zeros(3)"),
            Map.entry("jnp", "tensor functions are builtins: zeros(3), not jnp.zeros(3)"),
            Map.entry("tf", "tensor functions are builtins: zeros(3), not tf.zeros(3)"),
            Map.entry("math", "mathematical functions are builtins: sqrt(x), not math.sqrt(x)"),
            Map.entry("Math", "mathematical functions are builtins: sqrt(x), not Math.sqrt(x)"),
            Map.entry("pd", "tables are read with read_csv(path, header = true)"),
            Map.entry("range", "dl writes 0..n, without n, or 0..=n"), Map.entry("dict", "a record is written {x: 1, y: 2}"),
            Map.entry("concatenate", "dl writes concat([a, b])"), Map.entry("cat", "dl writes concat([a, b])"),
            Map.entry("hstack", "dl writes concat([a, b], axis = 1)"), Map.entry("vstack", "dl writes concat([a, b]) for rows of matrices, stack for vectors"),
            Map.entry("average", "dl writes mean(x)"), Map.entry("avg", "dl writes mean(x)"), Map.entry("numel", "the number of elements is x.size"),
            Map.entry("ndim", "the number of axes is x.rank"), Map.entry("push", "append(xs, x) gives a new list: xs = append(xs, x)"),
            Map.entry("float32", "dl writes f32"), Map.entry("float64", "dl writes f64"), Map.entry("double", "dl writes f64"), Map.entry("int64", "dl writes i64"),
            Map.entry("exit", "Ctrl-D leaves the prompt; a script ends with its last line"), Map.entry("quit", "Ctrl-D leaves the prompt; a script ends with its last line"),
            Map.entry("help", "at the prompt, ?softmax explains softmax"), Map.entry("reverse", "dl writes reversed(xs), or xs[::-1]"),
            Map.entry("time", "clock() gives seconds, timed(f) also the value of f()"), Map.entry("now", "clock() gives seconds, timed(f) also the value of f()"),
            Map.entry("perf_counter", "clock() gives seconds, timed(f) also the value of f()"), Map.entry("tic", "timed(() -> ...) gives the value and the seconds"),
            Map.entry("toc", "timed(() -> ...) gives the value and the seconds"), Map.entry("open", "read_text(path) reads a file, write_text(path, s) writes one"),
            Map.entry("isinstance", "type(x) tells the kind of a value: type(x) == \"str\""), Map.entry("typeof", "type(x) tells the kind of a value, x.dtype that of a tensor's elements"),
            Map.entry("tuple", "a tuple is written (a, b)"), Map.entry("set", "distinct(xs) leaves out equal elements; x in xs asks for one"),
            Map.entry("array", "a tensor is written [1, 2]; tensor(xs) makes one of a list"),
            Map.entry("fprintf", "dl writes print(f\"{x:.3f}\")"), Map.entry("sprintf", "dl writes f\"{x:.3f}\""), Map.entry("disp", "dl writes print(x)"),
            Map.entry("num2str", "dl writes str(x), or f\"{x:.3f}\""), Map.entry("strcat", "strings are joined with +"), Map.entry("isempty", "dl writes len(xs) == 0"),
            Map.entry("nothing", "dl writes nil"), Map.entry("collect", "dl writes list(xs)"),
            Map.entry("vcat", "dl writes concat([a, b])"), Map.entry("hcat", "dl writes concat([a, b], axis = 1)"), Map.entry("randperm", "dl writes permutation(n)"),
            Map.entry("size", "the shape of a tensor is x.shape, the number of its elements x.size"), Map.entry("ndims", "the number of axes is x.rank"),
            Map.entry("mod", "dl writes x % y"), Map.entry("rem", "dl writes x % y, which has the sign of y"), Map.entry("pow", "dl writes x^y"),
            Map.entry("undefined", "dl writes nil"), Map.entry("nullptr", "dl writes nil"), Map.entry("elseif", "dl writes else if"),
            Map.entry("printf", "dl writes print(f\"{x:.3f}\")"), Map.entry("console", "dl writes print(...)"), Map.entry("unsqueeze", "dl writes expand_dims(x, axis) or x[None]"));

    private Foreign() {}

    /// How dl says what `name` says elsewhere.
    public static Optional<String> spelling(String name) {
        return Optional.ofNullable(SPELLING.get(name));
    }
}

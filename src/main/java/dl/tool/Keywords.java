package dl.tool;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The words of the language with a form to type after.
final class Keywords {
    private static final Map<String, String> FORMS = Map.ofEntries(
            Map.entry("and", "0 < n and n < 9: single bools; & works elementwise"),
            Map.entry("assert", "assert n > 0, \"what is wrong\""),
            Map.entry("break", "break leaves the innermost loop"),
            Map.entry("catch", "try { risky() } catch e { print(e.kind, e.message) }"),
            Map.entry("continue", "continue goes on with the next turn of the innermost loop"),
            Map.entry("else", "if n > 0 { \"positive\" } else if n < 0 { \"negative\" } else { \"zero\" }"),
            Map.entry("false", "a bool"),
            Map.entry("fn", "fn power(x, n; scale = 1.0) = scale * x^n, called as power(2, 3, scale = 0.5); without a name: x -> x^2"),
            Map.entry("for", "for i in 0..10 { print(i) }, for (i, x) in enumerate(xs) { ... }"),
            Map.entry("if", "if n > 0 { \"positive\" } else { \"other\" }"),
            Map.entry("import", "import nn, import nn: Linear, relu, import \"./util.dl\" as util"),
            Map.entry("in", "for x in xs { ... }; 3 in xs is a bool, and so is 3 not in xs"),
            Map.entry("layer", "layer Scale(size) { param w = ones(size); fn forward(x) = w * x }"),
            Map.entry("let", "let x = 1 names a value for good; let (a, b) = pair and let {x, y} = point take one apart"),
            Map.entry("nil", "no value: equal to nothing but nil"),
            Map.entry("not", "not done, x not in xs; elementwise on tensors"),
            Map.entry("or", "n < 0 or n > 9: single bools; | works elementwise"),
            Map.entry("return", "return x leaves the function; a block's last expression is its value without it"),
            Map.entry("test", "test \"what holds\" { assert 1 + 1 == 2 }, run by dl test"),
            Map.entry("throw", "throw \"what is wrong\""),
            Map.entry("true", "a bool"),
            Map.entry("try", "try { risky() } catch e { print(e.kind, e.message) }"),
            Map.entry("var", "var n = 0; n += 1: a name that may change"),
            Map.entry("while", "while n < 10 { n += 1 }"),
            Map.entry("with", "with seed(42), training { ... }; also dtype(f64), no_grad, strict_grad, check_numerics, cleanup(f)"));

    private Keywords() {}

    /// The words, in order.
    static Collection<String> all() {
        return new TreeMap<>(FORMS).keySet();
    }

    /// How a word is used, in one line.
    static Optional<String> form(String word) {
        return Optional.ofNullable(FORMS.get(word));
    }
}

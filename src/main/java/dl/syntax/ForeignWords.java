package dl.syntax;

/// Keywords of other languages and what stands for them in dl.
final class ForeignWords {
    private ForeignWords() {}

    /// What to write in place of a word that stands before something, `def f`; empty when it is no such word.
    static String leading(String word) {
        return switch (word) {
            case "def", "function", "func", "fun", "define" -> "a function is written fn f(x) = ... or fn f(x) { ... }";
            case "const", "val", "auto", "local", "my" -> "a name is bound with `let`, or with `var` if it changes";
            case "global", "nonlocal" -> "an outer `var` can be assigned as it is";
            case "class", "struct", "module" ->
                "a model's part is written layer Name(...) { ... }, plain data is a record {x: 1}";
            case "lambda" -> "a function without a name is written x -> x + 1";
            case "print", "echo", "puts", "println" -> "a call has parentheses: print(x)";
            case "test" -> "a test has a title: test \"adds up\" { ... }";
            case "from", "use", "using", "require", "include" -> "an import is written import nn: Linear, relu";
            case "raise" -> "an error is raised with throw \"text\"";
            case "elif", "elsif", "elseif" -> "write else if";
            case "unless" -> "write if not c { ... }";
            case "foreach" -> "a loop is written for x in xs { ... }";
            case "switch", "match", "case" -> "write if a { ... } else if b { ... } else { ... }";
            case "del", "delete" -> "values need no deleting";
            case "yield" -> "a function returns one value: a list or tuple for several";
            case "async", "await" -> "dl has no async functions";
            case "type", "typedef" -> "dl declares no types; shapes stand at parameters: x: f32[n, d]";
            default -> "";
        };
    }

    /// Words that are names in dl too and only stand wrongly.
    static boolean isName(String word) {
        return word.equals("print") || word.equals("test");
    }

    /// What to write in place of a word that stands behind something, `} elif c`; empty when it is no such word.
    static String following(String word) {
        return switch (word) {
            case "elif", "elsif", "elseif" -> "write else if";
            case "then", "do", "begin" -> "bodies stand in braces: { ... }";
            case "except", "rescue" -> "write try { ... } catch e { ... }";
            case "finally" ->
                "there is no `finally`: `with` restores what it sets; write the code behind the `try`";
            case "of" -> "a loop is written for x in xs { ... }";
            default -> "";
        };
    }
}

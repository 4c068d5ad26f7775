package dl.syntax;

import static dl.syntax.Trees.expression;
import static dl.syntax.Trees.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Source;
import dl.source.Span;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParseTest {

    private static Parse.Result parse(String text) {
        return Parse.parse(new Source("test.dl", text));
    }

    private static List<Diagnostic> mistakes(String text) {
        Parse.Result result = parse(text);
        assertThat(result).isInstanceOf(Parse.Invalid.class);
        return ((Parse.Invalid) result).diagnostics();
    }

    private static List<String> codes(String text) {
        return mistakes(text).stream().map(Diagnostic::code).toList();
    }

    // ---- definitions

    @Test
    void aFunctionKeepsItsThreeGroupsOfParameters() {
        var f = (Stmt.FunctionDecl) statement("fn f(x: [n, d], (a, b), ...rest; lr: float = 0.1, axis) -> f32[n] = x");
        assertThat(f.name()).isEqualTo("f");
        assertThat(f.parameters().positional()).hasSize(2);
        assertThat(f.parameters().rest()).get().extracting(Parameter.Rest::name).isEqualTo("rest");
        assertThat(f.parameters().named()).extracting(Parameter.Named::name).containsExactly("lr", "axis");
        assertThat(f.parameters().named().get(1).defaultValue()).isEmpty();
        assertThat(f.result()).get().isInstanceOf(TypeExpr.Tensor.class);
    }

    @Test
    void documentationBelongsToTheDefinitionDirectlyBelow() {
        String text = """
            ## of the file

            ## Adds.
            ##
            ##   indented
            # a remark
            fn add(a, b) = a + b
            ## The rate.
            let lr = 0.1   ## not this
            layer L(n) {
              ## Weights.
              param w = zeros(n)
              ## Calls.
              fn forward(x) = x
            }
            """;
        List<Stmt> statements = Trees.program(text).statements();
        assertThat(((Stmt.FunctionDecl) statements.get(0)).doc()).isEqualTo("Adds.\n\n  indented");
        assertThat(((Stmt.Binding) statements.get(1)).doc()).isEqualTo("The rate.");
        var layer = (Stmt.LayerDecl) statements.get(2);
        assertThat(layer.doc()).isEmpty();
        assertThat(((LayerItem.Field) layer.items().get(0)).doc()).isEqualTo("Weights.");
        assertThat(((LayerItem.Method) layer.items().get(1)).function().doc()).isEqualTo("Calls.");
    }

    @Test
    void importsNameModulesFilesAndMembers() {
        var plain = (Stmt.Import) statement("import nn.train");
        assertThat(plain.path()).isEqualTo("nn.train");
        assertThat(plain.names()).isEmpty();
        var members = (Stmt.Import) statement("import nn: Linear, relu as r,\n  Conv");
        assertThat(members.names()).extracting(ImportName::alias).containsExactly("Linear", "r", "Conv");
        var file = (Stmt.Import) statement("import \"./util.dl\" as util");
        assertThat(file.isFile()).isTrue();
        assertThat(file.path()).isEqualTo("./util.dl");
        assertThat(file.alias()).contains("util");
    }

    @Test
    void indexNotationBindsItsLeftIndices() {
        var c = (Stmt.IndexBinding) statement("let C[i, j in 0..n, :, ...] = A[i, j]");
        assertThat(c.name()).isEqualTo("C");
        assertThat(c.binders()).hasExactlyElementsOfTypes(
                Binder.Index.class, Binder.Index.class, Binder.WholeAxis.class, Binder.Rest.class);
        assertThat(((Binder.Index) c.binders().get(1)).range()).isPresent();
        assertThat(statement("C[i, j] = A[i, j]")).isInstanceOf(Stmt.Assign.class);
    }

    @Test
    void spansCoverExactlyWhatWasWritten() {
        String text = "let 𝒙 = f(a, b)[0].T ^ 2 # c";
        var binding = (Stmt.Binding) statement(text);
        Source source = new Source("t", text);
        assertThat(source.slice(binding.span())).isEqualTo("let 𝒙 = f(a, b)[0].T ^ 2");
        assertThat(source.slice(binding.value().span())).isEqualTo("f(a, b)[0].T ^ 2");
        assertThat(source.slice(binding.pattern().span())).isEqualTo("𝒙");
    }

    // ---- names, numbers, texts

    @Test
    void namesAreComparedInComposedForm() {
        assertThat(((Expr.Name) expression("cafe\u0301")).name()).isEqualTo("caf\u00E9");
        assertThat(((Expr.Name) expression("x₁")).name()).isEqualTo("x₁");
        assertThat(((Expr.Name) expression("x′")).name()).isEqualTo("x′");
    }

    @ParameterizedTest
    @ValueSource(strings = {"layer", "param", "state", "test", "as"})
    void softKeywordsAreNamesWhereTheirConstructDoesNotStand(String word) {
        assertThat(statement("let " + word + " = 1")).isInstanceOf(Stmt.Binding.class);
        assertThat(Trees.tree(word + "(" + word + ")")).isEqualTo("(call " + word + " " + word + ")");
        assertThat(Trees.tree("f(" + word + " = 1)")).isEqualTo("(call f " + word + "=1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"if", "in", "let", "nil", "true", "fn", "and", "else"})
    void everyWordIsAKeyBehindADotAndBeforeAColon(String word) {
        assertThat(Trees.tree("r." + word + " + 1")).isEqualTo("(+ (. r " + word + ") 1)");
        assertThat(Trees.tree("{" + word + ": 1}")).isEqualTo("(record " + word + ":1)");
        assertThat(Trees.program("r." + word + "\nx").statements()).hasSize(2);
    }

    @Test
    void textsResolveTheirEscapes() {
        assertThat(text("\"a\\n\\t\\\\\\\"\\u{3bb}\\0\"")).isEqualTo("a\n\t\\\"λ\0");
        assertThat(text("\"\"\"a\r\n \"b\" \\\r\nc\"\"\"")).isEqualTo("a\n \"b\" c");
        assertThat(text("\"\\u{1F600}\"")).isEqualTo("😀");
    }

    private static String text(String literal) {
        return ((Expr.StringLiteral) expression(literal)).value();
    }

    @Test
    void fStringsHoldExpressionsAndSpecs() {
        assertThat(Trees.tree("f\"{{x}} {a + b:>8.2f}|{r[\"k\"]}\"")).isEqualTo("(f '{x} ' (+ a b):>8.2f '|' (index r \"k\"))");
        assertThat(Trees.tree("f\"{x[1:2]:.3f}{ {a: 1}.a }\"")).isEqualTo("(f (index x 1:2):.3f (. (record a:1) a))");
        assertThat(Trees.tree("f\"\\{{x}\\n\\u{41}\"")).isEqualTo("(f '{' x '\nA')");
        assertThat(Trees.tree("f\"\"")).isEqualTo("(f)");
        assertThat(Trees.tree("f\"a {f\"b {c}\"}\"")).isEqualTo("(f 'a ' (f 'b ' c))");
        assertThat(Trees.tree("f\"\"\"a\n \"{b +\n c}\" d\"\"\"")).isEqualTo("(f 'a\n \"' (+ b c) '\" d')");
    }

    // ---- unfinished

    @ParameterizedTest
    @ValueSource(strings = {"(", "f(a,", "let x = \"\"\"abc\n", "f\"\"\"abc {x", "x |>", "fn f(x) {\n  x", "if a", "try { 1 }",
        "try { 1 } catch", "let", "fn f", "fn f(x) =", "layer A(n) {\n param w = 1\n", "for x in", "a and", "{a: 1,", "import"})
    void whatEndsTooEarlyIsIncomplete(String text) {
        assertThat(parse(text)).isInstanceOf(Parse.Incomplete.class);
        assertThat(parse(text + "\n")).isInstanceOf(Parse.Incomplete.class);
    }

    @Test
    void aMistakeBeforeTheEndIsNotCuredByMoreText() {
        assertThat(codes("let = 3\nf(")).startsWith("syntax/expected");
        assertThat(codes("a && (")).startsWith("syntax/foreign-operator");
    }

    @Test
    void whatIsStillOpenAtAPromptIsNoMistakeBesideAnotherOne() {
        Source source = new Source("", "fn f(x) {\n  let y = x x");
        assertThat(((Parse.Invalid) Parse.parseTyped(source)).diagnostics()).hasSize(1);
        assertThat(((Parse.Invalid) Parse.parse(source)).diagnostics()).hasSize(2);
    }

    // ---- mistakes

    @Test
    void severalMistakesAreReportedTogetherAndInOrder() {
        assertThat(mistakes("let a = 1 2\nfn f() {\n  let b = )\n  let c = 3 3\n}\nlet d = 4\nreturn d\nx**2"))
                .extracting(d -> d.labels().getFirst().source().line(d.labels().getFirst().span().start()))
                .containsExactly(1, 3, 4, 7, 8);
    }

    @Test
    void aMistakeInALayerLeavesTheOtherItemsChecked() {
        assertThat(codes("layer A(n) {\n  param w\n  let z = 1 1\n  fn f(x) = x +\n  fn g(x) = x\n}"))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "fn f(x, x) = 1 | syntax/duplicate-parameter",
        "let g = (x, (y, x)) -> 1 | syntax/duplicate-parameter",
        "let {a, b: a} = r | syntax/duplicate-name",
        "for (i, i) in xs { 1 } | syntax/duplicate-name",
        "f(a = 1, a = 2) | syntax/duplicate-argument",
        "{a: 1, a: 2} | syntax/duplicate-key",
        "(a) = 3 | syntax/assign-target",
        "a + b = 3 | syntax/assign-target",
        "(a, b) += 1 | syntax/assign-target",
        "(a, f(x)) = t | syntax/assign-target",
        "0..2..3 | syntax/range-chain",
        "a in b in c | syntax/comparison-chain",
        "let x = 1.5.5 | syntax/element",
        "continue | syntax/continue-outside-loop",
        "while a { fn f() { break } } | syntax/break-outside-loop",
        "layer A() { let x = { return 1 } } | syntax/return-outside-fn",
        "if a { import nn } | syntax/import-nested",
        "let C[i]: f32[n] = A[i] | syntax/index-notation-type",
        "'abc' | syntax/quotes",
        "x.\"key\" | syntax/element",
        "a \\ b | syntax/foreign-operator",
        "let x = 3 € | syntax/unknown-character",
    })
    void theseAreMistakesWithACodeOfTheirOwn(String text, String code) {
        assertThat(codes(text)).contains(code);
    }

    @Test
    void returnIsAtHomeInFunctionsLambdasMethodsAndTests() {
        Trees.program("fn f() { return }\nlet g = x -> { return x }\ntest \"t\" { return }\nlayer A() { fn f() { return 1 } }");
    }

    // ---- size

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "f(", "x -> ", "not ", "-", "{a: ", "f\"{", "if ", "2 ^ ", "fn f() { ",
        "let (a, (", "while if "})
    void aBombOfNestingEndsWithAnError(String part) {
        Parse.Result result = parse(part.repeat(10_000));
        assertThat(result).isNotInstanceOf(Parse.Complete.class);
        Parse.Result closed = parse(part.repeat(10_000) + "x");
        assertThat(closed).isNotInstanceOf(Parse.Complete.class);
    }

    @Test
    void nestingBeyondTheLimitIsALimitError() {
        assertThat(mistakes("(".repeat(201) + "1" + ")".repeat(201)))
                .singleElement().matches(d -> d.kind() == ErrorKind.LIMIT && d.code().equals("limit/nesting"));
        assertThat(mistakes("-".repeat(300) + "1")).singleElement().matches(d -> d.kind() == ErrorKind.LIMIT);
        assertThat(parse("(".repeat(190) + "1" + ")".repeat(190))).isInstanceOf(Parse.Complete.class);
    }

    @Test
    void aLineOfMegabytesIsALimitErrorAtOnce() {
        assertThat(mistakes("1" + " + 1".repeat(2_500_000))).singleElement().matches(d -> d.code().equals("limit/line"));
        assertThat(parse("let x = \"" + "a".repeat(900_000) + "\"\n" + "let y = \"" + "a".repeat(900_000) + "\"\n"))
                .isInstanceOf(Parse.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " |> f", ".f()", "[0]", "(1)", " and a", " @ B", " - 1"})
    void aChainOfThousandsIsNoNesting(String link) {
        assertThat(parse("a" + link.repeat(5_000))).isInstanceOf(Parse.Complete.class);
    }

    @Test
    void longFlatTextsParse() {
        String elements = "1, ".repeat(50_000);
        assertThat(parse("let A = [" + elements + "]")).isInstanceOf(Parse.Complete.class);
        String branches = " else if b { 2 }".repeat(2_000);
        assertThat(parse("if a { 1 }" + branches)).isInstanceOf(Parse.Complete.class);
        String lines = "let x = f(a, b)[0] + 1\n".repeat(5_000);
        assertThat(Trees.program(lines).statements()).hasSize(5_000);
    }

    @Test
    void aFileThatIsNoProgramIsRefusedWithFewMessages() {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 300_000; i++) {
            text.append((char) random.nextInt(0x3000));
        }
        assertThat(mistakes(text.toString())).hasSizeLessThanOrEqualTo(20);
        assertThat(mistakes(")".repeat(100_000))).hasSizeLessThanOrEqualTo(20);
        assertThat(mistakes("1 1\n".repeat(2_000))).hasSizeLessThanOrEqualTo(20);
    }

    /// Every prefix of a program must come back with one of the three answers, never with a Java exception.
    @Test
    void everyPrefixOfAProgramIsAnswered() {
        String text = """
            ## Doc.
            layer Linear(inputs, outputs; bias = true) {
              param w = glorot(inputs, outputs)
              fn forward(x: [..., inputs]) -> [..., outputs] = x @ w
            }
            let m[n, i in 0..=2] = max[p in 0..2](x[n, 2*i + p])
            with seed(1), training { try { f"{a:.2f} {x["k"]}" } catch e { throw e } }
            for (i, x) in xs { if i < 0 { a[i, :] -= x |> f(...ys; lr = 1e-3) } else { {a: 1} } }
            """;
        for (int i = 0; i <= text.length(); i++) {
            parse(text.substring(0, i));
            parse(text.substring(i));
            parse(text.substring(0, i) + text.substring(Math.min(text.length(), i + 1)));
        }
        String shuffled = text.lines().sorted().collect(Collectors.joining("\n"));
        parse(shuffled);
    }

    /// `XID_Start` and `XID_Continue` as in Unicode's DerivedCoreProperties, besides subscript digits and the prime.
    @ParameterizedTest
    @ValueSource(strings = {"θ", "名前", "x\u0302", "x₁′", "été", "𝛼", "_ß9", "กา", "aำ", "a\uFF9E"})
    void aNameHasLettersOfAnyScript(String name) {
        assertThat(Parse.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"₁", "\u0301x", "\u037A", "a\u309B", "\u0E33", "\uFF9E", "a∂", "a\u200D", "a×b", "€"})
    void whatIsNoLetterInUnicodeIsInNoName(String name) {
        assertThat(Parse.isName(name)).isFalse();
    }

    @Test
    void treesOfAnyDepthAreCompared() {
        String sum = "1" + " + 1".repeat(20_000);
        assertThat(SameTree.test(Trees.program(sum), Trees.program(sum.replace(" ", "")))).isTrue();
        assertThat(SameTree.test(Trees.program(sum), Trees.program(sum + " + 1"))).isFalse();
        assertThat(SameTree.test(Trees.program(sum), Trees.program("2" + sum.substring(1)))).isFalse();
    }

    @Test
    void theSpanOfAProgramIsItsText() {
        assertThat(Trees.program("a\nb\n").span()).isEqualTo(new Span(0, 4));
        assertThat(Trees.program("").statements()).isEmpty();
    }
}

package dl.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RendererTest {

    private static Label label(Source source, String part, String text) {
        int start = source.text().indexOf(part);
        return new Label(source, new Span(start, start + part.length()), text);
    }

    private static Diagnostic shape(String message, Label... labels) {
        return Diagnostic.of("shape/matmul-inner", ErrorKind.SHAPE, message, labels);
    }

    private static String render(Diagnostic diagnostic) {
        return Renderer.plain().render(diagnostic);
    }

    @Test
    void operandsAreMarkedSideBySideAndTheirTextsStacked() {
        Source source = new Source("examples/digits.dl", "\n".repeat(13) + "  let h = x @ w2\n");
        Diagnostic diagnostic = shape("cannot multiply [32, 784] @ [128, 10]: inner sizes 784 and 128 differ",
                        label(source, "x", "f32[32, 784]"), label(source, "w2", "f32[128, 10]"))
                .hint("did you mean w1 (f32[784, 128])?")
                .trace(List.of("fit (stdlib/nn/train.dl:31)", "examples/digits.dl:40"));
        assertThat(render(diagnostic)).isEqualTo("""
            ShapeError: cannot multiply [32, 784] @ [128, 10]: inner sizes 784 and 128 differ
              --> examples/digits.dl:14:11  (shape/matmul-inner)
               |
            14 |   let h = x @ w2
               |           -   -- f32[128, 10]
               |           |
               |           f32[32, 784]
               = hint: did you mean w1 (f32[784, 128])?
               = called from fit (stdlib/nn/train.dl:31) <- examples/digits.dl:40
            """);
    }

    @Test
    void threeTextsHangBelowEachOther() {
        Source source = new Source("a.dl", "where(mask, left, right)");
        assertThat(render(shape("shapes differ", label(source, "mask", "one"), label(source, "left", "two"),
                label(source, "right", "three")))).isEqualTo("""
            ShapeError: shapes differ
             --> a.dl:1:7  (shape/matmul-inner)
              |
            1 | where(mask, left, right)
              |       ----  ----  ----- three
              |       |     |
              |       |     two
              |       one
            """);
    }

    @Test
    void aSingleLabelIsPointedAt() {
        Source source = new Source("a.dl", "let y = nmae + 1\n");
        Diagnostic diagnostic =
                Diagnostic.of("name/unknown", ErrorKind.NAME, "`nmae` is not defined", label(source, "nmae", ""));
        assertThat(render(diagnostic.hint("did you mean name?"))).isEqualTo("""
            NameError: `nmae` is not defined
             --> a.dl:1:9  (name/unknown)
              |
            1 | let y = nmae + 1
              |         ^^^^
              = hint: did you mean name?
            """);
    }

    @Test
    void wideCharactersAndTabsKeepTheMarksInPlace() {
        Source source = new Source("a.dl", "\tlet 损失 = 均方误差(预测)");
        assertThat(render(shape("m", label(source, "预测", "f32[3]")))).isEqualTo("""
            ShapeError: m
             --> a.dl:1:16  (shape/matmul-inner)
              |
            1 |     let 损失 = 均方误差(预测)
              |                         ^^^^ f32[3]
            """);
        Source accent = new Source("a.dl", "e\u0301 + b");
        assertThat(render(shape("m", label(accent, "b", "")))).contains("| e\u0301 + b\n  |     ^\n");
    }

    @Test
    void aLongLineIsCutAroundItsMark() {
        Source source = new Source("a.dl", "x".repeat(300) + " + wrong + " + "y".repeat(300));
        String text = render(shape("m", label(source, "wrong", "here")));
        assertThat(text.lines()).allMatch(line -> line.length() < 120);
        String[] lines = text.split("\n");
        assertThat(lines[3]).startsWith("1 | ...x").endsWith("y...");
        assertThat(lines[4].indexOf("^^^^^ here")).isEqualTo(lines[3].indexOf("wrong"));
    }

    @Test
    void marksTooFarApartOnOneLineAreShownOneAfterTheOther() {
        Source source = new Source("a.dl", "first" + " ".repeat(300) + "second");
        assertThat(render(shape("m", label(source, "first", "A"), label(source, "second", "B"))))
                .containsSubsequence("first", "----- A", "second", "------ B");
    }

    @Test
    void aStretchOverLinesIsMarkedAtBothEnds() {
        Source source = new Source("a.dl", "let z = f(a,\n  b,\n  c)\n");
        assertThat(render(shape("m", label(source, "f(a,\n  b,\n  c)", "the call")))).isEqualTo("""
            ShapeError: m
             --> a.dl:1:9  (shape/matmul-inner)
              |
            1 | let z = f(a,
              |         ^^^^
            2 |   b,
            3 |   c)
              |   ^^ the call
            """);
    }

    @Test
    void labelsInSeveralSourcesHaveASectionEach() {
        Source a = new Source("a.dl", "f(x)");
        Source b = new Source("b.dl", "\n\nfn f(x: [n]) = x");
        assertThat(render(Diagnostic.of("shape/argument", ErrorKind.SHAPE, "m", label(a, "x", ""), label(b, "[n]", "wanted"))))
                .isEqualTo("""
            ShapeError: m
             --> a.dl:1:3  (shape/argument)
              |
            1 | f(x)
              |   ^
             ::: b.dl:3:9
              |
            3 | fn f(x: [n]) = x
              |         --- wanted
            """);
    }

    @Test
    void farLinesAreSeparatedByDots() {
        Source source = new Source("a.dl", "aa\n.\n.\n.\nbb\n");
        assertThat(render(Diagnostic.of("name/twice", ErrorKind.NAME, "m", label(source, "bb", "again"), label(source, "aa", "first"))))
                .isEqualTo("""
            NameError: m
             --> a.dl:5:1  (name/twice)
              |
            1 | aa
              | -- first
            ...
            5 | bb
              | ^^ again
            """);
    }

    @Test
    void theEndOfTheTextCanBePointedAt() {
        Source source = new Source("a.dl", "let x =");
        assertThat(render(shape("m", new Label(source, new Span(7, 7), "")))).contains("1 | let x =\n  |        ^\n");
    }

    @Test
    void withoutLabelsOnlyTheSentencesRemain() {
        assertThat(render(shape("m").hint("first\nsecond"))).isEqualTo("ShapeError: m\n  = hint: first\n          second\n");
    }

    @Test
    void aDeepTraceIsCutInItsMiddle() {
        List<String> calls = java.util.stream.IntStream.range(0, 300).mapToObj(i -> "f" + i).toList();
        assertThat(render(shape("m").trace(calls))).endsWith("f6 <- ... 291 more <- f298 <- f299\n");
    }

    @Test
    void escapeSequencesInASourceDoNotReachTheTerminal() {
        Source source = new Source("a.dl", "\u001B[31mx");
        assertThat(render(shape("m", label(source, "x", "")))).doesNotContain("\u001B");
    }

    @Test
    void coloursDoNotChangeTheText() {
        Source source = new Source("a.dl", "x @ y");
        Diagnostic diagnostic = shape("m", label(source, "x", "f32[2]"), label(source, "y", "f32[3]")).hint("h");
        String colored = Renderer.ansi().render(diagnostic);
        assertThat(colored).contains("\u001B[");
        assertThat(colored.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(render(diagnostic));
    }

    @Test
    void aWarningSaysThatItIsOne() {
        assertThat(Renderer.plain().renderWarning(shape("unused"))).startsWith("warning: unused");
    }

    @Test
    void jsonKeepsEverything() {
        Source source = new Source("a.dl", "a\nb");
        Diagnostic diagnostic = shape("m", label(source, "b", "t")).hint("h").trace(List.of("f"));
        assertThat(JsonRenderer.json(List.of(diagnostic)).toString()).isEqualTo(
                "[{\"kind\":\"ShapeError\",\"code\":\"shape/matmul-inner\",\"message\":\"m\",\"labels\":[{\"file\":\"a.dl\","
                        + "\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,\"text\":\"t\"}],\"hint\":\"h\",\"trace\":[\"f\"]}]");
    }
}

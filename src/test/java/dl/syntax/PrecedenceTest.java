package dl.syntax;

import static dl.syntax.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', value = {
        "-2^2 → (neg (^ 2 2))",
        "2^-1 → (^ 2 (neg 1))",
        "2^3^2 → (^ 2 (^ 3 2))",
        "2^-3^2 → (^ 2 (neg (^ 3 2)))",
        "2^-1*3 → (* (^ 2 (neg 1)) 3)",
        "-x[0]^2 → (neg (^ (index x 0) 2))",
        "-a.T → (neg (. a T))",
        "a - -b → (- a (neg b))",
        "-a * b → (* (neg a) b)",
        "a*-b → (* a (neg b))",
        "2 * A @ B → (@ (* 2 A) B)",
        "a / b // c % d → (% (// (/ a b) c) d)",
        "a - b - c → (- (- a b) c)",
        "a + b * c - d → (- (+ a (* b c)) d)",
        "0..n-1 → (.. 0 (- n 1))",
        "-1 .. 3 → (.. (neg 1) 3)",
        "0..n |> map(f) → (|> (.. 0 n) (call map f))",
        "a + b |> f → (|> (+ a b) f)",
        "x |> f |> g → (|> (|> x f) g)",
        "x |> sum < y → (cmp < (|> x sum) y)",
        "0 <= i < n → (cmp <=,< 0 i n)",
        "a in b → (cmp in a b)",
        "a not in b → (cmp not in a b)",
        "not a in b → (not (cmp in a b))",
        "not a and b → (and (not a) b)",
        "not mask & other → (& (not mask) other)",
        "a > 1 & a < 5 | c → (| (& (cmp > a 1) (cmp < a 5)) c)",
        "a or b and c → (or a (and b c))",
        "not not a → (not (not a))",
        "--a → (neg (neg a))",
        "a < not b → (cmp < a (not b))",
        "x -> x + 1 → (fn 1 (+ x 1))",
        "x -> y -> x → (fn 1 (fn 1 x))",
        "(a, b) -> a or b → (fn 2 (or a b))",
        "x |> y -> y + 1 |> g → (|> x (fn 1 (|> (+ y 1) g)))",
        "a <- 3 → (cmp < a (neg 3))",
        "f(x).T[0](y).z → (. (call (index (. (call f x) T) 0) y) z)",
        "1.5.x → (. 1.5 x)",
        "1.sqrt() → (call (. 1 sqrt))",
        "1. + 2 → (+ 1.0 2)",
        "1..n → (.. 1 n)",
        "1_000 + 0xFF + 0b101 → (+ (+ 1000 255) 5)",
        "1.e3 → 1000.0",
        "3.5i → 3.5i",
        "-9223372036854775808 → -9223372036854775808",
        "a[i:i+1, ..., ::2] → (index a i:(+ i 1) ... ::2)",
    })
    void operatorsGroupAsTheTableSays(String text, String tree) {
        assertThat(tree(text)).isEqualTo(tree);
    }

    @Test
    void equalityChainsLikeTheOtherComparisons() {
        assertThat(tree("a == b == c")).isEqualTo("(cmp ==,== a b c)");
        assertThat(tree("a == b < c")).isEqualTo("(cmp ==,< a b c)");
        assertThat(tree("(a < b) < c")).isEqualTo("(cmp < (cmp < a b) c)");
    }

    @Test
    void aLambdaTakesAllToItsRight() {
        assertThat(tree("f(x -> x + 1; lr = 3)")).isEqualTo("(call f (fn 1 (+ x 1)) lr=3)");
        assertThat(tree("(x -> x)(2)")).isEqualTo("(call (fn 1 x) 2)");
    }

    @Test
    void bracesAreRecordsWhereAKeyOrASpreadFollows() {
        assertThat(tree("{a: 1, ...q}")).isEqualTo("(record a:1 ...q)");
        assertThat(tree("f({}, {a, b}, {x})")).isEqualTo("(call f (record) (record a:a b:b) (block x))");
        assertThat(tree("if c {} else {b: 2}")).isEqualTo("(if c (block)) else (record b:2)");
        assertThat(tree("x -> {a: x}")).isEqualTo("(fn 1 (record a:x))");
        assertThat(tree("{if: 1, \"a b\": 2}.if")).isEqualTo("(. (record if:1 a b:2) if)");
    }

    @Test
    void parenthesesMakeTuplesOnlyWithACommaOrNothing() {
        assertThat(tree("()")).isEqualTo("(tuple)");
        assertThat(tree("(a,)")).isEqualTo("(tuple a)");
        assertThat(tree("(a)")).isEqualTo("a");
        assertThat(tree("(a, b,)")).isEqualTo("(tuple a b)");
    }

    @Test
    void aLineThatStartsWithABracketIsAStatementOfItsOwn() {
        assertThat(Trees.program("f\n(x)\n[1]\n-b").statements()).hasSize(4);
        assertThat(Trees.program("x\n  |> f\n\n  # why\n  .g()\n").statements()).hasSize(1);
        assertThat(Trees.program("let a = b +\n  c\nd").statements()).hasSize(2);
    }
}

package dl.type;

import static org.assertj.core.api.Assertions.assertThat;

import dl.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnifierTest {
    private final Unifier unifier = new Unifier();

    private static Sizes rest(String name, Dim... after) {
        return new Sizes(List.of(), Optional.of(new Sizes.Rest(Optional.ofNullable(name))), List.of(after));
    }

    @Test
    void a_symbol_takes_the_size_it_meets_first() {
        Sizes square = Sizes.of(Dim.symbol("n"), Dim.symbol("n"));
        assertThat(unifier.unify(square, Shape.of(3, 3))).isEmpty();
        assertThat(unifier.size("n")).contains(Dim.of(3));
        assertThat(unifier.unify(square, Shape.of(3, 4)).orElseThrow().reason()).isEqualTo("axis 1 is 4, not n = 3");
    }

    @Test
    void an_expression_linear_in_one_unknown_is_solved() {
        Sizes even = Sizes.of(Dim.symbol("d").times(2));
        assertThat(unifier.unify(even, Shape.of(34))).isEmpty();
        assertThat(unifier.size("d")).contains(Dim.of(17));
        assertThat(new Unifier().unify(even, Shape.of(35)).orElseThrow().reason()).isEqualTo("axis 0 is 35, not 2*d");
    }

    @Test
    void an_expression_of_known_symbols_is_checked() {
        unifier.bind("d", 4);
        assertThat(unifier.unify(Sizes.of(Dim.symbol("d").plus(Dim.ONE)), Shape.of(5))).isEmpty();
        assertThat(unifier.unify(Sizes.of(Dim.symbol("d").plus(Dim.ONE)), Shape.of(6)).orElseThrow().reason())
                .isEqualTo("axis 0 is 6, not d + 1 = 5");
    }

    @Test
    void a_named_rest_must_agree_and_an_unnamed_one_need_not() {
        assertThat(unifier.unify(rest("s", Dim.symbol("n")), Shape.of(2, 3, 4))).isEmpty();
        assertThat(unifier.rest("s")).contains(List.of(Dim.of(2), Dim.of(3)));
        assertThat(unifier.unify(rest("s"), Shape.of(2, 5))).isPresent();
        assertThat(unifier.unify(rest(null), Shape.of(7))).isEmpty();
    }

    @Test
    void too_few_axes_are_said_in_words() {
        assertThat(unifier.unify(Sizes.of(Dim.UNKNOWN, Dim.UNKNOWN), Shape.of(3)).orElseThrow().reason())
                .isEqualTo("it has 1 axis, not 2 axes");
    }

    @Test
    void symbols_bind_to_symbols() {
        Sizes pattern = Sizes.of(Dim.symbol("n"), Dim.symbol("n"));
        assertThat(unifier.unify(pattern, Sizes.of(Dim.symbol("a"), Dim.symbol("a")))).isEmpty();
        assertThat(unifier.substitute(Sizes.of(Dim.symbol("n").times(2)))).hasToString("[2*a]");
    }

    @Test
    void what_was_bound_is_filled_in() {
        unifier.unify(rest("s", Dim.symbol("n")), Shape.of(2, 3, 4));
        assertThat(unifier.substitute(rest("s", Dim.symbol("m")))).hasToString("[2, 3, m]");
    }

    @Test
    void sizes_add_and_multiply() {
        Dim n = Dim.symbol("n");
        assertThat(n.plus(n).minus(Dim.of(3))).hasToString("2*n - 3");
        assertThat(n.minus(n)).isEqualTo(Dim.of(0));
        assertThat(n.times(n)).isEqualTo(Dim.UNKNOWN);
        assertThat(n.times(Dim.of(0))).isEqualTo(Dim.of(0));
    }
}

package dl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainSwitchesTest {
    public sealed interface Shape permits Circle, Box, Pair {}

    public record Circle(double radius) implements Shape {}

    public record Box(int width, int height) implements Shape {}

    public record Pair(Shape left, Shape right) implements Shape {}

    public enum Color {RED, GREEN}

    @Test
    void the_first_label_of_its_type_takes_a_value() throws Exception {
        Function<Object, Object> kind = rewritten(Kinds.class);
        assertThat(kind.apply(1)).isEqualTo("integer");
        assertThat(kind.apply(1.5)).isEqualTo("number");
        assertThat(kind.apply(new int[3])).isEqualTo("3 ints");
        assertThat(kind.apply("x")).isEqualTo("other");
        assertThat(callSites(Kinds.class)).isZero();
    }

    @Test
    void a_guard_that_fails_goes_on_behind_it() throws Exception {
        Function<Object, Object> size = rewritten(Guards.class);
        assertThat(List.of(size.apply(-5L), size.apply(0L), size.apply(5L), size.apply(500L)))
                .containsExactly("negative", "zero", "small", "large");
        assertThat(callSites(Guards.class)).isZero();
    }

    @Test
    void patterns_inside_of_records_are_tried_in_turn() throws Exception {
        Function<Object, Object> text = rewritten(Nested.class);
        assertThat(text.apply(new Pair(new Circle(1), new Box(2, 3)))).isEqualTo("circle beside 2 x 3");
        assertThat(text.apply(new Pair(new Box(2, 3), new Circle(1)))).isEqualTo("box first");
        assertThat(text.apply(new Pair(new Circle(1), new Circle(1)))).isEqualTo("pair");
        assertThat(text.apply(new Pair(null, new Circle(1)))).isEqualTo("pair");
        assertThat(text.apply(new Circle(1))).isEqualTo("circle");
        assertThat(callSites(Nested.class)).isZero();
    }

    @Test
    void null_has_its_case_or_is_refused() throws Exception {
        assertThat(rewritten(Nulls.class).apply(null)).isEqualTo("nothing");
        assertThat(rewritten(Nulls.class).apply("x")).isEqualTo("something");
        Function<Object, Object> kind = rewritten(Kinds.class);
        assertThatThrownBy(() -> kind.apply(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void labels_other_than_types_stay_with_the_jvm() throws Exception {
        Function<Object, Object> label = rewritten(Constants.class);
        assertThat(List.of(label.apply("a"), label.apply("b"), label.apply(Color.RED), label.apply(Color.GREEN)))
                .containsExactly("the letter", "text", "red", "color");
        assertThat(callSites(Constants.class)).isPositive();
    }

    @Test
    void switches_of_an_interface_are_replaced_too() throws Exception {
        assertThat(callSites(Described.class)).isZero();
        assertThat(rewritten(Describing.class, Described.class).apply(new Box(1, 1))).isEqualTo("square");
    }

    @Test
    void lines_stay_where_they_were() throws Exception {
        int expected = lineOfFailure(new Failing());
        assertThat(expected).isPositive();
        assertThat(lineOfFailure(rewritten(Failing.class))).isEqualTo(expected);
    }

    @Test
    void a_class_without_switches_is_the_same() throws Exception {
        byte[] code = code(Circle.class);
        assertThat(switches().rewrite(code)).isSameAs(code);
    }

    private static int lineOfFailure(Function<Object, Object> failing) {
        try {
            throw new AssertionError(failing.apply(1L));
        } catch (IllegalStateException failure) {
            return failure.getStackTrace()[0].getLineNumber();
        }
    }

    private static PlainSwitches switches() {
        return new PlainSwitches(ClassHierarchyResolver.ofResourceParsing(PlainSwitchesTest.class.getClassLoader()));
    }

    private static byte[] code(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private static byte[] rewrittenCode(Class<?> type) throws IOException {
        return switches().rewrite(code(type));
    }

    private static long callSites(Class<?> type) throws IOException {
        return ClassFile.of().parse(rewrittenCode(type)).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(body -> body.elementList().stream())
                .filter(element -> element instanceof InvokeDynamicInstruction call && call.bootstrapMethod().methodName().equals("typeSwitch"))
                .count();
    }

    /// An instance of the class as it is after the rewriting.
    @SuppressWarnings("unchecked")
    private static Function<Object, Object> rewritten(Class<? extends Function<Object, Object>> type, Class<?>... more) throws Exception {
        Map<String, byte[]> codes = new HashMap<>();
        for (Class<?> each : Stream.concat(Stream.of(type), Arrays.stream(more)).toList()) {
            codes.put(each.getName(), rewrittenCode(each));
        }
        ClassLoader loader = new ClassLoader(type.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                byte[] code = codes.remove(name);
                Class<?> known = findLoadedClass(name);
                return code != null ? defineClass(name, code, 0, code.length) : known != null ? known : super.loadClass(name, resolve);
            }
        };
        return (Function<Object, Object>) loader.loadClass(type.getName()).getConstructor().newInstance();
    }

    public static final class Kinds implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return switch (value) {
                case Integer _ -> "integer";
                case Number _ -> "number";
                case int[] ints -> ints.length + " ints";
                default -> "other";
            };
        }
    }

    public static final class Guards implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return switch (value) {
                case Long n when n < 0 -> "negative";
                case Long n when n == 0 -> "zero";
                case Long n when n < 100 -> "small";
                case Long _ -> "large";
                default -> throw new IllegalArgumentException();
            };
        }
    }

    public static final class Nested implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return switch ((Shape) value) {
                case Pair(Circle _, Box(int width, int height)) -> "circle beside " + width + " x " + height;
                case Pair(Box _, Shape _) -> "box first";
                case Pair _ -> "pair";
                case Circle _ -> "circle";
                case Box _ -> "box";
            };
        }
    }

    public static final class Nulls implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return switch (value) {
                case null -> "nothing";
                case CharSequence _ -> "something";
                default -> "other";
            };
        }
    }

    public static final class Constants implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return switch (value) {
                case String text -> switch (text) {
                    case "a" -> "the letter";
                    case String _ -> "text";
                };
                case Color color -> switch (color) {
                    case RED -> "red";
                    case Color _ -> "color";
                };
                default -> "other";
            };
        }
    }

    public static final class Failing implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            switch (value) {
                case String _ -> throw new IllegalArgumentException();
                case Long _ ->
                    throw new IllegalStateException();
                default -> {
                    return value;
                }
            }
        }
    }

    public static final class Describing implements Function<Object, Object> {
        @Override
        public Object apply(Object value) {
            return Described.of(value);
        }
    }

    interface Described {
        static String of(Object value) {
            return switch (value) {
                case Circle _ -> "round";
                case Box _ -> "square";
                default -> "other";
            };
        }
    }
}

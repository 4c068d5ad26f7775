package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The layers of the house, read from the compiled classes.
class ArchitectureTest {
    private static final String CLASSES = "target/classes/dl";

    /// Lowest first; a package uses only those above it in this list. `dl.kernel.vector` is found by name, never used.
    private static final List<String> LAYERS = List.of(
            "dl.source",
            "dl.tensor",
            "dl.kernel",
            "dl.kernel.vector",
            "dl.syntax",
            "dl.type",
            "dl.op",
            "dl.grad",
            "dl.check",
            "dl.run",
            "dl.tool",
            "dl",
            "dl.repl",
            "dl.cli");

    /// Only these may know a screen, a file or a clock; the language itself reaches files through `dl.run`.
    private static final List<String> PURE = List.of("dl.source", "dl.tensor", "dl.kernel", "dl.syntax", "dl.type",
            "dl.op", "dl.grad", "dl.check");

    private static final String INCUBATOR = "jdk.incubator.vector";

    @TestFactory
    Stream<DynamicTest> a_package_uses_only_those_below_it() {
        return LAYERS.stream().map(layer -> dynamicTest(layer, () -> {
            List<String> upward = new ArrayList<>();
            for (ClassModel model : classes(layer)) {
                for (String used : usedPackages(model)) {
                    String target = layer(used);
                    if (used.startsWith("dl.") || used.equals("dl")) {
                        assertThat(LAYERS).as("%s has no layer", used).contains(target);
                        if (LAYERS.indexOf(target) > LAYERS.indexOf(layer)) {
                            upward.add(name(model) + " uses " + used);
                        }
                    }
                }
            }
            assertThat(upward).isEmpty();
        }));
    }

    @Test
    void every_class_belongs_to_a_layer() {
        assertThat(all()).isNotEmpty().allSatisfy(model -> assertThat(LAYERS).contains(layer(packageOf(model))));
    }

    @Test
    void only_the_vector_kernels_touch_the_incubator() {
        assertThat(all().stream()
                        .filter(model -> !packageOf(model).equals("dl.kernel.vector"))
                        .filter(model -> usedPackages(model).stream().anyMatch(used -> used.startsWith(INCUBATOR)))
                        .map(ArchitectureTest::name))
                .isEmpty();
    }

    @Test
    void nobody_uses_the_vector_kernels_but_by_name() {
        assertThat(all().stream()
                        .filter(model -> !packageOf(model).equals("dl.kernel.vector"))
                        .filter(model -> usedPackages(model).contains("dl.kernel.vector"))
                        .map(ArchitectureTest::name))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> the_core_knows_no_file_and_no_clock() {
        return PURE.stream().map(layer -> dynamicTest(layer, () -> assertThat(classes(layer).stream()
                        .filter(model -> usedPackages(model).stream()
                                .anyMatch(used -> used.equals("java.nio.file") || used.equals("java.time")))
                        .map(ArchitectureTest::name))
                .isEmpty()));
    }

    @Test
    void no_static_field_can_change() {
        assertThat(all().stream()
                        .filter(model -> !packageOf(model).startsWith("dl.syntax.antlr"))
                        .flatMap(model -> model.fields().stream().filter(ArchitectureTest::mutableStatic).map(field ->
                                name(model) + "." + field.fieldName().stringValue())))
                .isEmpty();
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> marked = new TreeSet<>();
        Set<String> packages = new TreeSet<>();
        for (ClassModel model : all()) {
            String used = packageOf(model);
            if (name(model).endsWith(".package-info")) {
                boolean nullMarked = model.findAttribute(java.lang.classfile.Attributes.runtimeVisibleAnnotations())
                        .stream()
                        .flatMap(attribute -> attribute.annotations().stream())
                        .map(Annotation::classSymbol)
                        .map(ClassDesc::displayName)
                        .anyMatch("NullMarked"::equals);
                if (nullMarked) {
                    marked.add(used);
                }
            } else if (!used.startsWith("dl.syntax.antlr")) {
                packages.add(used);
            }
        }
        assertThat(marked).containsAll(packages);
    }

    private static boolean mutableStatic(FieldModel field) {
        Set<AccessFlag> flags = field.flags().flags();
        return flags.contains(AccessFlag.STATIC)
                && !flags.contains(AccessFlag.FINAL)
                && !flags.contains(AccessFlag.SYNTHETIC);
    }

    private static List<ClassModel> all() {
        return Project.files(CLASSES, ".class").stream().map(ArchitectureTest::parse).toList();
    }

    private static List<ClassModel> classes(String layer) {
        return all().stream().filter(model -> layer(packageOf(model)).equals(layer)).toList();
    }

    /// The layer of a package: itself, or the nearest one that contains it.
    private static String layer(String packageName) {
        String layer = packageName;
        while (!LAYERS.contains(layer) && layer.lastIndexOf('.') > 2) {
            layer = layer.substring(0, layer.lastIndexOf('.'));
        }
        return layer;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static String name(ClassModel model) {
        return model.thisClass().asInternalName().replace('/', '.');
    }

    private static String packageOf(ClassModel model) {
        return name(model).substring(0, name(model).lastIndexOf('.'));
    }

    private static Set<String> usedPackages(ClassModel model) {
        Set<String> used = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> add(used, type.asInternalName());
                case java.lang.classfile.constantpool.Utf8Entry text when text.stringValue().contains(";") ->
                    descriptors(text.stringValue()).forEach(internal -> add(used, internal));
                default -> {}
            }
        }
        return used;
    }

    /// The classes in a text that is a descriptor or a generic signature; a text of any other kind yields none.
    private static List<String> descriptors(String text) {
        List<String> found = new ArrayList<>();
        if (text.matches("[\\w/$;\\[()<>:+*.-]+")) {
            for (String part : text.split("[;<>:()\\[+*-]")) {
                int start = part.indexOf('L');
                if (start >= 0 && part.contains("/")) {
                    found.add(part.substring(start + 1));
                }
            }
        }
        return found;
    }

    private static void add(Set<String> used, String internal) {
        String name = internal.replaceFirst("^\\[*L?", "");
        if (name.contains("/")) {
            used.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
        }
    }
}

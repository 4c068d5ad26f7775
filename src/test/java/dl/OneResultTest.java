package dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every family of kernels, and whole training runs, have one result: whatever kernels compute it, on any number of
/// threads, from inputs in any layout, on any machine, now and after the next commit.
///
/// What is computed stands in `one-result.dl`, the hashes in `one-result.txt`; `-Ddl.update=true` rewrites them.
class OneResultTest {
    private static final Path SCRIPT = Path.of("src/test/resources/dl/one-result.dl");
    private static final Path PINNED = Path.of("src/test/resources/dl/one-result.txt");

    private record Leg(String kernels, int threads, String layout) {
        @Override
        public String toString() {
            return "%s kernels, %d threads, inputs %s".formatted(kernels, threads, layout);
        }

        Map<String, String> hashes() {
            StringBuilder output = new StringBuilder();
            try (Session session = Dl.create().kernels(kernels).threads(threads).output(output::append).arguments(List.of(layout)).newSession()) {
                session.run(SCRIPT);
            }
            return parse(output.toString());
        }
    }

    /// The first is what the file is written from. Kernels, threads and layouts meet in changing pairs.
    private static final List<Leg> LEGS = List.of(
            new Leg("scalar", 1, "whole"), new Leg("scalar", 7, "transposed"),
            new Leg("128", 2, "strided"), new Leg("128", 3, "inside"),
            new Leg("256", 7, "whole"), new Leg("256", 3, "transposed"),
            new Leg("512", 2, "inside"), new Leg("auto", 7, "strided"));

    @TestFactory
    Stream<DynamicTest> every_family_has_its_one_result() {
        if (Project.updating()) {
            Project.write(PINNED, LEGS.getFirst().hashes().entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue() + "\n").collect(Collectors.joining()));
        }
        Map<String, String> pinned = parse(Project.read(PINNED));
        return LEGS.stream().map(leg -> dynamicTest(leg.toString(), () -> compare(leg, pinned)));
    }

    private static void compare(Leg leg, Map<String, String> pinned) {
        Map<String, String> found = leg.hashes();
        List<String> other = new ArrayList<>();
        for (String name : new TreeSet<>(found.keySet())) {
            if (!found.get(name).equals(pinned.get(name))) {
                other.add("  " + name + (pinned.containsKey(name) ? ": " + found.get(name) + ", pinned " + pinned.get(name) : ": not pinned yet"));
            }
        }
        if (!other.isEmpty()) {
            fail("With %s the bits of %d of %d families are other ones than in %s:%n%s%nWhere only some legs fail, kernels or threads disagree: a bug. Where all fail alike, the results have changed for every user: if that is wanted, rewrite the file with -Ddl.update=true and say so in the changelog."
                    .formatted(leg, other.size(), found.size(), PINNED, String.join("\n", other)));
        }
        assertThat(found.keySet()).as("families, as against those in %s", PINNED).isEqualTo(pinned.keySet());
    }

    private static Map<String, String> parse(String text) {
        return text.lines().map(line -> line.split(": (?=[0-9a-f]{64}$)"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> fail("a family is there twice"), java.util.LinkedHashMap::new));
    }
}

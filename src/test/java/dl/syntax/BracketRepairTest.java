package dl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dl.source.Diagnostic;
import dl.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CommonToken;
import org.junit.jupiter.api.Test;

/// Takes brackets out of real programs, one after the other.
class BracketRepairTest {
    private int mistakes;
    private final List<String> repeated = new ArrayList<>();

    @Test
    void aForgottenBracketIsOneMessageNineteenTimesOutOfTwenty() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("stdlib")), Files.list(Path.of("examples")))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dl")).sorted().toList()) {
                String text = Files.readString(file);
                for (CommonToken token : words(text)) {
                    int at = token.getStartIndex();
                    if (at < text.length() && token.getStopIndex() == at && "()[]{}".indexOf(text.charAt(at)) >= 0) {
                        take(file + " without the " + text.charAt(at) + " at " + at, text.substring(0, at) + text.substring(at + 1));
                    }
                }
            }
        }
        assertThat(mistakes).isGreaterThan(1500);
        assertThat(repeated).hasSizeLessThan(mistakes / 20);
    }

    private void take(String name, String text) {
        List<Diagnostic> found = mistakes(text);
        mistakes += found.isEmpty() ? 0 : 1;
        if (found.size() > 1) {
            repeated.add(name);
        }
    }

    private static List<CommonToken> words(String text) {
        Source source = new Source("", text);
        Scanner scanner = new Scanner(source, new Problems(source));
        scanner.run();
        return scanner.tokens;
    }

    private static List<Diagnostic> mistakes(String text) {
        return switch (Parse.parse(new Source("test.dl", text))) {
            case Parse.Complete _ -> List.of();
            case Parse.Incomplete(var diagnostics) -> diagnostics;
            case Parse.Invalid(var diagnostics, _, _) -> diagnostics;
        };
    }

    @Test
    void brokenTextsOfAnyKindGetAnAnswer() throws IOException {
        String text = Files.readString(Path.of("examples/02-autodiff.dl"));
        for (int from = 0; from < text.length(); from += 7) {
            assertThat(mistakes(text.substring(0, from)).size()).isLessThanOrEqualTo(3);
            mistakes(text.substring(from));
            mistakes(text.substring(0, from) + "]" + text.substring(from));
            mistakes(text.substring(0, from) + "\"" + text.substring(from));
        }
    }
}

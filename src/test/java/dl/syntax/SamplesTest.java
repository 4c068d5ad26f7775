package dl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dl.source.Renderer;
import dl.source.Source;
import dl.syntax.antlr.DlParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SamplesTest {
    private record Sample(String title, String text) {
        String expected() {
            return title.endsWith(" !") ? "Invalid" : title.endsWith(" ~") ? "Incomplete" : "Complete";
        }
    }

    @TestFactory
    List<DynamicTest> everySampleIsTakenAsMarked() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Sample sample : samples()) {
            tests.add(DynamicTest.dynamicTest(sample.title(), () -> {
                Parse.Result result = Parse.parse(new Source("sample.dl", sample.text()));
                assertThat(result.getClass().getSimpleName()).as(shown(result)).isEqualTo(sample.expected());
            }));
        }
        return tests;
    }

    /// What keeps a cold start fast and makes the reported token exact: the prediction machinery is never asked.
    @Test
    void everyDecisionOfTheGrammarTakesOneToken() throws IOException {
        for (Sample sample : samples()) {
            if (!sample.expected().equals("Complete")) {
                continue;
            }
            Source source = new Source("sample.dl", sample.text());
            Problems problems = new Problems(source);
            Scanner scanner = new Scanner(source, problems);
            scanner.run();
            Brackets brackets = Brackets.match(scanner.tokens);
            DlParser parser = new DlParser(new Tokens(new Shaper(source, brackets, problems).run(), scanner.lexer));
            parser.setErrorHandler(new FirstError());
            ParserATNSimulator simulator = parser.getInterpreter();
            parser.setInterpreter(new ParserATNSimulator(
                    parser, parser.getATN(), simulator.decisionToDFA, simulator.getSharedContextCache()) {
                @Override
                public int adaptivePredict(TokenStream input, int decision, ParserRuleContext context) {
                    throw new AssertionError("decision " + decision + " needs more than one token");
                }
            });
            parser.program();
        }
    }

    private static String shown(Parse.Result result) {
        return switch (result) {
            case Parse.Complete _ -> "complete";
            case Parse.Incomplete incomplete -> Renderer.plain().render(incomplete.diagnostics());
            case Parse.Invalid invalid -> Renderer.plain().render(invalid.diagnostics());
        };
    }

    static List<String> texts() throws IOException {
        return samples().stream().map(Sample::text).toList();
    }

    private static List<Sample> samples() throws IOException {
        String all;
        try (InputStream in = SamplesTest.class.getResourceAsStream("samples.txt")) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Sample> samples = new ArrayList<>();
        for (String part : all.split("(?m)^=== ")) {
            if (part.isBlank()) {
                continue;
            }
            int end = part.indexOf('\n');
            String title = part.substring(0, end).strip();
            String text = part.substring(end + 1);
            if (title.contains("[crlf]")) {
                text = text.replace("\n", "\r\n");
            } else if (title.contains("[cr]")) {
                text = text.replace("\n", "\r");
            } else if (title.contains("[cut]")) {
                text = text.stripTrailing();
            }
            samples.add(new Sample(title, text));
        }
        assertThat(samples).hasSizeGreaterThan(130);
        return samples;
    }
}

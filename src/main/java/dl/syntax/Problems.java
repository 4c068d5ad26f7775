package dl.syntax;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.Token;

/// The mistakes found so far in one source, and the tokens that must not give rise to further ones.
final class Problems {
    /// More would not be read, and a file that is no program at all has one at each character.
    private static final int MOST = 20;

    final Source source;
    /// Tokens within statements that are reported already; the parser will not look at those statements.
    final List<Token> spoiled = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    /// Where the `{` of a header was expected in vain.
    private final List<Integer> bracesMissing = new ArrayList<>();

    Problems(Source source) {
        this.source = source;
    }

    boolean isEmpty() {
        return diagnostics.isEmpty();
    }

    /// Whether looking for more is of no use.
    boolean isFull() {
        return diagnostics.size() >= MOST;
    }

    void report(Diagnostic diagnostic) {
        if (!isFull()) {
            diagnostics.add(diagnostic);
        }
    }

    void report(String code, Span span, String label, String message, String hint) {
        report(error(code, span, label, message, hint));
    }

    /// @param hint may be empty
    Diagnostic error(String code, Span span, String label, String message, String hint) {
        Diagnostic diagnostic = Diagnostic.of(code, ErrorKind.SYNTAX, message, new Label(source, span, label));
        return hint.isEmpty() ? diagnostic : diagnostic.hint(hint);
    }

    /// A message about a place that makes sense only beside a second one.
    Diagnostic error(
            String code, Span span, String label, Span otherSpan, String otherLabel, String message, String hint) {
        Diagnostic diagnostic = Diagnostic.of(code, ErrorKind.SYNTAX, message,
                new Label(source, span, label), new Label(source, otherSpan, otherLabel));
        return hint.isEmpty() ? diagnostic : diagnostic.hint(hint);
    }

    /// Whether something within a stretch of the text is reported already.
    boolean reportedWithin(int start, int end) {
        for (Diagnostic diagnostic : diagnostics) {
            int position = position(diagnostic);
            if (position >= start && position < end) {
                return true;
            }
        }
        return false;
    }

    /// Drops what was reported within a stretch of the text.
    void forget(int start, int end) {
        diagnostics.removeIf(diagnostic -> position(diagnostic) >= start && position(diagnostic) < end);
    }

    /// In the order of the text.
    List<Diagnostic> sorted() {
        List<Diagnostic> sorted = new ArrayList<>(diagnostics);
        sorted.sort(Comparator.comparingInt(Problems::position));
        bracesMissing.forEach(place -> dropEchoes(place, sorted));
        return sorted;
    }

    void braceMissing(Token place) {
        bracesMissing.add(place.getStartIndex());
    }

    /// Behind a header without its `{` the body's `}` closes nothing, and the items of a layer stand in none.
    private static void dropEchoes(int place, List<Diagnostic> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            Diagnostic diagnostic = sorted.get(i);
            boolean brace = diagnostic.code().equals("syntax/bracket-stray") && diagnostic.message().startsWith("`}`");
            if (position(diagnostic) > place && (brace || diagnostic.code().equals("syntax/outside-layer"))) {
                sorted.remove(i--);
            }
            if (position(diagnostic) > place && brace) {
                return;
            }
        }
    }

    private static int position(Diagnostic diagnostic) {
        return diagnostic.labels().isEmpty() ? 0 : diagnostic.labels().getFirst().span().start();
    }
}

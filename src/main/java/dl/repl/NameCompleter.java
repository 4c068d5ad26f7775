package dl.repl;

import dl.Session;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes names, and after a dot the members of what stands before it.
final class NameCompleter implements Completer {
    private final Session session;

    NameCompleter(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word();
        String before = word.substring(0, word.lastIndexOf('.') + 1);
        for (String name : session.complete(word)) {
            String whole = name.startsWith(before) ? name : before + name;
            // No space after it: what follows a name is mostly a bracket, a dot or an operator.
            candidates.add(new Candidate(whole, name, null, null, null, null, false));
        }
    }
}

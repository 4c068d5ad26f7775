package dl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The options and operands behind a command.
final class Words {
    private final Map<String, String> given = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    /// @param valued options that take a value: `--filter NAME` or `--filter=NAME`
    /// @param plain  options that take none
    Words(Command command, List<String> words, List<String> valued, List<String> plain) throws UsageException {
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("--")) {
                operands.addAll(words.subList(at + 1, words.size()));
                return;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (plain.contains(name) && equals < 0) {
                given.put(name, "");
            } else if (valued.contains(name) && equals >= 0) {
                given.put(name, word.substring(equals + 1));
            } else if (valued.contains(name) && at + 1 < words.size()) {
                given.put(name, words.get(++at));
            } else {
                throw new UsageException(valued.contains(name) ? name + " needs a value" : plain.contains(name) ? name + " takes no value"
                        : "dl " + command.text() + " has no option " + name + "; it is called as " + command.usage());
            }
        }
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /// The value of an option, empty when it is not given.
    String value(String name) {
        return given.getOrDefault(name, "");
    }

    List<String> operands() {
        return operands;
    }
}

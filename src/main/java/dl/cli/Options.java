package dl.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// A command line, understood.
///
/// @param arguments what follows the code or the script: `args` inside it
/// @param kernels   `auto`, `scalar`, `128`, `256` or `512`
/// @param threads   empty for as many as there are cores
/// @param stats     whether to say at the end what the run took
/// @param color     `auto`, `always` or `never`
record Options(Task task, List<String> arguments, String kernels, OptionalInt threads, boolean stats, String color) {
    private static final List<String> KERNELS = List.of("auto", "scalar", "128", "256", "512");
    private static final List<String> COLORS = List.of("auto", "always", "never");

    /// What is to be done.
    sealed interface Task {
        record Prompt() implements Task {}

        record Evaluate(String code) implements Task {}

        record Script(Path file) implements Task {}

        record StandardInput() implements Task {}

        /// Its words are the arguments.
        record Tool(Command command) implements Task {}

        record Version() implements Task {}

        record Help() implements Task {}
    }

    /// Options come before the script; everything after it, or after the operand of `-e`, belongs to the script.
    static Options parse(String... words) throws UsageException {
        Map<Flag, String> given = new EnumMap<>(Flag.class);
        int at = 0;
        while (at < words.length
                && words[at].startsWith("-")
                && !words[at].equals("-")
                && !given.containsKey(Flag.EVALUATE)) {
            String word = words[at++];
            if (word.equals("--")) {
                break;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            Flag flag = Flag.find(name).orElseThrow(() -> unknown(name));
            if (given.containsKey(flag)) {
                throw new UsageException(name + " is given twice");
            }
            if (!flag.takesOperand()) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                given.put(flag, "");
            } else if (equals >= 0) {
                given.put(flag, word.substring(equals + 1));
            } else if (at < words.length) {
                given.put(flag, words[at++]);
            } else {
                throw new UsageException(name + " needs a value: " + name + " " + flag.operand());
            }
        }
        List<String> rest = List.of(words).subList(at, words.length);
        boolean script = !given.containsKey(Flag.EVALUATE) && !rest.isEmpty();
        if (script && rest.getFirst().equals(Command.RUN.text())) {
            rest = rest.size() > 1 ? rest.subList(1, rest.size()) : List.of(".");
            if (rest.getFirst().startsWith("-") && !rest.getFirst().equals("-")) {
                throw new UsageException("options stand before run: dl " + rest.getFirst() + " ... run FILE");
            }
            if (Command.find(rest.getFirst()).isPresent()) {
                // what follows `run` is a file, whatever its name
                rest = Stream.concat(Stream.of("./" + rest.getFirst()), rest.stream().skip(1)).toList();
            }
        }
        return new Options(
                task(given, rest),
                script ? rest.subList(1, rest.size()) : rest,
                oneOf(given, Flag.KERNELS, KERNELS),
                threads(given),
                given.containsKey(Flag.STATS),
                oneOf(given, Flag.COLOR, COLORS));
    }

    private static Task task(Map<Flag, String> given, List<String> rest) throws UsageException {
        if (given.containsKey(Flag.HELP)) {
            return new Task.Help();
        }
        if (given.containsKey(Flag.VERSION)) {
            return new Task.Version();
        }
        String code = given.get(Flag.EVALUATE);
        if (code != null) {
            return new Task.Evaluate(code);
        }
        if (rest.isEmpty()) {
            return new Task.Prompt();
        }
        Optional<Command> command = Command.find(rest.getFirst());
        if (command.isPresent()) {
            return new Task.Tool(command.get());
        }
        return rest.getFirst().equals("-") ? new Task.StandardInput() : new Task.Script(path(rest.getFirst()));
    }

    private static Path path(String word) throws UsageException {
        if (word.isEmpty()) {
            throw new UsageException("the name of the script is empty");
        }
        try {
            return Path.of(word);
        } catch (InvalidPathException unmappable) {
            throw new UsageException("the locale has no letters for this file name: set LC_ALL=C.UTF-8");
        }
    }

    private static String oneOf(Map<Flag, String> given, Flag flag, List<String> choices) throws UsageException {
        String value = given.getOrDefault(flag, choices.getFirst());
        if (!choices.contains(value)) {
            throw new UsageException(flag.text() + " must be " + either(choices) + ", not \"" + value + "\"");
        }
        return value;
    }

    private static OptionalInt threads(Map<Flag, String> given) throws UsageException {
        String value = given.get(Flag.THREADS);
        if (value == null) {
            return OptionalInt.empty();
        }
        boolean count = value.length() <= 4 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!count || Integer.parseInt(value) < 1) {
            throw new UsageException("--threads must be a number from 1 to 9999, not \"" + value + "\"");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    private static UsageException unknown(String name) {
        // -v for --version, as other programs have it
        String meant = name.length() == 2 ? Flag.names().stream().filter(flag -> flag.startsWith("-" + name.toLowerCase(Locale.ROOT))).findFirst()
                .map(flag -> "; did you mean " + flag + "?").orElse("") : Suggestion.of(name, Flag.names());
        return new UsageException("there is no option " + name + meant);
    }

    private static String either(List<String> choices) {
        return String.join(", ", choices.subList(0, choices.size() - 1)) + " or " + choices.getLast();
    }
}

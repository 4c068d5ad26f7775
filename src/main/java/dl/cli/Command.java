package dl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What `dl` can do besides running a script; a script of such a name is run as `dl ./test`.
enum Command {
    RUN("run", "[FILE] [ARGUMENT...]", "run a script, or the main.dl of a folder (of this one without FILE)"),
    TEST("test", "[--filter NAME] [PATH...]", "run the test blocks and the examples in ## comments of all .dl files"),
    CHECK("check", "[--json] [PATH...]", "tell what is wrong or odd in files without running them"),
    FORMAT("fmt", "[--check] [PATH...]", "rewrite files in the one layout; --check only lists those that would change; - reads standard input"),
    EXPLAIN("explain", "[CODE]", "show the page about an error code, such as shape/broadcast");

    private final String text;
    private final String operands;
    private final String meaning;

    Command(String text, String operands, String meaning) {
        this.text = text;
        this.operands = operands;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    /// How it is called: `dl fmt [--check] [PATH...]`.
    String usage() {
        return "dl " + text + " " + operands;
    }

    String meaning() {
        return meaning;
    }

    static Optional<Command> find(String word) {
        return Arrays.stream(values()).filter(command -> command.text.equals(word)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Command::text).toList();
    }
}

package dl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What the command says about itself.
final class Texts {
    private Texts() {}

    static String help() {
        StringBuilder text = new StringBuilder("""
                dl, a small tensor language

                  dl                       open a prompt
                  dl FILE [ARGUMENT...]    run a script, or the main.dl of a folder; the arguments are `args` in it
                  dl -                     run what standard input says
                  dl -e CODE [ARGUMENT...] evaluate CODE and print its last value

                """);
        for (Command command : Command.values()) {
            text.append("  %s%n      %s%n".formatted(command.usage(), command.meaning()));
        }
        text.append("""

                  A file that is called like one of these words is run as dl ./test

                """);
        for (Flag flag : Flag.values()) {
            text.append("  %-16s %s%n".formatted((flag.text() + " " + flag.operand()).strip(), flag.meaning()));
        }
        return text.append("""

                It ends with 0, with 1 for an error in the script, 2 for wrong usage, 130 after Ctrl-C.
                """).toString();
    }

    static String version(String kernels) {
        return """
                dl %s
                JDK %s (%s)
                kernels: %s
                """.formatted(number(), Runtime.version(), System.getProperty("java.vendor"), kernels);
    }

    /// What a prompt says first.
    static String banner() {
        return "dl " + number() + "   ?name explains, Tab completes, Ctrl-D leaves";
    }

    private static String number() {
        try (InputStream file = Texts.class.getResourceAsStream("version.txt")) {
            return file == null ? "(unpacked)" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

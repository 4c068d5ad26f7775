package dl.run.builtin;

import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers in texts: as dl writes them, and as tables of other programs have them (`.5`, `+3`, `NaN`, `-Infinity`).
///
/// Java's own readers take `1f`, `0x1p3` and the digits of every script besides.
final class Numerals {
    private static final String DIGITS = "[0-9]+(?:_[0-9]+)*";
    private static final Pattern INT = Pattern.compile("[+-]?" + DIGITS);
    private static final Pattern FLOAT = Pattern.compile("[+-]?(?:" + DIGITS + "(?:\\.(?:" + DIGITS + ")?)?|\\." + DIGITS + ")(?:[eE][+-]?" + DIGITS + ")?");
    private static final Pattern SPECIAL = Pattern.compile("([+-]?)(?:(nan)|inf(?:inity)?)", Pattern.CASE_INSENSITIVE);

    private Numerals() {}

    /// Whether a text has the form of an int, which need not fit into 64 bits.
    static boolean isInt(String text) {
        return INT.matcher(text.strip()).matches();
    }

    /// The int that a text says, if it is one and fits into 64 bits.
    static Optional<Long> integer(String text) {
        if (!isInt(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text.strip().replace("_", "")));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /// The float that a text says.
    static Optional<Double> floating(String text) {
        String number = text.strip();
        var special = SPECIAL.matcher(number);
        if (special.matches()) {
            return Optional.of(special.group(2) != null ? Double.NaN : special.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return FLOAT.matcher(number).matches() ? Optional.of(Double.parseDouble(number.replace("_", ""))) : Optional.empty();
    }
}

package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;
import static dl.run.builtin.ListFunctions.elements;
import static dl.run.builtin.ValueFunctions.integer;
import static dl.run.builtin.ValueFunctions.text;

import dl.run.Convert;
import dl.run.value.DlList;
import dl.run.value.NativeFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions of strings.
final class TextFunctions {
    static final List<NativeFunction> ALL = List.of(
            pure("join(xs, separator)", "The texts of the elements in one string, `separator` between them.",
                    List.of(example("join([\"a\", \"b\"], \", \")", "\"a, b\"")), TextFunctions::join),
            pure("split(s, separator; limit = nil)", "The parts of a string between separators, at most `limit` of them.",
                    List.of(example("split(\"a,b\", \",\")", "[\"a\", \"b\"]"), example("split(\"k=a=b\", \"=\", limit = 2)", "[\"k\", \"a=b\"]")),
                    TextFunctions::split),
            pure("words(s)", "The parts of a string between stretches of white space.",
                    List.of(example("words(\" to be  or \")", "[\"to\", \"be\", \"or\"]")), TextFunctions::words),
            pure("lines(s)", "The lines of a string without their line breaks.",
                    List.of(example("lines(\"a\\nb\")", "[\"a\", \"b\"]")), call -> DlList.of(text(call, 0).lines().toList())),
            pure("replace(s, old, new)", "The string with every `old` replaced by `new`.",
                    List.of(example("replace(\"banana\", \"an\", \"o\")", "\"booa\"")), call -> text(call, 0).replace(text(call, 1), text(call, 2))),
            pure("strip(s)", "The string without white space at both ends.", List.of(example("strip(\" a \")", "\"a\"")), call -> text(call, 0).strip()),
            pure("lstrip(s)", "The string without white space at its beginning.", List.of(example("lstrip(\" a \")", "\"a \"")),
                    call -> text(call, 0).stripLeading()),
            pure("rstrip(s)", "The string without white space at its end.", List.of(example("rstrip(\" a \")", "\" a\"")),
                    call -> text(call, 0).stripTrailing()),
            pure("remove_prefix(s, prefix)", "The string without `prefix`, if it begins with it.", List.of(example("remove_prefix(\"re-do\", \"re-\")", "\"do\"")),
                    call -> text(call, 0).startsWith(text(call, 1)) ? text(call, 0).substring(text(call, 1).length()) : text(call, 0)),
            pure("remove_suffix(s, suffix)", "The string without `suffix`, if it ends with it.", List.of(example("remove_suffix(\"a.csv\", \".csv\")", "\"a\"")),
                    call -> text(call, 0).endsWith(text(call, 1)) ? text(call, 0).substring(0, text(call, 0).length() - text(call, 1).length()) : text(call, 0)),
            pure("ljust(s, width; fill = \" \")", "The string filled up at its end to `width` characters.", List.of(example("ljust(\"ab\", 4, fill = \".\")", "\"ab..\"")),
                    call -> justify(call, 0)),
            pure("rjust(s, width; fill = \" \")", "The string filled up at its beginning to `width` characters.", List.of(example("rjust(\"7\", 3, fill = \"0\")", "\"007\"")),
                    call -> justify(call, 1)),
            pure("center(s, width; fill = \" \")", "The string filled up at both ends to `width` characters.", List.of(example("center(\"ab\", 6, fill = \"*\")", "\"**ab**\"")),
                    call -> justify(call, 0.5)),
            pure("format(x, spec)", "The text of a value under a format, as `{x:spec}` in an f-string.",
                    List.of(example("format(pi, \".3f\")", "\"3.142\""), example("format(42, \">6\")", "\"    42\"")),
                    call -> dl.run.Format.format(call.machine().interpreter, call.get(0), text(call, 1))),
            pure("ord(c)", "The Unicode number of a character.", List.of(example("ord(\"A\")", "65")), TextFunctions::ord),
            pure("chr(n)", "The character with a Unicode number.", List.of(example("chr(955)", "\"λ\"")), TextFunctions::chr),
            pure("isdigit(s)", "Whether a string has characters and all are decimal digits.", List.of(example("isdigit(\"2024\")", "true")),
                    call -> all(text(call, 0), Character::isDigit)),
            pure("isalpha(s)", "Whether a string has characters and all are letters.", List.of(example("isalpha(\"a1\")", "false")),
                    call -> all(text(call, 0), Character::isLetter)),
            pure("isspace(s)", "Whether a string has characters and all are white space.", List.of(example("isspace(\" \")", "true")),
                    call -> all(text(call, 0), Character::isWhitespace)),
            pure("upper(s)", "The string in capital letters.", List.of(example("upper(\"abc\")", "\"ABC\"")), call -> text(call, 0).toUpperCase(Locale.ROOT)),
            pure("lower(s)", "The string in small letters.", List.of(example("lower(\"ABC\")", "\"abc\"")), call -> text(call, 0).toLowerCase(Locale.ROOT)),
            pure("starts_with(s, prefix)", "Whether a string begins with another.", List.of(example("starts_with(\"abc\", \"ab\")", "true")),
                    call -> text(call, 0).startsWith(text(call, 1))),
            pure("ends_with(s, suffix)", "Whether a string ends with another.", List.of(example("ends_with(\"abc\", \"bc\")", "true")),
                    call -> text(call, 0).endsWith(text(call, 1))));

    private TextFunctions() {}

    private static boolean all(String text, java.util.function.IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static Object words(NativeFunction.Call call) {
        String text = text(call, 0).strip();
        return text.isEmpty() ? DlList.EMPTY : DlList.of(List.of(text.split("\\s+")));
    }

    /// @param before the share of the filling that stands in front
    private static Object justify(NativeFunction.Call call, double before) {
        String text = text(call, 0);
        String fill = call.has(2) ? text(call, 2) : " ";
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw wrong(call, 2, "one character to fill with");
        }
        int width = Convert.size(call.get(1)).orElseThrow(() -> wrong(call, 1, "an int"));
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        int front = (int) (missing * before);
        return fill.repeat(front) + text + fill.repeat(missing - front);
    }

    private static Object ord(NativeFunction.Call call) {
        String text = text(call, 0);
        if (text.codePointCount(0, text.length()) != 1) {
            throw wrong(call, 0, "one character").hint("map(s, ord) gives the numbers of all characters of a string");
        }
        return (long) text.codePointAt(0);
    }

    private static Object chr(NativeFunction.Call call) {
        int point = Convert.size(call.get(0)).filter(Character::isValidCodePoint).orElseThrow(() -> wrong(call, 0, "a Unicode number, from 0 to 1114111"));
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            throw wrong(call, 0, "the number of a character").hint("55296 to 57343 are no characters: two of them together stand for one in UTF-16");
        }
        return Character.toString(point);
    }

    private static Object join(NativeFunction.Call call) {
        if (call.get(0) instanceof String && !(call.get(1) instanceof String)) {
            throw wrong(call, 1, "a string").hint("the list comes first, then the separator: join(xs, \", \")");
        }
        String separator = text(call, 1);
        List<String> parts = new ArrayList<>();
        for (Object element : elements(call, call.get(0))) {
            parts.add(call.machine().interpreter.text(element));
        }
        return String.join(separator, parts);
    }

    private static Object split(NativeFunction.Call call) {
        String text = text(call, 0);
        String separator = text(call, 1);
        if (separator.isEmpty()) {
            throw wrong(call, 1, "a separator of at least one character").hint("list(s) gives the characters");
        }
        long limit = call.has(2) ? integer(call, 2) : Long.MAX_VALUE;
        if (limit < 1) {
            throw wrong(call, 2, "a limit of at least 1");
        }
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < limit - 1; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return DlList.of(parts);
    }
}

package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;
import static dl.run.builtin.ValueFunctions.text;

import dl.run.value.DlList;
import dl.run.value.NativeFunction;
import dl.run.value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions of strings.
final class TextFunctions {
    static final List<NativeFunction> ALL = List.of(
            pure("join(xs, separator)", "The texts of the elements in one string, `separator` between them.",
                    List.of(example("join([\"a\", \"b\"], \", \")", "\"a, b\"")), TextFunctions::join),
            pure("split(s, separator)", "The parts of a string between separators.",
                    List.of(example("split(\"a,b\", \",\")", "[\"a\", \"b\"]")), TextFunctions::split),
            pure("lines(s)", "The lines of a string without their line breaks.",
                    List.of(example("lines(\"a\\nb\")", "[\"a\", \"b\"]")), call -> DlList.of(text(call, 0).lines().toList())),
            pure("replace(s, old, new)", "The string with every `old` replaced by `new`.",
                    List.of(example("replace(\"banana\", \"an\", \"o\")", "\"booa\"")), call -> text(call, 0).replace(text(call, 1), text(call, 2))),
            pure("strip(s)", "The string without white space at both ends.", List.of(example("strip(\" a \")", "\"a\"")), call -> text(call, 0).strip()),
            pure("upper(s)", "The string in capital letters.", List.of(example("upper(\"abc\")", "\"ABC\"")), call -> text(call, 0).toUpperCase(Locale.ROOT)),
            pure("lower(s)", "The string in small letters.", List.of(example("lower(\"ABC\")", "\"abc\"")), call -> text(call, 0).toLowerCase(Locale.ROOT)),
            pure("starts_with(s, prefix)", "Whether a string begins with another.", List.of(example("starts_with(\"abc\", \"ab\")", "true")),
                    call -> text(call, 0).startsWith(text(call, 1))),
            pure("ends_with(s, suffix)", "Whether a string ends with another.", List.of(example("ends_with(\"abc\", \"bc\")", "true")),
                    call -> text(call, 0).endsWith(text(call, 1))));

    private TextFunctions() {}

    private static Object join(NativeFunction.Call call) {
        if (!(call.get(0) instanceof Sequence elements)) {
            throw wrong(call, 0, "a list");
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            parts.add(call.machine().interpreter.text(elements.get(i)));
        }
        return String.join(text(call, 1), parts);
    }

    private static Object split(NativeFunction.Call call) {
        String text = text(call, 0);
        String separator = text(call, 1);
        if (separator.isEmpty()) {
            throw wrong(call, 1, "a separator of at least one character").hint("list(s) gives the characters");
        }
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return DlList.of(parts);
    }
}

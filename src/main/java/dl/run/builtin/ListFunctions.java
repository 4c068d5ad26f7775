package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;

import dl.run.Convert;
import dl.run.Machine;
import dl.run.node.Control;
import dl.run.value.Callable;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Functions of lists, tuples, ranges and records.
final class ListFunctions {
    static final List<NativeFunction> ALL = List.of(
            pure("list(...values)", "A list of these values, also where brackets would make a tensor; of one range, tuple or string, its elements.",
                    List.of(example("list(1, 2)", "[1, 2]"), example("list(0..3)", "[0, 1, 2]")), ListFunctions::list),
            pure("append(xs, value)", "The list with one more element at the end. The list itself stays as it was.",
                    List.of(example("append(list(1), 2)", "[1, 2]")), call -> listOf(call, 0).append(call.get(1))),
            pure("map(xs, f)", "The list of f(x) for each element x.",
                    List.of(example("map(0..3, i -> i^2)", "[0, 1, 4]")), ListFunctions::map),
            pure("filter(xs, f)", "The list of the elements for which f(x) is true.",
                    List.of(example("filter(0..6, i -> i % 2 == 0)", "[0, 2, 4]")), ListFunctions::filter),
            pure("reduce(xs, f, initial)", "f(...f(f(initial, x0), x1)..., xn).",
                    List.of(example("reduce(1..5, (a, b) -> a * b, 1)", "24")), ListFunctions::reduce),
            pure("zip(...xs)", "The list of tuples of the first elements, the second elements, and so on; all of one length.",
                    List.of(example("zip(0..2, [\"a\", \"b\"])", "[(0, \"a\"), (1, \"b\")]")), ListFunctions::zip),
            pure("enumerate(xs)", "The list of tuples (position, element).",
                    List.of(example("enumerate([\"a\", \"b\"])", "[(0, \"a\"), (1, \"b\")]")), ListFunctions::enumerate),
            pure("sorted(xs; by = nil, reverse = false)", "The elements in ascending order, equal ones in their order; `by` gives the key of an element.",
                    List.of(example("sorted([\"b\", \"a\"])", "[\"a\", \"b\"]")), ListFunctions::sorted),
            pure("reversed(xs)", "The elements from the last to the first.",
                    List.of(example("reversed(0..3)", "[2, 1, 0]")), ListFunctions::reversed),
            pure("keys(r)", "The keys of a record, in order.", List.of(example("keys({a: 1, b: 2})", "[\"a\", \"b\"]")),
                    call -> DlList.of(record(call).keys())),
            pure("values(r)", "The values of a record, in order.", List.of(example("values({a: 1, b: \"x\"})", "[1, \"x\"]")), ListFunctions::values),
            pure("has(r, key)", "Whether a record has a key.", List.of(example("has({a: 1}, \"b\")", "false")),
                    call -> record(call).has(ValueFunctions.text(call, 1))),
            pure("get(r, key, default)", "The value of a key, or `default` when the record has no such key.",
                    List.of(example("get({a: 1}, \"b\", 0)", "0")), ListFunctions::get));

    private ListFunctions() {}

    private static Object list(NativeFunction.Call call) {
        DlList values = (DlList) call.get(0);
        if (values.size() == 1 && !Machine.isOperand(values.get(0)) && (values.get(0) instanceof Sequence || values.get(0) instanceof String)) {
            return new DlList(elements(call, values.get(0)));
        }
        if (values.size() == 1 && values.get(0) instanceof Operand tensor && tensor.shape().rank() > 0) {
            return new DlList(elements(call, tensor));
        }
        return values;
    }

    private static DlList listOf(NativeFunction.Call call, int argument) {
        return switch (call.get(argument)) {
            case DlList list -> list;
            case dl.run.value.DlRange range -> new DlList(range.toArray());
            case Operand tensor when tensor.shape().rank() > 0 -> throw wrong(call, argument, "a list").hint("concat([a, b]) joins tensors");
            default -> throw wrong(call, argument, "a list");
        };
    }

    /// The elements of anything that a loop goes over.
    private static Object[] elements(NativeFunction.Call call, int argument) {
        return elements(call, call.get(argument));
    }

    static Object[] elements(NativeFunction.Call call, Object value) {
        return switch (value) {
            case Sequence sequence -> sequence.toArray();
            case String text -> text.codePoints().mapToObj(Character::toString).toArray();
            case DlRecord fields -> {
                Object[] pairs = new Object[fields.size()];
                for (int i = 0; i < pairs.length; i++) {
                    pairs[i] = new DlTuple(fields.key(i), fields.value(i));
                }
                yield pairs;
            }
            case Operand tensor when tensor.shape().rank() > 0 -> {
                Object[] rows = new Object[tensor.shape().size(0)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = Machine.number(Control.row(call.machine(), tensor, i));
                }
                yield rows;
            }
            default -> throw OpError.type("type/argument", "expected a list, tuple, range, record, string or tensor, got "
                    + call.machine().interpreter.describe(value)).label(0, "")
                    .hint(value instanceof Callable ? "the list comes first, then the function: map(xs, f)" : "list(x) makes a list of one value");
        };
    }

    private static Object map(NativeFunction.Call call) {
        Object[] elements = elements(call, 0);
        Object[] mapped = new Object[elements.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = call.call(call.get(1), elements[i]);
        }
        return new DlList(mapped);
    }

    private static Object filter(NativeFunction.Call call) {
        List<Object> kept = new ArrayList<>();
        for (Object element : elements(call, 0)) {
            if (Control.truth(call.machine(), call.call(call.get(1), element), call.site())) {
                kept.add(element);
            }
        }
        return DlList.of(kept);
    }

    private static Object reduce(NativeFunction.Call call) {
        Object result = call.get(2);
        for (Object element : elements(call, 0)) {
            result = call.call(call.get(1), result, element);
        }
        return result;
    }

    private static String elements(int count) {
        return count + (count == 1 ? " element" : " elements");
    }

    private static Object zip(NativeFunction.Call call) {
        DlList lists = (DlList) call.get(0);
        Object[][] columns = new Object[lists.size()][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = elements(call, lists.get(i));
            if (columns[i].length != columns[0].length) {
                throw OpError.value("value/zip-length", "zip needs equal lengths, and here they are " + columns[0].length + " and " + columns[i].length)
                        .label(call.rest(0), elements(columns[0].length))
                        .label(call.rest(i), elements(columns[i].length))
                        .hint("cut the longer one: xs[:" + Math.min(columns[0].length, columns[i].length) + "]");
            }
        }
        int rows = columns.length == 0 ? 0 : columns[0].length;
        Object[] tuples = new Object[rows];
        for (int r = 0; r < rows; r++) {
            Object[] tuple = new Object[columns.length];
            for (int c = 0; c < tuple.length; c++) {
                tuple[c] = columns[c][r];
            }
            tuples[r] = new DlTuple(tuple);
        }
        return new DlList(tuples);
    }

    private static Object enumerate(NativeFunction.Call call) {
        Object[] elements = elements(call, 0);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = new DlTuple((long) i, elements[i]);
        }
        return new DlList(elements);
    }

    private static Object sorted(NativeFunction.Call call) {
        Object[] elements = elements(call, 0);
        Object[][] keyed = new Object[elements.length][];
        for (int i = 0; i < keyed.length; i++) {
            keyed[i] = new Object[] {call.has(1) ? call.call(call.get(1), elements[i]) : elements[i], elements[i]};
        }
        Comparator<Object[]> order = (a, b) -> compare(call, a[0], b[0]);
        boolean reverse = call.has(2) && Control.truth(call.machine(), call.get(2), call.site());
        Arrays.sort(keyed, reverse ? order.reversed() : order);
        Object[] sorted = new Object[keyed.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = keyed[i][1];
        }
        return new DlList(sorted);
    }

    private static int compare(NativeFunction.Call call, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof Sequence x && b instanceof Sequence y) {
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                int order = compare(call, x.get(i), y.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        if (Convert.integer(a).isPresent() && Convert.integer(b).isPresent()) {
            return Long.compare(Convert.integer(a).get(), Convert.integer(b).get());
        }
        if (Convert.floating(a).isPresent() && Convert.floating(b).isPresent()) {
            return Double.compare(Convert.floating(a).get(), Convert.floating(b).get());
        }
        throw OpError.type("type/compare", "cannot order " + call.machine().interpreter.describe(a) + " and " + call.machine().interpreter.describe(b))
                .hint("sorted(xs, by = x -> ...) gives a key that is a number or a string");
    }

    private static Object reversed(NativeFunction.Call call) {
        Object[] elements = elements(call, 0);
        for (int i = 0, j = elements.length - 1; i < j; i++, j--) {
            Object swap = elements[i];
            elements[i] = elements[j];
            elements[j] = swap;
        }
        return new DlList(elements);
    }

    private static DlRecord record(NativeFunction.Call call) {
        if (call.get(0) instanceof DlRecord fields) {
            return fields;
        }
        throw wrong(call, 0, "a record");
    }

    private static Object values(NativeFunction.Call call) {
        DlRecord fields = record(call);
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.value(i);
        }
        return new DlList(values);
    }

    private static Object get(NativeFunction.Call call) {
        if (call.get(0) == Nil.NIL) {
            throw wrong(call, 0, "a record");
        }
        String key = ValueFunctions.text(call, 1);
        DlRecord fields = record(call);
        return fields.has(key) ? fields.get(key) : call.get(2);
    }
}

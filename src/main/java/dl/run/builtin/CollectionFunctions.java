package dl.run.builtin;

import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;
import static dl.run.builtin.ListFunctions.elements;
import static dl.run.builtin.ValueFunctions.integer;
import static dl.run.builtin.ValueFunctions.text;

import dl.run.Equality;
import dl.run.Machine;
import dl.run.node.Comparisons;
import dl.run.node.Control;
import dl.run.value.Callable;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Searching, counting and grouping in lists and strings; records with computed keys.
final class CollectionFunctions {
    static final List<NativeFunction> ALL = List.of(
            pure("contains(xs, value)", "Whether a list, range, string, record (by key) or tensor contains a value: the same as `value in xs`.",
                    List.of(example("contains(\"banana\", \"nan\")", "true"), example("contains(1..4, 4)", "false")),
                    call -> Comparisons.contains(call.machine(), call.get(1), call.get(0), call.site())),
            pure("index_of(xs, value)", "The first position of an element of a list, or of a part of a string; nil when there is none.",
                    List.of(example("index_of([\"a\", \"b\"], \"b\")", "1"), example("index_of(\"banana\", \"x\") == nil", "true")), CollectionFunctions::indexOf),
            pure("count(xs, what)", "How many elements equal `what`, or fulfil it when it is a function; in a string, how often the string `what` occurs.",
                    List.of(example("count(1..10, n -> n % 3 == 0)", "3"), example("count(\"banana\", \"an\")", "2")), CollectionFunctions::count),
            pure("find(xs, f)", "The first element for which f(x) is true, or nil.", List.of(example("find(1..10, n -> n^2 > 20)", "5")),
                    CollectionFunctions::find),
            pure("flat_map(xs, f)", "The lists f(x) of all elements x, joined to one.",
                    List.of(example("flat_map([\"a b\", \"c\"], words)", "[\"a\", \"b\", \"c\"]")), CollectionFunctions::flatMap),
            pure("distinct(xs)", "The elements without those that equal an earlier one.",
                    List.of(example("distinct([\"b\", \"a\", \"b\"])", "[\"b\", \"a\"]")), CollectionFunctions::distinct),
            pure("group_by(xs, f)", "The list of tuples (key, elements) of the elements with equal f(x), in the order of their first ones.",
                    List.of(example("group_by([\"kiwi\", \"fig\", \"date\"], len)", "[(4, [\"kiwi\", \"date\"]), (3, [\"fig\"])]")), CollectionFunctions::groupBy),
            pure("chunks(xs, size)", "The elements in lists of `size`; the last one has what remains.",
                    List.of(example("chunks(0..5, 2)", "[[0, 1], [2, 3], [4]]")), CollectionFunctions::chunks),
            pure("insert(xs, index, value)", "The list with a value put before position `index`. The list itself stays as it was.",
                    List.of(example("insert([\"a\", \"c\"], 1, \"b\")", "[\"a\", \"b\", \"c\"]")), CollectionFunctions::insert),
            pure("record(pairs)", "A record of (key, value) tuples; of two equal keys the later one counts.",
                    List.of(example("record([(\"a\", 1), (\"b\", 2)])", "{a: 1, b: 2}"), example("record(zip([\"x\", \"y\"], 0..2))", "{x: 0, y: 1}")),
                    CollectionFunctions::record),
            pure("items(r)", "The list of the tuples (key, value) of a record.", List.of(example("items({a: 1, b: 2})", "[(\"a\", 1), (\"b\", 2)]")),
                    call -> new DlList(elements(call, fields(call, 0)))),
            pure("merge(...records)", "One record with the fields of all; of equal keys the last one counts.",
                    List.of(example("merge({a: 1, b: 2}, {b: 3})", "{a: 1, b: 3}")), CollectionFunctions::merge),
            pure("without(r, ...keys)", "The record without some keys, all of which it must have.",
                    List.of(example("without({a: 1, b: 2, c: 3}, \"a\", \"c\")", "{b: 2}")), CollectionFunctions::without),
            pure("map_values(r, f)", "The record of f(value) for each field.",
                    List.of(example("map_values({a: 1, b: 2}, n -> 10 * n)", "{a: 10, b: 20}")), CollectionFunctions::mapValues));

    private CollectionFunctions() {}

    private static DlRecord fields(NativeFunction.Call call, int argument) {
        if (call.get(argument) instanceof DlRecord fields) {
            return fields;
        }
        throw wrong(call, argument, "a record");
    }

    private static Object indexOf(NativeFunction.Call call) {
        if (call.get(0) instanceof String text) {
            int at = text.indexOf(text(call, 1));
            return at < 0 ? Nil.NIL : (Object) (long) text.codePointCount(0, at);
        }
        Object[] elements = elements(call, call.get(0));
        for (int i = 0; i < elements.length; i++) {
            if (Equality.same(call.machine(), elements[i], call.get(1))) {
                return (long) i;
            }
        }
        return Nil.NIL;
    }

    private static Object count(NativeFunction.Call call) {
        if (call.get(0) instanceof String text && call.get(1) instanceof String part) {
            if (part.isEmpty()) {
                throw wrong(call, 1, "a string of at least one character").hint("len(s) counts the characters");
            }
            long found = 0;
            for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
                found++;
            }
            return found;
        }
        long found = 0;
        for (Object element : elements(call, call.get(0))) {
            boolean counts = call.get(1) instanceof Callable f ? Control.truth(call.machine(), call.call(f, element), call.site())
                    : Equality.same(call.machine(), element, call.get(1));
            found += counts ? 1 : 0;
        }
        return found;
    }

    private static Object find(NativeFunction.Call call) {
        for (Object element : elements(call, call.get(0))) {
            if (Control.truth(call.machine(), call.call(call.get(1), element), call.site())) {
                return element;
            }
        }
        return Nil.NIL;
    }

    private static Object flatMap(NativeFunction.Call call) {
        List<Object> all = new ArrayList<>();
        for (Object element : elements(call, call.get(0))) {
            Object several = call.call(call.get(1), element);
            if (!(several instanceof Sequence found)) {
                throw OpError.type("type/argument", "flat_map wants a list from its function, got " + call.machine().interpreter.describe(several)
                        + " for " + call.machine().interpreter.describe(element)).label(1, "").hint("map(xs, f) takes results of any kind");
            }
            all.addAll(List.of(found.toArray()));
        }
        return DlList.of(all);
    }

    /// Finds equal values fast where their kind allows: strings and ints by a table, everything else by looking at each.
    private static final class Groups {
        private final Machine machine;
        private final Map<Object, Integer> table = new HashMap<>();
        private final List<Object> keys = new ArrayList<>();

        Groups(Machine machine) {
            this.machine = machine;
        }

        /// The number of the group of a key, a new one when the key is new.
        int of(Object key) {
            boolean hashes = key instanceof String || key instanceof Long;
            if (hashes && table.get(key) instanceof Integer known) {
                return known;
            }
            for (int i = 0; i < keys.size(); i++) {
                boolean different = hashes && keys.get(i).getClass() == key.getClass();
                if (!different && Equality.same(machine, keys.get(i), key)) {
                    return i;
                }
            }
            if (hashes) {
                table.put(key, keys.size());
            }
            keys.add(key);
            return keys.size() - 1;
        }
    }

    private static Object distinct(NativeFunction.Call call) {
        Groups groups = new Groups(call.machine());
        for (Object element : elements(call, call.get(0))) {
            groups.of(element);
        }
        return DlList.of(groups.keys);
    }

    private static Object groupBy(NativeFunction.Call call) {
        Groups groups = new Groups(call.machine());
        List<List<Object>> members = new ArrayList<>();
        for (Object element : elements(call, call.get(0))) {
            int group = groups.of(call.call(call.get(1), element));
            if (group == members.size()) {
                members.add(new ArrayList<>());
            }
            members.get(group).add(element);
        }
        Object[] pairs = new Object[members.size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = new DlTuple(groups.keys.get(i), DlList.of(members.get(i)));
        }
        return new DlList(pairs);
    }

    private static Object chunks(NativeFunction.Call call) {
        long size = integer(call, 1);
        if (size < 1) {
            throw wrong(call, 1, "a size of at least 1");
        }
        Object[] elements = elements(call, call.get(0));
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < elements.length; from = (int) Math.min(elements.length, from + size)) {
            chunks.add(new DlList(java.util.Arrays.copyOfRange(elements, from, (int) Math.min(elements.length, from + size))));
        }
        return DlList.of(chunks);
    }

    private static Object insert(NativeFunction.Call call) {
        if (!(call.get(0) instanceof DlList list)) {
            throw wrong(call, 0, "a list");
        }
        long index = integer(call, 1);
        long at = index < 0 ? index + list.size() : index;
        if (at < 0 || at > list.size()) {
            throw OpError.index("index/range", "index " + index + " is out of range for inserting into " + list.size() + " elements").label(1, "")
                    .hint("positions go from 0 to " + list.size() + ", which is behind the last element");
        }
        return list.slice(0, (int) at).append(call.get(2)).concat(list.slice((int) at, list.size()));
    }

    private static Object record(NativeFunction.Call call) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (Object pair : elements(call, call.get(0))) {
            if (!(pair instanceof Sequence two) || two.size() != 2 || !(two.get(0) instanceof String key)) {
                throw OpError.type("type/argument", "record wants tuples (key, value) with a string key, got " + call.machine().interpreter.describe(pair))
                        .label(0, "").hint("record(zip(keys, values)) makes the tuples; str(x) makes a key of anything");
            }
            made.put(key, two.get(1));
        }
        return DlRecord.of(made);
    }

    private static Object merge(NativeFunction.Call call) {
        Map<String, Object> made = new LinkedHashMap<>();
        DlList records = (DlList) call.get(0);
        for (int r = 0; r < records.size(); r++) {
            if (!(records.get(r) instanceof DlRecord fields)) {
                throw OpError.type("type/argument", "merge joins records, got " + call.machine().interpreter.describe(records.get(r))).label(0, "")
                        .hint("lists are joined with +");
            }
            for (int i = 0; i < fields.size(); i++) {
                made.put(fields.key(i), fields.value(i));
            }
        }
        return DlRecord.of(made);
    }

    private static Object without(NativeFunction.Call call) {
        DlRecord fields = fields(call, 0);
        List<String> dropped = new ArrayList<>();
        DlList keys = (DlList) call.get(1);
        for (int i = 0; i < keys.size(); i++) {
            if (!(keys.get(i) instanceof String key)) {
                throw OpError.type("type/argument", "the keys of a record are strings, got " + call.machine().interpreter.describe(keys.get(i))).label(1, "")
                        .hint(keys.get(i) instanceof Sequence ? "spread a list of keys: without(r, ...keys)" : "without(r, \"a\")");
            }
            if (!fields.has(key)) {
                throw new OpError("name/no-field", dl.source.ErrorKind.NAME, "the record has no field '" + key + "'").label(1, "")
                        .hint(dl.source.Suggest.closest(key, fields.keys()).map(close -> "did you mean " + close + "?")
                                .orElse("it has " + String.join(", ", fields.keys())));
            }
            dropped.add(key);
        }
        return fields.without(dropped);
    }

    private static Object mapValues(NativeFunction.Call call) {
        DlRecord fields = fields(call, 0);
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = call.call(call.get(1), fields.value(i));
        }
        return fields.withValues(values);
    }
}

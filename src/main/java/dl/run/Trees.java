package dl.run;

import dl.check.LayerFields;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Lists, tuples, records and layers as trees whose leaves are everything else.
public final class Trees {
    private Trees() {}

    /// The same tree with other leaves. Layers are leaves here.
    public static Object map(Object tree, Function<Object, Object> leaf) {
        return switch (tree) {
            case DlList list -> {
                Object[] mapped = list.toArray();
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = map(mapped[i], leaf);
                }
                yield new DlList(mapped);
            }
            case DlTuple tuple -> {
                Object[] mapped = tuple.toArray();
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = map(mapped[i], leaf);
                }
                yield new DlTuple(mapped);
            }
            case DlRecord fields -> {
                Object[] mapped = new Object[fields.size()];
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = map(fields.value(i), leaf);
                }
                yield fields.withValues(mapped);
            }
            default -> leaf.apply(tree);
        };
    }

    /// The leaves in order, nil left out.
    public static List<Object> leaves(Object tree) {
        List<Object> leaves = new ArrayList<>();
        map(tree, leaf -> {
            if (leaf != Nil.NIL) {
                leaves.add(leaf);
            }
            return leaf;
        });
        return leaves;
    }

    /// Applies a function of several leaves to trees of equal structure; nil stays nil.
    ///
    /// @throws OpError `value/tree-structure` where the trees differ
    public static Object map(Object[] trees, String path, Function<Object[], Object> leaf) {
        Object first = trees[0];
        return switch (first) {
            case DlList list -> new DlList(elements(trees, list.size(), path, leaf, DlList.class));
            case DlTuple tuple -> new DlTuple(elements(trees, tuple.size(), path, leaf, DlTuple.class));
            case DlRecord fields -> {
                Object[] mapped = new Object[fields.size()];
                for (int k = 0; k < mapped.length; k++) {
                    Object[] parts = new Object[trees.length];
                    for (int t = 0; t < trees.length; t++) {
                        if (!(trees[t] instanceof DlRecord other)) {
                            throw differ(path, t, "has no record where the first has {" + String.join(", ", fields.keys()) + "}");
                        }
                        if (!other.has(fields.key(k))) {
                            throw differ(path, t, "has no field '" + fields.key(k) + "'");
                        }
                        if (other.size() != fields.size()) {
                            throw differ(path, t, "has the fields {" + String.join(", ", other.keys()) + "}, the first {" + String.join(", ", fields.keys()) + "}");
                        }
                        parts[t] = other.get(fields.key(k));
                    }
                    mapped[k] = map(parts, path + "." + fields.key(k), leaf);
                }
                yield fields.withValues(mapped);
            }
            case Nil nil -> nil;
            default -> leaf.apply(trees);
        };
    }

    private static Object[] elements(Object[] trees, int size, String path, Function<Object[], Object> leaf, Class<?> type) {
        Object[] mapped = new Object[size];
        for (int i = 0; i < size; i++) {
            Object[] parts = new Object[trees.length];
            for (int t = 0; t < trees.length; t++) {
                String kind = type == DlList.class ? "list" : "tuple";
                if (!type.isInstance(trees[t])) {
                    throw differ(path, t, "has no " + kind + " where the first has one of " + size);
                }
                if (((dl.run.value.Sequence) trees[t]).size() != size) {
                    throw differ(path, t, "has a " + kind + " of " + ((dl.run.value.Sequence) trees[t]).size() + ", the first one of " + size);
                }
                parts[t] = ((dl.run.value.Sequence) trees[t]).get(i);
            }
            mapped[i] = map(parts, path + "[" + i + "]", leaf);
        }
        return mapped;
    }

    private static OpError differ(String path, int tree, String how) {
        String which = tree == 1 ? "the second" : tree == 2 ? "the third" : "number " + (tree + 1);
        return OpError.value("value/tree-structure", "the trees differ" + (path.isEmpty() ? "" : " at " + path) + ": " + which + " " + how)
                .hint("trees that go together have the same keys and lengths everywhere");
    }

    // ---- layers

    /// The parameters of a layer as a record with the same field paths; sub-layers appear under their fields, each once,
    /// frozen ones not at all.
    public static Object parameters(Object value) {
        return parameters(value, cell -> cell);
    }

    /// As [#parameters(Object)], each parameter mapped.
    public static Object parameters(Object value, Function<Object, Object> leaf) {
        Visited seen = new Visited();
        return value instanceof LayerInstance layer && !seen.first(layer) ? DlRecord.EMPTY : parameters(value, seen, leaf);
    }

    /// The layers that a walk has come by.
    public static final class Visited {
        private final IdentityHashMap<Object, Boolean> identities = new IdentityHashMap<>();

        /// Whether the parameters of a layer count here: it comes for the first time and is not frozen. A frozen layer that
        /// comes again unfrozen counts there.
        public boolean first(LayerInstance layer) {
            return !layer.frozen() && identities.put(layer.identity(), true) == null;
        }

        boolean counts(Object value) {
            return !(value instanceof LayerInstance layer) || first(layer);
        }
    }

    /// The parameters of a value that counts; what lies in it is asked for.
    public static Object parameters(Object value, Visited seen, Function<Object, Object> leaf) {
        return switch (value) {
            case LayerInstance layer -> {
                Map<String, Object> found = new LinkedHashMap<>();
                for (LayerFields.Field field : layer.type().fields()) {
                    if (field.form() == LayerFields.Form.METHOD || !layer.cell(field.index()).isSet()) {
                        continue;
                    }
                    Object inside = layer.cell(field.index()).get();
                    if (field.form() == LayerFields.Form.PARAM) {
                        if (inside != Nil.NIL) {
                            found.put(field.name(), leaf.apply(inside));
                        }
                    } else if (holdsLayer(inside) && seen.counts(inside)) {
                        found.put(field.name(), parameters(inside, seen, leaf));
                    }
                }
                yield DlRecord.of(found);
            }
            case DlList list -> new DlList(each(list.toArray(), seen, leaf));
            case DlTuple tuple -> new DlTuple(each(tuple.toArray(), seen, leaf));
            case DlRecord fields -> {
                Object[] values = new Object[fields.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = fields.value(i);
                }
                yield fields.withValues(each(values, seen, leaf));
            }
            default -> Nil.NIL;
        };
    }

    private static Object[] each(Object[] values, Visited seen, Function<Object, Object> leaf) {
        Object[] mapped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = seen.counts(values[i]) ? parameters(values[i], seen, leaf) : Nil.NIL;
        }
        return mapped;
    }

    /// Whether a layer is somewhere in a tree.
    public static boolean holdsLayer(Object value) {
        return switch (value) {
            case LayerInstance _ -> true;
            case dl.run.value.DlRange _ -> false;
            case dl.run.value.Sequence elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    if (holdsLayer(elements.get(i))) {
                        yield true;
                    }
                }
                yield false;
            }
            case DlRecord fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    if (holdsLayer(fields.value(i))) {
                        yield true;
                    }
                }
                yield false;
            }
            default -> false;
        };
    }

    /// How a tree with layers is rebuilt with other parameters.
    public enum Rebuild {
        /// Views that share state and identity.
        VIEW,
        /// Layers of their own.
        COPY
    }

    /// A value with layers whose parameters are replaced by what `leaf` makes of them; a layer that appears twice is
    /// rebuilt once.
    public static Object rebuild(Object value, Rebuild how, Function<Object, Object> leaf) {
        return rebuild(value, how, leaf, new IdentityHashMap<>());
    }

    private static Object rebuild(Object value, Rebuild how, Function<Object, Object> leaf, IdentityHashMap<Object, Object> done) {
        return switch (value) {
            case LayerInstance layer -> {
                Object before = done.get(layer);
                if (before != null) {
                    yield before;
                }
                if (layer.frozen() && how == Rebuild.VIEW) {
                    yield layer;
                }
                // a frozen layer keeps its own values, also in a copy
                Function<Object, Object> here = layer.frozen() ? inside -> inside : leaf;
                Object[] changed = new Object[layer.type().fields().size()];
                for (LayerFields.Field field : layer.type().fields()) {
                    if (field.form() == LayerFields.Form.METHOD || !layer.cell(field.index()).isSet()) {
                        continue;
                    }
                    Object inside = layer.cell(field.index()).get();
                    if (field.form() == LayerFields.Form.PARAM) {
                        changed[field.index()] = inside == Nil.NIL ? inside : here.apply(inside);
                    } else if (holdsLayer(inside)) {
                        changed[field.index()] = rebuild(inside, how, here, done);
                    }
                }
                LayerInstance rebuilt = how == Rebuild.VIEW ? layer.view(changed) : layer.copy(changed);
                done.put(layer, rebuilt);
                yield rebuilt;
            }
            case DlList list -> {
                Object[] mapped = list.toArray();
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = rebuild(mapped[i], how, leaf, done);
                }
                yield new DlList(mapped);
            }
            case DlTuple tuple -> {
                Object[] mapped = tuple.toArray();
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = rebuild(mapped[i], how, leaf, done);
                }
                yield new DlTuple(mapped);
            }
            case DlRecord fields -> {
                Object[] mapped = new Object[fields.size()];
                for (int i = 0; i < mapped.length; i++) {
                    mapped[i] = rebuild(fields.value(i), how, leaf, done);
                }
                yield fields.withValues(mapped);
            }
            default -> value;
        };
    }
}

package dl.run;

import dl.check.LayerFields;
import dl.run.value.Cell;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that changes in the layers of a tree, parameters and state, as a tree without layers; and the way back.
public final class Snapshots {
    private final Interpreter interpreter;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Runnable> writes = new ArrayList<>();

    private Snapshots(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    /// The tree with each layer as a record of its params, states and layers. A shared layer appears once; what else is
    /// in a layer is not part of it, as the program makes it again.
    public static Object of(Interpreter interpreter, Object value) {
        return new Snapshots(interpreter).take(value, false);
    }

    private Object take(Object value, boolean inside) {
        return switch (value) {
            case LayerInstance layer -> layer(layer);
            case DlRange range -> range;
            case Sequence elements -> {
                Object[] taken = new Object[elements.size()];
                for (int i = 0; i < taken.length; i++) {
                    taken[i] = take(elements.get(i), inside);
                }
                yield elements instanceof DlTuple ? new DlTuple(taken) : new DlList(taken);
            }
            case DlRecord fields -> {
                Object[] taken = new Object[fields.size()];
                for (int i = 0; i < taken.length; i++) {
                    taken[i] = take(fields.value(i), inside);
                }
                yield fields.withValues(taken);
            }
            default -> inside ? Nil.NIL : interpreter.plain(value);
        };
    }

    private Object layer(LayerInstance layer) {
        if (!seen.add(layer.identity())) {
            return Nil.NIL;
        }
        Map<String, Object> found = new LinkedHashMap<>();
        for (LayerFields.Field field : layer.type().fields()) {
            if (field.form() == LayerFields.Form.METHOD || !layer.cell(field.index()).isSet()) {
                continue;
            }
            Object value = layer.cell(field.index()).get();
            boolean layers = Trees.holdsLayer(value);
            boolean kept = field.form() == LayerFields.Form.STATE || field.form() == LayerFields.Form.PARAM && value != Nil.NIL;
            if (layers || kept) {
                found.put(field.name(), take(value, layers));
            }
        }
        return DlRecord.of(found);
    }

    /// Puts a snapshot back into the layers that it was taken of, or others made the same way. Either all of it or,
    /// when it does not fit, nothing.
    ///
    /// @throws OpError `value/tree-structure` where the structures differ
    public static void restore(Interpreter interpreter, Object target, Object saved, Site site) {
        Snapshots snapshots = new Snapshots(interpreter);
        snapshots.put(target, saved, "", site);
        snapshots.writes.forEach(Runnable::run);
    }

    private void put(Object target, Object saved, String path, Site site) {
        switch (target) {
            case LayerInstance layer -> {
                if (seen.add(layer.identity())) {
                    put(layer, saved, path, site);
                }
            }
            case DlRange _ -> { }
            case Sequence elements -> {
                if (!Trees.holdsLayer(target)) {
                    return;
                }
                if (!(saved instanceof Sequence others) || others.size() != elements.size()) {
                    throw differ(path, "the model has " + elements.size() + " elements, the saved tree "
                            + (saved instanceof Sequence others ? others.size() + "" : "has " + interpreter.describe(saved)));
                }
                for (int i = 0; i < elements.size(); i++) {
                    put(elements.get(i), others.get(i), path + "[" + i + "]", site);
                }
            }
            case DlRecord fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    if (Trees.holdsLayer(fields.value(i))) {
                        put(fields.value(i), field(saved, fields.key(i), path), path + "." + fields.key(i), site);
                    }
                }
            }
            default -> { }
        }
    }

    private Object field(Object saved, String key, String path) {
        if (saved instanceof DlRecord record && record.has(key)) {
            return record.get(key);
        }
        throw differ(path, "the saved tree has no '" + key + "'" + (saved instanceof DlRecord ? "" : ", but " + interpreter.describe(saved)));
    }

    private void put(LayerInstance layer, Object saved, String path, Site site) {
        Set<String> known = new java.util.HashSet<>();
        for (LayerFields.Field field : layer.type().fields()) {
            if (field.form() == LayerFields.Form.METHOD || !layer.cell(field.index()).isSet()) {
                continue;
            }
            Cell cell = layer.cell(field.index());
            Object before = cell.get();
            String here = path + "." + field.name();
            known.add(field.name());
            if (Trees.holdsLayer(before)) {
                put(before, field(saved, field.name(), path), here, site);
            } else if (field.form() == LayerFields.Form.PARAM && before != Nil.NIL) {
                Object after = interpreter.parameter(here.substring(1), before, field(saved, field.name(), path), site);
                writes.add(() -> cell.set(after));
            } else if (field.form() == LayerFields.Form.STATE) {
                Object after = interpreter.plain(field(saved, field.name(), path));
                writes.add(() -> interpreter.replay().set(cell, after));
            }
        }
        if (saved instanceof DlRecord record) {
            for (String key : record.keys()) {
                if (!known.contains(key)) {
                    throw differ(path, "the saved tree has '" + key + "', which a " + layer.type().name() + " has not");
                }
            }
        }
    }

    private static OpError differ(String path, String what) {
        return OpError.value("value/tree-structure", "the saved tree does not fit" + (path.isEmpty() ? "" : " at " + path) + ": " + what).label(1, "")
                .hint("make the model as it was made when it was saved");
    }
}

package dl.tool;

import dl.run.Interpreter;
import dl.run.value.DlRecord;
import dl.run.value.LayerInstance;
import dl.run.value.Module;
import dl.check.LayerFields;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The names that a half-typed one may become.
public final class Completion {
    private Completion() {}

    /// Names that begin with `prefix`, sorted; after the last dot of the prefix, the members of what stands before it.
    public static List<String> of(Interpreter interpreter, Module module, String prefix) {
        int dot = prefix.lastIndexOf('.');
        if (dot < 0) {
            TreeSet<String> names = new TreeSet<>(Keywords.all());
            names.addAll(module.cells().keySet());
            names.addAll(interpreter.builtins().all());
            return matching(names, "", prefix);
        }
        String head = prefix.substring(0, dot);
        Optional<Object> value = module.get(head);
        return value.map(found -> matching(new TreeSet<>(members(found)), head + ".", prefix.substring(dot + 1))).orElse(List.of());
    }

    /// The names that may follow a dot.
    static Collection<String> members(Object value) {
        return switch (value) {
            case Module inner -> inner.cells().keySet().stream().filter(name -> !name.startsWith("_")).toList();
            case DlRecord fields -> fields.keys();
            case LayerInstance layer -> layer.type().fields().stream().map(LayerFields.Field::name).toList();
            default -> List.of();
        };
    }

    private static List<String> matching(TreeSet<String> names, String head, String prefix) {
        return names.stream().filter(name -> name.startsWith(prefix)).map(name -> head + name).toList();
    }
}

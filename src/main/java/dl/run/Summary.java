package dl.run;

import dl.check.LayerFields;
import dl.run.node.Node;
import dl.run.value.Callable;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.FunctionCode;
import dl.run.value.LayerInstance;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.Operand;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A model as a table: each layer under the one that holds it, its own parameters, and the shape that it gave last.
///
/// The parameters of a row are the layer's own, so that the column adds up to the total. Shapes are those of the last
/// call, as nothing else is known of a function that may do anything; a model that was never called shows none.
public final class Summary {
    private record Row(int depth, String name, String layer, String parameters, String output) {
        String title() {
            return "  ".repeat(depth) + (name.isEmpty() ? "" : name + ": ") + layer;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Map<Object, String> seen = new IdentityHashMap<>();
    private long total;
    private long frozen;

    private Summary() {}

    /// The table of a layer with parameters or layers in it, and nothing for any other.
    public static Optional<String> of(LayerInstance model) {
        Summary summary = new Summary();
        summary.layer(model, "", "", 0, false);
        return summary.total == 0 && summary.rows.size() == 1 ? Optional.empty() : Optional.of(summary.table());
    }

    /// How many numbers the parameters of a value have, shared layers counted once.
    ///
    /// @param all whether those of frozen layers count too
    public static long count(Object value, boolean all) {
        Summary summary = new Summary();
        summary.children(value, "", "", 0, false);
        return all ? summary.total : summary.total - summary.frozen;
    }

    private void layer(LayerInstance layer, String name, String path, int depth, boolean outerFrozen) {
        boolean still = outerFrozen || layer.frozen();
        String before = seen.putIfAbsent(layer.identity(), path);
        if (before != null) {
            rows.add(new Row(depth, name, layer.type().name() + ", the same as " + (before.isEmpty() ? "the whole" : before), "", ""));
            return;
        }
        long own = 0;
        for (LayerFields.Field field : layer.type().fields()) {
            if (field.form() == LayerFields.Form.PARAM && layer.cell(field.index()).isSet() && layer.cell(field.index()).get() instanceof Operand tensor) {
                own += tensor.shape().count();
            }
        }
        total += own;
        frozen += still ? own : 0;
        rows.add(new Row(depth, name, head(layer) + (layer.frozen() && !outerFrozen ? ", frozen" : ""), own == 0 ? "" : number(own),
                layer.lastOutput().map(Object::toString).orElse("")));
        for (LayerFields.Field field : layer.type().fields()) {
            if (field.form() != LayerFields.Form.PARAM && field.form() != LayerFields.Form.METHOD && layer.cell(field.index()).isSet()) {
                Object inside = layer.cell(field.index()).get();
                if (Trees.holdsLayer(inside)) {
                    children(inside, field.name(), path.isEmpty() ? field.name() : path + "." + field.name(), depth + 1, still);
                }
            }
        }
    }

    private void children(Object value, String name, String path, int depth, boolean still) {
        switch (value) {
            case LayerInstance layer -> layer(layer, name, path, depth, still);
            case DlRange _ -> { }
            case Sequence elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    children(elements.get(i), name + "[" + i + "]", path + "[" + i + "]", depth, still);
                }
            }
            case DlRecord fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    children(fields.value(i), name + "." + fields.key(i), path + "." + fields.key(i), depth, still);
                }
            }
            case Callable function -> rows.add(new Row(depth, name, function.name().equals("<lambda>") ? "a function" : function.name(), "", ""));
            default -> { }
        }
    }

    /// A layer as it is made: `Linear(784, 128)`. What was left at its default, functions and layers are left out.
    static String head(LayerInstance layer) {
        FunctionCode constructor = layer.type().constructor();
        List<String> shown = new ArrayList<>();
        boolean partial = false;
        for (String name : constructor.positional()) {
            Optional<Object> value = layer.get(name);
            boolean left = value.isEmpty() || Trees.holdsLayer(value.get()) || value.get() instanceof Callable;
            if (!left) {
                shown.add((partial ? name + " = " : "") + small(value.get()));
            }
            partial |= left;
        }
        for (FunctionCode.Named named : constructor.named()) {
            Optional<Object> value = layer.get(named.name());
            boolean same = value.isEmpty() || value.get() == Nil.NIL || value.get() instanceof Callable || Trees.holdsLayer(value.get())
                    || named.defaultValue().orElse(new Node.Constant(Nil.NIL)) instanceof Node.Constant constant && constant.value().equals(value.get());
            if (!same) {
                shown.add(named.name() + " = " + small(value.get()));
            }
        }
        return shown.isEmpty() ? layer.type().name() : layer.type().name() + "(" + String.join(", ", shown) + ")";
    }

    private static String small(Object value) {
        return value instanceof Operand tensor && tensor.shape().rank() > 0 ? tensor.dtype() + tensor.shape().toString() : Display.show(value);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private String table() {
        boolean outputs = rows.stream().anyMatch(row -> !row.output.isEmpty());
        String sum = number(total) + (frozen == 0 ? "" : ", of which " + number(total - frozen) + " are trained");
        int first = Math.max(5, rows.stream().mapToInt(row -> row.title().length()).max().orElse(0));
        int second = Math.max(10, number(total).length());
        StringBuilder text = new StringBuilder();
        line(text, "layer", first, " ".repeat(second - 10) + "parameters", outputs ? "last output" : "");
        for (Row row : rows) {
            line(text, row.title(), first, " ".repeat(second - row.parameters.length()) + row.parameters, row.output);
        }
        line(text, "total", first, " ".repeat(second - number(total).length()) + sum, "");
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String title, int width, String parameters, String output) {
        String line = title + " ".repeat(width - title.length() + 2) + parameters + (output.isEmpty() ? "" : "  " + output);
        text.append(line.stripTrailing()).append('\n');
    }
}

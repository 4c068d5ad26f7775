package dl.run.builtin;

import static dl.run.builtin.Declare.effect;
import static dl.run.builtin.Declare.example;
import static dl.run.builtin.Declare.pure;
import static dl.run.builtin.Declare.wrong;

import dl.check.LayerFields;
import dl.run.Convert;
import dl.run.Interpreter;
import dl.run.Machine;
import dl.run.Snapshots;
import dl.run.Summary;
import dl.run.Trees;
import dl.run.value.Cell;
import dl.run.value.DlList;
import dl.run.value.LayerInstance;
import dl.run.value.NativeFunction;
import dl.run.value.Nil;
import dl.tensor.OpError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// Layers and trees: parameters, copies, mapping over leaves.
final class LayerFunctions {
    static final List<NativeFunction> ALL = List.of(
            pure("params(model)", "The parameters of a layer, or of a tree with layers, as a record with the same field paths. A shared layer appears once; nil parameters are absent.",
                    List.of(example("keys(params(Linear(2, 3)))", "[\"w\", \"b\"]")), LayerFunctions::params),
            pure("with_params(model, tree)", "A copy of a model with other parameters; the model stays as it was.", List.of(), LayerFunctions::withParams),
            effect("set_params(model, tree)", "Replaces the parameters of a model in place by those of a tree of the same structure as params(model).",
                    List.of(), LayerFunctions::setParams),
            pure("copy(x)", "A copy of a layer (or tree of layers) with parameters and state of its own; other values are returned as they are.",
                    List.of(), call -> Trees.holdsLayer(call.get(0)) ? Trees.rebuild(call.get(0), Trees.Rebuild.COPY, leaf -> leaf) : call.get(0)),
            pure("frozen(model)", "The same layer with its parameters as constants: grad and params leave them out, so optimizers skip them. They are still"
                            + " saved and counted, and follow what changes them through the model itself.",
                    List.of(example("keys(params(frozen(Linear(2, 3))))", "[]")), LayerFunctions::frozen),
            pure("count_params(model; trained_only = false)", "How many numbers the parameters of a model have; a shared layer counts once. With `trained_only`"
                            + " those of frozen layers do not count.",
                    List.of(example("count_params(Linear(784, 10))", "7850")), LayerFunctions::countParams),
            pure("snapshot(model)", "The params and states of a layer, or of a tree with layers, as a tree without layers: restore puts it back. Values that"
                            + " are not in layers stay as they are.",
                    List.of(example("keys(snapshot(Linear(2, 3)))", "[\"w\", \"b\"]")), call -> Snapshots.of(call.machine().interpreter, call.get(0))),
            effect("restore(model, saved)", "Puts the params and states of a snapshot, or of a file that save wrote, into a model that was made in the same way,"
                            + " in place. `saved` is the tree, or the path of the file. When something does not fit, nothing is changed.",
                    List.of(), LayerFunctions::restore),
            effect("save(path, tree)", "Writes a tree to a file: tensors, numbers, strings, bools, nil, and lists, tuples and records of these; of layers their"
                            + " params and states (see snapshot). The file is a zip archive with one .npy entry for each tensor, which NumPy reads too;"
                            + " with a path that ends in .npy it is that one tensor. It is replaced only when the new one is complete.",
                    List.of(), LayerFunctions::save),
            effect("load(path)", "The tree that save wrote, with records where there were layers: restore(model, tree) puts them back. Reads NumPy's .npy and"
                            + " .npz files too. A file is data only: reading one runs nothing.",
                    List.of(), call -> load(call, 0)),
            pure("tree_map(f, ...trees)", "The tree of f(leaf, ...) for the leaves of trees of equal structure; nil stays nil.",
                    List.of(example("tree_map((a, b) -> a + b, {x: 1, y: 2}, {x: 10, y: 20})", "{x: 11, y: 22}")), LayerFunctions::treeMap),
            pure("tree_leaves(tree)", "The list of the leaves of a tree, in order, without nil.",
                    List.of(example("tree_leaves({a: \"x\", b: (1, nil)})", "[\"x\", 1]")), call -> DlList.of(Trees.leaves(tree(call.get(0))))));

    private LayerFunctions() {}

    /// Layers stand for their parameters.
    static Object tree(Object value) {
        return Trees.holdsLayer(value) ? Trees.parameters(value) : value;
    }

    private static Object params(NativeFunction.Call call) {
        if (!Trees.holdsLayer(call.get(0))) {
            throw wrong(call, 0, "a layer").hint("tensors and records are values; what changes in place are the parameters of a layer: layer Model() { param w = ... }");
        }
        return Trees.parameters(call.get(0));
    }

    private static Object frozen(NativeFunction.Call call) {
        if (!Trees.holdsLayer(call.get(0))) {
            throw wrong(call, 0, "a layer");
        }
        return Trees.map(call.get(0), leaf -> leaf instanceof LayerInstance layer ? layer.freeze() : leaf);
    }

    private static Object countParams(NativeFunction.Call call) {
        if (!Trees.holdsLayer(call.get(0))) {
            throw wrong(call, 0, "a layer");
        }
        boolean trained = call.has(1) && Convert.bool(call.get(1)).orElseThrow(() -> wrong(call, 1, "a bool"));
        return Summary.count(call.get(0), !trained);
    }

    private static Object load(NativeFunction.Call call, int argument) {
        String name = ValueFunctions.text(call, argument);
        return Archive.load(call.machine().interpreter, FileFunctions.resolve(call, name), name);
    }

    private static Object save(NativeFunction.Call call) {
        Interpreter interpreter = call.machine().interpreter;
        String name = FileFunctions.path(call);
        Archive.save(interpreter, FileFunctions.resolve(call, name), name, Snapshots.of(interpreter, call.get(1)));
        return Nil.NIL;
    }

    private static Object restore(NativeFunction.Call call) {
        if (!Trees.holdsLayer(call.get(0))) {
            throw wrong(call, 0, "a layer, or a tree with layers").hint("load(path) gives the values themselves");
        }
        Object saved = call.get(1) instanceof String ? load(call, 1) : call.get(1);
        Snapshots.restore(call.machine().interpreter, call.get(0), saved, call.site());
        return Nil.NIL;
    }

    private static Object withParams(NativeFunction.Call call) {
        Object model = call.get(0);
        checkStructure(call);
        Iterator<Object> leaves = Trees.leaves(tree(call.get(1))).iterator();
        return Trees.rebuild(model, Trees.Rebuild.COPY, before -> leaves.next());
    }

    private static void checkStructure(NativeFunction.Call call) {
        if (!Trees.holdsLayer(call.get(0))) {
            throw wrong(call, 0, "a layer");
        }
        Trees.map(new Object[] {Trees.parameters(call.get(0)), tree(call.get(1))}, "", leaves -> {
            if (leaves[1] == Nil.NIL) {
                throw OpError.value("value/tree-structure", "the tree has nil where the model has a parameter").label(1, "");
            }
            return leaves[0];
        });
    }

    private static Object setParams(NativeFunction.Call call) {
        checkStructure(call);
        List<Object> leaves = Trees.leaves(tree(call.get(1)));
        List<Place> places = new ArrayList<>();
        collect(call.get(0), new Trees.Visited(), places);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            place.cell.set(call.machine().interpreter.parameter(place.name, place.cell.get(), leaves.get(i), call.site()));
        }
        return Nil.NIL;
    }

    private record Place(String name, Cell cell) {}

    /// The cells of all parameters, in the order of params(model).
    private static void collect(Object value, Trees.Visited seen, List<Place> places) {
        switch (value) {
            case LayerInstance layer -> {
                if (!seen.first(layer)) {
                    return;
                }
                for (LayerFields.Field field : layer.type().fields()) {
                    if (field.form() == LayerFields.Form.METHOD || !layer.cell(field.index()).isSet()) {
                        continue;
                    }
                    Cell cell = layer.cell(field.index());
                    if (field.form() == LayerFields.Form.PARAM) {
                        if (cell.get() != Nil.NIL) {
                            places.add(new Place(field.name(), cell));
                        }
                    } else {
                        collect(cell.get(), seen, places);
                    }
                }
            }
            case dl.run.value.DlRange _ -> { }
            case dl.run.value.Sequence elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    collect(elements.get(i), seen, places);
                }
            }
            case dl.run.value.DlRecord fields -> {
                for (int i = 0; i < fields.size(); i++) {
                    collect(fields.value(i), seen, places);
                }
            }
            default -> { }
        }
    }

    private static Object treeMap(NativeFunction.Call call) {
        DlList trees = (DlList) call.get(1);
        if (trees.size() == 0) {
            throw OpError.type("call/missing", "tree_map needs at least one tree").hint("tree_map(f, tree)");
        }
        Object[] plain = Arrays.stream(trees.toArray()).map(LayerFunctions::tree).toArray();
        try {
            return Trees.map(plain, "", leaves -> Machine.number(call.call(call.get(0), leaves)));
        } catch (OpError error) {
            throw trees.size() == 2 && error.labels().isEmpty() ? error.label(call.rest(1), "").label(call.rest(0), "") : error;
        }
    }
}

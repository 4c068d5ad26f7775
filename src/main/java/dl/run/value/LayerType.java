package dl.run.value;

import dl.check.LayerFields;
import dl.run.Arguments;
import dl.run.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A layer as declared; calling it makes an instance.
public final class LayerType implements Callable {
    private final String name;
    private final String doc;
    private final List<LayerFields.Field> fields;
    private final FunctionCode constructor;
    private final Map<String, FunctionCode> methods;
    private final Cell[] captures;
    private final Map<String, Cell[]> methodCaptures;

    public LayerType(String name, String doc, List<LayerFields.Field> fields, FunctionCode constructor, Cell[] captures,
            Map<String, FunctionCode> methods, Map<String, Cell[]> methodCaptures) {
        this.name = name;
        this.doc = doc;
        this.fields = List.copyOf(fields);
        this.constructor = constructor;
        this.captures = captures;
        this.methods = methods;
        this.methodCaptures = methodCaptures;
    }

    @Override
    public String name() {
        return name;
    }

    public String doc() {
        return doc;
    }

    public FunctionCode constructor() {
        return constructor;
    }

    /// Fields in order: parameters, then the items of the body, then the methods.
    public List<LayerFields.Field> fields() {
        return fields;
    }

    public Optional<LayerFields.Field> field(String key) {
        for (LayerFields.Field field : fields) {
            if (field.name().equals(key)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public FunctionCode method(String key) {
        return methods.get(key);
    }

    public boolean hasMethod(String key) {
        return methods.containsKey(key);
    }

    public Cell[] methodCaptures(String key) {
        return methodCaptures.get(key);
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        LayerInstance instance = new LayerInstance(this);
        constructor.call(machine, captures, arguments, Optional.of(instance));
        return machine.give(instance);
    }
}

package dl.run.value;

import dl.check.LayerFields;
import dl.run.Arguments;
import dl.run.Machine;
import dl.source.ErrorKind;
import dl.tensor.Operand;
import dl.tensor.Shape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A layer with its parameters and state: the one thing in dl that has an identity and changes in place.
///
/// A view of an instance with other parameters (as differentiation makes them) shares its state and its identity.
/// A frozen view shares everything, but its parameters count as constants.
public final class LayerInstance implements Callable {
    private final LayerType type;
    private final Identity identity;
    private final boolean frozen;
    private final Cell[] fields;

    /// What the views of one instance have in common.
    private static final class Identity {
        private @Nullable Shape output;
    }

    public LayerInstance(LayerType type) {
        this.type = type;
        this.identity = new Identity();
        this.frozen = false;
        this.fields = new Cell[type.fields().size()];
        for (LayerFields.Field field : type.fields()) {
            if (field.form() != LayerFields.Form.METHOD) {
                fields[field.index()] = new Cell();
            }
        }
    }

    private LayerInstance(LayerInstance original, Cell[] fields, Identity identity, boolean frozen) {
        this.type = original.type;
        this.identity = identity;
        this.frozen = frozen;
        this.fields = fields;
    }

    public LayerType type() {
        return type;
    }

    /// Whether two instances are the same layer, possibly with traced parameters.
    public boolean same(LayerInstance other) {
        return identity == other.identity;
    }

    /// What is the same for all views of one layer, and for nothing else.
    public Object identity() {
        return identity;
    }

    /// Whether its parameters, and those of the layers in it, count as constants.
    public boolean frozen() {
        return frozen;
    }

    /// The same layer with its parameters as constants: neither differentiated nor listed, and seen as they change.
    public LayerInstance freeze() {
        return new LayerInstance(this, fields, identity, true);
    }

    /// The shape of what the last call of the layer gave, if that was a tensor.
    public Optional<Shape> lastOutput() {
        return Optional.ofNullable(identity.output);
    }

    /// The cell of a field that is not a method.
    public Cell cell(int index) {
        return fields[index];
    }

    public boolean has(String key) {
        return type.field(key).isPresent();
    }

    /// The value of a field, or a method bound to this instance.
    public Optional<Object> get(String key) {
        Optional<LayerFields.Field> found = type.field(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LayerFields.Field field = found.get();
        if (field.form() == LayerFields.Form.METHOD) {
            return Optional.of(new BoundMethod(this, key));
        }
        return fields[field.index()].isSet() ? Optional.of(fields[field.index()].get()) : Optional.empty();
    }

    /// The same instance with other values in some fields: state is shared, the rest is copied.
    ///
    /// @param changed new values by field index, null where the field stays
    public LayerInstance view(@Nullable Object[] changed) {
        Cell[] copy = fields.clone();
        LayerInstance view = new LayerInstance(this, copy, identity, frozen);
        fill(view, changed, true);
        return view;
    }

    /// Another instance with other values in some fields and a state of its own.
    public LayerInstance copy(@Nullable Object[] changed) {
        Cell[] copy = fields.clone();
        LayerInstance instance = new LayerInstance(this, copy, new Identity(), frozen);
        fill(instance, changed, false);
        return instance;
    }

    private void fill(LayerInstance target, @Nullable Object[] changed, boolean shareState) {
        for (LayerFields.Field field : type.fields()) {
            int index = field.index();
            if (field.form() == LayerFields.Form.METHOD || shareState && field.form() == LayerFields.Form.STATE) {
                continue;
            }
            Object value = changed[index];
            if (value == null && !fields[index].isSet()) {
                target.fields[index] = new Cell();
                continue;
            }
            Object next = value == null ? fields[index].get() : value;
            target.fields[index] = new Cell(next instanceof Closure closure ? closure.rebind(this, target) : next);
        }
    }

    @Override
    public String name() {
        return type.name();
    }

    /// Calling a layer calls its `forward`.
    @Override
    public byte call(Machine machine, Arguments arguments) {
        if (!type.hasMethod("forward")) {
            throw arguments.site().error("call/no-forward", ErrorKind.TYPE,
                    "the layer " + type.name() + " cannot be called: it has no method forward",
                    "define fn forward(x) = ... in the layer, or call one of its methods");
        }
        return invoke(machine, "forward", arguments);
    }

    /// Calls a method.
    public byte invoke(Machine machine, String method, Arguments arguments) {
        byte kind = type.method(method).call(machine, type.methodCaptures(method), arguments, Optional.of(this));
        if (kind == Kind.OBJECT && method.equals("forward")) {
            identity.output = machine.ref instanceof Operand result ? result.shape() : null;
        }
        return kind;
    }
}

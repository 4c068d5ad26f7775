package dl.run.value;

import dl.run.Arguments;
import dl.run.Machine;

/// A layer's method taken as a value.
public record BoundMethod(LayerInstance instance, String method) implements Callable {
    @Override
    public String name() {
        return instance.type().name() + "." + method;
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        return instance.invoke(machine, method, arguments);
    }
}

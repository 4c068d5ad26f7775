package dl.run.value;

import dl.run.Arguments;
import dl.run.Machine;
import java.util.Optional;

/// A dl function with the variables that it captured.
public final class Closure implements Callable {
    private final FunctionCode code;
    private final Cell[] captures;

    public Closure(FunctionCode code, Cell[] captures) {
        this.code = code;
        this.captures = captures;
    }

    public FunctionCode code() {
        return code;
    }

    public Cell[] captures() {
        return captures;
    }

    @Override
    public String name() {
        return code.name();
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        return code.call(machine, captures, arguments, Optional.empty());
    }

    /// A closure of a layer's body for another instance of the layer: where it captured `from`, it now has `to`.
    public Closure rebind(Object from, Object to) {
        for (int i = 0; i < captures.length; i++) {
            if (captures[i].isSet() && captures[i].get() == from) {
                Cell[] changed = captures.clone();
                changed[i] = new Cell(to);
                return new Closure(code, changed);
            }
        }
        return this;
    }
}

package dl.run.value;

import dl.run.Arguments;
import dl.run.Machine;

/// What can be called: functions, operations, layers and their types, element types.
public interface Callable {
    /// Leaves the result in the registers of the machine and returns its kind.
    byte call(Machine machine, Arguments arguments);

    /// The name in messages, such as `relu` or `<lambda>`.
    String name();
}

package dl.run.value;

import dl.op.Ops;
import dl.run.Arguments;
import dl.run.Convert;
import dl.run.Machine;
import dl.source.ErrorKind;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;

/// An element type as a value; calling it converts: `f64(x)`.
public record ElementType(DType dtype) implements Callable {
    @Override
    public String name() {
        return dtype.text();
    }

    @Override
    public byte call(Machine machine, Arguments arguments) {
        if (arguments.positional().length != 1 || arguments.names().length != 0) {
            throw arguments.site().error("call/missing", ErrorKind.TYPE, name() + " converts one tensor, got " + arguments.positional().length + " arguments",
                    name() + "(x)");
        }
        Object value = arguments.positional()[0];
        Operand operand = Convert.tensor(machine, value).orElseThrow(() -> arguments.site().error("type/argument", ErrorKind.TYPE,
                name() + " converts tensors and numbers, got " + machine.interpreter.describe(value), ""));
        machine.interpreter.at(arguments.site());
        try {
            return machine.give(Ops.ASTYPE.apply(machine.interpreter, new Operand[] {operand}, Ops.ASTYPE.attributes(dtype)));
        } catch (OpError error) {
            throw arguments.locate(error);
        }
    }

    @Override
    public String toString() {
        return dtype.text();
    }
}

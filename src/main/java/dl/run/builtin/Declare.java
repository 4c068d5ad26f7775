package dl.run.builtin;

import dl.op.Example;
import dl.run.value.NativeFunction;
import dl.tensor.OpError;
import java.util.List;

/// Short forms for declaring builtins.
final class Declare {
    private Declare() {}

    /// A builtin that does nothing but compute a value.
    static NativeFunction pure(String header, String doc, List<Example> examples, NativeFunction.Body body) {
        return new NativeFunction(header, doc, true, examples, body);
    }

    /// A builtin that does something besides, or whose result may be dropped.
    static NativeFunction effect(String header, String doc, List<Example> examples, NativeFunction.Body body) {
        return new NativeFunction(header, doc, false, examples, body);
    }

    static Example example(String source, String expected) {
        return new Example(source, expected);
    }

    /// The error of an argument of the wrong kind.
    static OpError wrong(NativeFunction.Call call, int argument, String wanted) {
        OpError error = OpError.type("type/argument", call.function() + " wants " + wanted + ", got " + call.machine().interpreter.describe(call.get(argument)))
                .label(argument, "this is " + call.machine().interpreter.describe(call.get(argument)));
        return call.get(argument) == dl.run.value.Nil.NIL ? error.hint("the value is nil: was it ever set?")
                : wanted.equals("a string") ? error.hint("str(x) makes a string of a value") : error;
    }
}

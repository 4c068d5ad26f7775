package dl.run.node;

import dl.check.LayerFields;
import dl.run.Machine;
import dl.run.value.Cell;
import dl.run.value.Closure;
import dl.run.value.FunctionCode;
import dl.run.value.LayerInstance;
import dl.run.value.LayerType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Nodes that make functions and layers of their code and the variables around it.
public final class Functions {
    private Functions() {}

    /// Where a captured variable's cell is found when the closure is made.
    ///
    /// @param local whether in a slot of the running frame, or among the running closure's own captures
    public record Source(boolean local, int index) {
        Cell find(Machine machine) {
            return local ? (Cell) machine.refs[machine.base + index] : machine.captures[index];
        }
    }

    static Cell[] capture(Machine machine, Source[] sources) {
        Cell[] cells = new Cell[sources.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = sources[i].find(machine);
        }
        return cells;
    }

    /// A function or lambda.
    public static final class Make extends Node {
        private final FunctionCode code;
        private final Source[] captures;

        public Make(FunctionCode code, Source[] captures) {
            this.code = code;
            this.captures = captures;
        }

        @Override
        public byte run(Machine machine) {
            machine.ref = new Closure(code, capture(machine, captures));
            return dl.run.value.Kind.OBJECT;
        }
    }

    /// A method of a layer as it will be made.
    public record Method(FunctionCode code, Source[] captures) {}

    /// A layer's type.
    public static final class MakeLayer extends Node {
        private final String name;
        private final String doc;
        private final List<LayerFields.Field> fields;
        private final Method constructor;
        private final Map<String, Method> methods;

        public MakeLayer(String name, String doc, List<LayerFields.Field> fields, Method constructor, Map<String, Method> methods) {
            this.name = name;
            this.doc = doc;
            this.fields = fields;
            this.constructor = constructor;
            this.methods = methods;
        }

        @Override
        public byte run(Machine machine) {
            Map<String, FunctionCode> codes = new HashMap<>();
            Map<String, Cell[]> captures = new HashMap<>();
            methods.forEach((key, method) -> {
                codes.put(key, method.code());
                captures.put(key, capture(machine, method.captures()));
            });
            machine.ref = new LayerType(name, doc, fields, constructor.code(), capture(machine, constructor.captures()), codes, captures);
            return dl.run.value.Kind.OBJECT;
        }
    }

    /// The body of a layer's constructor: copies the parameters into fields, then runs the items in order.
    public static final class Construct extends Node {
        private final int[] parameterSlots;
        private final boolean[] shared;
        private final Node[] items;

        /// @param parameterSlots slots of the parameters in the order of the fields, which they fill from 0 on
        /// @param shared         whether the parameter lives in a cell
        public Construct(int[] parameterSlots, boolean[] shared, Node[] items) {
            this.parameterSlots = parameterSlots;
            this.shared = shared;
            this.items = items;
        }

        @Override
        public byte run(Machine machine) {
            machine.load(machine.base);
            Object self = machine.ref instanceof Cell cell ? cell.get() : machine.ref;
            LayerInstance instance = (LayerInstance) self;
            for (int i = 0; i < parameterSlots.length; i++) {
                byte kind = machine.load(machine.base + parameterSlots[i]);
                instance.cell(i).set(shared[i] ? ((Cell) machine.ref).get() : machine.take(kind));
            }
            for (Node item : items) {
                item.run(machine);
            }
            return machine.give(instance);
        }
    }
}

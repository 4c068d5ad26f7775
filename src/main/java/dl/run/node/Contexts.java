package dl.run.node;

import dl.run.Context;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.source.ErrorKind;
import dl.source.Suggest;
import dl.kernel.RandomStream;
import dl.tensor.DType;
import java.util.List;

/// `with seed(42), training { ... }`: a context for the time of a block, put back on every way out.
public final class Contexts extends Node {
    /// The contexts there are, with what they take.
    public static final List<String> NAMES = List.of("seed", "training", "evaluation", "dtype", "no_grad", "strict_grad", "check_numerics", "cleanup");

    /// Evaluates with f64 as the default float type.
    public static final class InDoubles extends Node {
        private final Node node;

        public InDoubles(Node node) {
            this.node = node;
        }

        @Override
        public byte run(Machine machine) {
            Context before = machine.interpreter.context();
            machine.interpreter.context(before.defaultFloat(DType.F64));
            try {
                return node.run(machine);
            } finally {
                machine.interpreter.context(before);
            }
        }
    }

    /// One head as written.
    public record Head(String name, Node[] arguments, Site site) {}

    private static final Cleanups NONE = new Cleanups();

    private final Head[] heads;
    private final Node body;

    public Contexts(Head[] heads, Node body) {
        this.heads = heads;
        this.body = body;
    }

    @Override
    public byte run(Machine machine) {
        Context before = machine.interpreter.context();
        Cleanups cleanups = NONE;
        try {
            Context inside = before;
            for (Head head : heads) {
                Object[] values = new Object[head.arguments().length];
                for (int i = 0; i < values.length; i++) {
                    byte kind = head.arguments()[i].run(machine);
                    if (kind < 0) {
                        machine.interpreter.context(before);
                        return cleanups == NONE ? kind : cleanups.left(machine, kind);
                    }
                    values[i] = machine.take(kind);
                }
                if (head.name().equals("cleanup")) {
                    need(head, values, 1, "cleanup(() -> ...)");
                    cleanups = cleanups == NONE ? new Cleanups(machine) : cleanups;
                    cleanups.add(machine, values[0], head.site());
                    continue;
                }
                inside = enter(machine, inside, head, values);
                machine.interpreter.context(inside);
            }
            byte kind = body.run(machine);
            if (cleanups == NONE) {
                return kind;
            }
            machine.interpreter.context(before);
            return cleanups.left(machine, kind);
        } catch (DlError error) {
            machine.interpreter.context(before);
            cleanups.failed(machine, error);
            throw error;
        } finally {
            machine.interpreter.context(before);
        }
    }

    private static Context enter(Machine machine, Context context, Head head, Object[] values) {
        switch (head.name()) {
            case "seed" -> {
                need(head, values, 1, "seed(42)");
                long seed = Convert.integer(values[0]).orElseThrow(() -> head.site().error("type/argument", ErrorKind.TYPE,
                        "a seed is an int, got " + machine.interpreter.describe(values[0]), "with seed(42) { ... }"));
                return context.random(RandomStream.of(seed));
            }
            case "training" -> {
                need(head, values, 0, "training");
                return context.training(true);
            }
            case "evaluation" -> {
                need(head, values, 0, "evaluation");
                return context.training(false);
            }
            case "dtype" -> {
                need(head, values, 1, "dtype(f64)");
                if (values[0] instanceof dl.run.value.ElementType(DType type) && type.isFloat()) {
                    return context.defaultFloat(type);
                }
                throw head.site().error("type/argument", ErrorKind.TYPE, "the default element type is f32 or f64, got "
                        + machine.interpreter.describe(values[0]), "with dtype(f64) { ... }");
            }
            case "no_grad" -> {
                need(head, values, 0, "no_grad");
                return context.recording(false);
            }
            case "strict_grad" -> {
                need(head, values, 0, "strict_grad");
                return context.strictGradients(true);
            }
            case "check_numerics" -> {
                need(head, values, 0, "check_numerics");
                return context.checkNumerics(true);
            }
            default -> throw head.site().error("name/unknown-context", ErrorKind.NAME, "there is no context '" + head.name() + "'",
                    Suggest.closest(head.name(), NAMES).map(close -> "did you mean " + close + "?").orElse("with takes " + String.join(", ", NAMES)));
        }
    }

    private static void need(Head head, Object[] values, int count, String form) {
        if (values.length != count) {
            throw head.site().error("call/context-arguments", ErrorKind.TYPE, "the context " + head.name() + " takes "
                    + (count == 0 ? "no arguments" : "1 argument") + ", got " + values.length, "with " + form + " { ... }");
        }
    }
}

package dl.run.node;

import dl.check.LayerFields;
import dl.op.Op;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Kind;
import dl.run.value.LayerInstance;
import dl.run.value.Module;
import dl.source.ErrorKind;
import dl.syntax.BinaryOperator;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Assignment to names, fields and elements. Values do not change: a new value with the new part goes into the variable.
/// Only a layer changes in place.
public final class Assignments {
    private Assignments() {}

    /// The operator of `+=` and the like.
    public record Combine(BinaryOperator operator, Op op) {}

    /// `x = value`, `x += value`.
    public static final class Name extends Node {
        private final Node value;
        private final Variables.Target target;

        public Name(Node value, Variables.Target target) {
            this.value = value;
            this.target = target;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            target.store(machine, kind);
            return Control.nil(machine);
        }
    }

    /// A step from a value to a part of it.
    public sealed interface Step {
        Site site();

        record Field(String key, Site site) implements Step {}

        record Index(Indexing.Item[] items, Site site) implements Step {}
    }

    /// Where a place begins: a variable, or (for layers, which change in place) any value.
    ///
    /// @param assignable whether the variable may take another value
    /// @param ownership  its claims on the containers that it holds alone
    public record Root(Node read, Variables.Target write, boolean assignable, Optional<Ownership> ownership, String name, Site site) {}

    /// `root.a[i].b`, as something to store into.
    public static final class Place {
        private final Root root;
        private final Step[] steps;

        public Place(Root root, Step[] steps) {
            this.root = root;
            this.steps = steps;
        }

        /// Stores `value`, or what `combine` makes of the present value and it.
        byte store(Machine machine, Object value, Optional<Combine> combine, Site site) {
            Indexing.Evaluated[][] items = new Indexing.Evaluated[steps.length][];
            for (int i = 0; i < steps.length; i++) {
                if (steps[i] instanceof Step.Index index) {
                    items[i] = new Indexing.Evaluated[index.items().length];
                    byte left = Indexing.evaluate(machine, index.items(), items[i]);
                    if (left < 0) {
                        return left;
                    }
                }
            }
            byte kind = root.read.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object before = machine.take(kind);
            Object token = root.ownership.isEmpty() ? null : root.ownership.get().tokenForWriting(machine);
            if (steps.length == 1 && token != null && combine.isEmpty() && items[0] != null && storeScalar(machine, before, items[0], value, token)) {
                return Kind.OBJECT;
            }
            Object after = updated(machine, before, 0, items, value, combine, token, site);
            if (after != before) {
                if (!root.assignable) {
                    throw root.site.error("name/assign-constant", ErrorKind.NAME, "'" + root.name + "' cannot change: it is not a var",
                            "write var instead of let where it is defined; only a layer's fields change through a let");
                }
                root.write.store(machine, machine.give(after));
            }
            return Kind.OBJECT;
        }

        /// `a[i, j] = number` on a claimed list or tensor: no more than a check and a write. False when it takes the long way.
        private boolean storeScalar(Machine machine, Object holder, Indexing.Evaluated[] items, Object value, Object token) {
            if (holder instanceof DlList list) {
                if (items.length == 1 && items[0].value() instanceof Long index && list.claimedBy(token)) {
                    list.setInPlace(Indexing.position(index, list.size(), items[0].item().site()), value);
                    return true;
                }
                return false;
            }
            if (!(holder instanceof Tensor tensor) || items.length != tensor.rank() || !tensor.claimedBy(token)) {
                return false;
            }
            int at = tensor.offset();
            for (int axis = 0; axis < items.length; axis++) {
                int size = tensor.shape().size(axis);
                if (!(items[axis].value() instanceof Long index) || index < -size || index >= size) {
                    return false;
                }
                at += (int) (index < 0 ? index + size : index) * tensor.stride(axis);
            }
            switch (tensor.dtype()) {
                case F32 -> {
                    if (!(value instanceof Double || value instanceof Long)) {
                        return false;
                    }
                    double number = ((Number) value).doubleValue();
                    float rounded = (float) number;
                    boolean lost = Float.isInfinite(rounded) != Double.isInfinite(number) || rounded == 0 && number != 0;
                    if (lost) {
                        return false;
                    }
                    tensor.floats()[at] = rounded;
                }
                case F64 -> {
                    if (!(value instanceof Double || value instanceof Long)) {
                        return false;
                    }
                    tensor.doubles()[at] = ((Number) value).doubleValue();
                }
                case I64 -> {
                    if (!(value instanceof Long number)) {
                        return false;
                    }
                    tensor.longs()[at] = number;
                }
                case BOOL -> {
                    if (!(value instanceof Boolean truth)) {
                        return false;
                    }
                    tensor.booleans()[at] = truth;
                }
                case C128 -> {
                    return false;
                }
            }
            return true;
        }

        private Object updated(Machine machine, Object holder, int step, Indexing.Evaluated[][] items, Object value,
                Optional<Combine> combine, @Nullable Object token, Site site) {
            if (step == steps.length) {
                return combine.isEmpty() ? value : Arithmetic.objects(machine, combine.get().operator(), combine.get().op(), holder, value, site);
            }
            return switch (steps[step]) {
                case Step.Field field -> field(machine, holder, field, step, items, value, combine, token, site);
                case Step.Index index when accumulates(holder, step, items, combine) ->
                        Indexing.add(machine, (Operand) holder, items[step], value, combine.get().operator() == BinaryOperator.SUBTRACT, token, index.site());
                case Step.Index index -> {
                    boolean direct = step == steps.length - 1 && combine.isEmpty();
                    Object part = direct ? value
                            : updated(machine, Indexing.get(machine, holder, items[step], index.site()), step + 1, items, value, combine, token, site);
                    yield Indexing.set(machine, holder, items[step], part, token, index.site());
                }
            };
        }

        /// `a[positions] += v` adds for every position, also where one comes twice.
        private boolean accumulates(Object holder, int step, Indexing.Evaluated[][] items, Optional<Combine> combine) {
            boolean sum = combine.isPresent() && (combine.get().operator() == BinaryOperator.ADD || combine.get().operator() == BinaryOperator.SUBTRACT);
            return sum && step == steps.length - 1 && holder instanceof Operand && Indexing.gathers(items[step]);
        }

        private Object field(Machine machine, Object holder, Step.Field field, int step, Indexing.Evaluated[][] items, Object value,
                Optional<Combine> combine, @Nullable Object token, Site site) {
            Object part = Fields.get(machine, holder, field.key(), field.site());
            // a layer is shared by all that know it: what it holds is never the variable's alone
            Object inside = holder instanceof LayerInstance ? null : token;
            Object changed = updated(machine, part, step + 1, items, value, combine, inside, site);
            return switch (holder) {
                case DlRecord fields -> changed == part ? fields : Indexing.put(fields, field.key(), changed, token);
                case LayerInstance layer -> {
                    if (changed != part) {
                        intoLayer(machine, layer, field, part, changed);
                    }
                    yield layer;
                }
                case Module module -> throw field.site().error("name/assign-module", ErrorKind.NAME,
                        "the names of the module " + module.name() + " cannot be assigned from outside", "let the module offer a function that does it");
                default -> throw field.site().error("type/assign-field", ErrorKind.TYPE, "the fields of " + machine.interpreter.describe(holder) + " cannot be assigned", "");
            };
        }
    }

    private static void intoLayer(Machine machine, LayerInstance layer, Step.Field field, Object before, Object after) {
        LayerFields.Field declared = layer.type().field(field.key()).orElseThrow();
        switch (declared.form()) {
            case PARAM -> layer.cell(declared.index()).set(machine.interpreter.parameter(field.key(), before, after, field.site()));
            case STATE -> layer.cell(declared.index()).set(machine.interpreter.plain(after));
            case LET, ARGUMENT, METHOD -> throw field.site().error("name/assign-field", ErrorKind.NAME,
                    "'" + field.key() + "' is " + (declared.form() == LayerFields.Form.ARGUMENT ? "an argument that the " + layer.type().name() + " was made with"
                            : "a " + declared.form().text() + " of " + layer.type().name()) + " and cannot be assigned",
                    declared.form() == LayerFields.Form.LET ? "params and states can be assigned: write state " + field.key() + " = ... in the layer"
                            : "params and states can be assigned");
        }
    }

    /// `place = value`, `place += value`.
    public static final class Store extends Node {
        private final Place place;
        private final Node value;
        private final Optional<Combine> combine;
        private final Site site;

        public Store(Place place, Node value, Optional<Combine> combine, Site site) {
            this.place = place;
            this.value = value;
            this.combine = combine;
            this.site = site;
        }

        @Override
        public byte run(Machine machine) {
            byte kind = value.run(machine);
            if (kind < 0) {
                return kind;
            }
            byte left = place.store(machine, machine.take(kind), combine, site);
            return left < 0 ? left : Control.nil(machine);
        }
    }

    /// A place as the target of a pattern, for `(a[0], b) = ...`.
    public static Bind into(Place place, Site site) {
        return new Bind() {
            @Override
            public void bind(Machine machine, byte kind) {
                place.store(machine, machine.take(kind), Optional.empty(), site);
            }
        };
    }
}

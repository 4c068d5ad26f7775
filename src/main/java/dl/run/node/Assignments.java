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
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Assignment to names, fields and elements. Values do not change: a new value with the new part goes into the variable.
/// Only a layer changes in place.
public final class Assignments {
    private Assignments() {}

    /// The operator of `+=` and the like.
    public record Combine(BinaryOperator operator, Op op) {}

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
        /// Whether there are one or two steps, each a field or one position.
        private final boolean simple;
        private final @Nullable Ownership owner;
        private final Site firstItem;
        /// Where a field was in records like the last one.
        private String @Nullable [] layout;
        private @Nullable String lastKey;
        private int lastIndex;

        public Place(Root root, Step[] steps) {
            this.root = root;
            this.steps = steps;
            boolean single = steps.length == 1 || steps.length == 2;
            for (Step step : steps) {
                single &= step instanceof Step.Field || step instanceof Step.Index index && index.items().length == 1 && index.items()[0] instanceof Indexing.Item.At;
            }
            simple = single;
            owner = root.ownership.orElse(null);
            firstItem = steps[0] instanceof Step.Index index ? index.items()[0].site() : root.site;
        }

        /// Stores `value`, or what `combine` makes of the present value and it.
        byte store(Machine machine, Object value, Optional<Combine> combine, Site site) {
            return simple ? storeAt(machine, value, combine, site) : storeAnywhere(machine, value, combine, site);
        }

        private static final ClassDesc DESC = ClassDesc.of("dl.run.node.Assignments$Place");

        /// Emits a store of the value on the stack. False when that is not possible; nothing is emitted then.
        boolean canEmit() {
            return simple;
        }

        byte emit(Emitter emitter, byte valueKind, Optional<Combine> combine, Site site) {
            Emitter.Temp value = emitter.save(valueKind);
            Emitter.Temp[] positions = new Emitter.Temp[2];
            for (int i = 0; i < steps.length; i++) {
                if (steps[i] instanceof Step.Index index) {
                    byte kind = ((Indexing.Item.At) index.items()[0]).value().emit(emitter);
                    if (kind == Emitter.NEVER) {
                        return kind;
                    }
                    positions[i] = emitter.save(kind);
                }
            }
            byte kind = root.read.emit(emitter);
            emitter.toObject(kind);
            int before = emitter.code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
            emitter.code.astore(before);
            emitter.constant(this, DESC);
            emitter.machine();
            emitter.box(value);
            if (steps.length == 1 && combine.isEmpty() && positions[0] != null && positions[0].kind() == Kind.LONG) {
                emitter.load(positions[0]);
                emitter.code.aload(before);
                emitter.constant(site, ClassDesc.of("dl.run.Site"));
                emitter.code.invokevirtual(DESC, "storeElement", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE, Emitter.OBJECT,
                        ConstantDescs.CD_long, Emitter.OBJECT, ClassDesc.of("dl.run.Site")));
                return Emitter.NIL;
            }
            if (steps.length == 2 && steps[1] instanceof Step.Field && positions[0] != null && positions[0].kind() == Kind.LONG) {
                emitter.load(positions[0]);
                emitter.code.aload(before);
                emitter.constant(combine, ClassDesc.of("java.util.Optional"));
                emitter.constant(site, ClassDesc.of("dl.run.Site"));
                emitter.code.invokevirtual(DESC, "storeField", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE, Emitter.OBJECT,
                        ConstantDescs.CD_long, Emitter.OBJECT, ClassDesc.of("java.util.Optional"), ClassDesc.of("dl.run.Site")));
                return Emitter.NIL;
            }
            for (Emitter.Temp position : positions) {
                if (position == null) {
                    emitter.code.loadConstant((int) Kind.LONG).lconst_0().aconst_null();
                } else {
                    emitter.spread(position);
                }
            }
            emitter.code.aload(before);
            emitter.constant(combine, ClassDesc.of("java.util.Optional"));
            emitter.constant(site, ClassDesc.of("dl.run.Site"));
            emitter.code.invokevirtual(DESC, "storeAt", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.MACHINE, Emitter.OBJECT,
                    ConstantDescs.CD_int, ConstantDescs.CD_long, Emitter.OBJECT, ConstantDescs.CD_int, ConstantDescs.CD_long, Emitter.OBJECT,
                    Emitter.OBJECT, ClassDesc.of("java.util.Optional"), ClassDesc.of("dl.run.Site")));
            return Emitter.NIL;
        }

        /// `a[i] = value`, with nothing on the way when the variable holds the list alone.
        void storeElement(Machine machine, Object value, long position, Object before, Site site) {
            if (owner != null && before instanceof DlList list && owner.token(machine) instanceof Object token && list.claimedBy(token)) {
                list.setInPlace(Indexing.position(position, list.size(), firstItem), value);
            } else {
                storeAt(machine, value, Kind.LONG, position, null, Kind.LONG, 0, null, before, Optional.empty(), site);
            }
        }

        /// `a[i].x = value` and `a[i].x += value`, with nothing on the way when the variable holds all of it alone.
        void storeField(Machine machine, Object value, long position, Object before, Optional<Combine> combine, Site site) {
            if (owner != null && before instanceof DlList list && owner.token(machine) instanceof Object token && list.claimedBy(token)
                    && list.get(Indexing.position(position, list.size(), firstItem)) instanceof DlRecord record && record.claimedBy(token)) {
                int at = find(record, ((Step.Field) steps[1]).key());
                if (at >= 0 && combine.isEmpty()) {
                    record.setInPlace(at, value);
                    return;
                }
                if (at >= 0 && value instanceof Double b && record.value(at) instanceof Double a) {
                    BinaryOperator operator = combine.get().operator();
                    if (operator == BinaryOperator.ADD) {
                        record.setInPlace(at, a + b);
                        return;
                    }
                    if (operator == BinaryOperator.SUBTRACT) {
                        record.setInPlace(at, a - b);
                        return;
                    }
                }
            }
            storeAt(machine, value, Kind.LONG, position, null, Kind.LONG, 0, null, before, combine, site);
        }

        void storeAt(Machine machine, Object value, int firstKind, long first, @Nullable Object firstRef, int secondKind, long second,
                @Nullable Object secondRef, Object before, Optional<Combine> combine, Site site) {
            Indexing.Evaluated[][] items = null;
            if (firstKind != Kind.LONG || secondKind != Kind.LONG) {
                items = new Indexing.Evaluated[steps.length][];
                for (int i = 0; i < steps.length; i++) {
                    if (steps[i] instanceof Step.Index index) {
                        Object at = i == 0 ? Machine.box((byte) firstKind, first, firstRef) : Machine.box((byte) secondKind, second, secondRef);
                        items[i] = new Indexing.Evaluated[] {new Indexing.Evaluated(at, index.items()[0])};
                    }
                }
            }
            try {
                storeInto(machine, before, items, first, second, value, combine, site);
            } catch (OpError error) {
                throw site.locate(error);
            }
        }

        /// For steps of one field or position each: positions in containers that the variable holds alone need no detour.
        private byte storeAt(Machine machine, Object value, Optional<Combine> combine, Site site) {
            long first = 0;
            long second = 0;
            Indexing.Evaluated[][] items = null;
            for (int i = 0; i < steps.length; i++) {
                if (steps[i] instanceof Step.Index index) {
                    byte kind = ((Indexing.Item.At) index.items()[0]).value().run(machine);
                    if (kind < 0) {
                        return kind;
                    }
                    if (kind != Kind.LONG && items == null) {
                        items = evaluated(i, first, second);
                    }
                    if (items != null) {
                        items[i] = new Indexing.Evaluated[] {new Indexing.Evaluated(machine.take(kind), index.items()[0])};
                    } else if (i == 0) {
                        first = machine.bits;
                    } else {
                        second = machine.bits;
                    }
                }
            }
            byte kind = root.read.run(machine);
            if (kind < 0) {
                return kind;
            }
            return storeInto(machine, machine.take(kind), items, first, second, value, combine, site);
        }

        /// @param items the steps' positions where they are more than the ints `first` and `second`
        private byte storeInto(Machine machine, Object before, Indexing.Evaluated @Nullable [][] items, long first, long second, Object value,
                Optional<Combine> combine, Site site) {
            Object token = root.ownership.isEmpty() ? null : root.ownership.get().tokenForWriting(machine);
            if (items == null && token != null) {
                if (steps.length == 1) {
                    if (storePart(machine, before, 0, first, value, combine, token, site)) {
                        return Kind.OBJECT;
                    }
                } else if (part(before, 0, first, token) instanceof Object inner && storePart(machine, inner, 1, second, value, combine, token, site)) {
                    return Kind.OBJECT;
                }
            }
            return finish(machine, before, items == null ? evaluated(steps.length, first, second) : items, value, combine, token, site);
        }

        /// The items of the first steps, of which the positions are known.
        private Indexing.Evaluated[][] evaluated(int count, long first, long second) {
            Indexing.Evaluated[][] items = new Indexing.Evaluated[steps.length][];
            for (int i = 0; i < count; i++) {
                if (steps[i] instanceof Step.Index index) {
                    items[i] = new Indexing.Evaluated[] {new Indexing.Evaluated(i == 0 ? first : second, index.items()[0])};
                }
            }
            return items;
        }

        private int find(DlRecord record, String key) {
            if (record.layout() != layout || key != lastKey) {
                layout = record.layout();
                lastKey = key;
                lastIndex = record.indexOf(key);
            }
            return lastIndex;
        }

        /// What a claimed list or record holds at a step; null when it takes the long way.
        private @Nullable Object part(Object holder, int step, long position, Object token) {
            if (holder instanceof DlList list && list.claimedBy(token) && steps[step] instanceof Step.Index index) {
                return list.get(Indexing.position(position, list.size(), index.items()[0].site()));
            }
            if (holder instanceof DlRecord record && record.claimedBy(token) && steps[step] instanceof Step.Field field) {
                int at = find(record, field.key());
                return at < 0 ? null : record.value(at);
            }
            return null;
        }

        /// The last step into a claimed container. False when it takes the long way.
        private boolean storePart(Machine machine, Object holder, int step, long position, Object value, Optional<Combine> combine, Object token,
                Site site) {
            if (holder instanceof DlList list) {
                if (list.claimedBy(token) && steps[step] instanceof Step.Index index) {
                    int at = Indexing.position(position, list.size(), index.items()[0].site());
                    list.setInPlace(at, combine.isEmpty() ? value : combined(machine, list.get(at), value, combine.get(), site));
                    return true;
                }
                return false;
            }
            if (holder instanceof DlRecord record) {
                if (record.claimedBy(token) && steps[step] instanceof Step.Field field) {
                    int at = find(record, field.key());
                    if (at >= 0) {
                        record.setInPlace(at, combine.isEmpty() ? value : combined(machine, record.value(at), value, combine.get(), site));
                        return true;
                    }
                }
                return false;
            }
            return holder instanceof Tensor tensor && combine.isEmpty() && tensor.rank() == 1 && tensor.claimedBy(token)
                    && steps[step] instanceof Step.Index && position >= -tensor.shape().size(0) && position < tensor.shape().size(0)
                    && storeNumber(tensor, tensor.offset() + (int) (position < 0 ? position + tensor.shape().size(0) : position) * tensor.stride(0), value);
        }

        private static Object combined(Machine machine, Object before, Object value, Combine combine, Site site) {
            if (before instanceof Double a && value instanceof Double b && !machine.interpreter.checkNumerics()) {
                switch (combine.operator()) {
                    case ADD -> {
                        return a + b;
                    }
                    case SUBTRACT -> {
                        return a - b;
                    }
                    case MULTIPLY -> {
                        return a * b;
                    }
                    default -> { }
                }
            }
            if (before instanceof Long a && value instanceof Long b && combine.operator() == BinaryOperator.ADD && ((a ^ a + b) & (b ^ a + b)) >= 0) {
                return a + b;
            }
            return Arithmetic.objects(machine, combine.operator(), combine.op(), before, value, site);
        }

        /// Evaluates the indices of all steps in order; a negative kind when control leaves.
        private byte evaluate(Machine machine, Indexing.Evaluated[][] items) {
            for (int i = 0; i < steps.length; i++) {
                if (steps[i] instanceof Step.Index index) {
                    items[i] = new Indexing.Evaluated[index.items().length];
                    byte left = Indexing.evaluate(machine, index.items(), items[i]);
                    if (left < 0) {
                        return left;
                    }
                }
            }
            return Kind.OBJECT;
        }

        private byte storeAnywhere(Machine machine, Object value, Optional<Combine> combine, Site site) {
            Indexing.Evaluated[][] items = new Indexing.Evaluated[steps.length][];
            byte left = evaluate(machine, items);
            if (left < 0) {
                return left;
            }
            byte kind = root.read.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object before = machine.take(kind);
            Object token = root.ownership.isEmpty() ? null : root.ownership.get().tokenForWriting(machine);
            if (steps.length == 1 && token != null && combine.isEmpty() && items[0] != null && storeScalar(before, items[0], value, token)) {
                return Kind.OBJECT;
            }
            return finish(machine, before, items, value, combine, token, site);
        }

        private byte finish(Machine machine, Object before, Indexing.Evaluated[][] items, Object value, Optional<Combine> combine,
                @Nullable Object token, Site site) {
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
        private static boolean storeScalar(Object holder, Indexing.Evaluated[] items, Object value, Object token) {
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
            return storeNumber(tensor, at, value);
        }

        /// Writes a number that fits the element type as it is. False when it takes the long way.
        private static boolean storeNumber(Tensor tensor, int at, Object value) {
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
                    Object before = direct ? null : Indexing.get(machine, holder, items[step], index.site());
                    Object part = direct ? value : updated(machine, before, step + 1, items, value, combine, token, site);
                    if (part == before && part instanceof LayerInstance) {
                        // a layer changed in place, so the list that it stands in did not
                        yield holder;
                    }
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
                default -> throw field.site().error("type/assign-field", ErrorKind.TYPE, "the fields of " + machine.interpreter.describe(holder) + " cannot be assigned",
                        Machine.isOperand(holder) ? "x.reshape(...) gives the elements another shape, f64(x) another type; x[...] = v sets elements"
                                : "fields of records and layers can be assigned");
            };
        }
    }

    private static void intoLayer(Machine machine, LayerInstance layer, Step.Field field, Object before, Object after) {
        LayerFields.Field declared = layer.type().field(field.key()).orElseThrow();
        switch (declared.form()) {
            case PARAM -> layer.cell(declared.index()).set(machine.interpreter.parameter(field.key(), before, after, field.site()));
            case STATE -> machine.interpreter.setState(layer.cell(declared.index()), after);
            case LET, ARGUMENT, METHOD -> throw field.site().error("name/assign-field", ErrorKind.NAME,
                    "'" + field.key() + "' is " + (declared.form() == LayerFields.Form.ARGUMENT ? "an argument that the " + layer.type().name() + " was made with"
                            : "a " + declared.form().text() + " of " + layer.type().name()) + " and cannot be assigned",
                    declared.form() == LayerFields.Form.LET ? "params and states can be assigned: write state " + field.key() + " = ... in the layer"
                            : "params and states can be assigned");
        }
    }

    /// `x[i].y[f(j)]`, where computing an index may assign to `x`: as when assigning to it, all indices are computed
    /// before the container is looked at, so that it makes no difference whether the assignment was done in place.
    public static final class Read extends Node {
        private final Place place;
        private final Ownership owner;

        public Read(Place place, Ownership owner) {
            this.place = place;
            this.owner = owner;
        }

        @Override
        public byte run(Machine machine) {
            Indexing.Evaluated[][] items = new Indexing.Evaluated[place.steps.length][];
            byte left = place.evaluate(machine, items);
            if (left < 0) {
                return left;
            }
            byte kind = place.root.read.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object part = machine.take(kind);
            Object holder = part;
            for (int i = 0; i < items.length; i++) {
                holder = part;
                part = switch (place.steps[i]) {
                    case Step.Field field -> Fields.get(machine, part, field.key(), field.site());
                    case Step.Index index -> Indexing.lent(machine, owner, part, items[i], index.site());
                };
            }
            return machine.give(owner.settled(machine, holder, part));
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
            try {
                byte left = place.store(machine, machine.take(kind), combine, site);
                return left < 0 ? left : Control.nil(machine);
            } catch (OpError error) {
                throw site.locate(error);
            }
        }

        @Override
        byte emit(Emitter emitter) {
            if (!place.canEmit()) {
                return emitter.interpret(this);
            }
            byte kind = value.emit(emitter);
            return kind == Emitter.NEVER ? kind : place.emit(emitter, kind, combine, site);
        }
    }

    /// A place as the target of a pattern, for `(a[0], b) = ...`.
    public static Bind into(Place place, Site site) {
        return new Bind() {
            @Override
            public void bind(Machine machine, byte kind) {
                try {
                    place.store(machine, machine.take(kind), Optional.empty(), site);
                } catch (OpError error) {
                    throw site.locate(error);
                }
            }
        };
    }
}

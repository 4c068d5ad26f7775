package dl.run.node;

import dl.op.Ops;
import dl.run.Convert;
import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRange;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.source.Span;
import dl.tensor.DType;
import dl.tensor.OpError;
import dl.tensor.Operand;
import dl.tensor.Tensor;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// `x[...]`: elements, views and gathers of tensors; elements and slices of lists and strings; fields of records.
public final class Indexing {
    private Indexing() {}

    /// An item as written.
    public sealed interface Item {
        Site site();

        /// Whether finding out what it is does nothing else.
        default boolean isPure() {
            return switch (this) {
                case At(Node value, Site _) -> value.isPure();
                case Slice(var start, var stop, var step, Site _) -> java.util.stream.Stream.of(start, stop, step).flatMap(Optional::stream).allMatch(Node::isPure);
                case NewAxis _, Ellipsis _ -> true;
            };
        }

        record At(Node value, Site site) implements Item {}

        record Slice(Optional<Node> start, Optional<Node> stop, Optional<Node> step, Site site) implements Item {}

        record NewAxis(Site site) implements Item {}

        record Ellipsis(Site site) implements Item {}
    }

    /// An item evaluated: a value for [Item.At], an [dl.op.IndexItem] for the others.
    record Evaluated(Object value, Item item) {}

    public static final class Get extends Node {
        private final Node target;
        private final Item[] items;
        private final @Nullable Ownership owner;
        private final Site site;
        /// The only item, when it is a plain position.
        private final Item.@Nullable At single;

        /// @param owner the claims of the variable that the path to the target begins with, if it has any
        public Get(Node target, Item[] items, Optional<Ownership> owner, Site site) {
            this.target = target;
            this.items = items;
            this.owner = owner.orElse(null);
            this.site = site;
            single = items.length == 1 && items[0] instanceof Item.At at ? at : null;
        }

        @Override
        boolean isPure() {
            return target.isPure() && java.util.Arrays.stream(items).allMatch(Item::isPure);
        }

        @Override
        public byte run(Machine machine) {
            byte kind = target.run(machine);
            if (kind < 0) {
                return kind;
            }
            Object value = machine.take(kind);
            if (single != null) {
                Item.At at = single;
                byte indexKind = at.value().run(machine);
                return indexKind < 0 ? indexKind : indexKind == Kind.LONG ? element(machine, value, machine.bits)
                        : element(machine, value, machine.take(indexKind));
            }
            Evaluated[] evaluated = new Evaluated[items.length];
            byte left = evaluate(machine, items, evaluated);
            return left < 0 ? left : give(machine, value, lent(machine, owner, value, evaluated, site));
        }

        byte element(Machine machine, Object value, long index) {
            if (value instanceof DlList elements) {
                return give(machine, value, elements.get(position(index, elements.size(), single.site())));
            }
            if (value instanceof Sequence elements) {
                return give(machine, value, elements.get(position(index, elements.size(), single.site())));
            }
            return element(machine, value, (Object) index);
        }

        byte element(Machine machine, Object value, Object index) {
            return give(machine, value, lent(machine, owner, value, new Evaluated[] {new Evaluated(index, single)}, site));
        }

        @Override
        byte emit(Emitter emitter) {
            if (single == null) {
                return emitter.interpret(this);
            }
            byte kind = target.emit(emitter);
            if (kind == Emitter.NEVER) {
                return kind;
            }
            emitter.toObject(kind);
            int value = emitter.code.allocateLocal(TypeKind.REFERENCE);
            emitter.code.astore(value);
            byte indexKind = single.value().emit(emitter);
            if (indexKind == Emitter.NEVER) {
                return indexKind;
            }
            Emitter.Temp index = emitter.save(indexKind);
            ClassDesc own = ClassDesc.of("dl.run.node.Indexing$Get");
            emitter.constant(this, own);
            emitter.machine();
            emitter.code.aload(value);
            if (index.kind() == Kind.LONG) {
                emitter.load(index);
                emitter.code.invokevirtual(own, "element", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT, ConstantDescs.CD_long));
            } else {
                emitter.spread(index);
                emitter.code.invokevirtual(own, "element", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT, ConstantDescs.CD_int,
                        ConstantDescs.CD_long, Emitter.OBJECT));
            }
            return Emitter.UNKNOWN;
        }

        /// What is indexed, in a local, and a position that is known to be an int.
        record Operands(int value, Emitter.Temp position, boolean never) {}

        /// Emits the operands alone, where the position is an int; null, and nothing emitted, where it may be something else.
        @Nullable Operands emitOperands(Emitter emitter) {
            if (single == null || owner != null || single.value().kindIn(emitter) != Kind.LONG) {
                return null;
            }
            byte kind = target.emit(emitter);
            Operands never = new Operands(-1, new Emitter.Temp(Emitter.NEVER, -1, -1, -1), true);
            if (kind == Emitter.NEVER) {
                return never;
            }
            emitter.toObject(kind);
            int value = emitter.code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
            emitter.code.astore(value);
            byte position = single.value().emit(emitter);
            return position == Emitter.NEVER ? never : new Operands(value, emitter.save(position), false);
        }

        byte element(Machine machine, Object value, int kind, long bits, @Nullable Object ref) {
            return kind == Kind.LONG ? element(machine, value, bits) : element(machine, value, Machine.box((byte) kind, bits, ref));
        }

        private byte give(Machine machine, Object value, Object part) {
            return machine.give(owner == null || part instanceof Long || part instanceof Double || part instanceof Boolean
                    ? part : owner.settled(machine, value, part));
        }
    }

    /// Evaluates the items in order; a negative kind when control leaves.
    static byte evaluate(Machine machine, Item[] items, Evaluated[] evaluated) {
        for (int i = 0; i < items.length; i++) {
            switch (items[i]) {
                case Item.At at -> {
                    byte kind = at.value().run(machine);
                    if (kind < 0) {
                        return kind;
                    }
                    evaluated[i] = new Evaluated(machine.take(kind), at);
                }
                case Item.Slice slice -> {
                    OptionalLong[] ends = new OptionalLong[3];
                    List<Optional<Node>> nodes = List.of(slice.start(), slice.stop(), slice.step());
                    for (int k = 0; k < 3; k++) {
                        ends[k] = OptionalLong.empty();
                        if (nodes.get(k).isPresent()) {
                            byte kind = nodes.get(k).get().run(machine);
                            if (kind < 0) {
                                return kind;
                            }
                            ends[k] = OptionalLong.of(sliceEnd(machine, machine.take(kind), slice.site()));
                        }
                    }
                    evaluated[i] = new Evaluated(new dl.op.IndexItem.Slice(ends[0], ends[1], ends[2]), slice);
                }
                case Item.NewAxis axis -> evaluated[i] = new Evaluated(new dl.op.IndexItem.NewAxis(), axis);
                case Item.Ellipsis ellipsis -> evaluated[i] = new Evaluated(new dl.op.IndexItem.Ellipsis(), ellipsis);
            }
        }
        return Kind.OBJECT;
    }

    private static long sliceEnd(Machine machine, Object value, Site site) {
        return Convert.integer(value).orElseThrow(() -> notAnIndex(machine, value, site));
    }

    /// What the items pick. Several elements of a list are a list that holds them too, so the owner lets them go.
    static Object lent(Machine machine, @Nullable Ownership owner, Object target, Evaluated[] items, Site site) {
        if (owner != null && target instanceof DlList && (gathers(items) || items[0].value() instanceof dl.op.IndexItem.Slice)) {
            owner.release(machine);
        }
        return get(machine, target, items, site);
    }

    static Object get(Machine machine, Object target, Evaluated[] items, Site site) {
        return switch (target) {
            case Operand tensor -> {
                machine.interpreter.at(site);
                try {
                    List<dl.op.IndexItem> index = tensorItems(machine, items);
                    yield Machine.number(Ops.getIndex(machine.interpreter, tensor, index));
                } catch (OpError error) {
                    throw located(error, site, items);
                }
            }
            case DlRecord fields -> {
                String key = key(machine, items, site);
                int at = fields.indexOf(key);
                if (at < 0) {
                    throw Fields.missing(machine, fields, key, items[0].item().site());
                }
                yield fields.value(at);
            }
            case Sequence elements -> sequence(machine, elements, single(machine, target, items, site));
            case String text -> text(machine, text, single(machine, target, items, site));
            case Long _, Double _, Boolean _ -> throw site.error("type/index", ErrorKind.TYPE, machine.interpreter.describe(target) + " has no elements to index",
                    "only tensors, lists, tuples, strings and records have elements");
            default -> throw site.error("type/index", ErrorKind.TYPE, machine.interpreter.describe(target) + " cannot be indexed",
                    target == Nil.NIL ? "the value is nil: was it ever set?" : "tensors, lists, tuples, strings and records have elements; to call a function write f(x)");
        };
    }

    /// An error about an index points at the item, when there is only one that can be meant.
    private static DlError located(OpError error, Site site, Evaluated[] items) {
        return itemSite(site, items).locate(error);
    }

    /// What is wrong with the value is for the assignment to show, which knows where the value stands.
    private static RuntimeException locatedWrite(OpError error, Site site, Evaluated[] items) {
        boolean ofValue = error.code().equals("shape/assign") || error.code().equals("type/lossy") || error.code().equals("value/number-range");
        return ofValue ? error : located(error, site, items);
    }

    /// Labels of indexing errors count items from 1, the tensor being 0.
    private static Site itemSite(Site site, Evaluated[] items) {
        Span[] spans = new Span[items.length + 1];
        spans[0] = site.operands().getFirst();
        for (int i = 0; i < items.length; i++) {
            spans[i + 1] = items[i].item().site().span();
        }
        return new Site(site.source(), site.span(), Arrays.asList(spans));
    }

    /// Whether all positions are plain values.
    private static boolean known(List<dl.op.IndexItem> items) {
        for (dl.op.IndexItem item : items) {
            if (item instanceof dl.op.IndexItem.Gather(Operand positions) && !(positions instanceof Tensor)) {
                return false;
            }
        }
        return true;
    }

    static List<dl.op.IndexItem> tensorItems(Machine machine, Evaluated[] items) {
        List<dl.op.IndexItem> index = new ArrayList<>(items.length);
        for (Evaluated each : items) {
            Site site = each.item().site();
            index.add(switch (each.value()) {
                case dl.op.IndexItem item -> item;
                case Long position -> new dl.op.IndexItem.At(position);
                // positions that differ among the examples of a batch
                case Operand tensor when tensor.dtype() == DType.I64 && tensor.batches().length > 0 -> new dl.op.IndexItem.Gather(tensor);
                case Operand tensor when tensor.dtype() == DType.I64 && tensor.shape().rank() == 0 ->
                        new dl.op.IndexItem.At(tensor.plain().longs()[tensor.plain().offset()]);
                case Operand tensor when tensor.dtype() == DType.I64 -> new dl.op.IndexItem.Gather(tensor.plain());
                case Operand tensor when tensor.dtype() == DType.BOOL && tensor.shape().rank() > 0 -> new dl.op.IndexItem.Mask(tensor.plain());
                case DlList list when list.size() > 0 && Convert.tensor(machine, list).filter(t -> t.dtype() == DType.I64).isPresent() ->
                        new dl.op.IndexItem.Gather(Convert.tensor(machine, list).get().plain());
                case Object other -> throw notAnIndex(machine, other, site);
            });
        }
        return index;
    }

    private static DlError notAnIndex(Machine machine, Object value, Site site) {
        String text = site.source().slice(site.span());
        String hint = switch (value) {
            case Double _ -> text.contains("/") && !text.contains("//") ? "/ gives a float; write " + text.replace("/", "//") : "int(x) makes an int of a float";
            case Nil _ -> "None (or newaxis) adds an axis; nil is no index";
            case DlTuple _ -> "write the indices without parentheses: x[0, 1]";
            case DlRange range -> "a slice is written " + range.from() + ":" + range.to();
            case Boolean _ -> "a mask is a bool tensor; a single bool selects nothing";
            case Operand batched when batched.batches().length > 0 -> "under vmap it differs among the examples: tensors take such an index, x[i]; lists and slices need one that is the same for all";
            case Operand floats when floats.dtype().isFloat() -> "convert the positions to ints: i64(" + text + ")";
            default -> "ints, slices, None, ..., tensors of ints and masks are indices";
        };
        return site.error("index/type", ErrorKind.TYPE, machine.interpreter.describe(value) + " is not an index", hint);
    }

    private static Object single(Machine machine, Object target, Evaluated[] items, Site site) {
        if (items.length != 1) {
            throw site.error("index/too-many", ErrorKind.INDEX, machine.interpreter.describe(target) + " takes one index, got " + items.length,
                    "write x[i][j] for nested lists; tensor(xs) makes a tensor");
        }
        return items[0].value() instanceof dl.op.IndexItem.Slice slice ? new Where(slice, items[0].item().site())
                : new Where(items[0].value(), items[0].item().site());
    }

    /// A single index with its place.
    private record Where(Object value, Site site) {}

    private static Object sequence(Machine machine, Sequence elements, Object where) {
        Where at = (Where) where;
        if (at.value() instanceof dl.op.IndexItem.Slice slice) {
            long step = slice.step().orElse(1);
            int[] picked = positions(slice, elements.size(), at.site());
            Object[] values = new Object[picked.length];
            for (int i = 0; i < picked.length; i++) {
                values[i] = elements.get(picked[i]);
            }
            boolean range = elements instanceof DlRange && step == 1;
            return range ? new DlRange(((DlRange) elements).from() + (picked.length == 0 ? 0 : picked[0]),
                    ((DlRange) elements).from() + (picked.length == 0 ? 0 : picked[picked.length - 1] + 1))
                    : elements instanceof DlTuple ? new DlTuple(values) : new DlList(values);
        }
        if (at.value() instanceof Operand several && several.shape().rank() == 1 || at.value() instanceof DlList list && list.size() > 0) {
            return gathered(machine, elements, at);
        }
        return elements.get(position(integer(machine, at), elements.size(), at.site()));
    }

    /// `xs[[2, 0]]`, `xs[mask]`: the elements at these positions, or where the mask is true, as a list.
    private static Object gathered(Machine machine, Sequence elements, Where at) {
        Operand index = Convert.tensor(machine, at.value()).orElseThrow(() -> notAnIndex(machine, at.value(), at.site()));
        boolean mask = index.dtype() == DType.BOOL;
        if (index.shape().rank() != 1 || !mask && index.dtype() != DType.I64) {
            throw notAnIndex(machine, at.value(), at.site());
        }
        int count = index.shape().size(0);
        if (mask && count != elements.size()) {
            throw at.site().error("index/mask-shape", ErrorKind.INDEX, "a mask of " + count + " cannot select from " + elements.size() + " elements",
                    "a mask has one bool for each element");
        }
        List<Object> picked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!mask) {
                picked.add(elements.get(position(index.plain().longAt(i), elements.size(), at.site())));
            } else if (index.plain().booleanAt(i)) {
                picked.add(elements.get(i));
            }
        }
        return DlList.of(picked);
    }

    private static Object text(Machine machine, String text, Object where) {
        Where at = (Where) where;
        int[] points = text.codePoints().toArray();
        if (at.value() instanceof dl.op.IndexItem.Slice slice) {
            StringBuilder picked = new StringBuilder();
            for (int position : positions(slice, points.length, at.site())) {
                picked.appendCodePoint(points[position]);
            }
            return picked.toString();
        }
        return Character.toString(points[position(integer(machine, at), points.length, at.site())]);
    }

    private static long integer(Machine machine, Where at) {
        return Convert.integer(at.value()).orElseThrow(() -> notAnIndex(machine, at.value(), at.site()));
    }

    /// A position in a sequence; negative ones count from the end.
    static int position(long index, int size, Site site) {
        long at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            throw site.error("index/range", ErrorKind.INDEX, "index " + index + " is out of range for " + size + (size == 1 ? " element" : " elements"),
                    size == 0 ? "it is empty, so no index fits" : size == 1 ? "its only element is 0, or -1 from the end" : "indices go from 0 to " + (size - 1) + ", or from -1 back to " + -size);
        }
        return (int) at;
    }

    /// The positions that a slice picks, with the ends clamped as Python does.
    private static int[] positions(dl.op.IndexItem.Slice slice, int size, Site site) {
        long step = slice.step().orElse(1);
        if (step == 0) {
            throw site.error("index/step", ErrorKind.INDEX, "the step of a slice cannot be 0", "1 takes every element, 2 every second, -1 goes backwards");
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long start = slice.start().isPresent() ? clamp(slice.start().getAsLong(), size, low, high) : step > 0 ? low : high;
        long stop = slice.stop().isPresent() ? clamp(slice.stop().getAsLong(), size, low, high) : step > 0 ? high : low;
        long count = step > 0 ? Math.max(0, (stop - start + step - 1) / step) : Math.max(0, (start - stop - step - 1) / -step);
        int[] positions = new int[(int) count];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (int) (start + i * step);
        }
        return positions;
    }

    private static long clamp(long end, int size, long low, long high) {
        return Math.clamp(end < 0 ? end + size : end, low, high);
    }

    static String key(Machine machine, Evaluated[] items, Site site) {
        if (items.length == 1 && items[0].value() instanceof String key) {
            return key;
        }
        String text = site.operands().isEmpty() ? "r" : site.source().slice(site.operands().getFirst());
        String got = items.length == 1 && !(items[0].value() instanceof dl.op.IndexItem) ? ", not by " + machine.interpreter.describe(items[0].value()) : "";
        throw (items.length == 1 ? items[0].item().site() : site).error("index/record-key", ErrorKind.TYPE, "a record is indexed by one string key" + got,
                "write " + text + "[\"name\"] or " + text + ".name; values(" + text + ")[0] is the first value");
    }

    /// `target` with an element set: itself when the token claims it, else a copy, which the token then claims.
    static Object set(Machine machine, Object target, Evaluated[] items, Object value, @Nullable Object token, Site site) {
        return switch (target) {
            case Operand tensor -> {
                if (!Machine.isOperand(value)) {
                    Object converted = Convert.tensor(machine, value).orElseThrow(() -> OpError.type("type/assign-element",
                            "cannot store " + machine.interpreter.describe(value) + " in a tensor").label(1, "").hint("a tensor holds numbers; a list holds anything: list(...x)"));
                    yield set(machine, target, items, converted, token, site);
                }
                machine.interpreter.at(site);
                try {
                    List<dl.op.IndexItem> index = tensorItems(machine, items);
                    Operand operand = Machine.operand(value);
                    if (token != null && tensor instanceof Tensor own && own.claimedBy(token) && operand instanceof Tensor plain && known(index)) {
                        Ops.setIndexInPlace(own, index, plain);
                        yield own;
                    }
                    yield Ownership.claim(Ops.setIndex(machine.interpreter, tensor, index, operand), token);
                } catch (OpError error) {
                    throw locatedWrite(error, site, items);
                }
            }
            case DlRecord fields -> put(fields, key(machine, items, site), value, token);
            case DlList list -> {
                Where at = (Where) single(machine, target, items, site);
                int position = position(integer(machine, at), list.size(), at.site());
                if (token != null && list.claimedBy(token)) {
                    list.setInPlace(position, value);
                    yield list;
                }
                yield Ownership.claim(list.with(position, value), token);
            }
            default -> throw site.error("type/assign-element", ErrorKind.TYPE, "the elements of " + machine.interpreter.describe(target) + " cannot be assigned",
                    target instanceof String ? "strings do not change: join the parts of a new one, as in s[:2] + \"x\" + s[3:]"
                            : target instanceof DlTuple ? "tuples do not change: list(t) makes a list of one" : "elements of tensors, lists and records can be assigned");
        };
    }

    /// A record with a field set: itself when the token claims it and has the field.
    static Object put(DlRecord fields, String key, Object value, @Nullable Object token) {
        int at = fields.indexOf(key);
        if (at >= 0 && token != null && fields.claimedBy(token)) {
            fields.setInPlace(at, value);
            return fields;
        }
        return Ownership.claim(fields.with(key, value), token);
    }

    /// Whether a tensor of positions is among the items.
    static boolean gathers(Evaluated[] items) {
        for (Evaluated each : items) {
            if (each.value() instanceof DlList || each.value() instanceof Operand tensor && tensor.shape().rank() > 0) {
                return true;
            }
        }
        return false;
    }

    /// A copy of `tensor` with a value added (or subtracted) at the items.
    static Object add(Machine machine, Operand tensor, Evaluated[] items, Object value, boolean subtract, @Nullable Object token, Site site) {
        machine.interpreter.at(site);
        try {
            List<dl.op.IndexItem> index = tensorItems(machine, items);
            Operand amount = Convert.tensor(machine, value).orElseThrow(() -> OpError.type("type/assign-element",
                    "cannot add " + machine.interpreter.describe(value) + " to the elements of a tensor"));
            Operand signed = subtract ? Ops.NEGATE.apply(machine.interpreter, amount) : amount;
            if (token != null && tensor instanceof Tensor own && own.claimedBy(token) && signed instanceof Tensor plain && known(index)) {
                Ops.addAtIndexInPlace(machine.interpreter, own, index, plain);
                return own;
            }
            return Ownership.claim(Ops.addAtIndex(machine.interpreter, tensor, index, signed), token);
        } catch (OpError error) {
            throw locatedWrite(error, site, items);
        }
    }
}

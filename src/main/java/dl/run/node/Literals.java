package dl.run.node;

import dl.run.Convert;
import dl.run.Format;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.DlTuple;
import dl.run.value.Kind;
import dl.run.value.Sequence;
import dl.source.ErrorKind;
import dl.tensor.OpError;
import dl.tensor.Operand;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tuples, brackets, records and f-strings.
public final class Literals {
    private Literals() {}

    public static final class Tuple extends Node {
        private final Node[] elements;

        public Tuple(Node[] elements) {
            this.elements = elements;
        }

        Node[] elements() {
            return elements;
        }

        @Override
        public byte run(Machine machine) {
            Object[] values = new Object[elements.length];
            for (int i = 0; i < values.length; i++) {
                byte kind = elements[i].run(machine);
                if (kind < 0) {
                    return kind;
                }
                values[i] = machine.take(kind);
            }
            return machine.give(new DlTuple(values));
        }
    }

    /// One element of a bracket.
    ///
    /// @param bracket whether it is written as a bracket itself, parentheses aside
    public record Element(Node value, boolean spread, boolean bracket, Site site) {}

    /// `[...]`: a tensor when every element is a number or of rank 0, or when every element is itself a bracket that
    /// makes a tensor; else a list.
    public static final class Bracket extends Node {
        private final Element[] elements;
        private final Site site;
        private final boolean allBrackets;

        public Bracket(Element[] elements, Site site) {
            this.elements = elements;
            this.site = site;
            boolean all = elements.length > 0;
            for (Element element : elements) {
                all &= element.bracket() && !element.spread();
            }
            allBrackets = all;
        }

        @Override
        public byte run(Machine machine) {
            List<Object> values = new ArrayList<>(elements.length);
            for (Element element : elements) {
                byte kind = element.value().run(machine);
                if (kind < 0) {
                    return kind;
                }
                Object value = machine.take(kind);
                if (element.spread()) {
                    spread(machine, value, element, values);
                } else {
                    values.add(value);
                }
            }
            return machine.give(make(machine, values));
        }

        private static void spread(Machine machine, Object value, Element element, List<Object> values) {
            switch (value) {
                case Sequence sequence -> {
                    for (int i = 0; i < sequence.size(); i++) {
                        values.add(sequence.get(i));
                    }
                }
                case Operand tensor when tensor.shape().rank() > 0 -> {
                    for (int i = 0; i < tensor.shape().size(0); i++) {
                        values.add(Machine.number(Control.row(machine, tensor, i)));
                    }
                }
                default -> throw element.site().error("type/spread", ErrorKind.TYPE,
                        "cannot spread " + machine.interpreter.describe(value) + " into brackets", "... spreads lists, tuples, ranges and the first axis of tensors");
            }
        }

        private Object make(Machine machine, List<Object> values) {
            boolean tensor = !values.isEmpty();
            for (Object value : values) {
                tensor &= Machine.isOperand(value) && (allBrackets || Machine.operand(value).shape().rank() == 0);
            }
            if (!tensor) {
                return DlList.of(values);
            }
            try {
                return Convert.stack(machine, values.stream().map(Machine::operand).toList());
            } catch (OpError error) {
                throw ragged(error, values);
            }
        }

        /// Puts labels under the rows whose shapes differ.
        private dl.run.DlError ragged(OpError error, List<Object> values) {
            if (!error.code().equals("shape/ragged") || values.size() != elements.length) {
                return site.locate(error);
            }
            dl.tensor.Shape first = Machine.operand(values.getFirst()).shape();
            int at = 1;
            while (Machine.operand(values.get(at)).shape().equals(first)) {
                at++;
            }
            error.label(0, first.toString()).label(1, Machine.operand(values.get(at)).shape().toString());
            return Site.of(site.source(), site.span(), elements[0].site().span(), elements[at].site().span()).locate(error);
        }
    }

    /// `{key: value, ...other}`.
    public static final class Record extends Node {
        /// @param key    empty for `...value`
        /// @param spread whether it is `...value`; a key may be the empty string
        public record Entry(String key, boolean spread, Node value, Site site) {}

        private final Entry[] entries;
        private final boolean plain;
        private final String[] keys;

        public Record(Entry[] entries) {
            this.entries = entries;
            keys = new String[entries.length];
            boolean noSpread = true;
            for (int i = 0; i < keys.length; i++) {
                keys[i] = entries[i].key();
                noSpread &= !entries[i].spread();
            }
            plain = noSpread && List.of(keys).stream().distinct().count() == keys.length;
        }

        @Override
        public byte run(Machine machine) {
            Object[] values = new Object[entries.length];
            for (int i = 0; i < values.length; i++) {
                byte kind = entries[i].value().run(machine);
                if (kind < 0) {
                    return kind;
                }
                values[i] = machine.take(kind);
            }
            return made(machine, values);
        }

        @Override
        byte emit(Emitter emitter) {
            Emitter.Temp[] values = new Emitter.Temp[entries.length];
            for (int i = 0; i < values.length; i++) {
                byte kind = entries[i].value().emit(emitter);
                if (kind == Emitter.NEVER) {
                    return kind;
                }
                values[i] = emitter.save(kind);
            }
            ClassDesc own = ClassDesc.of("dl.run.node.Literals$Record");
            emitter.constant(this, own);
            emitter.machine();
            emitter.array(values);
            emitter.code.invokevirtual(own, "made", MethodTypeDesc.of(ConstantDescs.CD_byte, Emitter.MACHINE, Emitter.OBJECT.arrayType()));
            return Emitter.UNKNOWN;
        }

        byte made(Machine machine, Object[] values) {
            if (plain) {
                return machine.give(new DlRecord(keys, values));
            }
            Map<String, Object> all = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                if (!entries[i].spread()) {
                    all.put(keys[i], values[i]);
                } else if (values[i] instanceof DlRecord other) {
                    for (int k = 0; k < other.size(); k++) {
                        all.put(other.key(k), other.value(k));
                    }
                } else {
                    throw entries[i].site().error("type/spread", ErrorKind.TYPE,
                            "cannot spread " + machine.interpreter.describe(values[i]) + " into a record", "... spreads records here");
                }
            }
            return machine.give(DlRecord.of(all));
        }
    }

    /// `f"..."`.
    public static final class FString extends Node {
        /// @param value absent (and `text` used) for plain text
        public record Part(String text, java.util.Optional<Node> value, String spec, Site site) {}

        private final Part[] parts;

        public FString(Part[] parts) {
            this.parts = parts;
        }

        @Override
        public byte run(Machine machine) {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                if (part.value().isEmpty()) {
                    text.append(part.text());
                    continue;
                }
                byte kind = part.value().get().run(machine);
                if (kind < 0) {
                    return kind;
                }
                Object value = machine.take(kind);
                try {
                    text.append(part.spec().isEmpty() ? machine.interpreter.text(value) : Format.format(machine.interpreter, value, part.spec()));
                } catch (OpError error) {
                    throw part.site().locate(error);
                }
            }
            machine.ref = text.toString();
            return Kind.OBJECT;
        }
    }
}

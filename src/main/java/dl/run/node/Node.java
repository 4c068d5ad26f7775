package dl.run.node;

import dl.run.Machine;
import dl.run.value.Kind;

/// A piece of a program that evaluates itself.
public abstract class Node {
    /// Evaluates into the registers of the machine.
    ///
    /// @return the [Kind] of the value, or a negative kind when control leaves (return, break, continue)
    public abstract byte run(Machine machine);

    /// A node whose value is always the same.
    public static final class Constant extends Node {
        private final byte kind;
        private final long bits;
        private final Object value;

        public Constant(Object value) {
            this.value = value;
            switch (value) {
                case Long number -> {
                    kind = Kind.LONG;
                    bits = number;
                }
                case Double number -> {
                    kind = Kind.DOUBLE;
                    bits = Double.doubleToRawLongBits(number);
                }
                case Boolean truth -> {
                    kind = Kind.BOOL;
                    bits = truth ? 1 : 0;
                }
                default -> {
                    kind = Kind.OBJECT;
                    bits = 0;
                }
            }
        }

        public Object value() {
            return value;
        }

        @Override
        public byte run(Machine machine) {
            machine.bits = bits;
            machine.ref = value;
            return kind;
        }
    }
}

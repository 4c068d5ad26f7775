package dl.run.node;

import dl.run.Machine;
import dl.run.value.Kind;

/// A piece of a program that evaluates itself.
public abstract class Node {
    /// Evaluates into the registers of the machine.
    ///
    /// @return the [Kind] of the value, or a negative kind when control leaves (return, break, continue)
    public abstract byte run(Machine machine);

    /// Whether it only computes a value from what it reads: nobody sees when it runs, or that an error in it comes first.
    boolean isPure() {
        return false;
    }

    /// The kind that the value is sure to have, as far as it can be told before it is emitted.
    byte kindIn(Emitter emitter) {
        return Emitter.UNKNOWN;
    }

    /// Writes bytecode that does the same as [#run], and returns what it leaves: a kind of number on the JVM's stack, or
    /// one of [Emitter]'s.
    byte emit(Emitter emitter) {
        return emitter.interpret(this);
    }

    /// The same, when nobody wants the value.
    byte emitEffect(Emitter emitter) {
        return emit(emitter);
    }

    /// The same for a loop that goes on from where it is.
    byte emitHot(Emitter emitter) {
        return emit(emitter);
    }

    /// Runs without going to the compiled form.
    byte runInterpreted(Machine machine) {
        return run(machine);
    }

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
        boolean isPure() {
            return true;
        }

        @Override
        public byte run(Machine machine) {
            machine.bits = bits;
            machine.ref = value;
            return kind;
        }

        @Override
        byte kindIn(Emitter emitter) {
            return kind;
        }

        @Override
        byte emit(Emitter emitter) {
            switch (value) {
                case Long number -> emitter.code.loadConstant((long) number);
                case Double number -> emitter.code.loadConstant((double) number);
                case Boolean truth -> emitter.code.loadConstant(truth ? 1 : 0);
                case dl.run.value.Nil _ -> {
                    return Emitter.NIL;
                }
                default -> emitter.interpret(this);
            }
            return kind;
        }
    }
}

package dl.run;

import dl.run.value.Cell;
import dl.run.value.Nil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.Supplier;

/// Does work a second time as it was done the first time, without a trace: what `checkpoint` needs in the backward pass.
public final class Replay {
    /// What the states of layers held before some work set them.
    public static final class Journal {
        private final IdentityHashMap<Cell, Object> before = new IdentityHashMap<>();

        private void note(Cell cell) {
            if (!before.containsKey(cell)) {
                before.put(cell, cell.isSet() ? cell.get() : Nil.NIL);
            }
        }

        /// Puts them back, and gives what they held until now.
        private Journal undo() {
            Journal now = new Journal();
            before.forEach((cell, value) -> {
                now.note(cell);
                cell.set(value);
            });
            return now;
        }
    }

    private final Interpreter interpreter;
    private final Deque<Journal> journals = new ArrayDeque<>(1);
    private boolean on;

    Replay(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    /// Whether work is being done again, so that nothing should be printed.
    public boolean isOn() {
        return on;
    }

    /// Sets a state of a layer.
    public void set(Cell state, Object value) {
        for (Journal journal : journals) {
            journal.note(state);
        }
        state.set(value);
    }

    /// Does work, and notes the states that it sets.
    public <T> T first(Journal journal, Supplier<T> work) {
        journals.push(journal);
        try {
            return work.get();
        } finally {
            journals.pop();
        }
    }

    /// Does work again, in the context of the first time and from the states that it found then.
    public <T> T again(Context then, Journal journal, Supplier<T> work) {
        Context before = interpreter.context();
        boolean already = on;
        Journal now = journal.undo();
        interpreter.context(then);
        on = true;
        try {
            return first(now, work);
        } finally {
            on = already;
            interpreter.context(before);
            now.undo();
        }
    }
}

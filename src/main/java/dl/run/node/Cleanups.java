package dl.run.node;

import dl.run.DlError;
import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Callable;
import dl.run.value.Cell;
import dl.run.value.Kind;
import dl.run.value.Nil;
import dl.source.ErrorKind;
import java.util.ArrayDeque;
import java.util.Deque;

/// The functions of `with cleanup(f) { ... }`: they run when the block is left, whichever way, the last one first.
final class Cleanups {
    private record Entry(Object function, Site site) {
        void run(Machine machine) {
            machine.call(function, site);
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>(0);
    private final Machine.Mark mark;

    /// No functions at all.
    Cleanups() {
        mark = new Machine.Mark(0, 0, new Cell[0], 0);
    }

    Cleanups(Machine machine) {
        mark = machine.mark();
    }

    void add(Machine machine, Object function, Site site) {
        if (!(function instanceof Callable)) {
            throw site.error("type/argument", ErrorKind.TYPE, "cleanup takes a function, got " + machine.interpreter.describe(function),
                    "it is called when the block is left: with cleanup(() -> ...) { ... }");
        }
        entries.push(new Entry(function, site));
    }

    /// After a block that ended, or was left by return, break or continue; its value stays.
    byte left(Machine machine, byte kind) {
        byte returned = machine.returned;
        Object value = kind == Kind.RETURN ? machine.take(returned) : kind < 0 ? Nil.NIL : machine.take(kind);
        while (!entries.isEmpty()) {
            // taken before it runs: when it fails, the others still follow
            entries.pop().run(machine);
        }
        byte again = machine.give(value);
        machine.returned = kind == Kind.RETURN ? again : returned;
        return kind < 0 ? kind : again;
    }

    /// After an error, which stays the one that is told; a cleanup that fails too is told in its hint.
    void failed(Machine machine, DlError error) {
        while (!entries.isEmpty()) {
            machine.reset(mark);
            try {
                entries.pop().run(machine);
            } catch (DlError another) {
                error.note("then the cleanup failed too: " + another.diagnostic().message());
            }
        }
    }
}

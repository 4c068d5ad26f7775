package dl.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of one function body: how many slots its frame has and which variables it takes from outside.
public final class Code {
    /// A captured variable, found in the frame of the enclosing function or among that function's own captures.
    public record Capture(Variable variable, Reference from) {}

    private final Optional<Code> enclosing;
    private final List<Capture> captures = new ArrayList<>();
    private int slots;

    Code(Optional<Code> enclosing) {
        this.enclosing = enclosing;
    }

    public int slots() {
        return slots;
    }

    public List<Capture> captures() {
        return captures;
    }

    int newSlot() {
        return slots++;
    }

    /// The reference by which this code reaches a variable that an enclosing function owns.
    Reference reach(Variable variable, Code owner) {
        if (this == owner) {
            return new Reference.Local(variable);
        }
        for (int i = 0; i < captures.size(); i++) {
            if (captures.get(i).variable() == variable) {
                return new Reference.Captured(i, variable);
            }
        }
        variable.capture();
        captures.add(new Capture(variable, enclosing.orElseThrow().reach(variable, owner)));
        return new Reference.Captured(captures.size() - 1, variable);
    }
}

package dl.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The names of one module; at the prompt they grow with every input.
public final class Globals {
    private final Map<String, Variable> names = new LinkedHashMap<>();

    public Optional<Variable> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    public Map<String, Variable> all() {
        return names;
    }

    /// Takes over what another program of the same module defined.
    public Globals copy() {
        Globals copy = new Globals();
        copy.names.putAll(names);
        return copy;
    }

    public void define(Variable variable) {
        names.put(variable.name(), variable);
    }
}

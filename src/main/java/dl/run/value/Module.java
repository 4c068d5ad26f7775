package dl.run.value;

import dl.check.Globals;
import dl.source.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A file's names with their values, or those of the prompt.
public final class Module {
    private final String name;
    private final Source source;
    private final Globals globals;
    private final Map<String, Cell> cells = new LinkedHashMap<>();

    public Module(String name, Source source, Globals globals) {
        this.name = name;
        this.source = source;
        this.globals = globals;
    }

    public String name() {
        return name;
    }

    public Source source() {
        return source;
    }

    public Globals globals() {
        return globals;
    }

    /// The cell of a name, made when first asked for.
    public Cell cell(String key) {
        return cells.computeIfAbsent(key, _ -> new Cell());
    }

    /// The value of a name that others may see.
    public Optional<Object> member(String key) {
        Cell cell = cells.get(key);
        return cell == null || !cell.isSet() || key.startsWith("_") ? Optional.empty() : Optional.of(cell.get());
    }

    /// The value of any name, private ones included.
    public Optional<Object> get(String key) {
        Cell cell = cells.get(key);
        return cell == null || !cell.isSet() ? Optional.empty() : Optional.of(cell.get());
    }

    public Map<String, Cell> cells() {
        return cells;
    }
}

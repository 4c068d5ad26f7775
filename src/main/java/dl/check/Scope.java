package dl.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The names of a block, and what it stands in.
final class Scope {
    final Optional<Scope> outer;
    final Code code;
    /// Bound so far, in the order of the text.
    final Map<String, Variable> names = new HashMap<>();
    /// Bound further down in this block: closures may use them, the statements above may not.
    final Map<String, Variable> later = new HashMap<>();
    /// Present for the body of a layer: its names are fields.
    final Optional<LayerFields> fields;

    Scope(Optional<Scope> outer, Code code, Optional<LayerFields> fields) {
        this.outer = outer;
        this.code = code;
        this.fields = fields;
    }

    static Scope block(Scope outer) {
        return new Scope(Optional.of(outer), outer.code, Optional.empty());
    }

    static Scope function(Scope outer, Code code) {
        return new Scope(Optional.of(outer), code, Optional.empty());
    }

    static Scope layer(Scope outer, LayerFields fields) {
        return new Scope(Optional.of(outer), outer.code, Optional.of(fields));
    }
}

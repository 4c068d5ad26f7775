package dl.check;

import java.util.Collection;
import java.util.Optional;

/// The names that exist outside a program: those of the language and its prelude.
public interface Names {
    boolean defines(String name);

    /// All of them, for suggestions.
    Collection<String> all();

    /// Whether a call of it does nothing but compute a value, so that discarding the value is a mistake.
    boolean pure(String name);

    /// What a function among them takes, where that is known.
    Optional<Callee> callee(String name);

    /// What a member of a module of the standard library takes, where that is known.
    Optional<Callee> callee(String module, String name);
}

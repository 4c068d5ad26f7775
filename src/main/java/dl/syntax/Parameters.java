package dl.syntax;

import java.util.List;
import java.util.Optional;

/// The parameters of a function in their three groups.
public record Parameters(
        List<Parameter.Positional> positional, Optional<Parameter.Rest> rest, List<Parameter.Named> named) {
    public Parameters {
        positional = List.copyOf(positional);
        named = List.copyOf(named);
    }
}

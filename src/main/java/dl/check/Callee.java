package dl.check;

import dl.syntax.Parameters;
import dl.syntax.Pattern;
import java.util.ArrayList;
import java.util.List;

/// What a function takes, as far as a call can be checked without running it.
///
/// @param header the parameters as written, for hints
public record Callee(String name, String header, List<Parameter> parameters) {
    /// @param named    whether it is given by name only
    /// @param variadic whether it takes the rest of the positional arguments
    public record Parameter(String name, boolean named, boolean variadic, boolean required) {}

    String hintTwice(String parameter) {
        return hintTwice(name, header, parameter);
    }

    /// What to say where a parameter is given by its position and by its name.
    public static String hintTwice(String name, String header, String parameter) {
        return parameter.equals("lr")
                ? "`lr` comes first; the model is given to each step: let opt = " + name + "(lr = 0.1), then opt.step(model, gradient)"
                : "give it once, by its position or by its name; its parameters are " + header;
    }

    static Callee of(String name, String header, Parameters written) {
        List<Parameter> parameters = new ArrayList<>();
        written.positional().forEach(positional -> parameters.add(
                new Parameter(positional.pattern() instanceof Pattern.Name named ? named.name() : "_", false, false, true)));
        written.rest().ifPresent(rest -> parameters.add(new Parameter(rest.name(), false, true, false)));
        written.named().forEach(named -> parameters.add(new Parameter(named.name(), true, false, named.defaultValue().isEmpty())));
        return new Callee(name, header, parameters);
    }
}

package dl.run.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/// Which names of the standard library need no import, and which module has each: lines such as
/// `nn.layers: Linear Dropout`. The modules are loaded only when a name is used.
final class Prelude {
    private final Map<String, String> modules;

    private Prelude(Map<String, String> modules) {
        this.modules = modules;
    }

    static Prelude read() {
        Map<String, String> modules = new LinkedHashMap<>();
        try (InputStream in = Prelude.class.getResourceAsStream("/dl/stdlib/prelude.txt")) {
            if (in != null) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    int colon = line.indexOf(':');
                    if (colon > 0 && line.charAt(0) != '#') {
                        for (String name : line.substring(colon + 1).strip().split(" +")) {
                            modules.put(name, line.substring(0, colon).strip());
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("the product's own files cannot be read", unreadable);
        }
        return new Prelude(modules);
    }

    Optional<String> module(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    Collection<String> names() {
        return modules.keySet();
    }

    Collection<String> modules() {
        return new LinkedHashSet<>(modules.values());
    }
}

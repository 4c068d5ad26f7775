package dl.check;

import dl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields and methods that a layer declares, in order: first its parameters, then the items of its body.
public final class LayerFields {
    public enum Form {
        ARGUMENT("a parameter of the layer"), PARAM("param"), STATE("state"), LET("let"), METHOD("method");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /// @param index the position among all fields and methods
    public record Field(String name, Form form, int index, Span span) {}

    private final List<Field> fields = new ArrayList<>();

    public List<Field> all() {
        return fields;
    }

    public Optional<Field> find(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    Field add(String name, Form form, Span span) {
        Field field = new Field(name, form, fields.size(), span);
        fields.add(field);
        return field;
    }
}

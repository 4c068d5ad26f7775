package dl.source;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/// Writes diagnostics as JSON for editors and other tools.
///
/// Lines and columns count from 1, columns in code points; the end of a label is exclusive.
public final class JsonRenderer {
    private JsonRenderer() {}

    /// One object per diagnostic.
    public static JsonArray json(List<Diagnostic> diagnostics) {
        JsonArray array = new JsonArray();
        for (Diagnostic diagnostic : diagnostics) {
            array.add(json(diagnostic));
        }
        return array;
    }

    public static JsonObject json(Diagnostic diagnostic) {
        JsonObject object = new JsonObject();
        object.addProperty("kind", diagnostic.kind().title());
        object.addProperty("code", diagnostic.code());
        object.addProperty("message", diagnostic.message());
        JsonArray labels = new JsonArray();
        for (Label label : diagnostic.labels()) {
            labels.add(json(label));
        }
        object.add("labels", labels);
        if (diagnostic.hint().isPresent()) {
            object.addProperty("hint", diagnostic.hint().get());
        }
        JsonArray trace = new JsonArray();
        for (String call : diagnostic.trace()) {
            trace.add(call);
        }
        object.add("trace", trace);
        return object;
    }

    private static JsonObject json(Label label) {
        Source source = label.source();
        Span span = label.span();
        JsonObject object = new JsonObject();
        object.addProperty("file", source.name());
        object.addProperty("line", source.line(span.start()));
        object.addProperty("column", source.column(span.start()));
        object.addProperty("endLine", source.line(span.end()));
        object.addProperty("endColumn", source.column(span.end()));
        object.addProperty("text", label.text());
        return object;
    }
}

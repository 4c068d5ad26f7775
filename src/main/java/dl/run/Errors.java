package dl.run;

import dl.run.value.DlRecord;
import dl.run.value.Nil;
import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Between errors and the records that a script sees of them.
public final class Errors {
    private Errors() {}

    /// What `catch e` binds: kind, code, message, line, and whatever the thrown record had besides.
    public static DlRecord record(DlError error) {
        Diagnostic diagnostic = error.diagnostic();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", diagnostic.kind().title());
        fields.put("message", diagnostic.message());
        fields.put("code", diagnostic.code());
        Optional<Label> place = diagnostic.labels().stream().findFirst();
        fields.put("source", place.<Object>map(label -> label.source().name()).orElse(Nil.NIL));
        fields.put("line", place.<Object>map(label -> (long) label.source().line(label.span().start())).orElse(Nil.NIL));
        fields.put("hint", diagnostic.hint().<Object>map(text -> text).orElse(Nil.NIL));
        if (error.thrown() instanceof DlRecord thrown) {
            for (int i = 0; i < thrown.size(); i++) {
                fields.put(thrown.key(i), thrown.value(i));
            }
        }
        return DlRecord.caught(fields, error);
    }

    /// `throw "text"`, `throw {kind: ..., message: ...}`, or a caught error again, which keeps its origin.
    public static DlError thrown(Machine machine, Object value, Site site) {
        if (value instanceof DlRecord fields && fields.origin().isPresent()) {
            return (DlError) fields.origin().get();
        }
        return switch (value) {
            case String text -> site.error("user/thrown", ErrorKind.USER, text, "");
            case DlRecord fields when fields.has("message") && fields.get("message") instanceof String message -> {
                String code = fields.has("code") && fields.get("code") instanceof String given ? given : "user/thrown";
                ErrorKind kind = kind(fields);
                boolean own = kind == ErrorKind.USER && fields.has("kind") && fields.get("kind") instanceof String name && !name.equals(kind.title());
                Diagnostic diagnostic = Diagnostic.of(code, kind, own ? fields.get("kind") + ": " + message : message, new Label(site.source(), site.span(), ""));
                boolean hinted = fields.has("hint") && fields.get("hint") instanceof String;
                yield new DlError(hinted ? diagnostic.hint((String) fields.get("hint")) : diagnostic, fields);
            }
            default -> site.error("type/throw", ErrorKind.TYPE, "cannot throw " + machine.interpreter.describe(value),
                    "throw a string, or a record with message, kind and, if you like, code and hint");
        };
    }

    private static ErrorKind kind(DlRecord fields) {
        if (fields.has("kind") && fields.get("kind") instanceof String name) {
            for (ErrorKind kind : ErrorKind.values()) {
                if (kind.title().equals(name) && kind.catchable()) {
                    return kind;
                }
            }
        }
        return ErrorKind.USER;
    }
}

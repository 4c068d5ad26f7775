package dl.check;

import dl.source.Diagnostic;
import dl.source.ErrorKind;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import dl.source.Suggest;
import dl.syntax.Expr;
import dl.syntax.SizeExpr;
import dl.syntax.TypeExpr;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Resolves shape annotations: the names of their sizes, and whether there are such types.
final class AnnotationNames {
    private static final List<String> TYPES = List.of("int", "float", "bool", "str", "fn", "list", "tuple", "record", "tensor");
    private static final List<String> ELEMENT_TYPES = List.of("f32", "f64", "i64", "bool", "c128", "f");

    private final Source source;
    private final Names known;
    private final NameTable names;
    private final Resolution resolution;
    private final List<Diagnostic> errors;
    private final BiConsumer<Expr, Scope> value;

    /// @param value resolves an ordinary expression, for sizes in parentheses
    AnnotationNames(Source source, Names known, NameTable names, Resolution resolution, List<Diagnostic> errors, BiConsumer<Expr, Scope> value) {
        this.source = source;
        this.known = known;
        this.names = names;
        this.resolution = resolution;
        this.errors = errors;
        this.value = value;
    }

    /// The names of an annotation's sizes: those of this function or of one around it, or new ones that the call binds.
    void annotation(TypeExpr type, Scope scope) {
        switch (type) {
            case TypeExpr.Named named -> {
                if (!TYPES.contains(named.name()) && names.lookup(named.name(), scope).isEmpty() && !known.defines(named.name())) {
                    errors.add(Diagnostic.of("name/unknown-type", ErrorKind.NAME, "there is no type '" + named.name() + "'", new Label(source, named.span(), ""))
                            .hint(spelling(named.name()).or(() -> Suggest.closest(named.name(), TYPES).map(close -> "did you mean " + close + "?")).orElse("the types are " + String.join(", ", TYPES)
                                    + ", shapes such as f32[n, d], and layers")));
                }
            }
            case TypeExpr.Tuple tuple -> tuple.elements().forEach(element -> annotation(element, scope));
            case TypeExpr.Tensor tensor -> {
                tensor.elementType().filter(name -> !ELEMENT_TYPES.contains(name)).ifPresent(name -> errors.add(Diagnostic.of("name/unknown-type",
                        ErrorKind.NAME, "there is no element type '" + name + "'", new Label(source, tensor.span(), ""))
                        .hint(spelling(name).orElse("the element types are " + String.join(", ", ELEMENT_TYPES)))));
                for (SizeExpr size : tensor.sizes()) {
                    switch (size) {
                        case SizeExpr.Of(Span _, Expr.Paren paren) -> value.accept(paren, scope);
                        case SizeExpr.Of(Span _, Expr value) -> sizes(value, scope);
                        case SizeExpr.Rest rest -> rest.name().ifPresent(name -> resolution.reference(rest, names.rest(name, rest.span(), scope)));
                    }
                }
            }
        }
    }

    /// How dl spells a type of NumPy, PyTorch, Julia or Java.
    private static Optional<String> spelling(String name) {
        String here = switch (name) {
            case "float32", "Float32", "single" -> "f32";
            case "float64", "Float64", "double" -> "f64";
            case "int64", "Int64", "long", "int32", "Int32", "int16", "int8", "uint8" -> "i64";
            case "float16", "bfloat16", "half", "f16" -> "f32";
            case "complex", "complex64", "complex128", "Complex" -> "c128";
            case "boolean", "Bool", "bool_", "Boolean" -> "bool";
            case "integer", "Integer", "Int" -> "int";
            case "Float", "number", "Number", "real" -> "float";
            case "string", "String", "text", "char" -> "str";
            case "Tensor", "ndarray", "array", "Array", "Matrix", "matrix", "Vector", "vector" -> "tensor, or a shape such as f32[n, d]";
            case "dict", "Dict", "map", "struct", "object" -> "record";
            case "List", "list_of" -> "list";
            case "function", "Function", "callable", "Callable", "lambda" -> "fn";
            case "None", "null", "void" -> "nil";
            default -> "";
        };
        return here.isEmpty() ? Optional.empty() : Optional.of("in dl it is written " + here);
    }

    void sizes(Expr size, Scope scope) {
        switch (size) {
            case Expr.Name name -> {
                if (!name.name().equals("_")) {
                    resolution.reference(name, names.size(name.name(), name.span(), scope));
                }
            }
            case Expr.IntLiteral _ -> { }
            case Expr.Paren paren -> sizes(paren.inner(), scope);
            case Expr.Negate negate -> sizes(negate.operand(), scope);
            case Expr.Binary binary -> {
                sizes(binary.left(), scope);
                sizes(binary.right(), scope);
            }
            default -> errors.add(Diagnostic.of("syntax/size", ErrorKind.SYNTAX, "a size is a name, an int or arithmetic of these", new Label(source, size.span(), ""))
                    .hint("write (" + source.slice(size.span()) + ") to compute it from values outside of the annotation"));
        }
    }
}

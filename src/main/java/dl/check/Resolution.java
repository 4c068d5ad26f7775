package dl.check;

import dl.source.Diagnostic;
import dl.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The side tables that the resolver fills: facts about nodes of syntax, keyed by the node itself.
public final class Resolution {
    private final Map<Object, Reference> references = new IdentityHashMap<>();
    private final Map<Object, Variable> declarations = new IdentityHashMap<>();
    private final Map<Object, Code> codes = new IdentityHashMap<>();
    private final Map<Object, LayerFields> layers = new IdentityHashMap<>();
    private final Map<Code, List<Variable>> sizes = new IdentityHashMap<>();
    private final Map<Code, Variable> selves = new IdentityHashMap<>();
    private final List<Diagnostic> warnings = new ArrayList<>();
    private final Code main;

    Resolution(Code main) {
        this.main = main;
    }

    /// The code of the program itself.
    public Code main() {
        return main;
    }

    public Reference reference(Object node) {
        return found(references.get(node), node);
    }

    /// The meaning of the name of a method call, when anything visible has that name.
    public Optional<Reference> visible(Object node) {
        return Optional.ofNullable(references.get(node));
    }

    /// The variable that a node declares, when it does.
    Optional<Variable> declared(Object node) {
        return Optional.ofNullable(declarations.get(node));
    }

    /// All variables that the program declares, in no order.
    Collection<Variable> variables() {
        return declarations.values();
    }

    /// All sizes that annotations bind, in no order.
    List<Variable> allSizes() {
        return sizes.values().stream().flatMap(List::stream).toList();
    }

    /// The nodes that name a variable, with the variable.
    public Map<Object, Variable> uses() {
        Map<Object, Variable> uses = new IdentityHashMap<>();
        references.forEach((node, reference) -> {
            switch (reference) {
                case Reference.Local(Variable variable) -> uses.put(node, variable);
                case Reference.Captured(int _, Variable variable) -> uses.put(node, variable);
                case Reference.Global(Variable variable) -> uses.put(node, variable);
                case Reference.Late _, Reference.Builtin _, Reference.Field _ -> { }
            }
        });
        return uses;
    }

    public Variable declaration(Object node) {
        return found(declarations.get(node), node);
    }

    public Code code(Object node) {
        return found(codes.get(node), node);
    }

    public LayerFields layer(Object node) {
        return found(layers.get(node), node);
    }

    /// The variable that holds the instance, for the code of a method or constructor.
    public Optional<Variable> selfOf(Code code) {
        return Optional.ofNullable(selves.get(code));
    }

    public List<Diagnostic> warnings() {
        return warnings;
    }

    void reference(Object node, Reference reference) {
        references.put(node, reference);
    }

    void declaration(Object node, Variable variable) {
        declarations.put(node, variable);
    }

    void code(Object node, Code code) {
        codes.put(node, code);
    }

    void layer(Object node, LayerFields fields) {
        layers.put(node, fields);
    }

    /// The sizes that a function's annotations bind.
    public List<Variable> sizes(Code code) {
        return sizes.getOrDefault(code, List.of());
    }

    /// The sizes that one annotation binds for itself.
    public List<Variable> sizesIn(TypeExpr type) {
        return sizes.values().stream().flatMap(List::stream)
                .filter(variable -> variable.span().start() >= type.span().start() && variable.span().end() <= type.span().end()).toList();
    }

    void size(Code code, Variable variable) {
        sizes.computeIfAbsent(code, _ -> new ArrayList<>()).add(variable);
    }

    void self(Code code, Variable variable) {
        selves.put(code, variable);
    }

    void warn(Diagnostic diagnostic) {
        warnings.add(diagnostic);
    }

    private static <T> T found(@org.jspecify.annotations.Nullable T fact, Object node) {
        if (fact == null) {
            throw new IllegalStateException("nothing is known of " + node);
        }
        return fact;
    }
}

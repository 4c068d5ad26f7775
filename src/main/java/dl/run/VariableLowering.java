package dl.run;

import dl.check.LayerFields;
import dl.check.Reference;
import dl.check.Variable;
import dl.run.node.Fields;
import dl.run.node.Mention;
import dl.run.node.Node;
import dl.run.node.Ownership;
import dl.run.node.Variables;
import dl.run.value.Cell;
import dl.run.value.LayerInstance;
import dl.run.value.Module;
import dl.source.Label;
import dl.source.Source;
import dl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Lowers reading and writing of variables, by where the resolver put them.
final class VariableLowering {
    private final Source source;
    private final Module module;
    private final Interpreter interpreter;
    /// While the annotations of parameters are lowered: their sizes are read before they move to cells.
    private boolean inAnnotation;
    /// Who touches which slots of the function that is being lowered.
    private List<Mention> mentions = new ArrayList<>();

    VariableLowering(Source source, Module module, Interpreter interpreter) {
        this.source = source;
        this.module = module;
        this.interpreter = interpreter;
    }

    /// Lowers annotations of parameters.
    <T> T inAnnotation(Supplier<T> lowering) {
        boolean outer = inAnnotation;
        inAnnotation = true;
        T lowered = lowering.get();
        inAnnotation = outer;
        return lowered;
    }

    /// Lowers a function, whose slots are its own.
    <T> T inFunction(Supplier<T> lowering) {
        List<Mention> outer = mentions;
        mentions = new ArrayList<>();
        T lowered = lowering.get();
        mentions = outer;
        return lowered;
    }

    /// How many mentions there are so far.
    int mentionCount() {
        return mentions.size();
    }

    /// Notes who touches a slot of the running frame.
    <T> T mentioned(int slot, T by) {
        mentions.add(new Mention(slot, by));
        return by;
    }

    Mention[] mentionsSince(int first) {
        return mentions.subList(first, mentions.size()).toArray(new Mention[0]);
    }

    /// A read whose value may go anywhere.
    Node read(Reference reference, String name, Span span) {
        Node read = plainRead(reference, name, span);
        return ownership(reference).<Node>map(ownership -> new Ownership.Releasing(read, ownership)).orElse(read);
    }

    Node plainRead(Reference reference, String name, Span span) {
        return switch (reference) {
            case Reference.Local(Variable variable) when variable.form() == Variable.Form.SIZE && (inAnnotation || !variable.captured()) ->
                    mentioned(variable.slot(), new Variables.Size(variable.slot(), unset(name, span, Optional.of(variable))));
            case Reference.Local(Variable variable) -> variable.captured()
                    ? new Variables.LocalCell(variable.slot(), unset(name, span, Optional.of(variable)))
                    : mentioned(variable.slot(), new Variables.Local(variable.slot()));
            case Reference.Captured(int index, Variable variable) -> new Variables.Captured(index, unset(name, span, Optional.of(variable)));
            case Reference.Global(Variable variable) -> new Variables.Global(module.cell(variable.name()), unset(name, span, Optional.of(variable)));
            case Reference.Late(String late) -> new Variables.Global(module.cell(late), new Variables.Unset(name, site(span), Optional.empty(), Variables.Unset.Why.UNKNOWN));
            case Reference.Builtin(String builtin) -> interpreter.builtins().node(builtin);
            case Reference.Field(Reference self, LayerFields.Field field) -> field.form() == LayerFields.Form.METHOD
                    ? new Fields.MethodOfSelf(read(self, name, span), field.name())
                    : new Fields.OfSelf(read(self, name, span), field.index(), unset(name, span, Optional.empty()));
        };
    }

    /// How a variable's claims on its containers are kept, if its elements are assigned anywhere.
    Optional<Ownership> ownership(Reference reference) {
        return switch (reference) {
            case Reference.Local(Variable variable) when variable.changes() -> Optional.of(variable.captured()
                    ? Ownership.ofCell(machine -> (Cell) machine.refs[machine.base + variable.slot()]) : Ownership.ofSlot(variable.tokenSlot()));
            case Reference.Captured(int index, Variable variable) when variable.changes() -> Optional.of(Ownership.ofCell(machine -> machine.captures[index]));
            case Reference.Global(Variable variable) when variable.changes() -> {
                Cell cell = module.cell(variable.name());
                yield Optional.of(Ownership.ofCell(_ -> cell));
            }
            case Reference.Field(Reference self, LayerFields.Field field) when field.form() == LayerFields.Form.STATE -> {
                Node instance = read(self, "self", field.span());
                yield Optional.of(Ownership.ofCell(machine -> {
                    Object value = machine.ref;
                    instance.run(machine);
                    Cell cell = ((LayerInstance) machine.ref).cell(field.index());
                    machine.ref = value;
                    return cell;
                }));
            }
            case Reference.Local _, Reference.Captured _, Reference.Global _, Reference.Late _, Reference.Builtin _, Reference.Field _ -> Optional.empty();
        };
    }

    Variables.Unset unset(String name, Span span, Optional<Variable> variable) {
        Optional<Label> definition = variable.filter(found -> found.form() != Variable.Form.SELF).map(found -> found.label("defined here"));
        boolean size = variable.filter(found -> found.form() == Variable.Form.SIZE).isPresent();
        return new Variables.Unset(name, site(span), definition, size ? Variables.Unset.Why.SIZE : Variables.Unset.Why.LATER);
    }

    Variables.Target write(Reference reference) {
        return switch (reference) {
            case Reference.Local(Variable variable) -> variable.captured()
                    ? Variables.Target.localCell(variable.slot()) : mentioned(variable.slot(), Variables.Target.local(variable.slot(), false));
            case Reference.Captured(int index, Variable _) -> Variables.Target.captured(index);
            case Reference.Global(Variable variable) -> Variables.Target.global(module.cell(variable.name()));
            case Reference.Field(Reference self, LayerFields.Field field) -> Fields.intoSelf(
                    read(self, field.name(), field.span()), field.index(), field.form() == LayerFields.Form.STATE);
            case Reference.Late _, Reference.Builtin _ -> throw new IllegalStateException("cannot be assigned: " + reference);
        };
    }

    /// The first store of a variable whose block made its cell on entry.
    Variables.Target announced(Variable variable) {
        if (variable.global()) {
            return Variables.Target.global(module.cell(variable.name()));
        }
        return variable.captured() ? Variables.Target.localCell(variable.slot()) : mentioned(variable.slot(), Variables.Target.local(variable.slot(), true));
    }

    /// The first store of a loop variable, parameter or caught error: nobody made a cell for it.
    Variables.Target fresh(Variable variable) {
        return variable.captured() ? Variables.Target.newCell(variable.slot()) : mentioned(variable.slot(), Variables.Target.local(variable.slot(), true));
    }

    private Site site(Span span) {
        return Site.of(source, span);
    }
}

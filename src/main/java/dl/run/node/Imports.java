package dl.run.node;

import dl.run.Machine;
import dl.run.Site;
import dl.run.value.Module;
import dl.source.Source;
import java.util.List;
import java.util.Optional;

/// `import nn`, `import nn: Linear`, `import "./util.dl" as util`.
public final class Imports extends Node {
    /// A name taken from the module.
    public record Name(String name, Variables.Target target, Site site) {}

    private final String path;
    private final boolean isFile;
    private final Source importer;
    private final Optional<Variables.Target> whole;
    private final List<Name> names;
    private final Site site;

    public Imports(String path, boolean isFile, Source importer, Optional<Variables.Target> whole, List<Name> names, Site site) {
        this.path = path;
        this.isFile = isFile;
        this.importer = importer;
        this.whole = whole;
        this.names = names;
        this.site = site;
    }

    @Override
    public byte run(Machine machine) {
        Module module = machine.interpreter.modules().load(machine, path, isFile, importer, site);
        whole.ifPresent(target -> target.store(machine, machine.give(module)));
        for (Name name : names) {
            Object value = module.member(name.name()).orElseThrow(() -> Fields.noMember(machine, module, name.name(), name.site()));
            name.target().store(machine, machine.give(value));
        }
        return Control.nil(machine);
    }
}

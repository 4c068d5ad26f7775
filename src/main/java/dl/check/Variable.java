package dl.check;

import dl.source.Label;
import dl.source.Source;
import dl.source.Span;

/// A name that a program binds, and where it is kept.
public final class Variable {
    /// How it was bound.
    public enum Form {
        LET("let"), VAR("var"), PARAMETER("a parameter"), LOOP("a loop variable"), FUNCTION("fn"), LAYER("layer"),
        IMPORT("import"), CATCH("catch"), SIZE("a size of the annotations"), SELF("the layer itself");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final String name;
    private final Form form;
    private final Source source;
    private final Span span;
    private final boolean global;
    private final int slot;
    private boolean captured;
    private boolean changes;
    private int tokenSlot = -1;

    Variable(String name, Form form, Source source, Span span, boolean global, int slot) {
        this.name = name;
        this.form = form;
        this.source = source;
        this.span = span;
        this.global = global;
        this.slot = slot;
    }

    public String name() {
        return name;
    }

    public Form form() {
        return form;
    }

    public boolean assignable() {
        return form == Form.VAR;
    }

    /// Where it was bound, for diagnostics.
    public Label label(String text) {
        return new Label(source, span, text);
    }

    public Source source() {
        return source;
    }

    public Span span() {
        return span;
    }

    /// Whether it belongs to a module, and not to a call.
    public boolean global() {
        return global;
    }

    /// Its place in the frame of its function; meaningless for globals.
    public int slot() {
        return slot;
    }

    /// Whether a closure uses it, so that it must live in a cell.
    public boolean captured() {
        return captured;
    }

    /// Whether elements or fields of its value are assigned somewhere, so that it may hold containers alone.
    public boolean changes() {
        return changes;
    }

    /// The slot for the claim on such containers, for variables of a frame.
    public int tokenSlot() {
        return tokenSlot;
    }

    void change(Code owner) {
        changes = true;
        if (tokenSlot < 0 && !global) {
            tokenSlot = owner.newSlot();
        }
    }

    /// Notes that programs that are not known yet may assign to its elements.
    void change() {
        changes = true;
    }

    void capture() {
        captured = true;
    }
}

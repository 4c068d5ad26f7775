package dl.check;

/// What a name in a program means.
public sealed interface Reference {
    /// A variable of the function that the name stands in.
    record Local(Variable variable) implements Reference {}

    /// A variable of an enclosing function, the closure's `index`-th capture.
    record Captured(int index, Variable variable) implements Reference {}

    /// A name of the module.
    record Global(Variable variable) implements Reference {}

    /// A name that nothing defines yet; found, or not, when it is needed (function bodies at the prompt).
    record Late(String name) implements Reference {}

    /// A function of the language or of the prelude.
    record Builtin(String name) implements Reference {}

    /// A field or method of the layer whose body the name stands in.
    record Field(Reference self, LayerFields.Field field) implements Reference {}
}

package dl.run.node;

/// A place in a function that touches a slot of its frame.
///
/// @param by the node or target that does
public record Mention(int slot, Object by) {}

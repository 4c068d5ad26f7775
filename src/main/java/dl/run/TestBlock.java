package dl.run;

import dl.run.node.Node;
import dl.source.Span;

/// A `test` block of a module, ready to run.
///
/// @param span  the whole block
/// @param slots how many variables its frame holds
public record TestBlock(String title, Span span, Node body, int slots) {}

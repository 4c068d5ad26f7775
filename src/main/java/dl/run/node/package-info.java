/// The executable form of a program: a tree of nodes that evaluate themselves.
@NullMarked
package dl.run.node;

import org.jspecify.annotations.NullMarked;

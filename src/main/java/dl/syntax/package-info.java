/// The syntax of dl as immutable records, and the way from text to them.
@NullMarked
package dl.syntax;

import org.jspecify.annotations.NullMarked;

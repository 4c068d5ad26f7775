/// Functions of the language that are not tensor operations.
@NullMarked
package dl.run.builtin;

import org.jspecify.annotations.NullMarked;

/// Executable nodes, values, control flow, modules and the builtins that are not tensor operations.
@NullMarked
package dl.run;

import org.jspecify.annotations.NullMarked;

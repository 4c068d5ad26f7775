/// Numeric kernels on flat arrays, and the choice among them.
@NullMarked
package dl.kernel;

import org.jspecify.annotations.NullMarked;

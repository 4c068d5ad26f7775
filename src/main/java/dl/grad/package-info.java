/// Differentiation: traced values, the tape, the backward pass.
@NullMarked
package dl.grad;

import org.jspecify.annotations.NullMarked;

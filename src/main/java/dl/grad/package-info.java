/// Values that take over the operations they go into: for derivatives in reverse and forward mode, and for batches.
@NullMarked
package dl.grad;

import org.jspecify.annotations.NullMarked;

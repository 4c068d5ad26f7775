/// Element types, shapes, tensors (views over flat arrays).
@NullMarked
package dl.tensor;

import org.jspecify.annotations.NullMarked;

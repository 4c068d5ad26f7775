/// What a dl program computes with, besides numbers, strings and tensors.
@NullMarked
package dl.run.value;

import org.jspecify.annotations.NullMarked;

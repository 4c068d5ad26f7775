/// Services without a face: help and completion.
@NullMarked
package dl.tool;

import org.jspecify.annotations.NullMarked;

/// One algebra of shapes, concrete and symbolic.
@NullMarked
package dl.type;

import org.jspecify.annotations.NullMarked;

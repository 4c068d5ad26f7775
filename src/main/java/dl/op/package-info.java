/// Every tensor operation, each declared once.
@NullMarked
package dl.op;

import org.jspecify.annotations.NullMarked;

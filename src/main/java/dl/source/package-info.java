/// Texts, places in them, diagnostics as data, and the one renderer.
@NullMarked
package dl.source;

import org.jspecify.annotations.NullMarked;

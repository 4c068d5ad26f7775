/// The prompt: on a terminal with JLine, on anything else line by line.
@NullMarked
package dl.repl;

import org.jspecify.annotations.NullMarked;

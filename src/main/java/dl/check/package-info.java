/// What is known about a program before it runs: names and slots.
@NullMarked
package dl.check;

import org.jspecify.annotations.NullMarked;

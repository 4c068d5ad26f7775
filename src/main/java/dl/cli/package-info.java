/// The command line: options, exit codes, what runs where.
@NullMarked
package dl.cli;

import org.jspecify.annotations.NullMarked;

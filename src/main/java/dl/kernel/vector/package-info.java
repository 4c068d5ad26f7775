/// The kernels on vectors of 128, 256 or 512 bits: the only package that uses the incubating Vector API.
@NullMarked
package dl.kernel.vector;

import org.jspecify.annotations.NullMarked;

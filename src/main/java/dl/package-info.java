/// dl for Java programs: [Dl] makes sessions, a [Session] evaluates dl, a [DlException] says what went wrong.
@NullMarked
package dl;

import org.jspecify.annotations.NullMarked;

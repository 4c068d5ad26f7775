package dl.run;

import java.nio.file.Path;
import java.util.List;

/// What the surroundings of a session give it: a place for output, arguments, a clock, files.
public interface Host {
    /// Writes text, line breaks included.
    void write(String text);

    List<String> arguments();

    /// Seconds since some fixed moment, for measuring.
    double seconds();

    /// The folder against which relative paths are read.
    Path directory();

    /// The width of the terminal in characters, or 0 when output does not go to one.
    int terminalWidth();
}

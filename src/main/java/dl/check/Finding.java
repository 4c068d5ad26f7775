package dl.check;

import dl.source.Diagnostic;

/// Something that a program should be told without running it.
///
/// @param warning whether the program may be right all the same
public record Finding(Diagnostic diagnostic, boolean warning) {}

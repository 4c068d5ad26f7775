package dl.source;

/// The colours of a rendered message, or none.
enum Paint {
    ERROR("\u001B[1;31m"), WARNING("\u001B[1;33m"), STRONG("\u001B[1m"), FRAME("\u001B[34m"), PRIMARY("\u001B[1;31m"),
    SECONDARY("\u001B[1;34m"), NOTE("\u001B[36m");

    private static final String RESET = "\u001B[0m";

    private final String start;

    Paint(String start) {
        this.start = start;
    }

    String on(String text, boolean color) {
        return color && !text.isBlank() ? start + text + RESET : text;
    }
}

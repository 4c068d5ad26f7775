package dl.syntax;

/// The operators of two operands that compute a value from both, with their spelling.
public enum BinaryOperator {
    ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), FLOOR_DIVIDE("//"), REMAINDER("%"), MATMUL("@"), POWER("^"),
    AND("&"), OR("|");

    private final String text;

    BinaryOperator(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}

package dl.syntax;

/// The operators that compare, with their spelling.
public enum ComparisonOperator {
    EQUAL("=="), NOT_EQUAL("!="), LESS("<"), LESS_EQUAL("<="), GREATER(">"), GREATER_EQUAL(">="), IN("in"), NOT_IN("not in");

    private final String text;

    ComparisonOperator(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}

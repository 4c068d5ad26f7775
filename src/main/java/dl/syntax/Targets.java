package dl.syntax;

/// What may stand left of `=`: a name, a field, an index, or a tuple of these.
final class Targets {
    private Targets() {}

    /// @param operator `+=` and its like; empty for `=`
    static void check(Expr target, String operator, Problems problems) {
        if (target instanceof Expr.Tuple tuple && !operator.isEmpty()) {
            problems.report("syntax/assign-target", tuple.span(), "", "`" + operator + "` cannot change a tuple of names",
                    "write one `" + operator + "` for each name");
        } else {
            check(target, problems);
        }
    }

    private static void check(Expr target, Problems problems) {
        switch (target) {
            case Expr.Name _, Expr.Field _, Expr.Index _ -> {}
            case Expr.Tuple tuple -> {
                if (tuple.elements().isEmpty()) {
                    report(target, "an empty tuple", "", problems);
                }
                for (Expr element : tuple.elements()) {
                    check(element, problems);
                }
            }
            case Expr.Call call when call.callee() instanceof Expr.Name name ->
                report(target, "the result of a call", "to define a function write fn " + name.name() + "(x) = ...",
                        problems);
            case Expr.Call _, Expr.Pipe _ -> report(target, "the result of a call", "", problems);
            case Expr.Comparison _ -> report(target, "a comparison", "", problems);
            case Expr.RecordLiteral _ ->
                report(target, "a record", "to take a record apart write let {x, y} = r; to change a field, r.x = 1",
                        problems);
            case Expr.Bracket _ ->
                report(target, "a bracket", "to take a list apart write let (a, b) = xs, or (a, b) = xs", problems);
            case Expr.Paren _ -> report(target, "a name in parentheses", "drop the parentheses", problems);
            case Expr.IntLiteral _, Expr.FloatLiteral _, Expr.ImaginaryLiteral _, Expr.BoolLiteral _,
                    Expr.StringLiteral _, Expr.NilLiteral _, Expr.FString _ ->
                report(target, "a constant", "", problems);
            case Expr.Negate _, Expr.Not _, Expr.Binary _, Expr.Logical _, Expr.Range _ ->
                report(target, "the result of an operator", "a comparison is written ==", problems);
            case Expr.Lambda _, Expr.If _, Expr.For _, Expr.While _, Expr.With _, Expr.Try _, Expr.Block _ ->
                report(target, "this expression", "", problems);
        }
    }

    private static void report(Expr target, String what, String hint, Problems problems) {
        String advice = hint.isEmpty() ? "a name, a field, an index or a tuple of these stands left of `=`" : hint;
        problems.report("syntax/assign-target", target.span(), "", "cannot assign to " + what, advice);
    }
}

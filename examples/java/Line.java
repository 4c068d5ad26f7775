import dl.Dl;
import dl.DlException;
import dl.Session;

/// Fits a line to points that Java has, with a model that dl has.
///
/// Run it with `java -cp target/dl.jar examples/java/Line.java`.
final class Line {
    private static final String MODEL = """
            fn line(p, x) = p.slope * x + p.offset
            fn fit(x, y; steps = 500, rate = 0.05) {
              let loss = p -> mean((line(p, x) - y)^2)
              var p = {slope: 0.0, offset: 0.0}
              for step in 0..steps {
                let g = grad(loss)(p)
                p = {slope: p.slope - rate * g.slope, offset: p.offset - rate * g.offset}
              }
              p
            }
            """;

    public static void main(String[] args) {
        try (Session session = Dl.create().newSession()) {
            session.eval(MODEL);
            session.set("x", new float[] {0, 1, 2, 3});
            session.set("y", new float[] {1, 3, 5, 7});
            session.eval("let p = fit(x, y)");
            System.out.println(session.eval("f\"y = {p.slope:.2f} x + {p.offset:.2f}\""));
            // A mistake arrives as data: its code, its place, and the text that a terminal would show.
            session.eval("fit(x, y[0:3])");
        } catch (DlException mistake) {
            System.out.println(mistake.code() + " in line " + mistake.line());
            System.out.println(mistake.getMessage());
        }
    }
}

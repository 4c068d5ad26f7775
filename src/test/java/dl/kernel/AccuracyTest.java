package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// How far the elementary functions are from the truth, which [Reals] computes to 256 bits, in units of the last place.
///
/// `-Ddl.accuracy=100` takes a hundred times as many points.
class AccuracyTest {
    private static final int POINTS = 250 * Integer.getInteger("dl.accuracy", 1);
    private static final double BOUND = 1.5;

    private interface Truth {
        Real apply(Real x);
    }

    private interface PairTruth {
        Real apply(Real x, Real y);
    }

    /// Uniform arguments come from between `low` and `high`, and arguments near the `hard` ones are tried besides. `absolute`
    /// says which error passes at x where the function has zeros that are no doubles.
    private record Case(
            UnaryOperator operator,
            Truth truth,
            double low,
            double high,
            DoublePredicate domain,
            DoubleUnaryOperator absolute,
            double... hard) {}

    private static Case of(UnaryOperator operator, Truth truth, double low, double high, double... hard) {
        return new Case(operator, truth, low, high, x -> x >= low && x <= high, x -> 0, hard);
    }

    private static List<Case> cases() {
        double pi = Math.PI;
        double large = Double.MAX_VALUE;
        DoublePredicate gamma = x -> x > 0 || x != Math.rint(x);
        return List.of(
                of(UnaryOperator.SQRT, Real::sqrt, 0, large, 1, 2),
                of(UnaryOperator.CBRT, Reals::cbrt, -large, large, 1, 2, 4, 8, 27),
                of(UnaryOperator.EXP, Reals::exp, -746, 709.78, 0.34657359, 88.7, -87.3, -103.9, -708.4, -745.1),
                of(UnaryOperator.EXPM1, Reals::expm1, -746, 709.78, 0.34657359, -0.34657359, 1.0397, 0.5, 37.43, -37.43, 2),
                of(UnaryOperator.LOG, Reals::log, 0, large, 1, 0.70710678, 1.41421356, 2, 0x1p-1022),
                of(UnaryOperator.LOG1P, Reals::log1p, -0x1.fffffffffffffp-1, large, -0.29289, 0.41421, 1, -0.5),
                of(UnaryOperator.LOG2, Reals::log2, 0, large, 1, 0.70710678, 1.41421356, 2, 0x1p-1022),
                of(UnaryOperator.LOG10, Reals::log10, 0, large, 1, 0.70710678, 1.41421356, 10, 0x1p-1022),
                of(UnaryOperator.SIN, Reals::sin, -large, large, pi / 4, pi / 2, pi, 2 * pi, 45.553093477052, 1e5 * pi, 333773 * pi,
                        0x1p20, 6381956970095103.0 * 0x1p797),
                of(UnaryOperator.COS, Reals::cos, -large, large, pi / 4, pi / 2, pi, 3 * pi / 2, 45.553093477052, 1e5 * pi, 333772.5 * pi,
                        0x1p20, 6381956970095103.0 * 0x1p797),
                of(UnaryOperator.TAN, Reals::tan, -large, large, pi / 4, pi / 2, pi, 3 * pi / 4, 45.553093477052, 1e5 * pi, 333772.5 * pi,
                        0x1p20, 6381956970095103.0 * 0x1p797),
                of(UnaryOperator.ASIN, Reals::asin, -1, 1, 0.5, 1, -1),
                of(UnaryOperator.ACOS, Reals::acos, -1, 1, 0.5, 1, -1, -0.5),
                of(UnaryOperator.ATAN, Reals::atan, -large, large, 0.4375, 0.6875, 1.1875, 2.4375, 1),
                of(UnaryOperator.SINH, Reals::sinh, -710.47, 710.47, 1, 0.3, 710.4),
                of(UnaryOperator.COSH, Reals::cosh, -710.47, 710.47, 1, 0.3, 710.4),
                of(UnaryOperator.TANH, Reals::tanh, -large, large, 0.17, 0.52, 0.625, 9, 19, 22),
                of(UnaryOperator.ASINH, Reals::asinh, -large, large, 1, 0x1p28),
                of(UnaryOperator.ACOSH, Reals::acosh, 1, large, 1, 2, 0x1p28),
                of(UnaryOperator.ATANH, Reals::areaTangent, -0x1.fffffffffffffp-1, 0x1.fffffffffffffp-1, 0.5, 0x1.fffffffffffffp-1),
                of(UnaryOperator.SIGMOID, Reals::sigmoid, -745, 745, 0, -0.34657, -708, -88),
                of(UnaryOperator.SOFTPLUS, Reals::softplus, -745, 745, 0, -0.34657, -36),
                of(UnaryOperator.ERF, Reals::erf, -7, 7, 0.92, 1, 4, 5.9, 6),
                of(UnaryOperator.ERFC, Reals::erfc, -7, 27.3, 0.5, -1, 1, 5, 26.5, 27.2),
                new Case(UnaryOperator.LGAMMA, Reals::logGamma, -30, 30, gamma, x -> 0x1p-75, 1, 2, 0.5, 1.5, 2.5, 8.5, -18.5,
                        -2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -3.955294284858598, -4.0392618437763,
                        -6.998606638, -17.999999999999996, -18.000000000000004, -25.000000000000004, 1e10, 1e300),
                new Case(UnaryOperator.DIGAMMA, Reals::digamma, -30, 30, gamma, x -> x < -18.5 ? 0x1p-52 : 0x1p-68, 1, 2, 0.5, 1.5, 2.5, 8.5, -18.5,
                        1.4616321449683623, -0.504083008264455, -1.5734984731623904, -2.610720868444144, -3.6352933664369,
                        -17.9999999, -24.7, -25.000000000000004, 1e10, 1e300));
    }

    @TestFactory
    List<DynamicTest> everyFunctionIsWithinOneAndAHalfUnits() {
        System.out.printf("%-10s %8s %16s %8s %24s%n", "", "f32 ulp", "at", "f64 ulp", "at");
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.operator().name(), () -> report(c.operator().name(), worst(c, true), worst(c, false))))
                .toList();
    }

    private static final class Worst {
        double units;
        double at;

        void see(double units, double x) {
            if (units > this.units) {
                this.units = units;
                at = x;
            }
        }
    }

    private static Worst worst(Case c, boolean single) {
        Worst worst = new Worst();
        for (double x : points(c, single)) {
            double actual = apply(c.operator(), x, single);
            Real exact = c.truth().apply(Real.of(x));
            double units = units(actual, exact, single);
            if (units <= BOUND || !Real.of(actual).minus(exact).abs().less(c.absolute().applyAsDouble(x))) {
                worst.see(units, x);
            }
        }
        return worst;
    }

    private static double apply(UnaryOperator operator, double x, boolean single) {
        if (single) {
            float[] a = {(float) x};
            ScalarKernels.INSTANCE.unary(operator, a, 0, a, 0, 1);
            return a[0];
        }
        double[] a = {x};
        ScalarKernels.INSTANCE.unary(operator, a, 0, a, 0, 1);
        return a[0];
    }

    @TestFactory
    List<DynamicTest> functionsOfTwoNumbersAreWithinOneAndAHalfUnits() {
        return List.of(
                DynamicTest.dynamicTest("POWER", () -> pairs(BinaryOperator.POWER, Reals::pow)),
                DynamicTest.dynamicTest("ATAN2", () -> pairs(BinaryOperator.ATAN2, (y, x) -> Reals.atan2(y, x))));
    }

    private static void pairs(BinaryOperator operator, PairTruth truth) {
        Worst f32 = new Worst();
        Worst f64 = new Worst();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 12 * POINTS; i++) {
            boolean single = i % 2 == 0;
            int range = i % 3 == 0 ? 10 : single ? 120 : 1000;
            double x = Math.scalb(1 + random.nextDouble(), random.nextInt(-range, range));
            double y;
            if (operator == BinaryOperator.POWER) {
                x = i % 5 == 0 ? 1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(single ? 20 : 50)) : x;
                // Results of all magnitudes, just beyond the ends too.
                y = (random.nextDouble() - 0.5) * 2 * (single ? 105 : 750) / StrictMath.log(x);
            } else {
                y = x * Math.scalb(1 + random.nextDouble(), random.nextInt(-range / 10, range / 10)) * (random.nextBoolean() ? 1 : -1);
                x = random.nextBoolean() ? x : -x;
            }
            x = single ? (float) x : x;
            y = single ? (float) y : y;
            if (x == 0 || y == 0 || x == 1 || Math.abs(y) > (single ? Float.MAX_VALUE : Double.MAX_VALUE)
                    || operator == BinaryOperator.POWER && y == 2) {
                continue;
            }
            double actual;
            if (single) {
                float[] out = new float[1];
                ScalarKernels.INSTANCE.binary(operator, new float[] {(float) x}, 0, 0, new float[] {(float) y}, 0, 0, out, 0, 1);
                actual = out[0];
            } else {
                double[] out = new double[1];
                ScalarKernels.INSTANCE.binary(operator, new double[] {x}, 0, 0, new double[] {y}, 0, 0, out, 0, 1);
                actual = out[0];
            }
            double units = units(actual, truth.apply(Real.of(x), Real.of(y)), single);
            (single ? f32 : f64).see(units, x);
        }
        report(operator.name(), f32, f64);
    }

    private static void report(String name, Worst f32, Worst f64) {
        System.out.printf(Locale.ROOT, "%-10s %8.3f %16s %8.3f %24s%n", name, f32.units, (float) f32.at, f64.units, f64.at);
        assertThat(f32.units).as("f32 at %s", f32.at).isLessThan(BOUND);
        assertThat(f64.units).as("f64 at %s", f64.at).isLessThan(BOUND);
    }

    /// Uniform ones, ones of all magnitudes, and the neighbours of hard ones.
    private static List<Double> points(Case c, boolean single) {
        SplittableRandom random = new SplittableRandom(c.operator().ordinal());
        List<Double> all = new ArrayList<>();
        double low = Math.max(c.low(), single ? -Float.MAX_VALUE : -Double.MAX_VALUE);
        double high = Math.min(c.high(), single ? Float.MAX_VALUE : Double.MAX_VALUE);
        int bits = single ? 149 : 1074;
        for (int i = 0; i < POINTS; i++) {
            all.add(low / 2 + (high / 2 - low / 2) * random.nextDouble() * 2 + low / 2);
            all.add(Math.max(low, -3) + (Math.min(high, 3) - Math.max(low, -3)) * random.nextDouble());
            all.add(Math.scalb(1 + random.nextDouble(), random.nextInt(-bits, single ? 128 : 1024)) * (random.nextBoolean() ? 1 : -1));
            all.add(Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 12)) * (random.nextBoolean() ? 1 : -1));
        }
        for (double hard : c.hard()) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                for (int i = -12; i <= 12; i++) {
                    float near = (float) hard * sign;
                    all.add(single ? near + i * (double) Math.ulp(near) : (hard + i * Math.ulp(hard)) * sign);
                }
                for (int i = 0; i < POINTS / 8; i++) {
                    all.add(sign * hard * (1 + (random.nextBoolean() ? 1 : -1) * Math.scalb(random.nextDouble(), -random.nextInt(single ? 22 : 50))));
                }
            }
        }
        return all.stream()
                .map(x -> single ? (double) (float) (double) x : x)
                .filter(x -> x >= -Double.MAX_VALUE && x <= Double.MAX_VALUE && (!single || Math.abs(x) <= Float.MAX_VALUE))
                .filter(x -> x != 0 && c.domain().test(x))
                .toList();
    }

    /// The error in units of the last place of the exact number; what overflows is taken for the next power of two.
    static double units(double actual, Real exact, boolean single) {
        if (actual != actual) {
            return Double.POSITIVE_INFINITY;
        }
        int top = single ? 128 : 1024;
        Real value = Double.isInfinite(actual) ? Real.ONE.scaled(top).times((long) Math.signum(actual)) : Real.of(actual);
        if (exact.signum() == 0 || exact.top() >= top && Double.isInfinite(actual)) {
            return value.minus(exact).signum() == 0 || exact.top() >= top ? 0 : Double.POSITIVE_INFINITY;
        }
        int unit = single ? Math.max(exact.top() - 23, -149) : Math.max(exact.top() - 52, -1074);
        return value.minus(exact).abs().scaled(-unit).toDouble();
    }
}

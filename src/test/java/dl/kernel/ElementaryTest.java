package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dl.tensor.ReferenceTable;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// How far the elementary functions are from the truth, in units of the last place.
class ElementaryTest {
    private interface FloatFunction {
        float apply(float x);
    }

    /// The worst error over random arguments in a range: half of them uniform, half of all magnitudes.
    private static double worst(FloatFunction function, DoubleUnaryOperator truth, double low, double high) {
        SplittableRandom random = new SplittableRandom(17);
        double worst = 0;
        for (int i = 0; i < 200_000; i++) {
            float x = i % 2 == 0 ? (float) (low + (high - low) * random.nextDouble()) : Float.intBitsToFloat(random.nextInt());
            if (!(x >= low && x <= high)) {
                continue;
            }
            double exact = truth.applyAsDouble(x);
            float nearest = (float) exact;
            float actual = function.apply(x);
            if (Float.isNaN(nearest) || Float.isInfinite(nearest) || nearest == 0) {
                worst = Math.max(worst, nearest == actual || nearest != nearest && actual != actual ? 0 : 100);
            } else {
                worst = Math.max(worst, Math.abs(actual - exact) / Math.ulp(nearest));
            }
        }
        return worst;
    }

    @Test
    void f32FunctionsAreWithinOneAndAHalfUnits() {
        assertThat(worst(FloatMath::exp, StrictMath::exp, -105, 90)).isLessThan(1.0);
        assertThat(worst(FloatMath::log, StrictMath::log, 0, 1e3)).isLessThan(1.0);
        assertThat(worst(FloatMath::log, StrictMath::log, 0.5, 2)).isLessThan(1.0);
        assertThat(worst(FloatMath::tanh, StrictMath::tanh, -10, 10)).isLessThan(1.5);
        assertThat(worst(FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -80, 80)).isLessThan(1.5);
        assertThat(worst(FloatMath::erf, DoubleMath::erf, -5, 5)).isLessThan(1.5);
    }

    @Test
    void f32FunctionsComputedInF64AreRoundedCorrectly() {
        assertThat(worst(FloatMath::expm1, StrictMath::expm1, -105, 90)).isLessThan(0.501);
        assertThat(worst(FloatMath::log1p, StrictMath::log1p, -1, 1e3)).isLessThan(0.501);
        assertThat(worst(FloatMath::sin, StrictMath::sin, -1e3, 1e3)).isLessThan(0.501);
        assertThat(worst(FloatMath::cos, StrictMath::cos, -1e7, 1e7)).isLessThan(0.501);
        assertThat(worst(FloatMath::tan, StrictMath::tan, -10, 10)).isLessThan(0.501);
        assertThat(worst(x -> FloatMath.pow(x, 3.7f), x -> StrictMath.pow(x, 3.7f), 0, 1e9)).isLessThan(0.501);
    }

    /// Error in units of the last place against a decimal of many digits.
    private static double units(double actual, BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (nearest == 0 || Double.isInfinite(nearest)) {
            return nearest == actual ? 0 : 100;
        }
        return new BigDecimal(actual).subtract(exact).abs().doubleValue() / Math.ulp(nearest);
    }

    private static double worst(String table, int column, DoubleUnaryOperator function) {
        double worst = 0;
        for (String[] row : ReferenceTable.rows("special/boost/" + table)) {
            double x = Double.parseDouble(row[0]);
            // Arguments that no double holds say nothing about the function.
            if (new BigDecimal(x).compareTo(new BigDecimal(row[0])) == 0 && column < row.length) {
                worst = Math.max(worst, units(function.applyAsDouble(x), new BigDecimal(row[column])));
            }
        }
        return worst;
    }

    @Test
    void f64FunctionsFollowTheTablesOfBoost() {
        assertThat(worst("erf_data__erf_data.tsv", 1, DoubleMath::erf)).isLessThan(2);
        assertThat(worst("erf_small_data__erf_small_data.tsv", 1, DoubleMath::erf)).isLessThan(2);
        assertThat(worst("erf_large_data__erf_large_data.tsv", 2, DoubleMath::erfc)).isLessThan(6);
        assertThat(worst("log1p_expm1_data__log1p_expm1_data.tsv", 1, DoubleMath::log1p)).isLessThan(1.5);
        assertThat(worst("log1p_expm1_data__log1p_expm1_data.tsv", 2, DoubleMath::expm1)).isLessThan(1.5);
        assertThat(worst("asinh_data__asinh_data.tsv", 1, DoubleMath::asinh)).isLessThan(3);
        assertThat(worst("acosh_data__acosh_data.tsv", 1, DoubleMath::acosh)).isLessThan(3);
        assertThat(worst("atanh_data__atanh_data.tsv", 1, DoubleMath::atanh)).isLessThan(3);
    }

    @Test
    void f64FunctionsAreWithinAUnitOfStrictMath() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextGaussian() * Math.pow(10, random.nextInt(-3, 3));
            near(DoubleMath.exp(x), StrictMath.exp(x), x);
            near(DoubleMath.log(Math.abs(x)), StrictMath.log(Math.abs(x)), x);
            near(DoubleMath.sin(x), StrictMath.sin(x), x);
            near(DoubleMath.cos(x), StrictMath.cos(x), x);
        }
    }

    private static void near(double actual, double expected, double x) {
        if (!(Math.abs(actual - expected) <= Math.ulp(expected)) && actual != expected) {
            throw new AssertionError("at " + x + ": " + actual + ", not " + expected);
        }
    }

    @Test
    void powersOfSpecialNumbersAreThoseOfIeee754() {
        double[] numbers = {0, -0.0, 1, -1, 2, -2, 3, 0.5, -0.5, 4.5, -3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.NaN};
        for (double x : numbers) {
            for (double y : numbers) {
                boolean one = x == 1 || x == -1 && Double.isInfinite(y);
                double expected = one ? 1 : StrictMath.pow(x, y);
                assertThat(DoubleMath.pow(x, y)).as("%s ^ %s", x, y).isEqualTo(Double.valueOf(expected));
                assertThat(FloatMath.pow((float) x, (float) y)).as("%s ^ %s f32", x, y).isEqualTo(Float.valueOf((float) expected));
            }
        }
    }

    @Test
    void zerosKeepTheirSignAndEndsTheirLimits() {
        for (UnaryOperator operator : UnaryOperator.values()) {
            float[] zero = {-0.0f};
            ScalarKernels.INSTANCE.unary(operator, zero, 0, zero, 0, 1);
            switch (operator) {
                case EXPM1, LOG1P, SIN, TAN, ASIN, ATAN, SINH, TANH, ASINH, ATANH, ERF, SQRT, FLOOR, CEIL, ROUND, TRUNC ->
                    assertThat(1 / zero[0]).as(operator.name()).isEqualTo(Float.NEGATIVE_INFINITY);
                default -> {}
            }
            float[] nan = {Float.NaN};
            ScalarKernels.INSTANCE.unary(operator, nan, 0, nan, 0, 1);
            assertThat(nan[0]).as(operator.name()).isNaN();
        }
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.erf(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(FloatMath.softplus(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(DoubleMath.sigmoid(-800)).isZero();
    }
}

package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dl.tensor.ReferenceTable;
import java.math.BigDecimal;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The elementary functions against tables of others, and at the ends of their ranges; [AccuracyTest] measures them between.
class ElementaryTest {
    /// The worst error over the rows of a table, in units of the last place.
    private static double worst(String table, int argument, int column, DoubleUnaryOperator function) {
        double worst = 0;
        for (String[] row : ReferenceTable.rows("special/boost/" + table)) {
            double x = Double.parseDouble(row[argument]);
            // Arguments that no double holds say nothing about the function.
            if (column < row.length && new BigDecimal(x).compareTo(new BigDecimal(row[argument])) == 0) {
                Real exact = Real.of(new BigDecimal(row[column]));
                worst = Math.max(worst, AccuracyTest.units(function.applyAsDouble(x), exact, false));
            }
        }
        return worst;
    }

    private static double worst(String table, int column, DoubleUnaryOperator function) {
        return worst(table + "__" + table + ".tsv", 0, column, function);
    }

    @Test
    void f64FunctionsFollowTheTablesOfBoost() {
        assertThat(worst("erf_data", 1, DoubleMath::erf)).isLessThan(1.5);
        assertThat(worst("erf_data", 2, DoubleMath::erfc)).isLessThan(1.5);
        assertThat(worst("erf_small_data", 1, DoubleMath::erf)).isLessThan(1.5);
        assertThat(worst("erf_small_data", 2, DoubleMath::erfc)).isLessThan(1.5);
        assertThat(worst("erf_large_data", 2, DoubleMath::erfc)).isLessThan(1.5);
        assertThat(worst("log1p_expm1_data", 1, DoubleMath::log1p)).isLessThan(1.5);
        assertThat(worst("log1p_expm1_data", 2, DoubleMath::expm1)).isLessThan(1.5);
        assertThat(worst("asinh_data", 1, DoubleMath::asinh)).isLessThan(1.5);
        assertThat(worst("acosh_data", 1, DoubleMath::acosh)).isLessThan(1.5);
        assertThat(worst("atanh_data", 1, DoubleMath::atanh)).isLessThan(1.5);
        assertThat(worst("digamma_data", 1, DoubleMath::digamma)).isLessThan(1.5);
        assertThat(worst("digamma_neg_data", 1, DoubleMath::digamma)).isLessThan(1.5);
        assertThat(worst("digamma_root_data", 1, DoubleMath::digamma)).isLessThan(1.5);
        assertThat(worst("digamma_small_data", 1, DoubleMath::digamma)).isLessThan(1.5);
        for (String table : new String[] {"near_0", "near_1", "near_2", "near_m10", "near_m55", "factorials"}) {
            assertThat(worst("test_gamma_data__" + table + ".tsv", 0, 2, DoubleMath::lgamma)).as(table).isLessThan(1.5);
        }
    }

    @Test
    void derivativesOfDigammaAreSumsOfPowers() {
        assertThat(DoubleMath.polygamma(1, 1)).isCloseTo(Math.PI * Math.PI / 6, within(1e-15));
        assertThat(DoubleMath.polygamma(1, 0.5)).isCloseTo(Math.PI * Math.PI / 2, within(4e-15));
        assertThat(DoubleMath.polygamma(3, 1)).isCloseTo(Math.pow(Math.PI, 4) / 15, within(1e-14));
        // pi^2 / sin^2(pi x) - psi'(1 - x)
        assertThat(DoubleMath.polygamma(1, -0.5)).isCloseTo(Math.PI * Math.PI / 2 + 4, within(1e-14));
        assertThat(DoubleMath.polygamma(1, -1e9 - 0.5)).isCloseTo(Math.PI * Math.PI, within(1e-8));
        // -2 zeta(3)
        assertThat(DoubleMath.polygamma(2, 1)).isCloseTo(-2 * 1.2020569031595942, within(1e-14));
        assertThat(DoubleMath.polygamma(1, -3)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleMath.polygamma(2, -3)).isNaN();
        assertThat(DoubleMath.polygamma(1, Double.POSITIVE_INFINITY)).isZero();
    }

    /// Rows of function, argument and value.
    @ParameterizedTest
    @CsvSource({
        "SQRT, -1, NaN", "SQRT, Infinity, Infinity",
        "CBRT, -Infinity, -Infinity", "CBRT, 27, 3", "CBRT, -8, -2", "CBRT, 4.9E-324, 1.7031839360032603E-108",
        "EXP, Infinity, Infinity", "EXP, -Infinity, 0", "EXP, 710, Infinity", "EXP, -746, 0", "EXP, 4.9E-324, 1",
        "EXPM1, Infinity, Infinity", "EXPM1, -Infinity, -1", "EXPM1, 4.9E-324, 4.9E-324", "EXPM1, 710, Infinity",
        "LOG, -1, NaN", "LOG, -0.0, -Infinity", "LOG, Infinity, Infinity", "LOG, 1, 0", "LOG, -Infinity, NaN",
        "LOG1P, -1, -Infinity", "LOG1P, -1.5, NaN", "LOG1P, Infinity, Infinity", "LOG1P, 4.9E-324, 4.9E-324",
        "LOG2, 0, -Infinity", "LOG2, -1, NaN", "LOG2, 4.9E-324, -1074", "LOG2, 8, 3", "LOG2, Infinity, Infinity", "LOG2, 1, 0",
        "LOG10, 1000, 3", "LOG10, 1e22, 22", "LOG10, 0, -Infinity", "LOG10, -1, NaN", "LOG10, Infinity, Infinity",
        "SIN, Infinity, NaN", "COS, -Infinity, NaN", "TAN, Infinity, NaN", "COS, 0, 1", "SIN, 4.9E-324, 4.9E-324",
        "ASIN, 1, 1.5707963267948966", "ASIN, -1, -1.5707963267948966", "ASIN, 1.1, NaN", "ASIN, 4.9E-324, 4.9E-324",
        "ACOS, 1, 0", "ACOS, -1, 3.141592653589793", "ACOS, -1.1, NaN", "ACOS, 0, 1.5707963267948966",
        "ATAN, Infinity, 1.5707963267948966", "ATAN, -Infinity, -1.5707963267948966", "ATAN, 4.9E-324, 4.9E-324",
        "SINH, -Infinity, -Infinity", "SINH, 711, Infinity", "SINH, 4.9E-324, 4.9E-324", "COSH, -Infinity, Infinity", "COSH, 0, 1",
        "TANH, Infinity, 1", "TANH, -1000, -1", "TANH, 4.9E-324, 4.9E-324",
        "ASINH, -Infinity, -Infinity", "ACOSH, 1, 0", "ACOSH, 0.9, NaN", "ACOSH, Infinity, Infinity", "ACOSH, -Infinity, NaN",
        "ATANH, 1, Infinity", "ATANH, -1, -Infinity", "ATANH, 1.1, NaN",
        "SIGMOID, Infinity, 1", "SIGMOID, -Infinity, 0", "SIGMOID, 0, 0.5",
        "SOFTPLUS, Infinity, Infinity", "SOFTPLUS, -Infinity, 0",
        "ERF, Infinity, 1", "ERF, -Infinity, -1", "ERFC, Infinity, 0", "ERFC, -Infinity, 2", "ERFC, 0, 1",
        "LGAMMA, 1, 0", "LGAMMA, 2, 0", "LGAMMA, 0, Infinity", "LGAMMA, -3, Infinity", "LGAMMA, Infinity, Infinity",
        "LGAMMA, -Infinity, Infinity", "LGAMMA, 1e306, Infinity", "LGAMMA, -1e300, Infinity",
        "DIGAMMA, 0, -Infinity", "DIGAMMA, -0.0, Infinity", "DIGAMMA, -3, NaN", "DIGAMMA, Infinity, Infinity", "DIGAMMA, -Infinity, NaN"
    })
    void endsAndPolesHaveTheirLimits(UnaryOperator operator, double x, double expected) {
        double[] out = {x};
        ScalarKernels.INSTANCE.unary(operator, out, 0, out, 0, 1);
        assertThat(out[0]).isEqualTo(Double.valueOf(expected));
        if (x != 4.9E-324 && Math.abs(x) < 1e30 && x != 710 && x != -746) {
            float[] single = {(float) x};
            ScalarKernels.INSTANCE.unary(operator, single, 0, single, 0, 1);
            assertThat(single[0]).isEqualTo(Float.valueOf((float) expected));
        }
    }

    @Test
    void anglesOfPointsOnTheAxesAreThoseOfIeee754() {
        double[] numbers = {0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
        for (double y : numbers) {
            for (double x : numbers) {
                assertThat(DoubleMath.atan2(y, x)).as("atan2(%s, %s)", y, x).isEqualTo(Double.valueOf(StrictMath.atan2(y, x)));
            }
        }
    }

    @Test
    void anglesOfFarPointsDoNotOverflow() {
        assertThat(DoubleMath.atan2(Double.NEGATIVE_INFINITY, 1e300)).isEqualTo(-Math.PI / 2);
        assertThat(DoubleMath.atan2(1e308, 1e308)).isEqualTo(Math.PI / 4);
        assertThat(DoubleMath.atan2(Double.MIN_VALUE, Double.MIN_VALUE)).isEqualTo(Math.PI / 4);
        assertThat(DoubleMath.atan2(Double.MIN_VALUE, -Double.MAX_VALUE)).isEqualTo(Math.PI);
        assertThat(DoubleMath.atan2(Double.MIN_VALUE, 1e10)).isZero();
        assertThat(DoubleMath.atan2(1e300, 0)).isEqualTo(Math.PI / 2);
    }

    @Test
    void powersOfSpecialNumbersAreThoseOfIeee754() {
        double[] numbers = {0, -0.0, 1, -1, 2, -2, 3, 0.5, -0.5, 4.5, -3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.NaN};
        for (double x : numbers) {
            for (double y : numbers) {
                boolean one = x == 1 || x == -1 && Double.isInfinite(y);
                double expected = one ? 1 : StrictMath.pow(x, y);
                double actual = DoubleMath.pow(x, y);
                // StrictMath rounds 2^-0.5 to the neighbour.
                assertThat(Math.abs(actual - expected) <= Math.ulp(expected) ? expected : actual)
                        .as("%s ^ %s", x, y)
                        .isEqualTo(Double.valueOf(expected));
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
                case EXPM1, LOG1P, SIN, TAN, ASIN, ATAN, SINH, TANH, ASINH, ATANH, ERF, SQRT, CBRT, FLOOR, CEIL, ROUND, TRUNC ->
                    assertThat(1 / zero[0]).as(operator.name()).isEqualTo(Float.NEGATIVE_INFINITY);
                default -> {}
            }
            double[] wide = {-0.0};
            ScalarKernels.INSTANCE.unary(operator, wide, 0, wide, 0, 1);
            assertThat((float) wide[0]).as(operator.name()).isEqualTo(Float.valueOf(zero[0]));
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

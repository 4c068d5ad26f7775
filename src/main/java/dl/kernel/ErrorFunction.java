package dl.kernel;

/// The error function and its complement in f64.
public final class ErrorFunction {
    private ErrorFunction() {}

    /// x + x P(x^2) below 1, then 1 - erfc x.
    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            return Math.fma(x, small(x), x);
        }
        return Math.copySign(a < 6 ? 1 - roughTail(a) : a >= 6 ? 1 : a, x);
    }

    static double erfc(double x) {
        if (x > -1 && x < 0.5) {
            double y = 1 - x;
            return y + (((1 - y) - x) - x * small(x));
        }
        if (x < 0) {
            return x > -6 ? 2 - tail(-x) : 2;
        }
        return x < 28 ? tail(x) : x >= 28 ? 0 : x;
    }

    /// erfc x = e^(-x^2) Q(t) / (1 + 2 x) with t = (x - 3) / (x + 3), for x between 1/2 and 28.
    private static double tail(double x) {
        DoubleDouble q = DoubleDouble.ordered(Q0, rest(x));
        return DoubleMath.exp(DoubleDouble.product(-x, x), q.over(DoubleDouble.sum(2 * x, 1)));
    }

    /// The same with a factor of one part: 1 is so much larger that the difference is exact enough.
    private static double roughTail(double x) {
        return DoubleMath.exp(DoubleDouble.product(-x, x), new DoubleDouble((Q0 + rest(x)) / (1 + 2 * x), 0));
    }

    /// erf x / x - 1.
    private static double small(double x) {
        double z = x * x;
        double p = Math.fma(z, P12, P11);
        p = Math.fma(z, p, P10);
        p = Math.fma(z, p, P9);
        p = Math.fma(z, p, P8);
        p = Math.fma(z, p, P7);
        p = Math.fma(z, p, P6);
        p = Math.fma(z, p, P5);
        p = Math.fma(z, p, P4);
        p = Math.fma(z, p, P3);
        p = Math.fma(z, p, P2);
        p = Math.fma(z, p, P1);
        p = Math.fma(z, p, P0);
        return p;
    }

    private static double rest(double x) {
        double t = (x - 3) / (x + 3);
        double p = Math.fma(t, Q23, Q22);
        p = Math.fma(t, p, Q21);
        p = Math.fma(t, p, Q20);
        p = Math.fma(t, p, Q19);
        p = Math.fma(t, p, Q18);
        p = Math.fma(t, p, Q17);
        p = Math.fma(t, p, Q16);
        p = Math.fma(t, p, Q15);
        p = Math.fma(t, p, Q14);
        p = Math.fma(t, p, Q13);
        p = Math.fma(t, p, Q12);
        p = Math.fma(t, p, Q11);
        p = Math.fma(t, p, Q10);
        p = Math.fma(t, p, Q9);
        p = Math.fma(t, p, Q8);
        p = Math.fma(t, p, Q7);
        p = Math.fma(t, p, Q6);
        p = Math.fma(t, p, Q5);
        p = Math.fma(t, p, Q4);
        p = Math.fma(t, p, Q3);
        p = Math.fma(t, p, Q2);
        p = Math.fma(t, p, Q1);
        return Math.fma(t, p, Q0_LOW);
    }

    /// erf x / x - 1 in x^2, for x below 1.
    public static final double P0 = 0x1.06eba8214db69p-3,
            P1 = -0x1.812746b0379e6p-2,
            P2 = 0x1.ce2f21a042b34p-4,
            P3 = -0x1.b82ce31284f38p-6,
            P4 = 0x1.565bcd0dbd921p-8,
            P5 = -0x1.c02db3db49762p-11,
            P6 = 0x1.f9a321e4b84f9p-14,
            P7 = -0x1.f4d1e434bc0cfp-17,
            P8 = 0x1.b9df305cad6f7p-20,
            P9 = -0x1.5f1f40faeea79p-23,
            P10 = 0x1.f7b99d7c8709ap-27,
            P11 = -0x1.38ac2290d3965p-30,
            P12 = 0x1.062759c5be8ecp-34;

    /// Q.
    public static final double Q0 = 0x1.40c522d7e4987p0,
            Q1 = -0x1.15c084bb9e8f3p-3,
            Q2 = -0x1.85a15c58aa612p-5,
            Q3 = 0x1.098366a5b46e5p-3,
            Q4 = -0x1.e88b803a48944p-4,
            Q5 = 0x1.17ca2877f02f3p-4,
            Q6 = -0x1.8574c40c1559p-6,
            Q7 = 0x1.4b884e46a7221p-9,
            Q8 = 0x1.ef1bdd87d55f4p-10,
            Q9 = -0x1.98db519c3d17bp-11,
            Q10 = -0x1.b91296071716dp-14,
            Q11 = 0x1.065a48f0bd24dp-13,
            Q12 = 0x1.4c2f9ce01b7fep-18,
            Q13 = -0x1.513e4543a22cap-16,
            Q14 = -0x1.896f7c0911cd9p-21,
            Q15 = 0x1.d259d177dac88p-19,
            Q16 = 0x1.8179aff39d0b3p-22,
            Q17 = -0x1.4d7d872c6d147p-21,
            Q18 = -0x1.339b368311bbdp-23,
            Q19 = 0x1.cf60300835294p-24,
            Q20 = 0x1.63592c841fa6cp-25,
            Q21 = -0x1.3415f078d8f98p-26,
            Q22 = -0x1.d2f3868c59205p-28,
            Q23 = 0x1.5bc949dd3bf9bp-29;
    /// What [#Q0] lacks.
    public static final double Q0_LOW = 0x1.a153dc56d212cp-55;
}

package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dl.kernel.DoubleMath;
import dl.kernel.ErrorFunction;
import dl.kernel.Trigonometry;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [DoubleMath] on vectors: the same operations in the same order, with a choice by mask where that has a branch.
///
/// Loops without calls, for the reason given at [FloatVectorMath]. `n` is a multiple of the lanes; `out` may be the input.
final class DoubleVectorMath {
    private static final VectorSpecies<Double> S = Lanes.DOUBLE;
    private static final int L = Lanes.DOUBLES;
    private static final int TILE = DoubleUnaryLoops.TILE;
    private static final long MODERATE = Double.doubleToRawLongBits(708);
    private static final long MAGIC_BITS = Double.doubleToRawLongBits(DoubleMath.MAGIC);
    private static final long MANTISSA = 0xFFFFFFFFFFFFFL;

    private DoubleVectorMath() {}

    static void exp(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            if (isModerateExponent(x, xOffset + start, size)) {
                moderateExp(x, xOffset + start, out, outOffset + start, size);
            } else {
                anyExp(x, xOffset + start, out, outOffset + start, size);
            }
        }
    }

    private static void anyExp(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector y = v.blend(710, v.compare(GT, 710)).blend(-746, v.compare(LT, -746));
            DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
            DoubleVector m = z.sub(DoubleMath.MAGIC);
            DoubleVector r = m.fma(
                    DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_HIGH), y));
            DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E8));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E7));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E6));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E5));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E4));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E3));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E2));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E1));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E0));
            p = r.mul(r).fma(p, r);
            LongVector exponent = z.reinterpretAsLongs().sub(MAGIC_BITS);
            LongVector half = exponent.lanewise(ASHR, 1);
            DoubleVector first = half.add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector second = exponent.sub(half).add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
            p.add(1).mul(first).mul(second).intoArray(out, outOffset + i);
        }
    }

    /// [#exp] of arguments between -708 and 708, for the reason given at [FloatVectorMath].
    private static void moderateExp(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector y = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC + 1023);
            DoubleVector m = z.sub(DoubleMath.MAGIC + 1023);
            DoubleVector r = m.fma(
                    DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_HIGH), y));
            DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E8));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E7));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E6));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E5));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E4));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E3));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E2));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E1));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E0));
            DoubleVector power = z.reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
            r.mul(r).fma(p, r).fma(power, power).intoArray(out, outOffset + i);
        }
    }

    private static boolean isModerateExponent(double[] x, int at, int n) {
        LongVector most = LongVector.zero(Lanes.LONG);
        for (int i = 0; i < n; i += L) {
            most = most.max(DoubleVector.fromArray(S, x, at + i).reinterpretAsLongs().and(Long.MAX_VALUE));
        }
        return !most.compare(GT, MODERATE).anyTrue();
    }

    static void expm1(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector y = v.blend(710, v.compare(GT, 710)).blend(-50, v.compare(LT, -50));
            DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
            DoubleVector m = z.sub(DoubleMath.MAGIC);
            DoubleVector h = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_HIGH), y);
            DoubleVector r = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h);
            DoubleVector c = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h.sub(r));
            DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E8));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E7));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E6));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E5));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E4));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E3));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E2));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E1));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E0));
            DoubleVector tail = r.mul(r).fma(p, c.fma(r, c));
            LongVector exponent = z.reinterpretAsLongs().sub(MAGIC_BITS);
            DoubleVector half = exponent.add(1022).lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector whole = half.sub(0.5);
            DoubleVector sum = half.fma(r, whole);
            DoubleVector rest = half.fma(r, whole.sub(sum));
            sum.add(half.fma(tail, rest)).mul(2).blend(v, v.abs().compare(LT, 0x1p-54)).intoArray(out, outOffset + i);
        }
    }

    static void tanh(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector a = v.abs();
            DoubleVector y = a.add(a).blend(44, a.compare(GT, 22));
            DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
            DoubleVector m = z.sub(DoubleMath.MAGIC);
            DoubleVector h = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_HIGH), y);
            DoubleVector r = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h);
            DoubleVector c = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h.sub(r));
            DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E8));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E7));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E6));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E5));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E4));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E3));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E2));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E1));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E0));
            DoubleVector tail = r.mul(r).fma(p, c.fma(r, c));
            LongVector exponent = z.reinterpretAsLongs().sub(MAGIC_BITS);
            DoubleVector scale = exponent.add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector whole = scale.sub(1);
            DoubleVector sum = scale.fma(r, whole);
            DoubleVector rest = scale.fma(tail, scale.fma(r, whole.sub(sum)));
            DoubleVector t = sum.add(rest);
            DoubleVector low = sum.sub(t).add(rest);
            DoubleVector d = t.add(2);
            DoubleVector inverse = DoubleVector.broadcast(S, 1).div(d);
            DoubleVector q = t.mul(inverse);
            DoubleVector minus = q.neg();
            DoubleVector lowest = DoubleVector.broadcast(S, 2).sub(d).add(t).add(low);
            DoubleVector remainder = minus.fma(d, t).add(minus.fma(lowest, low));
            LongVector magnitude = remainder.fma(inverse, q).reinterpretAsLongs().and(Long.MAX_VALUE);
            LongVector sign = v.reinterpretAsLongs().and(Long.MIN_VALUE);
            magnitude.or(sign).reinterpretAsDoubles().intoArray(out, outOffset + i);
        }
    }

    static void log(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            VectorMask<Double> tiny = v.compare(LT, Double.MIN_NORMAL);
            LongVector bits = v.blend(v.mul(0x1p54), tiny).reinterpretAsLongs().sub(DoubleMath.SQRT_HALF);
            // To a double through the magic number: not every machine converts longs.
            DoubleVector e = bits.lanewise(ASHR, 52).add(MAGIC_BITS).reinterpretAsDoubles().sub(DoubleMath.MAGIC);
            e = e.blend(e.sub(54), tiny);
            DoubleVector f = bits.and(MANTISSA).add(DoubleMath.SQRT_HALF).reinterpretAsDoubles().sub(1);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(DoubleMath.L6, DoubleMath.L5);
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L4));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L3));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L2));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L1));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L0));
            DoubleVector half = f.mul(0.5).mul(f);
            DoubleVector small = s.fma(z.fma(p, half), e.mul(DoubleMath.LN2_LOW));
            DoubleVector result = e.fma(DoubleVector.broadcast(S, DoubleMath.LN2_HIGH), f.sub(half.sub(small)));
            v.blend(result, v.compare(LT, Double.POSITIVE_INFINITY))
                    .blend(Double.NaN, v.compare(LT, 0))
                    .blend(Double.NEGATIVE_INFINITY, v.compare(EQ, 0))
                    .intoArray(out, outOffset + i);
        }
    }

    static void log1p(double[] x, int xOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector u = v.add(1);
            DoubleVector c = v.sub(u.sub(1)).blend(DoubleVector.broadcast(S, 1).sub(u.sub(v)), v.compare(GT, 1)).div(u);
            LongVector bits = u.reinterpretAsLongs().sub(DoubleMath.SQRT_HALF);
            DoubleVector e = bits.lanewise(ASHR, 52).add(MAGIC_BITS).reinterpretAsDoubles().sub(DoubleMath.MAGIC);
            DoubleVector f = bits.and(MANTISSA).add(DoubleMath.SQRT_HALF).reinterpretAsDoubles().sub(1);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(DoubleMath.L6, DoubleMath.L5);
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L4));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L3));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L2));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L1));
            p = p.fma(z, DoubleVector.broadcast(S, DoubleMath.L0));
            DoubleVector half = f.mul(0.5).mul(f);
            DoubleVector small = s.fma(z.fma(p, half), e.fma(DoubleVector.broadcast(S, DoubleMath.LN2_LOW), c));
            DoubleVector result = e.fma(DoubleVector.broadcast(S, DoubleMath.LN2_HIGH), f.sub(half.sub(small)));
            v.blend(result, v.compare(LT, Double.POSITIVE_INFINITY).and(v.compare(NE, 0)))
                    .blend(Double.NaN, v.compare(LT, -1))
                    .blend(Double.NEGATIVE_INFINITY, v.compare(EQ, -1))
                    .intoArray(out, outOffset + i);
        }
    }

    /// Whether [#sine] may be asked about all of these: larger angles need a longer reduction.
    static boolean moderate(double[] x, int xOffset, int n) {
        for (int i = 0; i < n; i += L) {
            if (!DoubleVector.fromArray(S, x, xOffset + i).abs().compare(LT, Trigonometry.LIMIT).allTrue()) {
                return false;
            }
        }
        return true;
    }

    /// sin(x + quarter pi / 2).
    static void sine(double[] x, int xOffset, double[] out, int outOffset, int n, int quarter) {
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector z = v.fma(Trigonometry.TWO_OVER_PI, DoubleMath.MAGIC);
            DoubleVector m = z.sub(DoubleMath.MAGIC);
            LongVector turns = z.reinterpretAsLongs().add(quarter);
            DoubleVector first = m.fma(DoubleVector.broadcast(S, -Trigonometry.PIO2_1), v);
            DoubleVector second = m.mul(Trigonometry.PIO2_2);
            DoubleVector r = first.sub(second);
            DoubleVector third = m.mul(Trigonometry.PIO2_3);
            DoubleVector rest = first.sub(r).sub(second).sub(third);
            DoubleVector high = r.add(rest);
            DoubleVector lost = m.fma(
                    DoubleVector.broadcast(S, Trigonometry.PIO2_4),
                    m.fma(DoubleVector.broadcast(S, Trigonometry.PIO2_3), third.neg()));
            DoubleVector low = r.sub(high).add(rest).sub(lost);
            DoubleVector t = high.mul(high);
            DoubleVector p = t.fma(Trigonometry.S5, Trigonometry.S4);
            p = p.fma(t, DoubleVector.broadcast(S, Trigonometry.S3));
            p = p.fma(t, DoubleVector.broadcast(S, Trigonometry.S2));
            p = p.fma(t, DoubleVector.broadcast(S, Trigonometry.S1));
            p = p.fma(t, DoubleVector.broadcast(S, Trigonometry.S0));
            DoubleVector sine = high.add(high.mul(t).fma(p, t.mul(-0.5).fma(low, low)));
            DoubleVector q = t.fma(Trigonometry.C5, Trigonometry.C4);
            q = q.fma(t, DoubleVector.broadcast(S, Trigonometry.C3));
            q = q.fma(t, DoubleVector.broadcast(S, Trigonometry.C2));
            q = q.fma(t, DoubleVector.broadcast(S, Trigonometry.C1));
            q = q.fma(t, DoubleVector.broadcast(S, Trigonometry.C0));
            DoubleVector half = t.mul(0.5);
            DoubleVector w = DoubleVector.broadcast(S, 1).sub(half);
            DoubleVector cosine =
                    w.add(DoubleVector.broadcast(S, 1).sub(w).sub(half).add(t.mul(t).fma(q, high.neg().mul(low))));
            VectorMask<Double> odd = turns.and(1).compare(EQ, 1).cast(Lanes.DOUBLE);
            LongVector signs = turns.and(2).lanewise(LSHL, 62);
            DoubleVector result = sine.blend(cosine, odd).reinterpretAsLongs().lanewise(XOR, signs).reinterpretAsDoubles();
            // sin(-0) is -0, which the additions lose; -1 is never equal, so that a cosine keeps its 1.
            result.blend(v, v.abs().compare(EQ, -quarter)).intoArray(out, outOffset + i);
        }
    }

    static void sigmoid(double[] x, int xOffset, double[] out, int outOffset, int n, double[] tile, int tileOffset) {
        minusMagnitude(x, xOffset, tile, tileOffset, n);
        exp(tile, tileOffset, tile, tileOffset, n);
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector e = DoubleVector.fromArray(S, tile, tileOffset + i);
            DoubleVector numerator = DoubleVector.broadcast(S, 1).blend(e, v.compare(LT, 0));
            DoubleVector d = e.add(1);
            DoubleVector low = e.sub(d.sub(1));
            DoubleVector inverse = DoubleVector.broadcast(S, 1).div(d);
            DoubleVector q = numerator.mul(inverse);
            DoubleVector minus = q.neg();
            DoubleVector rest = minus.fma(low, minus.fma(d, numerator));
            rest.fma(inverse, q).intoArray(out, outOffset + i);
        }
    }

    static void softplus(double[] x, int xOffset, double[] out, int outOffset, int n, double[] tile, int tileOffset) {
        minusMagnitude(x, xOffset, tile, tileOffset, n);
        exp(tile, tileOffset, tile, tileOffset, n);
        log1p(tile, tileOffset, tile, tileOffset, n);
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector sum = v.max(0).add(DoubleVector.fromArray(S, tile, tileOffset + i));
            sum.blend(v, v.compare(NE, v)).intoArray(out, outOffset + i);
        }
    }

    private static void minusMagnitude(double[] x, int xOffset, double[] tile, int tileOffset, int n) {
        for (int i = 0; i < n; i += L) {
            DoubleVector.fromArray(S, x, xOffset + i).abs().neg().intoArray(tile, tileOffset + i);
        }
    }

    /// The error function in three loops: the factor of the exponential, their product, and the choice.
    static void erf(double[] x, int xOffset, double[] out, int outOffset, int n, double[] tile, int tileOffset) {
        for (int i = 0; i < n; i += L) {
            DoubleVector a = DoubleVector.fromArray(S, x, xOffset + i).abs();
            DoubleVector b = a.blend(6, a.compare(GT, 6));
            DoubleVector t = b.sub(3).div(b.add(3));
            DoubleVector p = t.fma(ErrorFunction.Q23, ErrorFunction.Q22);
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q21));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q20));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q19));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q18));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q17));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q16));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q15));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q14));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q13));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q12));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q11));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q10));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q9));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q8));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q7));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q6));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q5));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q4));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q3));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q2));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q1));
            p = p.fma(t, DoubleVector.broadcast(S, ErrorFunction.Q0_LOW));
            p.add(ErrorFunction.Q0).div(b.mul(2).add(1)).intoArray(tile, tileOffset + i);
        }
        for (int i = 0; i < n; i += L) {
            DoubleVector a = DoubleVector.fromArray(S, x, xOffset + i).abs();
            DoubleVector b = a.blend(6, a.compare(GT, 6));
            DoubleVector factor = DoubleVector.fromArray(S, tile, tileOffset + i);
            DoubleVector minus = b.neg();
            DoubleVector square = minus.mul(b);
            DoubleVector z = square.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
            DoubleVector m = z.sub(DoubleMath.MAGIC);
            DoubleVector h = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_HIGH), square);
            DoubleVector near = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h);
            DoubleVector rest = m.fma(DoubleVector.broadcast(S, -DoubleMath.LN2_LOW), h.sub(near)).add(minus.fma(b, square.neg()));
            DoubleVector r = near.add(rest);
            DoubleVector c = near.sub(r).add(rest);
            DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E8));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E7));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E6));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E5));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E4));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E3));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E2));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E1));
            p = p.fma(r, DoubleVector.broadcast(S, DoubleMath.E0));
            DoubleVector tail = r.mul(r).fma(p, c.fma(r, c));
            DoubleVector one = r.add(1);
            DoubleVector low = DoubleVector.broadcast(S, 1).sub(one).add(r).add(tail);
            LongVector exponent = z.reinterpretAsLongs().sub(MAGIC_BITS);
            DoubleVector scale = exponent.add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
            one.fma(factor, low.mul(factor)).mul(scale).intoArray(tile, tileOffset + i);
        }
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xOffset + i);
            DoubleVector z = v.mul(v);
            DoubleVector p = z.fma(ErrorFunction.P12, ErrorFunction.P11);
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P10));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P9));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P8));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P7));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P6));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P5));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P4));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P3));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P2));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P1));
            p = p.fma(z, DoubleVector.broadcast(S, ErrorFunction.P0));
            DoubleVector small = v.fma(p, v);
            LongVector magnitude = DoubleVector.broadcast(S, 1).sub(DoubleVector.fromArray(S, tile, tileOffset + i)).reinterpretAsLongs().and(Long.MAX_VALUE);
            LongVector sign = v.reinterpretAsLongs().and(Long.MIN_VALUE);
            magnitude.or(sign)
                    .reinterpretAsDoubles()
                    .blend(small, v.abs().compare(LT, 1))
                    .intoArray(out, outOffset + i);
        }
    }

    /// x to the power y, good for f32; all of `x`, `y` and `tile` begin at 0.
    static void widePow(double[] x, double[] y, double[] out, int n, double[] tile) {
        for (int i = 0; i < n; i += L) {
            DoubleVector.fromArray(S, x, i).abs().intoArray(tile, i);
        }
        log(tile, 0, tile, 0, n);
        for (int i = 0; i < n; i += L) {
            DoubleVector.fromArray(S, y, i).mul(DoubleVector.fromArray(S, tile, i)).intoArray(tile, i);
        }
        exp(tile, 0, tile, 0, n);
        for (int i = 0; i < n; i += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, i);
            DoubleVector w = DoubleVector.fromArray(S, y, i);
            DoubleVector a = v.abs();
            DoubleVector power = DoubleVector.fromArray(S, tile, i);
            power = power.blend(1, a.compare(EQ, 1).or(w.compare(EQ, 0)));
            // The nearest integers, where a large number is one already.
            DoubleVector half = w.mul(0.5);
            DoubleVector whole = w.blend(w.add(DoubleMath.MAGIC).sub(DoubleMath.MAGIC), w.abs().compare(LT, 0x1p51));
            DoubleVector wholeHalf =
                    half.blend(half.add(DoubleMath.MAGIC).sub(DoubleMath.MAGIC), half.abs().compare(LT, 0x1p51));
            VectorMask<Double> odd = whole.compare(EQ, w).and(wholeHalf.compare(NE, half));
            VectorMask<Double> negative = v.reinterpretAsLongs().compare(LT, 0).cast(Lanes.DOUBLE);
            DoubleVector result = power.blend(power.neg(), negative.and(odd));
            DoubleVector fraction =
                    DoubleVector.broadcast(S, Double.NaN).blend(power, a.compare(EQ, Double.POSITIVE_INFINITY));
            result.blend(fraction, v.compare(LT, 0).and(whole.compare(NE, w)))
                    .blend(w, w.compare(NE, w))
                    .blend(1, v.compare(EQ, 1).or(w.compare(EQ, 0)))
                    .blend(v.mul(v), w.compare(EQ, 2))
                    .intoArray(out, i);
        }
    }
}

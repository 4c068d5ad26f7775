package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dl.kernel.DoubleMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/// [DoubleMath] on vectors: the same operations in the same order, with a choice by mask where that has a branch.
final class DoubleVectorMath {
    private static final long MAGIC_BITS = Double.doubleToRawLongBits(DoubleMath.MAGIC);
    private static final long MANTISSA = 0xFFFFFFFFFFFFFL;

    private DoubleVectorMath() {}

    static DoubleVector exp(DoubleVector x) {
        DoubleVector y = x.blend(710, x.compare(GT, 710)).blend(-746, x.compare(LT, -746));
        DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
        DoubleVector p = expm1(y, z.sub(DoubleMath.MAGIC)).add(1);
        LongVector exponent = z.reinterpretAsLongs().sub(MAGIC_BITS);
        LongVector half = exponent.lanewise(ASHR, 1);
        return p.mul(power(half)).mul(power(exponent.sub(half)));
    }

    static DoubleVector wideExpm1(DoubleVector x) {
        DoubleVector y = x.blend(100, x.compare(GT, 100)).blend(-50, x.compare(LT, -50));
        DoubleVector z = y.fma(DoubleMath.LOG2E, DoubleMath.MAGIC);
        DoubleVector p = expm1(y, z.sub(DoubleMath.MAGIC));
        DoubleVector scale = power(z.reinterpretAsLongs().sub(MAGIC_BITS));
        return scale.fma(p, scale.sub(1)).blend(x, x.compare(EQ, 0));
    }

    /// e^r - 1 for r = y - n ln 2.
    private static DoubleVector expm1(DoubleVector y, DoubleVector n) {
        DoubleVector r = n.fma(broadcast(-DoubleMath.LN2_LOW), n.fma(broadcast(-DoubleMath.LN2_HIGH), y));
        DoubleVector p = r.fma(DoubleMath.E10, DoubleMath.E9);
        p = p.fma(r, broadcast(DoubleMath.E8));
        p = p.fma(r, broadcast(DoubleMath.E7));
        p = p.fma(r, broadcast(DoubleMath.E6));
        p = p.fma(r, broadcast(DoubleMath.E5));
        p = p.fma(r, broadcast(DoubleMath.E4));
        p = p.fma(r, broadcast(DoubleMath.E3));
        p = p.fma(r, broadcast(DoubleMath.E2));
        p = p.fma(r, broadcast(DoubleMath.E1));
        p = p.fma(r, broadcast(DoubleMath.E0));
        return r.mul(r).fma(p, r);
    }

    private static DoubleVector power(LongVector exponent) {
        return exponent.add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
    }

    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> tiny = x.compare(LT, Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(0x1p54), tiny).reinterpretAsLongs().sub(DoubleMath.SQRT_HALF);
        DoubleVector e = exponent(bits);
        e = e.blend(e.sub(54), tiny);
        return x.blend(logTail(fraction(bits), e, broadcast(0)), x.compare(LT, Double.POSITIVE_INFINITY))
                .blend(Double.NaN, x.compare(LT, 0))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    static DoubleVector log1p(DoubleVector x) {
        DoubleVector u = x.add(1);
        DoubleVector c = x.sub(u.sub(1)).blend(broadcast(1).sub(u.sub(x)), x.compare(GT, 1)).div(u);
        LongVector bits = u.reinterpretAsLongs().sub(DoubleMath.SQRT_HALF);
        DoubleVector result = logTail(fraction(bits), exponent(bits), c);
        return x.blend(result, x.compare(LT, Double.POSITIVE_INFINITY).and(x.compare(NE, 0)))
                .blend(Double.NaN, x.compare(LT, -1))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, -1));
    }

    /// The integer part of `bits` / 2^52 as a double, through the magic number: not every machine converts longs.
    private static DoubleVector exponent(LongVector bits) {
        return bits.lanewise(ASHR, 52).add(MAGIC_BITS).reinterpretAsDoubles().sub(DoubleMath.MAGIC);
    }

    private static DoubleVector fraction(LongVector bits) {
        return bits.and(MANTISSA).add(DoubleMath.SQRT_HALF).reinterpretAsDoubles().sub(1);
    }

    private static DoubleVector logTail(DoubleVector f, DoubleVector e, DoubleVector c) {
        DoubleVector s = f.div(f.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector p = z.fma(DoubleMath.L6, DoubleMath.L5);
        p = p.fma(z, broadcast(DoubleMath.L4));
        p = p.fma(z, broadcast(DoubleMath.L3));
        p = p.fma(z, broadcast(DoubleMath.L2));
        p = p.fma(z, broadcast(DoubleMath.L1));
        p = p.fma(z, broadcast(DoubleMath.L0));
        DoubleVector half = f.mul(0.5).mul(f);
        DoubleVector small = s.fma(z.fma(p, half), e.fma(broadcast(DoubleMath.LN2_LOW), c));
        return e.fma(broadcast(DoubleMath.LN2_HIGH), f.sub(half.sub(small)));
    }

    /// Whether [#sine] may be asked: the others need a longer reduction.
    static boolean moderate(DoubleVector x) {
        return x.abs().compare(LT, DoubleMath.TRIG_LIMIT).allTrue();
    }

    /// sin(x + quarter pi / 2).
    static DoubleVector sine(DoubleVector x, int quarter) {
        DoubleVector z = x.fma(DoubleMath.TWO_OVER_PI, DoubleMath.MAGIC);
        DoubleVector n = z.sub(DoubleMath.MAGIC);
        LongVector q = z.reinterpretAsLongs().add(quarter);
        DoubleVector first = n.fma(broadcast(-DoubleMath.PIO2_1), x);
        DoubleVector second = n.mul(DoubleMath.PIO2_2);
        DoubleVector r = first.sub(second);
        DoubleVector rest = n.fma(broadcast(-DoubleMath.PIO2_3), first.sub(r).sub(second));
        DoubleVector high = r.add(rest);
        DoubleVector low = r.sub(high).add(rest);
        DoubleVector t = high.mul(high);
        VectorMask<Double> odd = q.and(1).compare(EQ, 1).cast(Lanes.DOUBLE);
        DoubleVector result = sinePart(high, low, t).blend(cosinePart(high, low, t), odd);
        LongVector signs = q.and(2).lanewise(LSHL, 62);
        result = result.reinterpretAsLongs().lanewise(XOR, signs).reinterpretAsDoubles();
        return quarter == 0 ? result.blend(x, x.compare(EQ, 0)) : result;
    }

    private static DoubleVector sinePart(DoubleVector high, DoubleVector low, DoubleVector t) {
        DoubleVector p = t.fma(DoubleMath.S5, DoubleMath.S4);
        p = p.fma(t, broadcast(DoubleMath.S3));
        p = p.fma(t, broadcast(DoubleMath.S2));
        p = p.fma(t, broadcast(DoubleMath.S1));
        p = p.fma(t, broadcast(DoubleMath.S0));
        return high.add(high.mul(t).fma(p, t.mul(-0.5).fma(low, low)));
    }

    private static DoubleVector cosinePart(DoubleVector high, DoubleVector low, DoubleVector t) {
        DoubleVector p = t.fma(DoubleMath.C5, DoubleMath.C4);
        p = p.fma(t, broadcast(DoubleMath.C3));
        p = p.fma(t, broadcast(DoubleMath.C2));
        p = p.fma(t, broadcast(DoubleMath.C1));
        p = p.fma(t, broadcast(DoubleMath.C0));
        DoubleVector half = t.mul(0.5);
        DoubleVector w = broadcast(1).sub(half);
        return w.add(broadcast(1).sub(w).sub(half).add(t.mul(t).fma(p, high.neg().mul(low))));
    }

    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        DoubleVector numerator = broadcast(1).blend(e, x.compare(LT, 0));
        DoubleVector d = e.add(1);
        DoubleVector low = e.sub(d.sub(1));
        DoubleVector inverse = broadcast(1).div(d);
        DoubleVector q = numerator.mul(inverse);
        DoubleVector minus = q.neg();
        DoubleVector rest = minus.fma(low, minus.fma(d, numerator));
        return rest.fma(inverse, q);
    }

    static DoubleVector softplus(DoubleVector x) {
        DoubleVector sum = x.max(0).add(log1p(exp(x.abs().neg())));
        return sum.blend(x, x.compare(NE, x));
    }

    static DoubleVector widePow(DoubleVector x, DoubleVector y) {
        DoubleVector a = x.abs();
        DoubleVector power = exp(y.mul(log(a)));
        power = power.blend(1, a.compare(EQ, 1).or(y.compare(EQ, 0)));
        DoubleVector whole = round(y);
        DoubleVector half = y.mul(0.5);
        VectorMask<Double> odd = whole.compare(EQ, y).and(round(half).compare(NE, half));
        VectorMask<Double> negative = x.reinterpretAsLongs().compare(LT, 0).cast(Lanes.DOUBLE);
        DoubleVector result = power.blend(power.neg(), negative.and(odd));
        DoubleVector fraction = broadcast(Double.NaN).blend(power, a.compare(EQ, Double.POSITIVE_INFINITY));
        result = result.blend(fraction, x.compare(LT, 0).and(whole.compare(NE, y)));
        return result.blend(y, y.compare(NE, y))
                .blend(1, x.compare(EQ, 1).or(y.compare(EQ, 0)))
                .blend(x.mul(x), y.compare(EQ, 2));
    }

    /// The nearest integer, where a large number is one already.
    private static DoubleVector round(DoubleVector x) {
        return x.blend(x.add(DoubleMath.MAGIC).sub(DoubleMath.MAGIC), x.abs().compare(LT, 0x1p51));
    }

    private static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(Lanes.DOUBLE, value);
    }
}

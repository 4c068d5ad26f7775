package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dl.kernel.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// [FloatMath] on vectors: the same operations in the same order, with a choice by mask where that has a branch.
final class FloatVectorMath {
    private static final int MAGIC_BITS = Float.floatToRawIntBits(FloatMath.MAGIC);

    private FloatVectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector y = x.blend(89, x.compare(GT, 89)).blend(-104, x.compare(LT, -104));
        FloatVector z = y.fma(FloatMath.LOG2E, FloatMath.MAGIC);
        FloatVector n = z.sub(FloatMath.MAGIC);
        FloatVector r = n.fma(broadcast(-FloatMath.LN2_LOW), n.fma(broadcast(-FloatMath.LN2_HIGH), y));
        FloatVector p = r.fma(FloatMath.E5, FloatMath.E4);
        p = p.fma(r, broadcast(FloatMath.E3));
        p = p.fma(r, broadcast(FloatMath.E2));
        p = p.fma(r, broadcast(FloatMath.E1));
        p = p.fma(r, broadcast(FloatMath.E0));
        p = r.mul(r).fma(p, r).add(1);
        IntVector exponent = z.reinterpretAsInts().sub(MAGIC_BITS);
        IntVector half = exponent.lanewise(ASHR, 1);
        return p.mul(power(half)).mul(power(exponent.sub(half)));
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> tiny = x.compare(LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p25f), tiny).reinterpretAsInts().sub(FloatMath.SQRT_HALF);
        FloatVector e = (FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0);
        e = e.blend(e.sub(25), tiny);
        FloatVector f = bits.and(0x7FFFFF).add(FloatMath.SQRT_HALF).reinterpretAsFloats().sub(1);
        FloatVector z = f.mul(f);
        FloatVector p = f.fma(FloatMath.L8, FloatMath.L7);
        p = p.fma(f, broadcast(FloatMath.L6));
        p = p.fma(f, broadcast(FloatMath.L5));
        p = p.fma(f, broadcast(FloatMath.L4));
        p = p.fma(f, broadcast(FloatMath.L3));
        p = p.fma(f, broadcast(FloatMath.L2));
        p = p.fma(f, broadcast(FloatMath.L1));
        p = p.fma(f, broadcast(FloatMath.L0));
        FloatVector y = f.mul(z).fma(p, e.mul(FloatMath.LN2_LOW));
        FloatVector result = e.fma(broadcast(FloatMath.LN2_HIGH), f.add(z.fma(broadcast(-0.5f), y)));
        return x.blend(result, x.compare(LT, Float.POSITIVE_INFINITY))
                .blend(Float.NaN, x.compare(LT, 0))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(FloatMath.T4, FloatMath.T3);
        p = p.fma(z, broadcast(FloatMath.T2));
        p = p.fma(z, broadcast(FloatMath.T1));
        p = p.fma(z, broadcast(FloatMath.T0));
        FloatVector small = a.mul(z).fma(p, a);
        FloatVector large = broadcast(1).sub(broadcast(2).div(exp(a.add(a)).add(1)));
        return sign(large.blend(small, a.compare(LT, 0.625f)), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector numerator = broadcast(1).blend(e, x.compare(LT, 0));
        FloatVector d = e.add(1);
        FloatVector low = e.sub(d.sub(1));
        FloatVector inverse = broadcast(1).div(d);
        FloatVector q = numerator.mul(inverse);
        FloatVector minus = q.neg();
        FloatVector rest = minus.fma(low, minus.fma(d, numerator));
        return rest.fma(inverse, q);
    }

    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector small = x.fma(erfSmall(x.mul(x)), x);
        FloatVector large = broadcast(1).sub(exp(erfLarge(a.blend(4, a.compare(GT, 4))).neg()));
        return sign(large, x).blend(small, a.compare(LT, 0.92f));
    }

    private static FloatVector erfSmall(FloatVector z) {
        FloatVector p = z.fma(FloatMath.P6, FloatMath.P5);
        p = p.fma(z, broadcast(FloatMath.P4));
        p = p.fma(z, broadcast(FloatMath.P3));
        p = p.fma(z, broadcast(FloatMath.P2));
        p = p.fma(z, broadcast(FloatMath.P1));
        p = p.fma(z, broadcast(FloatMath.P0));
        return p;
    }

    private static FloatVector erfLarge(FloatVector b) {
        FloatVector p = b.fma(FloatMath.Q7, FloatMath.Q6);
        p = p.fma(b, broadcast(FloatMath.Q5));
        p = p.fma(b, broadcast(FloatMath.Q4));
        p = p.fma(b, broadcast(FloatMath.Q3));
        p = p.fma(b, broadcast(FloatMath.Q2));
        p = p.fma(b, broadcast(FloatMath.Q1));
        p = p.fma(b, broadcast(FloatMath.Q0));
        return p;
    }

    /// The magnitude of one, the sign of the other.
    private static FloatVector sign(FloatVector magnitude, FloatVector sign) {
        IntVector bits = magnitude.reinterpretAsInts().and(Integer.MAX_VALUE);
        return bits.or(sign.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Lanes.FLOAT, value);
    }
}

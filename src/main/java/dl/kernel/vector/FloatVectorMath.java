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
import jdk.incubator.vector.VectorSpecies;

/// [FloatMath] on vectors: the same operations in the same order, with a choice by mask where that has a branch.
///
/// Each function is one loop without calls: a vector that crosses a call which the compiler does not inline becomes an
/// object, 20 times slower; even a helper that makes a constant is such a call once a loop is long.
/// Functions built on the exponential are two loops over a tile that stays in the cache.
/// `n` is a multiple of the lanes; `out` may be the input.
final class FloatVectorMath {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = Lanes.FLOATS;
    private static final int MAGIC_BITS = Float.floatToRawIntBits(FloatMath.MAGIC);

    private FloatVectorMath() {}

    static void exp(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector y = v.blend(89, v.compare(GT, 89)).blend(-104, v.compare(LT, -104));
            FloatVector z = y.fma(FloatMath.LOG2E, FloatMath.MAGIC);
            FloatVector m = z.sub(FloatMath.MAGIC);
            FloatVector r = m.fma(
                    FloatVector.broadcast(S, -FloatMath.LN2_LOW), m.fma(FloatVector.broadcast(S, -FloatMath.LN2_HIGH), y));
            FloatVector p = r.fma(FloatMath.E5, FloatMath.E4);
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E3));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E2));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E1));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E0));
            p = r.mul(r).fma(p, r).add(1);
            IntVector exponent = z.reinterpretAsInts().sub(MAGIC_BITS);
            IntVector half = exponent.lanewise(ASHR, 1);
            FloatVector first = half.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            FloatVector second = exponent.sub(half).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
            p.mul(first).mul(second).intoArray(out, outOffset + i);
        }
    }

    /// [#exp] of arguments between -87 and 87 or NaN, in place: the bits are the same without its care for what 2^n cannot hold.
    /// With it `erf` needs 0.46 instead of 0.52 ns per element, `tanh` 0.36 instead of 0.46.
    private static void moderateExp(float[] x, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector y = FloatVector.fromArray(S, x, i);
            FloatVector z = y.fma(FloatMath.LOG2E, FloatMath.MAGIC);
            FloatVector m = z.sub(FloatMath.MAGIC);
            FloatVector r = m.fma(
                    FloatVector.broadcast(S, -FloatMath.LN2_LOW), m.fma(FloatVector.broadcast(S, -FloatMath.LN2_HIGH), y));
            FloatVector p = r.fma(FloatMath.E5, FloatMath.E4);
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E3));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E2));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E1));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E0));
            FloatVector power = z.reinterpretAsInts().sub(MAGIC_BITS - 127).lanewise(LSHL, 23).reinterpretAsFloats();
            r.mul(r).fma(p, r).add(1).mul(power).intoArray(x, i);
        }
    }

    static void log(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            VectorMask<Float> tiny = v.compare(LT, Float.MIN_NORMAL);
            IntVector bits = v.blend(v.mul(0x1p25f), tiny).reinterpretAsInts().sub(FloatMath.SQRT_HALF);
            FloatVector e = (FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0);
            e = e.blend(e.sub(25), tiny);
            FloatVector f = bits.and(0x7FFFFF).add(FloatMath.SQRT_HALF).reinterpretAsFloats().sub(1);
            FloatVector z = f.mul(f);
            FloatVector p = f.fma(FloatMath.L8, FloatMath.L7);
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L6));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L5));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L4));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L3));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L2));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L1));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L0));
            FloatVector y = f.mul(z).fma(p, e.mul(FloatMath.LN2_LOW));
            FloatVector result = e.fma(FloatVector.broadcast(S, FloatMath.LN2_HIGH), f.add(z.fma(FloatVector.broadcast(S, -0.5f), y)));
            v.blend(result, v.compare(LT, Float.POSITIVE_INFINITY))
                    .blend(Float.NaN, v.compare(LT, 0))
                    .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0))
                    .intoArray(out, outOffset + i);
        }
    }

    /// The hyperbolic tangent; `tile` has room for n elements.
    static void tanh(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xOffset + i).abs();
            // from 9.1 on the result is 1
            FloatVector b = a.blend(32, a.compare(GT, 32));
            b.add(b).intoArray(tile, i);
        }
        moderateExp(tile, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector a = v.abs();
            FloatVector z = v.mul(v);
            FloatVector p = z.fma(FloatMath.T4, FloatMath.T3);
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T2));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T1));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T0));
            FloatVector small = a.mul(z).fma(p, a);
            FloatVector large = FloatVector.broadcast(S, 1).sub(FloatVector.broadcast(S, 2).div(FloatVector.fromArray(S, tile, i).add(1)));
            IntVector magnitude = large.blend(small, a.compare(LT, 0.625f)).reinterpretAsInts().and(Integer.MAX_VALUE);
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            magnitude.or(sign).reinterpretAsFloats().intoArray(out, outOffset + i);
        }
    }

    static void sigmoid(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, x, xOffset + i).abs().neg().intoArray(tile, i);
        }
        exp(tile, 0, tile, 0, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector e = FloatVector.fromArray(S, tile, i);
            FloatVector numerator = FloatVector.broadcast(S, 1).blend(e, v.compare(LT, 0));
            FloatVector d = e.add(1);
            FloatVector low = e.sub(d.sub(1));
            FloatVector inverse = FloatVector.broadcast(S, 1).div(d);
            FloatVector q = numerator.mul(inverse);
            FloatVector minus = q.neg();
            FloatVector rest = minus.fma(low, minus.fma(d, numerator));
            rest.fma(inverse, q).intoArray(out, outOffset + i);
        }
    }

    static void erf(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile) {
        for (int i = 0; i < n; i += L) {
            FloatVector a = FloatVector.fromArray(S, x, xOffset + i).abs();
            FloatVector b = a.blend(4, a.compare(GT, 4));
            FloatVector p = b.fma(FloatMath.Q7, FloatMath.Q6);
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q5));
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q4));
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q3));
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q2));
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q1));
            p = p.fma(b, FloatVector.broadcast(S, FloatMath.Q0));
            p.neg().intoArray(tile, i);
        }
        // no less than -log erfc 4
        moderateExp(tile, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector z = v.mul(v);
            FloatVector p = z.fma(FloatMath.P6, FloatMath.P5);
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.P4));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.P3));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.P2));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.P1));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.P0));
            FloatVector small = v.fma(p, v);
            FloatVector large = FloatVector.broadcast(S, 1).sub(FloatVector.fromArray(S, tile, i));
            IntVector magnitude = large.reinterpretAsInts().and(Integer.MAX_VALUE);
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            magnitude.or(sign)
                    .reinterpretAsFloats()
                    .blend(small, v.abs().compare(LT, 0.92f))
                    .intoArray(out, outOffset + i);
        }
    }
}

package dl.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
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
    private static final int TILE = FloatUnaryLoops.TILE;
    private static final int MODERATE = Float.floatToRawIntBits(87);
    private static final int NORMAL = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    private static final int MAGIC_BITS = Float.floatToRawIntBits(FloatMath.MAGIC);

    private FloatVectorMath() {}

    /// The exponential, tile by tile: few arguments are such that 2^n may be out of range where the result is not.
    static void exp(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            if (isModerateExponent(x, xOffset + start, size)) {
                moderateExp(x, xOffset + start, out, outOffset + start, size);
            } else {
                anyExp(x, xOffset + start, out, outOffset + start, size);
            }
        }
    }

    private static void anyExp(float[] x, int xOffset, float[] out, int outOffset, int n) {
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

    /// [#exp] of arguments between -87 and 87 or NaN: the bits are the same with half of the instructions, because 2^n is a float,
    /// in whose exponent the low bits of the sum with MAGIC + 127 are, and scaling by it is exact.
    private static void moderateExp(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector y = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector z = y.fma(FloatMath.LOG2E, FloatMath.MAGIC + 127);
            FloatVector m = z.sub(FloatMath.MAGIC + 127);
            FloatVector r = m.fma(
                    FloatVector.broadcast(S, -FloatMath.LN2_LOW), m.fma(FloatVector.broadcast(S, -FloatMath.LN2_HIGH), y));
            FloatVector p = r.fma(FloatMath.E5, FloatMath.E4);
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E3));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E2));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E1));
            p = p.fma(r, FloatVector.broadcast(S, FloatMath.E0));
            FloatVector power = z.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
            r.mul(r).fma(p, r).fma(power, power).intoArray(out, outOffset + i);
        }
    }

    /// Whether all are between -87 and 87.
    private static boolean isModerateExponent(float[] x, int at, int n) {
        IntVector most = IntVector.zero(Lanes.INT);
        for (int i = 0; i < n; i += L) {
            most = most.max(FloatVector.fromArray(S, x, at + i).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        return !most.compare(GT, MODERATE).anyTrue();
    }

    /// The logarithm, tile by tile, for the reason given at [#exp].
    static void log(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int start = 0; start < n; start += TILE) {
            int size = Math.min(TILE, n - start);
            if (isOrdinary(x, xOffset + start, size)) {
                ordinaryLog(x, xOffset + start, out, outOffset + start, size);
            } else {
                anyLog(x, xOffset + start, out, outOffset + start, size);
            }
        }
    }

    private static void anyLog(float[] x, int xOffset, float[] out, int outOffset, int n) {
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

    /// [#anyLog] of what is normal, positive and finite.
    private static void ordinaryLog(float[] x, int xOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += L) {
            IntVector bits = FloatVector.fromArray(S, x, xOffset + i).reinterpretAsInts().sub(FloatMath.SQRT_HALF);
            FloatVector e = (FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0);
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
            e.fma(FloatVector.broadcast(S, FloatMath.LN2_HIGH), f.add(z.fma(FloatVector.broadcast(S, -0.5f), y))).intoArray(out, outOffset + i);
        }
    }

    /// Whether all are normal, positive and finite.
    private static boolean isOrdinary(float[] x, int at, int n) {
        IntVector least = IntVector.broadcast(Lanes.INT, NORMAL);
        IntVector most = least;
        for (int i = 0; i < n; i += L) {
            IntVector bits = FloatVector.fromArray(S, x, at + i).reinterpretAsInts();
            least = least.min(bits);
            most = most.max(bits);
        }
        return !least.compare(LT, NORMAL).or(most.compare(GE, INFINITY)).anyTrue();
    }

    /// The absolute values, at most `most`, which also stands for NaN.
    private static FloatVector magnitude(float[] x, int at, float most) {
        IntVector bits = FloatVector.fromArray(S, x, at).reinterpretAsInts().and(Integer.MAX_VALUE);
        return bits.min(Float.floatToRawIntBits(most)).reinterpretAsFloats();
    }

    /// The hyperbolic tangent; `tile` has room for n elements, which may be those of `out`, not those of `x`.
    static void tanh(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile, int tileOffset) {
        for (int i = 0; i < n; i += L) {
            // from 9.1 on the result is 1
            FloatVector b = magnitude(x, xOffset + i, 32);
            b.add(b).intoArray(tile, tileOffset + i);
        }
        moderateExp(tile, tileOffset, tile, tileOffset, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector a = v.abs();
            FloatVector z = v.mul(v);
            FloatVector p = z.fma(FloatMath.T4, FloatMath.T3);
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T2));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T1));
            p = p.fma(z, FloatVector.broadcast(S, FloatMath.T0));
            FloatVector small = a.mul(z).fma(p, a);
            FloatVector large = FloatVector.broadcast(S, 1).sub(FloatVector.broadcast(S, 2).div(FloatVector.fromArray(S, tile, tileOffset + i).add(1)));
            IntVector magnitude = small.blend(large, a.compare(GE, 0.625f)).reinterpretAsInts();
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            magnitude.or(sign).reinterpretAsFloats().intoArray(out, outOffset + i);
        }
    }

    static void sigmoid(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile, int tileOffset) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(S, x, xOffset + i).abs().neg().intoArray(tile, tileOffset + i);
        }
        exp(tile, tileOffset, tile, tileOffset, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector e = FloatVector.fromArray(S, tile, tileOffset + i);
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

    static void erf(float[] x, int xOffset, float[] out, int outOffset, int n, float[] tile, int tileOffset) {
        for (int i = 0; i < n; i += L) {
            FloatVector b = magnitude(x, xOffset + i, 4);
            FloatVector p = b.fma(-FloatMath.Q7, -FloatMath.Q6);
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q5));
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q4));
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q3));
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q2));
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q1));
            p = p.fma(b, FloatVector.broadcast(S, -FloatMath.Q0));
            p.intoArray(tile, tileOffset + i);
        }
        // no less than -log erfc 4
        moderateExp(tile, tileOffset, tile, tileOffset, n);
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
            FloatVector large = FloatVector.broadcast(S, 1).sub(FloatVector.fromArray(S, tile, tileOffset + i));
            IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
            FloatVector signed = large.reinterpretAsInts().or(sign).reinterpretAsFloats();
            small.blend(signed, v.abs().compare(GE, 0.92f)).intoArray(out, outOffset + i);
        }
    }
}

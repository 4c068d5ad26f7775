package dl.kernel.vector;

import dl.kernel.VectorWidth;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The width of the vectors of this copy of the package.
///
/// Species are constants, or the compiler makes objects of every vector; so another width is another copy of these classes,
/// made by a class loader that says which ([VectorWidth]).
final class Lanes {
    static final int BITS = Lanes.class.getClassLoader() instanceof VectorWidth width
            ? width.bits()
            : Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);
    private static final VectorShape SHAPE = VectorShape.forBitSize(BITS);
    static final VectorSpecies<Float> FLOAT = SHAPE.withLanes(float.class);
    static final VectorSpecies<Double> DOUBLE = SHAPE.withLanes(double.class);
    static final VectorSpecies<Integer> INT = SHAPE.withLanes(int.class);
    static final VectorSpecies<Long> LONG = SHAPE.withLanes(long.class);
    /// As many floats as [#DOUBLE] has lanes: f32 functions that are computed in f64 go through it.
    static final VectorSpecies<Float> HALF = VectorShape.forBitSize(BITS / 2).withLanes(float.class);
    static final int FLOATS = BITS / 32;
    static final int DOUBLES = BITS / 64;

    private Lanes() {}
}

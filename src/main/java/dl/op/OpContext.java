package dl.op;

import dl.kernel.Kernels;
import dl.kernel.Parallel;
import dl.kernel.RandomStream;
import dl.tensor.DType;

/// What an operation may use of the session that runs it.
public interface OpContext {
    Kernels kernels();

    Parallel parallel();

    /// The element type of floats that come from no tensor: f32, or that of `with dtype(...)`.
    DType defaultFloat();

    /// The stream that random operations draw from.
    RandomStream random();

    /// Whether a derivative at a kink is an error.
    boolean strictGradients();

    /// Whether layers behave as in training.
    boolean training();

    /// The place in the script that is running, opaque here; errors about cut gradients give it back.
    Object site();

    /// How many differentiations are open, one inside the other.
    Levels levels();

    /// Where operations are counted.
    Usage usage();

    /// Whether traced inputs are recorded; false under `with no_grad`.
    default boolean recording() {
        return true;
    }

    /// Whether a NaN or an infinity that an operation makes is an error: `with check_numerics`.
    default boolean checkNumerics() {
        return false;
    }
}

package dl.run;

import dl.kernel.RandomStream;
import dl.tensor.DType;

/// The dynamic context of a running script; `with` replaces it for the time of a block.
///
/// @param random          the stream that random operations draw from; advances in place
/// @param defaultFloat    the element type of floats that come from no tensor
/// @param training        whether layers behave as in training
/// @param recording       whether traced values are recorded; false under `no_grad`
/// @param strictGradients whether a derivative at a kink is an error
/// @param checkNumerics   whether a NaN or infinity that appears is an error
public record Context(RandomStream random, DType defaultFloat, boolean training, boolean recording, boolean strictGradients,
        boolean checkNumerics) {
    public static Context initial(long seed) {
        return new Context(RandomStream.of(seed), DType.F32, false, true, false, false);
    }

    public Context random(RandomStream stream) {
        return new Context(stream, defaultFloat, training, recording, strictGradients, checkNumerics);
    }

    public Context defaultFloat(DType type) {
        return new Context(random, type, training, recording, strictGradients, checkNumerics);
    }

    public Context training(boolean on) {
        return new Context(random, defaultFloat, on, recording, strictGradients, checkNumerics);
    }

    public Context recording(boolean on) {
        return new Context(random, defaultFloat, training, on, strictGradients, checkNumerics);
    }

    public Context strictGradients(boolean on) {
        return new Context(random, defaultFloat, training, recording, on, checkNumerics);
    }

    public Context checkNumerics(boolean on) {
        return new Context(random, defaultFloat, training, recording, strictGradients, on);
    }
}

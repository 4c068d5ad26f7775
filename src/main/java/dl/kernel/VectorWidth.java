package dl.kernel;

/// What a class loader says that holds a copy of the vector kernels of one width.
public interface VectorWidth {
    int bits();
}

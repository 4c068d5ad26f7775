package dl.grad;

import dl.op.Traced;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;

/// A value with something that derivatives need: to all others it is the value itself.
interface Followed extends Traced {
    Operand value();

    @Override
    default DType dtype() {
        return value().dtype();
    }

    @Override
    default Shape shape() {
        return value().shape();
    }

    @Override
    default boolean weak() {
        return value().weak();
    }

    @Override
    default Tensor plain() {
        return value().plain();
    }

    @Override
    default Operand detached() {
        return value().detached();
    }

    @Override
    default Tensor elements() {
        return value().elements();
    }

    @Override
    default int[] batches() {
        return value().batches();
    }
}

package dl.type;

import dl.tensor.DType;
import dl.tensor.Operand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is known about a value before or without its elements.
public sealed interface Type {
    /// A tensor: its element type where known, and its sizes.
    record Tensor(Optional<DType> element, Sizes sizes) implements Type {
        @Override
        public String toString() {
            return element.map(DType::text).orElse("") + sizes;
        }
    }

    /// A type that has no sizes: `int`, `float`, `bool`, `str`, `fn`, `list`, `record`.
    record Named(String name) implements Type {
        @Override
        public String toString() {
            return name;
        }
    }

    record Tuple(List<Type> elements) implements Type {
        @Override
        public String toString() {
            return elements.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    static Tensor tensor(Sizes sizes) {
        return new Tensor(Optional.empty(), sizes);
    }

    static Tensor tensor(DType element, Sizes sizes) {
        return new Tensor(Optional.of(element), sizes);
    }

    /// The type of a value at hand.
    static Tensor of(Operand value) {
        return tensor(value.dtype(), Sizes.of(value.shape()));
    }
}

package dl.type;

import dl.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sizes of a tensor type: leading axes, perhaps any number of axes (`...` or `...s`), trailing axes.
public record Sizes(List<Dim> before, Optional<Rest> rest, List<Dim> after) {
    /// `...` or, with a name, `...s`, which stands for the same sizes wherever it occurs.
    public record Rest(Optional<String> name) {
        @Override
        public String toString() {
            return "..." + name.orElse("");
        }
    }

    public Sizes {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// Exactly these axes.
    public static Sizes of(List<Dim> axes) {
        return new Sizes(axes, Optional.empty(), List.of());
    }

    public static Sizes of(Dim... axes) {
        return of(List.of(axes));
    }

    /// A shape whose sizes are all known.
    public static Sizes of(Shape shape) {
        List<Dim> axes = new ArrayList<>(shape.rank());
        for (int i = 0; i < shape.rank(); i++) {
            axes.add(Dim.of(shape.size(i)));
        }
        return of(axes);
    }

    /// Nothing is known, not even the rank.
    public static Sizes any() {
        return new Sizes(List.of(), Optional.of(new Rest(Optional.empty())), List.of());
    }

    /// Whether the rank is known.
    public boolean ranked() {
        return rest.isEmpty();
    }

    /// The axes of a shape of known rank.
    public List<Dim> axes() {
        if (rest.isPresent()) {
            throw new IllegalStateException(this + " has no fixed rank");
        }
        return before;
    }

    /// The shape, when every size is known.
    public Optional<Shape> shape() {
        if (rest.isPresent()) {
            return Optional.empty();
        }
        int[] sizes = new int[before.size()];
        for (int i = 0; i < sizes.length; i++) {
            if (!(before.get(i) instanceof Dim.Known(long size)) || size != (int) size) {
                return Optional.empty();
            }
            sizes[i] = (int) size;
        }
        return Optional.of(Shape.of(sizes));
    }

    @Override
    public String toString() {
        return Stream.of(before.stream(), rest.stream(), after.stream())
                .flatMap(part -> part.map(Object::toString))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}

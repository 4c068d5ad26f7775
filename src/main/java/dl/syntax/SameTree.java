package dl.syntax;

import dl.source.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/// Compares trees by everything but the places in their texts.
public final class SameTree {
    private SameTree() {}

    /// Whether two pieces of syntax say the same.
    public static boolean test(Object a, Object b) {
        return switch (a) {
            case Span _ -> b instanceof Span;
            case List<?> list -> b instanceof List<?> other && list.size() == other.size() && elements(list, other);
            case Optional<?> optional -> b instanceof Optional<?> other && optional.isPresent() == other.isPresent()
                    && (optional.isEmpty() || test(optional.get(), other.get()));
            case Record node -> node.getClass() == b.getClass() && components(node, b);
            default -> a.equals(b);
        };
    }

    private static boolean elements(List<?> a, List<?> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!test(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean components(Record a, Object b) {
        try {
            for (RecordComponent component : a.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (!test(component.getAccessor().invoke(a), component.getAccessor().invoke(b))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}

package dl.syntax;

import dl.source.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Compares trees by everything but the places in their texts.
public final class SameTree {
    /// What reads the components of a record, without those that are places; looked up once for each class.
    private static final ClassValue<Method[]> ACCESSORS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).filter(component -> component.getType() != Span.class)
                    .map(RecordComponent::getAccessor).peek(accessor -> accessor.setAccessible(true)).toArray(Method[]::new);
        }
    };

    private SameTree() {}

    /// Whether two pieces of syntax say the same.
    public static boolean test(Object a, Object b) {
        return switch (a) {
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
            for (Method accessor : ACCESSORS.get(a.getClass())) {
                if (!test(accessor.invoke(a), accessor.invoke(b))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
